"""HTTP routes that set and delete the sign-in cookie, which is HttpOnly."""

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kneeapp import clock
from kneeapp.domain.accounts.known_browsers import issue_device_cookie
from kneeapp.errors import NotAllowed
from kneeapp.settings import settings
from kneeapp.store.clinic import web_sessions
from kneeapp.ui.account.auth_cookies import SIGN_IN_PATH, SIGN_OUT_PATH
from kneeapp.ui.shell import cookies
from kneeapp.ui.shell.store_pool import clinic_key, shared_store


async def sign_in(request: Request) -> Response:
    """Exchange a ticket for the cookie of its web session; 403 where the ticket is not valid."""
    try:
        ticket = str((await request.json())["ticket"])
        # not on the event loop, which serves everybody else meanwhile
        values = await run_in_threadpool(_exchanged, ticket)
    except (NotAllowed, ValueError, KeyError, TypeError):
        return Response(status_code=HTTPStatus.FORBIDDEN)
    return _answer(request, *values.items())


async def sign_out(request: Request) -> Response:
    """Delete the cookie; the web session was already ended by the page."""
    return _answer(request, (cookies.SIGN_IN, ""))


ROUTES = (
    Route(SIGN_IN_PATH, sign_in, methods=["POST"]),
    Route(SIGN_OUT_PATH, sign_out, methods=["POST"]),
)


def _exchanged(ticket: str) -> dict[str, str]:
    in_force = settings()
    key = clinic_key(in_force)
    cookie, name = web_sessions.exchange(shared_store(in_force), key, ticket, clock.now())
    return {cookies.SIGN_IN: cookie, cookies.KNOWN: issue_device_cookie(key, name)}


def _answer(request: Request, *values: tuple[str, str]) -> Response:
    host = request.headers.get("host", "")
    response = Response(status_code=HTTPStatus.NO_CONTENT)
    for name, value in values:
        response.headers.append("set-cookie", f"{cookies.text(name, value, host)}; HttpOnly")
    return response
