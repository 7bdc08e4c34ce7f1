"""What the operator sets in the environment is in force, or refused with a reason."""

from pathlib import Path

import pytest

from kneeapp.errors import BadInput
from kneeapp.settings import DEFAULT_PORT, PROJECT, settings


def test_nothing_set_means_the_projects_own_database_and_content():
    in_force = settings({})
    assert in_force.database == PROJECT / "data" / "kneeapp.duckdb"
    assert in_force.content is None
    assert in_force.port == DEFAULT_PORT
    assert not in_force.demo


def test_empty_variables_count_as_not_set():
    empty = dict.fromkeys(
        ["KNEEAPP_DATABASE", "KNEEAPP_CONTENT", "KNEEAPP_PORT", "KNEEAPP_DEMO", "KNEEAPP_BACKUPS"],
        "",
    )
    assert settings(empty) == settings({})


def test_environment_variables_are_in_force(tmp_path):
    in_force = settings(
        {
            "KNEEAPP_DATABASE": str(tmp_path / "mine.duckdb"),
            "KNEEAPP_CONTENT": str(tmp_path),
            "KNEEAPP_PORT": "9000",
            "KNEEAPP_DEMO": "1",
        }
    )
    assert in_force.database == tmp_path / "mine.duckdb"
    assert in_force.content == tmp_path
    assert in_force.port == 9000
    assert in_force.demo


def test_a_relative_path_is_resolved_at_the_start(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert settings({"KNEEAPP_DATABASE": "mine.duckdb"}).database == Path.cwd() / "mine.duckdb"


def test_a_content_folder_that_is_not_there_is_refused_by_name(tmp_path):
    with pytest.raises(BadInput, match="nowhere"):
        settings({"KNEEAPP_CONTENT": str(tmp_path / "nowhere")})


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80a", "8501.0", " 8501"])
def test_an_invalid_port_is_refused(port):
    with pytest.raises(BadInput, match="KNEEAPP_PORT"):
        settings({"KNEEAPP_PORT": port})


def test_a_server_is_named_by_its_url():
    url = "postgresql://knee@127.0.0.1/clinic"
    assert settings({"KNEEAPP_DATABASE": url}).database == url


def test_settings_missing_in_the_environment_come_from_the_secrets(tmp_path):
    secrets = tmp_path / "secrets.toml"
    secrets.write_text('[kneeapp]\ndatabase = "postgresql://a/b"\nport = 9000\n', "utf-8")
    in_force = settings({"KNEEAPP_PORT": "9001"}, [tmp_path / "none.toml", secrets])
    assert (in_force.database, in_force.port) == ("postgresql://a/b", 9001)


def test_unreadable_secrets_are_reported_by_name(tmp_path):
    secrets = tmp_path / "secrets.toml"
    secrets.write_text("nonsense = [", "utf-8")
    with pytest.raises(BadInput, match=str(secrets)):
        settings({}, [secrets])


def clinic_file(folder, *lines):
    file = folder / "secrets.toml"
    file.write_text("\n".join(["[clinic]", 'name = "Knee"', 'phone = "112"', *lines]), "utf-8")
    return file


def test_a_clinic_is_set_up_in_the_secrets_only(tmp_path):
    file = clinic_file(tmp_path, 'allowed_hosts = ["knee.example.org"]')
    assert settings({}, []).clinic is None
    for in_force in (settings({}, [file]), settings({"KNEEAPP_SECRETS": str(file)}, [])):
        assert in_force.clinic
        assert in_force.clinic.allowed_hosts == ("knee.example.org",)


def test_the_demo_ignores_the_clinic_settings(tmp_path):
    assert settings({"KNEEAPP_DEMO": "1"}, [clinic_file(tmp_path)]).clinic is None


def test_a_key_too_short_for_a_clinic_is_refused_and_not_shown(tmp_path):
    with pytest.raises(BadInput, match="cookie_key") as refused:
        settings({}, [clinic_file(tmp_path, 'cookie_key = "hush-hush"')])
    assert "hush" not in str(refused.value)
