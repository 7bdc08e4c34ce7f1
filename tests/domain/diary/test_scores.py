"""Scores of a diary as ratings 0-10."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.diary.scores import (
    SCALES,
    Scale,
    ScoreReader,
    likely_points,
    likely_scale,
    number_of,
    rating,
    scale_words,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("6.5", 6.5),
        ("6,5", 6.5),
        ("7/10", 7),
        ("7 of 10", 7),
        ("70 %", 70),
        ("7 (bad)", 7),
        ("3:Label 1", 3),
        ("-2", -2),
        ("", None),
        ("bad", None),
        ("1:10:00", None),
        ("-10:-30:20:Some: :la:bel", None),
        ("2026-03-02", None),
        ("3 tablets of 400 mg", None),
    ],
)
def test_a_cell_holds_a_number_or_not(text, number):
    """Labels and lengths of time as SamAmco/track-and-graph writes them into its values."""
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("header", "texts", "scale"),
    [
        ("Pain", ["3", "7"], Scale(0, 10)),
        ("Pain", ["30", "0"], Scale(0, 100)),
        ("Pain", ["3", "5"], None),
        ("Pain Level (0-10)", ["3", "5"], Scale(0, 10)),
        ("Schmerz 0 bis 5", ["3", "5"], Scale(0, 5)),
        ("Pain", ["3/5", "1/5"], Scale(0, 5)),
        ("Pain", ["3/10", "1/10"], Scale(0, 10)),
        ("Pain", ["3%"], Scale(0, 100)),
        ("Pain", ["3/7"], None),
    ],
)
def test_the_scale_is_told_by_the_file_or_asked(header, texts, scale):
    assert likely_scale(header, texts) == scale


@given(st.sampled_from(SCALES), st.integers(0, 10))
def test_both_ends_of_a_scale_are_no_pain_and_the_worst(scale, points):
    reader = ScoreReader(scale)
    assert reader.points(str(scale.least)) == 0
    assert reader.points(str(scale.most)) == 10
    assert reader.points(str(scale.most + 1)) is None
    assert reader.points(str(scale.least - 1)) is None
    value = scale.least + points * (scale.most - scale.least) / 10
    assert rating(reader.points(f"{value}".replace(".", ",")) or 0) == points


def test_a_half_is_rounded_up():
    assert [rating(points) for points in (0, 0.4, 0.5, 2.5, 9.5, 10)] == [0, 0, 1, 3, 10, 10]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("mild", 2),
        ("Moderate pain", 5),
        ("SEVERE", 8),
        ("no pain", 0),
        ("leicht", 2),
        ("mäßig", 5),
        ("sévère", None),
        ("insoportable", 10),
        ("rad", None),
    ],
)
def test_usual_words_have_likely_points(text, points):
    assert likely_points(text) == (8 if text == "sévère" else points)


def test_words_come_in_the_order_of_what_they_mean():
    texts = ["severe", "rad", "mild", "3", "", "no pain", "mild"]
    assert scale_words(texts) == ("no pain", "mild", "severe", "rad")


@given(st.text(max_size=40))
def test_any_text_has_points_within_the_scale_or_none(text):
    points = ScoreReader(Scale(0, 10)).points(text)
    assert points is None or 0 <= points <= 10
