"""Lessons on how each joint may act on the knee, and short lessons, as declared in the content."""

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kneeapp.domain.certainty import Certainty
from kneeapp.domain.content_model import Content, Text, duplicate_ids
from kneeapp.domain.screening.questions import Name


class Joint(StrEnum):
    """A joint of the kinetic chain, from top to bottom."""

    BACK = "back"
    HIP = "hip"
    KNEE = "knee"
    ANKLE = "ankle"


class Lesson(Content):
    """How one joint may act on the knee, and how sure that is.

    `drivers` are those of the screening that sit there, `routines` those that work on it.
    """

    id: Joint
    title: Text
    pull: Text
    sure: Text
    drivers: Annotated[tuple[Name, ...], Field(min_length=1)]
    routines: tuple[Name, ...] = ()
    source: Text
    certainty: Certainty


class LessonPlace(StrEnum):
    """Where a lesson is offered."""

    RESULT = "result"
    """With the result of the screening."""
    PHASE = "phase"
    """Beside the phase of the programme."""
    WEEK = "week"
    FLARE = "flare"
    """While a flare lasts."""


class ShortLesson(Content):
    """A short lesson on one question, to be read in two minutes, and how sure it is.

    `kinds` are the kinds of knee pain for which it is; empty for all.
    """

    id: Name
    title: Text
    kinds: tuple[Name, ...] = ()
    at: Annotated[tuple[LessonPlace, ...], Field(min_length=1)]
    text: Annotated[tuple[Text, ...], Field(min_length=1, max_length=5)]
    sure: Text
    source: Text
    certainty: Certainty


class Education(Content):
    """One version of all lessons."""

    version: Text
    lessons: tuple[Lesson, ...]
    short_lessons: tuple[ShortLesson, ...] = ()

    def offered(self, place: LessonPlace, kinds: Collection[str]) -> tuple[ShortLesson, ...]:
        """The short lessons of `place` that fit the kinds of knee pain, those of a kind first."""
        fitting = [
            lesson
            for lesson in self.short_lessons
            if place in lesson.at and (not lesson.kinds or set(lesson.kinds) & set(kinds))
        ]
        return tuple(sorted(fitting, key=lambda lesson: not lesson.kinds))

    def lesson(self, joint: Joint) -> Lesson:
        return next(lesson for lesson in self.lessons if lesson.id is joint)


def education_faults(
    education: Education,
    *,
    drivers: Collection[str],
    routines: Collection[str],
    kinds: Collection[str],
) -> Iterator[str]:
    """A message for each fault: a missing or duplicate joint, or an unknown name."""
    yield from duplicate_ids("short_lessons", [lesson.id for lesson in education.short_lessons])
    for short in education.short_lessons:
        for name in sorted({*short.kinds} - {*kinds}):
            place = f"table short_lessons ({short.id}), key kinds"
            yield f"{place}: there is no kind of knee pain {name}"
    joints = [lesson.id.value for lesson in education.lessons]
    yield from duplicate_ids("lessons", joints)
    for joint in Joint:
        if joint not in joints:
            yield f"table lessons: there is none for the {joint}"
    for lesson in education.lessons:
        for key, existing in (("drivers", drivers), ("routines", routines)):
            for name in sorted({*getattr(lesson, key)} - {*existing}):
                yield f"table lessons ({lesson.id}), key {key}: there is no {name}"
    for name in sorted(
        {*drivers} - {name for lesson in education.lessons for name in lesson.drivers}
    ):
        yield f"table lessons: the driver {name} sits at no joint"
