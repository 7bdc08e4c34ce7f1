# ruff: noqa: S608  every part of these statements is written here
"""The made-up past of a clinic, written set by set: one SQL text fills every engine alike.

Everybody has SESSIONS_EACH sessions of four steps, spread over PERIOD up to NOW, and before each
of the last twelve weeks' the short danger list and a morning rating. Rows are written in the order
of time, as they come in life, so that one person's lie far apart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from benchmarks.store_pools import NOW, PLANS, TRACES
from kneeapp.cli import demo
from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.areas import Area
from kneeapp.domain.clinic.alerts import LOOK_BACK
from kneeapp.domain.sides import Side

PERIOD = timedelta(days=350)
SESSIONS_EACH = 100
STEPS_EACH = 4

_BEGAN_MS = round((NOW - PERIOD).timestamp() * 1000)
_LATELY_MS = round((NOW - LOOK_BACK).timestamp() * 1000)
_STRIDE, _SHIFT = 7919, 104_729
"""Primes, so that everybody comes once a round, and in another order each time."""

_SCATTER = ((1_999_999_973, 4_294_967_291, 8), (1_664_525_013, 268_435_399, 7))
"""Factors, primes to take the rest by, and hexadecimal digits: what looks random in an id."""


@dataclass(frozen=True)
class Dialect:
    """What an engine writes in its own way."""

    hexadecimal: Callable[[str, int], str]
    """A number in so many digits."""
    identity: Callable[[str], str]
    """An id of its 32 digits."""
    moment: Callable[[str], str]
    """A time of its milliseconds."""
    numbers: Callable[[str, int, int], str]
    """A table with a column of that name that counts from the first to the last number."""


SHARED = Dialect(
    hexadecimal=lambda number, digits: f"lpad(to_hex({number}), {digits}, '0')",
    identity=lambda digits: f"cast({digits} as uuid)",
    moment=lambda ms: f"to_timestamp(({ms}) / 1000.0)",
    numbers=lambda name, first, last: (
        f"generate_series(cast({first} as bigint), cast({last} as bigint)) as made_{name}({name})"
    ),
)
"""Of DuckDB and PostgreSQL."""


class Rows(NamedTuple):
    """A table, its columns and what SQL makes each of, and what they are selected from."""

    table: str
    columns: dict[str, str]
    source: str

    @property
    def insert(self) -> str:
        """SQL that writes the rows."""
        values = ", ".join(self.columns.values())
        return f"insert into {self.table} ({', '.join(self.columns)}) select {values} {self.source}"


@dataclass(frozen=True)
class History:
    """So many people and what they did; all of it follows from their number."""

    people: int
    dialect: Dialect = SHARED

    @property
    def sessions(self) -> int:
        return self.people * SESSIONS_EACH

    def everybody(self) -> Rows:
        columns = {
            "id": self._identity(f"{_BEGAN_MS} + k", "k"),
            "created_at": self.dialect.moment(f"{_BEGAN_MS} + k"),
            "preferences": f"'{Preferences(knee=Side.LEFT).model_dump_json()}'",
            "writes": str(8 * SESSIONS_EACH),
        }
        return Rows("person", columns, f"from {self.dialect.numbers('k', 0, self.people - 1)}")

    def by_time(self, first: int, last: int) -> str:
        """SQL for the sessions numbered `first` to `last` by time: number, round, person."""
        numbers = self.dialect.numbers("i", first, last)
        place = f"(i % {self.people} * {_STRIDE} + r * {_SHIFT}) % {self.people}"
        rounds = f"select i, cast((i - i % {self.people}) / {self.people} as bigint) as r"
        return f"select i, r, {place} as k from ({rounds} from {numbers}) as numbered"

    def by_person(self, first: int, last: int) -> str:
        """SQL for the same of the people numbered `first` to `last`, person by person."""
        back = pow(_STRIDE, -1, self.people)
        place = f"((k - r * {_SHIFT}) % {self.people} + {self.people}) % {self.people}"
        people = self.dialect.numbers("k", first, last)
        rounds = self.dialect.numbers("r", 0, SESSIONS_EACH - 1)
        number = f"r * {self.people} + {place} * {back} % {self.people}"
        return f"select {number} as i, r, k from {people} cross join {rounds}"

    def made(self, placed: str) -> str:
        """SQL for the table `made`, from which all rows of the sessions `placed` come."""
        gap_ms = round(PERIOD.total_seconds() * 1000) // self.sessions
        return (
            f"create table made as select i, r, k, {_BEGAN_MS} + i * {gap_ms} as ms, "
            f"(i * 31 + k * 17) % 1000 as chance, "
            f"{self._identity(f'{_BEGAN_MS} + i * {gap_ms}', 'i')} as id, "
            f"{self._identity(f'{_BEGAN_MS} + k', 'k')} as person_id from ({placed}) as placed"
        )

    def rows(self) -> Sequence[Rows]:
        """What is written of the sessions in `made`."""
        return (self._sessions(), self._steps(), self._screenings(), self._mornings())

    def _sessions(self) -> Rows:
        ended = self.dialect.moment("ms + 1500000")
        columns = {
            "id": "id",
            "person_id": "person_id",
            "started_at": self.dialect.moment("ms"),
            "ended_at": ended,
            "status": "'saved'",
            "knee": "'left'",
            "test_move": f"'{demo.MOVE}'",
            "choice": "made_plan.choice",
            "plan": "made_plan.plan",
            "pain_before": "4 - (r - r % 30) / 30 + chance % 5",
            "pain_after": "case when chance % 25 <> 1 then 3 - (r - r % 30) / 30 + chance % 7 end",
            "after_at": f"case when chance % 25 <> 1 then {ended} end",
            "late": "chance % 33 = 2",
            "stress_off": "case when chance % 3 = 0 then 'yes' else 'unsure' end",
            "stop_reason": "case when chance % 100 = 3 then 'sharp' end",
            "note": "case when chance % 7 = 4 then 'Stairs felt easier.' else '' end",
        }
        return Rows("session", columns, _FROM_PLAN)

    def _steps(self) -> Rows:
        columns = {
            "session_id": "id",
            "n": "part.n",
            "person_id": "person_id",
            "area": "part.area",
            "side": "part.side",
            "tool": "part.tool",
            "planned_s": "made_trace.worked_s",
            "worked_s": "made_trace.worked_s",
            "unattended_s": "0",
            "trace": "made_trace.trace",
        }
        trace = f"(i * {STEPS_EACH} + part.n) * {_STRIDE} % {TRACES}"
        source = (
            f"from made cross join ({_PARTS}) as part join made_trace on made_trace.n = {trace}"
        )
        return Rows("step", columns, source)

    def _screenings(self) -> Rows:
        columns = {
            "id": "id",
            "person_id": "person_id",
            "started_at": self.dialect.moment("ms - 60000"),
            "finished_at": self.dialect.moment("ms - 30000"),
            "kind": "'short'",
            "rules_version": "'1'",
            "answers": "made_plan.answers",
            "findings": "case when chance % 250 = 5 then made_plan.findings else '[]' end",
        }
        return Rows("screening", columns, f"{_FROM_PLAN} where ms >= {_LATELY_MS}")

    def _mornings(self) -> Rows:
        columns = {
            "id": "id",
            "person_id": "person_id",
            "measure": "'knee_day'",
            "value": "chance % 5 + 1",
            "taken_at": self.dialect.moment("ms - 3600000"),
        }
        return Rows("rating", columns, f"from made where ms >= {_LATELY_MS}")

    def _identity(self, ms: str, number: str) -> str:
        """SQL for an id as of a UUIDv7 of that moment."""
        digits = self.dialect.hexadecimal
        scattered = [digits(f"{number} * {factor} % {prime}", n) for factor, prime, n in _SCATTER]
        return self.dialect.identity(
            f"({digits(ms, 12)} || '7' || {digits(f'{number} % 4096', 3)} || 'a' || "
            f"{' || '.join(scattered)})"
        )


_FROM_PLAN = f"from made join made_plan on made_plan.n = (k + r % 3) % {PLANS}"

_PARTS = " union all ".join(
    f"select {n} as n, '{area}' as area, '{side}' as side, '{tool}' as tool"
    for n, (area, tool, side) in enumerate(
        (area, tool, side)
        for area, tool in ((Area.GLUTEUS_MEDIUS, "ball"), (Area.ILIOTIBIAL_BAND, "roller"))
        for side in Side
    )
)
