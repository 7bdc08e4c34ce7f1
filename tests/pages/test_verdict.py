"""The verdicts on the progress page, in a line on today's, and before the routine."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from uuid6 import uuid7

from kneeapp import clock, content
from kneeapp.cli import demo
from kneeapp.domain.accounts.people import Person, Principal
from kneeapp.domain.areas import Area
from kneeapp.domain.evidence.analysis import Headline, SessionHistory
from kneeapp.domain.evidence.verdicts import Outcome
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session, SessionStatus
from kneeapp.domain.sides import Side
from kneeapp.store.access.record import Record
from kneeapp.store.record import people, ratings, screenings, sessions
from kneeapp.ui.progress.views import WHAT_RATINGS_SAY
from tests.domain.rating_factory import BALL, BOTH, a_session
from tests.pages.conftest import played

FIRST = datetime(2026, 1, 19, 8, tzinfo=UTC)
NOW = datetime(2026, 3, 31, 8, tzinfo=UTC)
ANKLE = (Area.ANKLE, Area.CALF)
VIEWS = (
    "What the ratings say",
    "Relief now",
    "Over weeks",
    "Tender spots",
    "Per week",
    "Last session",
)


def row(
    relief: Sequence[int], *, before: int = 5, day: float = 0, routine: str = "release", **more
) -> list[Session]:
    """A session every second day from `day` on, with these points of relief."""
    areas = more.pop("areas", ANKLE if routine == "ankle" else BOTH)
    return [
        a_session(
            before,
            before - points,
            at=FIRST + timedelta(days=day + 2 * n),
            number=uuid7().int,
            areas=areas,
            routine=routine,
            knee=Side.RIGHT,
            **more,
        )
        for n, points in enumerate(relief)
    ]


def keep(record: Record, some: Iterable[Session]) -> None:
    for session in some:
        begun = replace(session, status=SessionStatus.UNDER_WAY, after=None, late=False, steps=())
        sessions.start(record, begun)
        sessions.save(record, session)


def rate_mornings(record: Record, values: Iterable[int]) -> None:
    for day, value in enumerate(values):
        taken = FIRST + timedelta(days=day, hours=-1)
        ratings.save(record, Rating(uuid7(), "knee_day", value, taken))


@pytest.fixture
def record(hand_clock, record) -> Record:
    """A person who has been screened, in the spring of 2026."""
    hand_clock.advance(seconds=(NOW - clock.now()).total_seconds())
    screenings.save(record, demo.screened(content.questionnaire(None), FIRST))
    return record


@pytest.fixture
def progress(open_app):
    return lambda: verdicts(open_app())


def verdicts(screen):
    return screen.go("progress").choose("Look at", WHAT_RATINGS_SAY)


def picked(record: Record) -> str:
    choice = people.person(record).preferences.choice
    return choice.routine if choice else ""


def alternatives(screen) -> list[str]:
    return [element.proto.alt for element in screen.app.get("vega_lite_chart")]


def test_before_six_sessions_nothing_is_known_yet(open_app, record):
    screen = open_app().go("routine").answer()
    screen.rate("knee_before", 5).press("Start routine")
    session = sessions.under_way(record)
    screen.report(session, played(session)).rate("knee_after", 1).press("Save session")
    text = verdicts(screen).text
    assert "Not known yet." in text
    assert "Your first session" in text
    assert "A verdict takes at least 6 that count: 5 more." in text


def test_relief_is_shown_without_claiming_a_cause(progress, record):
    keep(record, row([3, 2, 3, 1, 2, 3, 2, 3]))
    text = progress().text
    assert "Your knee feels better after the routine." in text
    assert "Nothing was compared" in text
    assert "strengthening hip and thigh" in text


def test_a_verdict_has_two_charts_with_text_alternatives(progress, record):
    keep(record, row([3] * 8))
    average, sure = alternatives(progress())
    assert average == "Knee pain fell by 3.0 points on average over 6 sessions (likely 2.3 to 3.7)."
    assert sure == "How sure that it is 1 point or more better: 99 in 100."


def test_excluded_sessions_are_counted_with_their_reasons(progress, record):
    keep(record, [*row([2] * 3), *row([1], day=20, late=True)])
    text = progress().text
    assert "1 session not counted: the second rating came more than 15 minutes after" in text


def test_ruled_out_leads_to_the_next_place_that_has_a_routine(progress, record):
    keep(record, row([0] * 8))
    screen = progress()
    assert "Your knee rates less than 1 point better after the routine." in screen.text
    assert "Whether muscles are weak was not tested." in screen.text
    screen.press("Try: Ankle and calf")
    assert picked(record) == "ankle"
    assert "Routine" in screen.text


def test_a_routine_already_judged_is_not_proposed_again(progress, record):
    keep(record, [*row([0] * 8), *row([0] * 8, day=20, routine="ankle")])
    tries = [label for label in progress().buttons() if label.startswith("Try")]
    assert tries
    assert all("Ankle" not in label and "release" not in label for label in tries)


def test_without_another_routine_to_try_a_clinician_is_suggested(progress, record):
    names = [name for name in content.routines(None) if name != "rest"]
    areas = {name: tuple(p.area for p in content.routine(name).areas) for name in names}
    for place, name in enumerate(names):
        keep(record, row([0] * 8, day=17 * place, routine=name, areas=areas[name]))
    screen = progress()
    assert "A clinician can look further." in screen.text
    assert not [label for label in screen.buttons() if label.startswith("Try")]


def test_a_worse_routine_says_to_stop_and_comes_first(open_app, record):
    keep(record, row([-3] * 8))
    screen = verdicts(open_app())
    assert "Stop it for now, and have the knee looked at." in screen.text
    assert "strengthening" not in screen.text
    assert not [label for label in screen.buttons() if label.startswith("Try")]
    assert "See somebody within days" in screen.go("routine").text
    assert "Start routine" not in screen.buttons()


def test_fourteen_undecided_sessions_leave_the_choice_to_the_person(progress, record):
    keep(record, row([2, 0] * 7))
    screen = progress()
    assert "The difference after the routine is small or uncertain." in screen.text
    assert "Try: Ankle and calf" in screen.buttons()
    screen.press("Keep: Hip and thigh release")
    assert picked(record) == "release"


def test_each_routine_has_its_card_and_an_area_apart_has_its_own(progress, record):
    alone = [
        replace(session, choice=Choice(areas=(BALL,))) for session in row([0] * 8, areas=[BALL])
    ]
    later = row([3] * 7, day=20)
    keep(record, [*alone, *later, *row([0] * 2, day=50, routine="ankle")])
    text = progress().text
    places = [
        text.index(title)
        for title in (
            "Ankle and calf, right knee",
            "Hip and thigh release, right knee",
            "Outer hip (gluteus medius) alone, right knee",
        )
    ]
    assert places == sorted(places)
    assert "Your knee rates less than 1 point better after the outer hip alone." in text


def test_rest_is_neither_judged_nor_shown(progress, record):
    keep(record, [*row([2] * 2), *row([0] * 3, day=10, routine="rest", areas=[])])
    screen = progress()
    assert "So far 2 sessions count." in screen.text
    assert "rest" not in screen.text.lower().replace("the rest", "")
    assert "of 2 sessions" in screen.choose("Look at", "Relief now").text


def test_two_routines_are_not_mixed_in_one_picture(progress, record):
    keep(record, [*row([2] * 2), *row([0] * 3, day=10, routine="ankle")])
    screen = progress().choose("Look at", "Relief now")
    assert "the same after 3" in screen.text
    (box,) = [element for element in screen.app.selectbox if element.label == "Routine"]
    box.set_value("release").run()
    assert "Less after **2** of 2 sessions" in screen.text


def test_the_effect_of_bad_days_is_shown_once_there_are_enough_mornings(progress, record):
    keep(record, row([2] * 10, before=7))
    screen = progress().choose("Look at", "Relief now")
    assert "It takes 14 rated mornings" in screen.text
    rate_mornings(record, [7, 3] * 14)
    screen.choose("Look at", "What the ratings say").choose("Look at", "Relief now")
    assert "Bad days get better by themselves. That alone may be about" in screen.text


def test_the_trend_is_a_picture_of_its_own_with_words_and_mornings(progress, record):
    for n, before in enumerate([8, 8, 7, 7, 6, 6, 5, 5, 4, 4, 3, 3]):
        keep(record, row([2], before=before, day=40 + 2 * n))
    screen = progress().choose("Look at", "Over weeks")
    assert "The first ratings went down by" in screen.text
    assert "Piva 2009" in screen.text
    assert "And on the whole day?" not in screen.text
    rate_mornings(record, [4] * 70)
    assert "The mornings stayed the same" in screen.choose("Look at", "Over weeks").text


def test_first_ratings_that_stay_higher_show_a_referral(progress, record):
    for n, before in enumerate([2, 3] * 5 + [7] * 5):
        keep(record, row([0], before=before, day=40 + 2 * n))
    assert "have it looked at." in progress().choose("Look at", "Over weeks").text


def test_today_shows_the_verdict_so_far_in_one_line(open_app, record):
    keep(record, row([3] * 3))
    screen = open_app()
    line = "**Hip and thigh release:** "
    assert f"{line}Not known yet: 3 sessions count so far, of at least 6." in screen.text
    keep(record, row([3] * 5, day=10))
    assert f"{line}Your knee feels better after the routine." in screen.go("today").text


def test_sessions_of_another_person_change_no_verdict(record):
    stranger = Person(uuid7(), FIRST)
    people.ensure_person(record.store, stranger)
    keep(record, row([3] * 8))
    keep(Record(record.store, stranger.id, Principal(stranger.id)), row([-3] * 14))
    own = SessionHistory(tuple(sessions.sessions(record))).headline
    assert own == Headline(Outcome.HELPS, 8)


def at(*moments: str) -> list[Session]:
    return [
        a_session(5, 3, at=datetime.fromisoformat(one), number=uuid7().int, knee=Side.RIGHT)
        for one in moments
    ]


HISTORIES = {
    "So far 1 session counts.": row([2]),
    "Your knee rates less than 1 point better after the routine.": row([0] * 20),
    "Your knee feels better after the routine.": row([2] * 20),
    "8 sessions not counted: the knee was below 2 before": row([0] * 8, before=0),
    "Knee pain stayed the same on average over 8 sessions": row([0] * 10, before=10),
    "8 sessions not counted: the knee was not rated after it.": [
        replace(session, after=None) for session in row([0] * 8)
    ],
    "1 session not counted: the session before it was less than 6 hours ago": at(
        "2026-03-02T08:00:05+00:00", "2026-03-02T08:00:45+00:00"
    ),
    "So far 3 sessions count.": at(
        "2026-03-28T07:00:00+01:00", "2026-03-29T03:30:00+02:00", "2026-03-30T07:00:00+02:00"
    ),
}
"""Odd histories by what is told of them; the last goes over a change of the clocks."""


@pytest.mark.parametrize("sentence", HISTORIES)
def test_an_unusual_history_gives_a_sensible_page(sentence: str, progress, record):
    keep(record, HISTORIES[sentence])
    screen = progress()
    assert sentence in screen.text
    for view in VIEWS:
        screen.choose("Look at", view)
        assert not screen.app.exception, view
        assert "went wrong" not in screen.text, view
        assert all(word not in screen.text for word in ("None", "nan", "-0")), view
