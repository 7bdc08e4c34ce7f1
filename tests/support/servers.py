"""Servers as a person would start them, from a folder without anybody's settings."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # no stubs among the project's tools
from platformdirs import user_cache_path

from kneeapp import clock
from kneeapp.cli import demo
from kneeapp.server.middleware import static_files
from kneeapp.store.engine.database import Store
from kneeapp.store.record import sessions
from tests.browser.serving import free_port
from tests.support.streamlit_client import Tab, opened

WAIT_S = 60
"""How long a server may take to answer at all."""

BIN = Path(sys.executable).parent
HELLO = "import streamlit as st\n\nst.write('hello')\n"


@dataclass(frozen=True)
class Server:
    """A server under way on this machine."""

    port: int
    process: psutil.Process

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def cpu_s(self) -> float:
        """Seconds of processor time, of user and system, since it started."""
        return float(sum(self.process.cpu_times()[:2]))

    @property
    def memory(self) -> float:
        """Bytes of resident memory."""
        return float(self.process.memory_info().rss)

    def wait(self) -> None:
        """Return once it takes connections; raises OSError after WAIT_S."""
        deadline = time.perf_counter() + WAIT_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                if time.perf_counter() > deadline:
                    raise
                time.sleep(0.005)
            else:
                return

    @contextmanager
    def tab(self, page: str = "", headers: Mapping[str, str] | None = None) -> Iterator[Tab]:
        """A tab on `page`, once the server answers."""
        self.wait()
        with opened(self.url, page, headers) as tab:
            yield tab


@contextmanager
def kneeapp(folder: Path, record: Path, **settings: str) -> Iterator[Server]:
    """The server that `kneeapp` starts, on `record`, with KNEEAPP_… variables."""
    _compress_static_files()
    port = free_port()
    command: list[str | Path] = [BIN / "kneeapp", "run", "--no-browser", "--port", str(port)]
    own = {"KNEEAPP_DATABASE": str(record), **settings}
    with _running(command, folder, port, own) as server:
        yield server


@cache
def _compress_static_files() -> None:
    """As every start finds them but a version's first."""
    static_files.shelf().fill()


@contextmanager
def streamlit(script: Path, folder: Path, **settings: str) -> Iterator[Server]:
    """`script` on Streamlit's own server, with stock settings but for STREAMLIT_… variables."""
    port = free_port()
    options = {"address": "127.0.0.1", "headless": "true", "port": str(port)}
    flags = [f"--server.{name}={value}" for name, value in options.items()]
    with _running([BIN / "streamlit", "run", script, *flags], folder, port, settings) as server:
        yield server


@contextmanager
def hello(folder: Path) -> Iterator[Server]:
    """A page on stock Streamlit that only says hello."""
    script = folder / "hello.py"
    script.write_text(HELLO, encoding="utf-8")
    with streamlit(script, folder) as server:
        yield server


@contextmanager
def _running(
    command: list[str | Path], folder: Path, port: int, settings: Mapping[str, str]
) -> Iterator[Server]:
    """A process with nobody's settings: `folder` is its home."""
    home = {"HOME": str(folder), "XDG_CACHE_HOME": str(user_cache_path())}
    home["PYTHONDONTWRITEBYTECODE"] = ""  # each start but the first finds what it compiled
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **home, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Server(port, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait()


def fill(record: Path, weeks: int = demo.WEEKS) -> int:
    """Make the file `record` hold the made-up person's `weeks`; the number of sessions."""
    with closing(Store.open(record)) as store:
        return len(sessions.sessions(demo.fill(store, clock.now(), weeks=weeks)))


def rerun(tab: Tab) -> None:
    """Run the page of `tab`; raises LookupError where it shows an error."""
    if faults := tab.rerun().faults:
        raise LookupError(f"The page shows an error: {faults[0]}")
