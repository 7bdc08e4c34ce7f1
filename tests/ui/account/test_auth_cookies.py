"""A ticket becomes a cookie that no script can read, once."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kneeapp import clock
from kneeapp.store.clinic import web_sessions
from kneeapp.ui.account.auth_cookies import SIGN_IN_PATH, SIGN_OUT_PATH
from kneeapp.ui.account.auth_cookies.routes import ROUTES
from tests.store.clinic_helpers import CLINIC, KEY, joined


def browser(host):
    return TestClient(Starlette(routes=ROUTES), base_url=f"https://{host}")


def ticket(store):
    _, made = web_sessions.begin(store, KEY, joined(store, "anna"), clock.now(), ticket=True)
    return made


@pytest.mark.parametrize(
    ("host", "prefix", "secure"), [("knee.example.org", "__Host-", True), ("localhost", "", False)]
)
def test_a_ticket_is_exchanged_for_a_same_site_cookie(clinic, host, prefix, secure):
    answer = browser(host).post(SIGN_IN_PATH, json={"ticket": ticket(clinic)})
    assert answer.status_code == 204
    sent = answer.headers.get_list("set-cookie")
    assert [cookie_line.partition("=")[0] for cookie_line in sent] == [
        f"{prefix}kneeapp",
        f"{prefix}kneeapp_known",
    ]
    for cookie_line in sent:
        assert {"Path=/", "SameSite=Strict", "HttpOnly"} <= set(cookie_line.split("; "))
        assert ("Secure" in cookie_line.split("; ")) == secure
        assert "Domain" not in cookie_line
    cookie = sent[0].partition("=")[2].partition(";")[0]
    web_session = web_sessions.validate(clinic, KEY, CLINIC, cookie, clock.now())
    assert web_session
    assert web_session.account.name == "anna"


def test_a_ticket_works_once(clinic):
    spent = ticket(clinic)
    answers = [browser("localhost").post(SIGN_IN_PATH, json={"ticket": spent}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 403]
    assert "set-cookie" not in answers[1].headers


@pytest.mark.parametrize("body", ["", "{", "[]", "{}", '{"ticket": 7}', '{"ticket": "a.b"}', "7"])
@pytest.mark.usefixtures("clinic")
def test_an_invalid_ticket_is_refused(body):
    assert browser("localhost").post(SIGN_IN_PATH, content=body).status_code == 403


def test_signing_out_drops_the_sign_in_and_keeps_the_browser_known():
    answer = browser("localhost").post(SIGN_OUT_PATH)
    [dropped] = answer.headers.get_list("set-cookie")
    assert dropped.startswith("kneeapp=; Path=/; Max-Age=0")


def test_a_link_from_another_site_does_not_sign_in(clinic):
    made = ticket(clinic)
    assert browser("localhost").get(f"{SIGN_IN_PATH}?ticket={made}").status_code == 405
