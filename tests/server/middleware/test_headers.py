"""What every answer tells the browser to refuse."""

from base64 import b64encode
from hashlib import sha256

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from kneeapp.server.middleware.headers import INDEX, SecurityHeaders

PAGES = ("/", "/progress", "/media/abc.svg", "/_kneeapp/health", "/nowhere")


async def with_cookies(_request):
    answer = PlainTextResponse("ok")
    answer.set_cookie("_streamlit_xsrf", "1")
    answer.set_cookie("safe", "2", secure=True)
    return answer


@pytest.fixture
def plain(behind):
    return behind(SecurityHeaders)


@pytest.fixture
def secure(behind):
    return behind(SecurityHeaders, "https://knee.example", routes=[Route("/cookies", with_cookies)])


@pytest.mark.parametrize("path", PAGES)
def test_no_answer_goes_without_them(plain, path):
    told = plain.get(path).headers
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "same-origin"
    assert "noindex" in told["x-robots-tag"]
    assert "frame-ancestors 'none'" in told["content-security-policy"]
    assert "microphone=()" in told["permissions-policy"]
    assert "screen-wake-lock=(self)" in told["permissions-policy"]


def test_a_page_loads_nothing_from_elsewhere_and_runs_no_text(plain):
    policy = plain.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    for loose in ("http", "*", "unsafe-eval", "'unsafe-inline' 'self'"):
        assert loose not in policy
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts


def test_the_one_script_inside_streamlits_page_may_run(plain):
    start, end = b"<script>", b"</script>"
    page = INDEX.read_bytes()
    assert page.count(start) == 1
    script = page.split(start)[1].split(end)[0]
    expected = b64encode(sha256(script).digest()).decode()
    assert f"'sha256-{expected}'" in plain.get("/").headers["content-security-policy"]


def test_a_file_opened_as_a_page_can_do_nothing(plain):
    policy = plain.get("/media/abc.svg").headers["content-security-policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy


def test_what_is_a_persons_own_stays_in_no_cache(plain):
    for path in ("/media/abc.csv", "/_kneeapp/pair"):
        assert plain.get(path).headers["cache-control"] == "no-store"


def test_https_stays_https_and_is_not_promised_where_there_is_none(plain, secure):
    told = secure.get("/").headers["strict-transport-security"]
    assert told == "max-age=31536000; includeSubDomains"
    assert "strict-transport-security" not in plain.get("/").headers


def test_no_cookie_leaves_https(secure):
    cookies = secure.get("/cookies").headers.get_list("set-cookie")
    assert len(cookies) == 2
    assert all(cookie.lower().count("; secure") == 1 for cookie in cookies)
