"""kneeapp as the README starts it, with a record and short lengths of the test's own."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from kneeapp import clock, content
from kneeapp.cli import demo
from kneeapp.domain.routine.definitions import Choice, Preset
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.sides import Side
from kneeapp.store.record import screenings, sessions
from tests.browser.reading import opened
from tests.browser.serving import Server
from tests.store.builders import a_session

DOSE = re.compile(r"\{ find_s = \d+, bouts = \d+, bout_s = \d+, breath_s = \d+ \}")
SHORT = "{ find_s = 0, bouts = 1, bout_s = 2, breath_s = 0 }"
TWO_BOUTS = "{ find_s = 1, bouts = 2, bout_s = 2, breath_s = 0 }"


def short_content(folder: Path, *, dose: str = SHORT) -> Path:
    """A content folder whose routine takes seconds."""
    text = (content.DATA / "routines" / "release.toml").read_text("utf-8")
    areas, *standing = DOSE.sub(dose, text).split("[[standing]]")
    text = "[[standing]]".join(
        [areas, *(re.sub(r"seconds = \d+", "seconds = 1", one) for one in standing)]
    )
    (folder / "routines").mkdir(parents=True, exist_ok=True)
    (folder / "routines" / "release.toml").write_text(text, "utf-8")
    return folder


@dataclass
class Kneeapp(Server):
    """A kneeapp server on a record and a content folder."""

    database: Path
    content: Path
    host = "localhost"

    @property
    def arguments(self) -> list[str | Path]:
        command = "from kneeapp.cli.main import main; main()"
        return ["-c", command, "--no-browser", "--port", str(self.port)]

    @property
    def environment(self) -> Mapping[str, str]:
        own = {"KNEEAPP_DATABASE": str(self.database), "KNEEAPP_CONTENT": str(self.content)}
        return os.environ | own


def session_under_way(server: Kneeapp) -> None:
    """A session on the sore side that has not been started yet, in the record of a server to be."""
    routine = content.routine("release", server.content)
    choice = Choice(preset=Preset.SORE_SIDE)
    planned = a_session(
        plan=plan(routine, choice, Side.LEFT), choice=choice, before=4, started_at=clock.now()
    )
    with opened(server.database) as record:
        sessions.start(record, planned)


def some_weeks(server: Kneeapp) -> None:
    """Fill the record of a server to be: screened a moment ago, sessions of two weeks."""
    now = clock.now()
    with opened(server.database) as record:
        screenings.save(record, demo.screened(content.questionnaire(), now - timedelta(minutes=15)))
        for started, ended in demo.made_up(content.routine("release"), now, weeks=2):
            sessions.start(record, started)
            sessions.save(record, ended)
