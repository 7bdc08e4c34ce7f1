"""What mornings, the trend and verdicts hand to the safety status."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.evidence.lasting_rise import TOLD_FOR
from kneeapp.domain.evidence.rating_findings import (
    RATINGS_BACK,
    RED_MORNING,
    RED_MORNINGS,
    RISING,
    WORSE,
    RatingHistory,
    WorseRoutine,
    rating_findings,
)
from kneeapp.domain.evidence.trend import Level
from kneeapp.domain.programme.referral import SeeWhy, reasons
from kneeapp.domain.safety.closures import Closure, Part
from tests.domain.answer_factory import QUESTIONS
from tests.domain.rating_factory import unhurried
from tests.domain.training_factory import history

DAY = timedelta(days=1)
FIRST = date(2026, 3, 2)
ZONE = ZoneInfo("Europe/Berlin")
ONE_RED = [2, 2, 2, 2, 5, 5]
RISEN = [2, 2, 2, 3, 2, 1, 2, 2, 2, 3, 2, 6, 6, 6]
RISEN_ON = 12
"""The day of RISEN on which it is certain enough."""


def mornings(values):
    """Ratings of days in a row from FIRST on; None where that day was not rated."""
    return {FIRST + n * DAY: value for n, value in enumerate(values) if value is not None}


def at(days, hour=8):
    return datetime(2026, 3, 2, hour, tzinfo=ZONE) + days * DAY


def found(rated, now):
    return list(rating_findings(QUESTIONS.directed_signs, rated, now, ZONE, "1"))


def rules(rated, now):
    return [finding.rule for finding in found(rated, now)]


def test_a_red_morning_raises_a_finding_from_midnight_of_its_day():
    (finding,) = found(RatingHistory(mornings(ONE_RED)), at(5))
    assert finding.rule == RED_MORNING
    assert finding.at == datetime(2026, 3, 7, tzinfo=ZONE)
    assert "5 of 10" in finding.said


def test_mornings_that_stay_higher_raise_one_finding_that_says_by_how_much_and_since_when():
    findings = found(RatingHistory(mornings(RISEN)), at(13))
    (risen,) = (one for one in findings if one.rule == RED_MORNINGS)
    assert risen.at == datetime(2026, 3, 2 + RISEN_ON, tzinfo=ZONE)
    assert risen.said == (
        "your mornings since 13 March are 3.9 points higher than before (2.1 on average then)"
    )


def test_two_red_mornings_alone_are_no_reason_to_see_somebody():
    once_more = [*ONE_RED, 2, 2, 2, 2, 2, 2, 5, 5, 2]
    assert rules(RatingHistory(mornings(once_more)), at(14)) == [RED_MORNING, RED_MORNING]


def test_a_morning_finding_stays_for_half_a_year():
    rated = RatingHistory(mornings(RISEN))
    last = at(RISEN_ON) + RATINGS_BACK
    assert RED_MORNINGS in rules(rated, last)
    assert RED_MORNINGS not in rules(rated, last + DAY)


def test_mornings_after_today_count_when_the_clock_was_set_back():
    assert RED_MORNINGS in rules(RatingHistory(mornings(RISEN)), at(0))


def test_higher_first_ratings_are_a_finding_for_two_weeks():
    start = datetime(2026, 3, 2, 8, tzinfo=UTC)
    before = [Level(start + 2 * n * DAY, value) for n, value in enumerate(RISEN)]
    risen = before[RISEN_ON].at
    (rise,) = found(RatingHistory(before=before), risen)
    assert (rise.rule, rise.at) == (RISING, risen)
    assert rules(RatingHistory(before=before), risen + 13 * DAY) == [RISING]
    assert rules(RatingHistory(before=before), risen + 14 * DAY) == []


def test_a_routine_judged_worse_closes_only_itself_under_its_own_rule():
    worse = [WorseRoutine(name, name.title(), at(3)) for name in ("release", "ankle")]
    findings = found(RatingHistory(worse=worse), at(4))
    assert {one.rule for one in findings} == {f"{WORSE}_release", f"{WORSE}_ankle"}
    for one, named in zip(findings, worse, strict=True):
        assert one.closing(Closure(Part.ROUTINE, named.routine))
        assert one.at == named.at


days = st.lists(st.none() | st.integers(0, 8), max_size=30)


@unhurried
@given(days, st.integers(0, 40))
def test_the_programme_and_the_finding_agree_about_higher_mornings(values, passed):
    rated = {day: value for day, value in mornings(values).items() if day <= FIRST + passed * DAY}
    today = FIRST + passed * DAY
    findings = [one for one in found(RatingHistory(rated), at(passed)) if one.rule == RED_MORNINGS]
    lately = any(today - one.at.date() < TOLD_FOR for one in findings)
    assert (SeeWhy.RED_MORNINGS in set(reasons(history(mornings=rated), (), today))) is lately
