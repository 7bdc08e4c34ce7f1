"""What the operator decides, read from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kneeapp.errors import BadInput

PROJECT = Path(__file__).resolve().parent.parent
DEFAULT_PORT = 8501


@dataclass(frozen=True)
class Settings:
    """Where the record and the content live, and which port is served.

    `content` names a folder whose files replace those of `data/` one by one.
    """

    database: Path = PROJECT / "data" / "kneeapp.duckdb"
    content: Path | None = None
    port: int = DEFAULT_PORT
    demo: bool = False


def settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in force; raises BadInput where one cannot be used."""
    content = environment.get("KNEEAPP_CONTENT")
    if content and not Path(content).is_dir():
        raise BadInput(
            f"KNEEAPP_CONTENT names the folder {content}, which does not exist. "
            "Create it or unset the variable."
        )
    return Settings(
        database=Path(environment.get("KNEEAPP_DATABASE") or Settings.database).absolute(),
        content=Path(content).absolute() if content else None,
        port=_port(environment.get("KNEEAPP_PORT")),
        demo=environment.get("KNEEAPP_DEMO") == "1",
    )


def _port(text: str | None) -> int:
    if not text:
        return DEFAULT_PORT
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise BadInput(f"KNEEAPP_PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)
