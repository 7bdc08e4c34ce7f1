"""Question flow: the groups of a screening one after another; each answer is saved at once."""

from collections.abc import Callable, Collection
from functools import partial

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.formats import long_date
from kneeapp.domain.safety.findings import Urgency
from kneeapp.domain.screening.answers import Screening, ScreeningKind, new_screening
from kneeapp.domain.screening.conditions import Answers
from kneeapp.domain.screening.questionnaire import applicable_groups, next_group
from kneeapp.domain.screening.questions import Group, Stage
from kneeapp.errors import BadInput
from kneeapp.store.record import screenings
from kneeapp.ui.findings.standing import current_standing, questionnaire, screening_of
from kneeapp.ui.shell.request_context import RecordContext, tab
from kneeapp.ui.widgets import focus
from kneeapp.ui.widgets.questions import NOT_YET, QuestionView, question_form

LAST_QUESTION = "That was the last question."


def begin(
    context: RecordContext,
    kind: ScreeningKind,
    *,
    previous: Screening | None = None,
    known: Answers | None = None,
) -> Screening:
    """Start and save a new screening."""
    screening = new_screening(
        questionnaire(context),
        kind,
        screening_id=uuid7(),
        started_at=context.now,
        previous=previous,
        known=known,
    )
    screenings.save(context.record, screening)
    return screening


def newest_screening(context: RecordContext, fits: Callable[[Screening], bool]) -> Screening | None:
    """The newest screening that `fits`; None without one."""
    return next(filter(fits, screenings.screenings(context.record)), None)


def next_open(
    context: RecordContext,
    screening: Screening,
    stages: tuple[Stage, ...],
    only: Collection[str] | None = None,
) -> Group | None:
    """The next group to ask; None where none is left.

    The urgency of open cases counts, not that of the stored findings: after a corrected wrong
    tap the remaining questions are asked again.
    """
    return next_group(
        questionnaire(context),
        stages,
        screening.answers,
        known=screening.known,
        only=only,
        urgency=_urgency(context, screening),
    )


def next_question(
    context: RecordContext,
    screening: Screening,
    stages: tuple[Stage, ...],
    *,
    only: Collection[str] | None = None,
    why: Callable[[Group], str] | None = None,
) -> bool:
    """Ask the next open group and save its answer; False once none is open.

    `why` gives the reason why a group is asked, empty without one.
    """
    groups = _shown(context, screening, stages, only)
    open_group = next_open(context, screening, stages, only)
    group = next((group for group in groups if group.id == tab().asked_again), open_group)
    if group is None:
        return False
    tab().asking = True
    place = groups.index(group)
    nth = f"Question {place + 1} of {len(groups)}"
    st.progress(place / len(groups), text=nth)
    focus.on(f"{nth}: {group.title}")
    if why and (reason := why(group)):
        st.caption(reason)
    _render_earlier(context, screening, group)
    answer = question_form(
        QuestionView(
            group,
            name=str(screening.id),
            given=None if tab().blank == group.id else screening.answers.get(group.id),
            dark=context.dark,
            back=partial(_show_again, groups[place - 1]) if place else None,
        )
    )
    if answer is not NOT_YET:
        keep(context, screening, group, answer)
    return True


def end(then: str) -> None:
    """After the last question: let a screen reader announce it once, and what comes `then`."""
    if tab().asking:
        tab().asking = False
        focus.say(f"{LAST_QUESTION} {then}")


def keep(context: RecordContext, screening: Screening, group: Group, answer: object) -> None:
    """Save the answer to `group` and rerun; an invalid answer is shown as an error."""
    try:
        answered = screening.answered(questionnaire(context), group.id, answer, context.now)
    except BadInput as error:
        st.error(str(error))
        return
    screenings.save(context.record, answered)
    tab().asked_again = tab().blank = ""
    st.rerun()


def _urgency(context: RecordContext, screening: Screening) -> Urgency:
    """The worst urgency of the open cases that `screening` raised."""
    cases = current_standing(context).status.open
    own = (case.urgency for case in cases if screening_of(case) == str(screening.id))
    return max(own, default=Urgency.NONE_SEEN)


def _shown(
    context: RecordContext,
    screening: Screening,
    stages: tuple[Stage, ...],
    only: Collection[str] | None,
) -> tuple[Group, ...]:
    """The groups that were asked or may still be asked, for "Question 2 of 9"."""
    questions, urgency = questionnaire(context), _urgency(context, screening)
    groups = applicable_groups(
        questions, stages, {**screening.known, **screening.answers}, only=only
    )
    return tuple(
        group
        for group in groups
        if group.id in screening.answers
        or group.id == tab().asked_again
        or not (urgency.blocks and questions.gravest[group.id] <= urgency)
    )


def _render_earlier(context: RecordContext, screening: Screening, group: Group) -> None:
    """The open findings of earlier answers to the same question: a new answer ends none of them."""
    for case in current_standing(context).status.open:
        if case.finding.group == group.id and screening_of(case) != str(screening.id):
            day = long_date(case.last_at.astimezone(context.zone).date())
            st.info(
                f"On {day} you said: “{case.finding.said}”. That stays open until you answer it "
                "on its own card: see *Today*.",
                icon=":material/history:",
            )


def _show_again(group: Group) -> None:
    tab().asked_again = group.id
    st.rerun()
