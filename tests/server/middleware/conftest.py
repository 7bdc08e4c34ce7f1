"""A server of one page, with one middleware before it."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient

HERE = ("127.0.0.1", 50_000)


async def page(request):
    if request.method != "POST":
        return HTMLResponse("<p>page</p>")
    return PlainTextResponse(str(len(await request.body())))


async def echo(websocket):
    await websocket.accept()
    while (message := await websocket.receive())["type"] == "websocket.receive":
        await websocket.send_bytes(message["bytes"])


def tab_of(browser, headers=None):
    """A websocket as a page of `browser` opens it."""
    address = f"{browser.base_url}/_stcore/stream".replace("http", "ws", 1)
    return browser.websocket_connect(address, headers=headers or {})


@pytest.fixture
def behind():
    """The page behind a middleware, as `peer` asks for it under `url`."""

    def browser(kind, url="http://localhost:8501", peer=HERE, routes=(), **options):
        app = Starlette(
            routes=[
                *routes,
                WebSocketRoute("/_stcore/stream", echo),
                Route("/{path:path}", page, methods=["GET", "POST", "PUT", "DELETE"]),
            ],
            middleware=[Middleware(kind, **options)],
        )
        return TestClient(app, base_url=url, client=peer, follow_redirects=False)

    return browser
