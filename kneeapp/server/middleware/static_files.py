"""Static files: scripts and styles, compressed ahead of requests."""

import mimetypes
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_cache_path
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from kneeapp.server.middleware.encoded_files import Shelf
from kneeapp.server.middleware.encodings import chosen, encoded, reads, refused
from kneeapp.server.middleware.headers import FOR_GOOD, with_headers
from kneeapp.server.middleware.preload import STATIC, named
from kneeapp.server.middleware.response_patches import COMPONENT_ASSETS
from kneeapp.settings import PACKAGE

HASHED = "/static/"
"""Streamlit's scripts and styles: their names change with their content."""

LARGEST = 1_000_000
"""Bytes. What is larger colours program text and draws maps and charts that kneeapp has none of."""

KINDS = ("js", "css", "svg")
COMPONENTS = PACKAGE / "ui"


def served() -> dict[str, Path]:
    """What lies behind each address of Streamlit's and our own, the first page's first."""
    first = [STATIC / address for address in named()]
    later = sorted(_of_kinds(STATIC / "static"), key=lambda file: file.stat().st_size)
    ours = {
        f"{COMPONENT_ASSETS}kneeapp.{file.parent.parent.name}/{file.name}": file
        for file in COMPONENTS.glob("*/*/frontend/*.*")
    }
    theirs = {
        f"/{file.relative_to(STATIC).as_posix()}": file
        for file in (*first, *later)
        if file.stat().st_size <= LARGEST
    }
    return ours | theirs


def _of_kinds(folder: Path) -> Iterator[Path]:
    for kind in KINDS:
        yield from folder.rglob(f"*.{kind}")


def shelf() -> Shelf:
    """The one of this user, which every start finds again."""
    return Shelf(user_cache_path("kneeapp") / "encoded", served())


class EncodedFiles:
    """Answers with what lies on the shelf in an encoding that the browser takes."""

    def __init__(self, app: ASGIApp, shelf: Shelf) -> None:
        self.app = app
        self.shelf = shelf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in self.shelf or not reads(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        headers = Headers(scope=scope)
        encoding = chosen(headers)
        if encoding is None:
            await refused()(scope, receive, send)
        # a part of a file is asked for of the file as it is
        elif "range" not in headers and (stored := self.shelf.find(path, encoding)):
            body, etag = stored
            also = {"Content-Type": _content_type(path)}
            also |= {"Cache-Control": FOR_GOOD} if path.startswith(HASHED) else {}
            await encoded(scope, body, encoding, etag, also)(scope, receive, send)
        else:
            varying = with_headers(
                send, lambda answered: answered.add_vary_header("Accept-Encoding")
            )
            await self.app(_as_it_is(scope), receive, varying)


def _content_type(path: str) -> str:
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _as_it_is(scope: Scope) -> Scope:
    """The request for the file itself: nothing is to be encoded while somebody waits for it."""
    others = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
    return {**scope, "headers": others}
