"""What loads cost the next morning: said only where the days carry it."""

from datetime import date, timedelta
from random import Random

import pytest

from benchmarks.load_costs import FIRST, judged, lived, shares
from kneeapp.domain.load.day_load import LoadKind
from kneeapp.domain.load.load_cost import FEWEST_DAYS, CostSays, LoadCost, load_costs
from kneeapp.domain.load.load_text import HELD_BACK, cost_words

TODAY = date(2026, 6, 1)
STEPS = LoadKind.STEPS


def days(count):
    return [TODAY - timedelta(days=n) for n in range(count, 0, -1)]


def a_life(count, cost, seed=3):
    """Days of few and many steps by lot; many cost `cost` points the next morning."""
    coin = Random(seed)
    steps, mornings, owed = {}, {}, 0
    for day in (*days(count), TODAY):
        mornings[day] = round(3 + owed + coin.gauss(0, 0.6))
        steps[day] = coin.choice((4000, 5000, 12_000))
        owed = cost * (steps[day] > 9000)
    return steps, mornings


def test_a_clear_cost_is_found_with_an_interval_that_holds_it():
    steps, mornings = a_life(60, 2)
    [cost] = load_costs({STEPS: steps}, mornings, TODAY)
    assert cost.says is CostSays.COSTS
    assert cost.low < 2 < cost.high
    assert "steps cost you" in cost_words(cost)
    assert f"{cost.days} days" in cost_words(cost)


def test_no_cost_is_never_told_as_one():
    for seed in range(20):
        steps, mornings = a_life(60, 0, seed)
        [cost] = load_costs({STEPS: steps}, mornings, TODAY)
        assert cost.says in {CostSays.LITTLE, CostSays.CANNOT_TELL}
        assert "steps cost you" not in cost_words(cost).replace("cost you little", "")


def test_too_few_days_say_nothing_and_how_many_there_are():
    steps, mornings = a_life(FEWEST_DAYS - 2, 3)
    [cost] = load_costs({STEPS: steps}, mornings, TODAY)
    assert (cost.says, cost.effect) == (CostSays.TOO_FEW, None)
    assert f"{cost.days} of {FEWEST_DAYS}" in cost_words(cost)


def test_days_that_are_all_alike_say_nothing():
    _, mornings = a_life(60, 0)
    alike = dict.fromkeys(mornings, 8000)
    [cost] = load_costs({STEPS: alike}, mornings, TODAY)
    assert cost.says is CostSays.ALIKE
    assert "too much alike" in cost_words(cost)


def test_mornings_that_never_change_and_days_of_long_ago_break_nothing():
    steps, mornings = a_life(60, 0)
    [cost] = load_costs({STEPS: steps}, dict.fromkeys(mornings, 2), TODAY)
    assert cost.says is CostSays.LITTLE
    later = TODAY + timedelta(days=400)
    assert load_costs({STEPS: steps}, mornings, later)[0].says is CostSays.TOO_FEW


def test_who_rests_after_bad_mornings_is_not_told_that_rest_costs():
    coin = Random(5)
    loads, mornings = lived(coin, 90, 0, 0.7, held_back=True)
    of_steps = load_costs(loads, mornings, FIRST + timedelta(days=90))[0]
    assert of_steps.held_back
    assert "did less" in HELD_BACK


@pytest.mark.parametrize("cost", [0, 0.8])
def test_the_interval_holds_and_false_claims_stay_rare_in_a_small_simulation(cost):
    lives = list(judged(60, 60, cost, 0.7, held_back=True))
    held, _, anything = shares(lives)
    assert held >= 78
    if not cost:
        assert anything <= 5


def test_each_answer_has_its_sentence():
    for says in CostSays:
        for kind in LoadKind:
            words = cost_words(LoadCost(kind, 30, says, 6, 10, 0.8, 0.3, 1.3))
            assert words.endswith(".")
    costs = LoadCost(STEPS, 34, CostSays.COSTS, 9000, 12, 0.8, 0.3, 1.3)
    assert cost_words(costs) == (
        "Days over 9,000 steps cost you 0.8 the next morning (0.3 to 1.3), 34 days."
    )
