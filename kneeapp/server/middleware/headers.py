"""Security headers of every response."""

import re
from base64 import b64encode
from collections.abc import Callable
from functools import partial
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kneeapp.server.middleware.preload import INDEX

INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)

A_YEAR_S = 31_536_000
FOR_GOOD = f"public, max-age={A_YEAR_S}, immutable"
"""For what is never changed under its name."""

MEDIA = "/media/"
OWN = "/_kneeapp/"


def page_policy() -> str:
    """The Content-Security-Policy of a page: nothing from elsewhere, and no evaluated text.

    Streamlit's own page holds one script, let in by its hash; its styles are made as it runs.
    """
    hashes = (
        f"'sha256-{b64encode(sha256(script).digest()).decode()}'"
        for script in INLINE_SCRIPT.findall(INDEX.read_bytes())
    )
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' data: blob:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""A file that is opened as a page of its own can do nothing but be looked at."""

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer our own forms come without their Origin
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), usb=(), fullscreen=(self), screen-wake-lock=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


def with_headers(send: Send, change: Callable[[MutableHeaders], None]) -> Send:
    """`send`, with the headers of the answer changed before they go out."""

    async def send_changed(message: Message) -> None:
        if message["type"] == "http.response.start":
            change(MutableHeaders(scope=message))
        await send(message)

    return send_changed


class SecurityHeaders:
    """Puts them on every answer; over https also that it stays https."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.page_policy = page_policy()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            send = with_headers(send, partial(self._guard, scope=scope))
        await self.app(scope, receive, send)

    def _guard(self, headers: MutableHeaders, scope: Scope) -> None:
        path = scope["path"]
        headers.update(ALWAYS)
        headers["Content-Security-Policy"] = (
            FILE_POLICY if path.startswith(MEDIA) else self.page_policy
        )
        if path.startswith((MEDIA, OWN)):
            headers["Cache-Control"] = "no-store"
        if scope["scheme"] == "https":
            headers["Strict-Transport-Security"] = f"max-age={A_YEAR_S}; includeSubDomains"
            _secure_cookies(headers)


def _secure_cookies(headers: MutableHeaders) -> None:
    """Have Streamlit's own cookies sent over https only: it knows of no proxy before it."""
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        secure = "; secure" in cookie.lower()
        headers.append("set-cookie", cookie if secure else f"{cookie}; Secure")
