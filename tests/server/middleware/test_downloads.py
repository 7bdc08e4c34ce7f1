"""Files for the browser that was told of them."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from kneeapp.server.middleware import downloads
from kneeapp.server.middleware.downloads import DownloadGate
from tests.server.middleware.conftest import tab_of

FILE = "/media/0123abcd.json"
PAGE = {"Accept": "text/html"}


def told_of(file):
    message = ForwardMsg()
    message.delta.new_element.download_button.url = file
    return message.SerializeToString()


def tell(browser, file=FILE):
    """Have the page of `browser` told of the file, by a server that says what it hears."""
    with tab_of(browser) as tab:
        tab.send_bytes(told_of(file))
        tab.receive_bytes()


@pytest.fixture
def server(behind):
    return behind(DownloadGate)


@pytest.fixture
def person(server):
    server.get("/", headers=PAGE)
    return server


def test_the_browser_that_was_told_of_a_file_gets_it(person):
    tell(person)
    assert person.get(FILE).status_code == 200


def test_another_browser_does_not_though_it_has_the_address(person):
    tell(person)
    person.cookies.clear()
    assert person.get(FILE).status_code == 404
    person.get("/", headers=PAGE)
    assert person.get(FILE).status_code == 404


def test_a_file_nobody_was_told_of_is_not_there(person):
    assert person.get(FILE).status_code == 404
    tell(person, "/media/ffff.json")
    assert person.get(FILE).status_code == 404


@pytest.mark.parametrize("value", ["", "x", "a" * 44, "a b" * 20])
def test_a_cookie_made_up_carelessly_is_replaced_and_worth_nothing(server, value):
    server.cookies.set("kneeapp_browser", value)
    tell(server)
    assert server.get(FILE).status_code == 404
    assert "set-cookie" in server.get("/", headers=PAGE).headers


def test_without_a_cookie_a_page_tells_nobody_of_files(server):
    tell(server)
    assert server.get(FILE).status_code == 404


def test_the_cookie_is_kept_for_the_next_page(person):
    assert "set-cookie" not in person.get("/progress", headers=PAGE).headers


def test_no_page_can_read_the_cookie_and_over_https_nobody_on_the_way(behind):
    plain = behind(DownloadGate).get("/", headers=PAGE).headers["set-cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    secure = behind(DownloadGate, "https://knee.example").get("/", headers=PAGE)
    assert secure.headers["set-cookie"].startswith("__Host-kneeapp_browser=")
    assert "; Secure" in secure.headers["set-cookie"]


def test_memory_is_not_filled(person, monkeypatch):
    monkeypatch.setattr(downloads, "MOST_KEPT", 1)
    tell(person, "/media/ffff.json")
    tell(person)
    assert person.get("/media/ffff.json").status_code == 404
    assert person.get(FILE).status_code == 200
