"""Country of the person: guessed, confirmed by them, and the numbers to call there."""

from functools import cache
from importlib.resources import files

import streamlit as st

from kneeapp.domain.screening.questionnaire import Country
from kneeapp.ui.findings.standing import questionnaire
from kneeapp.ui.shell.call_button import call_button
from kneeapp.ui.shell.request_context import RecordContext

LABEL = "Your country, for the numbers to call"
EVERYWHERE = "112"
"""The emergency number of many countries, and of most mobile phones elsewhere (ETSI TS 122 101)."""


def known_country(context: RecordContext) -> Country | None:
    """The country that the person chose, otherwise the guessed one; None where unknown."""
    return questionnaire(context).country(context.preferences.country or guessed(context))


def guessed(context: RecordContext) -> str:
    """The code of the country of the browser's time zone, or of its language; empty for neither.

    The time zone comes first: it shows where somebody is, the language often does not.
    """
    _, _, region = (st.context.locale or "").partition("-")
    codes = (_zones().get(st.context.timezone or "", ""), region.upper())
    return next((code for code in codes if questionnaire(context).country(code)), "")


def country_form(context: RecordContext) -> str:
    """A select box; returns the two-letter code, empty for another country."""
    names = {country.code: country.name for country in questionnaire(context).countries}
    codes, usual = list(names), context.preferences.country or guessed(context)
    code = st.selectbox(
        LABEL,
        codes,
        index=codes.index(usual) if usual in names else None,
        format_func=names.__getitem__,
        placeholder="Another country",
    )
    return code or ""


def keep(context: RecordContext, code: str) -> None:
    """Save the country for all numbers to call."""
    if code != context.preferences.country:
        context.save_preferences(country=code)


def change(context: RecordContext) -> None:
    """On *My data*: the country, which changes when somebody travels or moves."""
    st.header("Numbers to call")
    code = country_form(context)
    render_numbers(questionnaire(context).country(code))
    if code != context.preferences.country:
        keep(context, code)
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
    """The country code of each time zone, with its older names.

    zone.tab names one country per zone; zone1970.tab omits the zones of smaller countries. The
    older names are the links ("L") of tzdata.zi.
    """
    folder = files("tzdata.zoneinfo")
    rows = (folder / "zone.tab").read_text("utf-8").splitlines()
    listed = (row.split("\t") for row in rows if row and not row.startswith("#"))
    by_zone = {zone: country_code for country_code, _, zone, *_ in listed}
    for row in (folder / "tzdata.zi").read_text("utf-8").splitlines():
        kind, *names = row.split(" ")
        if kind == "L" and names[0] in by_zone:
            by_zone.setdefault(names[1], by_zone[names[0]])
    return by_zone
