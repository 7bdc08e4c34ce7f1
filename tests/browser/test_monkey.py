"""Random taps on every page, each night; nothing breaks, and no reading that was given is lost.

KNEEAPP_MONKEY_MINUTES says how long each page is tried, KNEEAPP_MONKEY_SEED repeats a run: its
choices are the same as long as the pages show the same at the same time.
"""

import os
from collections import Counter
from random import Random, SystemRandom

import pytest

from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.event_replay import steps_done
from kneeapp.domain.routine.sessions import SessionStatus
from kneeapp.store.record import event_log, programme, ratings, sessions
from tests.browser.kneeapp_server import (
    TWO_BOUTS,
    Kneeapp,
    session_under_way,
    short_content,
    some_weeks,
)
from tests.browser.monkey import Kept, Monkey
from tests.browser.reading import opened
from tools.screen_records import World, served

MINUTES = float(os.environ.get("KNEEAPP_MONKEY_MINUTES", "10"))
SEED = os.environ.get("KNEEAPP_MONKEY_SEED") or str(SystemRandom().getrandbits(32))

OWN_PAGES = ("today", "screening", "routine", "progress", "programme", "trial", "my_data")
CLINIC_PAGES = {
    "sign-in": (World.SIGNED_OUT, ""),
    "caseload": (World.CLINICIAN, ""),
    "patient": (World.CLINICIAN, "clinic?person={patient}"),
    "account": (World.CLINICIAN, "account"),
}
DEVICES = (
    {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    {"viewport": {"width": 640, "height": 360}, "has_touch": True, "is_mobile": True},
    {"viewport": {"width": 1280, "height": 800}},
)

pytestmark = [pytest.mark.browser, pytest.mark.nightly]


@pytest.fixture
def let_loose(chromium, capsys):
    """Let a monkey onto an address for MINUTES; it is returned with what it met and gave."""
    contexts = []

    def play(name, address, cookie=""):
        chance = Random(f"{SEED} {name}")
        contexts.append(chromium.new_context(**chance.choice(DEVICES)))
        if cookie:
            contexts[-1].add_cookies([{"name": "kneeapp", "value": cookie, "url": address}])
        monkey = Monkey(contexts[-1].new_page(), address, chance)
        monkey.play(MINUTES)
        with capsys.disabled():
            print(  # noqa: T201  what repeats it, and how far it came
                f"\nmonkey on {name}: KNEEAPP_MONKEY_SEED={SEED}, {monkey.acts} acts, "
                f"{sum(map(len, monkey.events.values()))} events, "
                f"{monkey.ratings.total()} ratings"
            )
        return monkey

    yield play
    for context in contexts:
        context.close()


@pytest.fixture
def kneeapp(tmp_path):
    content = short_content(tmp_path / "content", dose=TWO_BOUTS)
    server = Kneeapp(tmp_path / "record.duckdb", content)
    yield server
    server.kill()


def nothing_is_wrong(monkey):
    assert monkey.faults == [], list(monkey.done)


def nothing_is_lost(monkey, server):
    """Every reading that was given is in the record: as it was given, or folded on Save."""
    monkey.hand_over()
    nothing_is_wrong(monkey)
    server.end()
    with opened(server.database) as record:
        kept = sessions.sessions(record)
        before = Counter(Kept("before", one.before) for one in kept)
        after = Counter(Kept("after", one.after) for one in kept if one.after is not None)
        mornings_given = ratings.ratings(record, KNEE_DAY)
        mornings = Counter(Kept("knee_day", one.value) for one in mornings_given)
        trained = programme.trainings(record)
        held = {one.id: one for one in kept}
        if under_way := sessions.under_way(record):
            before[Kept("before", under_way.before)] += 1
            held[under_way.id] = under_way
        for identity, given in monkey.events.items():
            session = held.get(identity)
            if session and session.status is SessionStatus.SAVED:
                assert session.steps == steps_done(session.plan, given.values())
            elif identity not in trained:
                stored = {(one.client, one.seq): one for one in event_log.events(record, identity)}
                assert given.items() <= stored.items()
    assert monkey.ratings <= before + after + mornings


@pytest.mark.parametrize("page", OWN_PAGES)
def test_random_taps_break_no_page_and_lose_no_reading(kneeapp, let_loose, page):
    some_weeks(kneeapp)
    monkey = let_loose(page, f"{kneeapp.start().url}/{page}")
    nothing_is_lost(monkey, kneeapp)


def test_random_taps_at_a_first_start_break_nothing(kneeapp, let_loose):
    monkey = let_loose("first start", f"{kneeapp.start().url}/")
    nothing_is_lost(monkey, kneeapp)


def test_random_taps_in_the_player_lose_no_reading(kneeapp, let_loose):
    some_weeks(kneeapp)
    session_under_way(kneeapp)
    monkey = let_loose("player", f"{kneeapp.start().url}/routine")
    nothing_is_lost(monkey, kneeapp)


@pytest.mark.parametrize("name", CLINIC_PAGES)
def test_random_taps_break_no_page_of_a_clinic(let_loose, tmp_path, name):
    world, page = CLINIC_PAGES[name]
    with served(world, tmp_path) as clinic:
        address = f"{clinic.url}/{page.format(patient=clinic.patient)}"
        nothing_is_wrong(let_loose(name, address, clinic.sign_in))
