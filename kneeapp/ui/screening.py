"""How a screening is asked, kept as it is answered, and what it closes and opens."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import streamlit as st
from uuid6 import uuid7

from kneeapp import content
from kneeapp.domain.findings import EMERGENCY_PLACE, Caution, CautionAction, Finding, Urgency
from kneeapp.domain.groups import AFTERWARDS, Group, Stage
from kneeapp.domain.questionnaire import Questionnaire, asked, next_group
from kneeapp.domain.screening import Screening, ScreeningKind, begun
from kneeapp.domain.standing import Standing, standing
from kneeapp.errors import BadInput
from kneeapp.store import people, screenings
from kneeapp.ui import focus
from kneeapp.ui.questions import NOT_YET, Asking, ask
from kneeapp.ui.session import Visit, tab

ICONS = {
    Urgency.EMERGENCY: ":material/emergency:",
    Urgency.SAME_DAY: ":material/local_hospital:",
    Urgency.WITHIN_DAYS: ":material/event_upcoming:",
    Urgency.ROUTINE: ":material/calendar_month:",
}


def questionnaire(visit: Visit) -> Questionnaire:
    """The questions in force."""
    return content.questionnaire(visit.settings.content)


def stand(visit: Visit) -> Standing:
    """Where this person stands after all screenings."""
    return standing(questionnaire(visit), screenings.screenings(visit.record), visit.now)


def begin(visit: Visit, kind: ScreeningKind, previous: Screening | None) -> Screening:
    """Start and keep a screening of this kind."""
    screening = begun(
        questionnaire(visit),
        kind,
        screening_id=uuid7(),
        started_at=visit.now,
        previous=previous,
    )
    if kind is ScreeningKind.CHECKED:
        screening = replace(screening, finished_at=visit.now)
    screenings.save(visit.record, screening)
    return screening


def ask_next(
    visit: Visit, screening: Screening, stages: Iterable[Stage], *, short: bool = False
) -> bool:
    """Ask the next open group and keep its answer; False once none is open."""
    questions = questionnaire(visit)
    groups = asked(questions, stages, screening.answers, short=short)
    open_group = next_group(questions, stages, screening.answers, short=short)
    group = next((one for one in groups if one.id == tab().asked_again), open_group)
    if group is None:
        return False
    place = groups.index(group)
    nth = f"Question {place + 1} of {len(groups)}"
    st.progress(place / max(1, len(groups)), text=nth)
    focus.on(f"{nth}: {group.title}")
    answer = ask(
        Asking(
            group,
            name=str(screening.id),
            given=screening.answers.get(group.id),
            dark=visit.dark,
            back=partial(_show_again, groups[place - 1]) if place else None,
        )
    )
    if answer is not NOT_YET:
        _keep(visit, screening, group, answer)
    return True


def _keep(visit: Visit, screening: Screening, group: Group, answer: object) -> None:
    try:
        answered = screening.answered(questionnaire(visit), group.id, answer)
    except BadInput as error:
        st.error(str(error))
        return
    screenings.save(visit.record, answered)
    tab().asked_again = ""
    st.rerun()


def _show_again(group: Group) -> None:
    tab().asked_again = group.id
    st.rerun()


def tell_findings(visit: Visit, findings: Iterable[Finding]) -> None:
    """Each red flag: how soon, why, and where to go."""
    findings = tuple(findings)
    calls = any(EMERGENCY_PLACE in finding.go for finding in findings)
    number = questionnaire(visit).emergency_number(_ask_country(visit)) if calls else None
    link = f"[{number}](tel:{number})" if number else None
    for finding in findings:
        text = f"**{finding.urgency.label}.** {finding.reason}\n\n{finding.directions(link)}"
        box = st.error if finding.urgency >= Urgency.SAME_DAY else st.warning
        box(text, icon=ICONS[finding.urgency])
        with st.expander("Where this rule comes from"):
            st.caption(f"{finding.source} — {finding.certainty.label}.")


def tell_cautions(cautions: Iterable[Caution]) -> None:
    """Each caution in a sentence."""
    for caution in cautions:
        box = st.error if caution.action is CautionAction.BLOCK else st.info
        box(caution.reason, icon=":material/front_hand:")


def _ask_country(visit: Visit) -> str:
    """The person's country as two letters: chosen here, at first guessed from the browser."""
    names = {known.code: known.name for known in questionnaire(visit).countries}
    _, _, region = (st.context.locale or "").partition("-")
    usual = visit.preferences.country or region.upper()
    codes = list(names)
    chosen = st.selectbox(
        "Your country, for the emergency number",
        codes,
        index=codes.index(usual) if usual in names else None,
        format_func=names.__getitem__,
        placeholder="Another country",
    )
    if chosen and chosen != visit.preferences.country:
        preferences = visit.preferences.model_copy(update={"country": chosen})
        people.save_preferences(visit.record, preferences)
    return chosen or ""


def offer_a_way_on(visit: Visit, here: Standing) -> None:
    """What may lift a block: being checked by a clinician, or a new screening. Both are kept."""
    st.write("The routine stays closed until somebody has looked at this.")
    if here.findings and st.button("A clinician has checked this since", width="stretch"):
        begin(visit, ScreeningKind.CHECKED, here.latest)
        st.rerun()
    if st.button("Start a new screening", width="stretch"):
        begin(visit, ScreeningKind.FULL, here.latest)
        st.rerun()


def tell_first_part(visit: Visit, here: Standing) -> None:
    """What the danger list found where nothing blocks, and the way to the floor."""
    if here.findings:
        tell_findings(visit, here.findings)
    else:
        st.success(
            "No warning sign was seen in your answers. That is not a diagnosis: "
            "stop and get help if something new or strange turns up.",
            icon=":material/task_alt:",
        )
    tell_cautions(here.cautions)
    if st.button("Start routine", type="primary", width="stretch"):
        st.switch_page("pages/routine.py")


def goes_deeper(visit: Visit, screening: Screening) -> bool:
    """Whether the person has gone on to the questions after the danger list."""
    later = asked(questionnaire(visit), AFTERWARDS, screening.answers)
    return tab().deeper or any(group.id in screening.answers for group in later)


def offer_to_go_deeper() -> None:
    """The rest of the screening, for now or later."""
    st.write(
        "Now or later: a few questions and small tests on what may drive your knee "
        "from above and below. About five minutes; it can be left and gone on with."
    )
    if st.button("Go on with the screening", width="stretch"):
        tab().deeper = True
        st.rerun()


def offer_result(visit: Visit, screening: Screening) -> None:
    """End the screening and show what it found."""
    st.write("That was the last question.")
    if st.button("See result", type="primary", width="stretch"):
        screenings.save(visit.record, replace(screening, finished_at=visit.now))
        tab().deeper = False
        st.rerun()


def offer_anew(visit: Visit, latest: Screening) -> None:
    """A new dated screening; the old one is kept."""
    st.caption(f"Screening of {latest.started_at.astimezone(visit.zone):%d %B %Y}.")
    if st.button("Start a new screening", width="stretch"):
        begin(visit, ScreeningKind.FULL, latest)
        st.rerun()
