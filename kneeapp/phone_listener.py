"""Phone listener: the address for phones of the local network, while `kneeapp --phone` runs."""

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
"""The address that only this computer can reach."""

ABOUT = (
    "The phone must be on the same network, and stays let in until kneeapp stops or you send it "
    "away. Whoever can listen in on that network can read along: do it at home, not in a café. "
    "The phone's screen may switch off by itself: set it to stay on for longer."
)
"""The risk of an unencrypted connection, as shown to the person."""

_ELSEWHERE = ("192.0.2.1", 9)
"""An address reserved for documentation (RFC 5737): a UDP socket to it sends nothing, but shows
which of this computer's addresses would be used."""


@dataclass
class PhoneListener:
    """The address for phones, and the paired devices; closed while `host` is empty."""

    host: str = ""
    """The value of the Host header, such as `192.168.1.5:8501`."""
    pairings: Pairings = field(default_factory=Pairings)

    def address(self, now: datetime) -> str:
        """The address of the QR code, with a new pairing code."""
        return f"http://{self.host}{PATH}?code={self.pairings.new_code(now)}"

    def admits(self, host: str, headers: Mapping[str, str], cookies: Mapping[str, str]) -> bool:
        """Whether this request comes directly from a paired phone."""
        return (
            self.is_asked(host)
            and not was_forwarded(headers)
            and self.pairings.is_paired(cookies.get(COOKIE, ""))
        )

    def is_asked(self, host: str) -> bool:
        """Whether `host` is the address for phones."""
        return bool(self.host) and host.lower() == self.host

    def is_at(self, server: tuple[str, int | None] | None) -> bool:
        """Whether `server`, the local end of a connection, is the address for phones."""
        return server is not None and self.is_asked(f"{server[0]}:{server[1]}")


line = PhoneListener()
"""The listener of this process."""


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
