"""A browser tab as a Streamlit server knows it: its websocket, without the browser.

The protocol is Streamlit's own: one protobuf message a frame, BackMsg up and ForwardMsg down;
nothing runs until a rerun is asked for, and a run ends with `script_finished`. Every request
carries the state of all widgets.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from streamlit.components.v2.bidi_component.constants import EVENT_DELIM
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

ANOTHER_FOLLOWS = ForwardMsg.FINISHED_EARLY_FOR_RERUN
PATIENCE_S = 60


@dataclass(frozen=True)
class Run:
    """One run of a page: all that it sent, and how long after the request (ms) each came."""

    messages: tuple[ForwardMsg, ...] = field(repr=False)
    arrived_ms: tuple[float, ...] = field(repr=False)

    @property
    def ms(self) -> float:
        """How long until the last message."""
        return self.arrived_ms[-1]

    @property
    def size(self) -> int:
        """Bytes received."""
        return sum(message.ByteSize() for message in self.messages)

    @property
    def elements(self) -> list[Element]:
        return [element for message in self.messages if (element := drawn(message))]

    @property
    def faults(self) -> list[str]:
        """What the page showed as an exception or an error."""
        exceptions = [e.exception.message for e in self.elements if kind(e) == "exception"]
        errors = [
            e.alert.body
            for e in self.elements
            if kind(e) == "alert" and e.alert.format == e.alert.ERROR
        ]
        return exceptions + errors

    def until(self, holds: Callable[[Element], bool]) -> float:
        """How long until an element of which that holds; raises LookupError."""
        for message, ms in zip(self.messages, self.arrived_ms, strict=True):
            element = drawn(message)
            if element and holds(element):
                return ms
        raise LookupError("The run never said so.")


class Tab:
    """One open page of a Streamlit app."""

    def __init__(self, socket: ClientConnection, url: str, page: str) -> None:
        self._socket = socket
        self._url = url
        self._page = page
        self._page_hash = ""
        self._session = ""
        self._widgets: dict[str, WidgetState] = {}
        self._shown: dict[str, Element] = {}
        self._fragments: dict[str, str] = {}
        self.ticking = ""
        """The fragment that asks to be run again by itself, if any."""

    def rerun(self, fragment: str = "") -> Run:
        """Ask for a run of the page, or of one fragment, and wait for its end."""
        started = perf_counter()
        self._socket.send(self._request(fragment))
        messages, arrived = [], []
        while True:
            message = ForwardMsg.FromString(self._received())
            messages.append(message)
            arrived.append((perf_counter() - started) * 1000)
            self._take_in(message)
            if is_end(message):
                return Run(tuple(messages), tuple(arrived))

    def has(self, name: str) -> bool:
        """Whether the page shows an element of that kind, or of that component."""
        return any(name in names(element) for element in self._shown.values())

    def press(self, *labels: str, fragment: str = "") -> Run:
        """Press the button that says one of `labels`."""
        button = self._find("button", lambda element: element.button.label in labels)
        self._widgets[button] = WidgetState(id=button, trigger_value=True)
        try:
            return self.rerun(fragment)
        finally:
            del self._widgets[button]

    def fill(self, value: float) -> Run:
        """Give the number asked for."""
        number = self._find("number_input")
        self._widgets[number] = WidgetState(id=number, double_value=value)
        return self.rerun()

    def slide(self, value: float, fragment: str = "") -> Run:
        """Move the slider."""
        slider = self._find("slider")
        state = WidgetState(id=slider)
        state.double_array_value.data.append(value)
        self._widgets[slider] = state
        return self.rerun(fragment)

    def report(self, component: str, state: Mapping[str, Any]) -> Run:
        """What the element of a component says has become its state."""
        element = self._find(component)
        self._widgets[element] = WidgetState(id=element, json_value=json.dumps(state))
        return self.rerun()

    def tell(self, component: str, event: str, value: object) -> Run:
        """What the element of a component tells once; its fragment alone runs, if it is in one."""
        element = self._find(component)
        aggregate = f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{element}{EVENT_DELIM}events"
        told = json.dumps([{"event": event, "value": value}])
        self._widgets[aggregate] = WidgetState(id=aggregate, json_trigger_value=told)
        try:
            return self.rerun(self._fragments[element])
        finally:
            del self._widgets[aggregate]

    def download(self, label: str) -> str:
        """Press the download button `label`, whose file is made now; the path of its address."""
        button = self._find("download_button", lambda shown: shown.download_button.label == label)
        request = BackMsg()
        operation = request.backend_operation_request
        operation.request_id, operation.session_id = button, self._session
        operation.deferred_file.file_id = self._shown[button].download_button.deferred_file_id
        self._socket.send(request.SerializeToString())
        while True:
            message = ForwardMsg.FromString(self._received())
            if message.WhichOneof("type") == "backend_operation_response":
                url: str = message.backend_operation_response.deferred_file.url
                return url

    def component_data(self, component: str) -> Any:
        """What the page last sent the element of a component."""
        return component_data(self._shown[self._find(component)])

    def _find(self, name: str, wanted: Callable[[Element], bool] = lambda _: True) -> str:
        for identity, element in self._shown.items():
            if name in names(element) and wanted(element):
                return identity
        raise LookupError(f"The page {self._page!r} has no such {name}.")

    def _take_in(self, message: ForwardMsg) -> None:
        sort = message.WhichOneof("type")
        if sort == "new_session":
            self._session = message.new_session.initialize.session_id
        if sort == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif sort == "auto_rerun":
            self.ticking = message.auto_rerun.fragment_id
        elif sort == "new_session" and not message.metadata.run.fragment_ids:
            self._shown = {}
        elif element := drawn(message):
            identity = getattr(getattr(element, kind(element)), "id", "")
            self._shown |= {identity: element} if identity else {}
            self._fragments[identity] = message.delta.fragment_id

    def _request(self, fragment: str) -> bytes:
        request = BackMsg()
        rerun = request.rerun_script
        rerun.page_script_hash = self._page_hash
        page, _, query = self._page.partition("?")
        rerun.page_name = "" if self._page_hash else page
        rerun.query_string = query
        rerun.fragment_id = fragment
        rerun.context_info.timezone = "UTC"
        rerun.context_info.locale = "en"
        rerun.context_info.url = f"{self._url}/{self._page}"
        rerun.widget_states.widgets.extend(self._widgets.values())
        frame: bytes = request.SerializeToString()
        return frame

    def _received(self) -> bytes:
        frame = self._socket.recv(timeout=PATIENCE_S)
        if isinstance(frame, str):
            raise TypeError("Streamlit sends binary frames only")
        return frame


def is_end(message: ForwardMsg) -> bool:
    """Whether the server is done with what was asked."""
    return (
        message.WhichOneof("type") == "script_finished"
        and message.script_finished != ANOTHER_FOLLOWS
    )


def drawn(message: ForwardMsg) -> Element | None:
    """The element that `message` puts on the page."""
    if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
        return None
    return message.delta.new_element


def kind(element: Element) -> str:
    return element.WhichOneof("type") or ""


def names(element: Element) -> tuple[str, str]:
    """The kind of an element, and its component where it is of one."""
    return kind(element), element.bidi_component.component_name


def component_data(element: Element) -> Any:
    """What the page sends the element of a component."""
    return json.loads(element.bidi_component.json)


@contextmanager
def opened(url: str, page: str = "", headers: Mapping[str, str] | None = None) -> Iterator[Tab]:
    """A tab on `page` of the app at `url`, with its query; "" is the default page."""
    with connect(
        url.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=[Subprotocol("streamlit"), Subprotocol("no-token")],
        additional_headers=headers,
        max_size=None,
        ping_interval=None,
        compression=None,
    ) as socket:
        yield Tab(socket, url, page)
