"""Access mode: personal, visitor or clinic."""

import re
from collections.abc import Mapping
from enum import StrEnum
from ipaddress import IPv6Address, ip_address

LOCAL_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE | re.ASCII)

FORWARDING = re.compile(
    r"(forwarded|via|x-forwarded|x-real|x-original|x-client|x-cluster-client|true-client"
    r"|x-envoy|x-azure|x-amzn|cf|cdn|fastly|fly|ngrok|tailscale)(-.*)?",
    re.IGNORECASE,
)
"""Headers that proxies and tunnels add; a browser on this machine sends none of them."""


class Mode(StrEnum):
    """Who may see what (docs/architecture.md)."""

    PERSONAL = "personal"
    VISITOR = "visitor"
    CLINIC = "clinic"


def mode(
    *, clinic: bool, peer: str | None, host: str, headers: Mapping[str, str], paired: bool = False
) -> Mode:
    """The terms for whoever sent this request; the rest of it as in `is_personal`.

    `clinic`: one is set up, so nothing is shown without a sign-in, on this machine neither.
    `paired`: this is a phone that the person at this machine let in.
    """
    if clinic:
        return Mode.CLINIC
    personal = paired or is_personal(peer, host, headers)
    return Mode.PERSONAL if personal else Mode.VISITOR


def is_personal(peer: str | None, host: str, headers: Mapping[str, str]) -> bool:
    """Whether the record kept on this machine may be shown to whoever sent this request.

    `peer` is the address the connection came from, where None stands for loopback
    (so Streamlit puts it), `host` the Host header, `headers` all that were sent.
    A Host of another name is a site that had its own name point here (DNS rebinding).
    """
    hosts = [host, *(value for name, value in headers.items() if name.lower() == "host")]
    return (
        is_loopback(peer)
        and all(LOCAL_HOST.fullmatch(header_host) for header_host in hosts)
        and not was_forwarded(headers)
    )


def was_forwarded(headers: Mapping[str, str]) -> bool:
    """Whether a proxy or a tunnel has passed the request on."""
    return any(FORWARDING.fullmatch(name.strip().replace("_", "-")) for name in headers)


def is_loopback(peer: str | None) -> bool:
    """Whether a connection from `peer` came from this machine; None stands for loopback."""
    if peer is None:
        return True
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
