"""The report for a clinician, read back by another library than the one that wrote it."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream
from uuid6 import uuid7

from kneeapp.cli import demo
from kneeapp.domain.accounts.people import Principal
from kneeapp.domain.evidence.progress import Window, last_weeks
from kneeapp.domain.evidence.verdict_text import routine_words
from kneeapp.domain.programme.load_ladder import done_load_words
from kneeapp.domain.routine.definitions import Ball, Choice
from kneeapp.domain.routine.spots import Spot
from kneeapp.domain.safety.findings import Finding, Urgency
from kneeapp.domain.safety.replies import Allows, Reply
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.domain.screening.questionnaire import ScreeningRule
from kneeapp.reports.clinician_report.content import document
from kneeapp.reports.clinician_report.facts import Facts, facts
from kneeapp.reports.clinician_report.options import ReportOptions, Section
from kneeapp.reports.clinician_report.page import Document
from kneeapp.reports.clinician_report.pdf import report
from kneeapp.reports.clinician_report.training import _routines
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people, sessions
from kneeapp.store.transfer.snapshot import snapshot
from tests.store.builders import a_record, a_reply, a_session, finished

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
WEEKS = 4
ASKED = ReportOptions(window=last_weeks(WEEKS, NOW.date()), now=NOW, zone=BERLIN)


@pytest.fixture(scope="module")
def record() -> Iterator[Record]:
    with closing(Store.open(None)) as store:
        yield demo.fill(store, NOW, weeks=WEEKS)


@pytest.fixture(scope="module")
def known(record: Record) -> Facts:
    return facts(snapshot(record), ASKED)


@pytest.fixture(scope="module")
def pdf(record: Record) -> PdfReader:
    return opened(report(snapshot(record), replace(ASKED, name="Nour Al-Amin")))


def opened(made: bytes) -> PdfReader:
    return PdfReader(BytesIO(made))


def written(pdf: PdfReader) -> str:
    text = " ".join(page.extract_text() for page in pdf.pages)
    return " ".join(text.split())


def words(found: Document) -> str:
    """All that a document says, before it is set."""
    return str(replace(found, parts=[(part.title, *part.blocks) for part in found.parts]))


def test_it_is_two_a4_pages_of_text_that_can_be_selected(pdf: PdfReader, known: Facts):
    assert len(pdf.pages) == 2
    assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [595, 842]
    text = written(pdf)
    assert "Nour Al-Amin" in text
    assert known.routine
    verdict = routine_words(known.routine.verdict)
    assert verdict.headline in text
    assert verdict.detail in text
    assert all(section.label in text for section in Section)


def test_title_and_language_are_set_and_the_file_itself_names_nobody(pdf: PdfReader):
    assert pdf.trailer["/Root"]["/Lang"] == "en-GB"
    assert pdf.metadata
    assert pdf.metadata.title.startswith("Knee report, Right knee")
    assert "Nour" not in f"{pdf.metadata} {pdf.xmp_metadata and pdf.xmp_metadata.stream.get_data()}"


def test_it_is_tagged_and_each_drawing_has_its_words(pdf: PdfReader):
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    figures = [
        one for one in tags(pdf.trailer["/Root"]["/StructTreeRoot"]) if one["/S"] == "/Figure"
    ]
    assert len(figures) == 5
    assert all(figure["/Alt"] for figure in figures)


def test_every_font_is_embedded_and_every_drawing_is_made_of_lines(pdf: PdfReader):
    resources = list(resources_of(pdf))
    fonts = [font.get_object() for each in resources for font in each.get("/Font", {}).values()]
    assert fonts
    for font in fonts:
        [descendant] = font["/DescendantFonts"]
        assert "/FontFile2" in descendant.get_object()["/FontDescriptor"]
    drawn = [one.get_object() for each in resources for one in each.get("/XObject", {}).values()]
    assert {one["/Subtype"] for one in drawn} <= {"/Form"}


@pytest.mark.parametrize("name", ["نور الأمين", "שירה כהן", "Нур 🌻", "李明", "#*_Nour_*$ \\ [x]"])
def test_any_name_can_stand_on_it(record: Record, name: str):
    few = replace(ASKED, name=name, sections=frozenset({Section.NOTES}))
    [page] = opened(report(snapshot(record), few)).pages
    lines = page.extract_text().splitlines()
    known = {letter for letter in name if letter not in "李明 "}
    assert known <= set("".join(lines[:3]))


def test_only_the_parts_that_were_asked_for_are_in_it(known: Facts):
    few = replace(known, asked=replace(ASKED, sections=frozenset({Section.KNEE, Section.TESTS})))
    assert [part.title for part in document(few).parts] == ["Before and after", "Home tests"]


def test_each_exercise_is_told_with_its_last_load(known: Facts, pdf: PdfReader):
    newest = {done.exercise: done for one in known.training.trainings for done in one.done}
    loaded = [
        done_load_words(known.programme.exercise(name), done.dose)
        for name, done in newest.items()
        if done.dose.loads
    ]
    assert "Last dose and load" in written(pdf)
    assert any(words in " ".join(written(pdf).split()) for words in loaded)


def test_the_shades_of_grey_hold_no_colour(record: Record, pdf: PdfReader):
    assert any(len(set(one)) > 1 for one in colours(pdf))
    grey = opened(report(snapshot(record), replace(ASKED, grey=True)))
    assert [one for one in colours(grey) if len(set(one)) > 1] == []


def test_days_outside_the_window_are_left_out(record: Record, known: Facts):
    last = NOW.date() - timedelta(weeks=2)
    earlier = facts(snapshot(record), replace(ASKED, window=Window(ASKED.window.first, last)))
    assert 0 < len(earlier.shown) < len(known.shown)
    assert max(earlier.day(one.started_at) for one in earlier.saved) <= last
    assert max(earlier.mornings) <= last
    assert max(one.day for one in earlier.training.trainings) <= last


def test_the_last_day_ends_where_the_person_is(record: Record, known: Facts):
    late = known.shown[-1].started_at
    there = ZoneInfo("Pacific/Kiritimati")
    day = late.astimezone(there).date()
    asked = replace(ASKED, window=Window(day, day), zone=there)
    assert late in [one.started_at for one in facts(snapshot(record), asked).shown]
    before = replace(asked, window=Window(day - timedelta(days=1), day - timedelta(days=1)))
    assert late not in [one.started_at for one in facts(snapshot(record), before).shown]


def with_findings(known: Facts, *screenings: Screening, said: Sequence[Reply] = ()) -> str:
    """All that is said once these screenings and replies are in the record as well."""
    safety = replace(known.safety, screenings=[*known.safety.screenings, *screenings], replies=said)
    found = replace(known, screenings=[*known.screenings, *screenings], safety=safety)
    return words(document(found)).replace("\\xa0", " ")


def same_day_rules(known: Facts) -> list[ScreeningRule]:
    return [one for one in known.questionnaire.rules if one.urgency is Urgency.SAME_DAY]


def test_an_open_red_flag_comes_first_with_what_it_closes(known: Facts):
    rule = same_day_rules(known)[0]
    found = with_findings(known, flagged(rule, 3))
    assert f"{Urgency.SAME_DAY.label}." in found
    assert "The person said “" in found
    assert "on 27 February 2026; nobody has checked it yet." in found
    assert "Closed for now: every routine, strengthening and the test move." in found
    assert Urgency.NONE_SEEN.label not in found
    assert "No red flag" not in found


def test_every_red_flag_that_ended_is_told_or_counted(known: Facts):
    rules = same_day_rules(known)[:9]
    flags = [flagged(rule, n + 1) for n, rule in enumerate(rules)]
    checks = [a_reply(rule=rule.id, at=NOW, seen_on=NOW.date()) for rule in rules]
    found = with_findings(known, *flags, said=checks)
    assert found.count("a doctor checked it on 2 March 2026") == 6
    assert "And 3 earlier findings" in found
    assert "9', 'of 10 screenings with a red flag'" in found


def test_a_check_stands_beside_what_was_said_for_twelve_weeks(known: Facts):
    rule = same_day_rules(known)[0]
    check = a_reply(
        rule=rule.id, at=NOW - timedelta(days=9), seen_on=NOW.date() - timedelta(days=9)
    )
    found = with_findings(known, flagged(rule, 10), said=[check])
    assert "No warning sign is open now; those of the last 12 weeks are below." in found
    assert Urgency.NONE_SEEN.label not in found
    assert "a doctor checked it on 21 February 2026: rolling and strengthening are allowed" in found


def test_a_check_of_an_older_record_counts_for_what_was_said_before(known: Facts):
    rule = same_day_rules(known)[0]
    checked = Screening(
        id=uuid7(), started_at=NOW, kind=ScreeningKind.CHECKED, rules_version="1", finished_at=NOW
    )
    found = with_findings(known, flagged(rule, 1), checked)
    assert "another clinician checked it on 2 March 2026" in found


def test_what_a_clinician_did_not_allow_stays_closed_under_their_name(known: Facts):
    rule, account = same_day_rules(known)[0], uuid7()
    named = replace(known, names={account: "Dr Vogt"}, asked=replace(ASKED, name="Nour Al-Amin"))
    check = a_reply(rule=rule.id, at=NOW, seen_on=NOW.date(), allows=Allows.ROLL, account=account)
    found = with_findings(named, flagged(rule, 1), said=[check])
    assert "Nour Al-Amin said “" in found
    assert "Dr Vogt checked it on 2 March 2026: rolling is allowed, strengthening is not." in found
    assert "Closed for now: strengthening." in found


def test_that_no_sign_was_seen_is_said_where_none_was(known: Facts):
    found = words(document(known))
    assert f"{Urgency.NONE_SEEN.label}." in found
    assert "No red flag in 1 screening." in found


def test_an_empty_record_says_so_on_one_page():
    with closing(Store.open(None)) as store:
        person = people.sole_person(store, NOW)
        pdf = opened(report(snapshot(Record(store, person, Principal(person))), ASKED))
    assert len(pdf.pages) == 1
    text = written(pdf)
    assert "Not screened yet." in text
    assert "No session of a routine in these days." in text


def test_one_session_is_no_average(record: Record, known: Facts):
    one = replace(ASKED, window=Window(*[known.day(known.shown[0].started_at)] * 2))
    found = document(facts(snapshot(record), one))
    assert "An average is told once 4 sessions count." in words(found)
    assert len(opened(report(snapshot(record), one)).pages) <= 2


def test_the_same_record_makes_the_same_file(record: Record):
    few = replace(ASKED, sections=frozenset({Section.SCREENING}))
    assert report(snapshot(record), few) == report(snapshot(record), few)


def flagged(rule: ScreeningRule, n: int) -> Screening:
    """A short screening n days ago on which `rule` fired."""
    finding = Finding(
        rule=rule.id,
        urgency=rule.urgency,
        reason=rule.reason,
        go="Get help.",
        source=rule.source,
        certainty=rule.certainty,
        group=rule.when[0].group,
    )
    return Screening(
        id=uuid7(),
        started_at=NOW - timedelta(days=n),
        kind=ScreeningKind.SHORT,
        rules_version="1",
        findings=(finding,),
    )


def colours(pdf: PdfReader) -> Iterator[tuple[float, ...]]:
    """Every colour of three parts that a page or a drawing on it sets."""
    for page in pdf.pages:
        yield from colours_in(page.get_contents(), page["/Resources"], pdf)


def colours_in(content, resources, pdf: PdfReader) -> Iterator[tuple[float, ...]]:
    for operands, operator in ContentStream(content, pdf).operations:
        if operator in {b"rg", b"RG", b"sc", b"SC", b"scn", b"SCN"} and len(operands) == 3:
            yield tuple(float(part) for part in operands)
    for one in resources.get("/XObject", {}).values():
        form = one.get_object()
        yield from colours_in(form, form.get("/Resources", {}), pdf)


def tags(node) -> Iterator[dict]:
    """Every element of the structure below `node`."""
    below = node.get("/K", [])
    for child in below if isinstance(below, list) else [below]:
        found = child.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from tags(found)


def resources_of(pdf: PdfReader) -> Iterator[dict]:
    waiting = [page["/Resources"] for page in pdf.pages]
    while waiting:
        one = waiting.pop().get_object()
        yield one
        forms = (each.get_object() for each in one.get("/XObject", {}).values())
        waiting += [form["/Resources"] for form in forms if "/Resources" in form]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("", "kneeapp-report-2026-03-02.pdf"),
        ("A. B.", "kneeapp-report-a-b-2026-03-02.pdf"),
        ("Zoë Ågren / ../x", "kneeapp-report-zoe-agren-x-2026-03-02.pdf"),
    ],
)
def test_the_file_is_named_as_the_report_is(name, file):
    window = replace(ASKED.window, last=date(2026, 3, 2))
    assert replace(ASKED, name=name, window=window).file_name == file


def test_the_report_tells_the_ball_and_how_soon_spots_eased() -> None:
    spots = (
        Spot(start_s=0, worked_s=40, eased=True, first=5, highest=7),
        Spot(start_s=50, worked_s=90, eased=False),
    )
    with closing(Store.open(None)) as store:
        own = a_record(store)
        begun = a_session(started_at=NOW - timedelta(days=2), choice=Choice(ball=Ball.SOFTBALL))
        done = finished(begun)
        sessions.start(own, begun)
        sessions.save(
            own, replace(done, steps=tuple(replace(step, spots=spots) for step in done.steps))
        )
        words = dict(_routines(facts(snapshot(own), ASKED)))
    assert "on a softball" in next(iter(words.values()))
    assert words["Spots: outer hip, left"] == (
        "1 of 2 spots eased, half of them within 40 s; 1 left after 90 s; 1 rated 7 or more."
    )
