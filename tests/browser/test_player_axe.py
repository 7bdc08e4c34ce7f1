"""What axe-core finds, best practice included, in each state and dialog of the player."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from stage import Stage

from tests.browser.test_axe import OPTIONS, SETTLED

Play = Callable[..., Stage]

pytestmark = pytest.mark.browser

REASONS = [
    "Sharp or electric pain",
    "Numb or tingling",
    "Chest pain, short of breath, or a swollen leg",
]


class Inspector:
    """Has axe look at what the player shows now."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.faults: dict[str, list[Any]] = {}

    def look(self, state: str) -> None:
        self.stage.page.wait_for_function(SETTLED)
        found = [
            (fault["id"], node["html"][:150])
            for fault in Axe().run(self.stage.page, options=OPTIONS).response["violations"]
            for node in fault["nodes"]
            if isinstance(node["target"][0], list)  # within the player, not in Streamlit's page
        ]
        if found:
            self.faults[state] = found


@pytest.mark.parametrize("scheme", ["dark", pytest.param("light", marks=pytest.mark.nightly)])
def test_no_state_and_no_dialog_of_the_player_has_a_fault(
    play: Play, phone: Page, scheme: Any
) -> None:
    phone.emulate_media(color_scheme=scheme)
    stage = play(emergency="112", scale=100).open()
    inspector = Inspector(stage)
    inspector.look("ready")
    stage.press("Start")
    inspector.look("ball, not rated")
    stage.rate(8)
    stage.saved()
    inspector.look("ball, rated")
    stage.tap("Voice and settings")
    inspector.look("voice and settings")
    stage.tap("Close", "Stop")
    inspector.look("why stop")
    for reason in REASONS:
        stage.tap(reason)
        inspector.look(reason)
        stage.tap("I tapped the wrong one")
    stage.tap("My knee pain is worse")
    inspector.look("knee pain now")
    stage.tap(stage.in_dialog("6"))
    inspector.look("knee rated")
    stage.tap("End session")
    inspector.look("stopped")
    assert inspector.faults == {}
