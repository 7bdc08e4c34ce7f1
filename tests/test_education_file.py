"""The lessons' file: a fault in it is told by name, and nothing else stops."""

import re

import pytest

from kneeapp import content
from kneeapp.cli.doctor import contents
from kneeapp.domain.screening.education import Joint, LessonPlace
from kneeapp.errors import ContentError
from kneeapp.figure.anatomy import JOINTS, PLACES
from kneeapp.settings import Settings

FILE = content.DATA / "education.toml"


def broken(folder, old, new):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    (folder / FILE.name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_every_joint_has_its_lesson_and_its_place_in_the_picture():
    assert [lesson.id for lesson in content.education().lessons] == list(Joint)
    assert {*JOINTS} == {*Joint}
    assert {name for lesson in content.education().lessons for name in lesson.drivers} == {*PLACES}


def test_a_lesson_names_the_routine_of_each_of_its_drivers():
    tried_by = {driver.id: driver.routine for driver in content.questionnaire().drivers}
    for lesson in content.education().lessons:
        assert {tried_by[name] for name in lesson.drivers} - {None} <= {*lesson.routines}


def test_the_lessons_are_short_and_honest_about_the_band():
    for lesson in content.education().lessons:
        assert lesson.pull.count(". ") <= 2
    assert "hardly lengthens" in content.education().lesson(Joint.HIP).pull


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "ankle"', 'id = "toe"', ["lessons, entry 4", "key id"]),
        ('id = "ankle"', 'id = "hip"', ["lessons", "hip is there twice"]),
        ('pull = "In a squat', 'tug = "In a squat', ["(ankle), key pull is missing"]),
        ('drivers = ["ankle"]', 'drivers = ["wing"]', ["(ankle), key drivers: there is no wing"]),
        ('drivers = ["ankle"]', 'drivers = ["weakness"]', ["driver ankle sits at no joint"]),
        ('routines = ["ankle"]', 'routines = ["dance"]', ["key routines: there is no dance"]),
        ("version", "[[", ["not valid TOML"]),
    ],
)
def test_a_faulty_lesson_is_reported_with_file_table_and_key(tmp_path, old, new, words):
    with pytest.raises(ContentError) as refused:
        content.education(broken(tmp_path, old, new))
    for word in (str(tmp_path / FILE.name), *words):
        assert word in str(refused.value)


def test_a_missing_joint_is_reported(tmp_path):
    text = FILE.read_text(encoding="utf-8")
    (tmp_path / FILE.name).write_text(text[: text.rindex("[[lessons]]")], encoding="utf-8")
    with pytest.raises(ContentError, match="there is none for the ankle"):
        content.education(tmp_path)


def test_the_doctor_names_a_faulty_lesson_and_only_that(tmp_path):
    broken(tmp_path, 'pull = "', 'tug = "')
    faulty = [check for check in contents(Settings(content=tmp_path)) if check.advice]
    assert [check.subject for check in faulty] == ["content education.toml"]
    assert "key pull is missing" in faulty[0].advice


SHORT = content.education().short_lessons


def grade(text):
    """The school grade of a text by Flesch and Kincaid, syllables counted as groups of vowels."""
    sentences = len(re.findall(r"[.:?!](?= |$)", text)) or 1
    words = re.findall(r"[A-Za-z]+", text)
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^l])e$", "", word.lower()))))
        for word in words
    )
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize("lesson", SHORT, ids=lambda lesson: lesson.id)
def test_a_short_lesson_is_read_in_two_minutes_and_at_grade_eight(lesson):
    text = " ".join((*lesson.text, lesson.sure))
    assert len(text.split()) <= 2 * 180
    assert grade(text) <= 8


def test_the_short_lessons_are_those_that_people_ask_about():
    asked = {"osteoarthritis", "load", "taping", "shoes", "stick", "sleep", "damage", "surgery"}
    assert {lesson.id for lesson in SHORT} == asked


def test_a_short_lesson_is_offered_only_to_the_kinds_of_knee_pain_that_it_is_for():
    education = content.education()
    offered = {lesson.id for lesson in education.offered(LessonPlace.PHASE, ["kneecap"])}
    assert {"taping", "load", "damage", "sleep"} <= offered
    assert not {"osteoarthritis", "surgery", "shoes"} & offered
    assert education.offered(LessonPlace.RESULT, []) == ()
    assert education.offered(LessonPlace.PHASE, ["osteoarthritis"])[0].id == "osteoarthritis"


def test_a_short_lesson_for_an_unknown_kind_or_twice_is_refused(tmp_path):
    with pytest.raises(ContentError, match="no kind of knee pain x"):
        content.education(broken(tmp_path, 'kinds = ["osteoarthritis"]', 'kinds = ["x"]'))
    with pytest.raises(ContentError, match="the id load is there twice"):
        content.education(broken(tmp_path, 'id = "damage"', 'id = "load"'))
