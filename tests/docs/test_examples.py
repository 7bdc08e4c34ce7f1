"""The worked examples, followed word by word: what they tell people to write is understood."""

import json
import re
import shutil
from pathlib import Path

import pytest

from kneeapp import content
from kneeapp.domain.screening.answers import judge
from kneeapp.domain.sides import Side
from kneeapp.figure.drawing import draw
from kneeapp.settings import PROJECT

EXAMPLES = PROJECT / "docs" / "examples"
STEP = re.compile(r"In\s`(data/\S+)`, above\s+the (\w+)\s`(\w+)`:\n\n```toml\n(.*?)```", re.DOTALL)


def followed(guide: str, folder: Path) -> Path:
    """The content as it is once the guide's steps are done."""
    changed = folder / "data"
    shutil.copytree(content.DATA, changed, ignore=shutil.ignore_patterns("*.duckdb*"))
    steps = STEP.findall(guide)
    assert steps
    for path, kind, name, block in steps:
        file = folder / path
        text = file.read_text("utf-8")
        before = f"[{name}]\n" if kind == "table" else f'[[{kind}s]]\nid = "{name}"\n'
        assert text.count(before) == 1, f"{path}: {before}"
        file.write_text(text.replace(before, f"{block}\n{before}"), "utf-8")
    [version] = re.findall(r'```toml\n(version = ".*")\n```', guide)
    file.write_text(
        re.sub(r'^version = ".*"', version, file.read_text("utf-8"), count=1, flags=re.MULTILINE),
        "utf-8",
    )
    return changed


def test_the_question_of_the_example_closes_what_its_case_says(tmp_path):
    guide = (EXAMPLES / "a-question.md").read_text("utf-8")
    questions = content.questionnaire(followed(guide, tmp_path))
    [case] = [json.loads(block.rstrip(",")) for block in re.findall(r"```json\n(.+)\n```", guide)]
    assert "walking_aid" in {group.id for group in questions.groups}
    raised = judge(questions, case["answers"])
    assert [finding.rule for finding in raised] == case["cautions"]
    assert questions.version == "2026.4"


def test_the_exercise_of_the_example_is_in_the_programme_and_can_be_drawn(tmp_path):
    changed = followed((EXAMPLES / "an-exercise.md").read_text("utf-8"), tmp_path)
    exercises = {exercise.id: exercise for exercise in content.programme(changed).exercises}
    pose = content.poses(changed)[exercises["toe_raise"].pose]
    assert "Standing behind a chair" in draw(pose, side=Side.LEFT)


@pytest.mark.parametrize("name", ["a-question.md", "an-exercise.md"])
def test_an_example_starts_from_the_version_that_is_in_force(name):
    guide = (EXAMPLES / name).read_text("utf-8")
    [file] = {path for path, *_ in STEP.findall(guide) if "poses" not in path}
    now = re.search(r'^version = "(\d+)\.(\d+)"', (PROJECT / file).read_text("utf-8"), re.MULTILINE)
    assert f'version = "{now[1]}.{int(now[2]) + 1}"' in guide
