"""Response patches: changes to the responses of Streamlit's server."""

import json
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kneeapp.server.middleware.encodings import ENCODINGS, IDENTITY, chosen, encoded, reads, refused
from kneeapp.server.middleware.headers import FOR_GOOD, with_headers
from kneeapp.server.middleware.preload import HEAD_END, THEIR_FONT, head, own_looks

HOST_CONFIG = "/_stcore/host-config"
OURS = {
    "blockErrorDialogs": True,  # "Connection error" would make the player's buttons dead
    "allowedOrigins": [],  # else any *.streamlit.app that frames the page
}
EMPTY_ROOT = b'<div id="root"></div>'
WORDS_IN_ROOT = b"""<div id="root"><style>@keyframes late { from { opacity: 0 } }</style>
<p style="margin: 2rem; font: 18px/1.4 sans-serif; animation: late .5s 6s backwards">
If this stays, this browser is too old for kneeapp. Update it: Chrome or Edge from 111,
Safari from 16.4 (iPhone 8 or newer), Firefox from 115 will do.</p></div>"""
KINDS = {".woff2": "font/woff2", ".png": "image/png"}
COMPONENT_ASSETS = "/_stcore/bidi-components/"


class OwnHostConfig:
    """Tells Streamlit's page to stay usable offline, and to let no page around it steer it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != HOST_CONFIG:
            await self.app(scope, receive, send)
            return
        start, body = await _answer_of(self.app, scope, receive)
        if start["status"] == HTTPStatus.OK:
            body = json.dumps(json.loads(body) | OURS).encode()
            MutableHeaders(scope=start)["content-length"] = str(len(body))
        await _send_whole(start, body, send)


class OwnPage:
    """Streamlit's page, with what it lacks: words where it stays empty, and what to load at once.

    Its script clears the root as soon as it runs.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._made = lru_cache(maxsize=4)(_Page)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not wants_page(scope):
            await self.app(scope, receive, send)
            return
        start, body = await _answer_of(self.app, scope, receive)
        if start["status"] != HTTPStatus.OK or EMPTY_ROOT not in body:
            await _send_whole(start, body, send)
            return
        encoding = chosen(Headers(scope=scope))
        if encoding is None:
            await refused()(scope, receive, send)
            return
        page = self._made(body)
        also = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache"}
        answer = encoded(scope, page.bodies[encoding], encoding, page.etag, also)
        await answer(scope, receive, send)


class _Page:
    """A page as it is sent, in each encoding."""

    def __init__(self, theirs: bytes) -> None:
        body = THEIR_FONT.sub(b"", theirs).replace(EMPTY_ROOT, WORDS_IN_ROOT, 1)
        body = body.replace(HEAD_END, head() + HEAD_END, 1)
        self.etag = sha256(body).hexdigest()[:16]
        packed = {name: encoding.pack(body) for name, encoding in ENCODINGS.items()}
        self.bodies = {IDENTITY: body} | packed


def wants_page(scope: Scope) -> bool:
    """Whether a browser asks for something to show as a page."""
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


CONDITIONS = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range"}


async def _answer_of(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    """The whole of what `app` answers, as it is; how it begins, and its body."""
    answer: list[Message] = []

    async def keep(message: Message) -> None:
        answer.append(message)

    # it is changed on its way, so that it has to come whole and as it is
    plain = [header for header in scope["headers"] if header[0] not in CONDITIONS]
    await app({**scope, "headers": plain}, receive, keep)
    start, *chunks = answer
    return start, b"".join(chunk.get("body", b"") for chunk in chunks)


async def _send_whole(start: Message, body: bytes, send: Send) -> None:
    await send(start)
    await send({"type": "http.response.body", "body": body})


class FreshComponents:
    """Lets no browser keep the player of an older version; Streamlit sends no ETag for it.

    Its recordings are named by their content: a browser may keep them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(COMPONENT_ASSETS):
            send = with_headers(send, _set_caching)
        await self.app(scope, receive, send)


def _set_caching(headers: MutableHeaders) -> None:
    recording = headers.get("content-type", "").startswith("audio/")
    headers["cache-control"] = FOR_GOOD if recording else "no-cache"


class OwnFontsAndIcon:
    """Answers for Streamlit's icon with ours, for its fonts with what is shown: 66 kB for 546.

    Its addresses stay the same where kneeapp comes to show more, so browsers ask each time.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.looks = {address: _Look(file) for address, file in own_looks().items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in self.looks or not reads(scope):
            await self.app(scope, receive, send)
            return
        look = self.looks[scope["path"]]
        also = {"Content-Type": look.kind, "Cache-Control": "no-cache"}
        await encoded(scope, look.body, IDENTITY, look.etag, also)(scope, receive, send)


class _Look:
    """A font or a picture as it is sent."""

    def __init__(self, file: Path) -> None:
        self.body = file.read_bytes()
        self.etag = sha256(self.body).hexdigest()[:16]
        self.kind = KINDS[file.suffix]
