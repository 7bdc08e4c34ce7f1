"""Pictures that Firefox draws of pages in a folder, served from this machine."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image

NAMES = ("firefox-esr", "firefox")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which the files of `folder` are served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def picture(folder: Path, profile: Path, width: int, height: int) -> Image.Image:
    """How Firefox draws the index.html of `folder`; skips where there is none."""
    firefox = next((found for name in NAMES if (found := shutil.which(name))), None)
    if firefox is None:
        pytest.skip("no Firefox: install firefox-esr")
    profile.mkdir()
    shot = profile / "page.png"
    with served(folder) as address:
        subprocess.run(
            [firefox, "--headless", "--no-remote", "--profile", profile, "--screenshot", shot,
             f"--window-size={width},{height}", f"{address}/index.html"],
            check=True, timeout=120, capture_output=True,
        )  # fmt: skip
    return Image.open(shot).convert("RGB")
