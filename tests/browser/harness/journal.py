"""A stand-in for the store: events in a file, so that they outlive the server."""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kneeapp.domain.routine.timeline import Event

_lock = threading.Lock()


class Journal:
    """The events of one session, each taken once by (client, seq); runs are counted."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._events = folder / "events.jsonl"
        self._runs = folder / "runs"
        self._clock = folder / "clock"
        self._options = folder / "options.json"

    def add(self, events: tuple[Event, ...]) -> bool:
        """Store what is new; whether anything was."""
        with _lock:
            known = {(event.client, event.seq) for event in self.events}
            new = [event for event in events if (event.client, event.seq) not in known]
            with self._events.open("a") as file:
                file.writelines(event.model_dump_json() + "\n" for event in new)
        return bool(new)

    @property
    def events(self) -> list[Event]:
        lines = self._events.read_text().splitlines() if self._events.exists() else []
        return [Event.model_validate_json(line) for line in lines]

    @property
    def kinds(self) -> list[str]:
        return [event.kind.value for event in self.events]

    @property
    def acknowledged(self) -> dict[str, int]:
        return {event.client: event.seq for event in sorted(self.events, key=lambda one: one.seq)}

    @property
    def runs(self) -> int:
        return len(self._runs.read_text()) if self._runs.exists() else 0

    def count_run(self) -> None:
        with self._runs.open("a") as file:
            file.write(".")

    @property
    def now(self) -> datetime:
        """The machine's time, moved by what a test asked for."""
        ahead = float(self._clock.read_text()) if self._clock.exists() else 0.0
        return datetime.now(UTC) + timedelta(seconds=ahead)

    def move_clock(self, seconds: float) -> None:
        ahead = float(self._clock.read_text()) if self._clock.exists() else 0.0
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(str(ahead + seconds))
        fresh.replace(self._clock)  # at once: the server may be reading it

    @property
    def options(self) -> dict[str, Any]:
        return json.loads(self._options.read_text()) if self._options.exists() else {}

    def choose(self, **options: Any) -> None:
        self._options.write_text(json.dumps({**self.options, **options}))
