"""A hundred people in a routine at once: how they are answered beside a server with nothing to do.

Each is a tab of the project's own client and a visitor with a record of its own. Run it as
`python -m benchmarks.hundred`; docs/benchmarks.md has the method.
"""

import argparse
import os
import sys
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import sleep

import psutil  # type: ignore[import-untyped]  # no stubs among the project's tools

from benchmarks.crowd import MINUTE, Player, active, at_once, visitors
from benchmarks.player import percentile
from benchmarks.serving import Home, free_port, kneeapp, wait_until_open

P95_LIMIT = 3.0
"""The most that the 95th percentile may be, as a share of the idle server's."""

ALONE_ACTS, APART_S = 60, 0.2


def main() -> None:
    """Measure, print, and end with an error where a reading is lost or the limit is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=100)
    arguments.add_argument("--seconds", type=float, default=60, help="in which each does MINUTE")
    arguments.add_argument("--rounds", type=int, default=3)
    chosen = arguments.parse_args()
    print(
        f"{'load':>6}{'idle p95, ms':>14}{'p50':>8}{'p95':>8}{'ratio':>8}{'CPU, s':>8}{'lost':>6}"
    )
    rounds = [measured(chosen.people, chosen.seconds) for _ in range(chosen.rounds)]
    ratio, lost = median(one for one, _ in rounds), sum(lost for _, lost in rounds)
    print(f"median ratio {ratio:.2f}, limit {P95_LIMIT}; {lost} readings lost")
    sys.exit(0 if ratio <= P95_LIMIT and not lost else 1)


def measured(people: int, seconds: float) -> tuple[float, int]:
    """One round on a new server: the ratio of the 95th percentiles, and the readings lost.

    Raises LookupError where a page shows an error, or an event is not acknowledged.
    """
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as name:
        folder, port = Path(name), free_port()
        home = Home(folder, folder / "record.duckdb")
        with home.served(kneeapp(port), {"KNEEAPP_BACKUPS": "off"}) as process:
            wait_until_open(port)
            with visitors(port, people) as crowd:
                idle = alone(crowd[0])
                server = psutil.Process(process)
                spent = sum(server.cpu_times()[:2])
                minutes = [partial(active, one.act) for one in crowd]
                took = at_once(range(people), lambda place: minutes[place](seconds, place))
                spent = sum(server.cpu_times()[:2]) - spent
                lost = sum(one.lost() for one in crowd)
    answers = list(chain.from_iterable(took))
    least, p50, p95 = percentile(idle, 95), percentile(answers, 50), percentile(answers, 95)
    ratio = p95 / least
    times = f"{least:>14.1f}{p50:>8.1f}{p95:>8.1f}{ratio:>8.2f}"
    print(f"{load:>6.1f}{times}{spent:>8.1f}{lost:>6}", flush=True)
    return ratio, lost


def alone(player: Player) -> list[float]:
    """How one person is answered while the others rest."""
    took = []
    for act in range(ALONE_ACTS):
        sleep(APART_S)
        took.append(player.act(MINUTE[act % len(MINUTE)]))
    return took


if __name__ == "__main__":
    main()
