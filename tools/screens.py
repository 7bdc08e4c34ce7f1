"""Takes the film strip of docs/screens: each page as a person meets it, on phone and computer.

Run it as `python -m tools.screens` after a page has changed its looks, and look at what it made.
It starts servers with made-up records and needs the package's `dev` extra and a Chromium.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, expect

from kneeapp.settings import PROJECT
from tests.browser.person import Person
from tests.browser.walker import LONG
from tests.support.chromium import browser
from tools.screen_records import Served, World, served

SCREENS_FOLDER = PROJECT / "docs" / "screens"
QUALITY = 60
GAP, LABEL, LABEL_SIZE = 24, 36, 24
"""Pixels between pictures, above each for its name, and of the name's letters."""
UNSEEN = "code { color: transparent !important }"
"""The path of the record is another one each time."""

PAPER, INK = "#8a8f8e", "#101414"


class Device(NamedTuple):
    """A screen that pictures are taken on; they are kept at `scale`, `columns` in a row."""

    name: str
    width: int
    height: int
    scale: float
    columns: int


class Screen(NamedTuple):
    """One picture: its name, and what leads there from the picture before it of its world."""

    name: str
    world: World
    reach: Callable[[Person, Served], object]


Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
DEVICES = (Device("phone", 390, 844, 0.8, 7), Device("desktop", 1280, 800, 0.45, 5))
SHEETS = {f"{device.name}-{scheme}": (device, scheme) for device in DEVICES for scheme in SCHEMES}


def at(page: str, heading: str) -> Callable[[Person, Served], object]:
    """Open a page by its address."""

    def reach(person: Person, server: Served) -> None:
        person.open(f"{server.url}/{page}")
        heads(person, heading)

    return reach


def heads(person: Person, heading: str) -> None:
    """Wait for that heading."""
    expect(person.page.get_by_role("heading", name=heading).first).to_be_visible(timeout=LONG)


def choose_the_due_session(person: Person, server: Served) -> None:
    at("routine", "Routine")(person, server)
    person.rate("Knee pain now", 5)
    person.page.get_by_role("slider", name="Knee pain now").scroll_into_view_if_needed()


def see_the_result(person: Person, _: Served) -> None:
    person.screen_without_danger_signs().sees("No warning sign was seen")


def come_to_the_player(person: Person, _: Served) -> None:
    person.tap("Start routine")
    start = person.page.get_by_role("button", name="Start", exact=True)
    expect(start).to_be_visible(timeout=LONG)


def play(person: Person, _: Served) -> None:
    """Into the first spot: rated, and rolling."""
    person.tap("Start").sees("bout 1 of")
    person.page.keyboard.press("6")


def end_for_today(person: Person, _: Served) -> None:
    person.tap("Finished for today").tap("End session")
    heads(person, "Re-check")


def save(person: Person, _: Served) -> None:
    person.rate("Knee pain after", 3).tap("Save session").sees("See progress")


def see_a_patient(person: Person, server: Served) -> None:
    person.open(f"{server.url}/clinic?person={server.patient}").sees("Look at")


SCREENS = (
    Screen("Welcome", World.FIRST_START, at("", "Today")),
    Screen("First question", World.FIRST_START, lambda p, _: p.tap("Start screening").question(1)),
    Screen("Result", World.FIRST_START, see_the_result),
    Screen("Today", World.SOME_WEEKS, at("", "Today")),
    Screen("Set-up", World.SOME_WEEKS, at("routine", "Routine")),
    Screen("Set-up, rated", World.SOME_WEEKS, choose_the_due_session),
    Screen("Player, ready", World.SOME_WEEKS, come_to_the_player),
    Screen("Player, under way", World.SOME_WEEKS, play),
    Screen("Stop sheet", World.SOME_WEEKS, lambda p, _: p.tap("Stop").sees("Why stop?")),
    Screen("After", World.SOME_WEEKS, end_for_today),
    Screen("Saved", World.SOME_WEEKS, save),
    Screen("Progress", World.SOME_WEEKS, at("progress", "Progress")),
    Screen("Programme", World.SOME_WEEKS, at("programme", "Programme")),
    Screen("Trial", World.SOME_WEEKS, at("trial", "Trial")),
    Screen("My data", World.SOME_WEEKS, at("my_data", "My data")),
    Screen("Sign-in", World.SIGNED_OUT, at("", "Sign in")),
    Screen("Caseload", World.CLINICIAN, at("", "Clinic")),
    Screen("Patient", World.CLINICIAN, see_a_patient),
)
"""Every page, in the order a person meets them."""


def main() -> None:
    """Write a sheet for each device and scheme, and say how large it is."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--to", type=Path, default=SCREENS_FOLDER, help="folder of the sheets")
    arguments.add_argument("--only", choices=[*SHEETS], help="one sheet instead of all")
    arguments.add_argument("--single", type=Path, help="folder for every picture in full size, too")
    options = arguments.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    with browser() as chromium:
        for name in [options.only] if options.only else SHEETS:
            device, scheme = SHEETS[name]
            pictures, file = dict(taken(chromium, device, scheme)), options.to / f"{name}.webp"
            sheet(pictures, device).save(file, quality=QUALITY, method=6)
            print(f"{file.name}: {file.stat().st_size // 1000} kB", flush=True)
            if options.single:
                keep(pictures, options.single, name)


def taken(chromium: Browser, device: Device, scheme: Scheme) -> Iterator[tuple[str, Image.Image]]:
    """Every screen by its name."""
    for world, screens in groupby(SCREENS, lambda screen: screen.world):
        with ExitStack() as open_now:
            folder = Path(open_now.enter_context(TemporaryDirectory(prefix="kneeapp-screens-")))
            server = open_now.enter_context(served(world, folder))
            context = open_now.enter_context(
                chromium.new_context(
                    viewport={"width": device.width, "height": device.height},
                    color_scheme=scheme,
                    reduced_motion="reduce",
                    locale="en-GB",
                    timezone_id="Europe/London",
                )
            )
            if server.sign_in:
                context.add_cookies(
                    [{"name": "kneeapp", "value": server.sign_in, "url": server.url}]
                )
            person = Person(context.new_page())
            for screen in screens:
                screen.reach(person, server)
                yield screen.name, picture(person.settled().page)


def picture(page: Page) -> Image.Image:
    """What is on the screen, once it stands still."""
    page.wait_for_load_state("networkidle")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=LONG)
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    taken_now = page.screenshot(animations="disabled", style=UNSEEN)
    return Image.open(BytesIO(taken_now)).convert("RGB")


def sheet(pictures: dict[str, Image.Image], device: Device) -> Image.Image:
    """All pictures side by side, each below its name."""
    width, height = round(device.width * device.scale), round(device.height * device.scale)
    rows = -(-len(pictures) // device.columns)
    size = (device.columns * (width + GAP) + GAP, rows * (height + LABEL + GAP) + GAP)
    paper = Image.new("RGB", size, PAPER)
    pen, font = ImageDraw.Draw(paper), ImageFont.load_default(LABEL_SIZE)
    for number, (name, picture) in enumerate(pictures.items()):
        row, column = divmod(number, device.columns)
        left, top = GAP + column * (width + GAP), GAP + row * (height + LABEL + GAP)
        pen.text((left, top), f"{number + 1}  {name}", INK, font)
        paper.paste(picture.resize((width, height), Image.Resampling.LANCZOS), (left, top + LABEL))
    return paper


def keep(pictures: dict[str, Image.Image], folder: Path, prefix: str) -> None:
    """Write each picture in full size."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, picture) in enumerate(pictures.items(), 1):
        picture.save(folder / f"{prefix}-{number:02} {name}.png")


if __name__ == "__main__":
    main()
