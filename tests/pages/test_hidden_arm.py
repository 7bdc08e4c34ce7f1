"""What a trial has next is told nowhere before the first rating of that session is stored.

The same record is looked at with two orders that agree on what was begun. What is shown or handed
out has to be the same, whichever of them chance has drawn.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from io import BytesIO
from itertools import chain
from uuid import UUID
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from kneeapp import clock
from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.trial.design import Trial, slots
from kneeapp.reports.files import Form, Wanted, made
from kneeapp.store.access.record import Record
from kneeapp.store.record import people, sessions, trials
from kneeapp.store.transfer.snapshot import snapshot
from tests.pages.conftest import Screen, save_harmless_screening
from tests.pages.test_trial import NAMES, begun, perform
from tests.store.builders import a_session

ASKING = ("trial", "progress")
"""The pages that name both arms, as the question of the trial or of what was done before."""
PAGES = ("today", "screening", "routine", "programme", "my_data", *ASKING)
OUTSIDE = UUID(int=7)
"""The session outside the trial, the same in both of its orders."""
VIEWS = ("Relief now", "Per week", "Last session")


def with_other_order(record: Record, trial: Trial, done: int) -> None:
    """Put a trial in the place of `trial` that has every pair not yet begun the other way round."""
    first = (done + 1) // 2
    heads = (*trial.heads[:first], *(not head for head in trial.heads[first:]))
    record.write(lambda q: q("delete from trial where id = $1", trial.id))
    trials.begin(record, replace(trial, heads=heads))


def written_on(screen: Screen) -> str:
    """All that is on the page: texts, names of widgets, figures, and what components are sent.

    But for names that tell how often the record was written to, or that Streamlit draws.
    """
    told = "\n".join(str(getattr(element, "proto", "")) for element in screen.app)
    return re.sub(r'deferred_file_id: "\w+"|id: "[^"]+-delete version \d+"', "", told)


def pages(open_app: Callable[[], Screen]) -> Iterator[tuple[str, str]]:
    for page in PAGES:
        screen = open_app().go(page)
        if page == "my_data":
            screen.switch_on("Show all of it")
        yield page, written_on(screen)
        choices = [group.label for group in screen.app.get("button_group")]
        for view in VIEWS if "Look at" in choices else ():
            yield f"{page}, {view}", written_on(screen.choose("Look at", view))
    yield "routine, rated", written_on(open_app().go("routine").rate("knee_before", 5))


def player(record: Record, open_app: Callable[[], Screen]) -> Iterator[tuple[str, str]]:
    """The player of a session outside the trial, on the pages while it is under way."""
    outside = a_session(id=OUTSIDE, started_at=clock.now())
    sessions.start(record, outside)
    for page in ("routine", "today", "trial"):
        yield f"{page}, playing", written_on(open_app().go(page))
    sessions.discard(record, outside.id)


def downloads(record: Record) -> Iterator[tuple[str, str]]:
    """Every file that can be taken along, in plain text."""
    held = snapshot(record)
    for form in Form:
        file = made(held, Wanted(form, clock.now(), UTC))
        match form:
            case Form.PDF:
                texts = [page.extract_text() for page in PdfReader(BytesIO(file)).pages]
            case Form.CSV | Form.PARQUET:
                parts = ZipFile(BytesIO(file))
                texts = [f"{name}: {parts.read(name)!r}" for name in parts.namelist()]
            case _:
                texts = [file.decode()]
        yield f"{form} file", "\n".join(texts)


def all_places(record: Record, open_app: Callable[[], Screen]) -> dict[str, str]:
    return dict(chain(pages(open_app), player(record, open_app), downloads(record)))


@pytest.fixture
def in_a_trial(open_app, record, hand_clock):
    """Let a person be in a trial of which so many sessions are done, with the next one due."""

    def prepared(done: int) -> Trial:
        save_harmless_screening(record)
        people.save_preferences(record, Preferences(routine_days=(0, 2), programme_days=(1,)))
        trial = begun(record)
        for slot in slots(trial)[:done]:
            perform(record, trial, slot)
            hand_clock.advance(days=1)
        open_app().go("routine").answer()
        return trial

    return prepared


@pytest.mark.parametrize(
    "done", [*(pytest.param(done, marks=pytest.mark.nightly) for done in (0, 3)), 2]
)
def test_no_place_depends_on_the_order_ahead(in_a_trial, record, open_app, done):
    trial = in_a_trial(done)
    told = all_places(record, open_app)
    with_other_order(record, trial, done)
    other = all_places(record, open_app)
    assert len(told) >= 20
    assert f"session {done + 1} of 10" in told["today"]
    assert "Keep this rating" in told["routine, rated"]
    assert [place for place in told if told[place] != other[place]] == []


def test_only_the_question_of_the_trial_names_its_arms(in_a_trial, record, open_app):
    in_a_trial(0)
    for place, text in all_places(record, open_app).items():
        if not place.startswith(ASKING):
            named = [name for name in NAMES.values() if name in text.lower()]
            assert named == [], place


def test_a_clinic_sees_no_more_of_the_order(store, patient, clinician, open_as, hand_clock):
    trial = begun(patient)
    perform(patient, trial, slots(trial)[0])
    perform(patient, trial, slots(trial)[1])
    hand_clock.advance(days=1)

    def seen() -> list[str]:
        views = ("Progress", "Programme", "Notes", "Choices")
        screen = open_as(clinician)
        told = [written_on(screen)]
        screen.press("Anna Berg")
        told += [written_on(screen.choose("Record", view)) for view in views]
        as_clinician = Record(store, patient.person, clinician)
        file = made(snapshot(as_clinician), Wanted(Form.PDF, clock.now(), UTC))
        return [*told, *(page.extract_text() for page in PdfReader(BytesIO(file)).pages)]

    seen()  # the first look is told as such, each later one by the time of the one before
    told = seen()
    with_other_order(patient, trial, 2)
    assert seen() == told
    assert not [name for name in NAMES.values() if name in "\n".join(told).lower()]


def test_what_is_done_is_told_as_soon_as_the_first_rating_is_kept(in_a_trial, record, open_app):
    trial = in_a_trial(0)
    screen = open_app().go("routine").rate("knee_before", 5).press("Keep this rating")
    assert "Today: ball only" in screen.text
    assert snapshot(record).rows["trial"][0]["heads"] == "1????"
    assert sessions.under_way(record).started_at - trial.drawn_at < timedelta(days=1)
