"""`kneeapp rules replay`, as somebody at a terminal sees it."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kneeapp import content
from kneeapp.cli import main
from kneeapp.domain.accounts.people import Principal
from kneeapp.domain.clearance.standing import DueWhy, standing
from kneeapp.settings import PROJECT, settings
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import screenings
from kneeapp.store.transfer import all_data
from tests.store.builders import MONDAY, a_finding, a_record, a_screening
from tests.store.clinic_helpers import joined
from tests.store.held_rows import held_rows

OLD = PROJECT / "tests" / "vectors" / "record-2.json"
TOLD_NOTHING = a_screening(
    answers={"legs": ["breathless"]}, rules_version="2025.1", cautions=None, finished_at=MONDAY
)
"""Of a version whose rules did not know this answer."""


def kneeapp(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main.main, [str(argument) for argument in arguments])


def held(store: Store) -> list[object]:
    people = all_data.all_people(store)
    return [held_rows(Record(store, one, Principal(one))) for one in people]


def test_a_kept_old_record_is_judged_again_and_stays_as_it_was() -> None:
    assert kneeapp("import", OLD).exit_code == 0
    with closing(Store.open(settings().database)) as store:
        before = held(store)
    result = kneeapp("rules", "replay")
    assert result.exit_code == 0, result.output
    assert "hot_knee: 1 less careful" in result.output
    assert "0 more careful, 1 less careful, 0 the same. Nothing was changed." in result.output
    with closing(Store.open(settings().database)) as store:
        assert held(store) == before


def test_where_todays_rules_are_more_careful_the_question_is_asked_again() -> None:
    with closing(Store.open(settings().database)) as store:
        record = a_record(store)
        screenings.save(record, TOLD_NOTHING)
        questions = content.questionnaire()
        [legs] = [group for group in questions.groups if group.id == "legs"]
        careful = legs.model_copy(update={"careful_since": questions.version})
        groups = tuple(careful if group.id == "legs" else group for group in questions.groups)
        today = questions.model_copy(update={"groups": groups})
        standing_now = standing(today, screenings.screenings(record), MONDAY)
    assert standing_now.due["legs"] is DueWhy.CAREFUL
    assert "1 more careful" in kneeapp("rules", "replay").output


def several() -> tuple[str, str]:
    """A patient called Ada, and somebody else; both were told less than today."""
    with closing(Store.open(settings().database)) as store:
        ada = joined(store, "ada").own_person
        assert ada
        other = a_record(store).person
        for n, person in enumerate((ada, other)):
            identity = replace(TOLD_NOTHING, id=a_screening().id)
            flagged = replace(identity, answers={**identity.answers, "words": f"secret {n}"})
            screenings.save(Record(store, person, Principal(person)), flagged)
        return str(ada), str(other)


def test_an_operator_sees_ids_and_no_name_and_no_answer() -> None:
    ada, other = several()
    for form in ([], ["--json"]):
        output = kneeapp("rules", "replay", *form).output
        assert ada in output
        assert other in output
        assert "secret" not in output
        assert "Ada" not in output
        assert "breathless" not in output


@pytest.mark.parametrize("named_by", ["id", "name"])
def test_only_the_record_of_the_named_person_is_judged(named_by: str) -> None:
    ada, other = several()
    output = kneeapp("rules", "replay", "--person", ada if named_by == "id" else "ada").output
    assert ada in output
    assert other not in output


def test_the_json_says_how_each_rule_has_changed() -> None:
    several()
    output = json.loads(kneeapp("rules", "replay", "--json").output)
    assert output["rules_version"] == content.questionnaire().version
    assert output["counts"] == {"more careful": 2}
    assert {screening["change"] for screening in output["screenings"]} == {"more careful"}
    assert {screening["rules_version"] for screening in output["screenings"]} == {"2025.1"}
    assert output["screenings"][0]["not_judged"] == ["words"]
    assert all(
        set(screening["by_rule"].values()) == {"more careful"} for screening in output["screenings"]
    )


def test_an_unknown_name_is_reported() -> None:
    several()
    result = kneeapp("rules", "replay", "--person", "nobody")
    assert result.exit_code == 1
    assert "nobody called 'nobody'" in result.output


def test_without_a_change_only_the_count_is_printed() -> None:
    with closing(Store.open(settings().database)) as store:
        screenings.save(a_record(store), a_screening(answers={"age": 40}, findings=()))
    assert kneeapp("rules", "replay").output.startswith("1 screenings and lists by rules")


def test_a_finding_of_a_removed_rule_is_reported_as_less_careful() -> None:
    with closing(Store.open(settings().database)) as store:
        gone = a_screening(answers={"age": 40}, findings=(a_finding("of_long_ago"),))
        screenings.save(a_record(store), gone)
    assert "of_long_ago: 1 less careful" in kneeapp("rules", "replay").output
