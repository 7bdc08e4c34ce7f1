"""What `kneeapp doctor` finds, and that each fault comes with what to do."""

import shutil
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from click.testing import CliRunner

from kneeapp.cli import doctor, main
from kneeapp.domain.accounts.mail_settings import Mail
from kneeapp.server.app import listen
from kneeapp.settings import PROJECT, Settings
from kneeapp.store.engine.database import Store
from tests.support.mail_server import mail_server
from tests.support.servers import kneeapp


@pytest.fixture
def healthy(tmp_path):
    """An environment in which nothing is wrong."""
    with listen(0) as free:
        port = free.getsockname()[1]
    return {"KNEEAPP_DATABASE": str(tmp_path / "record.duckdb"), "KNEEAPP_PORT": str(port)}


def faults(environment, project=PROJECT):
    return {check.subject: check for check in doctor.examine(environment, project) if check.advice}


def test_the_doctor_reports_no_fault_where_nothing_is_wrong(healthy, tmp_path):
    subjects = [check.subject for check in doctor.examine(healthy)]
    assert faults(healthy) == {}
    assert {"Python", "installation", "configuration", "database", "port"} <= set(subjects)
    assert {"content screening.toml", "content poses/release.toml"} <= set(subjects)
    assert {"content programme.toml", "content routines/ankle.toml"} <= set(subjects)
    assert not (tmp_path / "record.duckdb").exists()


def test_the_doctor_opens_an_existing_record(healthy, tmp_path):
    Store.open(tmp_path / "record.duckdb").close()
    assert faults(healthy) == {}


def test_a_damaged_record_is_a_fault_and_stays_as_it_is(healthy, tmp_path):
    (tmp_path / "record.duckdb").write_bytes(b"not a database" * 1000)
    reported = faults(healthy)
    assert list(reported) == ["database"]
    assert "damaged" in reported["database"].advice
    assert (tmp_path / "record.duckdb").read_bytes() == b"not a database" * 1000


def test_a_folder_that_is_not_there_is_a_fault(healthy, tmp_path):
    reported = faults(healthy | {"KNEEAPP_DATABASE": str(tmp_path / "nowhere" / "record.duckdb")})
    assert list(reported) == ["database"]
    assert "nowhere" in reported["database"].advice


def test_a_setting_that_cannot_be_used_is_a_fault(healthy):
    reported = faults(healthy | {"KNEEAPP_PORT": "many"})
    assert "KNEEAPP_PORT" in reported["environment"].advice


def test_a_port_that_is_taken_is_a_fault(healthy):
    with listen(int(healthy["KNEEAPP_PORT"])):
        assert "taken" in faults(healthy)["port"].advice


def test_a_port_on_which_kneeapp_runs_is_no_fault_while_it_is_well(healthy, tmp_path):
    with kneeapp(tmp_path, tmp_path / "other.duckdb") as server:
        server.wait()
        checks = doctor.examine(healthy | {"KNEEAPP_PORT": str(server.port)})
        [port] = [check for check in checks if check.subject == "port"]
    assert (port.state, port.advice) == (f"kneeapp runs on {server.port} and is well", "")


def test_a_port_on_which_another_program_answers_is_taken(healthy):
    with ThreadingHTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as other:
        Thread(target=other.serve_forever).start()
        assert "taken" in faults(healthy | {"KNEEAPP_PORT": str(other.server_port)})["port"].advice
        other.shutdown()


@pytest.mark.parametrize("name", ["screening.toml", "poses/moves.toml", "routines/release.toml"])
def test_a_content_file_that_cannot_be_read_is_a_fault_by_name(healthy, tmp_path, name):
    replacement = tmp_path / "content" / name
    replacement.parent.mkdir(parents=True)
    replacement.write_text("nonsense = [", encoding="utf-8")
    reported = faults(healthy | {"KNEEAPP_CONTENT": str(tmp_path / "content")})
    assert str(replacement) in reported[f"content {name}"].advice


def test_a_faulty_pose_file_is_reported_once_though_every_routine_needs_it(healthy, tmp_path):
    replacement = tmp_path / "content" / "poses" / "moves.toml"
    replacement.parent.mkdir(parents=True)
    replacement.write_text("[squat]", encoding="utf-8")
    reported = faults(healthy | {"KNEEAPP_CONTENT": str(tmp_path / "content")})
    assert list(reported) == ["content poses/moves.toml"]


def test_a_content_file_that_replaces_nothing_is_a_fault(healthy, tmp_path):
    replacement = tmp_path / "content"
    replacement.mkdir()
    shutil.copy(PROJECT / "data" / "screening.toml", replacement / "screning.toml")
    reported = faults(healthy | {"KNEEAPP_CONTENT": str(replacement)})
    assert "screening.toml" in reported["content screning.toml"].advice


def test_an_old_python_is_a_fault():
    assert doctor.python((3, 10)).advice
    assert not doctor.python((3, 11)).advice
    assert not doctor.python((3, 14)).advice


def test_pages_that_are_missing_are_a_fault(tmp_path):
    assert "app.py" in doctor.installation(tmp_path).state
    assert "pip install -e" in doctor.installation(tmp_path).advice


def test_a_package_that_is_not_installed_is_a_fault(monkeypatch):
    def not_installed(name):
        raise doctor.PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "distribution", not_installed)
    assert "pip install -e" in doctor.installation(PROJECT).advice


def test_a_streamlit_configuration_that_cannot_be_read_is_a_fault(tmp_path):
    assert doctor.configuration(tmp_path).advice
    file = tmp_path / ".streamlit" / "config.toml"
    file.parent.mkdir()
    file.write_text("[server", encoding="utf-8")
    assert doctor.configuration(tmp_path).advice


def test_the_command_ends_with_an_error_only_where_there_is_a_fault(healthy, monkeypatch):
    for name, value in healthy.items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(main.main, ["doctor"])
    assert result.exit_code == 0
    assert "All is well" in result.output
    monkeypatch.setenv("KNEEAPP_PORT", "many")
    result = CliRunner().invoke(main.main, ["doctor"])
    assert result.exit_code == 1
    assert "1 to put right" in result.output


def test_the_doctor_prints_the_settings_in_force(tmp_path):
    checks = list(doctor.contents(Settings(content=tmp_path)))
    assert all(str(check).startswith("ok") for check in checks)


def test_the_doctor_signs_in_to_the_mail_server_and_sends_nothing():
    with mail_server() as inbox:
        server = Mail(host="127.0.0.1", port=inbox.port, security="none", sender="k@c.example")
        assert doctor.mail(server).advice == ""
    assert inbox.mails == []
    assert "does not answer" in doctor.mail(server).advice
