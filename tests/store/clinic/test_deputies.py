"""A deputy sees a clinician's people until the end that was named, and not a second longer."""

from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp import clock, content
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.clinic.care_relationship import LONGEST_DEPUTY
from kneeapp.errors import BadInput, NotAllowed, NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import accounts, care, caseload, deputies, handovers
from kneeapp.store.record import sessions
from tests.store.builders import MONDAY
from tests.store.care_helpers import a_patient, let_in, signed_in, stood_in_for

FRIDAY = MONDAY + timedelta(days=4)
SECOND = timedelta(seconds=1)
QUESTIONS = content.questionnaire()


@pytest.fixture
def vogt(one_store):
    return signed_in(one_store, Role.CLINICIAN, called="Dr Vogt")


@pytest.fixture
def ito(one_store):
    return signed_in(one_store, Role.CLINICIAN, called="Dr Ito")


@pytest.fixture
def anna(one_store, vogt):
    patient = a_patient(one_store, called="Anna")
    let_in(patient, vogt)
    return patient


def at(moment):
    return clock.running_on(lambda: moment)


def seen_by(principal, store, now):
    """Whom a clinician finds in their caseload."""
    cases = caseload.caseload(store, principal, QUESTIONS, now, UTC)
    return [case.name for case in cases]


def test_a_deputy_sees_the_people_until_the_end_and_then_nobody(one_store, vogt, ito, anna):
    opened = stood_in_for(vogt, ito, anna, FRIDAY, MONDAY)
    late = a_patient(one_store, called="Late")
    let_in(late, vogt, MONDAY + SECOND)
    with at(FRIDAY - SECOND):
        assert sessions.sessions(opened) == []
        assert seen_by(ito, one_store, FRIDAY - SECOND) == ["Anna", "Late"], "who came since, too"
        assert caseload.work_state(one_store, ito.account, FRIDAY - SECOND)[1:]
    with at(FRIDAY):
        # the record that was open before the end is shut, whatever the page still holds
        for act in (sessions.sessions, lambda record: care.view(record, FRIDAY)):
            with pytest.raises(NotAllowed):
                act(opened)
        assert seen_by(ito, one_store, FRIDAY) == []
        assert caseload.headlines(one_store, ito, [anna.person]) == {}
        assert not caseload.work_state(one_store, ito.account, FRIDAY + timedelta(minutes=1))[1:]


@given(st.integers(-(10**6), 10**6))
def test_the_end_is_exact_whatever_the_second(one_store, seconds):
    vogt, ito = (signed_in(one_store, Role.CLINICIAN) for _ in range(2))
    anna = a_patient(one_store)
    let_in(anna, vogt)
    opened = stood_in_for(vogt, ito, anna, FRIDAY, MONDAY)
    with at(FRIDAY + seconds * SECOND):
        if seconds < 0:
            assert sessions.sessions(opened) == []
        else:
            with pytest.raises(NotAllowed):
                sessions.sessions(opened)


def test_the_person_reads_of_a_deputy_and_can_refuse_them_alone(one_store, vogt, ito, anna):
    ben = a_patient(one_store, called="Ben")
    let_in(ben, vogt)
    opened = stood_in_for(vogt, ito, anna, FRIDAY, MONDAY)
    [told] = deputies.standing_in(anna, MONDAY)
    assert (told.name, told.in_place_of, told.ends_at, told.read) == (
        *("Dr Ito", "Dr Vogt", FRIDAY, False),
    )
    deputies.read_of_deputy(anna, told.id, MONDAY)
    assert deputies.standing_in(anna, MONDAY)[0].read
    deputies.refuse_deputy(anna, told.id, MONDAY)
    with at(MONDAY):
        with pytest.raises(NotAllowed):
            sessions.sessions(opened)
        assert sessions.sessions(Record(one_store, ben.person, ito)) == []
        assert sessions.sessions(Record(one_store, anna.person, vogt)) == []
    assert deputies.standing_in(anna, MONDAY) == []
    assert deputies.standing_in(ben, FRIDAY) == [], "told no longer than it lasts"


def test_another_end_is_told_anew_and_brings_nobody_back_who_was_refused(
    one_store, vogt, ito, anna
):
    ben = a_patient(one_store)
    let_in(ben, vogt)
    opened = stood_in_for(vogt, ito, anna, FRIDAY, MONDAY)
    [named] = deputies.standing_in(anna, MONDAY)
    deputies.refuse_deputy(anna, named.id, MONDAY)
    deputies.read_of_deputy(ben, named.id, MONDAY)
    stood_in_for(vogt, ito, anna, FRIDAY + 7 * timedelta(days=1), MONDAY)
    [once] = deputies.deputies(one_store, ito, MONDAY)
    assert once.ends_at == FRIDAY + timedelta(days=7)
    assert [told.read for told in deputies.standing_in(ben, MONDAY)] == [False]
    with at(MONDAY), pytest.raises(NotAllowed):
        sessions.sessions(opened)


def test_it_ends_with_the_care_it_comes_from(one_store, vogt, ito, anna):
    opened = stood_in_for(vogt, ito, anna, FRIDAY, MONDAY)
    care.withdraw(anna, vogt.account, MONDAY)
    with at(MONDAY), pytest.raises(NotAllowed):
        sessions.sessions(opened)
    [named] = deputies.deputies(one_store, vogt, MONDAY)
    with pytest.raises(NotFound):
        deputies.refuse_deputy(anna, named.id, MONDAY)


def test_it_ends_with_the_deputy_s_role_and_at_a_press_of_each_of_the_two(one_store, vogt, anna):
    admin = signed_in(one_store, Role.ADMIN)
    ito, lind, koch = (signed_in(one_store, Role.CLINICIAN) for _ in range(3))
    opened = [stood_in_for(vogt, one, anna, FRIDAY, MONDAY) for one in (ito, lind, koch)]
    accounts.change_role(one_store, admin, ito.account, Role.ADMIN, MONDAY)
    named = {deputy.deputy: deputy.id for deputy in deputies.standing_in(anna, MONDAY)}
    deputies.end_deputy(one_store, lind, named[lind.account], MONDAY)
    deputies.end_deputy(one_store, vogt, named[koch.account], MONDAY)
    for record in opened:
        with at(MONDAY), pytest.raises(NotAllowed):
            sessions.sessions(record)


def test_a_deputy_passes_on_nothing_and_is_handed_over_nothing(one_store, vogt, ito, anna):
    lind = signed_in(one_store, Role.CLINICIAN)
    stood_in_for(vogt, ito, anna, FRIDAY, MONDAY)
    stood_in_for(ito, lind, anna, FRIDAY, MONDAY)
    admin = signed_in(one_store, Role.ADMIN)
    assert handovers.hand_over(one_store, admin, ito.account, lind.account, MONDAY) == 0
    with at(MONDAY):
        assert seen_by(lind, one_store, MONDAY) == []


@pytest.mark.parametrize("after", [-SECOND, timedelta(0), LONGEST_DEPUTY + SECOND])
def test_an_end_that_is_past_or_too_far_off_is_refused(anna, vogt, ito, after):
    with pytest.raises(BadInput, match="last day"):
        stood_in_for(vogt, ito, anna, MONDAY + after, MONDAY)


def test_only_another_clinician_who_is_let_in_stands_in(one_store, anna, vogt, ito):
    accounts.disable(one_store, signed_in(one_store, Role.ADMIN), ito.account, MONDAY)
    for deputy in (ito, vogt, anna.principal, signed_in(one_store, Role.RECEPTION)):
        with pytest.raises(BadInput, match="another clinician"):
            stood_in_for(vogt, deputy, anna, FRIDAY, MONDAY)
    assert ito.account not in deputies.colleagues(one_store, vogt)
