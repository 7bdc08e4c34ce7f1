"""Stopwatch for home tests: it counts up in the browser and beeps when the time is over."""

import streamlit as st

from kneeapp.ui.shell.component_payloads import StopwatchData, payload

_watch = st.components.v2.component(
    "kneeapp.stopwatch",
    html="<div class='stopwatch'></div>",
    css="stopwatch.css",
    js="stopwatch.js",
)


def stopwatch(seconds: int, *, key: str) -> None:
    """A watch that stops by itself after `seconds`; the person reads the time off it."""
    _watch(key=key, data=payload(StopwatchData(seconds=seconds)))
