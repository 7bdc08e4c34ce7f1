"""The parts of a report on the knee: what a session does now, and where it heads over weeks."""

from collections.abc import Sequence

from kneeapp.domain.evidence import progress
from kneeapp.domain.evidence.analysis import AreaJudged, RoutineJudged
from kneeapp.domain.evidence.lasting_rise import latest_rise
from kneeapp.domain.evidence.progress_text import MARKS, tally_words
from kneeapp.domain.evidence.rise_text import rising_words
from kneeapp.domain.evidence.sequential_looks import (
    CHANGED_CERTAINTY,
    FEWEST,
    FIRST_CERTAINTY,
    LEAST_CERTAINTY,
    MIN_CHANGE,
    MOST,
)
from kneeapp.domain.evidence.trend import Level, Trend
from kneeapp.domain.evidence.trend_text import (
    line_words,
    no_gain_words,
    of_diaries,
    trend_words,
)
from kneeapp.domain.evidence.verdict_text import (
    VerdictText,
    area_words,
    average_words,
    certainty_words,
    left_out_words,
    routine_words,
    unrated_words,
)
from kneeapp.domain.evidence.verdicts import FORECAST_FROM, INTERVAL
from kneeapp.domain.formats import counted, unbroken_date
from kneeapp.domain.measures import KNEE_BEFORE
from kneeapp.domain.trial.arms import compared
from kneeapp.domain.trial.block_results import block_result
from kneeapp.domain.trial.block_text import block_result_words
from kneeapp.domain.trial.block_trial import AnyTrial, BlockTrial
from kneeapp.domain.trial.results import result
from kneeapp.domain.trial.schedule import attempts
from kneeapp.domain.trial.text import arm_words, result_words
from kneeapp.reports.clinician_report.drawings import drawn_average, drawn_course, drawn_pairs
from kneeapp.reports.clinician_report.facts import Facts, in_line
from kneeapp.reports.clinician_report.page import Block, beside, picture, said, small, strong

MOST_ROUTINES, MOST_AREAS = 4, 4

SCALE = f"0 is {KNEE_BEFORE.low}, 10 is {KNEE_BEFORE.high}, on the test move"
METHOD = (
    "Method: relief is the rating before minus after on the same test move, 0 to 10. Its average "
    f"comes with an interval ({INTERVAL:.0%}) from a t distribution, widened by how much one "
    "session resembles the next. A verdict asks whether it is "
    f"{MIN_CHANGE:g} point or more: given at {FIRST_CERTAINTY:.1%} after {FEWEST} counted "
    f"sessions, at {LEAST_CERTAINTY:.0%} after {MOST}. Later sessions turn it at "
    f"{CHANGED_CERTAINTY:.0%}. "
    "All sessions up to the last day of this report are in a verdict."
)


def before_and_after(facts: Facts) -> list[Block]:
    """The routine done most: each session as a picture, then every verdict with its numbers."""
    judged = facts.routine
    if judged is None:
        return [said("No session of a routine in these days.")]
    answer = tally_words(progress.tally(facts.pairs), "after")
    own = progress.select_sessions(facts.shown, routine=judged.routine)
    moves = ", ".join(facts.move(move) for move in progress.rated_moves(own))
    return [
        strong(f"{facts.title(judged.routine)}: {answer.replace('**', '')}"),
        picture(drawn_pairs(facts, facts.pairs), answer),
        small(f"{MARKS} {SCALE}: {moves}."),
        beside(_verdicts(facts), _size(facts)),
        small(METHOD),
    ]


def over_weeks(facts: Facts) -> list[Block]:
    """The first ratings and the mornings, each with its line."""
    if not facts.levels and not facts.rated_mornings:
        return []
    _, until = facts.asked.window.bounds(facts.asked.zone)
    rise = latest_rise(facts.levels, min(until, facts.asked.now))
    mornings = facts.rated_mornings
    from_diaries = of_diaries(len(facts.of_diaries & facts.shown_mornings.keys()))
    left = _course(facts, "Before each session", facts.levels, facts.line, "the first ratings")
    lines = [line for line in (facts.line, in_line(mornings)) if line]
    right = _course(facts, "Last 24 hours", mornings, in_line(mornings), "the mornings")
    return [
        *([strong(rising_words(rise))] if rise else ()),
        beside(left, right),
        *([small(line_words(lines))] if lines else ()),
        *([small(f"Mornings: {from_diaries}")] if from_diaries else ()),
    ]


def _verdicts(facts: Facts) -> list[Block]:
    blocks: list[Block] = []
    routines = facts.past.routines[facts.knee]
    for routine in routines[:MOST_ROUTINES]:
        words = routine_words(
            routine.verdict, compared=compared(facts.trials, facts.knee, routine.routine)
        )
        name = f"Verdict on: {facts.title(routine.routine)}"
        blocks += _verdict(name, words, routine)
    areas = facts.past.areas(facts.half_way, facts.knee)
    for area in areas[:MOST_AREAS]:
        words = area_words(area.verdict, area.area)
        name = f"Verdict on: {area.area.label} alone"
        blocks += _verdict(name, words, area)
    blocks += [block for trial in facts.trials for block in _trial(facts, trial)]
    more = len(routines[MOST_ROUTINES:]) + len(areas[MOST_AREAS:])
    return [*blocks, *([small(f"And {counted(more, 'more verdict')}.")] if more else ())]


def _verdict(name: str, words: VerdictText, judged: RoutineJudged | AreaJudged) -> list[Block]:
    sure, hanging = certainty_words(judged.verdict), unrated_words(judged.unrated)
    details = [words.detail, sure, hanging, *left_out_words(judged.effects)]
    return [
        small(name),
        strong(words.headline),
        said(" ".join(filter(None, details))),
        said(f"Next: {words.following}"),
    ]


def _trial(facts: Facts, trial: AnyTrial) -> list[Block]:
    """What a trial found, once it is closed; of the same knee only."""
    if trial.knee is not facts.knee:
        return []
    names = {arm: arm_words(arm, facts.routines) for arm in trial.arms}
    made = attempts(trial, facts.saved)
    if isinstance(trial, BlockTrial):
        words = block_result_words(block_result(trial, made), names)
    else:
        outcome = result(trial, made)
        words = result_words(outcome, asked=names[trial.asked], other=names[trial.other])
    name = f"Trial in an order drawn by chance, {unbroken_date(facts.day(trial.drawn_at))}"
    return [small(name), strong(words.headline), *map(said, words.paragraphs)]


def _size(facts: Facts) -> list[Block]:
    """The average relief of these days with its interval."""
    relief = facts.relief
    if relief is None:
        return [said(f"An average is told once {FORECAST_FROM} sessions count.")]
    answer = average_words(relief)
    return [
        strong("How much less in these days?"),
        said(answer),
        picture(drawn_average(facts, relief), answer),
        small(f"Points less pain. Dashed: {MIN_CHANGE:g} point, what a verdict asks for."),
    ]


def _course(
    facts: Facts, title: str, shown: Sequence[Level], line: Trend | None, ratings: str
) -> list[Block]:
    if not shown:
        return [strong(title), said("Not rated in these days.")]
    answer = trend_words(line, ratings)
    svg = drawn_course(facts, shown, line)
    return [strong(title), said(answer), picture(svg, answer), *_gain(line)]


def _gain(line: Trend | None) -> list[Block]:
    return [said(no_gain_words(line))] if line and line.no_gain else []
