"""Streamlit's scripts and our own come encoded, and everything a browser may ask besides holds."""

import gzip
import mimetypes

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit.web.server.starlette.starlette_gzip_middleware import SelectiveGZipMiddleware
from streamlit.web.server.starlette.starlette_static_routes import (
    create_streamlit_static_assets_routes,
)

from kneeapp.server.middleware import static_files
from kneeapp.server.middleware.encoded_files import Shelf
from kneeapp.server.middleware.headers import SecurityHeaders
from kneeapp.server.middleware.preload import STATIC, named
from kneeapp.server.middleware.response_patches import COMPONENT_ASSETS, FreshComponents
from kneeapp.server.middleware.static_files import EncodedFiles, served

SCRIPT = f"/{min(named(), key=lambda name: (STATIC / name).stat().st_size)}"
PLAYER = f"{COMPONENT_ASSETS}kneeapp.player/player.js"
CONTENT = (STATIC / SCRIPT[1:]).read_bytes()
ALL = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@pytest.fixture
def shelf(tmp_path):
    everything = served()
    return Shelf(tmp_path, {address: everything[address] for address in (SCRIPT, PLAYER)})


@pytest.fixture
def browser(shelf):
    app = Starlette(
        routes=create_streamlit_static_assets_routes(""),
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(FreshComponents),
            Middleware(EncodedFiles, shelf=shelf),
            Middleware(SelectiveGZipMiddleware),
        ],
    )
    client = TestClient(app, base_url="http://localhost:8501")
    del client.headers["accept-encoding"]
    return client


@pytest.fixture
def filled(browser, shelf):
    shelf.fill()
    return browser


def raw(browser, path, headers, method="GET"):
    """The answer and its body as it travelled."""
    with browser.stream(method, path, headers=headers) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress)],
)
def test_a_script_comes_encoded_and_may_be_kept_for_good(filled, accepted, encoding, unpack):
    answer, body = raw(filled, SCRIPT, {"Accept-Encoding": accepted})
    assert answer.status_code == 200
    assert answer.headers["content-encoding"] == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"] == f"{mimetypes.guess_type(SCRIPT)[0]}; charset=utf-8"
    assert int(answer.headers["content-length"]) == len(body)
    assert unpack(body) == CONTENT


@pytest.mark.parametrize("accepted", ["br", "identity"])
def test_what_answers_tell_the_browser_to_refuse_stays_on_them(filled, accepted):
    told = filled.get(SCRIPT, headers={"Accept-Encoding": accepted}).headers
    assert told["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in told["content-security-policy"]


@pytest.mark.parametrize("accepted", ["", "br;q=0", "zstd", "identity"])
def test_who_takes_none_of_them_gets_the_file_and_caches_know_it_varies(filled, accepted):
    answer, body = raw(filled, SCRIPT, {"Accept-Encoding": accepted})
    assert body == CONTENT
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"


def test_until_it_is_encoded_the_file_itself_comes_and_nothing_is_encoded_for_it(browser):
    answer, body = raw(browser, SCRIPT, ALL)
    assert body == CONTENT
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"


def test_who_refuses_even_the_file_as_it_is_is_told_so(filled):
    answer = filled.get(SCRIPT, headers={"Accept-Encoding": "identity;q=0"})
    assert answer.status_code == 406
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_script_the_browser_has_is_not_sent_again(filled):
    tag = filled.get(SCRIPT, headers=ALL).headers["etag"]
    answer, body = raw(filled, SCRIPT, ALL | {"If-None-Match": f'"other", W/{tag}'})
    assert answer.status_code == 304
    assert body == b""
    assert answer.headers["etag"] == tag
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]


def test_a_copy_in_another_encoding_is_another_copy(filled):
    tag = filled.get(SCRIPT, headers={"Accept-Encoding": "br"}).headers["etag"]
    answer = filled.get(SCRIPT, headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.headers["etag"] != tag


def test_a_head_request_is_told_the_same_without_the_body(filled):
    whole = filled.get(SCRIPT, headers=ALL).headers
    answer, body = raw(filled, SCRIPT, ALL, "HEAD")
    assert body == b""
    assert answer.headers == whole


def test_a_part_is_a_part_of_the_file_as_it_is(filled):
    answer, body = raw(filled, SCRIPT, ALL | {"Range": "bytes=2-9"})
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes 2-9/{len(CONTENT)}"
    assert "content-encoding" not in answer.headers
    assert body == CONTENT[2:10]


def test_a_part_of_an_encoded_copy_is_never_mixed_with_the_file(filled):
    tag = filled.get(SCRIPT, headers=ALL).headers["etag"]
    answer, body = raw(filled, SCRIPT, ALL | {"Range": "bytes=2-9", "If-Range": tag})
    assert answer.status_code == 200
    assert body == CONTENT


def test_the_player_is_asked_for_afresh_and_comes_once_as_long_as_it_is_the_same(filled):
    answer = filled.get(PLAYER, headers=ALL)
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["cache-control"] == "no-cache"
    again = filled.get(PLAYER, headers=ALL | {"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["cache-control"] == "no-cache"


def test_other_requests_pass(filled):
    assert filled.post(SCRIPT, headers=ALL).status_code == 405
    assert filled.get("/favicon.png", headers=ALL).status_code == 200


def test_the_first_pages_files_are_encoded_first():
    addresses = list(served())
    theirs = [address for address in addresses if address.startswith(static_files.HASHED)]
    first = [f"/{address}" for address in named()]
    assert theirs[: len(first)] == first
    assert len(theirs) > 2 * len(first)


def test_every_file_of_our_own_elements_is_encoded():
    ours = {address for address in served() if address.startswith(COMPONENT_ASSETS)}
    assert PLAYER in ours
    assert f"{COMPONENT_ASSETS}kneeapp.rating/rating.css" in ours
    assert all(file.is_file() for file in served().values())


def test_they_are_kept_where_this_platform_keeps_what_can_be_made_again(monkeypatch, tmp_path):
    monkeypatch.setattr(static_files, "user_cache_path", lambda name: tmp_path / name)
    monkeypatch.setattr(static_files, "served", lambda: {SCRIPT: STATIC / SCRIPT[1:]})
    static_files.shelf().fill()
    assert len(list((tmp_path / "kneeapp" / "encoded").iterdir())) == 2
