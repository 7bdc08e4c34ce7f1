"""A personal record is served to the person at this machine and to nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.access import Mode, is_personal, mode

BROWSER = {
    "Host": "localhost:8501",
    "User-Agent": "Mozilla/5.0",
    "Origin": "http://localhost:8501",
    "Accept-Language": "en",
    "Sec-Fetch-Site": "same-origin",
    "Cookie": "_streamlit_xsrf=2|a",
    "Connection": "Upgrade",
    "X-Requested-With": "kneeapp",
}


@pytest.mark.parametrize("peer", [None, "127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8501", "127.0.0.1:8501", "[::1]", "[::1]:80", "LocalHost:1"]
)
def test_requests_from_this_machine_are_personal(peer, host):
    assert is_personal(peer, host, BROWSER | {"Host": host})


@pytest.mark.parametrize(
    "peer",
    [
        "192.168.1.20",
        "10.0.0.1",
        "0.0.0.0",
        "::",
        "fe80::1",
        "2001:db8::1",
        "::ffff:192.168.1.20",
        "169.254.1.1",
        "",
        "localhost",
        "unix:",
        "127.0.0.1, 10.0.0.1",
        "127.1",
    ],
)
def test_requests_from_another_machine_are_not_personal(peer):
    assert not is_personal(peer, "localhost:8501", BROWSER)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "kneeapp.example",
        "attacker.example:8501",
        "localhost.attacker.example",
        "localhost.",
        "127.0.0.1.attacker.example",
        "attacker.example#localhost",
        "attacker.example/localhost",
        "user@localhost",
        "localhost:8501, attacker.example",
        "localhost:",
        "localhost:port",
        "localhost:850100",
        "localhost\n",
        " localhost",
        "127.0.0.2",
        "0.0.0.0:8501",
        "192.168.1.20:8501",
        "::1",
        "[::1",
        "[::ffff:127.0.0.1]",
        "lоcalhost",  # a Cyrillic o
        "localhoſt",  # a long s, which ignoring case takes for an s
        "localhost:８５０１",  # full-width digits
    ],
)
def test_a_foreign_host_name_for_this_machine_is_not_personal(host):
    assert not is_personal("127.0.0.1", host, {"Host": host})


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-For",
        "x-forwarded-host",
        "X-FORWARDED-PROTO",
        "X_Forwarded_For",
        "X-Forwarded",
        "Forwarded",
        "forwarded",
        "X-Real-IP",
        "X-Original-Host",
        "X-Client-IP",
        "X-Cluster-Client-IP",
        "True-Client-IP",
        "Via",
        "CF-Connecting-IP",
        "CF-Ray",
        "Fly-Client-IP",
        "Fastly-Client-IP",
        "Tailscale-User-Login",
        "X-Amzn-Trace-Id",
        "X-Envoy-External-Address",
        " X-Forwarded-For",
    ],
)
@pytest.mark.parametrize("value", ["127.0.0.1", "203.0.113.7", ""])
def test_requests_through_a_proxy_or_tunnel_are_not_personal(header, value):
    assert not is_personal("127.0.0.1", "localhost:8501", BROWSER | {header: value})


def test_every_host_header_must_be_local():
    assert not is_personal("127.0.0.1", "localhost", {"Host": "localhost", "host": "evil.example"})
    assert not is_personal("127.0.0.1", "localhost", {"HOST": "evil.example"})


def test_similar_header_names_do_not_count_as_forwarding():
    alike = {"Viewport-Width": "390", "Cfx": "1", "X-Forward": "1", "Flying": "1"}
    assert is_personal("127.0.0.1", "localhost", BROWSER | alike)


def test_a_closed_connection_is_not_personal():
    """Streamlit then gives no address, which else stands for loopback, and no headers."""
    assert not is_personal(None, "", {})


@given(st.ip_addresses().filter(lambda address: not address.is_loopback))
def test_only_loopback_addresses_are_personal(address):
    mapped = getattr(address, "ipv4_mapped", None)
    assert is_personal(str(address), "localhost", {}) == bool(mapped and mapped.is_loopback)


@given(st.text(max_size=30))
def test_no_other_text_matches_a_local_host(host):
    local = {"localhost", "127.0.0.1", "[::1]"}
    name = host.rpartition(":")[0] if host[-1:].isdigit() and ":" in host else host
    if name.lower() not in local and host.lower() not in local:
        assert not is_personal("127.0.0.1", host, {})


@pytest.mark.parametrize(
    ("clinic", "peer", "host", "paired", "expected"),
    [
        (False, "127.0.0.1", "localhost", False, Mode.PERSONAL),
        (False, "127.0.0.1", "knee.example.org", False, Mode.VISITOR),
        (False, "203.0.113.7", "localhost", False, Mode.VISITOR),
        (False, "192.168.1.7", "192.168.1.2:8501", True, Mode.PERSONAL),
        (True, "127.0.0.1", "localhost", False, Mode.CLINIC),
        (True, "203.0.113.7", "knee.example.org", False, Mode.CLINIC),
        (True, "192.168.1.7", "192.168.1.2:8501", True, Mode.CLINIC),
    ],
)
def test_the_access_mode_follows_from_clinic_address_and_pairing(
    clinic, peer, host, paired, expected
):
    headers = {"Host": host}
    assert mode(clinic=clinic, peer=peer, host=host, headers=headers, paired=paired) is expected


@given(st.booleans(), st.text(), st.text(), st.dictionaries(st.text(), st.text()))
def test_at_a_clinic_every_request_needs_a_sign_in(paired, peer, host, headers):
    access_mode = mode(clinic=True, peer=peer, host=host, headers=headers, paired=paired)
    assert access_mode is Mode.CLINIC
