"""Settings of the operator, read from the environment and from secrets files."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from platformdirs import user_data_path

from kneeapp.errors import BadInput
from kneeapp.secrets_tables import SHARED, clinic_of, mail_of, read_tables, without_password

if TYPE_CHECKING:
    from kneeapp.domain.accounts.clinic_settings import Clinic
    from kneeapp.domain.accounts.mail_settings import Mail

PACKAGE = Path(__file__).resolve().parent
PACKAGED = (PACKAGE / "project").is_dir()
"""Whether kneeapp was installed from a wheel: there is no clone, and the wheel holds all of it."""

PROJECT = PACKAGE / "project" if PACKAGED else PACKAGE.parent
"""Where app.py, the pages, the content, the fonts and Streamlit's settings are."""

DEFAULT_PORT = 8501
SECRETS = (SHARED, PROJECT / ".streamlit" / "secrets.toml")
"""The secrets files of Streamlit and its hosts; the later one wins."""

OFF = "off"
"""The value of KNEEAPP_BACKUPS for no backups."""

SERVER = ("postgresql://", "postgres://")
"""How the URL of a database server begins."""

_NEARLY_SERVER = re.compile(r"\s*(\w{2,}:/|postgres\w*:?//)", re.IGNORECASE)
"""How the mistyped URL of a server begins; a path does not."""


@dataclass(frozen=True)
class Settings:
    """Where the record and the content are, and which port is served.

    `database` is a DuckDB file or the postgresql:// URL of a server. Files in the folder
    `content` replace those of `data/` one by one. `backups` is the folder for rolling backups
    of this database only. Data that is no longer needed (store/backup/retention.py) is deleted
    after the time `keep`. With a `clinic`, everybody signs in.
    """

    database: Path | str = (
        user_data_path("kneeapp") if PACKAGED else PROJECT / "data"
    ) / "kneeapp.duckdb"
    content: Path | None = None
    backups: Path | None = None
    keep: timedelta = timedelta(days=365)
    port: int = DEFAULT_PORT
    demo: bool = False
    clinic: "Clinic | None" = None
    mail: "Mail | None" = None
    """The clinic's mail server, by which clinicians who want it are told of work; None for none."""


def settings(
    environment: Mapping[str, str] = os.environ, secrets: Iterable[Path] = SECRETS
) -> Settings:
    """The settings in force: the environment, else the `[kneeapp]` table of the secrets.

    KNEEAPP_SECRETS may name one more file of secrets, which wins over the others.
    Raises BadInput where a setting cannot be used.
    """
    tables = read_tables([*secrets, *_own_secrets(environment)])
    variables = _variables(tables.get("kneeapp", {}))

    def chosen(name: str) -> str | None:
        return environment.get(name, variables.get(name))

    content = chosen("KNEEAPP_CONTENT")
    if content and not Path(content).is_dir():
        raise BadInput(
            f"KNEEAPP_CONTENT names the folder {content}, which does not exist. "
            "Create it or unset the variable."
        )
    demo = chosen("KNEEAPP_DEMO") == "1"
    named = environment.get("KNEEAPP_DATABASE") or variables.get("KNEEAPP_DATABASE")
    place = database(named or str(Settings.database))
    if PACKAGED and place == Settings.database and isinstance(place, Path):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if "clinic" in tables:
        _check_database_of_clinic(environment, variables, place, demo=demo)
    if "mail" in tables and "clinic" not in tables:
        raise BadInput("[mail] is for a clinic: add the table [clinic], or take [mail] out.")
    return Settings(
        database=place,
        content=Path(content).absolute() if content else None,
        backups=_backups(chosen("KNEEAPP_BACKUPS"), place),
        keep=_keep(chosen("KNEEAPP_KEEP_DAYS")),
        port=_port(chosen("KNEEAPP_PORT")),
        demo=demo,
        clinic=None if demo or "clinic" not in tables else clinic_of(tables["clinic"]),
        mail=None if demo or "mail" not in tables else mail_of(tables["mail"]),
    )


def secrets_files(environment: Mapping[str, str] = os.environ) -> list[Path]:
    """All files in which secrets may be; a later one wins."""
    return [*SECRETS, *_own_secrets(environment)]


def _own_secrets(environment: Mapping[str, str]) -> list[Path]:
    named_file = environment.get("KNEEAPP_SECRETS")
    if not named_file:
        return []
    if not Path(named_file).is_file():
        raise BadInput(
            f"KNEEAPP_SECRETS names the file {named_file}, which does not exist. "
            "Create it or unset the variable."
        )
    return [Path(named_file)]


def _variables(table: Mapping[str, Any]) -> dict[str, str]:
    """The `[kneeapp]` table, named as in the environment."""
    return {
        f"KNEEAPP_{key.upper()}": str(int(value) if isinstance(value, bool) else value)
        for key, value in table.items()
    }


def _check_database_of_clinic(
    environment: Mapping[str, str], variables: Mapping[str, str], place: Path | str, *, demo: bool
) -> None:
    """Raise BadInput unless it is certain which database the clinic means."""
    own = variables.get("KNEEAPP_DATABASE", "")
    set_here = environment.get("KNEEAPP_DATABASE", "")
    if demo:
        # `kneeapp demo` shows a database of its own
        if not set_here or "KNEEAPP_DEMO" in variables or (own and place == database(own)):
            raise BadInput(
                "A clinic is set up in the secrets, and a clinic is never shown as a demo. Take "
                "demo out of [kneeapp] and unset KNEEAPP_DEMO; to see the demo: kneeapp demo"
            )
        return
    if not own and not set_here:
        raise BadInput(
            "A clinic is set up in the secrets, but not which database is its own: [kneeapp] lacks "
            'database. Write below [kneeapp]: database = "postgresql://…", or the whole path of a '
            "file."
        )
    if own and set_here and database(own) != database(set_here):
        raise BadInput(
            f"The clinic's database is {without_password(own)} by [kneeapp] database of the "
            f"secrets, but {without_password(set_here)} by KNEEAPP_DATABASE. Name it in one place."
        )
    named = own or set_here
    if not named.startswith(SERVER) and not Path(named).is_absolute():
        raise BadInput(
            f"The clinic's database is {named}, which is another file in each folder that "
            "kneeapp is started in. Write the whole path, from / on."
        )


def database(text: str) -> Path | str:
    """The database that `text` names: the URL of a server, or the path of a file.

    Raises BadInput where it is nearly a URL.
    """
    if not text.startswith(SERVER) and _NEARLY_SERVER.match(text):
        raise BadInput(
            f"The database is {without_password(text)}, which is neither a file nor the URL of a "
            "PostgreSQL server. Write the URL as postgresql://user:password@host:5432/database"
        )
    return text if text.startswith(SERVER) else Path(text).absolute()


def _backups(text: str | None, place: Path | str) -> Path | None:
    """The backup folder of the database at `place`; None for OFF. Each database has its own."""
    if text == OFF:
        return None
    if text:
        return Path(text).absolute()
    folder = user_data_path("kneeapp") / "backups"
    if place == Settings.database:
        return folder
    return folder / blake2b(str(place).encode(), digest_size=4).hexdigest()


def _keep(text: str | None) -> timedelta:
    if not text:
        return Settings.keep
    if not text.isdecimal() or not 1 <= int(text) <= 36500:
        raise BadInput(f"KNEEAPP_KEEP_DAYS is {text!r}; it must be a number of days, from 1 on.")
    return timedelta(days=int(text))


def _port(text: str | None) -> int:
    if not text:
        return DEFAULT_PORT
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise BadInput(f"KNEEAPP_PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)
