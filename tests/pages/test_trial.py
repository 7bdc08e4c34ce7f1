"""A trial as a person goes through it: drawn, due, performed, told; its order never ahead."""

from dataclasses import replace
from datetime import timedelta

import pytest
from uuid6 import uuid7

from kneeapp import clock, content
from kneeapp.domain.routine.definitions import Surface
from kneeapp.domain.routine.event_replay import completed_session
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.routine.sessions import Session, TrialPlace
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.arms import choice, routine_of
from kneeapp.domain.trial.design import Arm, Slot, Trial, TrialKind, slots
from kneeapp.domain.trial.text import STRENGTHENING
from kneeapp.store.record import programme, sessions, trials
from kneeapp.ui.routine import trial_banner
from tests.pages.conftest import played
from tests.store.builders import a_training

HEADS = (True, False, True, True, False)
NAMES = {TrialKind.BALL: "ball only", TrialKind.REST: "ten minutes' rest"}


@pytest.fixture
def screened(open_app, hand_clock):  # noqa: ARG001  the clock stands still
    """A person who has answered the danger list, on a clock that stands still."""
    return open_app().go("screening").press("Start screening").answer()


def a_trial(heads=HEADS) -> Trial:
    return Trial(
        id=uuid7(),
        knee=Side.RIGHT,
        asked=Arm(TrialKind.BALL),
        other=Arm(TrialKind.REST),
        drawn_at=clock.now(),
        consent="1",
        heads=heads,
    )


def begun(record, **different) -> Trial:
    trial = a_trial(**different)
    trials.begin(record, trial)
    return trial


def perform(record, trial: Trial, slot: Slot, *, eases: int = 2) -> Session:
    """The session for `slot`, played to its end now and saved."""
    routines = content.routines()
    picked = choice(slot.arm, routines, Surface.FLOOR, light=False)
    session = Session(
        id=uuid7(),
        started_at=clock.now(),
        knee=trial.knee,
        test_move="step_down",
        choice=picked,
        plan=plan(routines[routine_of(slot.arm)], picked, trial.knee),
        before=5,
        trial=TrialPlace(trial.id, slot.pair, slot.place),
    )
    sessions.start(record, session)
    log = played(session)
    closed = completed_session(session, log, now=log[-1].at + timedelta(minutes=1), after=5 - eases)
    sessions.save(record, closed)
    return closed


def perform_all(record, trial: Trial, hand_clock, *, ball: int = 3, rest: int = 1) -> None:
    for slot in slots(trial):
        perform(record, trial, slot, eases=ball if slot.arm.kind is TrialKind.BALL else rest)
        hand_clock.advance(days=1)


def test_a_trial_asks_for_the_screening_first(open_app):
    screen = open_app().go("trial")
    assert "Draw the order" not in screen.buttons()
    assert "Go to the screening" in screen.buttons()


def test_a_trial_is_planned_agreed_to_and_drawn_once(screened, record):
    screen = screened.go("trial")
    assert "20 sessions, about 5 weeks" in screen.text
    assert screen.button("Draw the order").disabled
    screen.enter("Pairs of sessions", 5)
    assert "10 sessions, about 3 weeks" in screen.text
    assert "may not show" in screen.text
    [consent] = screen.app.checkbox
    screen.tick(consent.label).press("Draw the order")
    drawn = trials.under_way(record)
    assert (drawn.pairs, drawn.asked.kind, drawn.other.kind) == (5, TrialKind.BOTH, TrialKind.REST)
    assert (drawn.drawn_at, drawn.consent) == (clock.now(), "2026.2")
    assert "session 1 of 10" in screen.text
    assert "Draw the order" not in screen.buttons()


def test_the_person_chooses_what_is_compared(screened, record):
    screen = screened.go("trial")
    asked, other = screen.app.selectbox
    asked.set_value("roller only")
    other.set_value("ball only")
    screen.tick(screen.app.checkbox[0].label).press("Draw the order")
    drawn = trials.under_way(record)
    assert (drawn.asked.kind, drawn.other.kind) == (TrialKind.ROLLER, TrialKind.BALL)


def test_an_arm_cannot_be_compared_with_itself(screened):
    screen = screened.go("trial")
    asked, _ = screen.app.selectbox
    asked.set_value("ten minutes' rest")
    screen.tick(screen.app.checkbox[0].label)
    assert "Choose two different things" in screen.text
    assert screen.button("Draw the order").disabled


def test_today_and_the_trial_say_which_session_is_due_and_from_when(screened, record, hand_clock):
    trial = begun(record)
    first, second, *_ = slots(trial)
    due = f"Trial: session 1 of 10: {NAMES[first.arm.kind]}."
    assert due in screened.go("today").text
    assert due in screened.go("trial").text
    perform(record, trial, first)
    waits = f"session 2 of 10: {NAMES[second.arm.kind]}, from tomorrow at 02:00 on"
    assert waits in screened.go("today").text
    hand_clock.advance(days=9)
    assert f"session 2 of 10: {NAMES[second.arm.kind]}." in screened.go("today").text


def test_the_set_up_is_fixed_to_the_due_arm_and_the_session_keeps_its_slot(screened, record):
    trial = begun(record)
    screen = screened.go("routine")
    assert "is fixed: only then can the two be compared" in screen.text
    assert not screen.app.get("button_group"), "neither knee nor length is asked"
    screen.rate("knee_before", 5).press("Start routine")
    started = sessions.under_way(record)
    assert started.trial == TrialPlace(trial.id, 0, 0)
    assert started.knee is trial.knee
    assert {step.tool for step in started.plan.steps} == {"ball", None}
    assert not any(step.kind == "rate" for step in started.plan.steps)


def test_a_session_outside_the_trial_leaves_the_slot_open(screened, record):
    begun(record)
    screen = screened.go("routine").switch_on("Not ball only now: a session outside the trial")
    screen.rate("knee_before", 5).press("Start routine")
    assert sessions.under_way(record).trial is None


def test_a_session_before_the_due_time_is_outside_the_trial(screened, record, hand_clock):
    trial = begun(record)
    perform(record, trial, slots(trial)[0])
    hand_clock.advance(minutes=40)
    screen = screened.go("routine")
    assert "A session now is outside the trial." in screen.text
    screen.rate("knee_before", 5).press("Start routine")
    assert sessions.under_way(record).trial is None


def test_a_slot_closed_by_a_caution_waits(screened, record, monkeypatch):
    begun(record)
    monkeypatch.setattr(trial_banner, "can_be_done", lambda *_: False)
    screen = screened.go("routine")
    assert "so it waits" in screen.text
    screen.rate("knee_before", 5).press("Start routine")
    assert sessions.under_way(record).trial is None


def test_a_finished_trial_shows_both_analyses_and_is_then_closed(screened, record, hand_clock):
    trial = begun(record)
    perform_all(record, trial, hand_clock)
    assert "Your trial is done." in screened.go("today").text
    assert trials.under_way(record)
    screen = screened.go("trial")
    assert "Your knee pain fell more after ball only than after ten minutes' rest." in screen.text
    assert "p = 0.031" in screen.text
    assert "by 2.0 points more after ball only" in screen.text
    assert "Ball only in **5** of 5 pairs" in screen.text
    assert trials.closed(record) == [replace(trial, closed_at=clock.now())]
    assert "Trial" not in screened.go("today").text


@pytest.mark.parametrize(("ahead", "told"), [(-1, False), (1, True)])
def test_strengthening_that_began_during_a_trial_is_shown(
    screened, record, hand_clock, ahead, told
):
    day = clock.now().date() + timedelta(days=ahead)
    programme.mark(record, uuid7(), a_training(day=day, done=()))
    perform_all(record, begun(record), hand_clock)
    assert (STRENGTHENING in screened.go("trial").text) is told


def test_a_trial_whose_result_was_opened_cannot_be_continued(screened, record, hand_clock):
    trial = begun(record)
    perform_all(record, trial, hand_clock)
    screened.go("trial")
    sessions.delete(record, sessions.last(record).id)
    assert "4 of 5 pairs are complete" in screened.go("trial").text
    assert trials.under_way(record) is None


def test_stopping_a_trial_needs_confirmation_and_shows_its_result(screened, record):
    trial = begun(record)
    perform(record, trial, slots(trial)[0])
    screen = screened.go("trial")
    assert screen.button("Stop the trial").disabled
    screen.tick("Yes, stop it").press("Stop the trial")
    assert trials.closed(record)[0].closed_at == clock.now()
    assert "Too few pairs to compare." in screen.text
    assert "Plan another trial" in [box.label for box in screen.app.expander]


def test_a_running_trial_shows_no_result(screened, record, hand_clock):
    trial = begun(record)
    for slot in slots(trial)[:6]:
        perform(record, trial, slot)
        hand_clock.advance(days=1)
    text = screened.go("trial").text
    [bar] = screened.app.get("progress")
    assert bar.proto.text == "6 of 10 sessions are there"
    assert "p =" not in text
    assert "eased" not in text


@pytest.mark.parametrize("page", ["today", "trial", "routine", "progress"])
def test_no_page_depends_on_the_future_order(screened, record, hand_clock, page):
    """Two trials that differ only in pairs to come, after the same sessions."""
    said = []
    start = clock.now()
    for heads in (HEADS, (True, False, False, False, True)):
        hand_clock.now = start - timedelta(days=3)
        trial = begun(record, heads=heads)
        made = []
        for slot in slots(trial)[:3]:
            made.append(perform(record, trial, slot))
            hand_clock.advance(days=1)
        screen = screened.go(page)
        said.append((screen.text, [box.label for box in screen.app.toggle]))
        for session in made:
            sessions.delete(record, session.id)
        trials.close(record, trial.id, start)
    assert said[0] == said[1]
    assert page == "progress" or "session 4 of 10" in said[0][0]
