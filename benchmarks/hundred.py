"""A hundred people in a routine at once: how they are answered beside a server with nothing to do.

Each is a tab of the project's own client and a visitor with a record of their own. Run it as
`python -m benchmarks.hundred`; docs/benchmarks.md has the method.
"""

from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

from benchmarks.crowd import MINUTE, Player, active_minute, at_once, visitors
from benchmarks.harness import Harness, Round, Row
from tests.support.servers import kneeapp

IDLE, CROWD = "acknowledgement, idle server", "acknowledgement, all active"
CPU, LOST = "server CPU", "events lost"
ROWS = (
    Row(CROWD, IDLE),
    Row(CROWD, IDLE, percent=95, share=3.0),
    Row(CPU),
    Row(LOST, percent=100, most=0, unit="integer"),
)
ALONE_ACTS, APART_S = 60, 0.2


def main() -> None:
    """Measure, print, and end with an error where an event is lost or the limit is missed."""
    bench = Harness(__doc__, rounds=(3, 1), people=(100, 5), seconds=(60, 10))
    rounds = bench.measure(lambda: one_round(bench["people"], bench["seconds"]), warm_up=False)
    bench.report(f"{bench['people']} people in {bench['seconds']} s", rounds, ROWS)
    bench.end()


def one_round(people: int, seconds: float) -> Round:
    """A minute on a new server.

    Raises LookupError where a page shows an error, or an event is not acknowledged.
    """
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as name:
        folder = Path(name)
        with (
            kneeapp(folder, folder / "record.duckdb", KNEEAPP_BACKUPS="off") as server,
            visitors(server, people) as crowd,
        ):
            idle = alone(crowd[0])
            spent = server.cpu_s
            minutes = [partial(active_minute, one.act) for one in crowd]
            took = at_once(range(people), lambda place: minutes[place](seconds, place))
            spent = server.cpu_s - spent
            lost = sum(one.lost() for one in crowd)
    return {IDLE: idle, CROWD: [*chain.from_iterable(took)], CPU: [spent], LOST: [lost]}


def alone(player: Player) -> list[float]:
    """How one person is answered while the others rest."""
    took = []
    for act in range(ALONE_ACTS):
        sleep(APART_S)
        took.append(player.act(MINUTE[act % len(MINUTE)]))
    return took


if __name__ == "__main__":
    main()
