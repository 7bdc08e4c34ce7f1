"""kneeapp as the README starts it, with a record and short lengths of the test's own."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from kneeapp.content import DATA

DOSE = re.compile(r"\{ find_s = \d+, bouts = \d+, bout_s = \d+, breath_s = \d+ \}")
SHORT = "{ find_s = 1, bouts = 2, bout_s = 2, breath_s = 1 }"


def short_content(folder: Path, *, dose: str = SHORT) -> Path:
    """A content folder whose routine takes seconds."""
    text = (DATA / "routines" / "release.toml").read_text("utf-8")
    text = re.sub(r"seconds = \d+", "seconds = 1", DOSE.sub(dose, text))
    (folder / "routines").mkdir(parents=True)
    (folder / "routines" / "release.toml").write_text(text, "utf-8")
    return folder


@dataclass
class Kneeapp:
    """A kneeapp server that a test may kill and start again on the same record."""

    database: Path
    content: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> "Kneeapp":
        environment = os.environ | {
            "KNEEAPP_DATABASE": str(self.database),
            "KNEEAPP_CONTENT": str(self.content),
        }
        command = "from kneeapp.cli import main; main()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", command, "--no-browser", "--port", str(self.port)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()
        return self

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process:
            self.process.send_signal(how)
            self.process.wait()
            self.process = None

    def _wait(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise TimeoutError(f"no server at {self.url}")
