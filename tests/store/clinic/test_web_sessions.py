"""A sign-in holds for its browser, for its time, and until it is ended."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from uuid6 import uuid7

from kneeapp.domain.accounts.accounts import OPERATOR
from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.lockout import FREE
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.accounts.secret_key import Key
from kneeapp.errors import NotAllowed
from kneeapp.store.access import audit, authorization, keys
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import accounts, login_attempts, web_sessions
from kneeapp.store.clinic.web_sessions import TICKET_LASTS
from tests.store.builders import MONDAY
from tests.store.clinic_helpers import CLINIC, COOKIE_KEY, KEY, joined, signed_in, somebody

SECOND = timedelta(seconds=1)


def begin(store, whose, *, ticket=False, at=MONDAY):
    return web_sessions.begin(store, KEY, whose, at, ticket=ticket)


def holds(store, shown, at=MONDAY, key=KEY):
    return web_sessions.validate(store, key, CLINIC, shown, at)


def test_the_cookie_tells_who_is_signed_in(store):
    anna, bert = joined(store, "anna"), joined(store, "bert", Role.CLINICIAN)
    for whose in (anna, bert):
        identity, cookie = begin(store, whose)
        assert holds(store, cookie).account == holds(store, identity).account == whose


def test_a_cookie_that_was_changed_or_made_up_tells_nobody(store):
    (_, cookie), (_, other) = (begin(store, joined(store, name)) for name in ("anna", "bert"))
    identity, _, secret = cookie.partition(".")
    forged = ["", ".", identity, f"{identity}.", f".{secret}", f"{uuid7().hex}.{secret}"]
    forged += [f"{identity}.{other.partition('.')[2]}", cookie[:-1], cookie + "x", "é.ü"]
    forged += [f"{identity}.\ud800"]
    assert [holds(store, each) for each in forged] == [None] * len(forged)
    assert holds(store, cookie, key=Key(b"o" * 32)) is None


def test_the_database_holds_no_cookie(store):
    _, cookie = begin(store, joined(store, "anna"))
    ((kept,),) = store.run(lambda q: q("select secret from sign_in"))
    assert cookie.partition(".")[2] not in kept


def test_that_somebody_is_there_is_written_once_a_minute(store):
    _, cookie = begin(store, joined(store, "anna"))

    def seen_at():
        [(at,)] = store.run(lambda q: q("select seen_at from sign_in"))
        return at - MONDAY

    minute = timedelta(minutes=1)
    for after, written in [(minute - SECOND, timedelta(0)), (minute, minute)]:
        assert holds(store, cookie, MONDAY + after)
        assert seen_at() == written


@pytest.mark.parametrize("role", [Role.PATIENT, Role.CLINICIAN])
def test_a_sign_in_ends_when_nothing_is_done_for_long(store, role):
    _, cookie = begin(store, joined(store, "anna", role))
    idle = CLINIC.idle(role)
    assert holds(store, cookie, MONDAY + idle - SECOND)
    assert holds(store, cookie, MONDAY + 2 * idle - 2 * SECOND)  # something was done meanwhile
    assert holds(store, cookie, MONDAY + 3 * idle) is None


def test_however_busy_it_ends_at_last(store):
    _, cookie = begin(store, joined(store, "clara", Role.CLINICIAN))
    at = MONDAY
    while at + timedelta(minutes=20) < MONDAY + CLINIC.longest(Role.CLINICIAN):
        at += timedelta(minutes=20)
        assert holds(store, cookie, at)
    assert holds(store, cookie, MONDAY + CLINIC.longest(Role.CLINICIAN)) is None


def test_a_sign_in_that_was_ended_is_dead_in_every_tab_and_in_the_store(store):
    whose = joined(store, "anna")
    identity, cookie = begin(store, whose)
    principal = whose.principal(identity)
    other = begin(store, whose)[1]
    record = Record(store, whose.own_person, principal)
    assert record.read(lambda _: "read")
    web_sessions.end(store, principal, MONDAY)
    assert holds(store, cookie) is holds(store, identity) is None
    assert holds(store, other)  # another browser stays signed in
    for use in (record.read, record.write):
        with pytest.raises(NotAllowed, match="signed out"):
            use(lambda _: "read")


def test_signing_out_everywhere_ends_all_of_ones_own_and_nobody_elses(store):
    anna, bert = joined(store, "anna"), joined(store, "bert")
    mine, others = [begin(store, anna)[1] for _ in range(2)], begin(store, bert)[1]
    accounts.sign_out_everywhere(store, signed_in(store, anna), MONDAY)
    assert [holds(store, each) for each in mine] == [None, None]
    assert holds(store, others)


def test_who_judged_a_password_that_was_changed_meanwhile_signs_nobody_in(store):
    anna = joined(store, "anna")
    accounts.change_password(store, signed_in(store, anna), "another hash", MONDAY)
    assert holds(store, begin(store, anna)[1]) is None


def test_a_ticket_is_exchanged_once_and_is_no_cookie(store):
    identity, ticket = begin(store, joined(store, "anna"), ticket=True)
    assert holds(store, ticket) is None
    assert holds(store, identity)  # the tab that began it goes on meanwhile
    cookie, name = web_sessions.exchange(store, KEY, ticket, MONDAY + TICKET_LASTS)
    assert (holds(store, cookie).id, name) == (identity, "anna")
    for spent in (ticket, cookie, "nonsense"):
        with pytest.raises(NotAllowed):
            web_sessions.exchange(store, KEY, spent, MONDAY)


def test_a_ticket_is_good_for_a_minute(store):
    _, ticket = begin(store, joined(store, "anna"), ticket=True)
    with pytest.raises(NotAllowed, match="took too long"):
        web_sessions.exchange(store, KEY, ticket, MONDAY + TICKET_LASTS + SECOND)


def test_another_houses_word_is_taken_once(store):
    anna = joined(store, "anna")
    house = ("https://id.example.org", "42")
    store.run(lambda q: q("insert into identity values ($1, $2, $3, 0)", *house, anna.id))
    assert [web_sessions.take_word(store, *house, at) for at in (100, 100, 99, 101)] == [
        True, False, False, True,
    ]  # fmt: skip
    assert not web_sessions.take_word(store, "https://other.example.org", "42", 500)


def test_wrong_tries_wait_and_a_right_one_forgives_them(store):
    counted = login_attempts.attempt_key(KEY, "anna")
    for _ in range(FREE):
        n = login_attempts.record_attempt(store, counted, MONDAY)
    with pytest.raises(NotAllowed, match="Wait 1 minute,"):
        login_attempts.record_attempt(store, counted, MONDAY)
    login_attempts.record_attempt(
        store, login_attempts.attempt_key(KEY, "anna", "her own browser"), MONDAY
    )
    login_attempts.record_attempt(store, login_attempts.attempt_key(KEY, "bert"), MONDAY)
    login_attempts.succeeded(store, counted, n)
    login_attempts.record_attempt(store, counted, MONDAY)


def test_a_try_that_has_to_wait_makes_nobody_wait_longer(store):
    counted = login_attempts.attempt_key(KEY, "anna")
    for _ in range(FREE):
        login_attempts.record_attempt(store, counted, MONDAY)
    for _ in range(3):
        with pytest.raises(NotAllowed):
            login_attempts.record_attempt(store, counted, MONDAY)
    login_attempts.record_attempt(store, counted, MONDAY + timedelta(seconds=30))


def test_two_tries_at_one_moment_are_counted_as_two(store, monkeypatch):
    both_have_looked = threading.Barrier(2)
    look = login_attempts.open_at

    def look_at_once(tries, at):
        if not tries:
            both_have_looked.wait(10)
        return look(tries, at)

    monkeypatch.setattr(login_attempts, "open_at", look_at_once)
    with ThreadPoolExecutor(2) as pair:
        tried = list(
            pair.map(lambda _: login_attempts.record_attempt(store, "anna", MONDAY), range(2))
        )
    assert sorted(tried) == [1, 2]


def test_an_admin_forgives_wrong_tries(store):
    anna = joined(store, "anna")
    counted = [
        login_attempts.attempt_key(KEY, "anna"),
        login_attempts.attempt_key(KEY, "second factor", str(anna.id)),
    ]
    for each in counted:
        for _ in range(FREE):
            login_attempts.record_attempt(store, each, MONDAY)
    accounts.unlock(store, OPERATOR, anna.id, KEY, MONDAY)
    for each in counted:
        login_attempts.record_attempt(store, each, MONDAY)


def test_old_tries_and_sign_ins_are_dropped_by_and_by(store):
    anna = joined(store, "anna")
    begin(store, anna)
    login_attempts.record_attempt(store, login_attempts.attempt_key(KEY, "anna"), MONDAY)
    begin(store, anna, at=MONDAY + timedelta(days=91))
    assert store.run(lambda q: q("select count(*) from sign_in")) == [(1,)]
    assert store.run(lambda q: q("select count(*) from attempt")) == [(0,)]


def test_the_audit_tells_what_was_done_without_saying_who_by_name(store):
    anna = joined(store, "anna")
    principal = signed_in(store, anna)
    web_sessions.refuse(store, "anna", MONDAY)
    web_sessions.refuse(store, "nobody", MONDAY)
    web_sessions.end(store, principal, MONDAY)
    mine = store.run(lambda q: audit.pseudonym(q, anna.id))
    rows = store.run(lambda q: q("select actor, deed, whom from audit order by id"))
    assert rows[-4:] == [
        (mine, AuditAction.SIGNED_IN, ""),
        ("", AuditAction.SIGN_IN_REFUSED, mine),
        ("", AuditAction.SIGN_IN_REFUSED, ""),
        (mine, AuditAction.SIGNED_OUT, ""),
    ]
    assert str(anna.id) not in mine
    assert "anna" not in str(rows)


def test_the_database_makes_its_key_once_unless_the_operator_has_one(store):
    assert keys.of(store, CLINIC) == keys.of(store, CLINIC)
    own = CLINIC.model_copy(update={"cookie_key": COOKIE_KEY})
    assert keys.of(store, own) == KEY


def test_the_role_is_what_the_database_says(store):
    clara = somebody(store, "clara", Role.CLINICIAN)
    store.run(lambda q: q("update account set role = 'patient' where id = $1", clara.account))
    assert store.run(lambda q: authorization.current_role(q, clara)) is Role.PATIENT


def test_a_sign_in_speaks_for_its_own_account_only(store):
    admin, pat = somebody(store, "ada", Role.ADMIN), somebody(store, "pat")
    for pretended in (replace(pat, account=admin.account), replace(admin, sign_in=pat.sign_in)):
        with pytest.raises(NotAllowed, match="signed out"):
            store.run(lambda q, principal=pretended: authorization.current_role(q, principal))


@pytest.mark.parametrize(("seconds", "moves"), [(59, False), (60, True), (61, True)])
def test_that_somebody_is_there_is_noted_once_a_minute(store, seconds, moves):
    _, cookie = begin(store, joined(store, "clara", Role.CLINICIAN))
    at = MONDAY + timedelta(seconds=seconds)
    idle_at = (at if moves else MONDAY) + CLINIC.idle(Role.CLINICIAN)
    assert holds(store, cookie, at).idle_at == idle_at
    assert holds(store, cookie, at).idle_at == idle_at  # as the database has it


def test_a_sign_in_ends_at_its_very_time_and_not_before(store):
    moment = timedelta(microseconds=1)
    _, cookie = begin(store, joined(store, "clara", Role.CLINICIAN))
    ends = MONDAY + CLINIC.idle(Role.CLINICIAN)
    assert holds(store, cookie, ends) is None
    assert holds(store, cookie, ends - moment)


def test_what_is_done_near_the_end_does_not_put_the_end_off(store):
    _, cookie = begin(store, joined(store, "clara", Role.CLINICIAN))
    last = MONDAY + CLINIC.longest(Role.CLINICIAN)
    for minutes in range(20, 12 * 60, 20):
        shown = holds(store, cookie, MONDAY + timedelta(minutes=minutes))
    assert shown.idle_at == last


def test_the_minute_of_a_ticket_has_sixty_seconds():
    assert timedelta(seconds=60) == TICKET_LASTS


def test_sign_ins_are_dropped_after_ninety_days_and_tries_after_24_hours(store):
    anna, days, hours = joined(store, "anna"), timedelta(days=90), timedelta(hours=24)
    begin(store, anna)
    login_attempts.record_attempt(store, "tried", MONDAY + days - hours)
    begin(store, anna, at=MONDAY + days)
    assert store.run(lambda q: q("select count(*) from sign_in")) == [(2,)]
    assert store.run(lambda q: q("select count(*) from attempt")) == [(1,)]
    begin(store, anna, at=MONDAY + days + timedelta(microseconds=1))
    assert store.run(lambda q: q("select count(*) from sign_in")) == [(2,)]
    assert store.run(lambda q: q("select count(*) from attempt")) == [(0,)]


def test_the_wait_is_told_in_minutes_rounded_up(store):
    for n in range(FREE + 2):
        login_attempts.record_attempt(store, "tried", MONDAY + n * timedelta(minutes=1))
    at = MONDAY + (FREE + 1) * timedelta(minutes=1)
    for wait, words in ((120, "2 minutes,"), (61, "2 minutes,"), (60, "1 minute,")):
        with pytest.raises(NotAllowed, match=words):
            login_attempts.record_attempt(store, "tried", at + timedelta(seconds=120 - wait))


def test_a_right_try_is_what_the_next_ones_are_counted_from(store):
    tries = [login_attempts.record_attempt(store, "tried", MONDAY) for _ in range(FREE)]
    login_attempts.succeeded(store, "tried", tries[-1])
    for _ in range(FREE):
        login_attempts.record_attempt(store, "tried", MONDAY)
    with pytest.raises(NotAllowed, match="Too many wrong tries"):
        login_attempts.record_attempt(store, "tried", MONDAY)
