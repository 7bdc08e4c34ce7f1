import re
import tomllib
from dataclasses import astuple

import pytest

from kneeapp.colours import DARK, LIGHT, AppColours
from kneeapp.settings import PROJECT

CONFIG = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
MODES = {"light": LIGHT, "dark": DARK}


@pytest.mark.parametrize("mode", MODES)
def test_streamlit_s_theme_has_the_same_colours(mode: str) -> None:
    of_streamlit = CONFIG[mode]
    assert MODES[mode] == AppColours(
        accent=of_streamlit["primaryColor"],
        paper=of_streamlit["backgroundColor"],
        ink=of_streamlit["textColor"],
    )


def test_no_other_module_spells_these_colours_out() -> None:
    shared = {colour for one in MODES.values() for colour in astuple(one)}
    spelled = {
        (file.relative_to(PROJECT).as_posix(), colour)
        for pattern in ("*.py", "*.typ", "*.css", "*.js")
        for file in (PROJECT / "kneeapp").rglob(pattern)
        for colour in re.findall(r"#[0-9a-f]{6}\b", file.read_text("utf-8"))
        if colour in shared
    }
    assert {file for file, _ in spelled} == {"kneeapp/colours.py"}
