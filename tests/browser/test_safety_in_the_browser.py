"""What is said about danger closes what it closes on every page, on a phone and on a desktop."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, expect
from uuid6 import uuid7

from kneeapp import clock, content
from kneeapp.domain.accounts.consent import VERSION, Consent
from kneeapp.domain.routine.sessions import Session, SessionStatus
from kneeapp.domain.routine.timeline import EventKind
from kneeapp.domain.safety.findings import Urgency
from kneeapp.domain.safety.replies import ReplyKind
from kneeapp.domain.screening.answers import ScreeningKind, new_screening
from kneeapp.domain.screening.conditions import Condition
from kneeapp.domain.screening.questionnaire import ScreeningRule, next_group
from kneeapp.domain.screening.questions import BEFORE_START, Group
from kneeapp.store.record import consents, event_log, replies, screenings, sessions
from tests.browser.kneeapp_server import Kneeapp, session_under_way, short_content
from tests.browser.person import Person
from tests.browser.reading import opened
from tests.browser.walker import LONG

NOW, TODAY = Urgency.EMERGENCY.label, Urgency.SAME_DAY.label
NO_SIGN = "No warning sign was seen"
LIFTED_BY = "once a clinician has looked at it and you enter what they said"
WRONG_TAP, NOT_SO = "I tapped the wrong one", "No, it is not so"
TWICE_MS = 300
"""Within these a second tap on Stop is taken for the same one (DOUBLE_TAP_MS of the player)."""
PAGES = ("Today", "Screening", "Routine", "Programme", "Trial")
STARTS = (
    "Start routine",
    "Start guided session",
    "Draw the order",
    "Keep this rating",
    "Go on with the session",
    "Rate the knee now",
    "Save session",
    "Go to what is open",
    "Go to strengthening",
)
"""The buttons that lead to something that a finding may close, the test move among it."""

CHEST_PAIN = "Chest pain, short of breath, or a swollen leg"
HARM = {"sharp": "Sharp or electric pain", "numb": "Numb or tingling"}
COLD_FOOT, NO_LIFT = "A foot turned cold, pale or blue.", "I can no longer lift the leg straight."

QUESTIONS = content.questionnaire()
EMERGENCIES: dict[str, ScreeningRule] = {
    rule.when[0].group: rule for rule in QUESTIONS.rules if rule.urgency is Urgency.EMERGENCY
}
"""One rule for each list that can tell an emergency, by the list."""

pytestmark = pytest.mark.browser


@pytest.fixture
def kneeapp(tmp_path: Path) -> Iterator[Kneeapp]:
    server = Kneeapp(tmp_path / "record.duckdb", short_content(tmp_path / "content"))
    yield server
    server.kill()


@pytest.fixture
def person(request: pytest.FixtureRequest) -> Iterator[Person]:
    """Somebody with a phone, or with the screen that the test names; no page may have a fault."""
    somebody = Person(request.getfixturevalue(getattr(request, "param", "phone")))
    faults: list[str] = []

    def note(line: ConsoleMessage) -> None:
        # Streamlit looks for its own addresses below that of the page first
        if line.type == "error" and "/_stcore/" not in line.location.get("url", ""):
            faults.append(f"{line.text} {line.location}")

    somebody.page.on("console", note)
    yield somebody
    assert (somebody.faults, somebody.outside, faults) == ([], [], [])


on_a_desk_by_night = pytest.mark.parametrize(
    "person", ["phone", pytest.param("desktop", marks=pytest.mark.nightly)], indirect=True
)


def screened(server: Kneeapp, ago: timedelta = timedelta(minutes=15), **different: object) -> None:
    """Let somebody of 44 have answered the screening, in the record of a server to be.

    They have nothing of all that but what is `different`.
    """
    at = clock.now() - ago
    usual = {"age": 44, "injury": "no", "sore_knee": "left", "test_move": "squat"}
    told = new_screening(QUESTIONS, ScreeningKind.FULL, screening_id=uuid7(), started_at=at)
    while group := next_group(QUESTIONS, BEFORE_START, told.answers, urgency=told.urgency):
        answer = (usual | different).get(group.id, [])
        told = told.answered(QUESTIONS, group.id, answer, at)
    with opened(server.database) as record:
        consents.give(record, Consent(VERSION, at, "Agreed."))
        screenings.save(record, told)


def kept_session(server: Kneeapp) -> Session:
    """The only session, in the record of a server that has ended."""
    server.end()
    with opened(server.database) as record:
        [session] = sessions.sessions(record)
    return session


def playing(person: Person, server: Kneeapp) -> Person:
    """Begin a session, the knee rated 4."""
    screened(server)
    session_under_way(server)
    return person.open(f"{server.start().url}/routine").tap("Start").tap("Stop")


def turn_to(person: Person, server: Kneeapp, page: str) -> Person:
    """Go to one of PAGES; that of a trial is at its address only, until there are results."""
    if page == "Trial":
        person.open(f"{server.url}/trial")
    else:
        person.go(page)
    expect(person.page.get_by_role("heading", name=page, level=1)).to_be_visible(timeout=LONG)
    return person.settled()


def starts(person: Person) -> list[str]:
    """The buttons of the page, as it is drawn, that lead to something a finding may close."""
    page = person.settled().page
    return [name for name in STARTS if page.get_by_role("button", name=name, exact=True).count()]


def written(person: Person) -> str:
    words: str = person.settled().page.get_by_test_id("stMain").inner_text()
    return words


def faults_of_closing(person: Person, server: Kneeapp, *words: str) -> dict[str, object]:
    """By page what leads on in spite of it all, and which of `words` are missing."""
    found: dict[str, object] = {}
    for page in PAGES:
        turn_to(person, server, page)
        text = written(person)
        lacking = [one for one in words if one not in text]
        if lacking or starts(person) or NO_SIGN in text:
            found[page] = (starts(person), lacking, NO_SIGN in text)
    return found


def calls(person: Person) -> int:
    """How many numbers can be called from the page."""
    return person.settled().page.locator("a[href^='tel:']").count()


def sees_question(person: Person, group: Group) -> None:
    expect(person.page.get_by_role("heading", name=group.title)).to_be_visible(timeout=LONG)
    person.settled()


def item_words(group: Group, conditions: Iterable[Condition]) -> list[str]:
    """The items of `group` that meet what `conditions` say of it, one for each."""
    return [
        next(one.text for one in group.asked if one.id in condition.words)
        for condition in conditions
        if condition.group == group.id
    ]


def tick(person: Person, words: str) -> Person:
    person.page.get_by_role("checkbox", name=words).locator("xpath=ancestor::label").click()
    return person


def enter_check(person: Person, label: str, who: str, allowed: str) -> Person:
    """Enter what somebody said today about the first finding on the page."""
    page = person.page
    page.get_by_text(label, exact=True).first.click()
    page.get_by_role("radio", name=who, exact=True).first.click()
    page.get_by_role("radio", name=allowed, exact=True).first.click()
    page.get_by_role("button", name="Keep what they said", exact=True).first.click(timeout=LONG)
    return person


# ------------------------------------------------------------------ the stop sheet


@on_a_desk_by_night
def test_chest_pain_on_the_stop_sheet_closes_every_page_until_it_is_checked(kneeapp, person):
    playing(person, kneeapp).tap(CHEST_PAIN).sees("Stop now and get help")
    assert person.page.locator(".dialog a[href^='tel:']").count() >= 1
    person.tap("End session").sees(NOW)
    assert calls(person) >= 1
    assert "test move again" not in written(person)
    assert faults_of_closing(person, kneeapp, NOW, LIFTED_BY) == {}
    assert calls(person) >= 1
    session = kept_session(kneeapp)
    assert (session.stop_reason, session.after, session.status) == (
        "danger",
        None,
        SessionStatus.SAVED,
    )


@pytest.mark.parametrize("reason", ["sharp", pytest.param("numb", marks=pytest.mark.nightly)])
def test_sharp_pain_or_numbness_ends_the_session_and_the_day(kneeapp, person, reason):
    playing(person, kneeapp).tap(HARM[reason]).sees("Stop for today").tap("End session")
    person.sees("No more rolling or training today.")
    assert "test move again" not in written(person)
    said = HARM[reason].lower()
    assert faults_of_closing(person, kneeapp, said, "you are asked whether it has gone") == {}
    session = kept_session(kneeapp)
    assert (session.stop_reason, session.after, session.status) == (
        reason,
        None,
        SessionStatus.SAVED,
    )


@pytest.mark.nightly
def test_a_worse_knee_is_rated_on_the_stop_sheet_and_that_is_the_second_rating(kneeapp, person):
    playing(person, kneeapp).tap("My knee pain is worse").sees("You rated it 4 before").tap("7")
    person.sees("Your knee went from 4 to 7.").tap("End session")
    person.sees("The knee got clearly worse in a session.")
    assert "test move again" not in written(person)
    assert faults_of_closing(person, kneeapp, "you are asked whether it has gone") == {}
    session = kept_session(kneeapp)
    assert (session.stop_reason, session.before, session.after) == ("knee_worse", 4, 7)


@pytest.mark.nightly
def test_a_break_goes_on_and_an_ordinary_end_asks_for_the_test_move(kneeapp, person):
    playing(person, kneeapp).tap("I need a break")
    expect(person.page.get_by_text("Paused. Why stop?")).to_have_count(0, timeout=LONG)
    person.tap("Resume")
    person.page.wait_for_timeout(TWICE_MS)
    person.tap("Stop").tap("Finished for today").sees("End the session here?")
    person.tap("End session").sees("Do the same test move again").rate("Knee pain after", 4)
    person.tap("Save session").sees("Saved.").tap("Done for now")
    assert starts(turn_to(person, kneeapp, "Today")) == ["Start routine"]
    session = kept_session(kneeapp)
    assert (session.stop_reason, session.before, session.after) == ("finished", 4, 4)


@pytest.mark.nightly
def test_a_reason_tapped_by_mistake_is_taken_back_on_the_sheet(kneeapp, person):
    playing(person, kneeapp).tap(CHEST_PAIN).sees("Stop now and get help").tap(WRONG_TAP)
    expect(person.page.locator(".save-status")).to_contain_text("Saved", timeout=LONG)
    person.page.locator(".dialog").get_by_role("button", name="Resume").click(timeout=LONG)
    person.sees("Roll slowly")
    kneeapp.end()
    with opened(kneeapp.database) as record:
        kinds = [one.kind for one in event_log.events(record, sessions.under_way(record).id)]
    assert EventKind.STOP in kinds
    assert kinds[-1] is not EventKind.STOP


# ------------------------------------------------------------------ danger lists, wrong taps


@pytest.mark.nightly
def test_an_emergency_at_each_list_closes_all_and_a_wrong_tap_opens_it_again(kneeapp, person):
    person.open(kneeapp.start().url).tap("Start screening").question(1)
    found, left_to_tell = {}, set(EMERGENCIES)
    for group in QUESTIONS.groups:
        if not left_to_tell:
            break
        if group.when and group.id not in EMERGENCIES:
            continue
        sees_question(person, group)
        if rule := EMERGENCIES.get(group.id):
            left_to_tell.remove(group.id)
            words = item_words(group, rule.when)
            for one in words:
                tick(person, one)
            person.tap("Next").sees(NOW)
            if faults := faults_of_closing(person, kneeapp, NOW, words[0].rstrip("."), LIFTED_BY):
                found[group.id] = faults
            assert calls(person) >= 1
            gravest = turn_to(person, kneeapp, "Screening").page.get_by_role(
                "button", name=WRONG_TAP
            )
            gravest.first.click()
            person.sees("Is that so?").tap(NOT_SO)
            sees_question(person, group)
        opening = [one for name in EMERGENCIES for one in QUESTIONS.group(name).when]
        needed = item_words(group, opening)  # without it a later list is not asked
        for one in needed:
            tick(person, one)
        person.tap("Next" if needed else "None of these")
    assert found == {}
    assert left_to_tell == set()
    kneeapp.end()
    with opened(kneeapp.database) as record:
        assert {one.kind for one in replies.replies(record)} == {ReplyKind.CORRECTED}


@pytest.mark.nightly
@on_a_desk_by_night
def test_an_item_can_be_unticked_before_next_and_put_right_after_it(kneeapp, person):
    person.open(kneeapp.start().url).tap("Start screening").question(1)
    tick(person, COLD_FOOT)
    expect(person.page.get_by_role("button", name="Next", exact=True)).to_be_visible(timeout=LONG)
    tick(person, COLD_FOOT).tap("None of these").question(2).tap("Back").question(1)
    tick(person, COLD_FOOT).tap("Next").sees(NOW).tap(WRONG_TAP)
    person.sees("Is that so?").tap("Yes, it is so").sees(NOW)
    assert starts(person) == []
    person.tap(WRONG_TAP).tap(NOT_SO).question(1).answer_the_list(age="44").sees("Start routine")
    assert NO_SIGN in written(person)
    assert starts(person) == ["Start routine"]


# ------------------------------------------------------------------ ask first, a lift, a reload


@pytest.mark.nightly
def test_with_a_blood_thinner_ball_and_roller_open_once_it_was_asked(kneeapp, person):
    screened(kneeapp, health=["bleeding"])
    person.open(kneeapp.start().url).sees("Ask a clinician first").sees("Go to what is open")
    assert starts(person.settled()) == ["Go to what is open"]
    assert "Strengthening is open, too." in written(person)
    person.tap("Go to what is open").rate("Knee pain now", 4).settled()
    assert "tennis ball" not in written(person)
    assert starts(person) == ["Start routine"]
    turn_to(person, kneeapp, "Today")
    enter_check(person, "I have asked a clinician", "Pharmacist", "Rolling and strengthening")
    person.sees("Start routine").settled()
    assert starts(person) == ["Start routine"]
    person.tap("Start routine").sees("a pharmacist checked it on")
    person.rate("Knee pain now", 4).sees("a tennis ball")
    kneeapp.end()
    with opened(kneeapp.database) as record:
        [check] = replies.replies(record)
    assert (check.rule, check.by, check.allows) == ("bleeding", "pharmacist", "both")
    assert check.seen_on


@pytest.mark.nightly
@on_a_desk_by_night
def test_a_check_lifts_one_finding_and_is_told_and_leaves_the_other(kneeapp, person):
    screened(kneeapp, timedelta(hours=3), emergency=["foot_cold", "cannot_lift"])
    person.open(kneeapp.start().url).sees(NOW)
    assert person.page.get_by_role("button", name=WRONG_TAP).count() == 0
    for left in (1, 0):
        enter_check(person, "Somebody has looked at it", "Doctor", "Rolling and strengthening")
        expect(person.page.get_by_text(NOW)).to_have_count(left, timeout=LONG)
        boxes = person.page.get_by_test_id("stAlertContainer")  # what is said of them is elsewhere
        expect(boxes.get_by_text("a doctor checked it on")).to_have_count(2 - left)
        expect(boxes.get_by_text("You said “")).to_have_count(2 - left)
        if left:
            assert faults_of_closing(person, kneeapp, NOW, LIFTED_BY) == {}
            turn_to(person, kneeapp, "Today")


@on_a_desk_by_night
def test_do_not_roll_today_outlives_a_reload(kneeapp, person):
    screened(kneeapp)
    person.open(f"{kneeapp.start().url}/routine").rate("Knee pain now", 8)
    person.sees("That is a lot of pain.").settled()
    assert starts(person) == []
    tick(person, "It hurts that much at rest, too.").tap("Next").sees(TODAY)
    person.page.reload()
    person.sees(TODAY)
    assert starts(person) == []
    assert faults_of_closing(person, kneeapp, TODAY, LIFTED_BY) == {}
