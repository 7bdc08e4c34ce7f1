"""The line on which phones come in."""

from datetime import timedelta

import pytest
from starlette.websockets import WebSocketDisconnect

from kneeapp import phone_listener
from kneeapp.domain.accounts.device_pairing import Pairings
from kneeapp.errors import KneeAppError
from kneeapp.phone_listener import COOKIE, PATH, checked_address, line
from kneeapp.server.middleware.phone_gate import ROUTES, PhoneGate
from tests.server.middleware.conftest import tab_of

HOST = "192.168.1.20:8501"
OURS = {"Origin": f"http://{HOST}", "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0)"}


@pytest.fixture(autouse=True)
def open_line(monkeypatch):
    monkeypatch.setattr(line, "host", HOST)
    monkeypatch.setattr(line, "pairings", Pairings())


@pytest.fixture
def network(behind):
    return behind(PhoneGate, f"http://{HOST}", ("192.168.1.33", 40_000), routes=ROUTES)


def paired(network, hand_clock):
    code = line.address(hand_clock()).partition("code=")[2]
    return network.post(PATH, data={"code": code}, headers=OURS)


def test_whoever_is_not_let_in_sees_how_to_and_nothing_else(network):
    for path in ("/", "/progress", "/media/abc.json", "/_stcore/health", "/_kneeapp/events"):
        answer = network.get(path)
        assert answer.status_code == 403
        assert "scan the code" in answer.text
    with pytest.raises(WebSocketDisconnect), tab_of(network):
        pass


def test_a_phone_that_scans_the_code_and_agrees_is_let_in(network, hand_clock):
    address = line.address(hand_clock())
    asked = network.get(address)
    assert "Use kneeapp on this phone" in asked.text
    assert line.pairings.devices() == ()
    answer = network.post(address, data={"code": address.partition("code=")[2]}, headers=OURS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]
    assert network.get("/").text == "<p>page</p>"
    assert [device.name for device in line.pairings.devices()] == ["iPhone"]


def test_a_code_that_is_too_old_lets_nobody_in(network, hand_clock):
    address = line.address(hand_clock())
    hand_clock.advance(minutes=2)
    answer = network.post(PATH, data={"code": address.partition("code=")[2]}, headers=OURS)
    assert answer.status_code == 403
    assert "older than two minutes" in answer.text
    assert network.get("/").status_code == 403


def test_a_phone_that_is_sent_away_is_cut_off_at_its_next_word(network, hand_clock):
    paired(network, hand_clock)
    with tab_of(network) as tab:
        tab.send_bytes(b"still here")
        assert tab.receive_bytes() == b"still here"
        line.pairings.revoke(line.pairings.devices()[0].id)
        tab.send_bytes(b"and now?")
        with pytest.raises(WebSocketDisconnect):
            tab.receive_bytes()
    assert network.get("/").status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"Host": "localhost:8501"}, {"Host": "evil.example"}, {"X-Forwarded-For": "192.168.1.33"}],
)
def test_a_good_cookie_is_worth_nothing_under_another_name_or_through_a_proxy(
    network, hand_clock, headers
):
    paired(network, hand_clock)
    assert network.get("/", headers=headers).status_code == 403


def test_the_same_cookie_opens_nothing_where_no_line_is_open(network, hand_clock, monkeypatch):
    paired(network, hand_clock)
    cookies = {COOKIE: network.cookies[COOKIE]}
    assert line.admits(HOST, {}, cookies)
    monkeypatch.setattr(line, "host", "")
    assert not line.admits(HOST, {}, cookies)
    assert not line.admits("", {}, cookies)


def test_markup_in_the_code_stays_text(network):
    page = network.get(f'{PATH}?code="><script>alert(1)</script>').text
    assert "<script>" not in page


def test_on_the_computer_itself_nothing_is_paired(behind, hand_clock):
    computer = behind(PhoneGate, routes=ROUTES)
    assert paired(computer, hand_clock).status_code == 403
    assert computer.get("/").status_code == 200


def test_the_computers_name_for_itself_is_refused_with_what_to_do():
    with pytest.raises(KneeAppError, match=r"127\.0\.0\.1 .* no phone can reach .* Leave"):
        checked_address("127.0.0.1")


@pytest.mark.parametrize("address", ["192.168.1.20", "10.0.0.7", "172.16.3.4", "127.0.0.2"])
def test_a_line_opens_on_ones_own_network(address):
    assert checked_address(address) == address


@pytest.mark.parametrize("address", ["8.8.8.8", "203.0.113.7x", "0.0.0.0", "", "::1", "run"])
def test_it_opens_nowhere_else(address):
    with pytest.raises(KneeAppError, match="no address of a network of your own"):
        checked_address(address)


def test_a_code_in_an_address_lives_two_minutes(hand_clock):
    phone_listener.line.address(hand_clock())
    assert phone_listener.line.pairings._code[1] - hand_clock() == timedelta(minutes=2)
