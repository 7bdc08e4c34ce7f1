"""Mail watch: tells clinicians who want it, by mail, that somebody needs them."""

import logging
from datetime import datetime, timedelta
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from kneeapp import clock, content, smtp
from kneeapp.errors import KneeAppError
from kneeapp.settings import Settings
from kneeapp.store.clinic import caseload, mail_notices
from kneeapp.store.engine.database import Store

if TYPE_CHECKING:
    from uuid import UUID

_log = logging.getLogger(__name__)
_EVERY_S = 60
_LOOKED_AT_FOR = mail_notices.MAILED_EVERY + timedelta(minutes=5)
"""After a change: who was told just before it is told of it once they may be told again."""
_LONGEST_S = 20
"""How long an end waits for a mail that is under way."""


class MailWatch:
    """What was seen of each clinician's work list, so that only a change is looked into."""

    def __init__(self, store: Store, chosen: Settings) -> None:
        self._store, self._chosen = store, chosen
        self._states: dict[UUID, list[int]] = {}
        self._changed: dict[UUID, datetime] = {}

    def look(self, now: datetime) -> int:
        """Tell who is to be told at `now`; how many that are."""
        mail, clinic = self._chosen.mail, self._chosen.clinic
        wanted = mail_notices.wanted_by(self._store) if mail and clinic else frozenset()
        for clinician in wanted:
            # without the hour: nobody gets mail of what comes by time alone
            _, *state = caseload.work_state(self._store, clinician, now)
            if self._states.get(clinician) != state:
                self._states[clinician], self._changed[clinician] = state, now
        due = [who for who in wanted if now - self._changed[who] <= _LOOKED_AT_FOR]
        if mail is None or clinic is None or not due:
            return 0
        questions = content.questionnaire(self._chosen.content)
        host = next(iter(clinic.allowed_hosts), "")
        sent = 0
        for clinician, to in mail_notices.claim(self._store, due, questions, now).items():
            try:
                smtp.send(mail, smtp.notice(mail, to, clinic.name, host))
                sent += 1
            except KneeAppError as error:
                mail_notices.give_back(self._store, clinician, now)
                _log.warning("Mail to a clinician could not be sent. %s", error)
        return sent


_threads: dict[str, Thread] = {}
_starting = Lock()
_ending = Event()


def watch(store: Store, chosen: Settings) -> None:
    """Begin to look every minute where mail is set up and nobody looks yet."""
    if chosen.mail is None or store.name in _threads:
        return
    with _starting:
        if store.name not in _threads:
            looking = MailWatch(store, chosen)
            thread = Thread(target=_run, args=(looking,), name="mail", daemon=True)
            _threads[store.name] = thread
            thread.start()


def finish() -> None:
    """Look no more, before the records are closed."""
    _ending.set()
    with _starting:
        while _threads:
            _threads.popitem()[1].join(_LONGEST_S)
    _ending.clear()


def _run(looking: MailWatch) -> None:
    while not _ending.wait(_EVERY_S):
        try:
            looking.look(clock.now())
        except (KneeAppError, OSError):  # the next look may go well
            _log.warning("Who is to be told by mail could not be looked up", exc_info=True)
