"""Question flow: the groups of a screening one after another, each answer stored."""

from collections.abc import Callable, Collection, Iterable
from functools import partial

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.formats import long_date
from kneeapp.domain.safety.findings import Urgency
from kneeapp.domain.screening.answers import Screening, ScreeningKind, begun
from kneeapp.domain.screening.conditions import Answers
from kneeapp.domain.screening.questionnaire import asked, next_group
from kneeapp.domain.screening.questions import Group, Stage
from kneeapp.errors import BadInput
from kneeapp.store.record import screenings
from kneeapp.ui.findings.standing import own_cases, questionnaire, screening_of, stand
from kneeapp.ui.shell.request_context import RecordContext, tab
from kneeapp.ui.widgets import focus
from kneeapp.ui.widgets.questions import NOT_YET, Asking, question_form

LAST_QUESTION = "That was the last question."


def begin(
    visit: RecordContext,
    kind: ScreeningKind,
    *,
    previous: Screening | None = None,
    known: Answers | None = None,
) -> Screening:
    """Start and keep a screening of this kind."""
    screening = begun(
        questionnaire(visit),
        kind,
        screening_id=uuid7(),
        started_at=visit.now,
        previous=previous,
        known=known,
    )
    screenings.save(visit.record, screening)
    return screening


def next_open(
    visit: RecordContext,
    screening: Screening,
    stages: Iterable[Stage],
    only: Collection[str] | None = None,
) -> Group | None:
    """The next group to ask; what was put right as a wrong tap ends no list."""
    return next_group(
        questionnaire(visit),
        stages,
        screening.answers,
        known=screening.known,
        only=only,
        urgency=_urgency(visit, screening),
    )


def next_question(
    visit: RecordContext,
    screening: Screening,
    stages: Iterable[Stage],
    *,
    only: Collection[str] | None = None,
    why: Callable[[Group], str] | None = None,
) -> bool:
    """Ask the next open group and keep its answer; False once none is open.

    `why` says of a group why it is asked.
    """
    stages = tuple(stages)
    groups = _shown(visit, screening, stages, only)
    open_group = next_open(visit, screening, stages, only)
    group = next((one for one in groups if one.id == tab().asked_again), open_group)
    if group is None:
        return False
    tab().asking = True
    place = groups.index(group)
    nth = f"Question {place + 1} of {len(groups)}"
    st.progress(place / max(1, len(groups)), text=nth)
    focus.on(f"{nth}: {group.title}")
    if why and (reason := why(group)):
        st.caption(reason)
    _render_earlier(visit, screening, group)
    answer = question_form(
        Asking(
            group,
            name=str(screening.id),
            given=None if tab().blank == group.id else screening.answers.get(group.id),
            dark=visit.dark,
            back=partial(_show_again, groups[place - 1]) if place else None,
        )
    )
    if answer is not NOT_YET:
        keep(visit, screening, group, answer)
    return True


def end(then: str) -> None:
    """Where no question is left: have a screen reader say so once, and what comes `then`."""
    if tab().asking:
        tab().asking = False
        focus.say(f"{LAST_QUESTION} {then}".rstrip())


def keep(visit: RecordContext, screening: Screening, group: Group, answer: object) -> None:
    """Keep the answer to `group` and go on; tell what is wrong with it."""
    try:
        answered = screening.answered(questionnaire(visit), group.id, answer, visit.now)
    except BadInput as error:
        st.error(str(error))
        return
    screenings.save(visit.record, answered)
    tab().asked_again = tab().blank = ""
    st.rerun()


def _urgency(visit: RecordContext, screening: Screening) -> Urgency:
    """The worst that was said in `screening` and is still open."""
    own = own_cases(stand(visit).status, screening)
    return max((case.urgency for case in own), default=Urgency.NONE_SEEN)


def _shown(
    visit: RecordContext,
    screening: Screening,
    stages: tuple[Stage, ...],
    only: Collection[str] | None,
) -> tuple[Group, ...]:
    """The groups that were asked or may come, so that they can be counted."""
    questions, urgency = questionnaire(visit), _urgency(visit, screening)
    groups = asked(questions, stages, {**screening.known, **screening.answers}, only=only)
    return tuple(
        group
        for group in groups
        if group.id in screening.answers
        or group.id == tab().asked_again
        or not (urgency.blocks and questions.gravest[group.id] <= urgency)
    )


def _render_earlier(visit: RecordContext, screening: Screening, group: Group) -> None:
    """What was said before to the same question and is still open: asking again ends none of it."""
    for case in stand(visit).status.open:
        if case.finding.group == group.id and screening_of(case) != str(screening.id):
            day = long_date(case.last_at.astimezone(visit.zone).date())
            st.info(
                f"On {day} you said: “{case.finding.said}”. That stays open until you answer it "
                "on its own card: see *Today*.",
                icon=":material/history:",
            )


def _show_again(group: Group) -> None:
    tab().asked_again = group.id
    st.rerun()
