"""Work keys: a clinician's work list by keyboard, and a quiet sound for something new."""

from kneeapp.ui.shell.component_payloads import WorkListData, component, payload


def work_keys(newest_s: int, *, sound: bool) -> None:
    """Mount it; `newest_s` is when the newest task arose that nobody has taken (Unix seconds)."""
    component("work_keys", html="<div hidden></div>", js="work-keys.js")(
        key="work_keys", data=payload(WorkListData(newest_s=newest_s, sound=sound))
    )
