"""Pages run by Streamlit's AppTest, as a person on their own machine would see them."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, app_test
from uuid6 import uuid7

from kneeapp import access, clock, content
from kneeapp.domain.accounts import consent
from kneeapp.domain.accounts.consent import VERSION, Consent
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import Event, EventKind
from kneeapp.domain.safety.replies import Allows, Clinician
from kneeapp.domain.screening.answers import ScreeningKind, new_screening
from kneeapp.domain.screening.conditions import SKIPPED
from kneeapp.domain.screening.questionnaire import next_group
from kneeapp.domain.screening.questions import BEFORE_START, ChoiceGroup, Group, NumberGroup
from kneeapp.server.own_components import own_components
from kneeapp.settings import settings
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import accounts, web_sessions
from kneeapp.store.record import consents, people, screenings, sessions
from kneeapp.ui.shell import cookies, daily_maintenance, store_pool
from kneeapp.ui.shell.navigation import only_through_the_frame
from tests.store.builders import a_session, finished
from tests.store.care_helpers import a_patient, let_in, signed_in

APP = Path(__file__).parent.parent.parent / "app.py"
SECRETS = '[clinic]\nname = "Knee Clinic"\nphone = "112"\nhosting_accepted = true\n'


class Screen:
    """An app under test whose widgets are found by their labels."""

    def __init__(self, app: AppTest) -> None:
        self.app = app.run()
        self.sent: dict[str, object] = {}

    def go(self, page: str) -> "Screen":
        self.sent.clear()
        self.app.switch_page(f"pages/{page}.py")
        return self._run()

    def press(self, label: str) -> "Screen":
        self.button(label).click()
        return self._run()

    def button(self, label: str) -> Any:
        return self._only(self.app.button, label)

    def tick(self, label: str) -> "Screen":
        self._only(self.app.checkbox, label).check()
        return self._run()

    def switch_on(self, label: str) -> "Screen":
        self._only(self.app.toggle, label).set_value(True)
        return self._run()

    def choose(self, label: str, value: Any) -> "Screen":
        self._only(self.app.get("button_group"), label).set_value(value)
        return self._run()

    def pick(self, label: str, value: Any) -> "Screen":
        self._only(self.app.selectbox, label).set_value(value)
        return self._run()

    def enter(self, label: str, value: Any) -> "Screen":
        kinds = (self.app.number_input, self.app.text_area, self.app.text_input)
        fields = [field for kind in kinds for field in kind]
        self._only(fields, label).set_value(value)
        return self._run()

    def rate(self, key: str, value: int) -> "Screen":
        """Give a rating as its component would send it."""
        self.sent[key] = {"value": value}
        return self._run()

    def unfold(self, key: str) -> "Screen":
        """Open an expander; it stays open while the page does."""
        self.sent[key] = True
        return self._run()

    def enter_check(
        self,
        rule: str,
        by: Clinician,
        allows: Allows,
        *,
        on: date | None = None,
        until: date | None = None,
    ) -> "Screen":
        """Fill in the check form on the card of that rule."""
        fields = [*self.app.get("button_group"), *self.app.date_input]
        by_field = {
            element.key.split(" ")[0]: element
            for element in fields
            if element.key and rule in element.key
        }
        by_field["who"].set_value(by)
        by_field["allows"].set_value(allows)
        if on:
            by_field["day"].set_value(on)
        if until:
            by_field["until"].set_value(until)
        self._run()
        [keep] = [
            element
            for element in self.app.button
            if element.key and element.key.startswith("keep ") and rule in element.key
        ]
        keep.click()
        return self._run()

    def can_check(self, rule: str) -> bool:
        """Whether a check can be entered on the card of that rule."""
        keys = [element.key or "" for element in self.app.get("button_group")]
        return any(key.startswith("who ") and rule in key for key in keys)

    def report(self, session: Session, log: Sequence[Event]) -> "Screen":
        """Send events as the player would."""
        events = [event.model_dump(mode="json") for event in log]
        self.sent["player"] = {"report": {"session": str(session.id), "events": events}}
        return self._run()

    def _run(self) -> "Screen":
        """Run once; a browser sends the state of every component with each run."""
        for key, state in self.sent.items():
            self.app.session_state[key] = state
        self.app.run()
        return self

    def answer(self, **ticked: str) -> "Screen":
        """Answer all questions: skip, none of these, the number 44, or the first choice.

        `ticked` gives a statement to tick under a question, whose spaces are written as _.
        """
        wanted = {question.replace("_", " "): text for question, text in ticked.items()}
        while question := self.question:
            if text := wanted.get(question):
                self.tick(text).press("Next")
            elif "Skip" in self.buttons():
                self.press("Skip")
            elif "None of these" in self.buttons():
                self.press("None of these")
            elif self.app.number_input:
                self.enter(self.app.number_input[0].label, 44).press("Next")
            elif pills := list(self.app.get("button_group")):
                pills[0].set_value([pills[0].options[0].content])
                self._run().press("Next")
            elif "Next" in self.buttons():
                [slider] = self.app.get("bidi_component")
                self.rate(slider.proto.id.split("-", 3)[-1], 4).press("Next")
            else:
                self.press(self.buttons()[0])
        return self

    def buttons(self) -> list[str]:
        return [button.label for button in self.app.button]

    @property
    def question(self) -> str:
        """The question on the screen; empty without one."""
        asked = any("Question" in str(bar.proto.text) for bar in self.app.get("progress"))
        return str(self.app.header[0].value) if asked else ""

    @property
    def player_data(self) -> dict[str, Any]:
        """What the player was mounted with."""
        [player] = self._players
        data: dict[str, Any] = json.loads(player.proto.json)
        return data

    @property
    def has_player(self) -> bool:
        return bool(self._players)

    @property
    def _players(self) -> list[Any]:
        return [
            element for element in self.app.get("bidi_component") if "anchor" in element.proto.json
        ]

    @property
    def calls(self) -> list[tuple[str, str]]:
        """The buttons that call a number: their addresses and labels."""
        written = "".join(str(element.proto.body) for element in self.app.get("html"))
        return re.findall(r'<a class="call[^"]*" href="([^"]*)">([^<]*)</a>', written)

    @property
    def text(self) -> str:
        """All text of the page, one block per line."""
        kinds = ("title", "header", "subheader", "markdown", "text", "caption")
        kinds += ("info", "warning", "error", "success")
        return "\n".join(str(element.value) for kind in kinds for element in self.app.get(kind))

    @staticmethod
    def _only(widgets: Any, label: str) -> Any:
        matching = [widget for widget in widgets if label == widget.label]
        assert len(matching) == 1, (
            f"{len(matching)} widgets say {label!r}: {[w.label for w in widgets]}"
        )
        return matching[0]


def played(session: Session, *, until: int | None = None) -> list[Event]:
    """The events of a session played from its start to the end, or of its first steps."""
    begin = round(clock.now().timestamp() * 1000)
    happened = [(EventKind.START, 0, 0)]
    at = [begin]
    for number, step in enumerate(session.plan.steps[:until]):
        happened.append((EventKind.STEP_DONE, number, step.ms))
        at.append(at[-1] + step.ms)
    return [
        Event(client="phone", seq=seq, kind=kind, step=step, elapsed_ms=elapsed, at_ms=moment)
        for seq, ((kind, step, elapsed), moment) in enumerate(zip(happened, at, strict=True))
    ]


@pytest.fixture(autouse=True)
def through_the_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Restore before every run that pages are opened through app.py only: AppTest resets it."""
    made = PagesManager.__init__

    def make(self: PagesManager, *arguments: Any, **options: Any) -> None:
        only_through_the_frame()
        made(self, *arguments, **options)

    monkeypatch.setattr(PagesManager, "__init__", make)


@pytest.fixture(autouse=True)
def quick_discovery(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find components as kneeapp's server does: the search takes half a second for each tab."""
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", own_components)


@pytest.fixture(scope="session")
def compiled_pages() -> ScriptCache:
    return ScriptCache()


@pytest.fixture(autouse=True)
def compile_once(monkeypatch: pytest.MonkeyPatch, compiled_pages: ScriptCache) -> None:
    """Compile each page once, as a server does: AppTest does it for each run."""
    monkeypatch.setattr(app_test, "ScriptCache", lambda: compiled_pages)


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Screen]:
    """Open the app in a new tab of the person's own machine."""
    monkeypatch.setattr(access, "is_personal", lambda *_: True)
    return lambda: Screen(AppTest.from_file(str(APP), default_timeout=30))


@pytest.fixture
def record() -> Record:
    """The person's record, as the app under test holds it."""
    store = store_pool.shared_store(settings())
    person = people.sole_person(store, clock.now())
    return Record(store, person, Principal(person))


@pytest.fixture
def screened(open_app: Callable[[], Screen], record: Record) -> Screen:
    """Somebody on *Today* who gave consent and has none of the danger signs."""
    save_harmless_screening(record)
    return open_app()


def save_harmless_screening(record: Record) -> None:
    """Consent and danger list, stored as fifteen taps on *Screening* store them."""
    now, questions = clock.now(), content.questionnaire()
    consents.give(record, Consent(VERSION, now, consent.personal("in a file on this computer")))
    screening = new_screening(questions, ScreeningKind.FULL, screening_id=uuid7(), started_at=now)
    while group := next_group(questions, BEFORE_START, screening.answers):
        screening = screening.answered(questions, group.id, harmless_answer(group), now)
    screenings.save(record, screening)


def harmless_answer(group: Group) -> object:
    if group.optional:
        return SKIPPED
    if isinstance(group, NumberGroup):
        return 44
    return group.options[0].id if isinstance(group, ChoiceGroup) else []


@pytest.fixture
def store(tmp_path, monkeypatch, hand_clock):
    """The database of a clinic, forty days after it began."""
    hand_clock.advance(days=40)
    monkeypatch.setattr(
        daily_maintenance, "run_daily_maintenance", lambda *_: None
    )  # a thread that outlives a test
    (tmp_path / "secrets.toml").write_text(SECRETS, "utf-8")
    monkeypatch.setenv("KNEEAPP_SECRETS", str(tmp_path / "secrets.toml"))
    return store_pool.shared_store(settings())


@pytest.fixture
def open_as(store, monkeypatch):
    """Open the app in a browser in which somebody is signed in."""

    def opened(principal, **asked):
        now = clock.now()
        account = store.run(lambda q: accounts.find(q, principal.account))
        key = store_pool.clinic_key(settings())
        _, cookie = web_sessions.begin(store, key, account, now, ticket=False)
        monkeypatch.setattr(cookies, "sent", lambda name: cookie if name == cookies.SIGN_IN else "")
        app = AppTest.from_file(str(APP), default_timeout=30)
        for name, value in asked.items():
            app.query_params[name] = value
        return Screen(app)

    return opened


@pytest.fixture
def clinician(store):
    return signed_in(store, Role.CLINICIAN, called="Dr Vogt")


@pytest.fixture
def patient(store, clinician):
    """A patient of the clinician, with a session of yesterday."""
    record = a_patient(store, called="Anna Berg")
    begun = a_session(started_at=clock.now() - timedelta(days=1))
    sessions.start(record, begun)
    sessions.save(record, finished(begun))
    let_in(record, clinician, clock.now() - timedelta(days=30))
    return record


@pytest.fixture
def reception(store):
    return signed_in(store, Role.RECEPTION, called="Rui Sol")


@pytest.fixture
def admin(store):
    return signed_in(store, Role.ADMIN, called="Ada Lund")
