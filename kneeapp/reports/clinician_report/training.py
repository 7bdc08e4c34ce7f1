"""The parts of a report on what was done: routine, strengthening, home tests."""

from collections import Counter
from collections.abc import Iterator

from kneeapp.domain.evidence import progress
from kneeapp.domain.evidence.progress_text import target_words
from kneeapp.domain.formats import counted, unbroken_date
from kneeapp.domain.programme.load_ladder import done_load_words
from kneeapp.domain.programme.phase_state import standing
from kneeapp.domain.programme.text import SEE, check_words, move_words
from kneeapp.domain.programme.training_log import ExerciseDone, Training
from kneeapp.domain.routine.ease_times import ease_times, ease_words
from kneeapp.domain.screening.conditions import SKIPPED
from kneeapp.domain.screening.driver_ranking import AGE
from kneeapp.domain.screening.questions import SelfTestGroup
from kneeapp.domain.screening.retest_text import change_words, title, unit
from kneeapp.domain.screening.retests import RETESTED, RetestResult, changes, references
from kneeapp.domain.screening.self_tests import result_text
from kneeapp.domain.sides import Side
from kneeapp.reports.clinician_report.drawings import drawn_weeks
from kneeapp.reports.clinician_report.facts import Facts
from kneeapp.reports.clinician_report.page import (
    Block,
    beside,
    listed,
    pairs,
    picture,
    said,
    small,
    strong,
    table,
)

MOST_EXERCISES, MOST_MOVES = 8, 3


def routine(facts: Facts) -> list[Block]:
    """What was done of each routine, and how regularly."""
    window, zone = facts.asked.window, facts.asked.zone
    every = progress.within(facts.saved, window, zone)
    if not every:
        return []
    weeks = facts.weeks
    answer = target_words(weeks, facts.preferences.weekly_target)
    left = [
        strong(f"{counted(len(every), 'session')} in {counted(len(weeks), 'week')}"),
        said(answer),
        picture(drawn_weeks(facts, weeks), answer),
    ]
    right = [
        strong("What was done"),
        pairs(list(_routines(facts))),
        small("The bars: sessions a week, of both knees and of any routine."),
    ]
    return [beside(left, right)]


def programme(facts: Facts) -> list[Block]:
    """The phase, what moved it, and each exercise with its last dose."""
    first, last = facts.asked.window.first, facts.asked.window.last
    done = [training for training in facts.training.trainings if first <= training.day <= last]
    if not done:
        return []
    phases = {phase.id: phase.title for phase in facts.programme.phases}
    state = standing(list(phases), facts.training, min(last, facts.today))
    moves = [
        f"{unbroken_date(move.day)}: {move_words(move, phases)}"
        for move in state.moves
        if first <= move.day <= last
    ]
    whole = sum(training.complete for training in done)
    left: list[Block] = [
        strong(f"Phase: {phases[state.phase]}"),
        said(f"{counted(len(done), 'session')} in these days, {whole} of them with every set."),
        *([listed(moves[-MOST_MOVES:])] if moves else ()),
        *(strong(SEE[why]) for why in state.see),
        *(
            [small("Next gate: " + " ".join(map(check_words, state.checks)))]
            if state.checks
            else ()
        ),
    ]
    return [beside(left, [_exercises(facts, done)], (2, 3))]


def home_tests(facts: Facts) -> list[Block]:
    """First against newest result of each test, beside what is published."""
    rows = [*_retests(facts), *_screened(facts)]
    return [table(("Test", "Result", "Held against, and source"), rows, (3, 9, 7))] if rows else []


def _routines(facts: Facts) -> Iterator[tuple[str, str]]:
    names = Counter(session.plan.routine for session in facts.shown)
    for name, count in names.most_common():
        own = [session for session in facts.shown if session.plan.routine == name]
        places = ", ".join(area.place.lower() for area in own[-1].plan.areas)
        minutes = sorted(
            round(sum(step.worked_s for step in session.steps) / 60) for session in own
        )
        worked = f"about {minutes[len(minutes) // 2]} minutes of work each"
        last = unbroken_date(facts.day(own[-1].started_at))
        ball = own[-1].ball
        pressed = f", on a {ball.label}" if ball else ""
        words = f"{counted(count, 'time')}, {worked}, last {last}{pressed}: {places}."
        yield facts.title(name), words
    yield from _spots(facts)
    stopped = sum(session.stop_reason is not None for session in facts.shown)
    if stopped:
        yield "Stopped early", counted(stopped, "time")


def _spots(facts: Facts) -> Iterator[tuple[str, str]]:
    """How the spots of each place eased, where they were left by that."""
    for area in progress.pressed_areas(facts.shown):
        for side in Side:
            if times := ease_times(facts.shown, facts.asked.zone, area, side):
                yield f"Spots: {area.place.lower()}, {side}", ease_words(times)


def _exercises(facts: Facts, done: list[Training]) -> Block:
    """The exercises done most, with dose, load, effort and knee pain of the last time."""
    exercises = [exercise for training in done for exercise in training.done if exercise.sets]
    times = Counter(exercise.exercise for exercise in exercises).most_common(MOST_EXERCISES)
    last = {exercise.exercise: exercise for exercise in exercises}
    known = {exercise.id: exercise for exercise in facts.programme.exercises}
    rows = [
        (
            known[name].title if name in known else name,
            f"{count}",
            f"{last[name].dose.text}. {done_load_words(known.get(name), last[name].dose)}".strip(),
            _felt(last[name]),
        )
        for name, count in times
    ]
    return table(("Exercise", "Times", "Last dose and load", "Effort, pain"), rows, (5, 2, 8, 3))


def _felt(exercise: ExerciseDone) -> str:
    ratings = (exercise.effort, exercise.pain)
    return ", ".join("–" if value is None else f"{value}" for value in ratings)


def _retests(facts: Facts) -> Iterator[tuple[str, str, str]]:
    tests = facts.questionnaire.self_tests
    for test in RETESTED:
        done = [result for result in facts.results if result.test == test]
        if not done:
            continue
        changed = [change_words(tests, change) for change in changes(test, done)]
        yield (
            title(tests, test),
            "\n".join(changed or (_result_words(facts, result) for result in done)),
            _held_against(facts, test),
        )


def _held_against(facts: Facts, test: str) -> str:
    age = facts.answers.get(AGE)
    held = references(test, age)
    if held or test not in facts.questionnaire.self_tests:
        return "; ".join(f"{norm.words} {norm.value:g} ({norm.source})" for norm in held)
    return facts.questionnaire.self_tests[test].rule.norm(age)


def _result_words(facts: Facts, result: RetestResult) -> str:
    of = f"{result.of[:1].upper()}{result.of[1:]}: " if result.of else ""
    in_unit = unit(facts.questionnaire.self_tests, result.test)
    return f"{of}{result.value:g} {in_unit}, {unbroken_date(result.day)}".strip()


def _screened(facts: Facts) -> Iterator[tuple[str, str, str]]:
    """The tests that only the screening asks for, in its own careful words."""
    for group in facts.questionnaire.groups:
        value = facts.answers.get(group.id, SKIPPED)
        if not isinstance(group, SelfTestGroup) or value == SKIPPED or group.test.id in RETESTED:
            continue
        yield (
            group.test.title,
            result_text(group.test, value, facts.answers.get(AGE)),
            group.test.source,
        )
