"""Which column of a diary holds what, as it is guessed."""

import pytest

from kneeapp.domain.diary.columns import Columns, guessed, likely_topics, side_of
from kneeapp.domain.diary.table import table_of
from kneeapp.domain.sides import Side
from tests.support.other_diaries import (
    BEARABLE,
    DAYLIO,
    PAIN_TRACKER,
    PRIVACY_FRIENDLY,
    SPREADSHEET,
    TRACK_AND_GRAPH,
)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        (TRACK_AND_GRAPH, Columns(1, 2, None, 0, (3,))),
        (PRIVACY_FRIENDLY, Columns(0, 2, None, 3, (1, 4, 5, 6, 7))),
        (DAYLIO, Columns(0, None, None, None, (4, 5, 7))),
        (BEARABLE, Columns(0, 4, None, 5, (3, 6))),
        (PAIN_TRACKER, Columns(0, 2, None, 3, (4, 5, 6, 7))),
        (SPREADSHEET, Columns(0, 1, None, None, (2, 3))),
        (
            "jour;heure;douleur;côté;remarque\n2026-02-01;8h;3;gauche;x\n",
            Columns(0, 2, 3, None, (4,)),
        ),
        ("fecha,nivel de dolor,lado\n2026-02-01,3,izquierda\n", Columns(0, 1, 2)),
        ("Data,Dolore,Ginocchio\n2026-02-01,3,destro\n", Columns(0, 1, 2)),
        ("日付,痛み,メモ\n2026年2月1日,3,階段\n", Columns(0, 1, None, None, (2,))),
        ("Дата;Боль;Заметка\n01.02.2026;3;лестница\n", Columns(0, 1, None, None, (2,))),
        ("When,Severity\n2026-02-01,mild\n2026-02-02,severe\n", Columns(0, 1)),
        ("2026-02-01,3\n2026-02-02,4\n", Columns(0, 1)),
        ("Date,Steps,Sleep\n2026-02-01,3,5\n", Columns(0, None, None, None, (1, 2))),
    ],
)
def test_columns_are_known_by_their_headers_and_their_cells(text, columns):
    assert guessed(table_of(text.encode())) == columns


def test_of_a_column_for_each_knee_the_sore_one_is_taken():
    guess = guessed(table_of(SPREADSHEET.encode()), Side.RIGHT)
    assert guess is not None
    assert guess.score == 2


def test_without_days_nothing_is_guessed():
    assert guessed(table_of(b"Name,Pain\nA,3\n")) is None


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("left", Side.LEFT),
        ("KNEE_RIGHT", Side.RIGHT),
        ("Linkes Knie", Side.LEFT),
        ("R", Side.RIGHT),
        ("genou droit", Side.RIGHT),
        ("left and right", None),
        ("both", None),
        ("", None),
    ],
)
def test_a_side_is_known_in_several_languages(text, side):
    assert side_of(text) is side


def test_rows_about_the_knee_are_likely_meant_else_those_about_pain():
    assert likely_topics(["Mood", "Knee pain", "Kniegelenk"]) == ("Knee pain", "Kniegelenk")
    assert likely_topics(["Mood", "Pain"]) == ("Pain",)
    assert likely_topics(["[HEAD]", "back"]) == ()
