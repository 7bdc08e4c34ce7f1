"""The server that `kneeapp` runs: Streamlit's pages, and what Streamlit alone does not do."""

import errno
import gc
import importlib
import json
import os
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

import streamlit as st
import uvicorn
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from kneeapp import control, watching
from kneeapp.access import is_personal
from kneeapp.errors import BadInput, KneeAppError, NotAllowed, NotFound
from kneeapp.logs import log_as_lines
from kneeapp.settings import OFF, PROJECT, Settings
from kneeapp.ui import beacon
from kneeapp.ui.navigation import only_through_the_frame

ADDRESS = "127.0.0.1"
HOST_CONFIG = "/_stcore/host-config"
COMPONENT_ASSETS = "/_stcore/bidi-components/"
HEAVY = ("pandas", "pyarrow", "altair", "duckdb")


def create_app(settings: Settings) -> st.App:
    """The whole of kneeapp as an ASGI application, with `settings` in force.

    Streamlit allows one such application a process.
    """
    put_in_force(settings)
    only_through_the_frame()
    beacon.open_door()
    return st.App(
        PROJECT / "app.py",
        routes=[Route(beacon.PATH, take_beacon, methods=["POST"]), control.ROUTE, *watching.ROUTES],
        middleware=[
            Middleware(NoErrorDialogs),
            Middleware(FreshComponents),
            Middleware(WarmAfterFirstPage),
        ],
        lifespan=_tidied_up,
    )


def serve(settings: Settings, *, when_open: Callable[[str], None]) -> None:
    """Serve kneeapp to this machine until it is stopped; `when_open` gets its address."""
    log_as_lines()
    with listen(settings.port) as listening:
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(settings),
                ws="websockets-sansio",
                proxy_headers=False,  # whoever asks is whom the socket says
                log_config=None,  # .streamlit/config.toml decides what is logged
                timeout_graceful_shutdown=3,
            )
        )
        port = listening.getsockname()[1]
        with control.reachable(settings.database, port):
            when_open(f"http://localhost:{port}")
            server.run(sockets=[listening])


def listen(port: int) -> socket.socket:
    """A socket that listens on `port` of this machine only; 0 takes a free port."""
    # asyncio turns Nagle's delay (40 ms a page) off only where the protocol is named
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # elsewhere this would let two servers share the port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((ADDRESS, port))
        listening.listen()
    except OSError as error:
        listening.close()
        taken = error.errno == errno.EADDRINUSE
        raise KneeAppError(
            f"Port {port} "
            + ("is taken" if taken else f"cannot be opened ({error.strerror})")
            + f". If kneeapp runs already, it is at http://localhost:{port}. "
            "To use another port: kneeapp --port NUMBER"
        ) from error
    return listening


async def take_beacon(request: Request) -> Response:
    """Events of a page that is being left: kept for the person's own machine only."""
    peer = request.client.host if request.client else ""
    if not is_personal(peer, request.headers.get("host", ""), request.headers):
        return Response(status_code=HTTPStatus.FORBIDDEN)
    asked = request.query_params
    body = await request.body()
    try:
        await run_in_threadpool(beacon.take, asked.get("session", ""), asked.get("token", ""), body)
    except NotAllowed:
        return Response(status_code=HTTPStatus.FORBIDDEN)
    except (BadInput, NotFound):
        return Response(status_code=HTTPStatus.BAD_REQUEST)
    return Response(status_code=HTTPStatus.NO_CONTENT)


def put_in_force(settings: Settings) -> None:
    """Set the environment from `settings`: the pages read it there, as under `streamlit run`."""
    os.environ["KNEEAPP_DATABASE"] = str(settings.database)
    os.environ["KNEEAPP_CONTENT"] = str(settings.content or "")
    os.environ["KNEEAPP_BACKUPS"] = str(settings.backups or OFF)
    os.environ["KNEEAPP_PORT"] = str(settings.port)
    os.environ["KNEEAPP_DEMO"] = "1" if settings.demo else ""


@asynccontextmanager
async def _tidied_up(_app: st.App) -> AsyncIterator[None]:
    yield
    # DuckDB comes with it, which the start need not wait for
    from kneeapp.ui.session import close_stores  # noqa: PLC0415

    close_stores()
    gc.unfreeze()  # else DuckDB complains at exit of each object it could not let go


class NoErrorDialogs:
    """Keeps the page usable while the network is away.

    Streamlit's dialog "Connection error" would make the player's buttons dead.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != HOST_CONFIG:
            await self.app(scope, receive, send)
            return
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        plain = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, keep)
        start, *chunks = answer
        body = b"".join(chunk.get("body", b"") for chunk in chunks)
        if start["status"] == 200:
            body = json.dumps(json.loads(body) | {"blockErrorDialogs": True}).encode()
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


class WarmAfterFirstPage:
    """Loads what later pages need once the first page is out, so that neither waits for it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.waiting = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def watch(message: Message) -> None:
            await send(message)
            if self.waiting and _ends_a_run(message):
                self.waiting = False
                threading.Thread(target=warm, name="warm", daemon=True).start()

        watched = self.waiting and scope["type"] == "websocket"
        await self.app(scope, receive, watch if watched else send)


def _ends_a_run(message: Message) -> bool:
    sent = message.get("bytes")
    return bool(sent) and ForwardMsg.FromString(sent).WhichOneof("type") == "script_finished"


def warm() -> None:
    """Import the heavy libraries and exempt them from garbage collection for good.

    Without it each full collection walks their half a million objects.
    """
    for name in HEAVY:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
