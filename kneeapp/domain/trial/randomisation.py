"""Randomisation tests of a trial in blocks, under the very randomisation that was drawn.

Without an effect of the arms each session would have had the same score under any label, and
only the draw assigned the labels. So the labels are exchanged within each block, whatever the
days were like. Source: Edgington & Onghena, Randomization Tests, 4th ed. 2007.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from math import comb, prod
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

DRAWS = 4999
"""Random relabellings for more than two arms; a fixed seed gives the same p for the same data."""


class Scored(NamedTuple):
    """A session with its block, the number of its arm, and its score in tenths of a point."""

    block: int
    arm: int
    tenths: int


@lru_cache(maxsize=256)
def two_arm_p(scored: tuple[Scored, ...], arm: int, control: int) -> float | None:
    """The exact one-sided p that `arm` scores higher than `control`; None without both in a block.

    The share of all relabellings within blocks that give `arm` at least its sum of scores.
    """
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    sums, reached, least = np.ones(1), 0, 1.0
    for block in _blocks(session for session in scored if session.arm in {arm, control}):
        lowest = min(session.tenths for session in block)
        values = [session.tenths - lowest for session in block]
        own = [value for value, session in zip(values, block, strict=True) if session.arm == arm]
        sums = np.convolve(sums, _ways(values, len(own)))
        reached += sum(own)
        least /= comb(len(block), len(own))
    return float(sums[reached:].sum() * least) if least < 1 else None


def least_p(scored: Iterable[Scored], arm: int, control: int) -> float:
    """The smallest p that `two_arm_p` can give for as many scores in the same blocks."""
    blocks = _blocks(session for session in scored if session.arm in {arm, control})
    return 1 / prod(
        comb(len(block), sum(session.arm == arm for session in block)) for block in blocks
    )


@lru_cache(maxsize=256)
def any_arm_p(scored: tuple[Scored, ...], arms: tuple[int, ...], control: int) -> float | None:
    """The one-sided p that one of `arms` at least scores higher than `control`.

    Max-statistic test: the largest standardised difference to the control, of scores less the
    mean of their block. p = (1 + hits) / (1 + DRAWS), which holds its level for any DRAWS
    (Phipson & Smyth 2010, Stat Appl Genet Mol Biol 9:39). With one arm the exact count.
    """
    if len(arms) == 1:
        return two_arm_p(scored, arms[0], control)
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    blocks = _blocks(session for session in scored if session.arm in {*arms, control})
    rng = np.random.default_rng(DRAWS)
    centred: list[float] = []
    labels, drawn = [], []
    for block in blocks:
        mean = sum(session.tenths for session in block) / len(block)
        centred += [session.tenths - mean for session in block]
        own = np.array([session.arm for session in block])
        labels.append(own[None])
        drawn.append(rng.permuted(np.tile(own, (DRAWS, 1)), axis=1))
    present = {session.arm for block in blocks for session in block}
    if control not in present or not present - {control}:
        return None
    compared = [arm for arm in arms if arm in present]
    scores = np.array(centred)
    observed = _largest(np.concatenate(labels, axis=1), scores, compared, control)[0]
    largest = _largest(np.concatenate(drawn, axis=1), scores, compared, control)
    hits = int((largest >= observed - 1e-9).sum())
    return (1 + hits) / (1 + DRAWS)


def adjusted_p(
    scored: tuple[Scored, ...], arms: Sequence[int], control: int
) -> dict[int, float | None]:
    """For each of `arms` the p that it scores higher than `control`, safe for all at once.

    Closed testing (Marcus, Peritz & Gabriel 1976, Biometrika 63:655): the largest p of all sets
    of arms that hold it, so that a false claim of any arm is as rare as the level says.
    """
    sets = [
        subset for size in range(1, len(arms) + 1) for subset in combinations(tuple(arms), size)
    ]
    p_of = {subset: any_arm_p(scored, subset, control) for subset in sets}
    return {
        arm: None
        if p_of[arm,] is None
        else max(p for subset, p in p_of.items() if arm in subset and p is not None)
        for arm in arms
    }


def _blocks(scored: Iterable[Scored]) -> list[list[Scored]]:
    """The sessions of each block, in order."""
    blocks: dict[int, list[Scored]] = {}
    for session in scored:
        blocks.setdefault(session.block, []).append(session)
    return list(blocks.values())


def _ways(values: Sequence[int], chosen: int) -> NDArray[np.float64]:
    """For each sum, in how many ways `chosen` of `values` (at least 0) give it."""
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    ways = np.zeros((chosen + 1, sum(values) + 1))
    ways[0, 0] = 1
    for value in values:
        more = ways[:-1, : ways.shape[1] - value].copy()
        ways[1:, value:] += more
    counted: NDArray[np.float64] = ways[chosen]
    return counted


def _largest(
    labels: NDArray[np.int_], scores: NDArray[np.float64], arms: Sequence[int], control: int
) -> NDArray[np.float64]:
    """For each row of `labels` the largest standardised difference of an arm to the control."""
    import numpy as np  # noqa: PLC0415  numpy loads only where it is needed

    of_control = labels == control
    count = of_control[0].sum()
    mean = of_control @ scores / count
    differences = []
    for arm in arms:
        of_arm = labels == arm
        own = of_arm[0].sum()
        differences.append((of_arm @ scores / own - mean) / np.sqrt(1 / own + 1 / count))
    largest: NDArray[np.float64] = np.max(differences, axis=0)
    return largest
