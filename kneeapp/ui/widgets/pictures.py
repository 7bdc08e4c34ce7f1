"""Drawings on a page."""

import re
from base64 import b64encode
from contextlib import suppress
from functools import lru_cache

import streamlit as st

from kneeapp import content
from kneeapp.domain.routine.poses import Pose, pose_for
from kneeapp.domain.sides import Side
from kneeapp.errors import ContentError, NotFound
from kneeapp.figure import draw
from kneeapp.settings import settings


def figure(key: str, *, side: Side | None = None, dark: bool) -> None:
    """The drawing of a pose; animated unless the browser asks for reduced motion."""
    still = drawing(key, side=side, dark=dark, still=True)
    show(drawing(key, side=side, dark=dark), still=still)


def test_move_figure(move: str, *, knee: Side, dark: bool) -> None:
    """A small drawing of the test move.

    Nothing for a move that the content no longer has; old sessions may still name it.
    """
    with st.container(key="small_drawing"), suppress(ContentError, NotFound):
        figure(f"test_move_{move}", side=knee, dark=dark)


def drawing(key: str, *, side: Side | None = None, dark: bool, still: bool = False) -> str:
    """The drawing of a pose as SVG markup; a side in the key wins over `side`."""
    pose, named = pose_for(content.poses(settings().content), key)
    return _drawn(pose, named or side, dark, still)


@lru_cache(maxsize=256)
def _drawn(pose: Pose, side: Side | None, dark: bool, still: bool) -> str:
    """A cached drawing: a page shows the same pictures in every run."""
    return draw(pose, side=side, dark=dark, still=still)


def show(svg: str, *, still: str = "") -> None:
    """A drawing as an <img>: Streamlit's sanitizer removes inline SVG from a page.

    A moving one needs a `still` version, too: CSS shows one of the two by the browser's motion
    setting, which has no effect inside an image.
    """
    moving = _image(svg, "moving" if still else "")
    st.html(moving + (_image(still, "still") if still else ""))


def _image(svg: str, kind: str) -> str:
    label = re.search(r'aria-label="([^"]*)"', svg)
    source = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
    return f'<img class="drawing {kind}" alt="{label[1] if label else ""}" src="{source}">'
