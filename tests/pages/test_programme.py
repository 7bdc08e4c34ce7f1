"""The programme: offered, followed for a week, paused, and never counted as a routine."""

import re
from datetime import date, datetime, timedelta
from random import Random

import pytest
from uuid6 import uuid7

from kneeapp import content
from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.load.day_load import DayLoad
from kneeapp.domain.measures import EFFORT, KNEE_DAY, KNEE_EXERCISE
from kneeapp.domain.programme.definitions import Goal, Load
from kneeapp.domain.programme.training_log import Break, BreakWhy
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.timeline import Event, EventKind, in_order
from kneeapp.domain.safety.replies import Allows, Clinician
from kneeapp.domain.screening.retests import RetestResult
from kneeapp.domain.sides import Side
from kneeapp.store.record import (
    day_loads,
    people,
    programme,
    ratings,
    replies,
    retests,
    screenings,
    sessions,
)
from tests.pages.conftest import played
from tests.store.builders import (
    MONDAY,
    a_session,
    a_training,
    a_visit_of_an_older_version,
    an_exercise_done,
    finished,
)

DAY = MONDAY.date()
BY_HEART = "I did it by heart: mark all done"
START = "Start guided session"


@pytest.fixture
def screened(hand_clock, screened):  # noqa: ARG001  the clock stands before the app opens
    """Somebody screened, on a Monday at eight, on *Programme*."""
    return screened.go("programme")


def only(kept):
    [training] = kept.values()
    return training


def rated(session, effort, pain):
    """All of a session played, every exercise rated."""
    log = in_order(played(session))
    asked = {
        n: effort if step.measure == EFFORT.name else pain
        for n, step in enumerate(session.plan.steps)
        if step.measure
    }
    answers = [
        Event(
            client="phone",
            seq=len(log) + k,
            kind=EventKind.RATING,
            step=n,
            elapsed_ms=1,
            at_ms=log[n].at_ms + 1,
            value=value,
        )
        for k, (n, value) in enumerate(asked.items())
    ]
    return [*log, *answers]


@pytest.mark.usefixtures("hand_clock")
def test_before_the_screening_the_programme_asks_for_the_screening(open_app):
    screen = open_app().go("programme")
    assert "Tighten the muscles" in screen.text
    assert "First a few questions about danger signs" in screen.text
    assert BY_HEART not in screen.buttons()
    screen.press("Start screening")
    assert screen.app.title[0].value == "Screening"


@pytest.mark.usefixtures("hand_clock")
def test_a_red_flag_closes_the_programme_like_the_routine(open_app):
    screen = open_app().go("screening").press("Start screening")
    first = screen.app.checkbox[0].label
    screen.tick(first).press("Next")
    screen.go("programme")
    assert screen.app.error
    assert BY_HEART not in screen.buttons()
    assert START not in screen.buttons()


def test_todays_exercises_show_dose_and_purpose(screened):
    assert "Phase 1 of 4: Tighten the muscles" in screened.text
    assert "Next session: today" in screened.text
    assert "2 sets of 10" in screened.text
    assert "**Common mistake.**" in screened.text


def test_today_shows_the_routine_first_and_the_programme_in_one_line(screened, record):
    assert "Strengthening" not in screened.go("today").text
    session = a_session()
    sessions.start(record, session)
    sessions.save(record, finished(session))
    screen = screened.go("today")
    assert "**Strengthening today:**" in screen.text
    assert screen.buttons().index("Start routine") < screen.buttons().index("Programme")
    screen.press("Programme")
    assert screen.app.title[0].value == "Programme"


def test_two_weeks_after_the_screening_the_programme_is_offered_without_a_session(
    screened, hand_clock
):
    hand_clock.advance(days=14)
    assert "**Strengthening today:**" in screened.go("today").text


def test_one_tap_marks_the_session_done_and_one_takes_it_back(screened, record):
    screened.press(BY_HEART)
    training = only(programme.trainings(record))
    assert training.complete
    assert (training.day, training.phase, training.pain) == (DAY, "activate", None)
    assert "6 of 6 exercises with every set" in screened.text
    assert BY_HEART not in screened.buttons()
    screened.press("Take back")
    assert programme.trainings(record) == {}
    assert BY_HEART in screened.buttons()


def test_one_exercise_can_be_marked_and_the_rest_is_still_to_do(screened, record):
    screened.app.button(key="done clam").click()
    screened.app.run()
    assert "1 of 6 exercises with every set" in screened.text
    assert "Still to do" in screened.text
    screened.press(BY_HEART)
    assert only(programme.trainings(record)).complete


def test_knee_pain_is_asked_for_after_marking_and_saved(screened, record):
    screened.press(BY_HEART)
    [identity] = programme.trainings(record)
    screened.rate(f"{KNEE_EXERCISE.name} {identity}", 3).press("Save rating")
    assert only(programme.trainings(record)).pain == 3
    assert "Save rating" not in screened.buttons()


def test_a_guided_session_asks_for_danger_signs_and_the_knee_first(screened, hand_clock, record):
    hand_clock.advance(hours=2)
    screened.go("programme").press(START).answer()
    assert screened.button(START).disabled
    screened.rate("knee_before", 4).press(START)
    session = sessions.under_way(record)
    assert (session.phase, session.before, session.plan.routine) == ("activate", 4, "programme")


def guided(screen, record, *, effort=4, pain=2, before=3):
    screen.rate("knee_before", before).press(START)
    session = sessions.under_way(record)
    return screen.go("routine").report(session, rated(session, effort, pain))


def test_a_guided_session_is_kept_with_its_ratings_as_a_training(screened, record):
    screen = guided(screened, record)
    assert screen.app.title[0].value == "Session done"
    screen.press("Save session")
    assert screen.app.title[0].value == "Programme"
    training = only(programme.trainings(record))
    assert training.complete
    assert {(exercise_done.effort, exercise_done.pain) for exercise_done in training.done} == {
        (4, 2)
    }
    assert training.before == 3
    assert sessions.under_way(record) is None


def test_a_training_does_not_count_as_a_routine_session(screened, record):
    guided(screened, record).press("Save session")
    assert "After your first session" in screened.go("progress").text
    assert sessions.last(record) is None
    assert sessions.count(record) == 0


def test_the_player_says_what_the_programme_says(screened):
    screened.rate("knee_before", 3).press(START)
    plan = screened.player_data["plan"]
    assert plan["phrases"] == content.programme().phrases
    assert {step["kind"] for step in plan["steps"]} == {"exercise", "rate"}
    assert plan["stop_reasons"][0]["label"] == "Sharp pain, or the knee locks or gives way"


def stopped_at_once(screen, record, reason):
    screen.rate("knee_before", 3).press(START)
    session = sessions.under_way(record)
    begin = round(MONDAY.timestamp() * 1000)
    stop = Event(
        client="phone", seq=0, kind=EventKind.STOP, step=0, elapsed_ms=0, at_ms=begin, value=reason
    )
    return screen.go("routine").report(session, [stop])


def test_a_session_stopped_for_pain_is_kept_even_if_nothing_was_done_and_ends_the_day(
    screened, record
):
    stopped_at_once(screened, record, "sharp")
    training = only(programme.trainings(record))
    assert (training.stopped_at, training.stop_reason) == (MONDAY, "sharp")
    assert "Save session" not in screened.buttons()
    assert "Strengthening is closed for now." in screened.go("programme").text
    assert START not in screened.buttons()


def test_a_session_in_which_nothing_was_done_is_only_thrown_away(screened, record):
    stopped_at_once(screened, record, "finished")
    assert "Save session" not in screened.buttons()
    screened.press("Throw this session away")
    assert sessions.under_way(record) is None
    assert programme.trainings(record) == {}


def test_while_any_session_is_under_way_the_page_leads_to_it(screened, record):
    sessions.start(record, a_session())
    screened.go("programme")
    assert START not in screened.buttons()
    assert "Go on with the session" in screened.buttons()


@pytest.mark.parametrize(("before", "halved"), [(5, False), (6, True)])
def test_a_sore_knee_begins_with_half_the_sets(screened, record, before, halved):
    screened.rate("knee_before", before).press(START)
    sets = {
        step.exercise: sum(segment.kind == "work" for segment in step.segments)
        for step in sessions.under_way(record).plan.steps
        if step.kind == "exercise"
    }
    doses = {exercise.id: exercise.dose.sets for exercise in content.programme().exercises}
    assert all(n == (doses[one] + 1) // 2 if halved else n == doses[one] for one, n in sets.items())


def test_a_very_sore_knee_is_asked_about_before_it_trains(screened):
    screened.rate("knee_before", 8)
    assert START not in screened.buttons()
    screened.tick("It is too sore to stand on.").press("Next")
    assert "Get help today" in screened.text
    assert START not in screened.buttons()


def test_too_much_pain_ends_the_day_and_halves_the_next_session(screened, hand_clock, record):
    guided(screened, record, pain=6).press("Save session")
    assert START not in screened.buttons()
    hand_clock.advance(days=2)
    assert "Half the sets today: the knee hurt 6 of 10 last time." in screened.go("programme").text


def test_one_week_is_followed_day_by_day(screened, hand_clock, record):
    people.save_preferences(record, Preferences(programme_days=(0, 2, 4, 5)))
    told = []
    for n in range(7):
        hand_clock.now = MONDAY + timedelta(days=n)
        screen = screened.go("today")
        if n:
            screen.rate(f"{KNEE_DAY.name} {DAY + timedelta(days=n)} None", 2).press("Save rating")
        screen.go("programme")
        if "Next session: today" in screen.text:
            screen.press(BY_HEART)
            [*_, identity] = programme.trainings(record)
            screen.rate(f"{KNEE_EXERCISE.name} {identity}", 1).press("Save rating")
        told.append(next(line for line in screen.text.splitlines() if "This week" in line))
    days = [training.day.weekday() for training in programme.trainings(record).values()]
    assert days == [0, 2, 4, 5]
    assert told[0] == "This week **1 of 4** sessions. Next: Wednesday, Friday, Saturday."
    assert told[3] == "This week **2 of 4** sessions. Next: tomorrow, Saturday."
    assert told[6] == "This week **4 of 4** sessions. That is enough: muscles need rest, too."
    screen = screened.choose("Look at", "My phase")
    bars = " ".join(str(bar.proto.text) for bar in screen.app.get("progress"))
    assert "Sessions in a row with every set: 2 of 2." in bars
    assert "Knee pain in them, at most 5: 1." in bars
    assert "Calm mornings after them: 2 of 2." in bars
    assert "Days in this phase: 7 of 14." in bars
    hand_clock.now = MONDAY + timedelta(days=7)
    screened.choose("Look at", "Today")
    assert "This week **0 of 4** sessions." in screened.text


def test_two_weeks_of_calm_sessions_lead_to_the_next_phase_with_a_reason(
    screened, hand_clock, record
):
    follow(record, days=15)
    hand_clock.now = MONDAY + timedelta(days=15)
    assert "Phase 2 of 4: Build strength" in screened.go("programme").text
    screened.choose("Look at", "My phase")
    assert "Up to Build strength: every rule of the gate was met." in screened.text


def test_what_was_done_shows_the_load_of_each_side(screened, record):
    dose = an_exercise_done().dose.model_copy(
        update={
            "loads": (Load(rung="plain", side=Side.LEFT), Load(rung="light_band", side=Side.RIGHT))
        }
    )
    done = (an_exercise_done(day=DAY, dose=dose),)
    programme.mark(record, uuid7(), a_training(day=DAY, done=done))
    screen = screened.choose("Look at", "My phase").unfold("programme_done")
    assert "Left: No band. Right: A light band above the knees." in screen.text


def test_who_has_fallen_trains_with_a_hold_and_not_on_one_leg(screened, record, hand_clock):
    follow(record, days=15)
    hand_clock.now = MONDAY + timedelta(days=15)
    [screening] = screenings.screenings(record)
    for group, answer in {"age": 72, "falls": ["fallen"]}.items():
        screening = screening.answered(content.questionnaire(), group, answer, MONDAY)
    screenings.save(record, screening)
    screen = screened.go("programme")
    assert "**Hold on.** Both hands on a worktop" in screen.text
    assert "you said: “I have fallen in the last year”" in screen.text
    assert "**Step up.**" in screen.text
    assert "done step_up" not in [button.key for button in screen.app.button]


def follow(record, *, days, mornings=lambda _: 2):
    """Sessions on Monday, Wednesday and Friday, and a rated morning each day."""
    for n in range(days):
        day = DAY + timedelta(days=n)
        at = datetime.combine(day, MONDAY.timetz())
        ratings.save(record, Rating(uuid7(), KNEE_DAY.name, mornings(n), at))
        if day.weekday() in {0, 2, 4}:
            done = (an_exercise_done(day=day),)
            programme.mark(record, uuid7(), a_training(day=day, planned=("clam",), done=done))


def test_higher_mornings_show_a_referral_until_a_visit_is_entered(screened, hand_clock, record):
    raised = {11, 12, 13}
    follow(record, days=14, mornings=lambda n: 6 if n in raised else 2)
    hand_clock.now = MONDAY + timedelta(days=13)
    assert "See somebody within days" in screened.go("programme").text
    screened.enter_check("red_mornings:", Clinician.PHYSIOTHERAPIST, Allows.BOTH)
    assert "See somebody within days" not in screened.text
    [check] = replies.replies(record)
    assert (check.rule, check.seen_on) == ("red_mornings", DAY + timedelta(days=13))


def test_a_clinician_visit_of_an_older_record_still_counts(screened, hand_clock, record):
    raised = {11, 12, 13}
    follow(record, days=14, mornings=lambda n: 6 if n in raised else 2)
    hand_clock.now = MONDAY + timedelta(days=13, hours=6)
    a_visit_of_an_older_version(record, DAY + timedelta(days=13))
    assert "See somebody within days" not in screened.go("programme").text


def test_a_break_plans_nothing_and_ends_where_it_began(screened, hand_clock, record):
    follow(record, days=3)
    hand_clock.now = MONDAY + timedelta(days=3)
    screened.go("programme").choose("Look at", "Plan")
    assert screened.button("Pause from today").disabled
    screened.choose("Why", BreakWhy.ILLNESS).press("Pause from today")
    screened.choose("Look at", "Today")
    assert "Your phase stays: Tighten the muscles." in screened.text
    assert START not in screened.buttons()
    hand_clock.now = MONDAY + timedelta(days=6)
    screened.go("programme").press("End the break")
    began = DAY + timedelta(days=3)
    assert programme.breaks(record) == [Break(began, BreakWhy.ILLNESS, DAY + timedelta(days=5))]
    assert START in screened.buttons()


def test_the_goal_is_kept(screened, record):
    screened.choose("Look at", "Plan")
    screened.choose("What do you want to get back to?", Goal.RUNNING)
    assert people.person(record).preferences.programme_goal is Goal.RUNNING
    assert "Add one minute of easy running" in screened.text


@pytest.mark.usefixtures("hand_clock")
def test_a_caution_removes_an_exercise_and_says_why(open_app):
    caution, exercise = next(
        (minding, exercise)
        for exercise in content.programme().of("activate")
        for minding in exercise.cautions
        if minding.leave_out
    )
    screen = open_app().go("screening").press("Start screening")
    questions = content.questionnaire()
    rule = next(rule for rule in questions.all_rules if rule.id == caution.caution)
    [condition] = rule.when
    group = questions.group(condition.group)
    word = condition.words[0]
    text = next(option.text for option in group.listed if option.id == word)
    screen.answer(**{group.title.replace(" ", "_"): text})
    screen.go("programme")
    assert f"**{exercise.title}.** {caution.words}" in screen.text


def test_a_home_test_is_repeated_kept_and_drawn(screened, record):
    retests.save(record, [RetestResult("chair_stand", DAY - timedelta(days=30), 10)])
    screened.choose("Look at", "Tests")
    assert "Chair stand, 30 seconds: due, last 4 weeks ago" in screened.text
    screened.choose("Do a test now", "chair_stand")
    screened.enter("Result (times)", 13).press("Next")
    assert retests.results(record)[-1] == RetestResult("chair_stand", DAY, 13)
    assert "10 → 13 times. Better, by more than chance." in screened.text


def test_activities_come_back_with_their_names_and_without_their_scores(screened, record):
    before = RetestResult("activities", DAY - timedelta(days=20), 4, "Stairs")
    retests.save(record, [before])
    screened.choose("Look at", "Tests").choose("Do a test now", "activities")
    assert screened.app.text_input[0].value == "Stairs"
    assert screened.button("Next").disabled


def test_a_faulty_programme_file_is_reported_only_on_its_own_page(
    hand_clock, open_app, tmp_path, monkeypatch
):
    broken = (
        (content.DATA / "programme.toml").read_text("utf-8").replace('pose = "exercise_clam"', "")
    )
    (tmp_path / "programme.toml").write_text(broken, "utf-8")
    monkeypatch.setenv("KNEEAPP_CONTENT", str(tmp_path))
    screen = open_app().go("screening").press("Start screening").answer()
    hand_clock.advance(days=20)
    for page in ("today", "screening", "routine", "progress", "my_data"):
        assert not screen.go(page).app.error, page
    screen.go("programme")
    assert "clam" in screen.app.error[0].value
    assert "Correct it" in screen.app.error[0].value


def test_sessions_with_a_removed_exercise_stay_readable(screened, record):
    gone = an_exercise_done(exercise="moonwalk", version="2019.1")
    programme.mark(
        record, uuid7(), a_training(phase="lift_off", planned=("moonwalk",), done=(gone,))
    )
    screened.choose("Look at", "My phase")
    screened.unfold("programme_done")
    assert "lift_off" in screened.app.selectbox[0].options[0]
    assert "| moonwalk | 2 of 2 sets of 12 | 4 | 2 |" in screened.text


def test_mornings_are_asked_of_somebody_who_only_trains(screened, record):
    assert "Save rating" not in screened.go("today").buttons()
    programme.mark(record, uuid7(), a_training(day=date(2026, 3, 1)))
    assert "Save rating" in screened.go("today").buttons()


def test_a_day_is_logged_in_three_taps_and_a_second_time_replaces_it(screened, record):
    screen = screened.choose("Look at", "Load")
    screen.choose("Steps", 8000).choose("Sport, minutes", 20).press("Save this day")
    assert day_loads.day_loads(record) == [DayLoad(DAY, steps=8000, sport_min=20)]
    screen.choose("Steps", 4000).press("Save this day")
    assert day_loads.day_loads(record) == [DayLoad(DAY, steps=4000, sport_min=20)]


def test_a_count_that_cannot_be_is_told_and_nothing_is_lost(screened, record):
    screen = screened.choose("Look at", "Load")
    screen.choose("Sport, minutes", 20).enter("Exact steps", 300_000).press("Save this day")
    assert "300,000 steps in one day cannot be" in screen.text
    assert day_loads.day_loads(record) == []
    screen.enter("Exact steps", 8350).press("Save this day")
    assert day_loads.day_loads(record) == [DayLoad(DAY, steps=8350, sport_min=20)]


def test_after_weeks_the_load_view_says_what_steps_cost(screened, record, hand_clock):
    many = [Random(n).random() < 0.3 for n in range(60)]
    follow(record, days=60, mornings=lambda n: 2 + 3 * (n > 0 and many[n - 1]))
    for n in range(60):
        steps = 12_000 if many[n] else 4000 + 500 * (n % 2)
        day_loads.save(record, DayLoad(DAY + timedelta(days=n), steps=steps))
    hand_clock.now = MONDAY + timedelta(days=59)
    screen = screened.go("programme").choose("Look at", "Load")
    assert re.search(r"Days over [\d,]+ steps cost you 3.0 the next morning", screen.text)
    assert "Days are not drawn by lot" in screen.text
