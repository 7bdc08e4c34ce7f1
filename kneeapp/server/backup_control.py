"""Backup control: ask the running kneeapp for a backup, from the command line."""

import hmac
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request as Asking
from urllib.request import urlopen

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kneeapp.errors import KneeAppError, StoreError
from kneeapp.settings import settings

PATH = "/_kneeapp/backup"
_PATIENCE_S = 600
"""A gigabyte takes about a minute."""

_key = secrets.token_urlsafe(32)


@contextmanager
def reachable(database: Path | str, port: int) -> Iterator[None]:
    """Write this process's port and key beside `database`, in a file that only its owner reads."""
    if isinstance(database, str):  # a server lets others in by itself
        yield
        return
    word = _word(database)
    try:
        descriptor = os.open(word, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        # DuckDB comes with it, which the start need not wait for
        from kneeapp.store.engine.file_permissions import prepared  # noqa: PLC0415

        prepared(database)  # says what is wrong with most places
        raise StoreError(f"{word} cannot be written: {error.strerror}.") from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"port": port, "key": _key}, file)
    try:
        yield
    finally:
        word.unlink(missing_ok=True)


def request_backup(database: Path | str, path: Path) -> bool:
    """Have the kneeapp that has `database` open write `path`; False where none is running.

    Raises StoreError in its words where it could not.
    """
    try:
        word = json.loads(_word(Path(database)).read_text("utf-8"))
        server = f"http://127.0.0.1:{word['port']}"
        asking = Asking(  # noqa: S310  our own address
            server + PATH,
            data=json.dumps({"path": str(path)}).encode(),
            headers={"X-Kneeapp-Key": word["key"], "Origin": server},
        )
        with urlopen(asking, timeout=_PATIENCE_S):  # noqa: S310  our own address
            return True
    except HTTPError as error:
        if error.code != HTTPStatus.CONFLICT:
            return False  # another program has the port of a kneeapp that was killed
        raise StoreError(json.load(error)["message"]) from error
    except (URLError, OSError, ValueError, KeyError):
        return False


async def take_request(request: Request) -> Response:
    """Write a backup for whoever can read the word that `reachable` left."""
    if not hmac.compare_digest(request.headers.get("x-kneeapp-key", ""), _key):
        return Response(status_code=HTTPStatus.FORBIDDEN)
    path = Path((await request.json())["path"])
    try:
        await run_in_threadpool(_back_up, path)
    except KneeAppError as error:
        return JSONResponse({"message": str(error)}, status_code=HTTPStatus.CONFLICT)
    return Response(status_code=HTTPStatus.NO_CONTENT)


ROUTE = Route(PATH, take_request, methods=["POST"])


def _back_up(path: Path) -> None:
    # DuckDB comes with these, which the start need not wait for
    from kneeapp.store.backup.backups import back_up  # noqa: PLC0415
    from kneeapp.ui.shell.store_pool import shared_store  # noqa: PLC0415

    back_up(shared_store(settings()), path)


def _word(database: Path) -> Path:
    return database.with_name(f"{database.name}.running")
