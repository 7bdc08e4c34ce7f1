"""Random people on every page: nothing breaks, and nothing that is closed is offered.

A few walks go along with each change, many each night. A walk is named by its seed: KNEEAPP_SEED
begins the night's walks elsewhere.
"""

import os
from random import Random

import pytest

from kneeapp import clock
from kneeapp.cli import demo
from kneeapp.domain.accounts.people import Role
from kneeapp.ui.shell.navigation import ENTRIES, PageAudience
from tests.pages.random_walk import RandomWalk, unsafe_offers

STEPS, NIGHT_STEPS = 30, 150
FIRST = int(os.environ.get("KNEEAPP_SEED", "1"))
NIGHT = range(FIRST, FIRST + 25)

OWN = [entry.address for entry in ENTRIES if entry.audience is PageAudience.OWN_RECORD]
"""The pages of whoever has a record."""

STAFF = {
    Role.CLINICIAN: ["clinic", "account"],
    Role.ADMIN: ["people", "audit", "account"],
    Role.RECEPTION: ["people", "account"],
}


@pytest.fixture
def walk_alone(open_app, record, hand_clock):
    """Let somebody walk on their own machine: a first start, or with some weeks behind them."""

    def walk(seed, steps):
        chance = Random(seed)
        hand_clock.advance(days=100)
        if seed % 2:
            demo.fill(record.store, clock.now(), weeks=chance.choice((1, 3)))
        someone = RandomWalk(open_app(), chance, OWN, hand_clock.advance, record)
        for _ in range(steps):
            someone.act()
            assert unsafe_offers(someone, record) == set(), (seed, list(someone.done))

    return walk


@pytest.fixture
def staff(clinician, admin, reception):
    return {Role.CLINICIAN: clinician, Role.ADMIN: admin, Role.RECEPTION: reception}


@pytest.fixture
def walk_at_a_clinic(open_as, patient, staff, hand_clock):
    """Let somebody who is signed in walk at a clinic."""

    def walk(role, seed, steps):
        chance = Random(f"{role} {seed}")
        if role is Role.PATIENT:
            screen, pages, record = open_as(patient.principal), [*OWN, "account"], patient
        else:
            screen = open_as(staff[role])
            pages, record = STAFF[role], None
        # a sign-in ends when nobody is there for long
        someone = RandomWalk(
            screen, chance, pages, lambda **_: hand_clock.advance(minutes=1), record
        )
        for _ in range(steps):
            someone.act()
            if "Sign in" in someone.offered():
                return
            if record:
                assert unsafe_offers(someone, record) == set(), (seed, list(someone.done))

    return walk


@pytest.mark.parametrize("seed", [1, 2])
def test_random_walks_find_no_broken_page_and_no_closed_start(walk_alone, seed):
    walk_alone(seed, STEPS)


@pytest.mark.parametrize("role", Role)
def test_random_walks_at_a_clinic_find_no_broken_page(walk_at_a_clinic, role):
    walk_at_a_clinic(role, 1, STEPS)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", NIGHT)
def test_long_random_walks_find_no_broken_page_and_no_closed_start(walk_alone, seed):
    walk_alone(seed, NIGHT_STEPS)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", NIGHT[:8])
@pytest.mark.parametrize("role", Role)
def test_long_random_walks_at_a_clinic_find_no_broken_page(walk_at_a_clinic, role, seed):
    walk_at_a_clinic(role, seed, NIGHT_STEPS)
