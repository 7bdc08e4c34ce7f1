"""Makes the small fonts of static/fonts: what kneeapp shows, out of fonts that hold far more.

Run it as `python -m tools.fonts` after a new icon, a new sign, or a new version of Streamlit;
tests/test_fonts.py says when. It needs the package's `test` extra.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from kneeapp.server.middleware.preload import FONTS, ICONS, STATIC, WORDS
from kneeapp.settings import PROJECT

LATIN = FONTS / "atkinson-hyperlegible-next-latin-wght-normal.woff2"
WEIGHTS = (400, 750)
"""From plain text to headings; the whole font goes from 200 to 800."""

OURS = ("kneeapp/**/*.py", "kneeapp/**/*.js", "pages/*.py", "data/**/*.toml")
SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789_"
"""What the names of icons are written with."""


def main() -> None:
    """Write both fonts, and say how large they are."""
    for made, font in ((WORDS, words()), (ICONS, icons())):
        font.flavor = "woff2"
        font.save(made)
        print(f"{made.relative_to(PROJECT)}: {made.stat().st_size} bytes")


def words() -> TTFont:
    """The signs of our own words, in the weights that are used."""
    font = TTFont(LATIN)
    plain = _only(font, "".join(signs() & {chr(code) for code in font.getBestCmap()}))
    return instancer.instantiateVariableFont(plain, {"wght": WEIGHTS})


def signs() -> set[str]:
    """Every sign that our words are written with, and all that a keyboard has."""
    keyboard = {chr(code) for code in range(0x20, 0x7F)}
    return keyboard.union(*(set(text) for text in _texts(PROJECT, OURS)))


def icons() -> TTFont:
    """Streamlit's icon font, with the icons that its own scripts or kneeapp name."""
    font = TTFont(next(STATIC.glob("static/media/MaterialSymbols-Rounded.*.woff2")))
    wanted = named_icons()
    for ligatures, first, ligature, name in list(_ligatures(font)):
        if name not in wanted:
            ligatures[first].remove(ligature)
    return _only(font, SIGNS)


def named_icons() -> set[str]:
    """Each word of our programs and each text of Streamlit's scripts that may name an icon."""
    ours = _texts(PROJECT, OURS)
    theirs = _texts(STATIC, ("static/js/*.js",))
    found = (re.findall(r"[a-z0-9_]+", text) for text in ours)
    quoted = (re.findall(r"[`\"':/]([a-z0-9_]+)(?=[`\"':])", text) for text in theirs)
    return set().union(*found, *quoted)


def icons_in(file: Path) -> set[str]:
    """The names that an icon font shows as icons."""
    return {name for *_, name in _ligatures(TTFont(file))}


def _texts(folder: Path, patterns: tuple[str, ...]) -> Iterator[str]:
    for pattern in patterns:
        for file in folder.glob(pattern):
            yield file.read_text(encoding="utf-8")


def _ligatures(font: TTFont) -> Iterator[tuple[dict[str, list[object]], str, object, str]]:
    """Each name that is drawn as one sign: where it stands in the font, and the name."""
    signs = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            ligatures = getattr(table, "ExtSubTable", table).ligatures
            for first, each in ligatures.items():
                for ligature in each:
                    name = "".join(signs[part] for part in (first, *ligature.Component))
                    yield ligatures, first, ligature, name


def _only(font: TTFont, text: str) -> TTFont:
    """The font without what `text` does not need."""
    options = subset.Options(layout_features=["*"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    return _read_again(font)


def _read_again(font: TTFont) -> TTFont:
    """As a file holds it: what was left out is gone from the font's own lists too."""
    held = BytesIO()
    font.flavor = None
    font.save(held)
    return TTFont(held)


if __name__ == "__main__":
    main()
