"""Reply form: enter a check, that a finding has gone, or that it was a wrong tap."""

from datetime import date

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.formats import long_date
from kneeapp.domain.safety.findings import About, Ends, Finding, Urgency
from kneeapp.domain.safety.replies import Allows, Clinician, Reply, ReplyKind
from kneeapp.domain.safety.status import Case, FindingState, check_counts
from kneeapp.store.record import replies
from kneeapp.ui.findings import corrections
from kneeapp.ui.findings.standing import questionnaire
from kneeapp.ui.shell.request_context import RecordContext, tab
from kneeapp.ui.widgets.chart_widgets import small

ASKED, SEEN = "I have asked a clinician", "Somebody has looked at it"
DATE = "DD.MM.YYYY"


def reply_controls(context: RecordContext, case: Case, *, check: bool = True) -> None:
    """All replies that are possible now; `check` is False where the check form is elsewhere."""
    if tab().doubted == case.finding.key:
        _wrong_tap_form(context, case)
        return
    if case.asked_from and case.asked_from <= context.now:
        _gone_buttons(context, case)
    if check and case.finding.checkable:
        check_controls(context, case)
    if case.open and case.finding.ends is Ends.CHECK and not case.finding.ask:
        _render_why_still_closed(case)
    if _can_be_answered_anew(context, case) and st.button(
        "My answer has changed", key=f"anew {case.finding.key}", width="stretch"
    ):
        corrections.begin(context, case)
    if case.correctable(context.now) and st.button(
        "I tapped the wrong one", key=f"wrong {case.finding.key}", type="tertiary"
    ):
        tab().doubted = case.finding.key
        st.rerun()


def check_form(
    context: RecordContext,
    finding: str,
    rule: str,
    *,
    asked: bool = False,
    since: date | None = None,
) -> Reply | None:
    """The form of a check of `finding`, which `rule` raised; None until everything is entered and
    the button was pressed.

    `asked` changes the questions to "asked a clinician", `since` is the first day that counts.
    """
    who = st.pills(
        "Whom did you ask?" if asked else "Who looked at it?",
        list(Clinician),
        format_func=_who,
        key=f"who {finding}",
    )
    day = st.date_input(
        "On which day?",
        value=context.today,
        # bounds that cross are an error; a clock that was set back makes them
        min_value=min(since or date(context.today.year - 10, 1, 1), context.today),
        max_value=context.today,
        format=DATE,
        key=f"day {finding}",
    )
    allowed = st.pills(
        "What did they allow?",
        list(Allows),
        format_func=lambda permission: permission.label,
        key=f"allows {finding}",
    )
    until = st.date_input(
        "Until when, if they said so",
        value=None,
        min_value=context.today,
        format=DATE,
        key=f"until {finding}",
    )
    pressed = st.button(
        "Keep what they said",
        key=f"keep {finding}",
        type="primary",
        disabled=not (who and day and allowed),
        width="stretch",
    )
    if not (pressed and who and isinstance(day, date) and allowed):
        return None
    return Reply(
        id=uuid7(),
        finding=finding,
        rule=rule,
        kind=ReplyKind.CHECKED,
        at=context.now,
        by=Clinician(who),
        seen_on=day,
        allows=Allows(allowed),
        until=until if isinstance(until, date) else None,
    )


def _who(clinician: Clinician) -> str:
    """The label without its article."""
    return clinician.label.removeprefix("a ").removeprefix("an ").capitalize()


def check_controls(context: RecordContext, case: Case, *, expected: bool = False) -> None:
    """The check form in an expander, open where a check is `expected`; later for an emergency."""
    finding = case.finding
    label = ASKED if finding.ask else SEEN
    if case.check_from and context.now < case.check_from:
        small(
            "Go first; come back here after you were seen. What they said can be entered "
            f"from {context.when(case.check_from)}."
        )
        st.button(label, key=f"later {finding.key}", disabled=True, width="stretch")
        return
    with st.expander(label, icon=":material/stethoscope:", expanded=expected or _is_expected(case)):
        since = _since(context, finding)
        reply = check_form(context, finding.key, finding.rule, asked=finding.ask, since=since)
        if reply and check_counts(finding, reply, context.zone):
            _keep(context, reply)
        elif reply:
            st.error("That day is before you said this. Enter the day on which it was looked at.")


def _is_expected(case: Case) -> bool:
    """Whether the last check has expired, so that the next one is expected."""
    return case.open and case.reply is not None and case.reply.kind is ReplyKind.CHECKED


def _since(context: RecordContext, finding: Finding) -> date | None:
    match finding.about:
        case About.CONDITION:
            return None
        case About.INJURY if finding.injury_on:
            return finding.injury_on
        case _:
            return finding.at.astimezone(context.zone).date() if finding.at else None


def _gone_buttons(context: RecordContext, case: Case) -> None:
    st.write("Is it still so?")
    with st.container(horizontal=True):
        key = case.finding.key
        if st.button("It has gone", key=f"gone {key}", width="stretch"):
            _keep(context, _plain_reply(context, case, ReplyKind.GONE))
        if st.button("It is still there", key=f"still {key}", width="stretch"):
            _keep(context, _plain_reply(context, case, ReplyKind.STILL))


def _render_why_still_closed(case: Case) -> None:
    with st.expander("It has gone, and nobody has looked at it", icon=":material/help:"):
        soon = "now" if case.urgency is Urgency.EMERGENCY else "today"
        st.write(
            "Good that it is better. It stays closed all the same: it can come back, and kneeapp "
            f"cannot tell why it went. Have it looked at {soon}, even so."
        )


def _can_be_answered_anew(context: RecordContext, case: Case) -> bool:
    finding = case.finding
    if not case.open or finding.ends is not Ends.ANSWER or case.correctable(context.now):
        return False
    return any(group.id == finding.group for group in questionnaire(context).groups)


def _wrong_tap_form(context: RecordContext, case: Case) -> None:
    """The answer once more in full, before it counts as a wrong tap."""
    finding = case.finding
    asked = [group.title for group in questionnaire(context).groups if group.id == finding.group]
    if asked and asked[0] not in finding.said:
        st.write(asked[0])
    st.markdown(f"You answered: **“{finding.said}”.** Is that so?")
    with st.container(horizontal=True):
        if st.button("Yes, it is so", key=f"so {finding.key}", width="stretch"):
            tab().doubted = ""
            st.rerun()
        if st.button("No, it is not so", key=f"not so {finding.key}", width="stretch"):
            tab().doubted = ""
            replies.add(context.record, _plain_reply(context, case, ReplyKind.CORRECTED))
            if asked:
                corrections.ask_again(context, case)
            st.rerun()


def _plain_reply(context: RecordContext, case: Case, kind: ReplyKind) -> Reply:
    return Reply(uuid7(), case.finding.key, case.finding.rule, kind, context.now)


def _keep(context: RecordContext, reply: Reply) -> None:
    replies.add(context.record, reply)
    st.rerun()


def expired_check_text(case: Case) -> str:
    """A sentence that a check has expired; empty where it has not."""
    over = case.state is FindingState.OPEN and case.reply and case.reply.until
    return f"What was allowed until {long_date(over)} is over: ask again." if over else ""
