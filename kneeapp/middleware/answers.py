"""What kneeapp changes about the answers of Streamlit's server."""

import json
from collections.abc import Callable
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
COMPONENT_ASSETS = "/_stcore/bidi-components/"


class OwnHostConfig:
    """Tells Streamlit's page to stay usable offline, and to let no page around it steer it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != HOST_CONFIG:
            await self.app(scope, receive, send)
            return
        await _send_changed(self.app, scope, receive, send, _with_ours)


def _with_ours(body: bytes) -> bytes:
    return json.dumps(json.loads(body) | OURS).encode()


class WordsForOldBrowsers:
    """Says in Streamlit's page why it stays empty where its script cannot run.

    The script clears the root as soon as it runs.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not wants_page(scope):
            await self.app(scope, receive, send)
            return
        await _send_changed(self.app, scope, receive, send, _with_words)


def wants_page(scope: Scope) -> bool:
    """Whether a browser asks for something to show as a page."""
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


def _with_words(body: bytes) -> bytes:
    return body.replace(EMPTY_ROOT, WORDS_IN_ROOT, 1)


async def _send_changed(
    app: ASGIApp, scope: Scope, receive: Receive, send: Send, change: Callable[[bytes], bytes]
) -> None:
    """Answer with the whole body of `app`, changed where all went well."""
    answer: list[Message] = []

    async def keep(message: Message) -> None:
        answer.append(message)

    plain = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
    await app({**scope, "headers": plain}, receive, keep)
    start, *chunks = answer
    body = b"".join(chunk.get("body", b"") for chunk in chunks)
    if start["status"] == HTTPStatus.OK:
        body = change(body)
        MutableHeaders(scope=start)["content-length"] = str(len(body))
    await send(start)
    await send({"type": "http.response.body", "body": body})


class FreshComponents:
    """Lets no browser keep the player of an older version; Streamlit sends no ETag for it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_fresh(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["cache-control"] = "no-cache"
            await send(message)

        asset = scope["type"] == "http" and scope["path"].startswith(COMPONENT_ASSETS)
        await self.app(scope, receive, send_fresh if asset else send)
