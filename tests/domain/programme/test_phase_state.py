"""Where somebody stands in the programme: twelve weeks as they go, and any history at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneeapp.domain.evidence.lasting_rise import morning_rises
from kneeapp.domain.evidence.trend import trend
from kneeapp.domain.programme import phase_gates, training_log
from kneeapp.domain.programme.phase_gates import (
    DAYS_NEEDED,
    HARDEST,
    RAISED,
    SESSIONS_IN_IT,
    GateRule,
)
from kneeapp.domain.programme.phase_state import EaseWhy, MoveWhy, standing
from kneeapp.domain.programme.referral import SeeWhy
from kneeapp.domain.programme.training_log import Training
from kneeapp.domain.routine.pain_rules import morning_check
from kneeapp.domain.routine.session_limits import LIGHT_ABOVE
from tests.domain.training_factory import MONDAY, PHASES, Person, away, history, trained

FEW = max(1, settings.default.max_examples // 10)
"""Each lives through some months; the night looks at more."""


@pytest.fixture(autouse=True, scope="module")
def fitted_once() -> Iterator[None]:
    """Mornings are fitted once: each simulated day looks at those of all days before it again."""
    line = cache(lambda levels, window: trend(levels, window=window))
    rises = cache(lambda mornings: tuple(morning_rises(dict(mornings))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phase_gates, "trend", lambda levels, window: line(tuple(levels), window))
        patch.setattr(training_log, "morning_rises", lambda rated: rises(tuple(rated.items())))
        yield


WEEK = 7


def day(n: int):
    return MONDAY + timedelta(days=n)


def moves(person: Person) -> list[tuple[int, str, MoveWhy]]:
    return [((move.day - MONDAY).days, move.after, move.why) for move in person.days[-1].moves]


def met(person: Person) -> dict[GateRule, bool]:
    return {check.rule: check.met for check in person.days[-1].checks}


def test_nobody_starts_beyond_the_first_phase() -> None:
    state = standing(PHASES, history(), MONDAY)
    assert (state.phase, state.since, state.days, state.ease) == ("activate", None, 0, None)
    assert {check.rule for check in state.checks if check.met} == {GateRule.RISE}


def test_a_calm_person_goes_up_every_two_weeks_and_stays_in_the_last_phase() -> None:
    person = Person().live(12 * WEEK)
    assert moves(person) == [
        (14, "strengthen", MoveWhy.GATE),
        (28, "control", MoveWhy.GATE),
        (42, "return", MoveWhy.GATE),
    ]
    assert person.days[-1].checks == ()
    assert person.days[-1].see == ()


def test_a_history_of_twelve_weeks_goes_up_holds_goes_back_and_recovers() -> None:
    """Up at first; a session too painful; sets left out; a flare in the mornings; and on."""
    person = Person(
        pain=lambda n: 7 if n == 18 else 3,
        morning=lambda n: 6 if n in {60, 61} else 3,
        sets=lambda n: 1 if 30 <= n < 36 else 2,
    ).live(12 * WEEK)
    assert moves(person) == [
        (14, "strengthen", MoveWhy.GATE),
        (18, "activate", MoveWhy.PAIN),
        (40, "strengthen", MoveWhy.GATE),
        (54, "control", MoveWhy.GATE),
        (61, "strengthen", MoveWhy.MORNING),
        (75, "control", MoveWhy.GATE),
    ]
    assert person.days[18].moves[-1].value == 7
    assert person.days[61].moves[-1].value == 6


@pytest.mark.parametrize(
    ("person", "held"),
    [
        (Person(sets=lambda n: 1 if n == 11 else 2), GateRule.COMPLETE),
        (Person(pain=lambda n: None if n == 11 else 2), GateRule.PAIN),
        (Person(morning=lambda n: None if n == 12 else 2), GateRule.MORNINGS),
        (Person(morning=lambda n: 4 if n == 13 else 2), GateRule.MORNINGS),
        (Person(trains=lambda n: n in {2, 4, 9, 11}), GateRule.DAYS),
        (Person(trains=lambda n: n in {0, 7, 9}), GateRule.SESSIONS),
        (Person(effort=lambda n: 9 if n == 11 else 8), GateRule.EFFORT),
        (Person(morning=lambda _n: 5), GateRule.LEVEL),
        (Person(morning=lambda n: 1 + n // 4), GateRule.RISE),
    ],
)
def test_each_unmet_rule_keeps_the_gate_closed(person: Person, held: GateRule) -> None:
    usual = person.trains
    person.trains = lambda n: n < 14 and usual(n)
    person.live(15)
    assert person.days[-1].phase == "activate"
    assert [rule for rule, is_met in met(person).items() if not is_met] == [held]


def test_falling_mornings_open_the_gate_from_a_high_level() -> None:
    person = Person(morning=lambda n: 8 - n // 6).live(15)
    assert met(person)[GateRule.LEVEL]
    assert person.days[-1].phase == "strengthen"


def test_a_session_without_a_rated_effort_does_not_keep_the_gate_closed() -> None:
    assert Person(effort=lambda _n: None).live(15).days[-1].phase == "strengthen"


STUBBORN = {
    "pain of five, mornings of six and effort of nine": Person(
        pain=lambda _n: 5, morning=lambda _n: 6, effort=lambda _n: 9
    ),
    "mornings of six": Person(morning=lambda _n: 6),
    "effort of nine": Person(effort=lambda _n: 9),
    "mornings that rise by one a week": Person(morning=lambda n: min(10, 1 + n // 7)),
    "one session a week": Person(trains=lambda n: n % 7 == 0),
}


@pytest.mark.parametrize("person", STUBBORN.values(), ids=STUBBORN)
def test_nobody_goes_on_stubbornly_into_a_harder_phase(person: Person) -> None:
    lived = replace(person, trainings=[], mornings={}, days=[]).live(12 * WEEK)
    # a rise takes two weeks to be told apart from usual ups and downs
    assert lived.days[-1].phase in {"activate", "strengthen"}
    assert [day for day, _, why in moves(lived) if why is MoveWhy.GATE and day > 14] == []


@settings(max_examples=max(2, FEW // 2), deadline=None)
@given(st.integers(0, 3), st.floats(0.8, 2), st.lists(st.integers(-1, 1), min_size=84, max_size=84))
def test_nobody_goes_up_while_the_mornings_get_worse(start, weekly, noise) -> None:
    def morning(n: int) -> int:
        return min(10, max(0, round(start + weekly * n / WEEK) + noise[n]))

    person = Person(morning=morning).live(12 * WEEK)
    late = [day for day, _, why in moves(person) if why is MoveWhy.GATE and day > 3 * WEEK]
    assert late == []


def test_with_too_few_mornings_to_compare_only_a_low_one_is_calm() -> None:
    usual = Person().trains
    for rating, phase in ((2, "strengthen"), (3, "activate")):
        rare = Person(morning=lambda n, rating=rating: rating if n in {10, 12} else None)
        rare.trains = lambda n: n < 14 and usual(n)
        assert rare.live(15).days[-1].phase == phase


def test_each_gate_check_says_how_far_it_is() -> None:
    person = Person(pain=lambda n: 4 if n == 2 else 1).live(5)
    numbers = {check.rule: (check.have, check.need) for check in person.days[-1].checks}
    assert numbers[GateRule.COMPLETE] == (2, 2)
    assert numbers[GateRule.PAIN] == (4, LIGHT_ABOVE)
    assert numbers[GateRule.MORNINGS] == (1, 2)
    assert numbers[GateRule.DAYS] == (5, DAYS_NEEDED)


def test_pain_of_five_is_allowed_and_six_goes_back() -> None:
    assert Person(pain=lambda _n: 5).live(15).days[-1].phase == "strengthen"
    person = Person(pain=lambda n: 6 if n == 16 else 5).live(17)
    assert person.phases[15:] == ["strengthen", "activate"]


def test_pain_in_the_first_phase_changes_no_phase() -> None:
    person = Person(pain=lambda n: 8 if n < 5 else 2).live(15)
    assert person.phases[4] == "activate"
    assert person.days[4].ease is not None
    assert person.days[-1].phase == "strengthen"


def test_one_flare_goes_back_only_one_phase() -> None:
    person = Person(
        morning=lambda n: 9 if 44 <= n < 49 else 1, trains=lambda n: n < 44 and n % 2 == 0
    )
    person.live(50)
    assert [why for _, _, why in moves(person)].count(MoveWhy.MORNING) == 1


def test_a_session_too_painful_for_the_new_phase_goes_back_on_the_same_day() -> None:
    person = Person(pain=lambda n: 9 if n == 14 else 2).live(15)
    assert moves(person) == [(14, "strengthen", MoveWhy.GATE), (14, "activate", MoveWhy.PAIN)]


def test_nobody_goes_up_on_the_day_of_a_red_session_that_came_before_the_morning_was_rated() -> (
    None
):
    calm = [trained(day(n), "activate") for n in (0, 2, 4, 7, 9, 11)]
    mornings = {day(n): 2 for n in range(15)}
    assert standing(PHASES, history(calm, mornings), day(14)).phase == "strengthen"
    red = trained(day(14), "activate", pain=8)
    assert standing(PHASES, history([*calm, red], mornings), day(14)).moves == ()


def test_a_break_changes_no_phase_and_loses_no_days() -> None:
    ill = Person(breaks=(away(8, 17),)).live(12 * WEEK)
    assert moves(ill)[0] == (24, "strengthen", MoveWhy.GATE)
    assert ill.days[10].on_break is not None
    assert ill.days[17].days == ill.days[8].days
    assert ill.days[18].on_break is None


def test_a_session_within_a_break_ends_it() -> None:
    broken = history([trained(day(3), "activate", pain=8)], breaks=(away(0, None),))
    assert broken.broken(day(2))
    assert broken.broken(day(3)) is None


def test_half_the_sets_after_a_raised_morning_pain_or_a_long_gap() -> None:
    raised = Person(morning=lambda n: 5 if n == 5 else 2).live(6).days[-1].ease
    assert raised
    assert (raised.why, raised.value) == (EaseWhy.MORNING, 5)
    hurt = Person(pain=lambda _n: 7).live(1).days[-1].ease
    assert hurt
    assert (hurt.why, hurt.value) == (EaseWhy.PAIN, 7)
    gone = Person(trains=lambda n: n == 0).live(15).days
    assert gone[13].ease is None
    assert gone[14].ease
    assert (gone[14].ease.why, gone[14].ease.value) == (EaseWhy.AWAY, 14)


@pytest.mark.parametrize(("reason", "why"), [("sharp", EaseWhy.STOPPED), ("finished", None)])
def test_half_the_sets_after_a_session_stopped_for_pain_though_none_was_rated(
    reason: str, why: EaseWhy | None
) -> None:
    stopped = replace(trained(day(0), "activate", pain=None), stop_reason=reason)
    ease = standing(PHASES, history([stopped]), day(2)).ease
    assert (ease and ease.why) == why


SORE = {10, 11, 12}


def test_higher_mornings_refer_to_a_clinician_and_keep_the_gate_closed() -> None:
    person = Person(morning=lambda n: 8 if n in SORE else 2).live(30)
    assert person.days[10].see == ()
    assert person.days[11].see == (SeeWhy.RED_MORNINGS,)
    assert all(state.phase == "activate" for state in person.days[:25])
    assert person.days[-1].see == ()
    assert person.days[-1].phase == "strengthen"


def test_a_clinician_visit_ends_the_referral_for_higher_mornings() -> None:
    person = Person(morning=lambda n: 8 if n in SORE else 2, seen=frozenset({day(12)})).live(14)
    assert person.days[11].see == (SeeWhy.RED_MORNINGS,)
    assert person.days[13].see == ()


def stuck(**changes) -> Person:
    """Never all sets, mornings always the same."""
    return Person(**{"sets": lambda _n: 1, "morning": lambda _n: 4, **changes})


def test_six_weeks_without_gain_refer_to_a_clinician() -> None:
    person = stuck().live(44)
    assert person.days[41].see == ()
    assert person.days[42].see == (SeeWhy.NO_GAIN,)


@pytest.mark.parametrize(
    "person",
    [
        stuck(morning=lambda n: 4 if n < 20 else 3),
        stuck(sets=lambda n: 2 if n < 14 else 1),
        stuck(morning=lambda _n: 2),
        stuck(morning=lambda _n: None),
        stuck(trains=lambda n: n % 14 == 0),
        stuck(seen=frozenset({MONDAY + timedelta(days=20)})),
        stuck(breaks=(away(10, 14),)),
    ],
    ids=[
        "better mornings",
        "a new phase",
        "hardly any pain",
        "no mornings",
        "hardly trained",
        "seen",
        "a break",
    ],
)
def test_no_gain_is_not_reported_with_a_gain_or_too_few_ratings(person: Person) -> None:
    assert person.live(44).days[-1].see == ()


def test_sessions_of_a_removed_phase_stay_readable() -> None:
    old = history([trained(day(n), "phase of an older version", pain=9) for n in (0, 2)])
    state = standing(PHASES, old, day(3))
    assert (state.phase, state.sessions) == ("activate", ())
    assert state.ease


_rating = st.none() | st.integers(0, 10)
_sets = st.sampled_from((1, 2, 2, 2))
lives = st.lists(
    st.tuples(st.booleans(), _rating, _rating, _sets, _rating), min_size=1, max_size=50
)


def lived(life: list[tuple], *broken: tuple[int, int]) -> Person:
    return Person(
        trains=lambda n: n < len(life) and life[n][0],
        pain=lambda n: life[n][1],
        morning=lambda n: life[n][2] if n < len(life) else None,
        sets=lambda n: life[n][3],
        effort=lambda n: life[n][4],
        breaks=tuple(away(*one) for one in broken),
    ).live(len(life))


@settings(max_examples=FEW * 2, deadline=None)
@given(lives, st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_every_history_ends_in_one_phase_and_never_moves_up_on_red(life, pause) -> None:
    person = lived(life, pause)
    last = person.days[-1]
    where = "activate"
    for move in last.moves:
        assert move.before == where
        assert abs(PHASES.index(move.after) - PHASES.index(move.before)) == 1
        where = move.after
        if move.why is MoveWhy.GATE:
            assert_calm(person, move)
    assert where == last.phase
    assert all(state.phase in PHASES for state in person.days)
    assert [move.day for move in last.moves] == sorted(move.day for move in last.moves)


def assert_calm(person: Person, move) -> None:
    """Nothing red stood between the last two sessions and the way up."""
    own = [
        training
        for training in person.trainings
        if training.phase == move.before and training.day < move.day
    ]
    last = own[-2:]
    assert len(last) == 2
    assert all(training.complete and (training.pain or 0) <= LIGHT_ABOVE for training in last)
    assert all((training.effort or 0) <= HARDEST for training in last)
    days = {training.day for training in person.trainings if training.day < move.day}
    assert len(days) >= SESSIONS_IN_IT
    mornings = (n for n in range((move.day - last[0].day).days + 1) if n)
    checks = [morning_check(person.mornings, last[0].day + timedelta(days=n)) for n in mornings]
    assert not any(check.says in RAISED for check in checks)


@settings(max_examples=FEW * 2, deadline=None)
@given(lives)
def test_later_days_never_change_the_phase_of_an_earlier_day(life) -> None:
    person = lived(life)
    early = person.days[len(life) // 2]
    assert person.days[-1].moves[: len(early.moves)] == early.moves


@settings(max_examples=FEW, deadline=None)
@given(lives)
def test_calm_weeks_lead_to_the_last_phase_from_any_history(life) -> None:
    person = lived(life)
    person.trains, person.pain = (lambda n: n % 2 == 0), (lambda _n: 1)
    person.morning, person.sets = (lambda _n: 1), (lambda _n: 2)
    person.effort = lambda _n: 6
    person.live(10 * WEEK)
    assert person.days[-1].phase == "return"


def test_sessions_without_planned_exercises_count_for_red_only() -> None:
    easy = Training(day(1), "activate", (), trained(day(1), "activate").done)
    assert standing(PHASES, history([easy]), day(1)).sessions == ()
    red = Training(day(1), "activate", (), trained(day(1), "activate", pain=8).done)
    assert standing(PHASES, history([red]), day(1)).ease
