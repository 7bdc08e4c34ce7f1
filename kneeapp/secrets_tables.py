"""The tables of the secrets files; what nobody can have meant is refused in words."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kneeapp.errors import BadInput

if TYPE_CHECKING:
    from kneeapp.domain.accounts.clinic_settings import Clinic
    from kneeapp.domain.accounts.mail_settings import Mail
    from kneeapp.domain.model import Model

T = TypeVar("T", bound="Model")

SHARED = Path.home() / ".streamlit" / "secrets.toml"
"""Other Streamlit apps of the same user may have tables of their own in it."""

STREAMLITS = ("auth", "connections")
"""Tables that Streamlit reads itself."""

WANTED = {
    "kneeapp": {
        "database": "the whole path of a file, or the postgresql:// URL of a server, in quotes",
        "content": "a folder, in quotes",
        "backups": 'a folder or "off", in quotes',
        "keep_days": "a whole number of days, from 1 on",
        "port": "a whole number from 1 to 65535",
        "demo": "1 or 0",
    },
    "clinic": {
        "name": "the name of the clinic, in quotes",
        "phone": "the number that patients call, in quotes",
        "allowed_hosts": 'a list of names as browsers say them, without https://: ["knee.example"]',
        "cookie_key": (
            "at least 32 characters that nobody can guess, in quotes. To make one: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
        ),
        "trusted_proxies": 'a list of addresses in numbers: ["127.0.0.1"]',
        "hosting_accepted": "true or false, without quotes",
        "retention_years": "a whole number of years, from 1 to 200",
        "report_name": '"full", "initials" or "none"',
        "idle_minutes": "a whole number of minutes, from 1 to 1440",
        "longest_minutes": "a whole number of minutes, from 1 to 10080",
        "patient_idle_days": "a whole number of days, from 1 to 366",
        "patient_longest_days": "a whole number of days, from 1 to 366",
    },
    "mail": {
        "host": "the name of the clinic's mail server, in quotes",
        "port": "a whole number from 1 to 65535",
        "security": '"starttls", "tls", or on this machine "none"',
        "user": "the name to sign in to the mail server with, in quotes",
        "password": "the password for it, in quotes",
        "sender": 'the address that the mail comes from, in quotes: "kneeapp@clinic.example"',
    },
}
"""What each key of our tables has to be."""

_TYPES: dict[str, type | tuple[type, ...]] = {
    "database": str,
    "content": str,
    "backups": str,
    "keep_days": int,
    "port": int,
    "demo": int,
}
_SECRET = ("cookie_key", "password")


def read_tables(files: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """The tables of all files that exist, merged key by key; a later file wins.

    Raises BadInput where a file cannot be read, or has a table or a key that is none.
    """
    contents = {file: _content(file) for file in files}
    clinic = any("clinic" in content for content in contents.values())
    merged: dict[str, dict[str, Any]] = {}
    for file, content in contents.items():
        faults = [*_faults(content, strict=clinic or file != SHARED)]
        if faults:
            raise BadInput(f"The secrets in {file} cannot be used. {' '.join(faults)}")
        for name, table in content.items():
            if isinstance(table, dict):
                merged[name] = {**merged.get(name, {}), **table}
    return merged


def clinic_of(table: Mapping[str, Any]) -> "Clinic":
    """The clinic that a `[clinic]` table describes; raises BadInput, which names each fault."""
    # It imports pydantic, which would make the start of a personal record slower.
    from kneeapp.domain.accounts.clinic_settings import Clinic  # noqa: PLC0415

    return _checked("clinic", table, Clinic)


def mail_of(table: Mapping[str, Any]) -> "Mail":
    """The mail server that a `[mail]` table describes; raises BadInput, which names each fault."""
    from kneeapp.domain.accounts.mail_settings import Mail  # noqa: PLC0415

    return _checked("mail", table, Mail)


def _checked(name: str, table: Mapping[str, Any], model: type[T]) -> T:
    from pydantic import ValidationError  # noqa: PLC0415

    values = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    try:
        return model.model_validate(values, strict=True)
    except ValidationError as error:
        keys = dict.fromkeys(str(fault["loc"][0]) for fault in error.errors())
    words = (_wrong(name, key, table[key]) if key in table else _missing(name, key) for key in keys)
    raise BadInput(f"The secrets cannot be used. {' '.join(words)}")


def without_password(place: object) -> str:
    """A database's path or URL for a message: without user and password."""
    return re.sub(r"//[^/]*@", "//…@", str(place))


def _content(file: Path) -> dict[str, Any]:
    try:
        return _read(file, file.stat().st_mtime_ns)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise BadInput(f"The secrets in {file} cannot be read: {error}. Correct it.") from error


@lru_cache(maxsize=4)
def _read(file: Path, _changed_ns: int) -> dict[str, Any]:
    """The content of a secrets file, cached until it changes: every run of a page reads it."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise BadInput(f"The secrets in {file} cannot be read: {error}. Correct it.") from error


def _faults(content: Mapping[str, Any], *, strict: bool) -> Iterator[str]:
    """A sentence for each entry that cannot be meant.

    Without `strict`, a table is refused only where its name is nearly one of ours.
    """
    for name, table in content.items():
        if name in WANTED:
            yield from _table_faults(name, table)
        elif isinstance(table, dict):
            near = _nearest(name, WANTED)
            if name not in STREAMLITS and (strict or near):
                hint = f"Did you mean [{near}]?" if near else "Take it out."
                yield (
                    f"There is a table [{name}], which kneeapp does not know. {hint} It knows "
                    f"{_listed(f'[{known}]' for known in (*WANTED, *STREAMLITS))}."
                )
        elif strict and (home := _home(name)):
            yield f"{name} stands outside of a table. Write it as {home[1]} below [{home[0]}]."


def _table_faults(name: str, table: object) -> Iterator[str]:
    if not isinstance(table, dict):
        yield f"{name} is {_shown(name, table)}; it must be a table: a line with [{name}] alone."
        return
    for key, value in table.items():
        if key not in WANTED[name]:
            yield _unknown(name, key)
        elif (wanted := _TYPES.get(key)) and (
            not isinstance(value, wanted) or (key != "demo" and isinstance(value, bool))
        ):
            yield _wrong(name, key, value)
    if name == "kneeapp" and table.get("demo") not in {None, 0, 1}:
        yield _wrong(name, "demo", table["demo"])


def _unknown(table: str, key: str) -> str:
    begin = f"[{table}] has the key {key}, which kneeapp does not know."
    if near := _nearest(key, WANTED[table]):
        return f"{begin} Did you mean {near}?"
    if key in WANTED:
        return f"{begin} It is a table of its own: write [{key}]."
    if home := _home(key):
        return f"{begin} Did you mean {home[1]}? It belongs below [{home[0]}]."
    return f"{begin} It knows {_listed(WANTED[table])}."


def _wrong(table: str, key: str, value: object) -> str:
    return f"[{table}] {key} is {_shown(key, value)}; it must be {WANTED[table][key]}."


def _missing(table: str, key: str) -> str:
    return f"[{table}] lacks {key}: {WANTED[table][key]}."


def _shown(key: str, value: object) -> str:
    """A value as it stands in the file; one that is secret is described."""
    if key == "cookie_key":
        return "too easy to guess, too short or no text"
    if key in _SECRET:
        return "no text"
    return without_password(json.dumps(value, ensure_ascii=False, default=str))


def _home(name: str) -> tuple[str, str] | None:
    """The table and key that `name` is, or nearly is; KNEEAPP_ before it does not count."""
    for table, keys in WANTED.items():
        if near := _nearest(name, keys):
            return table, near
    return None


def _nearest(name: str, known: Iterable[str]) -> str:
    names = list(known)
    plain = name.lower().replace("-", "_").removeprefix("kneeapp_")
    return next(iter(get_close_matches(plain, names, 1, 0.75)), "")


def _listed(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}"
