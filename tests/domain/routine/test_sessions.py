"""A session and what was done of its steps."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from kneeapp import content
from kneeapp.domain.areas import Area
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.routine.sessions import StepDone, worked_by_place
from kneeapp.domain.sides import Side
from tests.domain.event_factory import STARTED, a_session


def a_step(**changed: object) -> StepDone:
    step = StepDone(
        n=0, area=Area.GLUTEUS_MEDIUS, side=Side.LEFT, tool="ball", planned_s=120, worked_s=120
    )
    return replace(step, **changed)  # type: ignore[arg-type]


def test_half_minute_values_are_means_of_the_rated_seconds() -> None:
    step = a_step(trace=(None, 8, 8, 8, 6, 6, 6, 5, 4, 4, 4, 4, 4))
    assert step.first_half_minute == pytest.approx(7)
    assert step.last_half_minute == pytest.approx(25 / 6)


def test_less_than_a_minute_of_ratings_has_no_last_half_minute() -> None:
    assert a_step(trace=(5,) * 11).last_half_minute is None
    assert a_step(trace=(5,) * 12).last_half_minute == 5
    assert a_step(trace=()).first_half_minute is None


def test_a_session_is_complete_when_each_area_had_its_minimal_time() -> None:
    assert a_session(steps=(a_step(worked_s=90),)).complete
    other = a_step(side=Side.RIGHT, worked_s=60)
    assert not a_session(steps=(a_step(worked_s=90), other)).complete
    assert not a_session(steps=(a_step(worked_s=89),)).complete
    assert not a_session(steps=()).complete


def test_work_on_one_place_in_several_steps_is_summed() -> None:
    parts = (a_step(worked_s=40), a_step(n=1, worked_s=50))
    assert a_session(steps=parts).complete
    assert worked_by_place(parts) == {(Area.GLUTEUS_MEDIUS, Side.LEFT): 90}
    unattended = (a_step(worked_s=40, unattended_s=7),)
    assert worked_by_place(unattended, unattended=True) == {(Area.GLUTEUS_MEDIUS, Side.LEFT): 47}


def test_a_rest_is_complete_once_it_lasted_as_long_as_planned() -> None:
    rest = plan(content.routine("rest"), Choice(routine="rest"), Side.LEFT)
    lasted = partial(a_session, plan=rest)
    assert lasted(ended_at=STARTED + timedelta(minutes=10)).complete
    assert not lasted(ended_at=STARTED + timedelta(minutes=9)).complete
    assert not lasted().complete
