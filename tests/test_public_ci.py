"""The public workflows call what is there, for each Python and with the rights promised."""

import re
import tomllib

import pytest
import yaml

from kneeapp.settings import PROJECT

WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
TEXTS = {file.name: file.read_text("utf-8") for file in WORKFLOWS}
GATE = yaml.safe_load(TEXTS["ci.yml"])["jobs"]["gate"]["strategy"]["matrix"]
PARTS = re.findall(r"^  (\w+)\) ", (PROJECT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)


def test_the_parts_that_run_beside_each_other_are_all_of_the_gate():
    assert set(GATE["part"]) == set(PARTS) - {"all"}


def test_every_python_that_is_promised_is_tried():
    tried = {*GATE["python"], *(extra["python"] for extra in GATE["include"])}
    wanted = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert min(tried, key=number) == wanted["requires-python"].removeprefix(">=")
    [promised] = re.findall(
        r"^\| Python \| ([\d.]+) to ([\d.]+)",
        (PROJECT / "docs" / "versions.md").read_text("utf-8"),
        re.MULTILINE,
    )
    assert (min(tried, key=number), max(tried, key=number)) == promised
    assert len(tried) == number(promised[1])[1] - number(promised[0])[1] + 1


@pytest.mark.parametrize("name", TEXTS)
def test_what_a_workflow_calls_is_there(name):
    for path in re.findall(r"(?:^|[\s/])((?:\.ci|tests|docs)/[\w./]+)", TEXTS[name]):
        assert (PROJECT / path).exists(), path


@pytest.mark.parametrize("name", TEXTS)
def test_a_workflow_only_reads_and_runs_only_actions_of_a_known_commit(name):
    workflow = yaml.safe_load(TEXTS[name])
    assert workflow["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in workflow["jobs"].values())
    actions = [
        step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step
    ]
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in actions)


def number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
