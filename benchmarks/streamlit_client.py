"""A browser tab as a Streamlit server knows it: its websocket, without the browser.

The protocol is Streamlit's own: one protobuf message a frame, BackMsg up and ForwardMsg down;
nothing runs until a rerun is asked for, and a run ends with `script_finished`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

ANOTHER_FOLLOWS = ForwardMsg.FINISHED_EARLY_FOR_RERUN
PATIENCE_S = 60


@dataclass(frozen=True)
class Run:
    """One run of a page: how long until its last message, and all that it sent."""

    ms: float
    messages: tuple[ForwardMsg, ...] = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes received."""
        return sum(message.ByteSize() for message in self.messages)

    @property
    def faults(self) -> list[str]:
        """What the page showed as an exception or an error."""
        elements = [
            message.delta.new_element
            for message in self.messages
            if message.WhichOneof("type") == "delta"
            and message.delta.WhichOneof("type") == "new_element"
        ]
        exceptions = [e.exception.message for e in elements if e.WhichOneof("type") == "exception"]
        errors = [
            e.alert.body
            for e in elements
            if e.WhichOneof("type") == "alert" and e.alert.format == e.alert.ERROR
        ]
        return exceptions + errors


class Tab:
    """One open page of a Streamlit app."""

    def __init__(self, socket: ClientConnection, url: str, page: str) -> None:
        self._socket = socket
        self._url = url
        self._page = page
        self._page_hash = ""

    def rerun(self) -> Run:
        """Ask for a run of the page and wait for its end."""
        started = perf_counter()
        self._socket.send(self._request())
        messages: list[ForwardMsg] = []
        while True:
            message = ForwardMsg.FromString(self._received())
            messages.append(message)
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self._page_hash = message.navigation.page_script_hash
            if kind == "script_finished" and message.script_finished != ANOTHER_FOLLOWS:
                return Run((perf_counter() - started) * 1000, tuple(messages))

    def _request(self) -> bytes:
        request = BackMsg()
        rerun = request.rerun_script
        rerun.page_script_hash = self._page_hash
        rerun.page_name = "" if self._page_hash else self._page
        rerun.context_info.timezone = "UTC"
        rerun.context_info.locale = "en"
        rerun.context_info.url = f"{self._url}/{self._page}"
        data: bytes = request.SerializeToString()
        return data

    def _received(self) -> bytes:
        frame = self._socket.recv(timeout=PATIENCE_S)
        if isinstance(frame, str):
            raise TypeError("Streamlit sends binary frames only")
        return frame


@contextmanager
def opened(url: str, page: str = "") -> Iterator[Tab]:
    """A tab on `page` of the app at `url`; "" is the default page."""
    with connect(
        url.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=[Subprotocol("streamlit"), Subprotocol("no-token")],
        max_size=None,
        compression=None,
    ) as socket:
        yield Tab(socket, url, page)
