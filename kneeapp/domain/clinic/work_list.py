"""Work list: what is to be done for the people of a clinician, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kneeapp.domain.clinic.alerts import Alert, AlertKind, Handling
from kneeapp.domain.clinic.caseload import CaseloadEntry


@dataclass(frozen=True)
class Task:
    """One alert of one person, and what was done about it so far."""

    person: UUID
    name: str
    alert: Alert
    handling: Handling | None

    @property
    def taken_by(self) -> str | None:
        return self.handling.taken_by if self.handling else None

    @property
    def closable(self) -> bool:
        """Whether it ends by being closed: a red flag that is open ends by a check alone."""
        return self.alert.kind is not AlertKind.RED_FLAG

    @property
    def order(self) -> tuple[float, ...]:
        """A newer red flag may still be turned into help; of the rest, what waited longest."""
        kind, at = self.alert.kind, self.alert.at.timestamp()
        red_flag = kind is AlertKind.RED_FLAG
        return (
            -self.alert.urgency,
            list(AlertKind).index(kind),
            self.taken_by is not None,
            -at if red_flag else at,
        )


def work_list(cases: Iterable[CaseloadEntry]) -> tuple[Task, ...]:
    """Every alert of `cases` as a task: by urgency, then by kind, then what nobody has taken."""
    tasks = (
        Task(case.person, case.name, alert, case.taken(alert))
        for case in cases
        for alert in case.alerts
    )
    return tuple(sorted(tasks, key=lambda task: (task.order, task.name, task.person)))


MAILED = frozenset({AlertKind.RED_FLAG, AlertKind.STOPPED})
"""What a clinician who wants mail is told of: that somebody needs them, not what it is (DESIGN)."""


def needs_somebody_since(cases: Iterable[CaseloadEntry]) -> datetime | None:
    """When the newest alert of MAILED arose that nobody has taken; None without one."""
    waiting = (alert for case in cases for alert in case.waiting)
    return max((alert.at for alert in waiting if alert.kind in MAILED), default=None)


def newest_untaken(tasks: Iterable[Task]) -> datetime | None:
    """When the newest task arose that nobody has taken; None without one."""
    return max((task.alert.at for task in tasks if task.taken_by is None), default=None)
