"""Who gets an account, who may change whose, and what ends with it."""

from datetime import timedelta

import pytest

from kneeapp.domain.accounts.accounts import INVITATION_LASTS, OPERATOR, RESET_LASTS, AccountState
from kneeapp.domain.accounts.people import Role
from kneeapp.errors import BadInput, NotAllowed, NotFound
from kneeapp.store.access import authorization
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import accounts, care, one_time_codes, second_factors, web_sessions
from kneeapp.store.record import people
from tests.store.builders import MONDAY
from tests.store.clinic_helpers import HASH, KEY, joined, outdated, signed_in, somebody

SECOND = timedelta(seconds=1)


def add(store, by, role=Role.PATIENT, name="anna"):
    return accounts.add(store, by, name=name, called="Anna K", role=role, at=MONDAY)


def test_the_first_admin_comes_from_the_command_and_lets_in_the_others(store):
    admin = somebody(store, "ada", Role.ADMIN)
    for role in Role:
        assert add(store, admin, role, f"some {role}").role is role


def test_a_clinician_invites_patients_only_and_a_patient_nobody(store):
    clinician, patient = somebody(store, "clara", Role.CLINICIAN), somebody(store, "pat")
    assert add(store, clinician).role is Role.PATIENT
    for principal, role in [
        (clinician, Role.CLINICIAN),
        (clinician, Role.ADMIN),
        (patient, Role.PATIENT),
    ]:
        with pytest.raises(NotAllowed, match="may not add"):
            add(store, principal, role, "zoe")
        with pytest.raises(NotAllowed):  # whatever the principal says of themselves
            add(store, outdated(principal, Role.ADMIN), role, "zoe")
    assert accounts.find_by_name(store, "", "zoe") is None


def test_a_name_belongs_to_one_account_whatever_its_letter_case(store):
    add(store, OPERATOR, name="Anna")
    with pytest.raises(BadInput, match="taken"):
        add(store, OPERATOR, name="aNNA ")


def test_a_code_opens_its_account_once(store):
    added = add(store, OPERATOR)
    code = one_time_codes.issue(store, KEY, OPERATOR, added.id, MONDAY)
    assert accounts.find_by_name(store, "", "anna").password is None
    assert one_time_codes.account_for_code(store, KEY, code, MONDAY) == added
    whose = one_time_codes.use(store, KEY, code.lower(), at=MONDAY, password=HASH)
    assert accounts.find_by_name(store, "", "anna").password == HASH
    assert whose.own_person
    assert people.person(Record(store, whose.own_person, signed_in(store, whose)))
    for again in (one_time_codes.use, one_time_codes.account_for_code):
        with pytest.raises(NotAllowed, match="used"):
            again(store, KEY, code, at=MONDAY)


@pytest.mark.parametrize(("coming_back", "lasts"), [(False, INVITATION_LASTS), (True, RESET_LASTS)])
def test_a_code_is_good_for_its_time(store, coming_back, lasts):
    whose = joined(store, "anna") if coming_back else add(store, OPERATOR)
    code = one_time_codes.issue(store, KEY, OPERATOR, whose.id, MONDAY)
    assert one_time_codes.account_for_code(store, KEY, code, MONDAY + lasts - SECOND)
    with pytest.raises(NotAllowed, match="too old"):
        one_time_codes.use(store, KEY, code, at=MONDAY + lasts, password=HASH)


def test_a_new_code_makes_the_one_before_it_void(store):
    whose = add(store, OPERATOR)
    first, second = (one_time_codes.issue(store, KEY, OPERATOR, whose.id, MONDAY) for _ in range(2))
    with pytest.raises(NotAllowed):
        one_time_codes.account_for_code(store, KEY, first, MONDAY)
    assert one_time_codes.account_for_code(store, KEY, second, MONDAY)


def test_the_database_holds_no_code(store):
    code = one_time_codes.issue(store, KEY, OPERATOR, add(store, OPERATOR).id, MONDAY)
    ((kept,),) = store.run(lambda q: q("select code from one_time_code"))
    assert code.replace("-", "") not in kept


def test_a_code_ends_every_sign_in_and_drops_the_second_factor(store):
    whose = joined(store, "clara", Role.CLINICIAN)
    whose = second_factors.set_secret(store, KEY, whose, "SECRET", MONDAY)
    before = signed_in(store, whose)
    code = one_time_codes.issue(store, KEY, OPERATOR, whose.id, MONDAY)
    assert not one_time_codes.use(store, KEY, code, at=MONDAY, password=HASH).has_second_factor
    with pytest.raises(NotAllowed, match="signed out"):
        store.run(lambda q: authorization.current_role(q, before))


def test_an_admins_reset_ends_every_sign_in_before_the_code_is_used(store):
    whose = joined(store, "clara", Role.CLINICIAN)
    here, elsewhere = signed_in(store, whose), signed_in(store, whose)
    one_time_codes.issue(store, KEY, OPERATOR, whose.id, MONDAY)
    for principal in (here, elsewhere, signed_in(store, whose)):  # the last: judged before it
        with pytest.raises(NotAllowed, match="signed out"):
            store.run(lambda q, principal=principal: authorization.current_role(q, principal))


def test_a_reset_that_is_refused_ends_no_sign_in(store):
    clara, pat = somebody(store, "clara", Role.CLINICIAN), somebody(store, "pat")
    with pytest.raises(NotAllowed):
        one_time_codes.issue(store, KEY, clara, pat.account, MONDAY)
    assert store.run(lambda q: authorization.current_role(q, pat)) is Role.PATIENT


def test_a_disabled_account_gets_no_code(store):
    whose = joined(store, "pat")
    accounts.disable(store, OPERATOR, whose.id, MONDAY)
    with pytest.raises(BadInput, match="disabled"):
        one_time_codes.issue(store, KEY, OPERATOR, whose.id, MONDAY)


def test_a_clinician_gives_codes_to_their_own_guests_until_these_have_joined(store):
    clara, other = (somebody(store, name, Role.CLINICIAN) for name in ("clara", "otto"))
    guest = add(store, clara)
    code = one_time_codes.issue(store, KEY, clara, guest.id, MONDAY)
    with pytest.raises(NotAllowed, match="may not give"):
        one_time_codes.issue(store, KEY, other, guest.id, MONDAY)
    one_time_codes.use(store, KEY, code, at=MONDAY, password=HASH)
    with pytest.raises(NotAllowed, match="may not give"):  # it would be their password then
        one_time_codes.issue(store, KEY, clara, guest.id, MONDAY)
    assert one_time_codes.issue(store, KEY, OPERATOR, guest.id, MONDAY)


@pytest.mark.parametrize("lets_in", [True, False])
def test_the_inviting_clinician_sees_the_record_if_the_patient_says_so(store, lets_in):
    clara = somebody(store, "clara", Role.CLINICIAN)
    code = one_time_codes.issue(store, KEY, clara, (guest := add(store, clara)).id, MONDAY)
    assert one_time_codes.inviter(store, guest.id) == "Clara"
    whose = one_time_codes.use(store, KEY, code, at=MONDAY, password=HASH, lets_in=lets_in)
    own = Record(store, whose.own_person, signed_in(store, whose))
    assert [bool(one.accepted_at) for one in care.carers(own)] == [lets_in]


def test_an_ask_waits_until_the_person_joins_and_is_theirs_to_answer(store):
    clara, otto = (somebody(store, name, Role.CLINICIAN) for name in ("clara", "otto"))
    code = one_time_codes.issue(store, KEY, clara, add(store, clara).id, MONDAY)
    for name in ("Anna", "nobody"):
        care.request_access(store, otto, name, MONDAY)
        care.request_access(store, otto, name, MONDAY)
    waiting = [ask.name for ask in care.pending_asks(store, otto, MONDAY)]
    assert waiting == ["anna", "nobody"]
    assert care.pending_asks(store, clara, MONDAY) == []
    whose = one_time_codes.use(store, KEY, code, at=MONDAY, password=HASH, lets_in=True)
    own = Record(store, whose.own_person, signed_in(store, whose))
    assert {one.name: bool(one.accepted_at) for one in care.carers(own)} == {
        "Clara": True,
        "Otto": False,
    }
    assert [ask.name for ask in care.pending_asks(store, otto, MONDAY)] == ["anna", "nobody"]
    care.accept(own, otto.account, MONDAY)
    assert [ask.name for ask in care.pending_asks(store, otto, MONDAY)] == ["nobody"]


def test_an_ask_is_forgotten_after_ninety_days(store):
    otto = somebody(store, "otto", Role.CLINICIAN)
    care.request_access(store, otto, "anna", MONDAY)
    later = MONDAY + care.ASK_WAITS + SECOND
    assert care.pending_asks(store, otto, later - SECOND)
    assert care.pending_asks(store, otto, later) == []
    code = one_time_codes.issue(store, KEY, OPERATOR, add(store, OPERATOR).id, later)
    whose = one_time_codes.use(store, KEY, code, at=later, password=HASH)
    assert care.carers(Record(store, whose.own_person, signed_in(store, whose))) == []


def test_another_house_vouches_for_one_account_only(store):
    house = ("https://id.example.org", "42", 100)
    first, second = (
        one_time_codes.issue(store, KEY, OPERATOR, add(store, OPERATOR, name=name).id, MONDAY)
        for name in ("anna", "bert")
    )
    anna = one_time_codes.use(store, KEY, first, at=MONDAY, vouched=house)
    assert accounts.find_by_name(store, *house[:2]).account == anna
    assert [web_sessions.take_word(store, *house[:2], at) for at in (100, 101)] == [False, True]
    with pytest.raises(NotAllowed, match="another account"):
        one_time_codes.use(store, KEY, second, at=MONDAY, vouched=house)
    assert one_time_codes.account_for_code(store, KEY, second, MONDAY)  # and it was not used up


def test_a_disabled_account_is_out_at_once_and_comes_back_by_an_admin(store):
    admin, pat = somebody(store, "ada", Role.ADMIN), somebody(store, "pat")
    accounts.disable(store, admin, pat.account, MONDAY)
    assert accounts.find_by_name(store, "", "pat").disabled
    with pytest.raises(NotAllowed, match="signed out"):
        store.run(lambda q: authorization.current_role(q, pat))
    accounts.enable(store, admin, pat.account, MONDAY)
    assert not accounts.find_by_name(store, "", "pat").disabled
    with pytest.raises(NotAllowed):  # the old sign-in stays dead
        store.run(lambda q: authorization.current_role(q, pat))


def test_no_admin_locks_themselves_out(store):
    admin = somebody(store, "ada", Role.ADMIN)
    with pytest.raises(BadInput, match="own account"):
        accounts.disable(store, admin, admin.account, MONDAY)


CHANGES = {
    "disable": lambda store, principal, whose: accounts.disable(store, principal, whose, MONDAY),
    "enable": lambda store, principal, whose: accounts.enable(store, principal, whose, MONDAY),
    "unlock": lambda store, principal, whose: accounts.unlock(store, principal, whose, KEY, MONDAY),
    "code": lambda store, principal, whose: one_time_codes.issue(
        store, KEY, principal, whose, MONDAY
    ),
    "list": lambda store, principal, _: accounts.listed(store, principal, MONDAY),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_only_admins_see_to_accounts(store, change):
    admin, whose = somebody(store, "ada", Role.ADMIN), joined(store, "pat")
    change(store, admin, whose.id)
    change(store, OPERATOR, whose.id)
    for principal in (somebody(store, "clara", Role.CLINICIAN), somebody(store, "zoe")):
        for claimed in (principal, outdated(principal, Role.ADMIN)):
            with pytest.raises(NotAllowed):
                change(store, claimed, whose.id)


def test_who_is_not_there_cannot_be_changed(store, record):
    for name in ("disable", "enable", "unlock", "code"):
        with pytest.raises(NotFound):
            CHANGES[name](store, OPERATOR, record.person)


def test_the_list_says_how_far_everybody_has_come(store):
    joined(store, "anna")
    late = add(store, OPERATOR, name="bert")
    one_time_codes.issue(store, KEY, OPERATOR, late.id, MONDAY - INVITATION_LASTS)
    one_time_codes.issue(store, KEY, OPERATOR, add(store, OPERATOR, name="cleo").id, MONDAY)
    accounts.disable(store, OPERATOR, joined(store, "dora").id, MONDAY)
    states = {each.account.name: each.state for each in accounts.listed(store, OPERATOR, MONDAY)}
    assert states == {
        "anna": AccountState.ACTIVE,
        "bert": AccountState.LATE,
        "cleo": AccountState.INVITED,
        "dora": AccountState.DISABLED,
    }


def test_a_new_password_ends_every_sign_in(store):
    whose = joined(store, "anna")
    here, elsewhere = signed_in(store, whose), signed_in(store, whose)
    changed = accounts.change_password(store, here, "another hash", MONDAY)
    assert accounts.find_by_name(store, "", "anna").password == "another hash"
    for principal in (here, elsewhere):
        with pytest.raises(NotAllowed, match="signed out"):
            store.run(lambda q, principal=principal: authorization.current_role(q, principal))
    assert (
        store.run(lambda q: authorization.current_role(q, signed_in(store, changed)))
        is Role.PATIENT
    )


def test_a_sealed_second_factor_opens_with_the_clinics_key_only(store):
    whose = second_factors.set_secret(
        store, KEY, joined(store, "ada", Role.ADMIN), "SECRET", MONDAY
    )
    assert whose.has_second_factor
    assert second_factors.secret(store, KEY, whose.id) == "SECRET"
    ((kept,),) = store.run(lambda q: q("select second_factor from account"))
    assert "SECRET" not in kept


def test_a_code_of_the_second_factor_is_taken_once_and_no_earlier_one_after_it(store):
    whose = joined(store, "ada", Role.ADMIN)
    assert [second_factors.use(store, whose.id, count) for count in (7, 7, 6, 8)] == [
        True, False, False, True,
    ]  # fmt: skip
