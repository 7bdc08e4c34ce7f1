"""Which ball the last sessions speak for."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.areas import Area
from kneeapp.domain.routine.ball_proposal import BallProposal, Change, proposed_ball
from kneeapp.domain.routine.definitions import Ball, Choice
from kneeapp.domain.routine.sessions import Session, StepDone, TrialPlace
from kneeapp.domain.routine.spots import Spot
from kneeapp.domain.sides import Side
from tests.store.builders import a_session, finished

HARDLY_TENDER, TENDER, TOO_STRONG = (2,) * 12, (4,) * 12, (4, 7) + (4,) * 10


def pressed(
    ball: Ball, trace: tuple[int | None, ...] = TENDER, spots: tuple[Spot, ...] = ()
) -> Session:
    step = StepDone(0, Area.GLUTEUS_MEDIUS, Side.LEFT, "ball", 95, 95, trace=trace, spots=spots)
    return finished(a_session(choice=Choice(ball=ball)), steps=(step,))


def spot(worked_s: int, *, eased: bool = True) -> Spot:
    return Spot(start_s=0, worked_s=worked_s, eased=eased, first=4, highest=4)


def proposed(*sessions: Session) -> BallProposal:
    return proposed_ball(sessions, "release")


def test_the_first_session_has_a_tennis_ball_and_nothing_is_said() -> None:
    assert proposed().ball is Ball.TENNIS
    assert proposed().words == ""


def test_two_sessions_that_were_hardly_tender_propose_the_next_ball_and_say_how_sure() -> None:
    easy = pressed(Ball.TENNIS, HARDLY_TENDER)
    assert proposed(easy).ball is Ball.TENNIS
    proposal = proposed(easy, easy)
    assert (proposal.ball, proposal.change) == (Ball.SOFTBALL, Change.HARDER)
    assert proposal.words.startswith("Softball proposed: your last 2 sessions on a tennis ball")
    assert "Harder was no better where it was tried" in proposal.words
    assert proposal.words.endswith("our own careful rule.")


def test_spots_that_eased_soon_are_easy_though_they_were_tender() -> None:
    soon = pressed(Ball.SOFTBALL, TENDER, (spot(20), spot(30), spot(80)))
    assert proposed(soon, soon).ball is Ball.HARD
    one_left = pressed(Ball.SOFTBALL, TENDER, (spot(20), spot(30), spot(90, eased=False)))
    assert proposed(soon, one_left).ball is Ball.SOFTBALL
    late = pressed(Ball.SOFTBALL, TENDER, (spot(40), spot(30), spot(80)))
    assert proposed(soon, late).ball is Ball.SOFTBALL


def test_what_was_not_rated_is_not_called_easy() -> None:
    assert proposed(*[pressed(Ball.TENNIS, (None,) * 12)] * 2).change is Change.NONE


def test_a_spot_above_the_ceiling_proposes_the_softer_ball_at_once() -> None:
    proposal = proposed(pressed(Ball.HARD, HARDLY_TENDER), pressed(Ball.HARD, TOO_STRONG))
    assert (proposal.ball, proposal.change) == (Ball.SOFTBALL, Change.SOFTER)
    assert "on a hard ball a spot came to 7 or more" in proposal.words
    assert proposed(pressed(Ball.TENNIS, TOO_STRONG)).change is Change.NONE


def test_sessions_on_another_ball_cut_short_or_stopped_do_not_lead_on() -> None:
    easy = pressed(Ball.SOFTBALL, HARDLY_TENDER)
    assert proposed(pressed(Ball.TENNIS, HARDLY_TENDER), easy).ball is Ball.SOFTBALL
    assert proposed(easy, replace(easy, stop_reason="sharp")).ball is Ball.SOFTBALL
    short = replace(easy, steps=tuple(replace(step, worked_s=60) for step in easy.steps))
    assert proposed(easy, short).ball is Ball.SOFTBALL


def test_sessions_of_a_trial_and_of_other_routines_are_passed_over() -> None:
    hard = pressed(Ball.HARD)
    in_a_trial = replace(pressed(Ball.TENNIS), trial=TrialPlace(uuid4(), 0, 0))
    assert proposed(hard, in_a_trial).ball is Ball.HARD
    assert proposed_ball([hard], "gluteus_maximus").ball is Ball.TENNIS


@given(
    st.lists(
        st.builds(
            pressed,
            st.sampled_from(Ball),
            st.lists(st.none() | st.integers(0, 10), max_size=20).map(tuple),
            st.lists(st.builds(spot, st.integers(1, 90), eased=st.booleans()), max_size=4).map(
                tuple
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_it_is_never_more_than_one_step_away_and_says_why_whenever_it_changes(
    sessions: list[Session],
) -> None:
    proposal = proposed(*sessions)
    balls = list(Ball)
    last = sessions[-1].choice.ball
    assert abs(balls.index(proposal.ball) - balls.index(last)) <= 1
    assert (proposal.change is Change.NONE) is (proposal.ball is last) is (proposal.words == "")


@pytest.mark.parametrize("ball", Ball)
def test_the_hardest_and_the_softest_have_nothing_beyond_them(ball: Ball) -> None:
    assert proposed(*[pressed(ball, HARDLY_TENDER)] * 2).ball.value in set(Ball)
