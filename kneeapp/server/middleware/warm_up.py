"""Warm-up: import what later pages need while no request waits."""

import gc
import importlib
import threading

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

HEAVY = ("pandas", "pyarrow", "altair", "duckdb")


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
