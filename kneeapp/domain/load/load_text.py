"""Sentences about what loads cost, each with its interval and how many days it rests on."""

from kneeapp.domain.formats import counted
from kneeapp.domain.load.day_load import LoadKind, amount_words
from kneeapp.domain.load.load_cost import FEWEST_DAYS, FEWEST_OVER, CostSays, LoadCost

READING = (
    "Each dot is a day: what there was on it, and the rating of the next morning. The line stands "
    "at the upper third of your days."
)
LIMITS = (
    "Days are not drawn by lot: what else was different on them, as weather, sleep or mood, is in "
    "the number, too. A bad morning can also make a quiet day, which is followed by a bad morning "
    "anyway; the mornings before are taken into account, as far as they tell."
)
HELD_BACK = "After worse mornings you did less of this. So a plain look at the dots misleads."

_THINGS = {
    LoadKind.STEPS: "steps",
    LoadKind.FLOORS: "stairs",
    LoadKind.SITTING: "sitting",
    LoadKind.STANDING: "standing",
    LoadKind.SPORT: "sport",
    LoadKind.TRAINING: "training",
}


def cost_words(cost: LoadCost) -> str:
    """What can be said of one kind of load, and no more."""
    thing = _THINGS[cost.kind]
    if cost.says is CostSays.TOO_FEW:
        return (
            f"Too few days to say anything about {thing}: {cost.days} of {FEWEST_DAYS} with the "
            "morning before and after rated."
        )
    if cost.says is CostSays.ALIKE or cost.effect is None:
        return (
            f"Your days are too much alike in {thing}. At least {FEWEST_OVER} with clearly more "
            "are needed to hold them against the others."
        )
    over = f"Days over {_over(cost)}"
    interval = f"({_points(cost.low)} to {_points(cost.high)}), {counted(cost.days, 'day')}"
    return {
        CostSays.COSTS: f"{over} cost you {_points(cost.effect)} the next morning {interval}.",
        CostSays.LITTLE: (
            f"{over} cost you little, if anything: {_points(cost.effect)} the next morning "
            f"{interval}."
        ),
        CostSays.CANNOT_TELL: (
            f"{over}: it cannot be told yet whether they cost you anything. So far "
            f"{_points(cost.effect)} the next morning {interval}."
        ),
    }[cost.says]


def _over(cost: LoadCost) -> str:
    amount = amount_words(cost.kind, cost.cut)
    bare = cost.kind in {LoadKind.STEPS, LoadKind.FLOORS}
    return amount if bare else f"{amount} of {_THINGS[cost.kind]}"


def _points(value: float | None) -> str:
    return f"{round(value or 0, 1) + 0:.1f}"
