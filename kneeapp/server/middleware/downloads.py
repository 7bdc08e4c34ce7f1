"""Downloads: each file only for the browser that was given its address."""

import re
import secrets
from collections import OrderedDict
from http import HTTPStatus

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kneeapp.server.middleware.headers import with_headers
from kneeapp.server.middleware.request_guard import refuse
from kneeapp.server.middleware.response_patches import wants_page

FILE = re.compile(rb"/media/([0-9a-f]+)")
MOST_KEPT = 10_000
"""Addresses that are remembered; Streamlit drops a file itself once no page shows it."""

COOKIE = "kneeapp_browser"
WELL_FORMED = re.compile(r"[\w-]{43}", re.ASCII)


class DownloadGate:
    """Answers /media/… only to the browser whose page was told the address.

    Streamlit answers to whoever has it. Which browser it is, a cookie says that no page can
    read; what a page was told, its websocket shows.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._told: OrderedDict[tuple[str, bytes], None] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self.app(scope, receive, self._watched(scope, send))
        elif scope["type"] == "http" and (file := FILE.match(scope["path"].encode())):
            if (_browser(scope), file[1]) in self._told:
                await self.app(scope, receive, send)
            else:
                await refuse(scope, receive, send, HTTPStatus.NOT_FOUND, "Not Found")
        elif scope["type"] == "http" and wants_page(scope) and not _browser(scope):
            await self.app(scope, receive, _with_cookie(scope, send))
        else:
            await self.app(scope, receive, send)

    def _watched(self, scope: Scope, send: Send) -> Send:
        browser = _browser(scope)

        async def watch(message: Message) -> None:
            for file in FILE.findall(message.get("bytes") or b""):
                self._tell(browser, file)
            await send(message)

        # without a cookie nobody could be told from anybody else
        return watch if browser else send

    def _tell(self, browser: str, file: bytes) -> None:
        self._told[browser, file] = None
        self._told.move_to_end((browser, file))
        if len(self._told) > MOST_KEPT:
            self._told.popitem(last=False)


def _browser(scope: Scope) -> str:
    """Which browser this is; empty where it has no cookie of ours yet."""
    value = HTTPConnection(scope).cookies.get(_cookie(scope), "")
    return value if WELL_FORMED.fullmatch(value) else ""


def _cookie(scope: Scope) -> str:
    return f"__Host-{COOKIE}" if scope["scheme"] in {"https", "wss"} else COOKIE


def _with_cookie(scope: Scope, send: Send) -> Send:
    secure = "; Secure" if scope["scheme"] == "https" else ""
    value = f"{_cookie(scope)}={secrets.token_urlsafe(32)}; Path=/; HttpOnly; SameSite=Lax{secure}"

    return with_headers(send, lambda headers: headers.append("set-cookie", value))
