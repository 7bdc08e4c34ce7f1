"""What it takes to read and fold everything that is open in a record of ten years.

python benchmarks/safety.py [postgresql://...]
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

from uuid6 import uuid7

from kneeapp import content
from kneeapp.cli import demo
from kneeapp.domain.accounts.people import Principal
from kneeapp.domain.clearance.person_status import person_standing
from kneeapp.domain.evidence.rating_findings import RatingHistory
from kneeapp.domain.screening.answers import ScreeningKind, begun
from kneeapp.domain.screening.questionnaire import next_group
from kneeapp.domain.screening.questions import SAFETY
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people, screening_rows, session_rows
from kneeapp.store.record.findings import safety_record

WEEKS, NOW = 520, datetime(2026, 3, 2, 8, tzinfo=UTC)


def timed(what: str, work: Callable[[], object]) -> None:
    took = []
    for _ in range(50):
        began = perf_counter()
        work()
        took.append(1000 * (perf_counter() - began))
    print(f"{what}: {median(took):.1f} ms (p50), {min(took):.1f} ms at best")


def main() -> None:
    store = Store.open(sys.argv[1] if len(sys.argv) > 1 else None)
    questions, routine = content.questionnaire(), content.routine("release", None)
    record = Record(store, person := people.sole_person(store, NOW), Principal(person))
    stories = list(demo.made_up(routine, NOW, weeks=WEEKS))
    with store.tx() as q:
        for n, (started, ended) in enumerate(stories):
            at = started.started_at - timedelta(minutes=2)
            kind = ScreeningKind.FULL if n % 75 == 0 else ScreeningKind.SHORT
            one = begun(questions, kind, screening_id=uuid7(), started_at=at)
            while group := next_group(questions, SAFETY, one.answers, urgency=one.urgency):
                given = {"age": 40, "injury": "no", "legs": ["calf_tender"] if n % 99 == 1 else []}
                one = one.answered(questions, group.id, given.get(group.id, []), at)
            screening_rows.insert(q, person, replace(one, finished_at=at))
            session_rows.insert(q, person, started)
            stop = "sharp" if n % 200 == 0 else ended.stop_reason
            session_rows.finish(q, person, replace(ended, stop_reason=stop))
    read = safety_record(record, RatingHistory())
    print(
        f"{len(stories)} sessions and lists, of which {len(read.screenings)} and {len(read.ends)}"
    )
    timed("read", lambda: safety_record(record, RatingHistory()))
    timed("fold", lambda: person_standing(questions, read, NOW, UTC))


if __name__ == "__main__":
    main()
