"""A trial as a person goes through it: drawn, due, performed, told; its order never ahead."""

from dataclasses import replace
from datetime import timedelta

import pytest
from uuid6 import uuid7

from kneeapp import clock, content
from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.evidence.eligibility import ExclusionReason
from kneeapp.domain.routine.definitions import Surface
from kneeapp.domain.routine.event_replay import completed_session
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.routine.sessions import Session, TrialPlace
from kneeapp.domain.safety.replies import Allows, Clinician
from kneeapp.domain.sides import Side
from kneeapp.domain.trial import block_trial
from kneeapp.domain.trial.arms import choice, routine_of
from kneeapp.domain.trial.design import Arm, Slot, Trial, TrialKind, slots
from kneeapp.domain.trial.schedule import attempts
from kneeapp.domain.trial.text import CONSENT_VERSION, STRENGTHENING
from kneeapp.store.record import people, programme, sessions, trials
from kneeapp.ui.routine import tournament_offer, trial_banner
from kneeapp.ui.routine.setup import KEEP_RATING
from tests.pages.conftest import played
from tests.store.builders import a_training, a_trial_in_blocks

HEADS = (True, False, True, True, False)
NAMES = {TrialKind.BALL: "ball only", TrialKind.REST: "ten minutes' rest"}
HEART = "A weak heart, or high blood pressure that is not under control."


@pytest.fixture
def screened(hand_clock, screened):  # noqa: ARG001  the clock stands still
    """A person who has answered the danger list, on a clock that stands still."""
    return screened.go("screening")


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
    assert "22 sessions, about 6 weeks" in screen.text
    assert screen.button("Draw the order").disabled
    screen.tick(screen.app.checkbox[0].label).press("Draw the order")
    drawn = trials.under_way(record)
    assert [arm.kind for arm in drawn.arms] == [TrialKind.BOTH, TrialKind.REST]
    assert len(drawn.order) == 22
    assert [look.sessions for look in drawn.looks] == [18, 22]
    assert (drawn.drawn_at, drawn.consent) == (clock.now(), CONSENT_VERSION)
    assert "session 1 of 22" in screen.text
    assert "Draw the order" not in screen.buttons()


def test_the_person_chooses_what_is_compared(screened, record):
    screen = screened.go("trial")
    screen.app.multiselect[0].set_value(["roller only"])
    screen.app.selectbox[0].set_value("ball only")
    screen.tick(screen.app.checkbox[0].label).press("Draw the order")
    drawn = trials.under_way(record)
    assert [arm.kind for arm in drawn.arms] == [TrialKind.ROLLER, TrialKind.BALL]


def test_two_places_and_rest_are_compared_in_one_trial(screened, record):
    screen = screened.go("trial")
    screen.app.multiselect[0].set_value(["roller only", "ball only"])
    screen.tick(screen.app.checkbox[0].label)
    assert "30 sessions, about 8 weeks" in screen.text
    screen.press("Draw the order")
    kinds = [arm.kind for arm in trials.under_way(record).arms]
    assert kinds == [TrialKind.ROLLER, TrialKind.BALL, TrialKind.REST]


def test_a_comparison_that_would_take_too_long_is_not_offered(screened):
    screen = screened.go("trial")
    screen.app.multiselect[0].set_value(["roller only", "ball only", "ball and roller"])
    screen.tick(screen.app.checkbox[0].label)
    assert "more than 30 sessions" in screen.text
    assert screen.button("Draw the order").disabled


def test_an_arm_cannot_be_compared_with_itself(screened):
    screen = screened.go("trial")
    screen.app.multiselect[0].set_value(["ten minutes' rest"])
    screen.tick(screen.app.checkbox[0].label)
    assert "Choose different things" in screen.text
    assert screen.button("Draw the order").disabled


def begun_in_blocks(record, seed=1):
    kinds = (TrialKind.BALL, TrialKind.ROLLER, TrialKind.REST)
    trial = a_trial_in_blocks(seed, tuple(map(Arm, kinds)))
    trial = replace(trial, knee=Side.RIGHT, drawn_at=clock.now())
    trials.begin(record, trial)
    return trial


def test_a_finished_tournament_names_the_place_that_eases_most(screened, record, hand_clock):
    trial = begun_in_blocks(record)
    eases = {TrialKind.BALL: 0, TrialKind.ROLLER: 4, TrialKind.REST: 0}
    for slot in block_trial.slots(trial)[:18]:
        perform(record, trial, slot, eases=eases[slot.arm.kind])
        hand_clock.advance(days=1)
    assert "Your trial is done." in screened.go("today").text
    screen = screened.go("trial")
    assert "Your knee pain fell more after roller only than after ten minutes' rest." in screen.text
    assert "Keep roller only." in screen.text
    assert trials.closed(record) == [replace(trial, closed_at=clock.now())]


def test_a_tournament_stopped_before_its_first_look_cannot_be_told(screened, record):
    trial = begun_in_blocks(record)
    perform(record, trial, block_trial.slots(trial)[0])
    screen = screened.go("trial").tick("Yes, stop it").press("Stop the trial")
    assert "Stopped early: it cannot be told." in screen.text


def test_the_result_of_a_tournament_names_what_is_missing_and_why(screened, record):
    trial = begun_in_blocks(record)
    sessions.delete(record, perform(record, trial, block_trial.slots(trial)[0]).id)
    screen = screened.go("trial").tick("Yes, stop it").press("Stop the trial")
    assert "It did not count: it was left after kneeapp had said what is done." in screen.text


def test_a_trial_drawn_in_pairs_goes_on_by_its_own_rules_and_says_so(screened, record):
    begun(record)
    assert "drawn in pairs" in screened.go("trial").text


def test_today_and_the_trial_say_which_session_is_due_and_from_when(screened, record, hand_clock):
    trial = begun(record)
    due = "Trial: session 1 of 10."
    assert due in screened.go("today").text
    assert due in screened.go("trial").text
    perform(record, trial, slots(trial)[0])
    assert "session 2 of 10, from tomorrow at 02:00 on" in screened.go("today").text
    hand_clock.advance(days=9)
    assert "session 2 of 10." in screened.go("today").text


def test_what_either_arm_needs_is_laid_ready_and_what_is_done_is_told_after_the_rating(
    screened, record
):
    trial = begun(record)
    screen = screened.go("routine")
    assert "Have a tennis ball and a place to lie ready." in screen.text
    assert "is fixed: only then can the two be compared" in screen.text
    assert not screen.app.get("button_group"), "neither knee nor length is asked"
    assert screen.button(KEEP_RATING).disabled
    screen.rate("knee_before", 5).press(KEEP_RATING)
    assert "Today: ball only" in screen.text
    assert "Trial: session 1 of 10. Your first rating, 5 of 10, is kept." in screen.text
    started = sessions.under_way(record)
    assert started.before == 5
    assert started.trial == TrialPlace(trial.id, 0, 0)
    assert started.knee is trial.knee
    assert {step.tool for step in started.plan.steps} == {"ball", None}
    assert not any(step.kind == "rate" for step in started.plan.steps)


@pytest.mark.parametrize("again", ["reload", "second tab", "another page and back"])
def test_who_comes_back_after_the_rating_finds_the_same_session(screened, record, open_app, again):
    trial = begun(record)
    screen = screened.go("routine").rate("knee_before", 5).press(KEEP_RATING)
    started = sessions.under_way(record)
    screen = screen.go("today") if again == "another page and back" else open_app()
    assert "Go on with the session" in screen.buttons()
    assert "Today: ball only" in screen.go("routine").text
    assert "knee_before" not in str(screen.app.get("bidi_component"))
    assert sessions.under_way(record) == started
    assert trials.under_way(record) == trial
    screen.press("Begin")
    assert screen.has_player
    other = open_app().go("routine").report(started, played(started, until=1))
    assert other.has_player
    assert sessions.under_way(record).before == 5


def test_a_second_tab_that_rated_the_knee_too_keeps_the_first_rating(screened, record, open_app):
    begun(record)
    late = open_app().go("routine").rate("knee_before", 2)
    screened.go("routine").rate("knee_before", 5).press(KEEP_RATING)
    late.press(KEEP_RATING)
    assert "Your first rating, 5 of 10, is kept." in late.text
    assert sessions.under_way(record).before == 5


def leave(screen):
    return screen.tick("Yes, leave it").press("Leave this session")


def close_without_a_rating(screen):
    return screen.press("Save without a re-check")


def throw_away(screen):
    return screen.tick("Yes, throw away all of it").press("Throw this session away")


def the_only_attempt(record, trial):
    [attempt] = attempts(trial, sessions.sessions(record))
    return attempt


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (leave, ExclusionReason.LEFT),
        (close_without_a_rating, ExclusionReason.NO_RECHECK),
        (throw_away, ExclusionReason.LEFT),
    ],
)
def test_leaving_once_the_arm_is_named_counts_as_missing_in_it(screened, record, how, reason):
    trial = begun(record)
    screen = screened.go("routine").rate("knee_before", 5).press(KEEP_RATING)
    if how is not leave:
        started = sessions.under_way(record)
        screen.press("Begin").report(started, played(started))
    how(screen)
    assert sessions.under_way(record) is None
    attempt = the_only_attempt(record, trial)
    assert (attempt.pair, attempt.place) == (0, 0)
    assert (attempt.effect.before, attempt.effect.points) == (5, None)
    assert attempt.effect.left_out is reason
    screen = screened.go("trial").tick("Yes, stop it").press("Stop the trial")
    assert "1 session did not count" in [box.label for box in screen.app.expander]
    assert f"ball only. It did not count: {reason.label}." in screen.text


def test_a_deleted_session_stays_as_missing_in_its_arm(screened, record):
    trial = begun(record)
    done = perform(record, trial, slots(trial)[0])
    trials.close(record, trial.id, clock.now())
    screen = screened.go("progress").choose("Look at", "Last session")
    assert "the trial counts it as missing" in screen.text
    screen.tick("Yes, delete it").press("Delete session")
    left_over = sessions.session(record, done.id)
    assert (left_over.before, left_over.after, left_over.steps) == (5, None, ())
    assert the_only_attempt(record, trial).effect.left_out is ExclusionReason.LEFT
    screen.choose("Look at", "Last session")
    assert "so that it was begun stays here" in screen.text
    assert "Delete session" not in screen.buttons()


def test_a_page_left_before_the_rating_is_kept_is_nothing(screened, record, hand_clock):
    trial = begun(record)
    screened.go("routine").rate("knee_before", 5)
    hand_clock.advance(days=1)
    assert "session 1 of 10." in screened.go("today").text
    assert attempts(trial, sessions.sessions(record)) == ()


def test_a_rating_of_more_than_an_hour_ago_can_only_be_left(screened, record, hand_clock, open_app):
    begun(record)
    screened.go("routine").rate("knee_before", 5).press(KEEP_RATING)
    hand_clock.advance(minutes=59)
    assert "Begin" in open_app().go("routine").buttons()
    hand_clock.advance(minutes=2)
    screen = open_app().go("routine")
    assert "more than an hour ago" in screen.text
    assert "Begin" not in screen.buttons()
    leave(screen)
    assert sessions.under_way(record) is None


def test_the_trial_page_leads_to_the_session_that_was_begun(screened, record):
    begun(record)
    screened.go("routine").rate("knee_before", 5).press(KEEP_RATING)
    screen = screened.go("trial")
    assert "You have begun it." in screen.text
    assert "Start routine" not in screen.buttons()
    screen.press("Go on with the session")
    assert "Today: ball only" in screen.text


def test_a_trial_stopped_once_the_arm_is_named_counts_that_session_as_missing(screened, record):
    trial = begun(record)
    screened.go("routine").rate("knee_before", 5).press(KEEP_RATING)
    screen = screened.go("trial").tick("Yes, stop it").press("Stop the trial")
    assert "1 session did not count" in [box.label for box in screen.app.expander]
    assert the_only_attempt(record, trial).effect.left_out is ExclusionReason.LEFT


def test_a_session_outside_the_trial_leaves_the_slot_open(screened, record):
    begun(record)
    screen = screened.go("routine").switch_on("Not now: a session outside the trial")
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


@pytest.mark.parametrize("closed", NAMES)
def test_a_session_waits_where_either_arm_is_closed(screened, record, monkeypatch, closed):
    begun(record)
    monkeypatch.setattr(trial_banner, "can_be_done", lambda arm, *_: arm.kind is not closed)
    screen = screened.go("routine")
    assert "It waits: your answers close a part of what it needs." in screen.text
    screen.rate("knee_before", 5).press("Start routine")
    assert sessions.under_way(record).trial is None


def test_a_caution_to_be_asked_about_keeps_a_person_out_of_a_trial(open_app, record):
    screen = open_app().go("screening").press("Start screening")
    screen.answer(Your_health=HEART)
    screen.go("trial")
    assert "A trial is closed for now." in screen.text
    assert "once you have asked a clinician and entered what they said" in screen.text
    assert "Draw the order" not in screen.buttons()
    begun(record)
    for page in ("today", "trial", "routine"):
        text = open_app().go(page).text
        assert "It waits: something is open, or to be asked first." in text, page
        assert "once you have asked a clinician and entered what they said" in text, page
    screen = open_app().go("routine").rate("knee_before", 5)
    assert KEEP_RATING not in screen.buttons()
    screen.go("trial").enter_check("heart", Clinician.DOCTOR, Allows.BOTH)
    assert "It waits" not in screen.text
    assert KEEP_RATING in screen.go("routine").rate("knee_before", 5).buttons()


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


def test_places_that_stand_close_together_are_offered_on_today_until_they_are_compared(
    screened, record, monkeypatch
):
    close = (Arm(TrialKind.BOTH), Arm(TrialKind.ROUTINE, "hip_flexors"))
    monkeypatch.setattr(tournament_offer, "close_candidates", lambda *_: close)
    people.save_preferences(
        record, people.person(record).preferences.model_copy(update={"knee": Side.RIGHT})
    )
    assert "ball and roller and front of the hip" in screened.go("today").text
    screen = screened.go("trial")
    assert screen.app.multiselect[0].value == ["ball and roller", "front of the hip"]
    screen.tick(screen.app.checkbox[0].label).press("Draw the order")
    assert trials.under_way(record).arms == (*close, Arm(TrialKind.REST))
    assert "stand close together" not in screened.go("today").text


@pytest.mark.parametrize(("spread", "offered"), [(1.0, 3), (1.5, 2), (2.0, 0)])
def test_as_many_places_are_offered_as_a_trial_that_is_not_too_long_takes(
    screened, record, monkeypatch, spread, offered
):
    close = (Arm(TrialKind.BOTH), Arm(TrialKind.BALL), Arm(TrialKind.ROLLER))
    monkeypatch.setattr(tournament_offer, "close_candidates", lambda *_: close)
    monkeypatch.setattr(tournament_offer, "relief_sd", lambda _: spread)
    people.save_preferences(record, Preferences(knee=Side.RIGHT))
    text = screened.go("today").text
    assert ("stand close together" in text) is bool(offered)
    assert ("roller only" in text) is (offered == 3)
