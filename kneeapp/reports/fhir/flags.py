"""What is open and what was checked, as Flags."""

from datetime import tzinfo
from html import escape
from uuid import UUID, uuid5

from kneeapp.domain.safety.status import Case, FindingState
from kneeapp.domain.safety.text import closed_words, said_and_checked
from kneeapp.reports.fhir.codes import TERMINOLOGY, Part, concept, period, resource

PERSON = "The person"
_CATEGORY = f"{TERMINOLOGY}/flag-category"
_XHTML = "http://www.w3.org/1999/xhtml"


def flag(case: Case, person: UUID, who: Part, zone: tzinfo, *, by: str | None) -> Part:
    """One finding from when it was first said; `by` is the clinician who entered its check.

    It is active while it closes something, though a clinician may have allowed the rest.
    """
    finding = case.finding
    text = f"{said_and_checked(case, zone, name=PERSON, by=by)} {closed_words(case)}".rstrip()
    over = not case.open and not case.closes
    return resource(
        "Flag",
        uuid5(person, f"flag {finding.rule} {case.first_at.isoformat()}"),
        text={"status": "generated", "div": f'<div xmlns="{_XHTML}">{escape(text)}</div>'},
        status=_status(case),
        category=[concept("Clinical", (_CATEGORY, "clinical"))],
        code={"text": f"{_urgency(case)}{finding.reason}"},
        subject=who,
        period=period(case.first_at, case.ended_at if over else None, zone),
        author=who,
    )


def _status(case: Case) -> str:
    if case.state is FindingState.CORRECTED:
        return "entered-in-error"
    return "active" if case.open or case.closes else "inactive"


def _urgency(case: Case) -> str:
    return f"{case.finding.urgency.label}: " if case.finding.is_red_flag else ""
