"""Stopwatch for home tests: it counts up in the browser and beeps when the time is over."""

from kneeapp.ui.shell.component_payloads import StopwatchData, component, payload


def stopwatch(seconds: int, *, key: str) -> None:
    """A watch that stops by itself after `seconds`; the person reads the time off it."""
    watch = component(
        "stopwatch", html="<div class='stopwatch'></div>", css="stopwatch.css", js="stopwatch.js"
    )
    watch(key=key, data=payload(StopwatchData(seconds=seconds)))
