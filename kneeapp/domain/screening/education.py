"""How each joint may act on the knee, as content tells it."""

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kneeapp.domain.certainty import Certainty
from kneeapp.domain.content_model import Content, Text, twice
from kneeapp.domain.screening.questions import Name


class Joint(StrEnum):
    """A joint of the chain, from above to below."""

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
    """Each fault in plain words: a joint left out or told twice, a name that leads nowhere."""
    told = [lesson.id.value for lesson in education.lessons]
    yield from twice("lessons", told)
    for joint in Joint:
        if joint not in told:
            yield f"table lessons: there is none for the {joint}"
    for lesson in education.lessons:
        for key, known in (("drivers", drivers), ("routines", routines)):
            for name in sorted({*getattr(lesson, key)} - {*known}):
                yield f"table lessons ({lesson.id}), key {key}: there is no {name}"
    for name in sorted({*drivers} - {name for one in education.lessons for name in one.drivers}):
        yield f"table lessons: the driver {name} sits at no joint"
