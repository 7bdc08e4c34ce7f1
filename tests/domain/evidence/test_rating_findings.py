"""What mornings, the trend and verdicts hand to the safety status."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

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
from kneeapp.domain.routine.pain_rules import RED_WITHIN, needs_clinician
from kneeapp.domain.safety.closures import Closure, Part
from tests.domain.answer_factory import QUESTIONS
from tests.domain.rating_factory import unhurried
from tests.domain.training_factory import history

DAY = timedelta(days=1)
FIRST = date(2026, 3, 2)
ZONE = ZoneInfo("Europe/Berlin")
ONE_RED = [2, 2, 2, 2, 5, 5]
TWO_RED = [*ONE_RED, 2, 2, 2, 2, 5, 5]


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


def test_two_red_mornings_in_two_weeks_raise_a_finding_that_names_both_days():
    findings = found(RatingHistory(mornings(TWO_RED)), at(11))
    assert [one.rule for one in findings] == [RED_MORNING, RED_MORNING, RED_MORNINGS]
    assert findings[-1].said == "red mornings on 7 March and 13 March"


def test_a_morning_finding_stays_for_half_a_year():
    rated = RatingHistory(mornings(TWO_RED))
    last = at(11) + RATINGS_BACK
    assert RED_MORNINGS in rules(rated, last)
    assert RED_MORNINGS not in rules(rated, last + DAY)


def test_mornings_after_today_count_when_the_clock_was_set_back():
    assert RED_MORNINGS in rules(RatingHistory(mornings(TWO_RED)), at(0))


def test_a_rise_is_a_finding_from_its_newest_rating_while_it_lasts():
    rising = mornings([1, None, 1, 2, None, 3, None, 4, None, 5, None, 6])
    (rise,) = (one for one in found(RatingHistory(rising), at(11, 18)) if one.rule == RISING)
    assert rise.at == datetime(2026, 3, 13, tzinfo=ZONE)
    assert RISING not in rules(RatingHistory(rising), at(40))
    before = [Level(datetime(2026, 3, 2 + n, 9, tzinfo=UTC), n / 2) for n in range(0, 13, 2)]
    (rise,) = found(RatingHistory(before=before), before[-1].at)
    assert (rise.rule, rise.at) == (RISING, before[-1].at)


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
def test_the_programme_and_the_finding_agree_about_red_mornings(values, passed):
    rated = {day: value for day, value in mornings(values).items() if day <= FIRST + passed * DAY}
    today = FIRST + passed * DAY
    findings = [one for one in found(RatingHistory(rated), at(passed)) if one.rule == RED_MORNINGS]
    lately = [one for one in findings if today - one.at.date() < RED_WITHIN]
    assert not needs_clinician(rated, today) or lately
    why = set(reasons(history(mornings=rated), (), today))
    assert (SeeWhy.RED_MORNINGS in why) is needs_clinician(rated, today)
