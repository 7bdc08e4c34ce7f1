"""The wheel is whole: built from the clone or from the sdist alike, and it runs without a clone."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from kneeapp.settings import PROJECT
from tests.browser.serving import free_port
from tests.support.servers import Server, rerun
from tools.packaging import beside_the_package

KEPT = ("pyproject.toml", "MANIFEST.in", "README.md", "LICENSE", "app.py", "data", "kneeapp")
KEPT += ("pages", "static", ".streamlit", "tools")
"""What a build reads of a clone."""


def build(folder: Path, source: Path, kind: str) -> Path:
    """The sdist or the wheel that `source` builds, without asking for anything from elsewhere."""
    folder.mkdir()
    call = f"import setuptools.build_meta as b; b.build_{kind}({str(folder)!r})"
    subprocess.run([sys.executable, "-c", call], cwd=source, check=True, capture_output=True)
    [built] = folder.iterdir()
    return built


def files(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as opened:
        return {name: opened.read(name) for name in opened.namelist() if ".dist-info/" not in name}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is kept, with a record that somebody has made in it."""
    copy = tmp_path_factory.mktemp("clone")
    for name in KEPT:
        if (PROJECT / name).is_dir():
            junk = shutil.ignore_patterns("__pycache__", "*.duckdb*", "secrets.toml")
            shutil.copytree(PROJECT / name, copy / name, ignore=junk)
        else:
            shutil.copy(PROJECT / name, copy / name)
    (copy / "data" / "kneeapp.duckdb").write_bytes(b"somebody's record")
    (copy / ".streamlit" / "secrets.toml").write_text("[clinic]", "utf-8")
    return copy


@pytest.fixture(scope="module")
def wheel(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("built") / "wheel", clone, "wheel")


def test_the_wheel_holds_all_that_a_clone_runs_with_and_nobody_s_record(wheel: Path) -> None:
    held = files(wheel)
    for file in beside_the_package():
        assert held[f"kneeapp/project/{file.as_posix()}"] == (PROJECT / file).read_bytes()
    names = {Path(name).name for name in held}
    assert {"app.py", "today.py", "screening.toml", "common_passwords.txt", "config.toml"} <= names
    assert not {name for name in names if "duckdb" in Path(name).suffixes or name == "secrets.toml"}
    assert not [name for name in held if name.startswith(("tests/", "tools/", "pages/"))]


def test_the_sdist_builds_the_same_wheel(clone: Path, wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(build(tmp_path / "sdist", clone, "sdist")) as opened:
        opened.extractall(tmp_path / "unpacked", filter="data")
    [source] = (tmp_path / "unpacked").iterdir()
    assert files(build(tmp_path / "again", source, "wheel")) == files(wheel)


def test_an_installed_wheel_runs_without_a_clone_and_says_where_the_record_is(
    wheel: Path, tmp_path: Path
) -> None:
    installed, home = tmp_path / "site", tmp_path / "home"
    home.mkdir()
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(installed)
    mine = {"PYTHONPATH": str(installed), "HOME": str(home), "PYTHONUNBUFFERED": "1"}
    mine |= {"XDG_DATA_HOME": str(home / "data"), "XDG_CACHE_HOME": str(home / "cache")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KNEEAPP_")}
    port = free_port()
    start = "from kneeapp.cli.main import main; main()"
    command = [sys.executable, "-c", start, "run", "--no-browser", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=home, env=kept | mine, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            server = Server(port, process)  # type: ignore[arg-type]  # nobody measures it here
            for page in ("", "screening", "routine", "progress", "programme", "my_data"):
                with server.tab(page) as tab:
                    rerun(tab)
        finally:
            process.terminate()
        said = process.stdout.read() if process.stdout else ""
    record = home / "data" / "kneeapp" / "kneeapp.duckdb"
    assert f"Your record is in {record}" in said
    assert record.is_file()
    assert record.stat().st_mode & 0o077 == 0, "its owner alone reads it"
    assert not list(installed.rglob("*.duckdb*")), "nothing is written where packages are"
