"""The whole record as one file: the same bytes there and back, and nothing foreign gets in."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from uuid6 import uuid7

from kneeapp import clock, content
from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.clearance.person_status import person_standing
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.evidence.rating_findings import RatingHistory
from kneeapp.domain.programme.training_log import BreakWhy
from kneeapp.domain.routine.sessions import Session, TrialPlace
from kneeapp.domain.safety.closures import PRESSING
from kneeapp.domain.safety.findings import Urgency
from kneeapp.domain.safety.status import FindingState
from kneeapp.domain.safety.text import closure_words
from kneeapp.domain.screening.questionnaire import ScreeningRule
from kneeapp.errors import BadInput, StoreError
from kneeapp.reports.record_file.file import as_json, import_file, import_summary_text
from kneeapp.reports.record_file.format import read, schema, written
from kneeapp.reports.record_file.rows import to_rows
from kneeapp.settings import PROJECT
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import (
    event_log,
    life_events,
    people,
    programme,
    ratings,
    replies,
    retests,
    screenings,
    sessions,
    trials,
)
from kneeapp.store.record.findings import safety_record
from kneeapp.store.transfer import all_data, import_record
from kneeapp.store.transfer.import_record import ImportMode, NotEmpty
from kneeapp.store.transfer.snapshot import snapshot
from tests.store import strategies as some
from tests.store.builders import (
    MONDAY,
    a_finding,
    a_life_event,
    a_record,
    a_session,
    a_trial,
    finished,
)
from tests.store.held_rows import held_rows
from tests.store.transfer.test_all_data import fill

QUESTIONS = content.questionnaire()
VECTORS = PROJECT / "tests" / "vectors"
SAMPLE = (VECTORS / "record-8.json").read_text("utf-8")
OLDER = (VECTORS / "record-2.json").read_text("utf-8")

answers = st.dictionaries(
    some.lines,
    some.texts
    | st.integers(-(10**6), 10**6)
    | st.floats(-1e6, 1e6)
    | st.lists(some.texts, max_size=3)
    | st.dictionaries(st.sampled_from(["left", "right"]), st.integers(0, 100))
    | st.lists(st.fixed_dictionaries({"name": some.texts, "score": st.integers(0, 10)})),
    max_size=4,
)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """Opened once: the sample's entries belong to one person in it at a time."""
    with closing(Store.open(None)) as opened:
        yield opened


@pytest.fixture(scope="module")
def other_store() -> Iterator[Store]:
    with closing(Store.open(None)) as opened:
        yield opened


@pytest.fixture
def record(store: Store) -> Iterator[Record]:
    somebody = a_record(store)
    yield somebody
    all_data.delete_everything(somebody)


@pytest.fixture
def elsewhere(other_store: Store) -> Iterator[Record]:
    """The same person at another machine."""
    somebody = a_record(other_store)
    yield somebody
    all_data.delete_everything(somebody)


def changed(text: str, *path: str | int, to: Any) -> str:
    """The file with one value in it replaced."""
    whole = json.loads(text)
    place = whole
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return json.dumps(whole)


def test_a_record_goes_there_and_back_in_the_same_bytes(record: Record, elsewhere: Record) -> None:
    fill(record, "=1+1 🦵 ü")
    file = as_json(snapshot(record))
    import_file(elsewhere, file, QUESTIONS)
    assert as_json(snapshot(elsewhere)) == file
    assert as_json(snapshot(record)) == file


@settings(deadline=None, max_examples=15)
@given(
    started=some.started,
    closing_with=some.closing,
    screening=some.screenings,
    reply=some.replies,
    said=answers,
    preferences=some.preferences,
    training=some.trainings(),
    trial=some.trials,
    rating=some.ratings,
    event=some.life_events,
    tested=some.home_tests,
)
def test_whatever_may_be_saved_can_be_taken_along(  # noqa: PLR0917  one of every kind
    store: Store,
    started: Session,
    closing_with: dict[str, Any],
    screening: Any,
    reply: Any,
    said: dict[str, Any],
    preferences: Preferences,
    training: Any,
    trial: Any,
    rating: Any,
    event: Any,
    tested: Any,
) -> None:
    record = a_record(store)
    sessions.start(record, started)
    sessions.save(record, replace(started, **closing_with))
    screenings.save(record, replace(screening, answers=said, known=said))
    replies.add(record, reply)
    people.save_preferences(record, preferences)
    people.note_zone(record, "Asia/Tokyo", MONDAY)
    people.note_zone(record, "America/Lima", MONDAY + timedelta(days=3, microseconds=1))
    programme.mark(record, uuid7(), training)
    trials.begin(record, trial)
    ratings.save(record, replace(rating, session=started.id))
    life_events.save(record, event)
    retests.save(record, tested)
    file = as_json(snapshot(record))
    with clock.running_on(lambda: datetime(2100, 1, 2, tzinfo=UTC)):
        import_file(record, file, QUESTIONS, ImportMode.REPLACE)
    assert as_json(snapshot(record)) == file


def test_the_schema_in_the_docs_is_that_of_the_files() -> None:
    assert (PROJECT / "docs" / "record.schema.json").read_text("utf-8") == schema(), (
        "write it anew as docs/record.md says"
    )


def test_a_file_keeps_to_the_schema(record: Record) -> None:
    fill(record, "squat")
    checks = Draft202012Validator(json.loads(schema()))
    assert list(checks.iter_errors(json.loads(as_json(snapshot(record))))) == []
    assert list(checks.iter_errors(json.loads(SAMPLE))) == []
    assert list(checks.iter_errors({"format": "kneeapp record", "version": 8}))


def test_the_newest_file_is_opened_with_all_it_holds(elsewhere: Record) -> None:
    import_file(elsewhere, SAMPLE, QUESTIONS)
    assert as_json(snapshot(elsewhere)) == SAMPLE


WITHOUT_ACTIVITIES = changed(SAMPLE, "activities", to=[])
WITHOUT_LOADS = changed(WITHOUT_ACTIVITIES, "day_loads", to=[])
BY_CLOCK = changed(WITHOUT_LOADS, "sessions", 0, "steps", 0, "spots", to=[])


def test_a_file_of_version_7_holds_the_same_but_no_activities(elsewhere: Record) -> None:
    import_file(elsewhere, (VECTORS / "record-7.json").read_bytes(), QUESTIONS)
    assert json.loads(as_json(snapshot(elsewhere))) == json.loads(WITHOUT_ACTIVITIES)


@pytest.mark.parametrize(("field", "value"), [("minutes", 0), ("minutes", 601), ("kind", "swim")])
def test_an_activity_that_cannot_be_is_refused_with_its_place(field: str, value: object) -> None:
    with pytest.raises(BadInput, match=f"activities.*{field}"):
        read(changed(SAMPLE, "activities", 0, field, to=value))


def test_a_file_of_version_6_holds_the_same_but_no_loads_of_days(elsewhere: Record) -> None:
    import_file(elsewhere, (VECTORS / "record-6.json").read_bytes(), QUESTIONS)
    assert json.loads(as_json(snapshot(elsewhere))) == json.loads(WITHOUT_LOADS)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("steps", 300_000, "steps"),
        ("sitting_min", -1, "sitting_min"),
        ("standing_min", 1200, "more than a day"),
    ],
)
def test_a_load_that_no_day_holds_is_refused_with_its_place(
    field: str, value: int, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        read(changed(SAMPLE, "day_loads", 0, field, to=value))


def test_a_day_with_two_loads_is_refused() -> None:
    day = json.loads(SAMPLE)["day_loads"][0]
    with pytest.raises(BadInput, match="repeats entry 0"):
        read(changed(SAMPLE, "day_loads", to=[day, day]))


def test_a_file_of_version_5_holds_the_same_but_neither_spots_nor_loads(elsewhere: Record) -> None:
    import_file(elsewhere, (VECTORS / "record-5.json").read_bytes(), QUESTIONS)
    assert json.loads(as_json(snapshot(elsewhere))) == json.loads(BY_CLOCK)


def test_the_loads_of_an_exercise_come_along(elsewhere: Record) -> None:
    loads = [
        {"rung": "light_band", "kilos": None, "side": "left"},
        {"rung": "kilos", "kilos": 2.5, "side": "right"},
    ]
    place = ("trainings", 0, "exercises", 0, "dose", "loads")
    import_file(elsewhere, changed(SAMPLE, *place, to=loads), QUESTIONS)
    kept = json.loads(as_json(snapshot(elsewhere)))
    assert kept["trainings"][0]["exercises"][0]["dose"]["loads"] == loads


def test_a_file_of_version_4_holds_no_trial_in_blocks_either(elsewhere: Record) -> None:
    import_file(elsewhere, (VECTORS / "record-4.json").read_bytes(), QUESTIONS)
    in_pairs = json.loads(SAMPLE)["trials"][:1]
    assert json.loads(as_json(snapshot(elsewhere))) == json.loads(
        changed(BY_CLOCK, "trials", to=in_pairs)
    )


def test_a_file_of_version_3_holds_no_time_zones_either(elsewhere: Record) -> None:
    import_file(elsewhere, (VECTORS / "record-3.json").read_bytes(), QUESTIONS)
    in_pairs = json.loads(SAMPLE)["trials"][:1]
    expected = changed(changed(BY_CLOCK, "trials", to=in_pairs), "person", "zones", to=[])
    assert json.loads(as_json(snapshot(elsewhere))) == json.loads(expected)


@pytest.mark.parametrize("version", [0, 1, 2])
def test_a_file_of_each_older_version_is_opened_with_all_it_holds(
    elsewhere: Record, version: int
) -> None:
    import_file(elsewhere, (VECTORS / f"record-{version}.json").read_bytes(), QUESTIONS)
    assert as_json(snapshot(elsewhere)) == written(read(OLDER))


@pytest.mark.parametrize("version", [0, 1, 2])
def test_what_an_older_file_says_means_the_same_or_is_more_careful(
    elsewhere: Record, version: int
) -> None:
    import_file(elsewhere, (VECTORS / f"record-{version}.json").read_bytes(), QUESTIONS)
    here = standing(elsewhere)
    assert [case.finding.rule for case in here.status.open] == ["hot_knee"]
    assert here.status.urgency is Urgency.SAME_DAY
    assert here.status.nothing_left
    assert not here.status.no_sign_seen


def standing(record: Record, now: datetime = MONDAY + timedelta(days=2)) -> Standing:
    return person_standing(QUESTIONS, safety_record(record, RatingHistory()), now, UTC)


def test_what_was_known_cautions_and_replies_come_along(elsewhere: Record) -> None:
    import_file(elsewhere, SAMPLE, QUESTIONS)
    newest = screenings.screenings(elsewhere)[0]
    assert newest.known == {"age": 44, "health": ["bleeding"]}
    assert [one.rule for one in newest.cautions or ()] == ["calf_tender"]
    cases = {case.finding.rule: case for case in standing(elsewhere).status.cases}
    assert {rule: case.state for rule, case in cases.items()} == {
        "hot_knee": FindingState.CHECKED,
        "calf_tender": FindingState.CORRECTED,
    }
    assert closure_words(cases["hot_knee"].closes) == ["strengthening"]


def test_who_entered_a_check_for_a_clinic_cannot_be_made_up_in_a_file(elsewhere: Record) -> None:
    with pytest.raises(BadInput, match=r"\$\.replies\[0\]\.account_id"):
        read(changed(SAMPLE, "replies", 0, "account_id", to=str(UUID(int=9))))
    import_file(elsewhere, SAMPLE, QUESTIONS)
    assert {one.account for one in replies.replies(elsewhere)} == {None}


def test_a_reply_from_the_future_is_refused_and_one_from_before_the_answer_counts_not(
    elsewhere: Record,
) -> None:
    with clock.running_on(lambda: MONDAY), pytest.raises(BadInput, match=r"replies\[0\].*future"):
        import_file(
            elsewhere,
            changed(SAMPLE, "replies", 0, "replied_at", to="2027-01-01T00:00:00Z"),
            QUESTIONS,
        )
    early = changed(SAMPLE, "replies", 0, "replied_at", to="2026-03-01T12:00:00Z")
    import_file(elsewhere, changed(early, "replies", 0, "seen_on", to="2026-03-01"), QUESTIONS)
    assert standing(elsewhere).status.urgency is Urgency.SAME_DAY


def test_a_finding_of_a_rule_that_is_gone_stays_open(elsewhere: Record) -> None:
    gone = changed(SAMPLE, "screenings", 0, "findings", 0, "rule", to="of_long_ago")
    import_file(elsewhere, gone, QUESTIONS)
    assert [case.finding.rule for case in standing(elsewhere).status.open] == ["of_long_ago"]


def test_a_file_from_before_trials_and_the_programme_is_opened(elsewhere: Record) -> None:
    old = json.loads((VECTORS / "record-0.json").read_text("utf-8"))
    for table in ("trial", "life_event", "training", "exercise_done", "test_result", "knee_seen"):
        del old[table]
    for session in old["session"]:
        for column in ("trial_id", "trial_pair", "trial_place", "phase"):
            del session[column]
    import_file(elsewhere, json.dumps(old), QUESTIONS)
    assert [one.note for one in sessions.sessions(elsewhere)] == ["Stairs: übel 🦵"]


def test_steps_of_no_session_are_told_in_an_old_file() -> None:
    old = json.loads((VECTORS / "record-0.json").read_text("utf-8"))
    old["step"][0]["session_id"] = "lost"
    with pytest.raises(BadInput, match=r"steps belong to no entry.*lost"):
        read(json.dumps(old))


@pytest.mark.parametrize(
    ("path", "to", "where"),
    [
        (("sessions", 0, "pain_before"), 11, r"\$\.sessions\[0\]\.pain_before"),
        (("sessions", 0, "pain_before"), "6", r"\$\.sessions\[0\]\.pain_before"),
        (("sessions", 0, "pain_before"), True, r"\$\.sessions\[0\]\.pain_before"),
        (("sessions", 0, "started_at"), "2026-03-02T08:00:00", r"started_at.*time zone"),
        (("sessions", 0, "started_at"), "0001-01-01T00:00:00+14:00", r"started_at"),
        (("sessions", 0, "started_at"), 1772438400, r"started_at"),
        (("sessions", 0, "knee"), "middle", r"\$\.sessions\[0\]\.knee"),
        (("sessions", 0, "plan"), 7, r"sessions\[0\]\.plan"),
        (("sessions", 0, "trial_id"), str(UUID(int=9)), r"sessions\[0\]\.trial_id"),
        (("sessions", 0, "status"), "under_way", r"\$\.sessions\[0\]"),
        (("sessions", 0, "steps", 0, "trace"), [5, -1], r"sessions\[0\]\.steps\[0\]\.trace\[1\]"),
        (("sessions", 0, "steps", 0, "n"), 10**30, r"steps\[0\]\.n"),
        (("sessions", 0, "colour"), "red", r"\$\.sessions\[0\]\.colour"),
        (("ratings", 0, "measure"), "happiness", r"\$\.ratings\[0\]\.measure"),
        (("ratings", 1, "session_id"), str(UUID(int=9)), r"ratings\[1\]\.session_id"),
        (("trials", 0, "heads"), "?1???", r"\$\.trials\[0\]\.heads"),
        (("trials", 0, "heads"), "2????", r"\$\.trials\[0\].*a sign a pair"),
        (("trials", 0, "blocks"), [4], r"\$\.trials\[0\].*without blocks"),
        (("trials", 1, "heads"), "0" * 30, r"\$\.trials\[1\].*equally often"),
        (("trials", 1, "heads"), "3" * 30, r"\$\.trials\[1\].*equally often"),
        (("trials", 1, "blocks"), [6], r"\$\.trials\[1\].*blocks fit the order"),
        (("trials", 1, "looks"), [], r"\$\.trials\[1\].*last look"),
        (("trials", 1, "also_asked"), ["rest"], r"\$\.trials\[1\].*are the same"),
        (("trials", 0, "asked"), "magic", r"\$\.trials\[0\]\.asked"),
        (("screenings", 0, "answers", "age"), {"a": {"b": 1}}, r"answers\.age"),
        (("screenings", 0, "findings", 0, "urgency"), "soon", r"findings\[0\]\.urgency"),
        (("screenings", 0, "findings", 0, "closes"), [], r"findings\[0\].*closes something"),
        (("screenings", 0, "findings", 0, "closes"), ["sea"], r"findings\[0\]\.closes.*'sea'"),
        (("screenings", 0, "findings", 0, "ends"), "day", r"findings\[0\].*by a check only"),
        (("screenings", 0, "findings", 0, "checkable"), False, r"findings\[0\].*a check ends"),
        (("screenings", 0, "findings", 0, "days"), -3, r"findings\[0\]\.days"),
        (("screenings", 1, "cautions", 0, "at"), "2026-03-03T07:55:30", r"cautions\[0\]\.at"),
        (("screenings", 1, "known", "age"), {"a": {"b": 1}}, r"known\.age"),
        (("replies", 0, "kind"), "waved", r"\$\.replies\[0\]\.kind"),
        (("replies", 0, "seen_by"), "aunt", r"\$\.replies\[0\]\.seen_by"),
        (("replies", 0, "seen_by"), None, r"\$\.replies\[0\].*who looked at it"),
        (("replies", 0, "seen_on"), "2026-03-09", r"\$\.replies\[0\].*still to come"),
        (("replies", 0, "allowed_until"), "2026-03-01", r"\$\.replies\[0\].*before the day"),
        (("replies", 1, "allows"), "both", r"\$\.replies\[1\].*Only a check"),
        (("life_events", 0, "note"), "x" * 201, r"\$\.life_events\[0\]\.note"),
        (("trainings", 0, "exercises", 0, "dose", "sets"), 99, r"exercises\[0\]\.dose\.sets"),
        (("trainings", 0, "stop_reason"), "sharp", r"\$\.trainings\[0\]: .*belong together"),
        (("person", "preferences", "weekly_target"), 99, r"preferences\.weekly_target"),
        (("breaks",), {}, r"\$\.breaks"),
        (("version",), 0, r"\$\.version"),
    ],
)
def test_what_the_app_could_not_have_saved_is_refused_with_its_place(
    path: tuple[str | int, ...], to: Any, where: str
) -> None:
    with pytest.raises(BadInput, match=where):
        read(changed(SAMPLE, *path, to=to))


@pytest.mark.parametrize("part", ["screenings", "replies", "sessions", "ratings", "trials"])
def test_an_entry_that_stands_there_twice_is_refused(part: str) -> None:
    twice = json.loads(SAMPLE)
    twice[part].append(twice[part][0])
    with pytest.raises(BadInput, match=rf"\$\.{part}: .*repeats entry 0"):
        read(json.dumps(twice))


def test_two_names_that_are_stored_as_one_are_told_as_one() -> None:
    """A NUL is stored as U+2400: the database refused both, in words about itself."""
    exercise = json.loads(SAMPLE)["trainings"][0]["exercises"][0]
    both = [exercise | {"exercise": name} for name in ("clam\0", "clam␀")]
    with pytest.raises(BadInput, match=r"exercises: entry 1 repeats entry 0"):
        read(changed(SAMPLE, "trainings", 0, "exercises", to=both))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        SAMPLE[: len(SAMPLE) // 2],
        "[" * 100_000,
        SAMPLE.replace('"score":3', '"score":NaN'),
        SAMPLE.replace('"age":44', f'"age":{"9" * 5000}'),
        SAMPLE.replace('"age":44', '"age":1e999'),
        SAMPLE.replace("=1+1", "\\ud800"),
        SAMPLE.replace("Stairs", "\udc80"),
        b"PK\x03\x04",
        "[]",
        "null",
        '{"resourceType": "Bundle"}',
        '{"person": {}, "session": 3, "step": []}',
        '{"person": [], "session": [{}], "step": []}',
    ],
    ids=range(15),
)
def test_a_damaged_or_foreign_file_is_refused(text: str | bytes) -> None:
    with pytest.raises(BadInput, match="Nothing was changed"):
        read(text)


@pytest.mark.parametrize("part", ["plans", "sessions", "ratings", "breaks"])
def test_a_file_is_read_to_its_first_faulty_entry_and_not_on(part: str) -> None:
    """A fault of each entry would take gigabytes in a file of a few megabytes."""
    with pytest.raises(BadInput) as refused:
        read(changed(SAMPLE, part, to=[{}] * 500))
    assert f"$.{part}[0]" in str(refused.value)
    assert f"$.{part}[1]" not in str(refused.value)
    assert not re.search(r"and \d{3,} more", str(refused.value))


def test_of_a_great_many_faults_only_their_number_is_told() -> None:
    foreign = json.loads(SAMPLE) | {f"{n:x}": 0 for n in range(20_000)}
    with pytest.raises(BadInput, match="20,000 faults"):
        read(json.dumps(foreign))


def test_a_file_that_is_refused_changes_nothing(record: Record) -> None:
    fill(record, "squat")
    before = held_rows(record)
    for how in ImportMode:
        with pytest.raises(BadInput):
            import_file(record, changed(SAMPLE, "sessions", 1, "plan", to=9), QUESTIONS, how)
    assert held_rows(record) == before


def test_a_nul_is_made_visible_as_everywhere(elsewhere: Record) -> None:
    import_file(elsewhere, SAMPLE.replace("=1+1", "a\\u0000b"), QUESTIONS)
    assert [one.note for one in life_events.life_events(elsewhere)] == ["a␀b"]


def test_a_file_of_a_newer_kneeapp_asks_for_an_update() -> None:
    with pytest.raises(BadInput, match="Update kneeapp"):
        read(changed(SAMPLE, "version", to=9))


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "../Berlin", ""])
def test_a_time_zone_that_nobody_knows_is_refused_with_its_place(zone: str) -> None:
    with pytest.raises(BadInput, match=r"\$\.person\.zones\[1\]\.zone.*is no time zone"):
        read(changed(SAMPLE, "person", "zones", 1, "zone", to=zone))


def test_merging_a_file_keeps_the_time_zones_of_both(record: Record) -> None:
    people.note_zone(record, "Asia/Tokyo", datetime(2026, 3, 10, tzinfo=UTC))
    life_events.save(record, a_life_event())
    import_file(record, SAMPLE, QUESTIONS, ImportMode.MERGE)
    zones = [change.zone for change in people.person(record).zones]
    assert zones == ["Europe/Berlin", "Asia/Tokyo", "America/New_York"]


def test_a_record_that_holds_something_asks_what_to_do(record: Record) -> None:
    life_events.save(record, a_life_event())
    with pytest.raises(NotEmpty, match="merged"):
        import_file(record, SAMPLE, QUESTIONS)
    assert len(life_events.life_events(record)) == 1


def test_merging_adds_what_is_new_and_doubles_nothing(record: Record) -> None:
    mine = a_life_event(note="mine")
    life_events.save(record, mine)
    people.save_preferences(record, Preferences(weekly_target=7))
    for _ in range(2):
        taken = import_file(record, SAMPLE, QUESTIONS, ImportMode.MERGE)
    assert "nothing to add" in import_summary_text(taken)
    assert len(sessions.sessions(record)) == 1
    assert [one.note for one in life_events.life_events(record)] == ["=1+1", "mine"]
    assert people.person(record).preferences.weekly_target == 7


def test_merging_leaves_an_entry_that_was_corrected_here_as_it_is(record: Record) -> None:
    import_file(record, SAMPLE, QUESTIONS)
    [kept] = sessions.sessions(record)
    sessions.correct(record, kept.id, before=9, after=1, note="corrected")
    import_file(record, SAMPLE, QUESTIONS, ImportMode.MERGE)
    assert [one.note for one in sessions.sessions(record)] == ["corrected"]
    assert len(sessions.sessions(record)[0].steps) == 1


def test_merging_brings_no_events_back_for_a_session_that_was_saved_meanwhile(
    record: Record,
) -> None:
    import_file(record, SAMPLE, QUESTIONS)
    going_on = sessions.under_way(record)
    assert going_on
    sessions.save(record, finished(going_on))
    import_file(record, SAMPLE, QUESTIONS, ImportMode.MERGE)
    assert sessions.under_way(record) is None
    assert event_log.events(record, going_on.id) == []


def test_replacing_leaves_nothing_of_what_was_there(record: Record) -> None:
    fill(record, "squat")
    import_file(record, SAMPLE, QUESTIONS, ImportMode.REPLACE)
    assert as_json(snapshot(record)) == SAMPLE


@pytest.mark.parametrize(
    ("begin", "told_of"),
    [
        (lambda r: sessions.start(r, a_session()), "session is under way"),
        (lambda r: trials.begin(r, a_trial()), "trial is under way"),
    ],
)
def test_a_second_one_under_way_is_refused_with_what_to_do(
    record: Record, begin: Any, told_of: str
) -> None:
    begin(record)
    before = as_json(snapshot(record))
    with pytest.raises(BadInput, match=told_of):
        import_file(record, SAMPLE, QUESTIONS, ImportMode.MERGE)
    assert as_json(snapshot(record)) == before


def test_a_second_break_that_goes_on_is_refused(record: Record) -> None:
    programme.begin_break(record, MONDAY.date() + timedelta(days=30), BreakWhy.AWAY)
    file = changed(SAMPLE, "breaks", 0, "last_day", to=None)
    with pytest.raises(BadInput, match="break"):
        import_file(record, file, QUESTIONS, ImportMode.MERGE)


@pytest.mark.parametrize("how", [None, ImportMode.REPLACE])
def test_entries_of_somebody_else_are_refused_and_stay_theirs(
    record: Record, store: Store, how: ImportMode | None
) -> None:
    victim, attacker = record, a_record(store)
    import_file(victim, SAMPLE, QUESTIONS)
    whole = json.loads(SAMPLE)
    whole["sessions"] = [one for one in whole["sessions"] if not one["trial_id"]]
    whole["ratings"] = [one for one in whole["ratings"] if not one["session_id"]]
    parts = ("sessions", "screenings", "replies", "ratings", "trials", "life_events", "trainings")
    for part in parts:
        only = whole | {other: [] for other in parts if other != part}
        with pytest.raises(BadInput, match="another record"):
            import_file(attacker, json.dumps(only), QUESTIONS, how)
    assert as_json(snapshot(victim)) == SAMPLE
    assert not any(all_data.counts(attacker).values())


def heads(record: Record) -> list[str]:
    """The whole order as it is stored, which nobody is shown."""
    sql = "select heads from trial where person_id = $1"
    return [row[0] for row in record.read(lambda q: q(sql, record.person))]


def test_the_order_ahead_of_a_trial_is_not_in_the_file_and_drawn_anew_elsewhere(
    record: Record, elsewhere: Record
) -> None:
    trial = a_trial(heads=(True, False) * 10)
    trials.begin(record, trial)
    assert json.loads(as_json(snapshot(record)))["trials"][0]["heads"] == "?" * 20
    sessions.start(record, a_session(trial=TrialPlace(trial.id, 0, 0)))
    file = as_json(snapshot(record))
    assert json.loads(file)["trials"][0]["heads"] == "1" + "?" * 19
    taken_in = set()
    for seed in range(3):
        rows = to_rows(read(file))
        import_record.import_rows(elsewhere, rows, ImportMode.REPLACE, Random(seed))
        [order] = heads(elsewhere)
        assert order[0] == "1"
        assert set(order) == {"0", "1"}
        taken_in.add(order)
        assert as_json(snapshot(elsewhere)) == file
        trials.close(elsewhere, trial.id, MONDAY)
        all_data.delete_everything(elsewhere)
    assert len(taken_in) == 3


@pytest.mark.parametrize("how", ImportMode)
def test_the_order_ahead_stays_what_it_was_in_the_same_record(
    record: Record, how: ImportMode
) -> None:
    trials.begin(record, a_trial(heads=(True, False) * 10))
    file = as_json(snapshot(record))
    import_file(record, file, QUESTIONS, how)
    assert heads(record) == ["10" * 10]


def test_a_trial_goes_on_elsewhere(record: Record, elsewhere: Record) -> None:
    import_file(record, SAMPLE, QUESTIONS)
    import_file(elsewhere, as_json(snapshot(record)), QUESTIONS)
    running = trials.under_way(elsewhere)
    assert running
    sessions.discard(elsewhere, UUID(json.loads(SAMPLE)["sessions"][1]["id"]))
    sessions.start(elsewhere, a_session(trial=TrialPlace(running.id, 0, 1)))


def judged(**answers: Any) -> str:
    """The sample with answers to the questions asked today."""
    screening = json.loads(SAMPLE)["screenings"][0] | {"rules_version": QUESTIONS.version}
    return changed(SAMPLE, "screenings", to=[screening | {"answers": answers}])


def flagged(**different: Any) -> tuple[ScreeningRule, str]:
    """A red flag, and the sample with the answer that raises it and a finding that says it."""
    flag = next(rule for rule in QUESTIONS.rules if len(rule.when) == 1 and rule.when[0].has)
    told = json.loads(a_finding(flag.id, urgency=flag.urgency, **different).model_dump_json())
    screening = json.loads(SAMPLE)["screenings"][0] | {"rules_version": QUESTIONS.version}
    answered = {"answers": {flag.when[0].group: [flag.when[0].has]}, "findings": [told]}
    return flag, changed(SAMPLE, "screenings", to=[screening | answered])


def test_a_finding_that_closes_less_than_its_rule_is_refused(elsewhere: Record) -> None:
    flag, file = flagged(closes=PRESSING)
    with pytest.raises(BadInput, match=rf"screenings\[0\]\.findings lacks .*{flag.id}"):
        import_file(elsewhere, file, QUESTIONS)
    import_file(elsewhere, flagged()[1], QUESTIONS)


def test_answers_that_were_known_are_checked_as_well(elsewhere: Record) -> None:
    screening = json.loads(SAMPLE)["screenings"][0] | {"rules_version": QUESTIONS.version}
    entry = screening | {"answers": {}, "known": {"age": "old"}}
    with pytest.raises(BadInput, match=r"screenings\[0\]\.known\.age"):
        import_file(elsewhere, changed(SAMPLE, "screenings", to=[entry]), QUESTIONS)


def test_answers_that_hide_a_red_flag_are_refused(elsewhere: Record) -> None:
    flag = next(rule for rule in QUESTIONS.rules if len(rule.when) == 1 and rule.when[0].has)
    condition = flag.when[0]
    file = judged(**{condition.group: [condition.has]})
    with pytest.raises(BadInput, match=rf"screenings\[0\]\.findings lacks .*{flag.id}"):
        import_file(elsewhere, file, QUESTIONS)


@pytest.mark.parametrize(
    ("group", "value"), [("age", 4000), ("age", "old"), ("emergency", ["no"]), ("nothing", 3)]
)
def test_what_is_no_answer_to_todays_questions_is_refused(
    elsewhere: Record, group: str, value: Any
) -> None:
    with pytest.raises(BadInput, match=rf"screenings\[0\]\.answers\.{group}"):
        import_file(elsewhere, judged(**{group: value}), QUESTIONS)


def test_what_was_added_is_told_in_words(elsewhere: Record) -> None:
    assert import_summary_text(import_file(elsewhere, SAMPLE, QUESTIONS)).startswith(
        "Added: 2 screenings, 2 replies to findings, 2 sessions, 2 ratings, 2 trials, 1 marked day"
    )


def test_equal_files_have_equal_texts() -> None:
    assert written(read(json.dumps(json.loads(SAMPLE), indent=4))) == SAMPLE


def test_a_damaged_entry_is_told_when_the_record_is_taken_along(record: Record) -> None:
    import_file(record, SAMPLE, QUESTIONS)
    sql = "update rating set measure = 'happiness' where person_id = $1"
    record.write(lambda q: q(sql, record.person))
    with pytest.raises(StoreError, match=r"\$\.ratings\[0\]\.measure"):
        as_json(snapshot(record))
