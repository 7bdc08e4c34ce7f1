"""The FHIR bundle, against the official R4 schema and a validator that is not ours."""

import json
import re
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, timedelta
from functools import cache
from pathlib import Path
from uuid import uuid5
from zoneinfo import ZoneInfo

import fhirkit
import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft6Validator
from uuid6 import uuid7

from kneeapp import content
from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.programme.definitions import Load
from kneeapp.domain.routine.spots import Spot
from kneeapp.domain.safety.replies import ReplyKind
from kneeapp.domain.screening.answers import ScreeningKind
from kneeapp.domain.screening.retests import RetestResult
from kneeapp.domain.sides import Side
from kneeapp.reports.fhir import Extent, bundle
from kneeapp.reports.fhir.answers import response
from kneeapp.reports.fhir.codes import ENTRY, PAIN, reference, urn
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people, programme, ratings, replies, retests, screenings, sessions
from kneeapp.store.transfer.snapshot import snapshot
from tests.store.builders import (
    MONDAY,
    a_caution,
    a_finding,
    a_rating,
    a_record,
    a_reply,
    a_screening,
    a_session,
    a_training,
    an_exercise_done,
    finished,
    said_later,
)

SCHEMA = Path(__file__).parents[1] / "vectors" / "fhir-r4.schema.json"
ZONE = ZoneInfo("Europe/Berlin")
EXTENT = Extent(MONDAY + timedelta(days=30), ZONE)
ANSWERED = {
    "danger": [],
    "test_move": "five_squats",
    "knee_to_wall": {"left": 9.5, "right": 12},
    "activities": [{"name": "stairs, “down”", "score": 4}],
    "gone_from_the_file": {"a": 1},
    "sitting_hours": "skipped",
}
TRACED = finished(a_session()).steps
SPOTS = (
    Spot(start_s=0, worked_s=40, eased=True, first=6, highest=7),
    Spot(start_s=50, worked_s=90, eased=False),
)
BY_EASE = tuple(replace(step, spots=SPOTS) for step in TRACED)
FLAGGED = a_screening(answers=ANSWERED, findings=(a_finding(),), finished_at=MONDAY)


@cache
def validator() -> Draft6Validator:
    return Draft6Validator(json.loads(SCHEMA.read_text("utf-8")))


@pytest.fixture(scope="module")
def record():
    """A record with something of every kind."""
    with closing(Store.open(None)) as store:
        filled = a_record(store)
        people.save_preferences(filled, Preferences(knee=Side.LEFT, programme_days=(0, 2)))
        screenings.save(filled, FLAGGED)
        screenings.save(filled, a_screening(kind=ScreeningKind.CHECKED, answers={}))
        bleeding = a_caution(said="I take blood thinners <daily>")
        later = a_screening(
            started_at=MONDAY + timedelta(days=1),
            cautions=(bleeding, a_caution("veins", reason="Swollen veins.")),
        )
        screenings.save(filled, later)
        checked_at = MONDAY + timedelta(days=2)
        replies.add(filled, a_reply(rule="bleeding", at=checked_at, seen_on=checked_at.date()))
        wrong = f"screening:{later.id}:veins"
        at = later.started_at + timedelta(minutes=2)
        replies.add(filled, said_later(ReplyKind.CORRECTED, rule="veins", finding=wrong, at=at))
        for days, changes in (
            (0, {"steps": BY_EASE}),
            (7, {"late": True}),
            (14, {"stop_reason": "sharp"}),
        ):
            session = a_session(started_at=MONDAY + timedelta(days=days))
            sessions.start(filled, session)
            sessions.save(filled, finished(session, **changes))
        ratings.save(filled, a_rating())
        dose = an_exercise_done().dose.model_copy(
            update={"loads": (Load(rung="light_band", side=Side.LEFT),)}
        )
        done = (an_exercise_done(dose=dose),)
        stopped = a_training(done=done, before=3, stopped_at=MONDAY, stop_reason="numb")
        programme.mark(filled, uuid7(), stopped)
        retests.save(
            filled,
            [
                RetestResult("knee_to_wall", MONDAY.date(), 9.5, "left"),
                RetestResult("chair_stand", MONDAY.date(), 14),
                RetestResult("activities", MONDAY.date(), 6, "stairs"),
            ],
        )
        yield filled


@pytest.fixture(scope="module")
def exported(record):
    return json.loads(bundle(snapshot(record), EXTENT))


def named(exported):
    """The resources by the urn that others refer to them by."""
    return {entry["fullUrl"]: entry["resource"] for entry in exported["entry"]}


def of_type(exported, name):
    return [each for each in named(exported).values() if each["resourceType"] == name]


def test_the_official_schema_of_r4_takes_the_bundle(exported):
    assert [error.message for error in validator().iter_errors(exported)] == []


def test_an_independent_validator_takes_the_bundle_and_every_resource(exported):
    wholes = [exported, *(entry["resource"] for entry in exported["entry"])]
    assert [str(issue) for whole in wholes for issue in fhirkit.validate(whole)] == []


def test_the_types_of_a_library_take_the_bundle_and_give_it_back(exported):
    again = json.loads(Bundle.model_validate(exported).model_dump_json())
    assert again["entry"][0] == exported["entry"][0]
    assert len(again["entry"]) == len(exported["entry"])


def test_the_validators_would_notice_a_fault(exported):
    assert fhirkit.validate({**of_type(exported, "Observation")[0], "valueInteger": "six"})
    assert list(validator().iter_errors({**exported, "type": "everything"}))


def test_a_training_and_the_plan_say_with_what_load(exported):
    [training] = [
        each
        for each in of_type(exported, "Procedure")
        if each["code"]["text"].startswith("Knee strengthening")
    ]
    words = "Clam: 2 sets of 12. A light band above the knees."
    assert [note["text"] for note in training["note"]] == [words]
    [plan] = of_type(exported, "CarePlan")
    assert words in [each["detail"]["description"] for each in plan["activity"]]


def test_an_empty_record_is_a_valid_bundle_too():
    with closing(Store.open(None)) as store:
        exported = json.loads(bundle(snapshot(a_record(store)), EXTENT))
    assert fhirkit.validate(exported) == []
    assert {entry["resource"]["resourceType"] for entry in exported["entry"]} == {
        "Patient",
        "CarePlan",
        "Provenance",
    }


def test_every_kind_of_entry_is_in_it(exported):
    kinds = [entry["resource"]["resourceType"] for entry in exported["entry"]]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "Patient": 1,
        "QuestionnaireResponse": 3,
        "Flag": 5,
        "Procedure": 4,
        "Observation": 3 * 4 + 1 + 1 + 3 + 3,
        "CarePlan": 1,
        "Provenance": 1,
    }


def test_a_second_export_names_everything_as_the_first(record, exported):
    again = json.loads(
        bundle(snapshot(record), replace(EXTENT, now=EXTENT.now + timedelta(days=1)))
    )
    assert [entry["request"] for entry in again["entry"]] == [
        entry["request"] for entry in exported["entry"]
    ]
    assert len(named(exported)) == len(exported["entry"])


def test_each_entry_asks_for_what_it_carries_itself_and_chooses_no_id(exported):
    """As R4 has a conditional update: https://hl7.org/fhir/R4/http.html#cond-update."""
    for entry in exported["entry"]:
        kind, _, asked = entry["request"]["url"].partition("?")
        found_by, _, value = asked.partition("=")
        carried = entry["resource"]
        own = entry["fullUrl"].removeprefix("urn:uuid:")
        assert entry["request"]["method"] == "PUT"
        assert (kind, value) == (carried["resourceType"], f"{ENTRY}|{own}")
        assert "id" not in carried
        if found_by == "_tag":
            assert carried["meta"]["tag"] == [{"system": ENTRY, "code": own}]
        else:
            assert json.dumps({"system": ENTRY, "value": own}) in json.dumps(carried["identifier"])


def test_no_identifier_is_taken_for_a_reference(exported):
    """Medplum's fhir-router 5.2.13 puts its own address in place of every urn of the bundle, in
    identifiers too: the same bundle, loaded twice, was there twice.
    """
    marks = [entry["resource"].get("identifier") for entry in exported["entry"]]
    assert "urn:uuid:" not in json.dumps(marks)


@pytest.mark.parametrize("days", [{}, {"since": date(2026, 3, 9)}, {"until": date(2026, 3, 9)}])
def test_whatever_days_are_chosen_no_reference_leads_out_of_the_bundle(record, days):
    """A server that makes its own ids could not resolve it."""
    chosen = json.loads(bundle(snapshot(record), replace(EXTENT, **days)))
    referred = set(re.findall(r'"reference": "([^"]*)"', json.dumps(chosen)))
    assert referred
    assert referred <= set(named(chosen))


def test_a_knee_rating_says_its_code_number_knee_time_and_session(record, exported):
    first = sessions.sessions(record)[0]
    told = named(exported)
    before = told[urn(uuid5(first.id, "knee_before"))]
    assert before["code"]["coding"][0]["code"] == PAIN
    assert before["valueInteger"] == first.before
    assert before["bodySite"]["text"] == "Left knee"
    assert before["effectiveDateTime"] == "2026-03-02T09:00:00+01:00"
    assert before["partOf"] == [reference(first.id)]
    relief = told[urn(uuid5(first.id, "relief"))]
    assert relief["valueInteger"] == first.relief
    assert [one["reference"] for one in relief["derivedFrom"]] == [
        urn(uuid5(first.id, name)) for name in ("knee_before", "knee_after")
    ]


def test_a_trace_keeps_its_gaps(record, exported):
    first = sessions.sessions(record)[0]
    traced = named(exported)[urn(uuid5(first.id, "tenderness 0"))]
    assert traced["valueSampledData"]["data"] == "E 6 5 4"
    assert traced["valueSampledData"]["period"] == 5000


def test_spots_tell_how_long_each_took_to_ease_and_the_most_tender(record, exported):
    first = sessions.sessions(record)[0]
    spots = named(exported)[urn(uuid5(first.id, "spots 0"))]
    told = {part["code"]["text"]: part for part in spots["component"]}
    assert told["Spot 1: worked on for"]["valueQuantity"]["value"] == 40
    assert told["Spot 1: it had eased by then"]["valueBoolean"] is True
    assert told["Spot 1: highest tenderness, 0-10"]["valueInteger"] == 7
    assert told["Spot 2: it had eased by then"]["valueBoolean"] is False
    assert "Spot 2: highest tenderness, 0-10" not in told
    assert spots["bodySite"]["text"].endswith("left")


def test_a_session_stopped_for_a_reason_is_stopped(exported):
    told = [each["status"] for each in of_type(exported, "Procedure")]
    assert sorted(told) == ["completed", "completed", "stopped", "stopped"]


def test_a_screening_tells_its_answers_and_what_the_rules_found(exported):
    full = named(exported)[urn(FLAGGED.id)]
    items = {item["linkId"]: item for item in full["item"]}
    assert items["findings"]["answer"][0]["valueString"].startswith("Get help today: A hot")
    assert "answer" not in items["sitting_hours"]
    assert items["activities"]["item"][0]["text"] == "stairs, “down”"


def test_a_finding_says_whether_it_is_open_and_who_checked_it(exported):
    told = {each["code"]["text"]: each for each in of_type(exported, "Flag")}
    signs = content.questionnaire().directed_signs
    assert {text: each["status"] for text, each in told.items()} == {
        f"Get help today: {a_finding().reason}": "inactive",
        a_caution().reason: "inactive",
        "Swollen veins.": "entered-in-error",
        signs["stop_sharp"].reason: "active",
        signs["stop_numb"].reason: "active",
    }
    divs = " ".join(each["text"]["div"] for each in of_type(exported, "Flag"))
    assert "a doctor checked it on 4 March 2026: rolling and strengthening are allowed" in divs
    assert "thinners &lt;daily&gt;" in divs
    ended = [each for each in told.values() if each["status"] != "active"]
    assert all("end" in each["period"] for each in ended)


def test_only_the_chosen_days_go_in(record):
    extent = replace(EXTENT, since=date(2026, 3, 9), until=date(2026, 3, 9))
    chosen = json.loads(bundle(snapshot(record), extent))
    assert len(of_type(chosen, "Procedure")) == 1
    assert of_type(chosen, "QuestionnaireResponse") == []


def test_nobody_is_named(exported):
    assert "name" not in of_type(exported, "Patient")[0]


def test_the_person_is_said_to_be_the_author(record, exported):
    (provenance,) = of_type(exported, "Provenance")
    assert provenance["agent"][0]["who"] == reference(record.person)
    assert len(provenance["target"]) == len(exported["entry"]) - 1


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=20).filter(
    str.strip
)
JSON_VALUES = st.recursive(
    st.integers(-99, 99) | st.floats(-99, 99) | WORDS | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(WORDS, JSON_VALUES, max_size=5))
def test_answers_of_any_older_version_make_a_valid_response(answers):
    screening = a_screening(answers=answers, started_at=MONDAY.astimezone(UTC))
    told = response(screening, reference(screening.id), ZONE, content.questionnaire())
    assert fhirkit.validate(told) == []
