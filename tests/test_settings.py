"""What the operator sets in the environment is in force, or refused with a reason."""

from pathlib import Path

import pytest

from kneeapp import secrets_tables
from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.errors import BadInput
from kneeapp.settings import DEFAULT_PORT, PROJECT, settings

CLINICS_DATABASE = '[kneeapp]\ndatabase = "postgresql://knee:secret-word@127.0.0.1/clinic"\n'


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
    file.write_text(
        CLINICS_DATABASE + "\n".join(["[clinic]", 'name = "Knee"', 'phone = "112"', *lines]),
        "utf-8",
    )
    return file


def test_a_clinic_is_set_up_in_the_secrets_only(tmp_path):
    file = clinic_file(tmp_path, 'allowed_hosts = ["knee.example.org"]')
    assert settings({}, []).clinic is None
    for in_force in (settings({}, [file]), settings({"KNEEAPP_SECRETS": str(file)}, [])):
        assert in_force.clinic
        assert in_force.clinic.allowed_hosts == ("knee.example.org",)


def test_the_demo_ignores_the_clinic_settings(tmp_path):
    shown = {"KNEEAPP_DEMO": "1", "KNEEAPP_DATABASE": str(tmp_path / "demo.duckdb")}
    assert settings(shown, [clinic_file(tmp_path)]).clinic is None


def test_a_key_too_short_for_a_clinic_is_refused_and_not_shown(tmp_path):
    with pytest.raises(BadInput, match="cookie_key") as refused:
        settings({}, [clinic_file(tmp_path, 'cookie_key = "hush-hush"')])
    assert "hush" not in str(refused.value)


CLINIC = '[clinic]\nname = "Knee"\nphone = "112"\n'


def refusal(folder, text, **environment):
    """Why secrets of this text are refused."""
    file = folder / "secrets.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(BadInput) as refused:
        settings(environment, [file])
    assert "secret-word" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[clinc]\nname = "Knee"', ["table [clinc]", "Did you mean [clinic]?", "secrets.toml"]),
        ('[kneeap]\ndatabase = "x"', ["table [kneeap]", "Did you mean [kneeapp]?"]),
        (
            '[praxis]\nname = "Knee"',
            ["table [praxis]", "It knows [kneeapp], [clinic], [mail]"],
        ),
        ('[kneeapp]\ndatabse = "/x"', ["[kneeapp] has the key databse", "mean database?"]),
        ('[kneeapp]\nKNEEAPP_DATABASE = "/x"', ["KNEEAPP_DATABASE", "mean database?"]),
        ('[kneeapp]\nphone = "112"', ["Did you mean phone? It belongs below [clinic]."]),
        ("[kneeapp.clinic]", ["It is a table of its own: write [clinic]."]),
        ("[kneeapp]\ncolour = 1", ["key colour", "It knows database, content"]),
        ('clinic = "Knee"', ['clinic is "Knee"; it must be a table']),
        ('database = "/x"', ["Write it as database below [kneeapp]."]),
        ("[kneeapp]\ndatabase = 5", ["[kneeapp] database is 5; it must be the whole path"]),
        ("[kneeapp]\nport = true", ["[kneeapp] port is true; it must be a whole number"]),
        ('[kneeapp]\ndemo = "yes"', ['[kneeapp] demo is "yes"; it must be 1 or 0']),
    ],
)
def test_what_no_table_has_is_refused_with_the_nearest_right_name(tmp_path, text, said):
    words = refusal(tmp_path, text)
    assert [part for part in said if part not in words] == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('alowed_hosts = ["x"]', "[clinic] has the key alowed_hosts"),
        ('allowed_hosts = ["https://knee.example"]', '[clinic] allowed_hosts is ["https://knee'),
        ('allowed_hosts = "knee.example"', '[clinic] allowed_hosts is "knee.example"; it must'),
        ('idle_minutes = "30"', '[clinic] idle_minutes is "30"; it must be a whole number'),
        ("idle_minutes = 0", "[clinic] idle_minutes is 0; it must be a whole number"),
        ('hosting_accepted = "no"', '[clinic] hosting_accepted is "no"; it must be true or false'),
        ('trusted_proxies = ["*"]', '[clinic] trusted_proxies is ["*"]; it must be a list'),
        (f'cookie_key = "{"a" * 32}"', "[clinic] cookie_key is too easy to guess"),
    ],
)
def test_a_clinics_mistyped_setting_is_refused_with_what_is_wanted(tmp_path, line, said):
    words = refusal(tmp_path, CLINICS_DATABASE + CLINIC + line)
    assert said in words
    assert "pydantic" not in words


def test_all_that_a_clinic_lacks_is_named_at_once(tmp_path):
    words = refusal(tmp_path, CLINICS_DATABASE + "[clinic]\nphone = 112")
    assert "[clinic] lacks name: the name of the clinic, in quotes." in words
    assert "[clinic] phone is 112; it must be the number that patients call, in quotes." in words


def test_every_setting_of_a_clinic_has_words_for_what_is_wanted():
    assert set(secrets_tables.WANTED["clinic"]) == set(Clinic.model_fields)


@pytest.mark.parametrize("text", [CLINIC, f'{CLINIC}[kneeapp]\ndatabase = ""'])
def test_a_clinic_without_a_database_of_its_own_is_refused(tmp_path, text):
    assert "[kneeapp] lacks database" in refusal(tmp_path, text)
    assert "[kneeapp] lacks database" in refusal(tmp_path, text, KNEEAPP_DATABASE="")


def test_a_clinic_with_two_databases_is_refused_without_showing_a_password(tmp_path):
    words = refusal(tmp_path, CLINICS_DATABASE + CLINIC, KNEEAPP_DATABASE="/var/other.duckdb")
    assert "postgresql://…@127.0.0.1/clinic" in words
    assert "/var/other.duckdb" in words


def test_a_clinic_on_a_file_is_told_to_write_its_whole_path(tmp_path):
    words = refusal(tmp_path, f'{CLINIC}[kneeapp]\ndatabase = "clinic.duckdb"')
    assert "clinic.duckdb" in words
    assert "whole path" in words


@pytest.mark.parametrize("in_the_secrets", [True, False])
def test_a_clinic_is_never_shown_as_a_demo(tmp_path, in_the_secrets):
    text = CLINICS_DATABASE + ("demo = 1\n" if in_the_secrets else "") + CLINIC
    words = refusal(tmp_path, text, **({} if in_the_secrets else {"KNEEAPP_DEMO": "1"}))
    assert "never shown as a demo" in words


@pytest.mark.parametrize(
    "typed",
    ["postgres//k:secret-word@h/d", "postgresq://k:secret-word@h/d", "postgresql:/k@h/d",
     "PostgreSQL://k@h/d", "mysql://k@h/d"],
)  # fmt: skip
def test_the_mistyped_url_of_a_server_is_not_taken_for_a_file(typed):
    with pytest.raises(BadInput, match="postgresql://user:password@host") as refused:
        settings({"KNEEAPP_DATABASE": typed}, [])
    assert "secret-word" not in str(refused.value)


def test_tables_of_other_apps_are_let_be_where_several_share_the_file(tmp_path, monkeypatch):
    shared = tmp_path / "shared.toml"
    monkeypatch.setattr(secrets_tables, "SHARED", shared)
    shared.write_text("[weather]\ncity = 1\n[auth]\nx = 1\n[connections.x]\ny = 1", "utf-8")
    assert settings({}, [shared]).clinic is None
    shared.write_text("[weather]\ncity = 1\n[clinik]\nname = 1", "utf-8")
    with pytest.raises(BadInput, match=r"\[clinik\].*\[clinic\]"):
        settings({}, [shared])
    shared.write_text(f"{CLINICS_DATABASE}{CLINIC}[weather]\ncity = 1", "utf-8")
    with pytest.raises(BadInput, match="weather"):
        settings({}, [shared])


def test_a_secrets_file_that_is_named_and_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput, match="KNEEAPP_SECRETS names the file"):
        settings({"KNEEAPP_SECRETS": str(tmp_path / "none.toml")}, [])


MAIL = f'{CLINICS_DATABASE}{CLINIC}[mail]\nhost = "mail.c.example"\nsender = "knee@c.example"\n'


def test_mail_is_off_unless_it_is_set_up(tmp_path):
    file = tmp_path / "secrets.toml"
    file.write_text(f"{CLINICS_DATABASE}{CLINIC}", "utf-8")
    assert settings({}, [file]).mail is None
    file.write_text(MAIL, "utf-8")
    mail = settings({}, [file]).mail
    assert mail
    assert (mail.host, mail.port, mail.security) == ("mail.c.example", 587, "starttls")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (MAIL.replace("[mail]", "[mial]"), ["table [mial]", "Did you mean [mail]?"]),
        (MAIL.replace("sender", "from"), ["[mail] has the key from", "It knows host"]),
        (MAIL.replace('sender = "knee@c.example"', ""), ["[mail] lacks sender: the address"]),
        (MAIL.replace("knee@c.example", "knee"), ['[mail] sender is "knee"; it must be']),
        (f"{MAIL}port = 70000\n", ["[mail] port is 70000; it must be a whole number"]),
        (f'{MAIL}security = "ssl"\n', ['[mail] security is "ssl"; it must be "starttls"']),
        (f'{MAIL}security = "none"\n', ["mail.c.example is another machine"]),
        (f'{MAIL}password = ["secret-word"]\n', ["[mail] password is no text"]),
        (MAIL.replace(CLINIC, ""), ["[mail] is for a clinic: add the table [clinic]"]),
    ],
)
def test_a_mistake_in_mail_is_refused_in_words(tmp_path, text, said):
    refused = refusal(tmp_path, text)
    for words in said:
        assert words in refused
