"""A finding as a person meets it: what it closes, what can be entered, and what opens it."""

from datetime import timedelta

import pytest
from uuid6 import uuid7

from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.safety.replies import Allows, Clinician, ReplyKind
from kneeapp.domain.screening.answers import ScreeningKind
from kneeapp.store.record import people, ratings, replies, screenings, sessions
from tests.pages.conftest import played
from tests.pages.random_walk import TRIAL_STARTS

RIGHT_NOW = "Right now?"
COLD_FOOT = "A foot turned cold, pale or blue."
LEGS_NEW = "New, or never checked?"
SWOLLEN_CALF = "One calf or thigh swollen or warm."
BLOOD_THINNERS = "I take blood thinners, or I bleed easily."
BRITTLE = "Brittle bones, a bone that broke too easily, or steroid tablets for over three months."
WEAK_HEART = "A weak heart, or high blood pressure that is not under control."
EMERGENCY, NO_SIGN = "Emergency: get help now", "No warning sign was seen"
SEEN, WRONG_TAP = "Somebody has looked at it", "I tapped the wrong one"
OPEN_PARTS = "Go to what is open"

pytestmark = pytest.mark.usefixtures("hand_clock")


@pytest.fixture
def screening(open_app):
    return open_app().go("screening").press("Start screening")


@pytest.fixture
def well(screened):
    """A person who was screened and has nothing of all that."""
    return screened.go("screening")


@pytest.fixture
def cold_foot(screening):
    return screening.tick(COLD_FOOT).press("Next")


def starts(screen) -> bool:
    """Whether a routine can be started from this page as it stands."""
    return any(label in screen.buttons() for label in ("Start routine", OPEN_PARTS))


def enter_austria(screen):
    return screen.pick("Your country, for the numbers to call", "AT")


# ------------------------------------------------------------------ emergencies


@pytest.mark.parametrize("page", ["today", "screening", "routine", "programme", "trial"])
def test_an_emergency_closes_every_page_and_says_how_to_reopen_it(cold_foot, page):
    cold_foot.go(page)
    assert EMERGENCY in cold_foot.text
    assert "once a clinician has looked at it" in cold_foot.text
    for label in ("Start routine", OPEN_PARTS, "Start guided session", *TRIAL_STARTS):
        assert label not in cold_foot.buttons()


def test_an_emergency_has_the_numbers_of_the_country_as_buttons(open_app):
    screen = enter_austria(open_app().go("screening")).press("Start screening")
    screen.tick(COLD_FOOT).press("Next")
    assert "[144](tel:144)" in screen.text
    assert screen.calls == [("tel:144", "Call 144")]


def test_without_a_country_112_or_the_local_number_is_named(cold_foot):
    assert cold_foot.calls == [("tel:112", "Call 112, or your local number")]
    assert "your local emergency number" in cold_foot.text


def test_a_check_of_an_emergency_cannot_be_entered_at_once(cold_foot, hand_clock):
    hand_clock.advance(seconds=3)
    cold_foot.go("today")
    assert not cold_foot.can_check("blood_supply")
    assert cold_foot.button(SEEN).disabled
    assert "Go first; come back here after you were seen." in cold_foot.text


def test_after_two_hours_a_check_ends_an_emergency_and_stays_on_record(
    cold_foot, hand_clock, record
):
    hand_clock.advance(hours=2)
    cold_foot.go("today").enter_check("blood_supply", Clinician.EMERGENCY, Allows.BOTH)
    [check] = replies.replies(record)
    assert (check.kind, check.by, check.seen_on) == (
        ReplyKind.CHECKED,
        Clinician.EMERGENCY,
        hand_clock.now.date(),
    )
    assert EMERGENCY not in cold_foot.text
    assert "an emergency department checked it on 2 March 2026" in cold_foot.text
    assert NO_SIGN not in cold_foot.go("screening").answer().text


def test_an_unchecked_emergency_that_has_gone_stays_closed_with_a_reason(cold_foot):
    labels = [box.label for box in cold_foot.app.expander]
    assert "It has gone, and nobody has looked at it" in labels
    assert "It stays closed all the same" in cold_foot.text
    assert "It has gone" not in cold_foot.buttons()


def test_a_new_screening_clears_nothing_and_shows_what_was_said(cold_foot, hand_clock):
    hand_clock.advance(days=1)
    cold_foot.go("screening").press("Start a new screening")
    assert "On 2 March 2026 you said: “A foot turned cold, pale or blue”" in cold_foot.text
    cold_foot.answer()
    assert EMERGENCY in cold_foot.text
    assert not starts(cold_foot)


# ------------------------------------------------------------------ lists that end early


def test_a_list_goes_on_while_a_graver_question_is_unasked_and_ends_after_it(screening):
    screening.tick("I am still not sure").press("Next")
    assert screening.question != ""
    screening.tick("Numb between the legs.").press("Next")
    assert screening.question == ""
    assert EMERGENCY in screening.text


# ------------------------------------------------------------------ wrong taps


def test_a_wrong_tap_is_read_again_in_full_before_it_counts(cold_foot, record):
    cold_foot.press(WRONG_TAP)
    assert RIGHT_NOW in cold_foot.text
    assert "“A foot turned cold, pale or blue”.** Is that so?" in cold_foot.text
    cold_foot.press("Yes, it is so")
    assert replies.replies(record) == []
    assert EMERGENCY in cold_foot.text


def test_a_wrong_tap_is_saved_as_a_correction_and_asked_again(cold_foot, record):
    cold_foot.press(WRONG_TAP).press("No, it is not so")
    assert [reply.kind for reply in replies.replies(record)] == [ReplyKind.CORRECTED]
    assert cold_foot.question == RIGHT_NOW
    cold_foot.press("None of these").answer()
    assert EMERGENCY not in cold_foot.text
    assert starts(cold_foot)


def test_an_answer_repeated_after_a_correction_counts(cold_foot, hand_clock):
    cold_foot.press(WRONG_TAP).press("No, it is not so")
    hand_clock.advance(seconds=5)
    cold_foot.tick(COLD_FOOT).press("Next")
    assert EMERGENCY in cold_foot.text


def test_after_ten_minutes_a_wrong_tap_cannot_be_corrected(cold_foot, hand_clock):
    hand_clock.advance(minutes=11)
    assert WRONG_TAP not in cold_foot.go("today").buttons()


# ------------------------------------------------------------------ ask first


@pytest.mark.parametrize("said", [BLOOD_THINNERS, BRITTLE])
@pytest.mark.parametrize("page", ["screening", "today"])
def test_without_asking_a_clinician_first_there_is_no_start_button(screening, said, page):
    screening.answer(Your_health=said).go(page)
    assert "Ask a clinician first" in screening.text
    assert "Start routine" not in screening.buttons()
    assert NO_SIGN not in screening.text


def test_parts_without_ball_and_roller_stay_open(screening, record):
    screening.answer(Your_health=BLOOD_THINNERS)
    assert OPEN_PARTS in screening.buttons()
    screening.go("routine")
    [routines] = [box for box in screening.app.selectbox if box.label == "Routine"]
    assert "Hip and thigh release" not in routines.options
    screening.rate("knee_before", 4).press("Start routine")
    assert not {"ball", "roller"} & {step.tool for step in sessions.under_way(record).plan.steps}


def test_a_weak_heart_needs_a_clinician_and_limits_to_the_wall(screening, record):
    screening.answer(Your_health=WEAK_HEART)
    assert "Start routine" not in screening.buttons()
    screening.go("routine").rate("knee_before", 4).press("Start routine")
    assert sessions.under_way(record).choice.surface == "wall"


def test_the_start_button_appears_once_the_check_is_saved(screening, record):
    screening.answer(Your_health=BLOOD_THINNERS)
    screening.enter_check(":bleeding", Clinician.PHARMACIST, Allows.BOTH)
    assert "Start routine" in screening.buttons()
    assert "a pharmacist checked it on" in screening.text
    assert [reply.allows for reply in replies.replies(record)] == [Allows.BOTH]


def test_parts_that_were_not_allowed_stay_closed(screening):
    screening.answer(Your_health=BLOOD_THINNERS)
    screening.enter_check(":bleeding", Clinician.DOCTOR, Allows.NEITHER)
    assert "Start routine" not in screening.buttons()
    assert "It opens once a clinician allows more" in screening.text


def test_an_expired_permission_is_asked_for_again(screening, hand_clock):
    screening.answer(Your_health=BLOOD_THINNERS)
    last = hand_clock.now.date() + timedelta(days=7)
    screening.enter_check(":bleeding", Clinician.DOCTOR, Allows.BOTH, until=last)
    hand_clock.advance(days=7)
    assert "Start routine" in screening.go("today").buttons()
    hand_clock.advance(days=1)
    screening.go("today")
    assert "Start routine" not in screening.buttons()
    assert "is over: ask again" in screening.text


def test_a_check_ends_one_finding_and_leaves_the_other(screening, hand_clock):
    screening.tick(COLD_FOOT).tick("I can no longer lift the leg straight.").press("Next")
    hand_clock.advance(hours=3)
    screening.go("today").enter_check("blood_supply", Clinician.DOCTOR, Allows.BOTH)
    assert not screening.can_check("blood_supply")
    assert EMERGENCY in screening.text
    assert not starts(screening)


def test_a_changed_answer_of_days_ago_is_asked_again_by_itself(screening, record, hand_clock):
    sore = "Where you would roll: buttock, hip, thigh or calf"
    screening.answer(**{sore: "I do not feel touch or pain well there."})
    hand_clock.advance(days=3)
    screening.go("today").press("My answer has changed").go("screening")
    assert screening.question == sore
    screening.press("None of these")
    assert screenings.screenings(record)[0].kind is ScreeningKind.SHORT
    assert "Start routine" in screening.go("today").buttons()


def test_somebody_examined_after_an_injury_enters_the_check_and_is_not_referred_again(screening):
    while screening.question != "How old are you?":
        screening.press("None of these")
    screening.enter("Years", 55).press("Next").press("In the last six weeks")
    screening.tick("A clinician has examined it since.").press("Next")
    screening.enter(screening.app.number_input[0].label, 3).press("Next").answer()
    text = screening.go("today").text
    assert "Enter who, when and what they allowed" in text
    assert "If nobody has looked at it: **Get help today.**" in text
    screening.enter_check("ottawa_age", Clinician.DOCTOR, Allows.BOTH)
    assert "Get help today" not in screening.text
    assert starts(screening)


# ------------------------------------------------------------------ what passes by itself


@pytest.fixture
def playing(well):
    return well.go("routine").rate("knee_before", 5).press("Start routine")


def stop(screen, record, reason, *rated):
    """Stop the session under way for a reason, the knee rated on the stop sheet."""
    session = sessions.under_way(record)
    log = played(session, until=1)
    last = log[-1]
    for value in rated:
        log.append(last.model_copy(update={"seq": len(log), "kind": "rating", "value": value}))
    log.append(last.model_copy(update={"seq": len(log), "kind": "stop", "value": reason}))
    screen.report(session, log)
    return session


def test_chest_pain_in_the_player_is_an_emergency_on_every_page(playing, record, open_app):
    session = stop(playing, record, "danger")
    assert "Re-check" not in playing.text
    assert "test move again" not in playing.text
    assert EMERGENCY in playing.text
    assert playing.calls
    assert sessions.under_way(record) is None
    assert sessions.session(record, session.id).stop_reason == "danger"
    for page in ("today", "routine", "programme", "screening", "trial"):
        other = open_app().go(page)
        assert other.text.count(EMERGENCY) == 1, page
        assert not starts(other), page


def test_the_progress_page_has_no_button_to_a_closed_part(playing, record, open_app):
    stop(playing, record, "danger")
    progress = open_app().go("progress")
    assert "Start routine" not in progress.buttons()
    progress.choose("Look at", "What the ratings say")
    assert "Rolling is closed for now." in progress.text
    assert "Go on as you do" not in progress.text
    assert "fair trial" not in progress.text
    assert "need not wait" not in progress.text


@pytest.mark.parametrize("reason", ["sharp", "numb", "knee_worse"])
def test_after_a_stop_for_pain_nothing_is_open_or_asked_that_day(playing, record, reason):
    stop(playing, record, reason, *([7] if reason == "knee_worse" else []))
    assert "test move again" not in playing.text
    assert "Save session" not in playing.buttons()
    playing.press("Done for now")
    assert not starts(playing)
    assert "Start guided session" not in playing.go("programme").buttons()


def test_the_number_on_the_stop_sheet_is_the_second_rating(playing, record):
    session = stop(playing, record, "knee_worse", 8)
    stored = sessions.session(record, session.id)
    assert (stored.before, stored.after, stored.stop_reason) == (5, 8, "knee_worse")


def test_the_next_day_it_is_asked_whether_it_has_gone_and_the_next_session_is_short(
    playing, record, hand_clock, open_app
):
    stop(playing, record, "sharp")
    assert "It has gone" not in playing.go("today").buttons()
    hand_clock.advance(days=1, minutes=30)
    screen = open_app()
    assert not starts(screen)
    screen.press("It is still there")
    assert "It has gone" not in screen.buttons()
    hand_clock.advance(days=1, minutes=30)
    screen = open_app().press("It has gone")
    assert starts(screen)
    screen.go("routine").answer().rate("knee_before", 4)
    assert "Take the short version this time" in screen.text
    screen.press("Start routine")
    assert sessions.under_way(record).choice.preset == "short"


def test_two_stops_of_one_kind_in_a_row_show_a_referral(playing, record, hand_clock, open_app):
    stop(playing, record, "numb")
    hand_clock.advance(days=2)
    screen = open_app().press("It has gone").go("routine").answer()
    screen.rate("knee_before", 4).press("Start routine")
    stop(screen, record, "numb")
    assert "See somebody within days" in screen.text


# ------------------------------------------------------------------ do not roll today


def test_do_not_roll_today_survives_a_reload_another_tab_and_the_night(
    well, open_app, hand_clock, record
):
    well.go("routine").rate("knee_before", 8)
    assert "Start routine" not in well.buttons()
    well.tick("It hurts that much at rest, too.").press("Next")
    assert "Get help today" in well.text
    assert screenings.screenings(record)[0].kind is ScreeningKind.START
    for moment in ({}, {"days": 1}):
        hand_clock.advance(**moment)
        for page in ("today", "routine", "programme"):
            other = open_app().go(page)
            assert "Get help today" in other.text, page
            assert not starts(other), page


def test_much_pain_that_eases_at_rest_starts_with_the_short_version(well, record):
    well.go("routine").rate("knee_before", 8).press("None of these").press("Start routine")
    assert sessions.under_way(record).choice.preset == "short"


# ------------------------------------------------------------------ what is due


def finish_session(screen, record):
    screen.rate("knee_before", 5).press("Start routine")
    session = sessions.under_way(record)
    screen.report(session, played(session)).rate("knee_after", 4).press("Save session")


def test_within_the_hour_nothing_is_asked_again(well, record, hand_clock):
    finish_session(well.go("routine"), record)
    hand_clock.advance(minutes=30)
    well.press("Done for now")
    assert "Start routine" in well.go("today").buttons()
    assert well.go("routine").question == ""
    well.rate("knee_before", 4).press("Start routine")
    assert sessions.under_way(record)


def test_the_next_day_only_the_lists_of_each_session_are_asked(well, record, hand_clock):
    hand_clock.advance(days=1)
    well.go("routine")
    assert "Before every session" in well.text
    taps = 0
    while well.question:
        assert "Asked again" not in well.text
        well.press("No" if "No" in well.buttons() else "None of these")
        taps += 1
    well.rate("knee_before", 4).press("Start routine")
    assert sessions.under_way(record)
    assert taps + len(["to the routine", "rating", "start"]) <= 10


def test_a_list_that_is_four_weeks_old_says_so(well, hand_clock):
    hand_clock.advance(days=29)
    well.go("routine")
    said = []
    while well.question:
        said.append("your last answer is more than four weeks old" in well.text)
        well.press("No" if "No" in well.buttons() else "None of these")
    assert any(said)
    assert not all(said)


@pytest.mark.usefixtures("well")
def test_questions_that_became_more_careful_are_asked_again_and_say_so(open_app, record):
    [old] = screenings.screenings(record)
    sql = "update screening set rules_version = '2026.1' where id = $1"
    record.write(lambda q: q(sql, old.id))
    screen = open_app().go("routine")
    assert "our rules have become more careful here" in screen.text


def test_the_list_stays_the_same_while_it_runs_and_one_can_go_back(well, hand_clock):
    hand_clock.advance(days=1)
    well.go("routine")
    first = well.question
    well.press("None of these").press("Back")
    assert well.question == first


def test_a_strengthening_session_asks_the_same_list(well, record, hand_clock):
    hand_clock.advance(days=1)
    well.go("programme").press("Start guided session")
    assert "Before every session" in well.text
    well.answer()
    well.rate("knee_before", 3).press("Start guided session")
    assert sessions.under_way(record).phase


def test_an_emergency_told_in_another_tab_closes_the_start_at_the_press(
    well, open_app, record, hand_clock
):
    hand_clock.advance(days=1)
    screen = well.go("routine").answer().rate("knee_before", 4)
    other = open_app().go("routine").rate("knee_before", 9)
    other.tick("It is too sore to stand on.").press("Next")
    screen.press("Start routine")
    assert sessions.under_way(record) is None
    assert "Get help today" in screen.text


# ------------------------------------------------------------------ not sure


def test_not_sure_first_shows_how_to_tell(screening):
    assert "Not sure?" in [box.label for box in screening.app.expander]
    assert "Feel both feet with your hand" in screening.text
    screening.tick("I am still not sure").press("Next")
    screening.answer()
    assert "Get help today" in screening.text
    assert EMERGENCY not in screening.text


# ------------------------------------------------------------------ country


def test_the_country_is_guessed_from_the_time_zone_and_kept_at_the_start(
    open_app, record, monkeypatch
):
    monkeypatch.setattr("kneeapp.ui.findings.country.guessed", lambda _: "CH")
    screen = open_app()
    assert "In an emergency call 144." in screen.text
    screen.press("Start screening")
    assert people.person(record).preferences.country == "CH"


def test_the_country_can_be_changed_on_my_data(open_app, record):
    screen = open_app().go("my_data").pick("Your country, for the numbers to call", "DE")
    assert people.person(record).preferences.country == "DE"
    assert ("tel:116117", "Call 116117, the medical phone line") in screen.calls


# ------------------------------------------------------------------ ratings


def rate_mornings(record, *values, until):
    for back, value in enumerate(reversed(values)):
        at = until - timedelta(days=back)
        ratings.save(record, Rating(uuid7(), KNEE_DAY.name, value, at))


def test_a_red_morning_closes_the_routine_for_the_day_and_leaves_strengthening(
    well, record, hand_clock
):
    hand_clock.advance(days=8)
    rate_mornings(record, 2, 2, 2, 2, 5, 5, until=hand_clock.now)
    well.go("today")
    assert "higher than usual for the second morning" in well.text
    assert not starts(well)
    assert "Go to strengthening" in well.buttons()
    hand_clock.advance(days=1)
    assert starts(well.go("today"))


# ------------------------------------------------------------------ a session under way


@pytest.fixture
def cold_foot_elsewhere(playing, open_app):
    """A session under way, and an emergency that is told meanwhile in another tab."""
    other = open_app().go("screening").press("Go on with the screening").answer()
    other.press("See result").press("Start a new screening").tick(COLD_FOOT).press("Next")
    return playing


@pytest.mark.parametrize("ended", [False, True])
def test_a_closing_finding_ends_a_running_session_without_a_test_move(
    cold_foot_elsewhere, record, ended
):
    session = sessions.under_way(record)
    log = played(session) if ended else played(session, until=1)
    cold_foot_elsewhere.report(session, log).go("routine")
    assert EMERGENCY in cold_foot_elsewhere.text
    assert "test move again" not in cold_foot_elsewhere.text
    cold_foot_elsewhere.press("Keep what was done")
    assert sessions.under_way(record) is None
    assert sessions.session(record, session.id).after is None


def test_today_shows_the_emergency_above_a_session_under_way(cold_foot_elsewhere):
    cold_foot_elsewhere.go("today")
    assert EMERGENCY in cold_foot_elsewhere.text
    assert "Go on with the session" not in cold_foot_elsewhere.buttons()
