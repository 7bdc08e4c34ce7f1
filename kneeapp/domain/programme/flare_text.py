"""Sentences about a flare plan."""

from kneeapp.domain.formats import counted
from kneeapp.domain.programme.flare_plan import FlareDay, FlarePlan, Share

KEPT: dict[Share, str] = {
    0: "leave it out",
    25: "a quarter of the usual",
    50: "half of the usual",
    75: "three quarters of the usual",
}

ABOUT = (
    "A flare is a few worse days. Most often less load for some days is enough, and some movement "
    "stays. Write the plan while the knee is calm: then nothing has to be decided on a bad day. "
    "This is our own careful rule."
)
NOT_A_FLARE = (
    "Hot, swollen, locked, giving way, or after a fall? Then it is not only a flare: do a new "
    "screening."
)
NO_PLAN = (
    "You marked a flare. For the days to come: half of what makes it worse, and keep up easy "
    "movement that does not. With a plan of your own it says here what you cut, and for how long."
)
CHECK_FIRST = "What is open above comes first. Until then nothing is built up again."


def kept_words(share: int) -> str:
    """How much of an activity is kept (per cent), in words."""
    return "as usual" if share >= 100 else KEPT[share]  # type: ignore[index]  # steps of a quarter


def day_words(day: FlareDay) -> str:
    """Where the plan stands today."""
    if day.cutting:
        return f"Day {day.number} of {day.plan.days} with less."
    held = (
        " It stays at the last step: a morning was raised, or none was rated." if day.held else ""
    )
    return f"Day {day.number}: building up, a step every {day.plan.step_days} days.{held}"


def plan_words(plan: FlarePlan) -> str:
    """How the plan goes on after its first days."""
    return (
        f"After {counted(plan.days, 'day')} a quarter of the usual more every "
        f"{counted(plan.step_days, 'day')}, as long as mornings are rated and the last two are not "
        "raised."
    )
