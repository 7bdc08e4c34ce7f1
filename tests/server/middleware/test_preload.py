"""What a browser is told to load at once, and the small fonts it gets for Streamlit's."""

import gzip
import re

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit.web.server.starlette.starlette_static_routes import (
    create_streamlit_static_assets_routes,
)

from kneeapp.server.middleware import preload
from kneeapp.server.middleware.preload import FONT, ICON, ICONS, INDEX, STATIC, WORDS, named
from kneeapp.server.middleware.response_patches import EMPTY_ROOT, OwnFontsAndIcon, OwnPage

PAGE = {"Accept": "text/html", "Accept-Encoding": "gzip, br"}


def behind(kind):
    routes = create_streamlit_static_assets_routes("")
    client = TestClient(Starlette(routes=routes, middleware=[Middleware(kind)]))
    del client.headers["accept-encoding"]
    return client


@pytest.fixture
def pages():
    return behind(OwnPage)


@pytest.fixture
def fonts():
    return behind(OwnFontsAndIcon)


def test_the_page_names_our_font_in_place_of_theirs_and_the_first_answers(pages):
    page = pages.get("/", headers=PAGE).text
    assert INDEX.read_text().count('as="font"') == 1
    assert re.findall(r'as="font"[^>]* href="\./([^"]+)">', page) == [FONT]
    assert 'href="./_stcore/host-config" as="fetch"' in page


@pytest.mark.parametrize("path", ["/", "/progress", "/routine"])
@pytest.mark.parametrize(
    ("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_a_page_comes_encoded_and_is_asked_for_each_time(pages, path, encoding, unpack):
    with pages.stream("GET", path, headers=PAGE | {"Accept-Encoding": encoding}) as answer:
        body = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert int(answer.headers["content-length"]) == len(body)
    assert b"too old for kneeapp" in unpack(body)


def test_a_page_the_browser_has_is_not_sent_again(pages):
    tag = pages.get("/", headers=PAGE).headers["etag"]
    again = pages.get("/", headers=PAGE | {"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""


def test_streamlits_own_tag_is_no_tag_of_our_page(pages):
    theirs = pages.get("/", headers={"Accept": "*/*"}).headers
    known = {"If-None-Match": theirs["etag"], "If-Modified-Since": theirs["last-modified"]}
    assert pages.get("/", headers=PAGE | known).status_code == 200


def test_a_part_of_a_page_is_the_whole_page(pages):
    whole = pages.get("/", headers=PAGE)
    part = pages.get("/", headers=PAGE | {"Range": "bytes=0-9"})
    assert part.status_code == 200
    assert part.text == whole.text


def test_a_page_is_refused_to_who_takes_no_form_of_it(pages):
    assert pages.get("/", headers=PAGE | {"Accept-Encoding": "*;q=0"}).status_code == 406


def test_what_is_no_page_passes_as_it_is(pages):
    script = f"/{named()[0]}"
    answer = pages.get(script, headers=PAGE)
    assert answer.content == (STATIC / script[1:]).read_bytes()
    assert EMPTY_ROOT not in answer.content


@pytest.mark.parametrize(
    ("theirs", "ours"), [("MaterialSymbols-Rounded", ICONS), ("SourceSansVF-Upright", WORDS)]
)
def test_a_small_font_comes_for_streamlits_and_is_asked_for_each_time(fonts, theirs, ours):
    file = next(STATIC.glob(f"static/media/{theirs}.*.woff2"))
    answer = fonts.get(f"/static/media/{file.name}")
    assert answer.content == ours.read_bytes()
    assert len(answer.content) < file.stat().st_size / 6
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"] == "font/woff2"
    known = {"If-None-Match": answer.headers["etag"]}
    assert fonts.get(f"/static/media/{file.name}", headers=known).status_code == 304


def test_our_icon_comes_where_browsers_look_for_one(fonts):
    answer = fonts.get("/favicon.png")
    assert answer.content == ICON.read_bytes()
    assert answer.headers["content-type"] == "image/png"


def test_with_another_streamlit_its_own_icons_come(monkeypatch, tmp_path):
    monkeypatch.setattr(preload, "ICONS", tmp_path / "none.woff2")
    file = next(STATIC.glob("static/media/MaterialSymbols-Rounded.*.woff2"))
    answer = behind(OwnFontsAndIcon).get(f"/static/media/{file.name}")
    assert answer.content == file.read_bytes()
