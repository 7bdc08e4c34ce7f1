"""The country a person is in: guessed, confirmed by them, and the numbers to call there."""

from functools import cache
from importlib.resources import files

import streamlit as st

from kneeapp.domain.screening.questionnaire import Country
from kneeapp.store.record import people
from kneeapp.ui.findings.standing import questionnaire
from kneeapp.ui.shell.call_button import call_button
from kneeapp.ui.shell.request_context import RecordContext

LABEL = "Your country, for the numbers to call"
EVERYWHERE = "112"
"""The emergency number of many countries, and of most mobile phones elsewhere (ETSI TS 122 101)."""


def known_country(visit: RecordContext) -> Country | None:
    """The country that the person named, else the one that their browser speaks for."""
    return questionnaire(visit).country(visit.preferences.country or guessed(visit))


def guessed(visit: RecordContext) -> str:
    """The country of the browser's time zone, else that of its language; empty for neither.

    The time zone comes first: it tells where somebody is, and the language often does not.
    """
    _, _, region = (st.context.locale or "").partition("-")
    codes = (_zones().get(st.context.timezone or "", ""), region.upper())
    return next((code for code in codes if questionnaire(visit).country(code)), "")


def country_form(visit: RecordContext) -> str:
    """The country as two letters, picked from the known ones; empty for another one."""
    names = {one.code: one.name for one in questionnaire(visit).countries}
    codes, usual = list(names), visit.preferences.country or guessed(visit)
    chosen = st.selectbox(
        LABEL,
        codes,
        index=codes.index(usual) if usual in names else None,
        format_func=names.__getitem__,
        placeholder="Another country",
    )
    return chosen or ""


def keep(visit: RecordContext, code: str) -> None:
    """Remember the country for all numbers to call."""
    if code != visit.preferences.country:
        preferences = visit.preferences.model_copy(update={"country": code})
        people.save_preferences(visit.record, preferences)


def change(visit: RecordContext) -> None:
    """On *My data*: the country, to be changed when somebody travels or moved."""
    st.header("Numbers to call")
    chosen = country_form(visit)
    render_numbers(questionnaire(visit).country(chosen))
    if chosen != visit.preferences.country:
        keep(visit, chosen)
        st.rerun()


def render_numbers(country: Country | None) -> None:
    """The numbers to call there, as buttons."""
    number = country.number if country else EVERYWHERE
    call_button(number, f"Call {number} in an emergency")
    if country and country.line:
        call_button(country.line, f"Call {country.line}, the medical phone line")


def words(country: Country | None) -> str:
    """The numbers to call there, in a sentence."""
    if country is None:
        return f"In an emergency call {EVERYWHERE} or your local number."
    emergency = f"In an emergency call {country.number}."
    name = f", {country.line_name}" if country.line_name else ""
    return f"{emergency} Medical phone line: {country.line}{name}." if country.line else emergency


def line(country: Country | None) -> str | None:
    """The medical phone line as a link with its name; None where there is none."""
    if country is None or country.line is None:
        return None
    name = f", {country.line_name}" if country.line_name else ""
    return f"{_link(country.line)}{name}"


def emergency(country: Country | None) -> str | None:
    """The emergency number as a link; None where it is not known."""
    return _link(country.number) if country else None


def _link(number: str) -> str:
    return f"[{number}](tel:{number})"


@cache
def _zones() -> dict[str, str]:
    """The country of each time zone, its older names too.

    zone.tab names one country a zone; zone1970.tab has left out those of smaller countries.
    """
    folder = files("tzdata.zoneinfo")
    rows = (folder / "zone.tab").read_text("utf-8").splitlines()
    listed = (row.split("\t") for row in rows if row and not row.startswith("#"))
    found = {zone: code for code, _, zone, *_ in listed}
    for row in (folder / "tzdata.zi").read_text("utf-8").splitlines():
        kind, *names = row.split(" ")
        if kind == "L" and names[0] in found:
            found.setdefault(names[1], found[names[0]])
    return found
