"""The views of *Progress*: each asks one question and answers it in words, picture and numbers."""

from collections.abc import Callable, Sequence
from datetime import datetime

import streamlit as st

from kneeapp.charts.before_after import before_after_chart
from kneeapp.charts.trace import trace_chart
from kneeapp.charts.trend import trend_chart
from kneeapp.charts.weeks import weeks_chart
from kneeapp.domain import guidance, progress
from kneeapp.domain.measures import KNEE_BEFORE
from kneeapp.domain.progress import MEDIAN_OF, FirstRating, Pair, Tally, Week
from kneeapp.domain.routines import Area
from kneeapp.domain.sessions import Session, StepDone
from kneeapp.domain.sides import Side
from kneeapp.store import people, sessions
from kneeapp.ui.charted import figure, numbers, picture, small
from kneeapp.ui.correcting import correct_or_delete
from kneeapp.ui.progress import Shown, today
from kneeapp.ui.routine import test_move
from kneeapp.ui.session import Visit
from kneeapp.ui.sessions import before_after, when
from kneeapp.ui.verdict import tell_verdict

ARROWS = ":primary[▼] less · :gray[◆] the same · :orange[▲] more"
SCALE = f"0 is {KNEE_BEFORE.low}, 10 is {KNEE_BEFORE.high}."
WORK_ZONE = (guidance.WORK_FROM, guidance.WARN_FROM - 1)
ZONE = f"Shaded: {WORK_ZONE[0]} to {WORK_ZONE[1]}, the place to work."
SPOT_PX = 150
NO_BREAK = "\N{NO-BREAK SPACE}"


def each_session(visit: Visit, shown: Shown) -> None:
    """Before and after, session by session."""
    _tell_first_session(visit, shown)
    pairs = progress.knee_pairs(shown.sessions, visit.zone)
    st.subheader("Does the knee hurt less after a session?")
    tally = progress.tally(pairs)
    answer = _tally(tally, "after")
    st.write(f"{answer} {tally.left_out} not counted." if tally.left_out else answer)
    small(f":gray[●] before, then after: {ARROWS}. Hollow: not counted.")
    picture(before_after_chart(pairs, dark=visit.dark), answer)
    tell_verdict(visit, shown.sessions[-1])
    _tell_moves(visit, shown.sessions)
    small(
        f"{SCALE} One session is often wrong, and 1 point may be noise. Before and after alone "
        "cannot show the cause: bad days also get better by themselves."
    )
    reasons = sorted({pair.left_out for pair in pairs if pair.left_out})
    if reasons:
        told = (f"{reason.capitalize()}: {reason.sentence}" for reason in reasons)
        small(f"Not counted. {' '.join(told)}")
    numbers(("Session", "Before", "After", "Not counted"), lambda: map(_pair_row, pairs[::-1]))


def over_weeks(visit: Visit, shown: Shown) -> None:
    """The ratings before each session, over time."""
    ratings = progress.first_ratings(shown.sessions, visit.zone)
    st.subheader("Where is the knee over the weeks?")
    answer = _course(ratings)
    st.write(answer)
    picture(trend_chart(ratings, dark=visit.dark), answer)
    _tell_moves(visit, shown.sessions)
    small(
        f"Each dot is the knee before a session. {SCALE} The line is the middle one of that "
        f"rating and the {MEDIAN_OF - 1} before it. It shows where the knee was, not why."
    )
    numbers(
        ("Session", "Before", f"Middle of {MEDIAN_OF}"),
        lambda: (
            (_moment(rating.at), f"{rating.value}", figure(rating.middle))
            for rating in ratings[::-1]
        ),
    )


def tender_spots(visit: Visit, shown: Shown) -> None:
    """First against last half minute on each spot."""
    pressed = progress.pressed_areas(shown.sessions)
    spots = {
        (area, side): progress.tenderness_pairs(shown.sessions, visit.zone, area, side)
        for area in pressed
        for side in Side
    }
    st.subheader("Does a spot get less tender while you work on it?")
    small(f":gray[●] first half minute, then the last: {ARROWS}. {ZONE}")
    for area in pressed:
        for column, side in zip(st.columns(len(Side)), Side, strict=True):
            with column:
                _tender_spot(_spot(area, side), spots[area, side], dark=visit.dark)
    small("A spot that gets less tender does not mean a better knee: look at *Each session* too.")
    numbers(
        ("Session", "Spot", "First", "Last"),
        lambda: (
            (_moment(pair.at), _spot(*spot), *_pair_row(pair)[1:3])
            for spot, pairs in spots.items()
            for pair in pairs[::-1]
        ),
    )


def per_week(visit: Visit, shown: Shown) -> None:
    """Sessions a week against the person's own target."""
    st.subheader("How many sessions a week?")
    target = _ask_target(visit)
    weeks = progress.weeks(shown.in_weeks, shown.window, visit.zone, today(visit))
    answer = _on_target(weeks, target)
    st.write(answer)
    picture(weeks_chart(weeks, target=target, dark=visit.dark), answer)
    small("Weeks begin on Monday. Sessions of both knees and of any length are in here.")
    numbers(("Week from", "Sessions"), lambda: map(_week_row, weeks[::-1]))


def last_session(visit: Visit, shown: Shown) -> None:
    """Tenderness through the last session."""
    session = shown.sessions[-1]
    steps = progress.rated_steps(session)
    st.subheader("How tender was each spot in the last session?")
    moment = when(session.started_at, visit.zone, visit.now)
    st.write(f"{moment[0].upper()}{moment[1:]}. Knee: {before_after(session)}.")
    if reason := progress.left_out(session):
        small(f"Not counted. {reason.sentence}")
    if session.note:
        st.text(session.note)
    if not steps:
        st.info("No tenderness was rated in this session. Move the slider while you roll.")
        return
    picture(
        trace_chart(steps, dark=visit.dark, zone=WORK_ZONE), f"Tenderness over {len(steps)} steps."
    )
    small(f"Tenderness 0 to 10 over the minutes of work. {ZONE}")
    numbers(
        ("Spot", "First", "Last", "Most", "Min"),
        lambda: map(_step_row, steps),
    )


VIEWS: dict[str, Callable[[Visit, Shown], None]] = {
    "Each session": each_session,
    "Over weeks": over_weeks,
    "Tender spots": tender_spots,
    "Per week": per_week,
    "Last session": last_session,
    "Correct": correct_or_delete,
}


def _tell_first_session(visit: Visit, shown: Shown) -> None:
    """What may be said after the very first session, and no more."""
    if len(shown.in_weeks) > 1 or sessions.count(visit.record) > 1:
        return
    first = shown.sessions[0]
    if first.relief is not None:
        with st.container(border=True):
            st.markdown("**Your first session**")
            for sentence in guidance.first_session(first.relief, first.stress_off):
                st.write(sentence)


def _tender_spot(name: str, pairs: Sequence[Pair], *, dark: bool) -> None:
    st.markdown(f"**{name}**")
    if not pairs:
        small("Not rated in these sessions.")
        return
    answer = _tally(progress.tally(pairs), "in")
    small(answer)
    chart = before_after_chart(pairs, dark=dark, height=SPOT_PX, zone=WORK_ZONE)
    picture(chart, f"{name}: {answer}")


def _ask_target(visit: Visit) -> int:
    kept = visit.preferences
    target = int(st.number_input("Target", 1, 14, kept.weekly_target, width=160))
    if target != kept.weekly_target:
        people.save_preferences(visit.record, kept.model_copy(update={"weekly_target": target}))
    return target


def _on_target(weeks: Sequence[Week], target: int) -> str:
    """This week and the ones before it against the target, in a sentence."""
    past = [week.sessions for week in weeks if not week.open]
    reached = sum(sessions >= target for sessions in past)
    this = [f"{week.sessions} of {target} this week." for week in weeks if week.open]
    earlier = [f"Target reached in {reached} of {len(past)} earlier weeks."] if past else []
    return " ".join([*this, *earlier])


def _tally(tally: Tally, after: str) -> str:
    """Which way the ratings went, in a sentence."""
    if not tally.counted:
        return "No session counted yet."
    if tally.counted == 1:
        only = "less" if tally.eased else "the same" if tally.same else "more"
        return f"{only.capitalize()} {after} the one session that counts."
    return (
        f"Less {after} **{tally.eased}** of {tally.counted} sessions, the same {after} "
        f"{tally.same}, more {after} {tally.worse}."
    )


def _course(ratings: Sequence[FirstRating]) -> str:
    """Where the first ratings are and were, in a sentence."""
    middles = [rating.middle for rating in ratings if rating.middle is not None]
    if not middles:
        missing = MEDIAN_OF - len(ratings)
        return f"The line begins after {MEDIAN_OF} ratings: {missing} to go."
    now = f"The middle of your last {MEDIAN_OF} ratings is **{middles[-1]:g}**"
    if len(ratings) < 2 * MEDIAN_OF:
        return f"{now}."
    return f"{now}; that of the first {MEDIAN_OF} shown here was {middles[0]:g}."


def _tell_moves(visit: Visit, shown: Sequence[Session]) -> None:
    moves = progress.rated_moves(shown)
    if len(moves) > 1:
        words = ", ".join(test_move(visit, move) for move in moves)
        st.warning(
            f"The test move changed in this time ({words}). Ratings on different moves "
            "do not compare."
        )


def _pair_row(pair: Pair) -> tuple[str, str, str, str]:
    return _moment(pair.at), figure(pair.before), figure(pair.after), pair.left_out or ""


def _week_row(week: Week) -> tuple[str, str]:
    return f"{week.monday:%d %b %Y}", f"{week.sessions}{' so far' if week.open else ''}"


def _step_row(step: StepDone) -> tuple[str, ...]:
    highest = max(value for value in step.trace if value is not None)
    return (
        _spot(step.area, step.side),
        figure(step.first_half_minute),
        figure(step.last_half_minute),
        f"{highest}",
        f"{step.worked_s / 60:.1f}",
    )


def _spot(area: Area, side: Side) -> str:
    return f"{area.place.replace(' ', NO_BREAK)}, {side}"


def _moment(at: datetime) -> str:
    return f"{at:%d %b %Y}".replace(" ", NO_BREAK) + f", {at:%H:%M}"
