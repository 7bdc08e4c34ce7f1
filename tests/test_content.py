"""Content files: what is read, what is refused, and how it is told."""

import os
import shutil
import tomllib
from pathlib import Path
from time import perf_counter

import pytest

from kneeapp import content
from kneeapp.domain.areas import Area
from kneeapp.domain.faults import REQUIRED_GROUPS, phrases_needed
from kneeapp.domain.groups import SelfTestGroup
from kneeapp.domain.planning import plan
from kneeapp.domain.routines import Choice, Preset, Surface
from kneeapp.domain.sides import Side
from kneeapp.errors import ContentError

SCREENING = content.DATA / "screening.toml"
ROUTINE = content.DATA / "routines" / "release.toml"


def read_screening(folder):
    return content.questionnaire(folder)


def read_routine(folder):
    return content.routine("release", folder)


def replaced(folder, file, old, new):
    """`folder` with a copy of `file` in it where the first `old` reads `new`."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    own = folder / file.relative_to(content.DATA)
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def told(read, folder):
    with pytest.raises(ContentError) as refused:
        read(folder)
    return str(refused.value)


def test_the_projects_own_content_is_sound():
    assert not content.questionnaire().reviewed
    assert content.routine("release").id == "release"
    assert content.poses()


def test_every_self_test_has_a_drawing():
    tests = [
        group.test for group in content.questionnaire().groups if isinstance(group, SelfTestGroup)
    ]
    assert tests
    assert {test.pose for test in tests} <= set(content.poses())


def test_every_test_move_has_a_drawing():
    moves = content.questionnaire().group("test_move").listed
    assert {f"test_move_{move.id}" for move in moves} <= set(content.poses())


def test_every_drivers_routine_is_there():
    named = {driver.routine for driver in content.questionnaire().drivers if driver.routine}
    assert {content.routine(name).id for name in named} == named
    assert named < set(content.routines())


def test_a_file_in_the_folder_replaces_the_projects_one_by_one(tmp_path):
    replaced(tmp_path, SCREENING, 'version = "', 'version = "own-')
    assert content.questionnaire(tmp_path).version.startswith("own-")
    assert content.routine("release", tmp_path) == content.routine("release")
    assert not content.questionnaire().version.startswith("own-")


def test_a_changed_file_is_read_anew(tmp_path):
    own = replaced(tmp_path, ROUTINE, 'title = "Hip', 'title = "First')
    assert content.routine("release", own).title.startswith("First")
    replaced(tmp_path, ROUTINE, 'title = "Hip', 'title = "Second')
    file = own / "routines" / "release.toml"
    os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns + 1_000_000))
    assert content.routine("release", own).title.startswith("Second")


def test_content_once_read_costs_under_a_millisecond():
    read_screening(None)
    began = perf_counter()
    for _ in range(20):
        read_screening(None)
    assert (perf_counter() - began) / 20 < 0.001


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('version = "', 'edition = "', ["key version", "is missing"]),
        ('reviewed_by = ""', "reviewed_by = 7", ["key reviewed_by", "string"]),
        ('reviewed_on = ""', 'reviewed_on = ""\ncolour = "red"', ["colour", "not a key"]),
        ('urgency = "same_day"', 'urgency = "soon"', ["table rules", "key urgency", "(hot_knee)"]),
        ('urgency = "same_day"', 'urgency = "none_seen"', ["table rules", "key urgency"]),
        ('certainty = "V2"', 'certainty = "sure"', ["table rules", "key certainty"]),
        ('kind = "items"', 'kind = "itms"', ["table groups, entry 1 (emergency)", "kind"]),
        ('stage = "danger"', 'stage = "peril"', ["table groups", "key stage"]),
        ("min = 0", 'min = "none"', ["table groups", "key min"]),
        ("max = 110", "max = 0", ["table groups, entry 8 (age) is", "min must be below max"]),
        ('area = "gluteus_medius"', 'area = "elbow"', ["table cautions", "key area"]),
        ('action = "wall"', 'action = "avoid_area"', ["table cautions", "needs an area"]),
        ('action = "wall"', 'action = "jump"', ["table cautions", "key action"]),
        ('measure = "knee_day"', 'measure = "mood"', ["table groups", "key measure", "mood"]),
        ('test = "knee_to_wall"', 'test = "handstand"', ["table groups", "key test", "handstand"]),
        ("at_most = 7", 'at_most = 7, has = "x"', ["(fracture), when, entry 1", "exactly one of"]),
        ('id = "care"\nstage', 'id = "since"\nstage', ["table groups", "since", "twice"]),
        ('{ id = "saddle"', '{ id = "bladder_bowel"', ["groups (spine)", "is there twice"]),
        ('id = "hot_knee"', 'id = "locked_knee"', ["table rules", "locked_knee", "twice"]),
        ('id = "wound", action', 'id = "fracture", action', ["cautions", "fracture", "twice"]),
        (
            'when = [{ group = "knee_today", has = "hot" }]',
            'when = [{ group = "knee", has = "hot" }]',
            ["rules (hot_knee)", "knee is not the id of a group"],
        ),
        (
            'when = [{ group = "knee_today", has = "hot" }]',
            'when = [{ group = "knee_today", has = "blue" }]',
            ["rules (hot_knee)", "blue is no answer to the group knee_today"],
        ),
        (
            'when = [{ group = "knee_today", has = "hot" }]',
            'when = [{ group = "knee_today", at_least = 3 }]',
            ["rules (hot_knee)", "no number"],
        ),
        (
            'when = [{ group = "legs", has = "calf_tender" }]',
            'when = [{ group = "knee_today", has = "hot" }]',
            ["groups (clot_risk)", "knee_today is not the id of an earlier group"],
        ),
        (
            'when = [{ group = "knee_today", has = "severe" }]',
            'when = [{ group = "knee_today", has = "hot" }]',
            ["groups (knee_today)", "no rule looks at the item severe"],
        ),
        (
            'id = "emergency"\nstage = "danger"',
            'id = "emergency"\noptional = true\nstage = "danger"',
            ["groups (emergency)", "cannot be skipped"],
        ),
        (
            'id = "place"\nstage = "knee"',
            'id = "place"\nshort = true\nstage = "knee"',
            ["groups (place)", "key short"],
        ),
        ("points = 4,", "points = 5,", ["drivers (lateral_hip)", "add up to 11, not 10"]),
        ('routine = "release"', "", ["drivers (lateral_hip)", "either routine or instead"]),
        ('{ code = "AU"', '{ code = "Australia"', ["table countries", "key code"]),
        ("[go]\nemergency", "[go]\nurgent", ["table go", "key emergency", "is missing"]),
    ],
)
def test_a_faulty_screening_is_told_with_file_table_and_key(tmp_path, old, new, words):
    message = told(read_screening, replaced(tmp_path, SCREENING, old, new))
    assert str(tmp_path / "screening.toml") in message
    for word in words:
        assert word in message


@pytest.mark.parametrize("group", REQUIRED_GROUPS)
def test_a_screening_without_a_required_group_is_refused(tmp_path, group):
    message = told(
        read_screening, replaced(tmp_path, SCREENING, f'id = "{group}"\nstage', 'id = "x"\nstage')
    )
    assert f"the group {group} is required and missing" in message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "Hip', 'name = "Hip', ["key title", "is missing"]),
        ('area = "gluteus_medius"', 'area = "elbow"', ["table areas", "key area"]),
        ('area = "gluteus_medius"', 'area = "iliotibial_band"', ["iliotibial_band", "twice"]),
        ("bout_s = 95", "bout_s = -95", ["table areas", "key bout_s", "greater than"]),
        ("bout_s = 95", 'bout_s = "long"', ["table areas", "key bout_s"]),
        ("find_s = 20", "find_s = 20.5", ["table areas", "key find_s"]),
        ("seconds = 30", "seconds = 0", ["table standing", "key seconds"]),
        ('id = "walk"', 'id = "shake"', ["table standing", "shake", "twice"]),
        ("full = {", "long = {", ["table areas, entry 1 (gluteus_medius), doses, key long"]),
        ("full = {", "#", ["areas (gluteus_medius)", "no dose for full"]),
        ('pose = "ball_floor"', 'pose = "ball_air"', ["no two-sided pose ball_air"]),
        ('pose = "ball_floor"', 'pose = "walk"', ["no two-sided pose walk"]),
        ('pose = "stand_shake"', 'pose = "dance"', ["table half_way", "no pose dance"]),
        ('spoken = "{side}', 'spoken = "{place}', ["key spoken", "{side}"]),
        ('spoken = "{side}', 'spoken = "{side', ["key spoken", "{side}"]),
        ("[phrases]", "[[phrases]]", ["phrases has to be a table"]),
        ('pose = "walk"', 'pose = "dance"', ["standing (walk)", "no pose dance"]),
        ('why = "', 'first = "', ["key why is missing"]),
        ('certainty = "M"', 'certainty = "sure"', ["certainty", "M"]),
        ('half_way = "', 'halfway = "', ["table phrases", "half_way", "is missing"]),
    ],
)
def test_a_faulty_routine_is_told_with_file_table_and_key(tmp_path, old, new, words):
    message = told(read_routine, replaced(tmp_path, ROUTINE, old, new))
    assert str(tmp_path / "routines" / "release.toml") in message
    for word in words:
        assert word in message


def test_a_file_that_is_not_toml_is_told_with_its_line(tmp_path):
    (tmp_path / "screening.toml").write_text('version = "1"\nbroken =\n', encoding="utf-8")
    assert "line 2" in told(read_screening, tmp_path)


def test_a_file_in_another_encoding_is_told(tmp_path):
    (tmp_path / "screening.toml").write_bytes('version = "é"'.encode("latin-1"))
    assert "UTF-8" in told(read_screening, tmp_path)


def test_an_empty_file_is_told(tmp_path):
    (tmp_path / "screening.toml").write_text("", encoding="utf-8")
    assert "key version is missing (and" in told(read_screening, tmp_path)


def test_a_folder_where_a_file_should_be_is_told(tmp_path):
    (tmp_path / "screening.toml").mkdir()
    assert "cannot be read" in told(read_screening, tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_nobody_may_read_is_told(tmp_path):
    shutil.copy(SCREENING, tmp_path)
    (tmp_path / "screening.toml").chmod(0)
    assert "cannot be read" in told(read_screening, tmp_path)


def test_a_routine_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ContentError, match=r"unheard_of\.toml cannot be read"):
        content.routine("unheard_of", tmp_path)


def test_the_routine_keeps_the_dose_that_evidence_gives():
    routine = content.routine("release")
    for part in routine.areas:
        for preset in (Preset.FULL, Preset.SORE_SIDE):
            dose = part.doses[preset]
            assert (dose.find_s, dose.bouts, dose.bout_s, dose.breath_s) == (20, 3, 95, 12)
        short = part.doses[Preset.SHORT]
        assert (short.find_s, short.bouts, short.bout_s) == (15, 1, 90)
        assert all(30 <= dose.bout_s <= 120 for dose in part.doses.values())


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("knee", Side)
def test_the_routine_goes_ball_then_roller_sore_side_first_then_stands(surface, knee):
    steps = plan(content.routine("release"), Choice(surface=surface), knee).steps
    assert [(step.area, step.side) for step in steps] == [
        (Area.GLUTEUS_MEDIUS, knee),
        (Area.GLUTEUS_MEDIUS, knee.other),
        (Area.ILIOTIBIAL_BAND, knee),
        (Area.ILIOTIBIAL_BAND, knee.other),
        (None, None),
        (None, None),
    ]
    assert [step.ms for step in steps[4:]] == [30_000, 30_000]


@pytest.mark.parametrize("name", content.names("routines"))
def test_a_routine_has_no_phrase_it_never_says(name):
    routine = content.routine(name)
    assert set(routine.phrases) == set(phrases_needed(routine))


def screen_texts():
    """Every sentence of the content that a person reads, with the key it stands under."""

    def walk(value, key=""):
        if isinstance(value, dict):
            for inner, part in value.items():
                yield from walk(part, inner)
        elif isinstance(value, list):
            for part in value:
                yield from walk(part, key)
        elif isinstance(value, str):
            yield key, value

    shown = {
        "title",
        "text",
        "help",
        "reason",
        "go",
        "because",
        "action",
        "instead",
        "why",
        "first",
        "cautions",
        "cue",
        "spoken",
    }
    for file in (SCREENING, *ROUTINE.parent.glob("*.toml")):
        for key, text in walk(tomllib.loads(Path(file).read_text(encoding="utf-8"))):
            if key in shown:
                yield text


@pytest.mark.parametrize("word", ["you are fine", "no fracture", "not broken", "harmless", "cure"])
def test_no_text_reassures_beyond_what_is_known(word):
    assert not [text for text in screen_texts() if word in text.lower()]


def test_items_are_short_enough_to_read_at_a_glance():
    for group in content.questionnaire().groups:
        for option in group.listed:
            assert len(option.text.split()) <= 18, option.text
