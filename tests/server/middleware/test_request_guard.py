"""Names this server goes by, pages of its own, doors for its operator."""

import pytest
from starlette.websockets import WebSocketDisconnect

from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.phone_listener import line
from kneeapp.server.middleware import request_guard
from kneeapp.server.middleware.request_guard import RequestGuard
from tests.server.middleware.conftest import tab_of

CLINIC = Clinic(name="Knee clinic", phone="1", allowed_hosts=("knee.example",))
OUTSIDE = ("203.0.113.7", 443)
FORWARDED = {"X-Forwarded-For": "203.0.113.7"}


@pytest.fixture
def own(behind):
    return behind(RequestGuard)


@pytest.fixture
def clinic(behind):
    return behind(RequestGuard, "https://knee.example", OUTSIDE, clinic=CLINIC)


def opens(browser, **headers):
    try:
        with tab_of(browser, headers):
            return True
    except WebSocketDisconnect:
        return False


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST"])
def test_ones_own_server_goes_by_the_names_of_this_machine(own, host):
    assert own.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "localhost@evil.example",
     "evil.example:8501", "169.254.169.254", "192.168.1.20:8501", "0.0.0.0:8501", ""],
)  # fmt: skip
def test_a_name_that_was_made_to_point_here_is_refused(own, host):
    assert own.get("/", headers={"Host": host}).status_code == 421
    assert not opens(own, Host=host, Origin=f"http://{host}")


def test_one_good_name_does_not_excuse_a_bad_one(own):
    twice = [("Host", "localhost:8501"), ("Host", "evil.example")]
    assert own.get("/", headers=twice).status_code == 421


def test_the_line_for_phones_goes_by_its_address_alone(behind, monkeypatch):
    monkeypatch.setattr(line, "host", "192.168.1.20:8501")
    network = behind(RequestGuard, "http://192.168.1.20:8501", ("192.168.1.33", 40_000))
    assert network.get("/").status_code == 200
    for other in ("localhost:8501", "kneeapp.local:8501"):
        assert network.get("/", headers={"Host": other}).status_code == 421


def test_visitors_come_through_a_proxy_under_any_name(own):
    assert own.get("/", headers={"Host": "demo.example"} | FORWARDED).status_code == 200


def test_a_clinic_goes_by_the_names_it_was_given(clinic):
    assert clinic.get("/").status_code == 200
    assert opens(clinic, Origin="https://knee.example")
    for other in ("evil.example", "localhost", "knee.example.evil.example"):
        assert clinic.get("/", headers={"Host": other}).status_code == 421


def test_a_clinic_is_shown_over_https_only(behind):
    plain = behind(RequestGuard, "http://knee.example", OUTSIDE, clinic=CLINIC)
    assert plain.get("/").status_code == 403
    assert not opens(plain, Origin="http://knee.example")


def test_whoever_sits_at_a_clinics_server_reaches_it_without_https(behind):
    assert behind(RequestGuard, clinic=CLINIC).get("/").status_code == 200


OTHER_PAGES = [
    "http://evil.example",
    "http://localhost:3000",
    "http://127.0.0.1:8501",
    "http://localhost:8501.evil.example",
    "null",
    "",
    "ftp://localhost:8501",
]


@pytest.mark.parametrize("origin", OTHER_PAGES)
def test_what_another_page_sends_is_refused(own, origin):
    for method in ("POST", "PUT", "DELETE"):
        assert own.request(method, "/", headers={"Origin": origin}).status_code == 403
    assert not opens(own, Origin=origin)


@pytest.mark.parametrize("origin", ["http://localhost:8501", "https://localhost:8501"])
def test_what_our_own_page_sends_is_let_in(own, origin):
    assert own.post("/", headers={"Origin": origin}).status_code == 200
    assert opens(own, Origin=origin)


def test_a_page_without_https_is_not_a_clinics_own(clinic):
    assert clinic.post("/", headers={"Origin": "https://knee.example"}).status_code == 200
    assert clinic.post("/", headers={"Origin": "http://knee.example"}).status_code == 403


def test_what_no_page_sends_may_open_a_websocket_and_change_nothing(own):
    assert opens(own)
    assert own.post("/").status_code == 403
    assert own.get("/").status_code == 200


def test_a_page_may_be_asked_for_from_anywhere(own):
    assert own.get("/", headers={"Origin": "http://evil.example"}).status_code == 200


@pytest.mark.parametrize("path", request_guard.OPERATORS)
def test_the_operators_doors_are_for_this_machine(own, behind, clinic, path):
    assert own.get(path).status_code == 200
    assert own.get(path, headers=FORWARDED).status_code == 404
    assert clinic.get(path).status_code == 404
    assert behind(RequestGuard, peer=OUTSIDE).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/_stcore/agent/openapi.json", "/_stcore/script-health-check"])
def test_what_nobody_uses_is_shut(own, path):
    assert own.get(path).status_code == 404


def test_health_is_told_to_anybody(clinic):
    assert clinic.get(request_guard.HEALTH, headers={"Host": "10.0.0.7:8501"}).status_code == 200


def chunks(size):
    for _ in range(size // 65_536):
        yield bytes(65_536)


def test_nobody_fills_the_memory_with_one_request(own):
    ours = {"Origin": "http://localhost:8501"}
    least_too_large = request_guard.LARGEST_BODY + 65_536
    assert (
        own.post("/", content=chunks(request_guard.LARGEST_BODY), headers=ours).status_code == 200
    )
    assert own.post("/", content=chunks(least_too_large), headers=ours).status_code == 413


def test_streamlits_own_limit_holds_for_uploads(own):
    address = f"{request_guard.UPLOADS}session/file"
    ours = {"Origin": "http://localhost:8501"}
    body = chunks(2 * request_guard.LARGEST_BODY)
    assert own.post(address, content=body, headers=ours).text == str(2 * request_guard.LARGEST_BODY)
