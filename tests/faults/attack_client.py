"""A stranger's tools: requests as no browser would send them, and texts made to do harm."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from socket import create_connection, socket

from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.browser.kneeapp_server import Kneeapp

MARKUP = (
    "<img src=x onerror=alert(1)> [click](javascript:alert(1)) ![x](https://evil.example/x.png) "
    ":red[x] $x$"
)
FORMULA = '=HYPERLINK("https://evil.example";"see")'
STATEMENT = "'); drop table session; --"
EXPRESSION = "datum.x'];fetch('https://evil.example')//{{7*7}}"
PATH = "../../../../etc/passwd%00"
HOSTILE = (MARKUP, FORMULA, STATEMENT, EXPRESSION, PATH)


@dataclass
class Besieged(Kneeapp):
    """A server of ours that is asked things by strangers."""

    secrets: Path | None = None

    @property
    def environment(self) -> Mapping[str, str]:
        secrets = {"KNEEAPP_SECRETS": str(self.secrets)} if self.secrets else {}
        nothing_of_this_machine = {"HOME": str(self.database.parent)}
        return {**super().environment, **nothing_of_this_machine, **secrets}

    def asked(
        self, path: str, *, method: str = "GET", body: object = None, **headers: str
    ) -> HTTPResponse:
        """The answer, with its body read; `path` and headers go out exactly as they are."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        content = body if isinstance(body, bytes) else b""
        given = {"Host": f"localhost:{self.port}", "Content-Length": str(len(content)), **headers}
        for name, value in given.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders(content)
        answer = connection.getresponse()
        answer.content = answer.read()
        connection.close()
        return answer

    def status(self, path: str, **how: object) -> int:
        return self.asked(path, **how).status

    def opens_socket(self, **headers: str) -> bool:
        """Whether a websocket comes about."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        host = given.pop("Host", f"localhost:{self.port}")
        address = f"ws://{host}/_stcore/stream"
        try:
            with connect(
                address,
                sock=_socket(self.port),
                subprotocols=["streamlit", "token"],
                additional_headers=given,
                close_timeout=1,
            ):
                return True
        except InvalidStatus:
            return False

    @property
    def own_page(self) -> dict[str, str]:
        return {"Origin": f"http://localhost:{self.port}"}


def _socket(port: int) -> socket:
    return create_connection(("127.0.0.1", port), timeout=20)


def visiting(browser: str, **cookies: str) -> dict[str, str]:
    """The headers of a browser that our server gave this name to."""
    jar = {"kneeapp_browser": browser, **cookies}
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
