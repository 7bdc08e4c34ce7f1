"""The frame of every page: the terms of the record, and what goes wrong."""

import pytest
from streamlit.testing.v1 import AppTest

from kneeapp import access
from kneeapp.store.record import people
from kneeapp.ui.shell import request_context
from tests.pages.conftest import APP

PAGES = ("today", "screening", "routine", "progress", "programme", "trial", "my_data")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_an_empty_record(open_app, page):
    screen = open_app().go(page)
    assert not screen.app.error
    assert screen.app.title


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_sees_every_page_and_is_told_that_nothing_is_kept(tmp_path, monkeypatch, page):
    monkeypatch.setattr(access, "is_personal", lambda *_: False)
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    app.switch_page(f"pages/{page}.py").run()
    assert "gone when this page" in app.warning[0].value
    assert not any("two people need two records" in text.value for text in app.markdown)
    assert not app.error
    assert not (tmp_path / "record.duckdb").exists()


def test_a_database_error_is_shown_with_what_to_do(open_app, monkeypatch, tmp_path):
    monkeypatch.setenv("KNEEAPP_DATABASE", str(tmp_path / "nowhere" / "record.duckdb"))
    screen = open_app()
    assert "nowhere" in screen.app.error[0].value
    assert not screen.app.exception


def test_an_unexpected_error_shows_no_traceback(open_app, monkeypatch):
    def fail(_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(people, "person", fail)
    screen = open_app()
    assert "Something went wrong" in screen.app.error[0].value
    assert "secret detail" not in screen.text
    assert not screen.app.exception


def test_the_demo_shows_that_it_is_a_demo(open_app, monkeypatch):
    monkeypatch.setenv("KNEEAPP_DEMO", "1")
    assert "**Demo.**" in open_app().text


def test_all_data_can_be_deleted_after_one_deliberate_tick(open_app):
    screen = open_app().go("screening").press("Start screening").answer().go("my_data")
    assert screen.button("Delete all my data").disabled
    screen.tick("Yes, delete everything").press("Delete all my data")
    assert request_context.tab is not None
    assert "Start screening" in screen.go("today").buttons()
