"""Phone gate: refuses phones that are not paired."""

import html
from http import HTTPStatus

from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kneeapp import clock
from kneeapp.colours import LIGHT
from kneeapp.phone_listener import COOKIE, PATH, line

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>kneeapp</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:root {{ color-scheme: light dark }} body {{ margin: 2rem; font: 18px/1.5 sans-serif }}
button {{ font: inherit; font-weight: 650; width: 100%; min-height: 56px; border: 0;
border-radius: 12px; color: #fff; background: {accent} }}</style>
<h1>kneeapp</h1>{words}</html>"""
SCAN = """<p>This phone is not let in. On the computer that runs kneeapp, open <b>My data</b>,
press <b>Let a phone in</b>, and scan the code that shows there.</p>"""
TOO_LATE = f"<p>This code was used before, or is older than two minutes.</p>{SCAN}"
LET_IN = """<p>Open the record of the computer that showed the code, on this phone,
until kneeapp stops there.</p>
<form method="post"><input type="hidden" name="code" value="{}">
<button>Use kneeapp on this phone</button></form>"""
KINDS = ("iPhone", "iPad", "Android")


class PhoneGate:
    """Lets only phones with a good cookie through where the connection came in on the line."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"} or not line.is_at(scope["server"]):
            await self.app(scope, receive, send)
        elif _is_let_in(scope):
            await self.app(scope, _while_let_in(scope, receive, send), send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
        elif scope["path"] == PATH:
            await self.app(scope, receive, send)
        else:
            await _page(SCAN, HTTPStatus.FORBIDDEN)(scope, receive, send)


def _page(words: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return HTMLResponse(PAGE.format(accent=LIGHT.accent, words=words), status)


def _is_let_in(scope: Scope) -> bool:
    asking = HTTPConnection(scope)
    return line.admits(asking.headers.get("host", ""), asking.headers, asking.cookies)


def _while_let_in(scope: Scope, receive: Receive, send: Send) -> Receive:
    """What the phone sends, up to the moment it is sent away."""

    async def receive_while() -> Message:
        message = await receive()
        if scope["type"] == "http" or message["type"] == "websocket.disconnect":
            return message
        # whoever is sent away while the page is open must not go on through its websocket
        if _is_let_in(scope):
            return message
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return {"type": "websocket.disconnect", "code": 1008}

    return receive_while


async def _ask(request: Request) -> Response:
    """A page with one button: whatever looks at an address ahead of the person uses up nothing."""
    code = html.escape(request.query_params.get("code", ""))
    return _page(LET_IN.format(code))


async def _pair(request: Request) -> Response:
    """Trade a good code for the cookie that lets this phone in."""
    if not line.is_asked(request.headers.get("host", "")):
        return _page(SCAN, HTTPStatus.FORBIDDEN)
    code = str((await request.form()).get("code", ""))
    agent = request.headers.get("user-agent", "")
    name = next((kind for kind in KINDS if kind in agent), "Another device")
    token = line.pairings.pair(code, name, clock.now())
    if token is None:
        return _page(TOO_LATE, HTTPStatus.FORBIDDEN)
    answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
    return answer


ROUTES = [Route(PATH, _ask, methods=["GET"]), Route(PATH, _pair, methods=["POST"])]
