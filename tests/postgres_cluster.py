"""A PostgreSQL server of the tests' own, on 127.0.0.1, that can be stopped and started again."""

import os
import shutil
import socket
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from uuid import uuid4

import psycopg

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
"""Where Debian puts the server's programs, which are not on the path."""

LACKING = "PostgreSQL is not installed (apt-get install postgresql)"


def program(name: str) -> str | None:
    """The path of one of the server's programs; None where it is not installed."""
    return shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *map(str, PROGRAMS[::-1])]))


class Cluster:
    """A server whose files lie in `folder`, kept where they are there; nobody else can reach it."""

    def __init__(self, folder: Path, settings: Mapping[str, str] = MappingProxyType({})) -> None:
        self._folder = folder
        self._settings = settings
        self._port = _free_port()
        # PostgreSQL refuses to run as root, who can hand the folder to the user it came with
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(folder, self._user)
        if not (folder / "data").exists():
            self._run(
                "initdb", "--username=kneeapp", "--auth=trust", "--encoding=UTF8", "--no-locale"
            )
        self.restart()  # one that was killed may have left it running

    def start(self) -> None:
        options = f"-p {self._port} -k {self._folder} -c listen_addresses=127.0.0.1"
        options += "".join(f" -c {name}={value}" for name, value in self._settings.items())
        self._run(
            "pg_ctl", "--wait", f"--options={options}", f"--log={self._folder / 'log'}", "start"
        )

    def stop(self) -> None:
        """As abruptly as a crash."""
        self._run("pg_ctl", "--wait", "--mode=immediate", "stop")

    @property
    def runs(self) -> bool:
        return (self._folder / "data" / "postmaster.pid").exists()

    def restart(self) -> None:
        """Stop where it runs, and start."""
        if self.runs:
            self.stop()
        self.start()

    def database(self, name: str = "") -> str:
        """The URL of the database of that `name`, made where there is none, else of a fresh one."""
        schema = name or f"s{uuid4().hex}"
        url = f"postgresql://kneeapp@127.0.0.1:{self._port}/postgres"
        with closing(psycopg.connect(url, autocommit=True)) as connection:
            connection.execute(f'create schema if not exists "{schema}"')
        return f"{url}?options=-csearch_path%3D{schema}"

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run(
            [program(name) or name, "-D", self._folder / "data", *arguments],
            user=self._user,
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self._folder,
        )


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
