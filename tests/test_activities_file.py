"""The plans of walking, cycling, stairs and running: a fault in the file is told by name."""

import pytest

from kneeapp import content
from kneeapp.cli.doctor import contents
from kneeapp.domain.programme.activities import RETURNS, ActivityKind
from kneeapp.domain.safety.closures import Family
from kneeapp.errors import ContentError
from kneeapp.settings import settings

FILE = content.DATA / "activities.toml"


def broken(folder, old, new):
    text = FILE.read_text("utf-8")
    assert old in text
    (folder / FILE.name).write_text(text.replace(old, new, 1), "utf-8")
    return folder


def test_running_and_stairs_are_closed_with_exercises_on_one_leg_and_open_with_a_later_phase():
    first = content.programme().phases[0].id
    for kind in RETURNS:
        plan = content.activities().of(kind)
        assert plan.family is Family.ONE_LEG
        assert plan.opens != first
        assert plan.hour_after
        assert plan.rest_days


def test_running_asks_for_the_calmest_knee():
    plans = content.activities().plans
    assert min(plans, key=lambda plan: plan.calm_pain).id is ActivityKind.RUN


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "cycle"', 'id = "walk"', ["the id walk is there twice"]),
        ('opens = "return"', 'opens = "x"', ["plans (run), key opens: there is no phase x"]),
        ('{ id = "10", words', '{ id = "5", words', ["the id 5 is there twice"]),
        ("minutes = 15", "minutes = 45", ["from 10 to 15 the minutes more than double"]),
        ('pose = "activity_run"', 'pose = "x"', ["plans (run), key pose: there is no picture x"]),
        ("calm_pain = 5", "calm_pain = 6", ["plans, entry 1 (walk)", "key calm_pain"]),
    ],
)
def test_a_gap_or_a_loop_in_a_plan_is_reported_with_file_table_and_key(tmp_path, old, new, words):
    with pytest.raises(ContentError) as refused:
        content.activities(broken(tmp_path, old, new))
    for word in (str(tmp_path / "activities.toml"), *words):
        assert word in str(refused.value)


def test_the_doctor_names_a_faulty_plan_and_only_that(tmp_path):
    broken(tmp_path, "rest_days = 0", "rest = 0")
    checks = list(contents(settings({"KNEEAPP_CONTENT": str(tmp_path)})))
    assert [check.subject for check in checks if check.advice] == ["content activities.toml"]
