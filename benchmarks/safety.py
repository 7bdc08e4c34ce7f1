"""What it takes to read and fold everything that is open in a record of ten years.

Run it as `python -m benchmarks.safety`; docs/benchmarks.md has the method.
"""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from benchmarks.harness import Harness, Row, in_turn
from kneeapp import content
from kneeapp.cli import demo
from kneeapp.domain.accounts.people import Principal
from kneeapp.domain.clearance.person_status import person_standing
from kneeapp.domain.evidence.rating_findings import RatingHistory
from kneeapp.domain.screening.answers import ScreeningKind
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people, screening_rows, session_rows
from kneeapp.store.record.findings import safety_record
from tests.support.stories import short_list

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
FULL_EVERY, CAUTION_EVERY, STOP_EVERY = 75, 99, 200
"""One list in so many is a whole screening or finds a caution, one session is stopped for pain."""

READ, FOLD, BOTH = "read", "fold", "read and fold"
LIMIT_S = 0.005


def main() -> None:
    """Measure, print, and end with an error where it takes longer than LIMIT_S."""
    bench = Harness(__doc__, rounds=(5, 1), weeks=(520, 10), times=(50, 5))
    questions = content.questionnaire()
    with closing(Store.open(None)) as store:
        record = ten_years(store, bench["weeks"])
        known = safety_record(record, RatingHistory())

        def read_and_fold() -> object:
            return person_standing(questions, safety_record(record, RatingHistory()), NOW, UTC)

        works = {
            READ: lambda _: safety_record(record, RatingHistory()),
            FOLD: lambda _: person_standing(questions, known, NOW, UTC),
            BOTH: lambda _: read_and_fold(),
        }
        rounds = bench.measure(lambda: in_turn(works, range(bench["times"])))
    bench.report("What is open", rounds, [Row(READ), Row(FOLD), Row(BOTH, most=LIMIT_S)])
    bench.end()


def ten_years(store: Store, weeks: int) -> Record:
    """A record of so many weeks of sessions, each after a list on danger."""
    questions = content.questionnaire()
    person = people.sole_person(store, NOW)
    stories = list(demo.made_up(content.routine("release", None), NOW, weeks=weeks))
    with store.tx() as q:
        for n, (started, ended) in enumerate(stories):
            kind = ScreeningKind.FULL if n % FULL_EVERY == 0 else ScreeningKind.SHORT
            ticked = {"legs": ["calf_tender"]} if n % CAUTION_EVERY == 1 else {}
            at = started.started_at - timedelta(minutes=2)
            screening_rows.insert(q, person, short_list(questions, at, kind, ticked))
            session_rows.insert(q, person, started)
            stop = "sharp" if n % STOP_EVERY == 0 else ended.stop_reason
            session_rows.finish(q, person, replace(ended, stop_reason=stop))
    print(f"{len(stories):,} sessions and lists")
    return Record(store, person, Principal(person))


if __name__ == "__main__":
    main()
