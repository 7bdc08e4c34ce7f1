"""What a person does on the main path, whatever drives the browser."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Self

from PIL import Image

LONG = 45_000
"""Milliseconds that anything may take on a busy machine."""

HARMLESS = ("None of these", "No", "Left", "5 half squats")
"""What somebody taps whose left knee came on slowly, whatever is asked."""

AGE = "Years"


class Walker(ABC):
    """A person at a screen: finds things by what is written on them."""

    taps: int

    @abstractmethod
    def open(self, url: str) -> Self: ...

    @abstractmethod
    def look_at(self, width: int, height: int) -> Self:
        """Make the screen as large as that, in pixels; no engine makes it narrower than 450."""

    @abstractmethod
    def reload(self) -> Self: ...

    @abstractmethod
    def tap(self, name: str) -> Self:
        """Press the last button of this name, once it can be pressed."""

    @abstractmethod
    def choose(self, name: str) -> Self:
        """Pick one of several."""

    @abstractmethod
    def unfold(self, name: str) -> Self:
        """Open what is folded under these words."""

    @abstractmethod
    def go(self, name: str) -> Self:
        """Follow the link to that page."""

    @abstractmethod
    def press(self, keys: str) -> Self:
        """Type a character, or press the key of that name, where the focus is."""

    @abstractmethod
    def write(self, label: str, text: str) -> Self:
        """Type into a field and leave it."""

    @abstractmethod
    def sees(self, text: str) -> Self:
        """Wait until this stands on the screen."""

    @abstractmethod
    def waits_for(self, script: str) -> Self:
        """Wait until this function in JavaScript gives true."""

    @abstractmethod
    def settled(self) -> Self:
        """Wait until the page is drawn."""

    @abstractmethod
    def rate(self, slider: str, value: int) -> Self:
        """Tap a number of a rating, and wait until the slider holds it."""

    @abstractmethod
    def offered(self, names: Sequence[str], field: str) -> str:
        """The first of these buttons that is there, once it or the field is; "" for the field."""

    @abstractmethod
    def words(self, start: str) -> str:
        """The text of the smallest element that begins so."""

    @abstractmethod
    def download(self, name: str) -> bytes:
        """What a button gives as a file."""

    @abstractmethod
    def pictures(self, selector: str) -> list[Image.Image]:
        """What the elements of the page that match look like."""

    def question(self, number: int) -> Self:
        """See that question whole: while the page is being drawn, below it stands the last one."""
        return self.sees(f"Question {number} of").settled()

    def screen_without_danger_signs(self) -> Self:
        """Answer the danger list as a 44-year-old whose left knee came on slowly."""
        return self.answer_the_list(age="44")

    def answer_the_list(self, *, age: str = "") -> Self:
        """Answer the questions there are as somebody with none of all that."""
        number, last = 1, 1
        while number <= last:
            counted = self.question(number).words(f"Question {number} of")
            last = int(counted.partition(" of ")[2].split(":")[0])
            way = self.offered(HARMLESS, AGE)
            if way:
                self.tap(way)
            else:
                self.write(AGE, age).tap("Next")
            number += 1
        return self
