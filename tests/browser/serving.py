"""A server of the test's own, which it may kill and start again."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
QUIET = {
    "server.address": "127.0.0.1",
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """A process that serves a page on `port` of this machine."""

    host = "127.0.0.1"
    port: int = field(default_factory=free_port, kw_only=True)
    process: subprocess.Popen[bytes] | None = field(default=None, kw_only=True)

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def arguments(self) -> list[str | Path]:
        """What Python is started with."""
        raise NotImplementedError

    @property
    def environment(self) -> Mapping[str, str] | None:
        return None

    def start(self) -> Self:
        """Start it where it does not run, and wait until it answers."""
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, *self.arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):
                    return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise TimeoutError(f"no server at {self.url}")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process:
            self.process.send_signal(how)
            self.process.wait()
            self.process = None

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self.end(signal.SIGKILL)


@dataclass
class Script(Server):
    """`streamlit run` of one script, with its arguments and Streamlit's options."""

    script: Path
    given: tuple[str, ...] = ()
    options: dict[str, str] = field(default_factory=dict)

    @property
    def arguments(self) -> list[str | Path]:
        options = QUIET | self.options | {"server.port": str(self.port)}
        flags = [f"--{name}={value}" for name, value in options.items()]
        return ["-m", "streamlit", "run", self.script, *flags, "--", *self.given]
