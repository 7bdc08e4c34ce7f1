"""Pages run as a person on their own machine would see them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kneeapp.ui import session

APP = Path(__file__).parent.parent.parent / "app.py"


class Screen:
    """An app under test whose widgets are found by what is written on them."""

    def __init__(self, app: AppTest) -> None:
        self.app = app.run()

    def go(self, page: str) -> "Screen":
        self.app.switch_page(f"pages/{page}.py").run()
        return self

    def press(self, label: str) -> "Screen":
        self._only(self.app.button, label).click().run()
        return self

    def tick(self, label: str) -> "Screen":
        self._only(self.app.checkbox, label).check().run()
        return self

    def choose(self, label: str, value: Any) -> "Screen":
        self._only(self.app.get("button_group"), label).set_value(value).run()
        return self

    def enter(self, label: str, value: Any) -> "Screen":
        found = [
            *self.app.number_input,
            *self.app.text_area,
            *self.app.text_input,
            *self.app.selectbox,
        ]
        self._only(found, label).set_value(value).run()
        return self

    def rate(self, key: str, value: int) -> "Screen":
        """Give a rating as its component would send it."""
        self.app.session_state[key] = {"value": value}
        self.app.run()
        return self

    def buttons(self) -> list[str]:
        return [button.label for button in self.app.button]

    @property
    def text(self) -> str:
        """All that is written on the page, one block a line."""
        kinds = ("title", "header", "subheader", "markdown", "text", "caption")
        kinds += ("info", "warning", "error", "success")
        return "\n".join(element.value for kind in kinds for element in self.app.get(kind))

    @staticmethod
    def _only(widgets: Any, label: str) -> Any:
        found = [widget for widget in widgets if label == widget.label]
        assert len(found) == 1, f"{len(found)} widgets say {label!r}: {[w.label for w in widgets]}"
        return found[0]


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Screen]:
    """Open the app in a new tab of the person's own machine."""
    monkeypatch.setattr(session, "is_personal", lambda *_: True)
    return lambda: Screen(AppTest.from_file(str(APP), default_timeout=30))
