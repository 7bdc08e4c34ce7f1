"""Settings of the operator, read from the environment and from secrets files."""

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from platformdirs import user_data_path

from kneeapp.errors import BadInput

if TYPE_CHECKING:
    from kneeapp.domain.accounts.clinic_settings import Clinic

PROJECT = Path(__file__).resolve().parent.parent
DEFAULT_PORT = 8501
SECRETS = (Path.home() / ".streamlit" / "secrets.toml", PROJECT / ".streamlit" / "secrets.toml")
"""The secrets files of Streamlit and its hosts; the later one wins."""

OFF = "off"
"""The value of KNEEAPP_BACKUPS for no backups."""

SERVER = ("postgresql://", "postgres://")
"""How the URL of a database server begins."""


@dataclass(frozen=True)
class Settings:
    """Where the record and the content are, and which port is served.

    `database` is a DuckDB file or the postgresql:// URL of a server. Files in the folder
    `content` replace those of `data/` one by one. `backups` is the folder for rolling backups
    of this database only. Data that is no longer needed (store/backup/retention.py) is deleted
    after the time `keep`. With a `clinic`, everybody signs in.
    """

    database: Path | str = PROJECT / "data" / "kneeapp.duckdb"
    content: Path | None = None
    backups: Path | None = None
    keep: timedelta = timedelta(days=365)
    port: int = DEFAULT_PORT
    demo: bool = False
    clinic: "Clinic | None" = None


def settings(
    environment: Mapping[str, str] = os.environ, secrets: Iterable[Path] = SECRETS
) -> Settings:
    """The settings in force: the environment, else the `[kneeapp]` table of the secrets.

    KNEEAPP_SECRETS may name one more file of secrets, which wins over the others.
    Raises BadInput where a setting cannot be used.
    """
    tables = _tables([*secrets, *_own_secrets(environment)])
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
    place = database(chosen("KNEEAPP_DATABASE") or str(Settings.database))
    return Settings(
        database=place,
        content=Path(content).absolute() if content else None,
        backups=_backups(chosen("KNEEAPP_BACKUPS"), place),
        keep=_keep(chosen("KNEEAPP_KEEP_DAYS")),
        port=_port(chosen("KNEEAPP_PORT")),
        demo=demo,
        clinic=None if demo else _clinic(tables.get("clinic")),
    )


def secrets_files(environment: Mapping[str, str] = os.environ) -> list[Path]:
    """All files in which secrets may be; a later one wins."""
    return [*SECRETS, *_own_secrets(environment)]


def _own_secrets(environment: Mapping[str, str]) -> list[Path]:
    named_file = environment.get("KNEEAPP_SECRETS")
    return [Path(named_file)] if named_file else []


def _tables(secrets: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """The tables of all secrets files, merged key by key; a later file wins."""
    merged: dict[str, dict[str, Any]] = {}
    for file in secrets:
        if file.is_file():
            for name, table in _read(file, file.stat().st_mtime_ns).items():
                # a host's own entries beside the tables are none of ours
                merged[name] = {**merged.get(name, {}), **table} if isinstance(table, dict) else {}
    return merged


def _variables(table: Mapping[str, Any]) -> dict[str, str]:
    """The `[kneeapp]` table, named as in the environment."""
    return {f"KNEEAPP_{key.upper()}": str(value) for key, value in table.items()}


@lru_cache(maxsize=len(SECRETS) + 1)
def _read(file: Path, _changed_ns: int) -> dict[str, Any]:
    """The content of a secrets file, cached until it changes: every run of a page reads it."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"The secrets in {file} cannot be read: {error}. Correct it.") from error


def _clinic(table: Mapping[str, Any] | None) -> "Clinic | None":
    if table is None:
        return None
    # It imports pydantic, which would make the start of a personal record slower.
    from kneeapp.domain.accounts.clinic_settings import Clinic  # noqa: PLC0415

    try:
        return Clinic.model_validate(table)
    except ValueError as error:
        raise BadInput(f"The [clinic] table of secrets.toml cannot be used: {error}") from error


def database(text: str) -> Path | str:
    """The database that `text` names: the URL of a server, or the path of a file."""
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
