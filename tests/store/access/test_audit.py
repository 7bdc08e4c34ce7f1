"""What the audit keeps, and that a refusal is kept once a minute, under pseudonyms."""

from datetime import timedelta

import pytest

from kneeapp.domain.accounts.accounts import OPERATOR
from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.accounts.share_links import Shared, SharedChart, token_digest
from kneeapp.domain.clinic.invitation_list import Invitee
from kneeapp.domain.sides import Side
from kneeapp.errors import NotAllowed
from kneeapp.store.access import audit
from kneeapp.store.clinic import (
    accounts,
    care,
    caseload,
    deputies,
    erasure,
    handovers,
    one_time_codes,
    second_factors,
    teams,
    web_sessions,
)
from kneeapp.store.record import replies, share_links
from tests.store import clinic_helpers
from tests.store.builders import MONDAY, a_reply
from tests.store.care_helpers import (
    a_patient,
    let_in,
    of_a_team,
    signed_in,
    signed_out,
    stood_in_for,
)
from tests.store.clinic_helpers import HASH, KEY, joined, somebody

SECOND = timedelta(seconds=1)


def kept(store):
    """Who was refused whom, the oldest first."""
    sql = "select actor, whom from audit where deed = $1 order by noted_at, id"
    return store.run(lambda q: q(sql, AuditAction.REFUSED))


def test_a_refusal_is_kept_under_pseudonyms_and_again_after_a_minute(store):
    clinician, patient = signed_in(store, Role.CLINICIAN), a_patient(store)
    for seconds in (0, 1, 59, 60, 61):
        audit.refused(store, clinician, MONDAY + seconds * SECOND, patient.person)
    row = store.run(
        lambda q: (audit.pseudonym(q, clinician.account), audit.pseudonym(q, patient.person))
    )
    assert kept(store) == [row] * 2


def test_one_account_s_refusals_hide_no_other_s(store):
    for _ in range(2):
        audit.refused(store, signed_in(store, Role.PATIENT), MONDAY, None)
    (first, nobody), (second, _) = kept(store)
    assert first != second
    assert nobody == ""


def test_who_is_signed_out_is_not_refused(store):
    principal = signed_out(store, signed_in(store, Role.CLINICIAN))
    with pytest.raises(NotAllowed, match="signed out"):
        audit.refused(store, principal, MONDAY, None)
    assert kept(store) == []


def deeds(store):
    return {AuditAction(deed) for (deed,) in store.run(lambda q: q("select deed from audit"))}


def test_every_deed_with_an_account_is_in_the_audit(store):
    anna = joined(store, "anna")
    with pytest.raises(NotAllowed):
        one_time_codes.account_for_code(store, KEY, "0000-0000-0000-0000", MONDAY)
    web_sessions.refuse(store, "anna", MONDAY)
    web_sessions.end(store, clinic_helpers.signed_in(store, anna), MONDAY)
    accounts.change_password(store, clinic_helpers.signed_in(store, anna), HASH, MONDAY)
    accounts.sign_out_everywhere(store, somebody(store, "bert"), MONDAY)
    second_factors.set_secret(store, KEY, joined(store, "ada", Role.ADMIN), "SECRET", MONDAY)
    accounts.unlock(store, OPERATOR, anna.id, KEY, MONDAY)
    accounts.disable(store, OPERATOR, anna.id, MONDAY)
    accounts.enable(store, OPERATOR, anna.id, MONDAY)
    cora = joined(store, "cora", Role.CLINICIAN)
    accounts.change_role(store, OPERATOR, cora.id, Role.ADMIN, MONDAY)
    clinician, colleague = (signed_in(store, Role.CLINICIAN) for _ in range(2))
    week = MONDAY + 7 * 86400 * SECOND
    teams.change_team(store, OPERATOR, clinician.account, "Hip and knee", MONDAY)
    deputies.name_deputy(
        store, clinician, clinician.account, colleague.account, ends_at=week, now=MONDAY
    )
    [named] = deputies.deputies(store, colleague, MONDAY)
    deputies.end_deputy(store, colleague, named.id, MONDAY)
    [(dora, _)] = one_time_codes.invite(
        store, KEY, clinician, [Invitee("Dora Vik", "dora")], MONDAY
    )
    accounts.withdraw(store, clinician, dora.id, MONDAY)
    audit.taken_away(store, OPERATOR, MONDAY)
    kinds = list(AuditAction)
    assert set(kinds[: kinds.index(AuditAction.REFUSED)]) <= deeds(store)
    assert AuditAction.AUDIT_EXPORTED in deeds(store)


def test_every_deed_with_a_record_is_in_the_audit(store):
    clinician, patient = signed_in(store, Role.CLINICIAN), a_patient(store)
    opened = let_in(patient, clinician)
    caseload.view(store, clinician, MONDAY)
    care.view(opened, MONDAY)
    audit.refused(store, clinician, MONDAY, patient.person)
    audit.exported(opened, MONDAY)
    replies.answer(opened, a_reply(at=MONDAY, seen_on=MONDAY.date(), account=clinician.account))
    day = MONDAY.date()
    shown = Shared(pictures=(SharedChart.RELIEF,), knee=Side.LEFT, first=day, last=day)
    token = share_links.make(patient, shown, now=MONDAY, ends_at=MONDAY + SECOND)
    share_links.opened(store, token, MONDAY)
    share_links.revoke(patient, token_digest(token), MONDAY)
    of_a_team(store, "Hip and knee", clinician)
    teams.let_team_in(patient, clinician.account, MONDAY)
    teams.let_team_out(patient, clinician.account, MONDAY)
    stood_in_for(clinician, signed_in(store, Role.CLINICIAN), patient, MONDAY + SECOND, MONDAY)
    [deputy] = deputies.standing_in(patient, MONDAY)
    deputies.refuse_deputy(patient, deputy.id, MONDAY)
    following, admin = signed_in(store, Role.CLINICIAN), signed_in(store, Role.ADMIN)
    handovers.hand_over(store, admin, clinician.account, following.account, MONDAY)
    care.withdraw(patient, following.account, MONDAY)
    for _ in range(2):
        erasure.request(patient, MONDAY)
        erasure.take_back(patient, MONDAY)
    erasure.request(patient, MONDAY)
    erasure.carry_out(store, OPERATOR, patient.person, MONDAY)
    kinds = list(AuditAction)
    with_a_record = set(kinds[kinds.index(AuditAction.REFUSED) : -1])
    assert with_a_record <= deeds(store)


def test_a_refused_code_is_kept_once_a_minute_without_the_code(store):
    for seconds in (0, 1, 59, 60, 61):
        with pytest.raises(NotAllowed):
            one_time_codes.use(
                store, KEY, "7K2M-9QXR-41AB-ZT5C", at=MONDAY + seconds * SECOND, password=HASH
            )
    rows = store.run(lambda q: q("select actor, deed, whom from audit"))
    assert rows == [("", AuditAction.CODE_REFUSED, "")] * 2
