"""The kneeapp command as a person runs it: its own process, from any folder."""

import gc
import gzip
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner
from websockets.sync.client import connect

from kneeapp import __version__
from kneeapp.cli import main
from kneeapp.store.engine.database import Store
from tests.support.streamlit_client import opened

KNEEAPP = Path(sys.executable).with_name("kneeapp")
PATIENCE_S = 60
LOADED_BY_VERSION = """
import sys
from kneeapp.cli.main import main
try:
    main(["--version"])
finally:
    print([name for name in ("streamlit", "duckdb", "pandas") if name in sys.modules])
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def environment(folder, **more):
    return {
        **os.environ,
        "KNEEAPP_DATABASE": str(folder / "record.duckdb"),
        "HOME": str(folder),
        **more,
    }


@contextmanager
def running(*arguments, folder, **more):
    """kneeapp as a process of its own, once it says where it is."""
    port = free_port()
    process = subprocess.Popen(
        [KNEEAPP, *arguments, "--no-browser", "--port", str(port)],
        cwd=folder,
        env=environment(folder, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = process.stdout.readline()
        assert f"http://localhost:{port}" in said, said + process.stdout.read()
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def ended(process):
    """What a process that was told to stop said, and its exit code."""
    said = process.stdout.read()
    return said, process.wait(PATIENCE_S)


def kneeapp(*arguments):
    return CliRunner().invoke(main.main, arguments)


def test_a_person_gets_the_first_page_from_any_folder_and_a_clean_end(tmp_path):
    with running(folder=tmp_path) as (process, url):
        with opened(url) as tab:
            assert tab.rerun().faults == []
        with urlopen(f"{url}/_stcore/host-config") as answer:
            assert json.load(answer)["blockErrorDialogs"] is True
        with urlopen(f"{url}/_stcore/bidi-components/kneeapp.player/player.js") as answer:
            assert answer.headers["Cache-Control"] == "no-cache"
        process.send_signal(signal.SIGTERM)
        said, code = ended(process)
    assert said == ""
    assert code == 0
    assert not (tmp_path / "record.duckdb.wal").exists()
    Store.open(tmp_path / "record.duckdb").close()


def test_what_a_browser_asks_a_new_server_for_comes_compressed(tmp_path):
    packed = {"Accept-Encoding": "gzip"}
    with running(folder=tmp_path) as (_, url):
        stream = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
        with connect(stream, subprotocols=["streamlit"]) as tab:  # offers it, as browsers do
            taken = [extension.name for extension in tab.protocol.extensions]
        assert taken == ["permessage-deflate"]
        with urlopen(Request(url, headers=packed | {"Accept": "text/html"})) as page:
            assert page.headers["content-encoding"] == "gzip"
            script = re.search(rb'src="\.(/static/js/[^"]+)"', gzip.decompress(page.read()))[1]
        address = Request(f"{url}{script.decode()}", headers=packed)
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            with urlopen(address) as answer:
                encoding = answer.headers["content-encoding"]
            if encoding:
                break
            time.sleep(0.05)
        assert encoding == "gzip"


def test_a_second_kneeapp_on_the_same_port_says_so_and_ends(tmp_path):
    with running(folder=tmp_path) as (_, url):
        port = url.rpartition(":")[2]
        second = subprocess.run(
            [KNEEAPP, "run", "--no-browser", "--port", port],
            cwd=tmp_path,
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
    assert second.returncode == 1
    assert f"Port {port} is taken" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.parametrize(
    "sent", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.nightly)]
)
def test_the_demo_shows_its_person_and_leaves_nothing_behind(tmp_path, sent):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with running("demo", folder=tmp_path, TMPDIR=str(scratch)) as (process, url):
        with opened(url, "progress") as tab:
            run = tab.rerun()
        assert run.faults == []
        assert b"Demo." in b"".join(message.SerializeToString() for message in run.messages)
        assert list(scratch.glob("kneeapp-demo-*/demo.duckdb"))
        process.send_signal(sent)
        assert ended(process)[1] == 0
    assert list(scratch.glob("kneeapp-demo-*")) == []
    assert not (tmp_path / "record.duckdb").exists()


def test_the_version_is_printed_without_loading_anything_heavy():
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            LOADED_BY_VERSION,
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.splitlines() == [f"kneeapp {__version__}", "[]"]


@pytest.mark.parametrize("command", ["run", "demo", "doctor", "backup", "restore", "copy"])
def test_every_command_explains_itself(command):
    result = kneeapp(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_a_setting_that_cannot_be_used_ends_in_its_message(monkeypatch):
    monkeypatch.setenv("KNEEAPP_PORT", "many")
    result = kneeapp("run", "--no-browser")
    assert result.exit_code == 1
    assert "KNEEAPP_PORT" in result.output
    assert "Traceback" not in result.output


def test_phone_mode_refuses_localhost_and_reports_no_taken_port():
    result = kneeapp("--no-browser", "--port", str(free_port()), "--phone", "127.0.0.1")
    assert result.exit_code == 1
    assert "no phone can reach kneeapp there" in result.output
    assert "taken" not in result.output


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_an_invalid_port_is_refused(port):
    assert kneeapp("--port", port).exit_code == 2


def test_the_browser_is_opened_at_the_address_unless_told_not_to(monkeypatch):
    asked_for = []
    monkeypatch.setattr(main.webbrowser, "open", asked_for.append)
    monkeypatch.setattr(
        "kneeapp.server.app.serve",
        lambda _settings, when_open, **_: when_open("http://localhost:1"),
    )
    assert "http://localhost:1" in kneeapp("run").output
    waited = time.monotonic() + 5
    while not asked_for and time.monotonic() < waited:
        time.sleep(0.01)
    assert asked_for == ["http://localhost:1"]
    kneeapp("run", "--no-browser")
    assert asked_for == ["http://localhost:1"]


def test_a_port_for_a_command_that_serves_nothing_is_refused():
    result = kneeapp("--port", "9001", "doctor")
    assert result.exit_code == 2
    assert "doctor serves nothing" in result.output


@pytest.mark.parametrize("place", ["nowhere/record.duckdb", "postgres//k@h/d"])
def test_a_database_that_cannot_be_there_ends_in_words(tmp_path, monkeypatch, place):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KNEEAPP_DATABASE", place)
    result = kneeapp("run", "--no-browser", "--port", str(free_port()))
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert isinstance(result.exception, SystemExit)


def test_the_port_given_wins_over_the_environment(monkeypatch):
    served = []
    monkeypatch.setenv("KNEEAPP_PORT", "9000")
    monkeypatch.setattr("kneeapp.server.app.serve", lambda chosen, **_: served.append(chosen.port))
    kneeapp("--no-browser")
    kneeapp("--no-browser", "--port", "9001")
    kneeapp("run", "--no-browser", "--port", "9002")
    kneeapp("--no-browser", "--port", "9003", "run")
    kneeapp("--port", "9003", "run", "--no-browser", "--port", "9004")
    assert served == [9000, 9001, 9002, 9003, 9004]
    assert gc.isenabled()  # though nothing is collected while the server is imported


@pytest.mark.parametrize("command", [["run", "--no-browser"], [], ["people", "list"], ["doctor"]])
def test_a_mistyped_table_of_secrets_stops_every_command(tmp_path, monkeypatch, command):
    (tmp_path / "secrets.toml").write_text('[clinc]\nname = "Knee"\n', "utf-8")
    monkeypatch.setenv("KNEEAPP_SECRETS", str(tmp_path / "secrets.toml"))
    result = kneeapp(*command)
    assert result.exit_code == 1
    assert "Did you mean [clinic]?" in result.output
    assert "Traceback" not in result.output
