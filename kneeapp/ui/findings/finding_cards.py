"""Finding cards: how soon to be seen, why, where to go, what is closed, and what opens it."""

from collections.abc import Iterable
from datetime import tzinfo

import streamlit as st

from kneeapp.domain.formats import long_date
from kneeapp.domain.safety.findings import EMERGENCY_PLACE, LINE_PLACE, Urgency
from kneeapp.domain.safety.status import Case, FindingState, SafetyStatus
from kneeapp.domain.safety.text import closed_words, said_and_checked, way_out
from kneeapp.domain.screening.answer_findings import said_seen
from kneeapp.store.record import replies
from kneeapp.ui.findings import country, reply_form
from kneeapp.ui.findings.standing import current_standing, is_weighty
from kneeapp.ui.shell.call_button import call_button
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small

ICONS = {
    Urgency.EMERGENCY: ":material/emergency:",
    Urgency.SAME_DAY: ":material/local_hospital:",
    Urgency.WITHIN_DAYS: ":material/event_upcoming:",
    Urgency.ROUTINE: ":material/calendar_month:",
    Urgency.NONE_SEEN: ":material/front_hand:",
}
ASK_FIRST = "Ask a clinician first"
SEEN_ALREADY = (
    "You said that a clinician has examined this injury. Enter who, when and what they allowed: "
    "this opens that far."
)


def render_finding_cards(context: RecordContext, cases: Iterable[Case]) -> None:
    """A card for each case; each number to call is shown only on the first card that needs it."""
    offered: set[str] = set()
    for case in cases:
        with st.container(border=True):
            _render_card(context, case, offered)


def render_status(context: RecordContext, status: SafetyStatus) -> None:
    """The cards of all cases that need one, and what ended lately."""
    render_finding_cards(context, cases_with_card(status))
    for case in status.lifted_lately:  # shown in place of "no warning sign was seen"
        if not case.closes:
            st.info(_said_and_checked(context, case), icon=":material/stethoscope:")


def render_calls(context: RecordContext, case: Case) -> None:
    """The head of a card with its numbers to call, for a page with something else below it."""
    st.error(f"**{case.urgency.label}.** {case.finding.reason}", icon=ICONS[case.urgency])
    _call_buttons(context, case, set())


def render_head(context: RecordContext, case: Case) -> None:
    """The head of a card and what the finding closes, for a page about something else."""
    head = _head(case)
    text = f"**{head}.** {case.finding.reason}" if head else case.finding.reason
    box = st.error if case.urgency >= Urgency.SAME_DAY else st.warning
    box(context.told(f"{text} {closed_words(case)}"), icon=ICONS[case.urgency])


def render_lines(context: RecordContext, cases: Iterable[Case]) -> None:
    """A line for each finding that needs no card, with the details in an expander."""
    for case in cases:
        st.info(case.finding.reason, icon=ICONS[Urgency.NONE_SEEN])
        label = f"You said: {case.finding.said}" if case.finding.said else "Where this comes from"
        with st.expander(label, type="compact"):
            _render_what_is_closed(context, case)
            small(f"{case.finding.source} — {case.finding.certainty.label}.")
            reply_form.reply_controls(context, case)


def render_asked(context: RecordContext, status: SafetyStatus) -> None:
    """The findings about which a clinician was asked and allowed everything."""
    for case in status.cases:
        if case.finding.ask and case.state is FindingState.CHECKED and not case.closes:
            small(_said_and_checked(context, case))


def cases_with_card(status: SafetyStatus) -> tuple[Case, ...]:
    """The cases that need a card: open ones, and checked ones with a restriction."""
    return tuple(case for case in status.cases if (case.open or case.closes) and is_weighty(case))


def cases_with_line(status: SafetyStatus) -> tuple[Case, ...]:
    """The open cases for which a line is enough."""
    return tuple(case for case in status.open if not is_weighty(case))


def _render_card(context: RecordContext, case: Case, offered: set[str]) -> None:
    finding, where = case.finding, country.known_country(context)
    directions = finding.directions(country.emergency(where), country.line(where))
    head = _head(case)
    text = f"**{head}.** {finding.reason}" if head else finding.reason
    box = st.error if case.urgency >= Urgency.SAME_DAY else st.warning
    seen = said_seen(current_standing(context).status, case)
    if seen:
        st.info(SEEN_ALREADY, icon=":material/stethoscope:")
        reply_form.check_controls(context, case, expected=True)
        text, box = f"If nobody has looked at it: {text}", st.warning
    if case.state is FindingState.CHECKED:
        st.warning(_said_and_checked(context, case), icon=":material/stethoscope:")
    else:
        box("\n\n".join(filter(None, (text, directions))), icon=ICONS[case.urgency])
        _call_buttons(context, case, offered)
        if finding.said:
            small(_said(case, context.zone))
    _render_what_is_closed(context, case)
    reply_form.reply_controls(context, case, check=not seen)
    with st.expander("Where this rule comes from", type="compact"):
        small(f"{finding.source} — {finding.certainty.label}.")


def _said_and_checked(context: RecordContext, case: Case) -> str:
    """The sentence for the person, with the name of the clinician who entered the check."""
    by = replies.names(context.record).get(case.account) if case.account else None
    return said_and_checked(case, context.zone, by=plain(by) if by else None)


def _said(case: Case, zone: tzinfo) -> str:
    """What was told or rated, and when."""
    day, finding = long_date(case.last_at.astimezone(zone).date()), case.finding
    by_person = bool(finding.group) or finding.rule.startswith("stop_")
    return f"On {day} you said: “{finding.said}”." if by_person else f"{day}: {finding.said}."


def _head(case: Case) -> str:
    """The headline of a card: the urgency, or that a clinician has to be asked; else empty."""
    if case.finding.is_red_flag:
        return case.urgency.label
    return ASK_FIRST if case.finding.ask else ""


def _call_buttons(context: RecordContext, case: Case, offered: set[str]) -> None:
    """Buttons for the numbers in the directions; each number only once on a page.

    `offered` are the numbers already shown; it is changed.
    """
    where, go = country.known_country(context), case.finding.go
    calls: dict[str, str] = {}
    if EMERGENCY_PLACE in go and case.urgency is Urgency.EMERGENCY:
        number = where.number if where else country.EVERYWHERE
        calls[number] = f"Call {number}" if where else f"Call {number}, or your local number"
    if where and where.line and LINE_PLACE in go:
        calls[where.line] = f"Call {where.line}, {where.line_name or 'a medical phone line'}"
    for number, label in calls.items():
        if number not in offered:
            call_button(number, label, urgent=case.urgency is Urgency.EMERGENCY)
            offered.add(number)


def _render_what_is_closed(context: RecordContext, case: Case) -> None:
    words = (
        closed_words(case),
        reply_form.expired_check_text(case),
        way_out(case, context.now, context.zone),
    )
    if text := " ".join(filter(None, words)):
        small(text)
