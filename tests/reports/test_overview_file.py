"""The overview as a file: whole in itself, small enough to send, and words run nothing."""

import re
from datetime import UTC, date, datetime

import pytest

from kneeapp.domain.evidence.progress import Window
from kneeapp.reports.overview_file import MODULES, OverviewContent, overview_page

UNTIL = datetime(2026, 3, 20, 18, 30, tzinfo=UTC)
HOSTILE = "</script><script>alert(1)</script>"
CHARTS = {"vega": "", "first": "2026-03-02", "last": "2026-03-20", "pictures": [{"title": HOSTILE}]}


@pytest.fixture(scope="module")
def page() -> str:
    content = OverviewContent(
        charts=CHARTS,
        verdict=f"Your knee feels better. {HOSTILE}",
        whose=f"{HOSTILE} Left knee,",
        window=Window(date(2026, 3, 2), date(2026, 3, 20)),
        until=UNTIL,
    )
    return overview_page(content).decode()


def test_it_is_small_enough_to_send(page):
    assert len(page.encode()) <= 1_500_000


def test_it_asks_nobody_for_anything(page):
    assert "default-src 'none'" in page
    assert "connect-src" not in page
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)
    assert "import(" not in page.split('"use strict";')[-1]


def test_it_holds_every_module_without_what_only_a_module_may_say(page):
    script = page.split('"use strict";')[-1]
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)
    for module in MODULES:
        assert script.count("class Board") == script.count("class Chart") == 1, module


def test_words_in_it_run_nothing(page):
    assert HOSTILE not in page
    assert "&lt;/script&gt;" in page


def test_it_says_what_it_is_and_until_when(page):
    assert "2 Mar 2026 to 20 Mar 2026. Rated by the person themselves; not a diagnosis." in page
    assert "data until 20 Mar 2026, 18:30" in page
