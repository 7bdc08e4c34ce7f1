"""Lessons on how each joint may act on the knee, as declared in the content file."""

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


class Education(Content):
    """One version of all lessons."""

    version: Text
    lessons: tuple[Lesson, ...]

    def lesson(self, joint: Joint) -> Lesson:
        return next(lesson for lesson in self.lessons if lesson.id is joint)


def education_faults(
    education: Education, *, drivers: Collection[str], routines: Collection[str]
) -> Iterator[str]:
    """A message for each fault: a missing or duplicate joint, or an unknown name."""
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
