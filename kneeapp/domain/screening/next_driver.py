"""Next driver: which driver to try after a routine was judged."""

from collections.abc import Collection, Iterable

from kneeapp.domain.screening.driver_ranking import RankedDriver


def next_drivers(
    ranked: Iterable[RankedDriver], *, tried: Collection[str], offered: Collection[str]
) -> tuple[RankedDriver, ...]:
    """The drivers to look at next, up to and including the first with an offered routine.

    `ranked` are in order of points. Drivers without points and those whose routine was `tried`
    are left out. Those before the last have no routine among `offered`; the page then shows
    what else can be done there.
    """
    following = []
    for driver in ranked:
        if not driver.points or driver.routine in tried:
            continue
        following.append(driver)
        if driver.routine in offered:
            break
    return tuple(following)
