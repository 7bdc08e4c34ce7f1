"""Where a person stands after several screenings: what blocks, what lifts it, what is due."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.areas import Area
from kneeapp.domain.findings import CautionAction, Urgency
from kneeapp.domain.groups import SAFETY
from kneeapp.domain.screening import ScreeningKind
from kneeapp.domain.sides import Side
from kneeapp.domain.standing import SHORT_LIST_HOLDS, standing
from tests.domain.answering import MORNING, QUESTIONS, a_screening, none_of_these

DAY = timedelta(days=1)
FULL, SHORT, CHECKED = ScreeningKind


def full(days=0, **answers):
    return none_of_these(a_screening(at=MORNING + days * DAY, number=days + 1, **answers))


def short(days, **answers):
    screening = a_screening(SHORT, at=MORNING + days * DAY, number=days + 1, **answers)
    return none_of_these(screening, SAFETY, short=True)


def checked(days):
    return a_screening(CHECKED, at=MORNING + days * DAY, number=days + 1)


def stand(*screenings, days=30):
    return standing(QUESTIONS, screenings, MORNING + days * DAY)


def test_nobody_screened_is_neither_blocked_nor_ready():
    here = stand()
    assert not here.screened
    assert not here.blocked
    assert here.short_due
    assert here.urgency is Urgency.NONE_SEEN


def test_a_clear_full_screening_opens_the_routine():
    here = stand(full())
    assert here.screened
    assert not here.blocked
    assert here.latest == here.unfinished == full()


def test_an_ordinary_appointment_does_not_block():
    here = stand(full(slow_signs=["stiff_joints"]))
    assert here.urgency is Urgency.ROUTINE
    assert not here.blocked


def test_a_red_flag_blocks_before_the_screening_is_through():
    here = stand(a_screening(emergency=["foot_cold"]))
    assert here.blocked
    assert not here.screened


def test_a_clear_short_list_does_not_lift_a_block():
    assert stand(full(knee_today=["hot"]), short(1)).blocked


def test_a_red_flag_on_the_short_list_blocks_until_a_newer_full_screening_is_clear():
    flagged = short(1, knee_today=["hot"])
    assert stand(full(), flagged).blocked
    assert stand(full(), flagged, a_screening(at=MORNING + 2 * DAY, number=3)).blocked
    assert not stand(full(), flagged, full(2)).blocked


def test_a_caution_of_the_short_list_holds_until_a_newer_full_screening():
    sore_calf = short(1, legs=["calf_tender"])
    calf = frozenset((Area.CALF, side) for side in Side)
    assert stand(full(), sore_calf).avoid >= calf
    assert stand(full(), sore_calf, short(2)).avoid >= calf
    assert not stand(full(), sore_calf, full(3)).avoid


def test_an_older_clear_screening_lifts_nothing():
    assert stand(full(1, knee_today=["hot"]), full(0)).blocked


def test_a_newer_screening_blocks_by_its_own_findings_only():
    here = stand(full(0, knee_today=["hot"]), full(1, slow_signs=["lump"]))
    assert [finding.rule for finding in here.findings] == ["growing_lump"]


def test_a_clinicians_check_lifts_red_flags_and_what_was_to_be_asked_first():
    before = full(knee_today=["hot"], health=["bleeding"], positions=["no_floor"])
    assert stand(before).calling_for(CautionAction.ASK_FIRST)
    here = stand(before, checked(1))
    assert not here.blocked
    assert [caution.id for caution in here.cautions] == ["no_floor"]


def test_a_red_flag_after_the_check_blocks_again():
    assert stand(full(knee_today=["hot"]), checked(1), short(2, knee_today=["hot"])).blocked


def test_nobody_goes_back_into_a_screening_from_before_a_check():
    here = stand(full(knee_today=["hot"]), checked(1))
    assert here.unfinished is None


def test_a_check_never_opens_the_routine_to_a_minor_or_over_a_wound():
    assert stand(full(age=17), checked(1)).blocked
    assert stand(full(tissue=["wound"]), checked(1)).blocked
    assert not stand(full(tissue=["wound"]), full(1)).blocked


PRESSED_AT_NIGHT = (Area.GLUTEUS_MEDIUS, Area.TENSOR_FASCIAE_LATAE)


def test_a_hip_that_hurts_at_night_is_avoided_on_its_side():
    here = stand(full(positions=["night_left", "arm"]))
    assert here.avoid == {(area, Side.LEFT) for area in PRESSED_AT_NIGHT}
    assert here.calling_for(CautionAction.WALL)


def test_a_caution_of_an_unfinished_newer_screening_is_added():
    newer = a_screening(at=MORNING + DAY, number=2, positions=["night_right"])
    here = stand(full(positions=["night_left"]), newer)
    assert here.avoid == {(area, side) for area in PRESSED_AT_NIGHT for side in Side}


def test_the_short_list_is_due_again_after_an_hour():
    def due(after, *screenings):
        return standing(QUESTIONS, screenings, MORNING + after).short_due

    almost = SHORT_LIST_HOLDS - timedelta(seconds=1)
    assert not due(almost, full())
    assert due(SHORT_LIST_HOLDS, full())
    assert not due(DAY + almost, full(), short(1))
    assert due(DAY + almost, full(), a_screening(SHORT, at=MORNING + DAY, emergency=[]))
    assert due(DAY + almost, full(), checked(1))


def test_a_screening_from_a_clock_that_ran_ahead_does_not_count_for_today():
    assert standing(QUESTIONS, [full(1)], MORNING).short_due


def test_a_finished_screening_is_not_gone_on_with():
    done = replace(full(), finished_at=MORNING + timedelta(minutes=5))
    assert stand(done).unfinished is None
    assert stand(done).latest == done


def test_a_question_added_by_newer_content_makes_the_screening_due():
    answers = dict(full().answers)
    del answers["tissue"]
    assert not stand(replace(full(), answers=answers)).screened


histories = st.lists(
    st.sampled_from(
        [
            full,
            lambda days: full(days, knee_today=["hot"]),
            short,
            lambda days: short(days, emergency=["foot_numb"]),
            lambda days: a_screening(at=MORNING + days * DAY, number=days + 1, legs=["weaker"]),
            checked,
        ]
    ),
    max_size=6,
).map(lambda makers: [make(days) for days, make in enumerate(makers)])


@given(histories, st.randoms())
def test_the_order_in_which_the_store_hands_them_out_changes_nothing(screenings, random):
    shuffled = screenings.copy()
    random.shuffle(shuffled)
    assert stand(*shuffled) == stand(*screenings)


@given(histories)
def test_only_a_full_screening_or_a_check_lifts_a_block(screenings):
    heads = [screenings[:length] for length in range(len(screenings) + 1)]
    for before, after in pairwise(heads):
        if stand(*before).blocked and not stand(*after).blocked:
            assert after[-1].kind in {FULL, CHECKED}
