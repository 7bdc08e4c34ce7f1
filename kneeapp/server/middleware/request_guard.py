"""Request guard: accepted host names, origins and sizes."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kneeapp.access import LOCAL_HOST, is_personal, was_forwarded
from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.phone_listener import line

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
HEALTH = "/_kneeapp/health"
"""Open to whoever balances load: it says yes or no."""

OPERATORS = ("/_stcore/metrics", "/_kneeapp/metrics", "/_kneeapp/backup")
CLOSED = ("/_stcore/agent/", "/_stcore/script-health-check")
"""Streamlit answers there even where its settings turn them off."""

UPLOADS = "/_stcore/upload_file/"
LARGEST_BODY = 1024 * 1024
"""Bytes of a request; uploads have Streamlit's own limit, `server.maxUploadSize`."""

OTHER_NAME = "This server does not go by that name."
NOT_OVER_HTTPS = (
    "A clinic's records are shown over https only. If this is https, its operator has to name "
    "the proxy in front in trusted_proxies."
)
OTHER_PAGE = "This was not sent by a page of this server."


class RequestGuard:
    """Refuses what no person with a browser on one of our pages would send."""

    def __init__(self, app: ASGIApp, clinic: Clinic | None = None) -> None:
        self.app = app
        self.clinic = clinic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
        elif refusal := self._refusal(scope):
            await refuse(scope, receive, send, *refusal)
        else:
            await _let_in(self.app, scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[HTTPStatus, str] | None:
        path = scope["path"]
        if path == HEALTH:
            return None
        headers = Headers(scope=scope)
        peer = scope["client"][0] if scope["client"] else ""
        personal = is_personal(peer, headers.get("host", ""), headers)
        if not (personal or self._goes_by(headers, scope)):
            return HTTPStatus.MISDIRECTED_REQUEST, OTHER_NAME
        if self.clinic and not personal and scope["scheme"] not in {"https", "wss"}:
            return HTTPStatus.FORBIDDEN, NOT_OVER_HTTPS
        if not _is_from_own_page(headers, scope):
            return HTTPStatus.FORBIDDEN, OTHER_PAGE
        if path.startswith(CLOSED) or (path in OPERATORS and not personal):
            return HTTPStatus.NOT_FOUND, "Not Found"
        return None

    def _goes_by(self, headers: Headers, scope: Scope) -> bool:
        """Whether all its Host headers are a name of this server: else one was made to point here.

        Where no clinic is set up, a proxy may pass on what it likes: its visitors are sealed.
        """
        hosts = headers.getlist("host") or [""]
        if self.clinic:
            return all(host.lower() in self.clinic.allowed_hosts for host in hosts)
        if line.is_at(scope["server"]):
            return all(line.is_asked(host) for host in hosts)
        return was_forwarded(headers) or all(map(LOCAL_HOST.fullmatch, hosts))


def _is_from_own_page(headers: Headers, scope: Scope) -> bool:
    """Whether the page that sent it is ours, where anything may change by it.

    Browsers name it for every such request and every websocket, so only a program leaves
    it out; it may open a websocket, as it could name any page.
    """
    opens_socket: bool = scope["type"] == "websocket"
    if not opens_socket and scope["method"] not in CHANGING:
        return True
    origin = headers.get("origin")
    if origin is None:
        return opens_socket
    schemes = ("https",) if scope["scheme"] in {"https", "wss"} else ("http", "https")
    return origin.lower() in {f"{scheme}://{headers.get('host', '').lower()}" for scheme in schemes}


async def refuse(
    scope: Scope, receive: Receive, send: Send, status: HTTPStatus, words: str
) -> None:
    """Answer with a line of text, or close a websocket before it opens."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
    else:
        await PlainTextResponse(f"{words}\n", status)(scope, receive, send)


class _TooLargeError(Exception):
    """A body that goes on for longer than anything of ours."""


async def _let_in(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Hand it on, with an end to how much it may send."""
    if scope["type"] == "websocket" or scope["path"].startswith(UPLOADS):
        await app(scope, receive, send)
        return
    taken = 0

    async def receive_some() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:
            raise _TooLargeError
        return message

    try:
        await app(scope, receive_some, send)
    except _TooLargeError:
        await refuse(scope, receive, send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too large.")
