"""Design 2 of a trial: two to four arms in one order, balanced within blocks of hidden size.

The order is drawn once, before the first session. The arm of a session is named only after its
first rating is stored, so the day cannot be chosen for the arm. Block sizes are drawn, too:
somebody who keeps count of the arms cannot tell the last one of a block for certain.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate, pairwise
from random import Random
from uuid import UUID

from kneeapp.domain.sides import Side
from kneeapp.domain.trial.design import Arm, Place, Slot, Trial
from kneeapp.errors import BadInput

UNITS = (2, 3)
"""A block holds each arm this many times (DESIGN, docs/benchmarks.md)."""

FEWEST_ARMS, MOST_ARMS = 2, 4

FEWEST_EACH = {2: 7, 3: 6, 4: 6}
"""Least number of sessions of each arm, by the number of arms: each look can then be passed."""

MOST_SESSIONS = {2: 40, 3: 30, 4: 30}
"""A comparison of more than two arms that takes over 30 sessions is not offered (DESIGN)."""

LIMITS = {2: (11 / 14, 0.018, 0.0436), 3: (0.6, 0.0076, 0.0475), 4: (0.6, 0.0076, 0.0475)}
"""By the number of arms: the share of the order before the first look, and the largest p that
counts at the first and at the last look. Together they spend 5 % (DESIGN, after O'Brien &
Fleming 1979, Biometrics 35:549; checked in docs/benchmarks.md)."""

CRITICAL = {2: 1.71, 3: 1.92, 4: 2.06}
"""Normal quantile that the last look asks of one arm, by the number of arms (for more than two
Dunnett 1955, JASA 50:1096, one-sided 5 %, many degrees of freedom)."""

POWER_80 = 0.842
"""Standard normal quantile of the planned power."""

SPARE = {2: 3, 3: 1, 4: 1}
"""Sessions of each arm beyond the normal approximation (DESIGN, docs/benchmarks.md)."""

FIRST_LOOK_EACH = 6
"""Sessions of each arm before the first look, at least: with fewer, the smallest possible p of
blocks as small as they can be would lie above its limit. A trial of so few has one look."""

ROUNDING = 1e-9
"""Taken off before rounding up, so that 11/14 of 14 is 11."""


@dataclass(frozen=True)
class Look:
    """A planned analysis after `sessions` of the order; a p up to `limit` ends the trial."""

    sessions: int
    limit: float


@dataclass(frozen=True)
class BlockTrial:
    """A trial of design 2 as stored before its first session: does one of `arms` beat the last?

    `order` holds for each session the number of its arm, `blocks` the sizes of the blocks in
    turn. Neither may be shown while the trial runs. `closed_at` is when it was stopped or its
    result was first opened.
    """

    id: UUID
    knee: Side
    arms: tuple[Arm, ...]
    drawn_at: datetime
    consent: str
    order: tuple[int, ...] = field(repr=False)
    blocks: tuple[int, ...] = field(repr=False)
    looks: tuple[Look, ...]
    closed_at: datetime | None = None

    def __post_init__(self) -> None:
        check_arms(self.arms)
        arms = len(self.arms)
        ends = (0, *accumulate(self.blocks))
        balanced = all(
            len({self.order[start:end].count(arm) for arm in range(arms)}) == 1
            for start, end in pairwise(ends)
        )
        known = set(self.order) <= set(range(arms))
        if not (known and balanced and 0 < len(self.order) == ends[-1] <= MOST_SESSIONS[arms]):
            raise BadInput("The order of this trial is damaged.")
        at = [look.sessions for look in self.looks]
        if not at or at != sorted(set(at)) or at[0] < 1 or at[-1] != len(self.order):
            raise BadInput("The planned looks of this trial are damaged.")

    @property
    def asked(self) -> Arm:
        """The first of the arms in question."""
        return self.arms[0]

    @property
    def other(self) -> Arm:
        """The arm that the others are compared with."""
        return self.arms[-1]

    @property
    def control(self) -> int:
        """The number of the arm that the others are compared with."""
        return len(self.arms) - 1

    @property
    def candidates(self) -> tuple[Arm, ...]:
        """The arms in question, without the control."""
        return self.arms[:-1]

    def arm(self, pair: int, place: int) -> Arm:
        """The arm of one session (see Slot); never to be shown before that session is begun."""
        return self.arms[self.order[2 * pair + place]]

    def block_of(self, number: int) -> int:
        """The block that holds the session `number` of the order."""
        return next(n for n, end in enumerate(accumulate(self.blocks)) if number < end)


AnyTrial = Trial | BlockTrial


def check_arms(arms: Sequence[Arm]) -> None:
    """Raises BadInput unless two to four different arms can be compared."""
    if not FEWEST_ARMS <= len(arms) <= MOST_ARMS:
        raise BadInput(f"A trial compares {FEWEST_ARMS} to {MOST_ARMS} things.")
    if len(set(arms)) < len(arms):
        raise BadInput("Choose different things to compare.")


def sessions_to_plan(sd: float, arms: int, difference: float = 2.0) -> int | None:
    """The sessions of the whole trial for about 80 % power to show `difference`; None if too many.

    `sd` is the SD of relief from session to session, `difference` the relief by which one of
    `arms` is ahead of the control, both in points. Normal approximation with SPARE more; checked
    by simulation in docs/benchmarks.md. Between FEWEST_EACH of each arm and MOST_SESSIONS; two
    arms are planned with the most where more would be needed.
    """
    wide = (CRITICAL[arms] + POWER_80) * max(sd, 0.5) / difference
    needed = arms * max(math.ceil(2 * wide**2) + SPARE[arms], FEWEST_EACH[arms])
    most = MOST_SESSIONS[arms] // arms * arms
    if needed <= most:
        return needed
    return most if arms == FEWEST_ARMS else None


def planned_looks(sessions: int, arms: int) -> tuple[Look, ...]:
    """The looks of a trial of `sessions`, which is a multiple of `arms`."""
    share, first, last = LIMITS[arms]
    per_arm = max(math.ceil(share * sessions / arms - ROUNDING), FIRST_LOOK_EACH)
    final = Look(sessions, last)
    return (Look(arms * per_arm, first), final) if arms * per_arm < sessions else (final,)


def draw_block_trial(  # noqa: PLR0913  one keyword for each thing the consent names
    *,
    identity: UUID,
    knee: Side,
    arms: Sequence[Arm],
    sessions: int,
    now: datetime,
    consent: str,
    coin: Random,
) -> BlockTrial:
    """A new trial of `sessions` in an order drawn from `coin`; raises BadInput.

    `arms` are what is asked about, and last what it is compared with.
    """
    check_arms(arms)
    count = len(arms)
    least = FEWEST_EACH[count] * count
    if sessions % count or not least <= sessions <= MOST_SESSIONS[count]:
        raise BadInput(
            f"A trial of {count} things takes {least} to {MOST_SESSIONS[count]} sessions, "
            "as many of each."
        )
    looks = planned_looks(sessions, count)
    blocks, order = _drawn(count, stages(looks, count), coin)
    return BlockTrial(identity, knee, tuple(arms), now, consent, order, blocks, looks)


def stages(looks: Sequence[Look], arms: int) -> tuple[int, ...]:
    """The numbers of sessions after each of which a block ends, the last being all of them.

    With more than two arms one may be dropped at a look, so that no block may reach across it.
    """
    ends = [look.sessions for look in looks]
    return tuple(ends if arms > FEWEST_ARMS else ends[-1:])


def drawn_on(
    seen: Sequence[int], blocks: Sequence[int], arms: int, ends: Sequence[int], coin: Random
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Blocks and order that begin with `blocks` and `seen`; the rest is drawn from `coin`.

    `seen` are the arms that were named so far, `blocks` those that lie wholly in them, `ends`
    the `stages`. The block under way is drawn as likely as it would have been, given its begin.
    """
    start = sum(blocks)
    begun = tuple(seen[start:])
    if not begun:
        more = _drawn(arms, ends, coin, start)
        return (*blocks, *more[0]), (*seen, *more[1])
    sizes = [size for size in block_sizes(start, arms, ends) if size > len(begun)]
    likely = [chance_of_begin(begun, size, arms) for size in sizes]
    if not any(likely):
        raise BadInput("The order of this trial is damaged.")
    chosen = coin.choices(sizes, likely)[0]
    rest = [arm for arm in range(arms) for _ in range(chosen // arms - begun.count(arm))]
    coin.shuffle(rest)
    more = _drawn(arms, ends, coin, start + chosen)
    return (*blocks, chosen, *more[0]), (*seen, *rest, *more[1])


def slots(trial: BlockTrial) -> tuple[Slot, ...]:
    """All slots in order; never to be shown while the trial runs."""
    return tuple(Slot(*divmod(n, 2), trial.arms[arm]) for n, arm in enumerate(trial.order))


def begun_slots(trial: BlockTrial, begun: Iterable[Place]) -> tuple[Slot, ...]:
    """The slots up to the last one that was `begun`; all once the trial is closed."""
    if trial.closed_at is not None:
        return slots(trial)
    last = max((2 * place.pair + place.place for place in begun), default=-1)
    return slots(trial)[: last + 1]


def whole_blocks(blocks: Iterable[int], seen: int) -> tuple[int, ...]:
    """Those of `blocks` that lie wholly within the first `seen` sessions."""
    sizes = tuple(blocks)
    return tuple(size for size, end in zip(sizes, accumulate(sizes), strict=True) if end <= seen)


def block_sizes(start: int, arms: int, ends: Sequence[int]) -> list[int]:
    """The sizes, all as likely, of a block from session `start` on; `ends` are the `stages`."""
    left = next(end for end in ends if end > start) - start
    fitting = [
        unit * arms
        for unit in UNITS
        if left == unit * arms or left - unit * arms >= min(UNITS) * arms
    ]
    return fitting or [left]


def chance_of_begin(begun: Sequence[int], size: int, arms: int) -> float:
    """The probability that a block of `size` begins with the arms `begun`."""
    return math.prod(_each_chance(begun, size, arms))


def _drawn(
    arms: int, ends: Sequence[int], coin: Random, start: int = 0
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Sizes of the blocks, and the order of arms, of all sessions from `start` on."""
    blocks: list[int] = []
    order: list[int] = []
    while start < ends[-1]:
        size = coin.choice(block_sizes(start, arms, ends))
        block = list(range(arms)) * (size // arms)
        coin.shuffle(block)
        blocks.append(size)
        order += block
        start += size
    return tuple(blocks), tuple(order)


def _each_chance(begun: Sequence[int], size: int, arms: int) -> Iterator[float]:
    left = [size // arms] * arms
    for n, arm in enumerate(begun):
        yield max(left[arm], 0) / (size - n)
        left[arm] -= 1
