"""A bare Debian in a folder, with processes and a network of its own, for what changes a machine.

Needs root, debootstrap, a Debian mirror and a package index. Nothing outside the folder changes;
all that runs in it ends with it.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kneeapp.settings import PROJECT

BARE = ("ca-certificates", "iproute2", "openssl", "systemd")
"""What a server of Debian has that its smallest system lacks."""

LIVE = """
mount -t proc proc /proc
mount -t tmpfs tmpfs /dev/shm
ip link set lo up
echo ready
exec sleep infinity
"""
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/root"}


@dataclass(frozen=True)
class Machine:
    """A Debian at `root` whose first process is `life`, as this machine counts processes."""

    root: Path
    life: int
    begun: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def command(self, *words: str) -> list[str]:
        """What this machine runs to have `words` run there, as root."""
        return [
            "nsenter",
            f"--target={self.life}",
            *("--mount", "--pid", "--net", "--root"),
            *words,
        ]

    def sh(self, script: str) -> str:
        """What a script prints; raises CalledProcessError where one of its commands fails."""
        done = subprocess.run(
            self.command("--wdns=/", "sh", "-ec", script),
            env={**ENVIRONMENT, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "/wheels"},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def begin(self, user: str, folder: str, words: str) -> None:
        """Start what goes on until the machine ends, as `user` in `folder`."""
        as_user = self.command(f"--wdns={folder}", "runuser", "-u", user, "--", *words.split())
        self.begun.append(subprocess.Popen(as_user, env=ENVIRONMENT))

    def browser(self, chromium: Path, place: Path) -> Path:
        """A program at `place` that runs this machine's Chromium on that one's network."""
        place.write_text(f'#!/bin/sh\nexec nsenter --target={self.life} --net {chromium} "$@"\n')
        place.chmod(0o755)
        return place


@contextmanager
def bare_debian(root: Path, packages: Sequence[str]) -> Iterator[Machine]:
    """A Debian of this machine's release with those packages, and what pip may install there."""
    bootstrap(root, packages)
    fetch_wheels(root / "wheels")
    shutil.copy("/etc/hosts", root / "etc" / "hosts")
    alone = ("--mount", "--pid", "--net", "--fork", "--kill-child")
    with subprocess.Popen(
        ["unshare", *alone, "chroot", root, "sh", "-ec", LIVE],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        text=True,
    ) as outside:
        try:
            assert outside.stdout
            assert outside.stdout.readline() == "ready\n"
            children = Path(f"/proc/{outside.pid}/task/{outside.pid}/children")
            machine = Machine(root, int(children.read_text("utf-8")))
            yield machine
        finally:
            outside.kill()
    for process in machine.begun:
        process.wait()


def bootstrap(root: Path, packages: Sequence[str]) -> None:
    release = Path("/etc/os-release").read_text("utf-8")
    [suite] = re.findall(r"^VERSION_CODENAME=(\w+)", release, re.MULTILINE)
    included = f"--include={','.join((*BARE, *packages))}"
    subprocess.run(
        ["debootstrap", "--variant=minbase", included, suite, root],
        env=os.environ | ENVIRONMENT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def fetch_wheels(folder: Path) -> None:
    """What requirements.txt names, and what builds kneeapp, for the Python of this release."""
    found = ["/usr/bin/python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    version = subprocess.run(found, check=True, capture_output=True, text=True).stdout.strip()
    lines = (PROJECT / "requirements.txt").read_text("utf-8").splitlines()
    named = [line for line in lines if line and not line.startswith(("#", "-e"))]
    wheels = ["--only-binary=:all:", f"--python-version={version}", f"--dest={folder}"]
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", *wheels, "setuptools>=77", "wheel", *named],
        check=True,
    )
