"""Phone listener: the socket for phones of one's own network, while `kneeapp --phone` runs."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv4Address

from kneeapp.access import was_forwarded
from kneeapp.domain.accounts.device_pairing import Pairings
from kneeapp.errors import KneeAppError

PATH = "/_kneeapp/pair"
COOKIE = "kneeapp_phone"

THIS_COMPUTER = "127.0.0.1"
"""Where kneeapp is open to the computer that it runs on, and to nothing else."""

ABOUT = (
    "The phone must be on the same network, and stays let in until kneeapp stops or you send it "
    "away. Whoever can listen in on that network can read along: do it at home, not in a café. "
    "The phone's screen may switch off by itself: set it to stay on for longer."
)
"""What coming in over plain http means."""

_ELSEWHERE = ("192.0.2.1", 9)
"""An address that is nobody's (RFC 5737): asking for the way to it sends nothing."""


@dataclass
class PhoneListener:
    """Where phones come in, and which may; closed without a `host`."""

    host: str = ""
    """As the Host header says it, `192.168.1.5:8501`."""
    pairings: Pairings = field(default_factory=Pairings)

    def address(self, now: datetime) -> str:
        """The address behind the QR code, with a new code in it."""
        return f"http://{self.host}{PATH}?code={self.pairings.new_code(now)}"

    def admits(self, host: str, headers: Mapping[str, str], cookies: Mapping[str, str]) -> bool:
        """Whether this request comes straight from a phone that was let in."""
        return (
            self.is_asked(host)
            and not was_forwarded(headers)
            and self.pairings.knows(cookies.get(COOKIE, ""))
        )

    def is_asked(self, host: str) -> bool:
        """Whether `host` is this line's address."""
        return bool(self.host) and host.lower() == self.host

    def is_at(self, server: tuple[str, int | None] | None) -> bool:
        """Whether `server`, the end of a connection on this machine, is this line's."""
        return server is not None and self.is_asked(f"{server[0]}:{server[1]}")


line = PhoneListener()
"""The one of this process."""


def own_address() -> str:
    """This machine's address on the network it is connected to."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
        except OSError as error:
            raise KneeAppError(
                "This computer is on no network that a phone could share. "
                "Connect it to the phone's Wi-Fi, or name its address: kneeapp --phone ADDRESS"
            ) from error
        address: str = probe.getsockname()[0]
        return address


def checked_address(text: str) -> str:
    """`text` as the address of this machine on its own network; a public one is refused."""
    if text == THIS_COMPUTER:
        raise KneeAppError(
            f"{text} is what every computer calls itself: no phone can reach kneeapp there. "
            "Leave the address out, or name this computer's address in your own network "
            "(such as 192.168.1.20)."
        )
    if not _is_own(text):
        raise KneeAppError(
            f"{text} is no address of a network of your own (such as 192.168.1.20). "
            "kneeapp --phone opens nothing else."
        )
    return text


def _is_own(text: str) -> bool:
    try:
        address = IPv4Address(text)
    except ValueError:
        return False
    return address.is_private and not address.is_unspecified
