"""What the operator decides, read from the environment."""

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from kneeapp.errors import BadInput

PROJECT = Path(__file__).resolve().parent.parent
DEFAULT_PORT = 8501
SECRETS = (Path.home() / ".streamlit" / "secrets.toml", PROJECT / ".streamlit" / "secrets.toml")
"""Where Streamlit and its hosts keep secrets; the later one wins."""

OFF = "off"
"""The value of KNEEAPP_BACKUPS that wants none."""

SERVER = ("postgresql://", "postgres://")
"""How the URL of a database server begins."""


@dataclass(frozen=True)
class Settings:
    """Where the record and the content live, and which port is served.

    `database` is a DuckDB file or the postgresql:// URL of a server; `content` names a
    folder whose files replace those of `data/` one by one; `backups` one where rolling
    backups of a file are kept.
    """

    database: Path | str = PROJECT / "data" / "kneeapp.duckdb"
    content: Path | None = None
    backups: Path | None = None
    port: int = DEFAULT_PORT
    demo: bool = False


def settings(
    environment: Mapping[str, str] = os.environ, secrets: Iterable[Path] = SECRETS
) -> Settings:
    """The settings in force: the environment, else the `[kneeapp]` table of the secrets.

    Raises BadInput where one cannot be used.
    """
    environment = {**_kept(secrets), **environment}
    content = environment.get("KNEEAPP_CONTENT")
    if content and not Path(content).is_dir():
        raise BadInput(
            f"KNEEAPP_CONTENT names the folder {content}, which does not exist. "
            "Create it or unset the variable."
        )
    return Settings(
        database=database(environment.get("KNEEAPP_DATABASE") or str(Settings.database)),
        content=Path(content).absolute() if content else None,
        backups=_backups(environment.get("KNEEAPP_BACKUPS")),
        port=_port(environment.get("KNEEAPP_PORT")),
        demo=environment.get("KNEEAPP_DEMO") == "1",
    )


def _kept(secrets: Iterable[Path]) -> dict[str, str]:
    """The `[kneeapp]` tables of the secrets, named as in the environment."""
    kept: dict[str, str] = {}
    for file in secrets:
        if file.is_file():
            table = _tables(file).get("kneeapp", {})
            kept |= {f"KNEEAPP_{key.upper()}": str(value) for key, value in table.items()}
    return kept


def _tables(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"The secrets in {file} cannot be read: {error}. Correct it.") from error


def database(text: str) -> Path | str:
    """Where `text` says a database is: the URL of a server, or a file."""
    return text if text.startswith(SERVER) else Path(text).absolute()


def _backups(text: str | None) -> Path | None:
    if text == OFF:
        return None
    return Path(text).absolute() if text else user_data_path("kneeapp") / "backups"


def _port(text: str | None) -> int:
    if not text:
        return DEFAULT_PORT
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise BadInput(f"KNEEAPP_PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)
