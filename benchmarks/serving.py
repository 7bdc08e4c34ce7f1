"""The servers that are measured, started as a person would start them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from kneeapp.server.middleware import static_files
from tests.support.streamlit_client import Tab, opened

PATIENCE_S = 60
"""How long a server may take to answer at all."""

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Home:
    """Where servers run: a folder without anybody's settings, and the record they open."""

    folder: Path
    record: Path

    def __post_init__(self) -> None:
        static_files.shelf().fill()  # as every start but a version's first finds it

    @contextmanager
    def served(
        self, command: list[str], settings: Mapping[str, str] | None = None
    ) -> Iterator[int]:
        """The command running, with nothing of it on the screen; its process id."""
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env={
                **os.environ,
                "HOME": str(self.folder),
                "XDG_CACHE_HOME": str(user_cache_path()),
                "KNEEAPP_DATABASE": str(self.record),
                **(settings or {}),
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait()


def kneeapp(port: int) -> list[str]:
    """The command that serves kneeapp."""
    return [str(BIN / "kneeapp"), "run", "--no-browser", "--port", str(port)]


def streamlit(script: Path, port: int) -> list[str]:
    """The command that serves a script on Streamlit's own server."""
    options = {"address": "127.0.0.1", "headless": "true", "port": str(port)}
    given = [f"--server.{name}={value}" for name, value in options.items()]
    return [str(BIN / "streamlit"), "run", str(script), *given]


@contextmanager
def answering(port: int, page: str = "", headers: Mapping[str, str] | None = None) -> Iterator[Tab]:
    """A tab on a server that may still be starting."""
    wait_until_open(port)
    with opened(address(port), page, headers) as tab:
        yield tab


def address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def wait_until_open(port: int) -> None:
    given_up = time.perf_counter() + PATIENCE_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if time.perf_counter() > given_up:
                raise
            time.sleep(0.005)
        else:
            return


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port: int = held.getsockname()[1]
        return port
