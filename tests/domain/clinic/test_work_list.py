"""What is to be done stands in the order in which a clinician does it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from kneeapp.domain.clinic.alerts import Alert, AlertKind, Handling
from kneeapp.domain.clinic.caseload import CaseloadEntry
from kneeapp.domain.clinic.work_list import newest_untaken, work_list
from kneeapp.domain.safety.findings import Urgency

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


def somebody(name, *alerts, handled=()):
    return CaseloadEntry(UUID(int=hash(name) % 2**64), name, NOW, 4, alerts=alerts, handled=handled)


def flag(urgency, hours):
    return Alert(AlertKind.RED_FLAG, NOW - hours * HOUR, "", urgency)


def names(*cases):
    return [task.name for task in work_list(cases)]


def test_an_emergency_stands_above_all_and_the_newest_of_them_first():
    minute = somebody("a minute ago", flag(Urgency.EMERGENCY, 0.02))
    day = somebody("a day ago", flag(Urgency.EMERGENCY, 24))
    today = somebody("same day", flag(Urgency.SAME_DAY, 0))
    silent = somebody("silent", Alert(AlertKind.SILENT, NOW - 500 * HOUR))
    assert names(silent, today, day, minute) == ["a minute ago", "a day ago", "same day", "silent"]


def test_of_the_rest_what_has_waited_longest_comes_first():
    old, new = (somebody(f"{n}", Alert(AlertKind.STOPPED, NOW - n * HOUR)) for n in (40, 2))
    assert names(new, old) == ["40", "2"]


def test_what_somebody_has_taken_follows_what_nobody_has():
    taken = Handling(
        UUID(int=1), AlertKind.STOPPED, NOW, "Dr Vogt", taken_at=NOW, taken_by="Dr Vogt"
    )
    old = somebody("taken", Alert(AlertKind.STOPPED, NOW - 40 * HOUR), handled=(taken,))
    new = somebody("waiting", Alert(AlertKind.STOPPED, NOW - HOUR))
    assert names(old, new) == ["waiting", "taken"]
    assert newest_untaken(work_list([old, new])) == NOW - HOUR
    assert newest_untaken(work_list([old])) is None


def test_a_red_flag_ends_by_a_check_and_not_by_being_closed():
    [first, second] = work_list(
        [somebody("x", flag(Urgency.SAME_DAY, 1), Alert(AlertKind.SILENT, NOW))]
    )
    assert (first.closable, second.closable) == (False, True)
