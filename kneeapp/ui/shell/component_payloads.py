"""Component payloads: what Python and the components in the browser send each other.

`python -m tools.payload_types` makes TypeScript types of these models. The player has its own
(`ui/widgets/player/messages.py`).
"""

from enum import StrEnum
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from kneeapp.domain.model import Model

PLAYER_STORAGE = "kneeapp.player."
WAITING_EVENTS = "out."
"""What the names begin with under which a browser stores things of the player: of all, and after
that of events that the server may not have. Browsers hold them: they cannot be changed."""


class RatingData(Model):
    """A rating to draw: its words, its bounds and the value given before."""

    label: str
    question: str
    low: str
    high: str
    least: int
    most: int
    value: int | None


class StopwatchData(Model):
    """The time after which a stopwatch stops by itself."""

    seconds: int


class FocusData(Model):
    """Where on the page the person is, what is still to be said, and whether the page is dark."""

    page: str
    part: str
    said: str
    dark: bool


class WorkListData(Model):
    """When the newest task of a work list arose (Unix seconds), and whether a new one sounds."""

    newest_s: int
    sound: bool


class PictureRow(Model):
    """One entry of a chart: its moment without an offset, its numbers, and what it is about.

    `why` says why it does not count, `session` is the id of its session.
    """

    at: str
    values: tuple[float | None, ...]
    why: str = ""
    change: str | None = None
    session: str | None = None


class PictureData(Model):
    """A chart of the overview: its words, its Vega-Lite specification as JSON, its table.

    `kind` says how its rows are summed up for chosen days; `header` names the columns.
    """

    kind: str
    title: str
    answer: str
    reading: str
    spec: str
    header: tuple[str, ...]
    rows: tuple[PictureRow, ...]


class DashboardData(Model):
    """The charts of the overview over the days `first` to `last`, and what is chosen of them.

    `vega` is where the browser finds the library that draws them; `chosen` are the days of the
    brush, `session` the id of the marked one. Days are written as 2026-03-02.
    """

    vega: str
    first: str
    last: str
    chosen: tuple[str, str] | None
    session: str | None
    pictures: tuple[PictureData, ...]


class DayData(Model):
    """A day of the calendar on which something was kept: a rating 0-10, and what is drawn of it."""

    day: str
    words: str
    rating: int | None
    session: bool
    trained: bool
    marked: bool


class YearData(Model):
    """The days `first` to `last`, those with something on them, and the one that is open.

    `scale` is the colour of a rating of 10.
    """

    first: str
    last: str
    scale: str
    days: tuple[DayData, ...]
    opened: str | None


class CookieData(Model):
    """What the browser is to do about its cookies, once for each `number`.

    It writes `cookies` itself, or posts `ticket` to `path`, which answers with them.
    """

    number: str
    path: str
    ticket: str
    cookies: tuple[str, ...]


class Order(StrEnum):
    """What the browser is to do with its copy."""

    LOOK = "look"
    KEEP = "keep"
    ASIDE = "aside"
    FORGET = "forget"


class StorageData(Model):
    """What the browser is to do with its copy of a record, once for each `number`.

    `events` is what the names of events begin with, which are forgotten with the copy.
    """

    order: Order
    number: int
    file: str
    events: str = PLAYER_STORAGE + WAITING_EVENTS


class StorageReply(Model):
    """What came of an order: the copy that was there, or that the storage failed."""

    number: int
    file: str | None = None
    fault: bool | None = None


def payload(data: Model) -> dict[str, object]:
    """`data` as a component takes it; what is None is left out."""
    return data.model_dump(mode="json", exclude_none=True)


@cache
def component(
    name: str, *, js: str, css: str | None = None, html: str | None = None
) -> ComponentRenderer:
    """The component of that name, which is mounted by calling it.

    Made at first use: Streamlit finds a component's files only while a server runs.
    """
    return st.components.v2.component(f"kneeapp.{name}", html=html, css=css, js=js)


def no_op() -> None:
    """For a component whose change needs a rerun and nothing else, which takes a callback."""
