"""Session limits: how knee pain and tenderness limit the start and the course of a session."""

from enum import StrEnum

from kneeapp.domain.routine.sessions import StressOff

WORK_FROM = 3
WARN_FROM = 6
EASE_OFF_FROM = 7
"""Tenderness 0-10 (DESIGN: harder was no better in Grabow 2018 JSCR 32:3059 [V])."""

NO_HARDER = "Harder was no better where it was tried, and it can bruise."
CEILING = (
    f"Press until it is tender, {WORK_FROM} to {WARN_FROM - 1} of 10, and no more. {NO_HARDER}"
)

LIGHT_ABOVE = 5
"""Knee pain 0-10 before a session; above 5 counts as high (Thomee 1997 [M])."""
ASK_FROM = 7

CLEAR_CHANGE = 2
"""Points of knee pain that are more than noise (Salaffi 2004 [V])."""

ONE_SESSION = "One session is often wrong. Judge by many, not by one."
NOT_THIS_PLACE = "This may be the wrong place to work on, and that is a result, too."


class Start(StrEnum):
    """How a session may begin."""

    USUAL = "usual"
    LIGHT = "light"
    ASK_FIRST = "ask_first"


START_SENTENCES = {
    Start.USUAL: "",
    Start.LIGHT: "The knee is sore today: take the short version, with little weight.",
    Start.ASK_FIRST: "That is a lot of pain. One question first.",
}


def start(before: int) -> Start:
    """How a session may begin with knee pain `before` (0-10) on the test move."""
    if before >= ASK_FROM:
        return Start.ASK_FIRST
    return Start.LIGHT if before > LIGHT_ABOVE else Start.USUAL


def must_stop(first: int, now: int) -> bool:
    """Whether the session ends because knee pain `now` is far above its `first` rating (0-10)."""
    return now - first >= CLEAR_CHANGE


def first_session(relief: int, stress_off: StressOff | None) -> tuple[str, ...]:
    """Sentences after the very first session; `relief` is in points, negative is worse."""
    sentences = [_changed(relief), _felt(relief, stress_off)]
    if abs(relief) < CLEAR_CHANGE and stress_off is StressOff.NO:
        sentences.append(NOT_THIS_PLACE)
    return (*filter(None, sentences), ONE_SESSION)


def _changed(relief: int) -> str:
    if relief >= CLEAR_CHANGE:
        return f"Your knee is {relief} points better than before."
    if relief <= -CLEAR_CHANGE:
        return (
            f"Your knee is {-relief} points worse: stop the routine. "
            "See somebody if it does not settle by tomorrow."
        )
    if relief == 0:
        return "No change this time."
    return f"One point {'better' if relief > 0 else 'worse'} may be chance."


def _felt(relief: int, stress_off: StressOff | None) -> str:
    match stress_off:
        case StressOff.YES if relief > 0:
            return "You also feel that some stress is off."
        case StressOff.YES:
            return "You feel that some stress is off, though the rating does not show it."
        case StressOff.NO if relief > 0:
            return "You do not feel that stress is off, though the rating is better."
        case StressOff.NO:
            return "You do not feel that stress is off either."
        case StressOff.UNSURE:
            return "You are not sure whether some stress is off."
        case _:
            return ""
