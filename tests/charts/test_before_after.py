from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kneeapp.charts.before_after import before_after_chart
from kneeapp.charts.theme import DARK, LIGHT, specification
from kneeapp.domain.evidence.eligibility import ExclusionReason
from kneeapp.domain.evidence.life_events import LifeEvent, LifeEventKind
from kneeapp.domain.evidence.progress import RatingPair

START = datetime(2026, 3, 2, 18, tzinfo=UTC)

ratings = st.integers(0, 10) | st.floats(0, 10)
some_pairs = st.lists(
    st.builds(
        RatingPair,
        at=st.integers(0, 400).map(lambda days: START + timedelta(days=days)),
        before=ratings,
        after=st.none() | ratings,
        left_out=st.none() | st.sampled_from(ExclusionReason),
    ),
    min_size=1,
    max_size=40,
)


def pairs(*moves: tuple[float, float | None], **different: ExclusionReason) -> list[RatingPair]:
    return [
        RatingPair(START + timedelta(days=n), before, after, **different)
        for n, (before, after) in enumerate(moves)
    ]


def test_each_change_has_its_own_shape_and_colour(rows):
    chart = before_after_chart(pairs((6, 3), (6, 6), (6, 8)), dark=False)
    last = [row for row in rows(chart, "marks") if row["share"] == 1]
    assert [(row["shape"], row["fill"]) for row in last] == [
        ("triangle-down", LIGHT.eased),
        ("diamond", LIGHT.same),
        ("triangle-up", LIGHT.worse),
    ]


def test_a_higher_rating_is_drawn_higher(layer):
    scale = layer(before_after_chart(pairs((6, 3)), dark=False), "marks")["encoding"]["y"]["scale"]
    low, high = scale["domain"]
    assert low <= 0
    assert high >= 10
    assert "reverse" not in scale


def test_a_session_that_does_not_count_is_hollow_and_dashed(rows):
    chart = before_after_chart(pairs((6, 3), left_out=ExclusionReason.LATE), dark=True)
    assert rows(chart, "marks")[-1]["fill"] == DARK.paper
    assert rows(chart, "lines")[0]["dash"] == [2, 2]


def test_a_session_without_a_second_rating_is_a_hollow_dot_and_no_line(rows):
    chart = before_after_chart(pairs((6, None)), dark=False)
    (mark,) = rows(chart, "marks")
    assert (mark["shape"], mark["fill"]) == ("circle", LIGHT.paper)
    assert rows(chart, "lines") == []


def test_two_sessions_on_one_day_stand_side_by_side(rows):
    same_day = [RatingPair(START, 6, 3), RatingPair(START + timedelta(hours=2), 4, 3)]
    chart = before_after_chart(same_day, dark=False)
    assert [row["n"] for row in rows(chart, "lines")] == [1, 2]


def test_the_ratings_are_written_above_and_below_their_marks(rows):
    chart = before_after_chart(pairs((6, 3), (4, 7.25)), dark=False)
    assert [(row["text"], row["above"]) for row in rows(chart, "figures")] == [
        ("3", False),
        ("6", True),
        ("4", False),
        ("7.2", True),
    ]


def test_only_some_days_are_named_however_many_there_are(layer):
    chart = before_after_chart(pairs(*[(6, 3)] * 200), dark=False)
    axis = layer(chart, "marks")["encoding"]["x"]["axis"]
    assert len(axis["values"]) <= 6
    assert axis["labelExpr"].startswith("['2 Mar', '3 Mar'")


def test_the_zone_to_work_in_is_shaded_only_where_asked_for(rows):
    shaded = before_after_chart(pairs((6, 3)), dark=False, zone=(3, 5))
    assert rows(shaded, "zone") == [{"low": 2.6, "high": 5.4}]
    names = [
        each["data"]["name"]
        for each in specification(before_after_chart(pairs((6, 3)), dark=False))["layer"]
    ]
    assert "zone" not in names


@pytest.mark.parametrize("count", [1, 3, 20, 60, 1000])
@pytest.mark.parametrize("dark", [False, True])
def test_the_chart_is_valid_vega_lite(count: int, *, dark: bool):
    moves = [(n % 11, (n * 7) % 11) for n in range(count)]
    before_after_chart(pairs(*moves), dark=dark, zone=(3, 5)).to_dict()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(shown=some_pairs)
def test_every_rating_is_drawn_once_at_its_place(rows, shown: list[RatingPair]):
    chart = before_after_chart(shown, dark=False)
    drawn = Counter((row["n"], row["value"]) for row in rows(chart, "marks"))
    given_ = Counter(
        (n, value)
        for n, pair in enumerate(shown, 1)
        for value in (pair.before, pair.after)
        if value is not None
    )
    assert drawn == given_


def test_a_life_event_is_drawn_before_the_sessions_it_can_have_affected(rows):
    flare = LifeEvent(UUID(int=1), LifeEventKind.FLARE, (START + timedelta(days=1)).date())
    chart = before_after_chart(pairs((6, 3), (6, 5)), dark=False, events=[flare])
    assert [(row["n"], row["name"]) for row in rows(chart, "events")] == [(1.5, "Flare")]
    chart.to_dict()
