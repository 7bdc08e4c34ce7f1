"""Content files: what is read, what is refused, and how it is told."""

import os
import shutil
import tomllib
from pathlib import Path

import pytest

from kneeapp import content
from kneeapp.domain.areas import Area
from kneeapp.domain.clearance.content_validation import (
    REQUIRED_GROUPS,
    SAID_ON_SPOTS,
    phrases_needed,
)
from kneeapp.domain.routine.definitions import Choice, Preset, Surface
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.screening.questions import SelfTestGroup
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
    replacement = folder / file.relative_to(content.DATA)
    replacement.parent.mkdir(parents=True, exist_ok=True)
    replacement.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def told(read, folder):
    with pytest.raises(ContentError) as refused:
        read(folder)
    return str(refused.value)


def test_the_shipped_content_is_valid():
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


def test_every_drivers_routine_exists():
    named = {driver.routine for driver in content.questionnaire().drivers if driver.routine}
    assert {content.routine(name).id for name in named} == named
    assert named < set(content.routines())


def test_a_file_in_the_folder_replaces_the_projects_one_by_one(tmp_path):
    replaced(tmp_path, SCREENING, 'version = "', 'version = "9')
    assert content.questionnaire(tmp_path).version.startswith("92026.")
    assert content.routine("release", tmp_path) == content.routine("release")
    assert content.questionnaire().version.startswith("2026.")


def test_a_changed_file_is_read_anew(tmp_path):
    replacement = replaced(tmp_path, ROUTINE, 'title = "Hip', 'title = "First')
    assert content.routine("release", replacement).title.startswith("First")
    replaced(tmp_path, ROUTINE, 'title = "Hip', 'title = "Second')
    file = replacement / "routines" / "release.toml"
    os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns + 1_000_000))
    assert content.routine("release", replacement).title.startswith("Second")


def test_unchanged_content_is_read_only_once():
    assert read_screening(None) is read_screening(None)


HOT = 'when = [{ group = "knee_today", has = "hot" }]'
"""The condition of the rule hot_knee."""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('version = "', 'edition = "', ["key version", "is missing"]),
        ('reviewed_by = ""', "reviewed_by = 7", ["key reviewed_by", "string"]),
        ('reviewed_on = ""', 'reviewed_on = ""\ncolour = "red"', ["colour", "not a key"]),
        (
            'id = "spine"\nstage = "danger"',
            'id = "spine"\nstage = "peril"',
            ["groups", "key stage"],
        ),
        ('id = "spine"\nstage = "danger"\nkind = "items"', 'id = "spine"\nkind = "itms"', ["kind"]),
        ("min = 0", 'min = "none"', ["table groups", "key min"]),
        ("max = 110", "max = 0", ["(age) is", "min must be below max"]),
        ('measure = "knee_before"', 'measure = "mood"', ["table groups", "key measure", "mood"]),
        ('test = "knee_to_wall"', 'test = "handstand"', ["table groups", "key test", "handstand"]),
        ("at_most = 24", 'at_most = 24, has = "x"', ["when, entry 1", "exactly one of"]),
        ('id = "care"\nstage', 'id = "since"\nstage', ["table groups", "since", "twice"]),
        ('{ id = "saddle"', '{ id = "bladder_bowel"', ["groups (spine)", "is there twice"]),
        ('id = "hot_knee"', 'id = "locked_knee"', ["table rules", "locked_knee", "twice"]),
        (HOT, HOT.replace("knee_today", "knee"), ["rules (hot_knee)", "not the id of a group"]),
        (HOT, HOT.replace("hot", "blue"), ["rules (hot_knee)", "blue is no answer"]),
        (HOT, HOT.replace('has = "hot"', "at_least = 3"), ["rules (hot_knee)", "no number"]),
        (
            'when = [{ group = "legs", has = "calf_tender" }]',
            HOT,
            ["groups (clot_risk)", "knee_today is not the id of an earlier group"],
        ),
        (
            'when = [{ group = "knee_today", has = "severe" }]',
            HOT,
            ["groups (knee_today)", "no rule looks at the item severe"],
        ),
        (
            'any_of = ["cannot_straighten", "cannot_lift"]',
            'any_of = ["cannot_lift"]',
            ["groups (emergency)", "no rule looks at the item cannot_straighten"],
        ),
        (
            'id = "emergency"\nstage = "danger"',
            'id = "emergency"\noptional = true\nstage = "danger"',
            ["groups (emergency)", "cannot be skipped"],
        ),
        ("points = 3,", "points = 4,", ["drivers (lateral_hip)", "add up to 11, not 10"]),
        ('routine = "release"', "", ["drivers (lateral_hip)", "either routine or instead"]),
        ('{ code = "AU"', '{ code = "Australia"', ["table countries", "key code"]),
        ('number = "144"', 'number = "144 or 112"', ["table countries", "key number"]),
        ("[go]\nemergency", "[go]\nurgent", ["table go", "key emergency", "is missing"]),
    ],
)
def test_a_faulty_screening_is_reported_with_file_table_and_key(tmp_path, old, new, words):
    message = told(read_screening, replaced(tmp_path, SCREENING, old, new))
    assert str(tmp_path / "screening.toml") in message
    for word in words:
        assert word in message


UNSURE_OF_AGE = """[groups.unsure]
how = "A guess will do. If you cannot tell, the careful answer counts."
counts_as = 70
"""
LIGAMENT = 'id = "ligament"\nstage = "danger"\nkind = "items"\nevery = "session"\n'


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (  # a safety question without a schedule
            LIGAMENT,
            LIGAMENT.replace('every = "session"\n', ""),
            ["groups (ligament)", "key every", "safety questions have it"],
        ),
        ('every = "year"', 'every = "decade"', ["table groups", "key every"]),
        (
            'id = "place"\nstage = "knee"',
            'id = "place"\nevery = "year"\nstage = "knee"',
            ["groups (place)", "key every", "no others"],
        ),
        (
            'careful_since = "2026.2"',
            'careful_since = "2026.4"',
            ["groups (emergency)", "key careful_since", "2026.4 is later"],
        ),
        (  # a question about danger that takes no *not sure*
            UNSURE_OF_AGE,
            "",
            ["groups (age)", "needs the table unsure"],
        ),
        ("counts_as = 70", "counts_as = 700", ["groups (age)", "key counts_as", "is no answer"]),
        ('counts_as = "recent"', 'counts_as = "soon"', ["groups (injury)", "soon is no answer"]),
        ("counts_as = 70", "", ["(age), key unsure", "either counts_as or consequence"]),
        (
            '[groups.unsure.consequence]\nurgency = "same_day"',
            '[groups.unsure.consequence]\nurgency = "emergency"',
            ["groups (emergency)", "table unsure", "not sure alone is no emergency"],
        ),
        (
            'closes = ["release", "exercise:one_leg"]',
            'closes = ["release", "routine:yoga"]',
            ["groups (knee_moves), table unsure", "key closes", "no routine yoga"],
        ),
    ],
)
def test_an_unsafe_question_is_refused(tmp_path, old, new, words):
    message = told(read_screening, replaced(tmp_path, SCREENING, old, new))
    for word in words:
        assert word in message


HOT_KNEE = 'id = "hot_knee"\nurgency = "same_day"\ncloses = ["everything"]\nends = "check"\n'


def of_hot_knee(old, new):
    return HOT_KNEE, HOT_KNEE.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (*of_hot_knee('"same_day"', '"soon"'), ["table rules", "key urgency", "(hot_knee)"]),
        (*of_hot_knee('"everything"', '"elbow"'), ["(hot_knee)", "key closes", "elbow"]),
        (*of_hot_knee('"everything"', '"area:elbow"'), ["(hot_knee)", "key closes", "elbow"]),
        (*of_hot_knee('"everything"', '"exercise:swim"'), ["(hot_knee)", "key closes", "swim"]),
        (*of_hot_knee('"everything"', '"ball:left"'), ["(hot_knee)", "key closes", "left"]),
        (*of_hot_knee('"everything"', '"routine:yoga"'), ["(hot_knee)", "no routine yoga"]),
        (*of_hot_knee('closes = ["everything"]\n', ""), ["(hot_knee)", "closes something"]),
        (*of_hot_knee('"check"', '"answer"'), ["(hot_knee)", "ends by a check only"]),
        (*of_hot_knee('"check"', '"days"'), ["(hot_knee)", "days is given where ends is days"]),
        (*of_hot_knee('"check"', '"never"'), ["(hot_knee)", "key ends"]),
        (
            'certainty = "V2"\n\n[[rules]]\nid = "kneecap_still_out"',
            'certainty = "sure"\n\n[[rules]]\nid = "kneecap_still_out"',
            ["table rules", "key certainty"],
        ),
        (  # an exclusion that makes the danger no smaller
            HOT,
            HOT + '\nunless = [{ group = "infection", has = "procedure" }]',
            ["rules (hot_knee)", "key unless", "procedure explains nothing away"],
        ),
        (
            HOT,
            HOT + '\nunless = [{ group = "age", at_least = 70 }]',
            ["rules (hot_knee)", "key unless", "age explains nothing away"],
        ),
        (  # what explains the answer away is the answer itself
            'unless = [{ group = "injury_how", has = "skin_only" }]',
            'unless = [{ group = "injury_how", any_of = ["skin_only", "fall_or_blow"] }]',
            ["rules (pittsburgh_over_50)", "no answers raise it"],
        ),
        (
            '{ group = "injury_days", at_least = 8, at_most = 14 }',
            '{ group = "injury_days", at_least = 14, at_most = 8 }',
            ["rules (ottawa_age_late)", "no answers raise it"],
        ),
        (
            '{ group = "injury_days", at_least = 15 }',
            '{ group = "injury_days", at_least = 43 }',
            ["rules (late_bone_pain)", "no answers raise it"],
        ),
        (  # asked after a recent injury only
            'when = [{ group = "injury_how", has = "hip" }]',
            'when = [{ group = "injury_how", has = "hip" }, { group = "injury", is = "older" }]',
            ["rules (hip_fall)", "no answers raise it"],
        ),
        (  # asked up to 24 only
            'any_of = ["bone_pain", "bone_swelling"] }',
            'any_of = ["bone_pain", "bone_swelling"] }, { group = "age", at_least = 30 }',
            ["rules (young_bone)", "no answers raise it"],
        ),
        (  # not sure is read as recent
            'has = "getting_worse" }',
            'has = "getting_worse" }, { group = "injury", is = "not_sure" }',
            ["rules (old_injury_worse)", "no answers raise it"],
        ),
        ('id = "stop_danger"', 'id = "stop_dangers"', ["signs", "stop_danger is required"]),
    ],
)
def test_an_unsafe_rule_is_refused(tmp_path, old, new, words):
    message = told(read_screening, replaced(tmp_path, SCREENING, old, new))
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
def test_a_faulty_routine_is_reported_with_file_table_and_key(tmp_path, old, new, words):
    message = told(read_routine, replaced(tmp_path, ROUTINE, old, new))
    assert str(tmp_path / "routines" / "release.toml") in message
    for word in words:
        assert word in message


def test_a_file_that_is_not_toml_is_reported_with_its_line(tmp_path):
    (tmp_path / "screening.toml").write_text('version = "1"\nbroken =\n', encoding="utf-8")
    assert "line 2" in told(read_screening, tmp_path)


def test_a_file_in_another_encoding_is_reported(tmp_path):
    (tmp_path / "screening.toml").write_bytes('version = "é"'.encode("latin-1"))
    assert "UTF-8" in told(read_screening, tmp_path)


def test_an_empty_file_is_reported(tmp_path):
    (tmp_path / "screening.toml").write_text("", encoding="utf-8")
    assert "key version is missing (and" in told(read_screening, tmp_path)


def test_a_folder_where_a_file_should_be_is_reported(tmp_path):
    (tmp_path / "screening.toml").mkdir()
    assert "cannot be read" in told(read_screening, tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_is_reported(tmp_path):
    shutil.copy(SCREENING, tmp_path)
    (tmp_path / "screening.toml").chmod(0)
    assert "cannot be read" in told(read_screening, tmp_path)


def test_a_missing_routine_is_reported(tmp_path):
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
def test_a_routine_has_no_unused_phrase(name):
    routine = content.routine(name)
    pressing = any(part.tool != "body" for part in routine.areas)
    on_spots = set(SAID_ON_SPOTS) if pressing else set()
    assert set(routine.phrases) == set(phrases_needed(routine)) | on_spots


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

    texts = {
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
        "how",
        "said",
    }
    for file in (SCREENING, *ROUTINE.parent.glob("*.toml")):
        for key, text in walk(tomllib.loads(Path(file).read_text(encoding="utf-8"))):
            if key in texts:
                yield text


@pytest.mark.parametrize("word", ["you are fine", "no fracture", "not broken", "harmless", "cure"])
def test_no_text_reassures_more_than_is_known(word):
    assert not [text for text in screen_texts() if word in text.lower()]


@pytest.mark.parametrize("word", ["loosen", "somebody", "massage", "physio ", "practitioner"])
def test_the_screening_uses_one_word_per_thing_and_no_frightening_ones(word):
    texts = [
        text
        for rule in (*content.questionnaire().all_rules, *content.questionnaire().signs)
        for text in (rule.reason, rule.go or "")
    ]
    assert not [text for text in texts if word in text.lower()]


def test_items_are_short_enough_to_read_at_a_glance():
    for group in content.questionnaire().groups:
        for option in group.listed:
            assert len(option.text.split()) <= 18, option.text


def test_a_cue_with_other_words_in_braces_is_refused(tmp_path):
    folder = replaced(tmp_path, ROUTINE, 'cue = "A {ball}', 'cue = "A {balloon}')
    assert "key cue: only {ball} may stand in braces" in told(read_routine, folder)
