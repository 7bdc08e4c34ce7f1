"""Makes the small fonts of static/fonts: subsets with the characters and icons that are used.

Run it as `python -m tools.fonts` after a new icon, a new character, or a new version of
Streamlit; tests/test_fonts.py fails when it is necessary. It needs the package's `test` extra.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from kneeapp.server.middleware.preload import FONTS, ICONS, STATIC, WORDS
from kneeapp.settings import PROJECT

LATIN = FONTS / "atkinson-hyperlegible-next-latin-wght-normal.woff2"
WEIGHTS = (400, 750)
"""The used range of weights, from text to headings; the full font has 200 to 800."""

OURS = ("kneeapp/**/*.py", "kneeapp/**/*.js", "pages/*.py", "data/**/*.toml")
QUOTED = re.compile(r"[`\"':/]([a-z0-9_]+)(?=[`\"':])")
"""A word in quotes, or one as in `:material/check:`."""

SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789_"
"""The characters in names of icons."""


def main() -> None:
    """Write both fonts, and print their sizes."""
    for made, font in ((WORDS, words()), (ICONS, icons())):
        font.flavor = "woff2"
        font.save(made)
        print(f"{made.relative_to(PROJECT)}: {made.stat().st_size} bytes")


def words() -> TTFont:
    """The text font with the characters of kneeapp's own texts, in the used weights."""
    font = TTFont(LATIN)
    plain = _only(font, "".join(signs() & {chr(code) for code in font.getBestCmap()}))
    return instancer.instantiateVariableFont(plain, {"wght": WEIGHTS})


def signs() -> set[str]:
    """Every character in kneeapp's files, and all printable ASCII."""
    keyboard = {chr(code) for code in range(0x20, 0x7F)}
    return keyboard.union(*(set(text) for text in _texts(PROJECT, OURS)))


def icons() -> TTFont:
    """Streamlit's icon font with only the icons that its scripts or kneeapp name."""
    font = TTFont(next(STATIC.glob("static/media/MaterialSymbols-Rounded.*.woff2")))
    wanted = named_icons()
    for ligatures, first, ligature, name in list(_ligatures(font)):
        if name not in wanted:
            ligatures[first].remove(ligature)
    return _only(font, SIGNS)


def named_icons() -> set[str]:
    """Each quoted word of kneeapp and of Streamlit's scripts that may be the name of an icon.

    Only quoted words: many icons have the name of an everyday word, and a comment that uses one
    must not change the font.
    """
    texts = chain(_texts(PROJECT, OURS), _texts(STATIC, ("static/js/*.js",)))
    return {name for text in texts for name in QUOTED.findall(text)}


def icons_in(file: Path) -> set[str]:
    """The names of the icons in a font file."""
    return {name for *_, name in _ligatures(TTFont(file))}


def _texts(folder: Path, patterns: tuple[str, ...]) -> Iterator[str]:
    for pattern in patterns:
        for file in folder.glob(pattern):
            yield file.read_text(encoding="utf-8")


def _ligatures(font: TTFont) -> Iterator[tuple[dict[str, list[object]], str, object, str]]:
    """Each ligature of an icon font: its table, first glyph, the ligature, and the icon's name."""
    signs = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            ligatures = getattr(table, "ExtSubTable", table).ligatures
            for first, by_first in ligatures.items():
                for ligature in by_first:
                    name = "".join(signs[part] for part in (first, *ligature.Component))
                    yield ligatures, first, ligature, name


def _only(font: TTFont, text: str) -> TTFont:
    """The font with only the glyphs that `text` needs."""
    options = subset.Options(layout_features=["*"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    return _read_again(font)


def _read_again(font: TTFont) -> TTFont:
    """The font as read from a file: only then its lists lack the removed glyphs, too."""
    buffer = BytesIO()
    font.flavor = None
    font.save(buffer)
    return TTFont(buffer)


if __name__ == "__main__":
    main()
