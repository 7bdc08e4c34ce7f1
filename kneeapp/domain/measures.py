"""The ratings a person gives: each is declared once, for drawing and for storing."""

from dataclasses import dataclass

from kneeapp.errors import BadInput


@dataclass(frozen=True)
class Measure:
    """A 0-10 numeric rating, its question and the labels at both ends.

    The format and its end points follow the 0-10 numeric pain rating scale
    (LOINC 72514-3), which is free to use.
    """

    name: str
    label: str
    question: str
    low: str
    high: str
    least: int = 0
    most: int = 10

    def check(self, value: object) -> int:
        """`value` as a whole number within bounds; raises BadInput."""
        # To Python, True is the number 1; nobody rates by it.
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and value in range(self.least, self.most + 1):
            return int(value)  # type: ignore[call-overload, no-any-return]
        raise BadInput(
            f"{self.label} is a whole number from {self.least} to {self.most}, not {value!r}. "
            "Please rate it again."
        )


_PAIN = ("no pain", "worst imaginable")

KNEE_BEFORE = Measure(
    "knee_before", "Knee pain now", "How much does the knee hurt on the test move?", *_PAIN
)
KNEE_AFTER = Measure(
    "knee_after", "Knee pain after", "How much does it hurt now, on the same test move?", *_PAIN
)
KNEE_BETWEEN = Measure(
    "knee_between", "Knee pain between", "How much does it hurt on the test move, half way?", *_PAIN
)
KNEE_LATER = Measure(
    "knee_later", "Knee pain later", "How much does it hurt by now, on the same test move?", *_PAIN
)
"""Asked later the same day where KNEE_AFTER was not given; it counts in no average."""
KNEE_DAY = Measure(
    "knee_day",
    "Last 24 hours",
    "How much did the knee hurt on average in the last 24 hours?",
    *_PAIN,
)
TENDERNESS = Measure(
    "tenderness", "Tenderness", "How tender is the spot under you?", "not tender", "unbearable"
)
EFFORT = Measure("effort", "Effort", "How hard was it?", "no effort", "all you have")
KNEE_EXERCISE = Measure(
    "knee_exercise", "Knee pain in it", "How much did the knee hurt while you did it?", *_PAIN
)
KNEE_ACTIVITY = Measure(
    "knee_activity", "Knee pain in it", "How much did the knee hurt at its worst?", *_PAIN
)
KNEE_HOUR = Measure(
    "knee_hour", "Knee pain an hour after", "How much does the knee hurt an hour after?", *_PAIN
)
"""Both of a walk, a ride, a run or stairs; kept with that, not as a rating of its own."""

_ALL = (
    KNEE_BEFORE,
    KNEE_AFTER,
    KNEE_BETWEEN,
    KNEE_LATER,
    KNEE_DAY,
    TENDERNESS,
    EFFORT,
    KNEE_EXERCISE,
)
MEASURES = {measure.name: measure for measure in _ALL}
