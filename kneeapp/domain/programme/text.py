"""Sentences about the programme's rules, with the numbers behind each change of phase."""

from kneeapp.domain.evidence.trend import GAIN
from kneeapp.domain.programme.load_ladder import HEAVY_FROM, LIGHT_UP_TO, LoadWhy
from kneeapp.domain.programme.phase_gates import (
    DAYS_NEEDED,
    HARDEST,
    HIGHEST_LEVEL,
    LOOKED_BACK,
    RISE_OVER,
    SESSIONS_IN_IT,
    SESSIONS_NEEDED,
    GateCheck,
    GateRule,
    SessionSeen,
)
from kneeapp.domain.programme.phase_state import AWAY_FROM, COUNTS_FOR, Ease, EaseWhy, Move, MoveWhy
from kneeapp.domain.programme.referral import STALLED_AFTER, SeeWhy
from kneeapp.domain.routine.pain_rules import Morning
from kneeapp.domain.routine.session_limits import CLEAR_CHANGE, LIGHT_ABOVE

UP = (
    f"Up: {SESSIONS_NEEDED} sessions in a row with every set, knee pain of at most {LIGHT_ABOVE} "
    f"in them, effort of at most {HARDEST}, the mornings after them not raised, and "
    f"{DAYS_NEEDED} days in the phase. "
    f"A day counts if you trained in the {COUNTS_FOR.days} days up to it."
)
OVER_TIME = (
    f"And over time: at least {SESSIONS_IN_IT} sessions in the last {LOOKED_BACK.days} days, a "
    f"median morning of at most {HIGHEST_LEVEL} in them unless your mornings fall, and no rise of "
    f"{GAIN:g} point or more over {RISE_OVER.days // 7} weeks."
)
BACK = (
    f"Back one phase: knee pain above {LIGHT_ABOVE} in a session, or two mornings in a row "
    f"that are {CLEAR_CHANGE} or more above your usual, and more than your usual ups and downs."
)
HALF = (
    f"Half the sets next time: a raised morning, knee pain above {LIGHT_ABOVE} or a stop for pain "
    f"in the last session, or {AWAY_FROM.days} days without one."
)
LOAD = (
    f"More load after two sessions with every set, knee pain in the green and effort of at most "
    f"{LIGHT_UP_TO}. Less after knee pain above {LIGHT_ABOVE} (on the sore side), or after two "
    f"sessions without all sets or with effort of {HEAVY_FROM} or more."
)
RULES = (UP, OVER_TIME, BACK, HALF, LOAD)

AIMED_EFFORT = (
    f"Choose what leaves two or three in you: effort {LIGHT_UP_TO + 1} or {HEAVY_FROM - 1} of 10."
)

SEE = {
    SeeWhy.RED_MORNINGS: (
        "See somebody: your mornings are higher than is usual for you. No next phase until that "
        "is past or somebody has looked at it."
    ),
    SeeWhy.NO_GAIN: (
        f"See somebody: in {STALLED_AFTER.days // 7} weeks of training there was no new phase, and "
        f"your mornings did not get better by {GAIN:g} point or more."
    ),
}


def load_reason(why: LoadWhy) -> str:
    """Why the load is another than last time; empty where there is nothing to say."""
    return {
        LoadWhy.FIRST: "",
        LoadWhy.ENTERED: "You did this before it had steps: you go on at the step you stood on.",
        LoadWhy.SAME: "",
        LoadWhy.UP: "One step more: the last two sessions left you enough.",
        LoadWhy.TOP: "This is the last step, and it has become light.",
        LoadWhy.PAIN: "One step less on the sore side: the knee hurt too much last time.",
        LoadWhy.SHORT: "One step less: the last two sessions were without all sets.",
        LoadWhy.HEAVY: "One step less: the last two sessions took nearly all you have.",
        LoadWhy.BOTTOM: "This is the first step, and it was too much.",
    }[why]


def check_words(check: GateCheck) -> str:
    """How far one criterion of the gate is met."""
    have, need = check.have, check.need
    return {
        GateRule.COMPLETE: f"Sessions in a row with every set: {have} of {need}.",
        GateRule.PAIN: (
            f"Knee pain in them, at most {need}: {'not rated yet' if have is None else have}."
        ),
        GateRule.MORNINGS: f"Calm mornings after them: {have} of {need}.",
        GateRule.DAYS: f"Days in this phase: {min(have or 0, need)} of {need}.",
        GateRule.EFFORT: (
            f"Effort in them, at most {need}: {'not rated' if have is None else have}."
        ),
        GateRule.SESSIONS: f"Sessions in the last two weeks: {min(have or 0, need)} of {need}.",
        GateRule.LEVEL: (
            f"Median morning of two weeks, at most {need:g} or falling: "
            f"{'not rated yet' if have is None else f'{have:g}'}."
        ),
        GateRule.RISE: (
            f"Mornings over four weeks, a rise below {need:g} point: "
            f"{'too few to tell' if have is None else f'{have:+.1f}'}."
        ),
    }[check.rule]


def session_words(seen: SessionSeen) -> str:
    """One session as the gate judges it."""
    done = f"{seen.completed} of {seen.planned} exercises with every set"
    pain = "knee pain not rated" if seen.pain is None else f"knee pain up to {seen.pain}"
    return f"{done}, {pain}, {_morning(seen)}."


def move_words(move: Move, titles: dict[str, str]) -> str:
    """Why the phase changed; `titles` are the titles of the phases by id."""
    if move.why is MoveWhy.GATE:
        return f"Up to {titles[move.after]}: every rule of the gate was met."
    cause = {
        MoveWhy.PAIN: f"the knee hurt {move.value} of 10 in a session",
        MoveWhy.MORNING: f"a second raised morning in a row, {move.value} of 10",
    }[move.why]
    return f"Back to {titles[move.after]}: {cause}. That is no loss: once it is calm, you go on."


def ease_words(ease: Ease) -> str:
    """Why the next session has half the sets."""
    cause = {
        EaseWhy.PAIN: f"the knee hurt {ease.value} of 10 last time",
        EaseWhy.STOPPED: "you had to stop the last session",
        EaseWhy.MORNING: f"a morning since the last session was raised, {ease.value} of 10",
        EaseWhy.AWAY: f"your last session was {ease.value} days ago",
    }[ease.why]
    return f"Half the sets today: {cause}."


def _morning(seen: SessionSeen) -> str:
    rating, usual = seen.morning.rating, seen.morning.usual or 0
    sentences = {
        Morning.NOT_RATED: "the morning after not rated",
        Morning.TOO_EARLY: f"the morning after {rating}, too few mornings to compare",
        Morning.USUAL: f"the morning after {rating}, usual {usual:g}",
        Morning.RAISED: f"a raised morning since, {rating} against usual {usual:g}",
        Morning.RED: f"a second raised morning in a row, {rating} against usual {usual:g}",
    }
    return sentences[seen.morning.says]
