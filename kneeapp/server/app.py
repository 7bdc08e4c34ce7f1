"""The server that `kneeapp` runs: Streamlit's pages, and what Streamlit alone does not do."""

import errno
import gc
import os
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from functools import partial
from http import HTTPStatus

import streamlit as st
import uvicorn
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kneeapp.access import is_personal
from kneeapp.errors import BadInput, KneeAppError, NotAllowed, NotFound, StoreError
from kneeapp.phone_listener import THIS_COMPUTER, line
from kneeapp.server import backup_control, health
from kneeapp.server.logs import log_as_lines
from kneeapp.server.middleware import phone_gate, static_files
from kneeapp.server.middleware.downloads import DownloadGate
from kneeapp.server.middleware.encoded_files import Shelf
from kneeapp.server.middleware.headers import SecurityHeaders
from kneeapp.server.middleware.phone_gate import PhoneGate
from kneeapp.server.middleware.request_guard import RequestGuard
from kneeapp.server.middleware.response_patches import (
    FreshComponents,
    OwnFontsAndIcon,
    OwnHostConfig,
    OwnPage,
)
from kneeapp.server.middleware.static_files import EncodedFiles
from kneeapp.server.middleware.warm_up import WarmAfterFirstPage
from kneeapp.server.own_components import discover_own_components_only
from kneeapp.settings import OFF, PROJECT, Settings
from kneeapp.ui.account.auth_cookies.routes import ROUTES as SIGN_IN_ROUTES
from kneeapp.ui.active_session import event_endpoint
from kneeapp.ui.shell import server_mode
from kneeapp.ui.shell.navigation import only_through_the_frame


def create_app(settings: Settings) -> st.App:
    """The whole of kneeapp as an ASGI application, with `settings` in force.

    Streamlit allows one such application a process.
    """
    put_in_force(settings)
    only_through_the_frame()
    discover_own_components_only()
    shelf = static_files.shelf()
    app = st.App(
        PROJECT / "app.py",
        routes=[
            Route(event_endpoint.PATH, take_beacon, methods=["POST"]),
            backup_control.ROUTE,
            *health.ROUTES,
            *phone_gate.ROUTES,
            *SIGN_IN_ROUTES,
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(RequestGuard, clinic=settings.clinic),
            Middleware(PhoneGate),
            Middleware(DownloadGate),
            Middleware(OwnHostConfig),
            Middleware(OwnPage),
            Middleware(FreshComponents),
            Middleware(OwnFontsAndIcon),
            Middleware(EncodedFiles, shelf=shelf),
            Middleware(WarmAfterFirstPage),
        ],
        lifespan=partial(_lifespan, shelf),
    )
    server_mode.mark_kneeapp_server()  # reads Streamlit's settings beside the app's file
    return app


def serve(
    settings: Settings, *, when_open: Callable[[str], None], phones_at: str | None = None
) -> None:
    """Serve kneeapp to this machine until it is stopped; `when_open` gets its address.

    With `phones_at`, an address of this machine on its own network, phones can be let in there.
    """
    log_as_lines()
    with ExitStack() as held:
        listening = [held.enter_context(listen(settings.port))]
        port = listening[0].getsockname()[1]
        if phones_at:
            listening.append(held.enter_context(listen(port, phones_at)))
            line.host = f"{phones_at}:{port}"
        held.enter_context(backup_control.reachable(settings.database, port))
        server = uvicorn.Server(configured(settings))
        when_open(f"http://localhost:{port}")
        server.run(sockets=listening)


def configured(settings: Settings) -> uvicorn.Config:
    """How kneeapp is served, and whose word on where a request came from is believed."""
    proxies = settings.clinic.trusted_proxies if settings.clinic else ()
    return uvicorn.Config(
        create_app(settings),
        ws="websockets-sansio",
        ws_per_message_deflate=True,  # halves a page's messages for under 1 ms (benchmarks.md)
        proxy_headers=bool(proxies),  # else whoever asks is whom the socket says
        forwarded_allow_ips=list(proxies),
        server_header=False,
        log_config=None,  # .streamlit/config.toml decides what is logged
        timeout_graceful_shutdown=3,
    )


def listen(port: int, address: str = THIS_COMPUTER) -> socket.socket:
    """A socket that listens on `port` of this machine only; 0 takes a free port."""
    # asyncio turns Nagle's delay (40 ms a page) off only where the protocol is named
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # elsewhere this would let two servers share the port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, port))
        listening.listen()
    except OSError as error:
        listening.close()
        taken = error.errno == errno.EADDRINUSE
        where = "" if address == THIS_COMPUTER else f" of {address}"
        raise KneeAppError(
            f"Port {port}{where} "
            + ("is taken" if taken else f"cannot be opened ({error.strerror})")
            + f". If kneeapp runs already, it is at http://localhost:{port}. "
            "To use another port: kneeapp --port NUMBER"
        ) from error
    return listening


async def take_beacon(request: Request) -> Response:
    """The player's events, past the websocket; the answer says what is kept."""
    peer = request.client.host if request.client else ""
    host = request.headers.get("host", "")
    personal = is_personal(peer, host, request.headers) or line.admits(
        host, request.headers, request.cookies
    )
    take = partial(
        event_endpoint.take, request.query_params, await request.body(), personal=personal
    )
    try:
        return JSONResponse(await run_in_threadpool(take))
    except NotAllowed:
        return Response(status_code=HTTPStatus.FORBIDDEN)
    except (BadInput, NotFound):
        return Response(status_code=HTTPStatus.BAD_REQUEST)
    except StoreError:
        return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)


def put_in_force(settings: Settings) -> None:
    """Set the environment from `settings`: the pages read it there, as under `streamlit run`."""
    os.environ["KNEEAPP_DATABASE"] = str(settings.database)
    os.environ["KNEEAPP_CONTENT"] = str(settings.content or "")
    os.environ["KNEEAPP_BACKUPS"] = str(settings.backups or OFF)
    os.environ["KNEEAPP_PORT"] = str(settings.port)
    os.environ["KNEEAPP_DEMO"] = "1" if settings.demo else ""


@asynccontextmanager
async def _lifespan(shelf: Shelf, _app: st.App) -> AsyncIterator[None]:
    """Encode files while the first pages are served, and tidy up at the end."""
    gc.freeze()  # all that was imported stays
    threading.Thread(target=shelf.fill, name="encode", daemon=True).start()
    yield
    # DuckDB comes with it, which the start need not wait for
    from kneeapp.ui.shell.store_pool import close_stores  # noqa: PLC0415

    close_stores()
    gc.unfreeze()  # else DuckDB complains at exit of each object it could not let go
