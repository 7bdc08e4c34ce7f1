"""The start of a session of a trial: rated first, told what is done after it, come what may."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kneeapp import clock, content
from kneeapp.cli import demo
from kneeapp.store.record import screenings, sessions, trials
from tests.browser.kneeapp_server import Kneeapp
from tests.browser.person import Person
from tests.browser.reading import opened
from tests.store.builders import a_trial

pytestmark = pytest.mark.browser


@pytest.fixture
def kneeapp(tmp_path: Path) -> Iterator[Kneeapp]:
    server = Kneeapp(tmp_path / "record.duckdb", tmp_path)
    yield server
    server.kill()


def in_a_trial(server: Kneeapp) -> None:
    """Let somebody who was screened begin a trial, in the record of a server to be."""
    now = clock.now()
    with opened(server.database) as record:
        screenings.save(record, demo.screened(content.questionnaire(), now - timedelta(minutes=15)))
        trials.begin(record, a_trial(drawn_at=now))


def test_a_reload_after_the_rating_leads_back_to_the_same_session(
    phone: Page, kneeapp: Kneeapp
) -> None:
    in_a_trial(kneeapp)
    url = kneeapp.start().url
    person = Person(phone).open(url).sees("Trial: session 1 of 10.").tap("Start routine")
    person.sees("Have a tennis ball and a place to lie ready.").settled()
    assert phone.get_by_text("ball only").count() == 0
    person.rate("Knee pain now", 5).tap("Keep this rating").sees("Today: ball only")
    person.reload().sees("Today: ball only").sees("Your first rating, 5 of 10, is kept.")
    assert phone.get_by_role("slider", name="Knee pain now").count() == 0
    person.open(url).tap("Go on with the session").sees("Today: ball only")
    person.tap("Begin").tap("Start").sees("Roll slowly")
    person.reload().sees("Roll slowly")
    kneeapp.end()
    with opened(kneeapp.database) as record:
        session, trial = sessions.under_way(record), trials.under_way(record)
    assert session
    assert trial
    assert session.trial
    assert (session.before, session.trial.pair, session.trial.place) == (5, 0, 0)
    assert trial.heads == a_trial().heads
