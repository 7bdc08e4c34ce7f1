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
    """The access mode of a request; `peer`, `host` and `headers` are as in `is_personal`.

    `clinic`: a clinic is configured, so that every request needs a sign-in, also on this
    machine. `paired`: the request comes from a phone that was paired on this machine.
    """
    if clinic:
        return Mode.CLINIC
    personal = paired or is_personal(peer, host, headers)
    return Mode.PERSONAL if personal else Mode.VISITOR


def is_personal(peer: str | None, host: str, headers: Mapping[str, str]) -> bool:
    """Whether this request may see the record on this machine: sent from it, and not forwarded.

    `peer` is the address of the connection, None for loopback (as Streamlit gives it), `host`
    the Host header, `headers` all headers. Another name in Host means a web site whose name
    was pointed at this machine (DNS rebinding).
    """
    hosts = [host, *(value for name, value in headers.items() if name.lower() == "host")]
    return (
        is_loopback(peer)
        and all(LOCAL_HOST.fullmatch(header_host) for header_host in hosts)
        and not was_forwarded(headers)
    )


def was_forwarded(headers: Mapping[str, str]) -> bool:
    """Whether a proxy or a tunnel has forwarded the request."""
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
