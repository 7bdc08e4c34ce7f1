"""kneeapp as the README starts it, with a record and short lengths of the test's own."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kneeapp.content import DATA
from tests.browser.serving import Server

DOSE = re.compile(r"\{ find_s = \d+, bouts = \d+, bout_s = \d+, breath_s = \d+ \}")
SHORT = "{ find_s = 1, bouts = 2, bout_s = 2, breath_s = 1 }"


def short_content(folder: Path, *, dose: str = SHORT) -> Path:
    """A content folder whose routine takes seconds."""
    text = (DATA / "routines" / "release.toml").read_text("utf-8")
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
        command = "from kneeapp.cli import main; main()"
        return ["-c", command, "--no-browser", "--port", str(self.port)]

    @property
    def environment(self) -> Mapping[str, str]:
        own = {"KNEEAPP_DATABASE": str(self.database), "KNEEAPP_CONTENT": str(self.content)}
        return os.environ | own
