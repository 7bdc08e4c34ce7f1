"""Sentences about trials: what is compared, the result, and the method."""

from collections.abc import Mapping, Sequence

from kneeapp.domain.evidence.eligibility import ExclusionReason
from kneeapp.domain.evidence.verdict_text import (
    LEAST_SHOWN,
    VerdictText,
    in_hundred,
    likely,
    points,
)
from kneeapp.domain.formats import within_sentence
from kneeapp.domain.safety.text import join_with_and
from kneeapp.domain.trial.design import FEWEST_PAIRS, Arm, Trial, TrialKind, weeks_to_plan
from kneeapp.domain.trial.results import SIZE, Difference, TrialFinding, TrialResult
from kneeapp.domain.trial.schedule import TrialSchedule

ARMS = {
    TrialKind.BALL: "ball only",
    TrialKind.ROLLER: "roller only",
    TrialKind.BOTH: "ball and roller",
    TrialKind.REST: "ten minutes' rest",
}

STOPPED_EARLY = (
    "Some pairs are missing. If it was stopped because of how it looked, these numbers look "
    "better than they are."
)

FEWEST_IN_HUNDRED = 0.01
SMALLEST_P = 0.001
"""A p below it, or above one minus it, is not written as a number."""

UNEVEN = "Many more sessions of one kind did not count, so compare with care."

STRENGTHENING = (
    "Strengthening began during this trial. It may change the ratings over weeks, in both kinds "
    "of session alike."
)

FOLLOWING = {
    TrialFinding.TOO_FEW: f"It takes {FEWEST_PAIRS} complete pairs.",
    TrialFinding.EASES_MORE: "Keep the one after which it fell more.",
    TrialFinding.NOT_SHOWN: "That does not show that the two are the same. "
    "Do what you like better.",
}

CONSENT_VERSION = "2026.4"
"""Stored with each trial; to be raised whenever CONSENT or MEANING changes."""

CONSENT = (
    "I do this because I want to. Chance decides what I do on which day. I can stop at any time, "
    "and I stop and see somebody if my knee gets worse or a danger sign comes up."
)

MEANING = """\
- **Why:** bad days get better by themselves, and hope changes ratings, too. Days with \
something else, chosen by chance, show how much of that there is.
- **How:** chance puts all sessions in one order, each kind equally often. The order is drawn \
now and kept. Each time you rate the knee first, and are told then what is done. If you leave it \
after that, it counts as missing.
- **When it ends:** at a look that is planned now, if the difference is clear, or after the last \
session. If three sessions of one kind in a row are missing, it ends, too. Stopping when it looks \
good shows nothing.
- **You:** at most one session a day, on days you choose beforehand, not on bad days. Rate the \
knee on the same test move before and after. Missed days do no harm.
- **Meanwhile:** go on with all you do already. Strengthening need not wait: it \
falls on the days of both kinds alike."""
"""What a trial means for the person, before they agree to it."""

METHOD = """\
One person compared {asked} with {other} in {pairs} pairs of sessions. Within each pair \
chance decided which came first; the whole order was drawn and stored on {drawn:%d %B %Y}, \
before the first session, and shown one pair at a time.

Each session gives one number: knee pain on the test move before it minus after it, 0 to 10. \
A session stopped for pain counts as not better, rated or not. Sessions that did not count were \
made again; pairs without two are left out.

The question was chosen before: does knee pain fall more after {asked}? p is the share of all \
ways in which chance could have ordered the pairs that put it at least this far ahead (exact, \
one-sided, shown at {size:g} or less). It holds however much one day resembles the next.

Beside it stands what the differences say of their mean, with no opinion put in beforehand, \
widened by how much neighbouring pairs resemble each other.

The person knew what was done, so what they expected may be a part of it. It holds for this \
knee, in these weeks, right after a session."""


def arm_words(arm: Arm, routines: Mapping[str, str]) -> str:
    """An arm as named within a sentence; `routines` holds titles by id."""
    if arm.routine is not None:
        return within_sentence(routines.get(arm.routine, arm.routine))
    return ARMS[arm.kind]


def effort_words(sessions: int, per_week: int) -> str:
    """The number of sessions and weeks of a trial, as Markdown."""
    weeks = weeks_to_plan(sessions, per_week)
    return f"**{sessions} sessions, about {weeks} weeks** at {per_week} a week."


def due_words(schedule: TrialSchedule) -> str:
    """The next session of a trial, in words that do not tell its arm."""
    return f"Trial: session {schedule.done + 1} of {schedule.sessions}"


def laid_ready_words(tools: Sequence[str]) -> str:
    """What to lay ready for a session of a trial before its arm is told: `tools` of all arms."""
    things = join_with_and([*tools, "a place to lie"])
    return f"Have {things} ready. After your first rating kneeapp says what is done today."


def result_words(result: TrialResult, *, asked: str, other: str) -> VerdictText:
    """The result of a trial of `asked` against `other`, which are names of arms."""
    headlines = {
        TrialFinding.TOO_FEW: "Too few pairs to compare.",
        TrialFinding.EASES_MORE: f"Your knee pain fell more after {asked} than after {other}.",
        TrialFinding.NOT_SHOWN: (
            f"Not shown that your knee pain falls more after {asked} than after {other}."
        ),
    }
    headline, following = headlines[result.finding], FOLLOWING[result.finding]
    are = "is" if result.complete == 1 else "are"
    sentences = [f"{result.complete} of {len(result.pairs)} pairs {are} complete."]
    if result.finding is not TrialFinding.TOO_FEW and result.difference and result.p is not None:
        sentences.append(difference_words(result.difference, asked, other))
        if result.difference.mean < LEAST_SHOWN:
            sentences.append(f"So {asked} was not ahead ({_p_words(result.p)}).")
        else:
            sentences.append(chance_words(result.p))
        sentences.append(sureness_words(result.difference, asked))
        if result.difference.high < 0:
            headline = f"Your knee pain fell less after {asked} than after {other}."
            following = f"Keep {other}: nothing here speaks for {asked}."
    if not result.as_planned and result.finding is not TrialFinding.TOO_FEW:
        sentences.append(STOPPED_EARLY)
    if abs(result.left_out[0] - result.left_out[1]) > max(2, result.complete // 2):
        sentences.append(UNEVEN)
    return VerdictText(headline, (" ".join(sentences),), following)


def exclusion_words(reason: ExclusionReason) -> str:
    """Why a session of a trial does not count, as half a sentence; its rest may be short, too."""
    short = reason is ExclusionReason.SHORT
    return "the work, or the rest, was cut short" if short else reason.label


def method_words(trial: Trial, *, asked: str, other: str) -> str:
    """The method of the trial, for its result page and its file."""
    return METHOD.format(
        asked=asked, other=other, pairs=trial.pairs, drawn=trial.drawn_at, size=SIZE
    )


def chance_words(p: float) -> str:
    """What a one-sided p says, for something that is ahead."""
    many = f"about {round(100 * p)}" if p >= FEWEST_IN_HUNDRED else "fewer than 1"
    return (
        "If it made no difference which one you did, chance alone would put it this far ahead "
        f"in {many} of 100 trials ({_p_words(p)})."
    )


def difference_words(difference: Difference, asked: str, other: str) -> str:
    """By how much more knee pain fell after one of two arms."""
    span = likely(difference.low, difference.high, f"for {other}", f"for {asked}")
    if abs(difference.mean) < LEAST_SHOWN:
        return f"On average knee pain fell about as much after {asked} as after {other} ({span})."
    ahead, behind = (asked, other) if difference.mean > 0 else (other, asked)
    return (
        f"On average knee pain fell by {points(abs(difference.mean))} more after {ahead} "
        f"than after {behind} ({span})."
    )


def _p_words(p: float) -> str:
    if p < SMALLEST_P:
        return f"p < {SMALLEST_P:g}"
    return f"p > {1 - SMALLEST_P:g}" if p > 1 - SMALLEST_P else f"p = {p:.3f}"


def sureness_words(difference: Difference, asked: str) -> str:
    """How sure it is that `asked` is ahead."""
    return (
        f"How sure that {asked} is ahead at all: {in_hundred(difference.more)}; "
        f"by a point or more: {in_hundred(difference.a_point_more)}."
    )
