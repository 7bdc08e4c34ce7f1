"""The programme's file: a fault in it is told, and nothing else stops."""

import pytest

from kneeapp import content
from kneeapp.cli.doctor import contents
from kneeapp.errors import ContentError
from kneeapp.settings import settings

FILE = content.DATA / "programme.toml"


def broken(folder, old, new):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    (folder / "programme.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'gate = "From',
            'door = "From',
            ["table phases, entry 1 (activate)", "key gate is missing"],
        ),
        ("reps = 10, ", "", ["table exercises, entry 1 (quad_set), key dose", "belong together"]),
        (
            'thigh = ["step_up", ',
            'thigh = ["quad_set", ',
            ["table phases (control), key anchors", "quad_set is no exercise of this phase"],
        ),
        (
            'after = "light_band" }',
            'after = "rope" }',
            ["exercises (clam), key ladder has a gap", "strong_band comes after rope"],
        ),
        (
            'above the knees.", after = "plain"',
            'above the knees.", after = "strong_band"',
            ["exercises (clam), key ladder goes in a loop", "light_band, strong_band"],
        ),
        (
            "first = 0.5, last = 5.0, by = 0.5",
            "first = 0.5, last = 5.0, by = 2.0",
            [
                "(straight_leg_raise), ladder, entry 2 (kilos)",
                "steps of by have to lead from first to last",
            ],
        ),
        (
            "No weight.",
            "No weight at all, {kilos}.",
            ["(straight_leg_raise), ladder, entry 1 (plain)", "belong together"],
        ),
        ('pose = "exercise_clam"', 'pose = "x"', ["exercises (clam), key pose", "no pose x"]),
        ('pose = "exercise_clam"\n', "", ["(clam), key pose is missing"]),
        ('{ exercise = "wall_squat" }', '{ exercise = "lunge" }', ["in a circle", "lunge"]),
        ('kinds = ["osteoarthritis"]', 'kinds = ["x"]', ["no kind of knee pain x"]),
        ('trains = "hip"', 'trains = "wings"', ["exercises", "key trains"]),
        ('hold = "Hold"', 'held = "Hold"', ["table phrases: the key hold is missing"]),
        ("{n} of {all}", "{n} more", ["table phrases, key again: {all} is missing"]),
        ("version", "[[", ["not valid TOML"]),
    ],
)
def test_a_faulty_programme_is_reported_with_file_table_and_key(tmp_path, old, new, words):
    with pytest.raises(ContentError) as refused:
        content.programme(broken(tmp_path, old, new))
    for word in (str(tmp_path / "programme.toml"), *words):
        assert word in str(refused.value)


def test_a_faulty_programme_leaves_the_rest_usable(tmp_path):
    broken(tmp_path, 'gate = "', 'door = "')
    assert content.questionnaire(tmp_path)
    assert content.routines(tmp_path)
    assert content.poses(tmp_path)


def test_the_doctor_names_a_faulty_programme_and_only_that(tmp_path):
    broken(tmp_path, 'gate = "', 'door = "')
    checks = list(contents(settings({"KNEEAPP_CONTENT": str(tmp_path)})))
    faulty = [check for check in checks if check.advice]
    assert [check.subject for check in faulty] == ["content programme.toml"]
    assert "key gate is missing" in faulty[0].advice
