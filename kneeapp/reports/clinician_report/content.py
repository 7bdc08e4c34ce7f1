"""A report in words and drawings: its head, its figures and its parts."""

from collections.abc import Callable, Sequence
from operator import itemgetter

from kneeapp import __version__
from kneeapp.domain.evidence.trend import WEEK
from kneeapp.domain.evidence.verdict_text import likely
from kneeapp.domain.formats import counted, unbroken_date
from kneeapp.reports.clinician_report.facts import Facts
from kneeapp.reports.clinician_report.knee import before_and_after, over_weeks
from kneeapp.reports.clinician_report.options import Section
from kneeapp.reports.clinician_report.page import Block, Document, ReportPart, beside, small, table
from kneeapp.reports.clinician_report.screening import screening
from kneeapp.reports.clinician_report.training import home_tests, programme, routine

TITLE = "Knee report"
ABOUT = (
    "Made by kneeapp from what the person wrote down: self-observation, not a diagnosis. "
    "Sentences are those the person reads in the app."
)
MOST_NOTES = 10
LONGEST_NOTE = 220
NOTE = ("Day", "What", "Note")


def document(facts: Facts) -> Document:
    """What is asked for, without the parts that there is nothing for."""
    asked = facts.asked
    made = ((section, PARTS[section](facts)) for section in Section if section in asked.sections)
    days = f"{unbroken_date(asked.window.first)} to {unbroken_date(asked.window.last)}"
    return Document(
        title=TITLE,
        subtitle=f"{facts.knee.value.capitalize()} knee, {days}",
        who=asked.name.strip(),
        about=f"{ABOUT} {_reviewed(facts)}",
        glance=_glance(facts),
        parts=[ReportPart(section.label, blocks) for section, blocks in made if blocks],
        footer=f"kneeapp {__version__} · made {unbroken_date(facts.day(asked.now))}",
        grey=asked.grey,
    )


def _reviewed(facts: Facts) -> str:
    questions = facts.questionnaire
    if questions.reviewed:
        return f"Content reviewed by {questions.reviewed_by} on {questions.reviewed_on}."
    return "The content has not been reviewed by a clinician yet."


def _glance(facts: Facts) -> list[tuple[str, str]]:
    """What a clinician looks for first; figures only where there are enough to tell."""
    if not facts.shown:
        return []
    flags = sum(bool(screening.findings) for screening in facts.screenings)
    screened = counted(len(facts.screenings), "screening")
    figures = [
        (f"{flags}", f"of {screened} with a red flag"),
        (f"{len(facts.shown)}", "sessions of a routine in these days"),
    ]
    if relief := facts.relief:
        span = likely(relief.low, relief.high, "up", "down")
        figures.append((_points(-relief.mean), f"of 10 from before to after a session, {span}"))
    if line := facts.line:
        weeks = (line.until - line.since) / WEEK
        span = likely(line.low * weeks, line.high * weeks, "down", "up")
        figures.append(
            (_points(line.change), f"of 10 before sessions over {round(weeks)} weeks, {span}")
        )
    return figures


def _points(change: float) -> str:
    return f"{round(change, 1) + 0:+.1f}".replace("-", "\N{MINUS SIGN}")


def _notes(facts: Facts) -> list[Block]:
    """What the person wrote, and the days they marked, the newest first."""
    own = [
        (facts.day(session.started_at), "Session", session.note)
        for session in facts.shown
        if session.note
    ]
    marked = [
        (event.on, "Other diary" if event.origin else event.kind.label, event.note)
        for event in facts.events
    ]
    notes = sorted([*own, *marked], key=itemgetter(0), reverse=True)
    if not notes:
        return []
    rows = [(unbroken_date(day), what, _cut(note)) for day, what, note in notes[:MOST_NOTES]]
    half = (len(rows) + 1) // 2
    left, right = ([table(NOTE, side, (4, 3, 9))] for side in (rows[:half], rows[half:]))
    more = len(notes) - MOST_NOTES
    earlier = [small(f"And {counted(more, 'earlier note')}.")] if more > 0 else []
    return [beside(left, right if len(rows) > 1 else []), *earlier]


def _cut(note: str) -> str:
    """A note on one line, no longer than LONGEST_NOTE letters."""
    line = " ".join(note.split())
    return line if len(line) <= LONGEST_NOTE else f"{line[: LONGEST_NOTE - 1].rstrip()}…"


PARTS: dict[Section, Callable[[Facts], Sequence[Block]]] = {
    Section.SCREENING: screening,
    Section.KNEE: before_and_after,
    Section.WEEKS: over_weeks,
    Section.ROUTINE: routine,
    Section.PROGRAMME: programme,
    Section.TESTS: home_tests,
    Section.NOTES: _notes,
}
