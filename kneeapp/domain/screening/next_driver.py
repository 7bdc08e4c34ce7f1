"""Next driver: which place to try after a routine was judged."""

from collections.abc import Collection, Iterable

from kneeapp.domain.screening.driver_ranking import RankedDriver


def next_drivers(
    ranked: Iterable[RankedDriver], *, tried: Collection[str], offered: Collection[str]
) -> tuple[RankedDriver, ...]:
    """The drivers to look at next, down to the first with a routine to try.

    Those that no answer speaks for are left out, and those whose routine was `tried`.
    The ones before the last have no routine among `offered`: something else is done there.
    """
    found = []
    for driver in ranked:
        if not driver.points or driver.routine in tried:
            continue
        found.append(driver)
        if driver.routine in offered:
            break
    return tuple(found)
