"""`kneeapp people` sees to a clinic's accounts without anybody signed in."""

import pytest
from click.testing import CliRunner

from kneeapp import clock
from kneeapp.cli.main import main
from kneeapp.domain.accounts.accounts import OPERATOR
from kneeapp.settings import SECRETS, settings
from kneeapp.store.clinic import accounts, one_time_codes
from kneeapp.store.engine.database import Store
from tests.store.clinic_helpers import COOKIE_KEY, HASH, KEY


@pytest.fixture
def people(tmp_path, monkeypatch):
    """Run the command; its exit code and what it said."""
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(
        f'[clinic]\nname = "Knee"\nphone = "112"\ncookie_key = "{COOKIE_KEY}"\n', "utf-8"
    )
    monkeypatch.setenv("KNEEAPP_SECRETS", str(secrets))

    def run(*arguments):
        result = CliRunner().invoke(main, ["people", *arguments])
        return result.exit_code, result.output

    return run


def printed_code(output):
    return output.partition("code: ")[2].split()[0]


def test_the_first_admin_gets_a_valid_code(people):
    code, output = people("add", "Ada", "--role", "admin", "--called", "Ada Admin")
    assert code == 0
    store = Store.open(settings().database)
    whose = one_time_codes.account_for_code(store, KEY, printed_code(output), clock.now())
    store.close()
    assert (whose.name, whose.called, whose.role) == ("ada", "Ada Admin", "admin")


def test_accounts_are_listed_disabled_enabled_unlocked_and_reset(people):
    people("add", "ada", "--role", "admin")
    assert people("list") == (0, "ada\tadmin\tinvited\tada\n")
    assert people("disable", "ADA") == (0, "ADA is let in no more.\n")
    assert "disabled" in people("list")[1]
    assert people("enable", "ada")[0] == 0
    assert people("unlock", "ada") == (0, "ada can try again.\n")
    assert printed_code(people("reset", "ada")[1])


def test_a_code_is_printed_with_how_long_it_holds(people):
    output = people("add", "ada", "--role", "admin")[1]
    assert "Good for 14 days, once" in output
    assert "Good for 14 days, once" in people("reset", "ada")[1], "who has not joined is invited"
    store = Store.open(settings().database)
    code = one_time_codes.issue(
        store, KEY, OPERATOR, accounts.find_by_name(store, "", "ada").account.id, clock.now()
    )
    one_time_codes.use(store, KEY, code, at=clock.now(), password=HASH)
    store.close()
    assert "Good for 1 day, once" in people("reset", "ada")[1]


@pytest.mark.parametrize("command", ["reset", "disable", "enable", "unlock"])
def test_an_unknown_account_is_reported(people, command):
    code, output = people(command, "nobody")
    assert code == 1
    assert "Nobody signs in as nobody" in output


def test_without_a_clinic_the_command_says_how_to_set_one_up(monkeypatch):
    monkeypatch.delenv("KNEEAPP_SECRETS", raising=False)
    result = CliRunner().invoke(main, ["people", "list"])
    assert result.exit_code == 1
    assert "[clinic]" in result.output
    assert str(SECRETS[-1]) in result.output
