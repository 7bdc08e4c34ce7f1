"""The small fonts hold all that is shown; else: `python -m tools.fonts`."""

import re
import tomllib

from fontTools.ttLib import TTFont

from kneeapp.server.middleware.preload import ICONS, STATIC, WORDS
from kneeapp.settings import PROJECT
from tools import fonts

THEIR_ICONS = next(STATIC.glob("static/media/MaterialSymbols-Rounded.*.woff2"))


def faces():
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return config["theme"]["fontFaces"]


def signs_of(unicode_range):
    signs = set()
    for part in unicode_range.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        signs.update(range(int(first, 16), int(last or first, 16) + 1))
    return signs


def signs_in(file):
    return set(TTFont(file).getBestCmap())


def test_the_small_font_holds_every_character_of_the_shown_texts():
    wanted = {ord(sign) for sign in fonts.signs()} & signs_in(fonts.LATIN)
    assert wanted == signs_in(WORDS)


def test_the_small_font_is_used_for_exactly_its_own_characters():
    last = faces()[-1]
    assert last["url"].endswith(WORDS.name)
    assert signs_of(last["unicodeRange"]) == signs_in(WORDS)
    assert {face["weight"] for face in faces()} == {last["weight"]}


def test_other_characters_are_drawn_by_the_full_fonts():
    whole = set().union(*(signs_of(face["unicodeRange"]) for face in faces()[:-1]))
    assert {ord(sign) for sign in "Åsa Čapek Łukasz Ñandú Österreich"} <= whole


def test_every_used_icon_is_in_the_small_icon_font():
    wanted = fonts.named_icons() & fonts.icons_in(THEIR_ICONS)
    assert wanted <= fonts.icons_in(ICONS)
    for name in re.findall(
        r":material/(\w+):", (PROJECT / "kneeapp/ui/shell/theme.py").read_text()
    ):
        assert name in fonts.icons_in(ICONS)


def test_an_icon_looks_the_same_as_in_the_full_font():
    whole, few = (TTFont(file) for file in (THEIR_ICONS, ICONS))
    assert len(few.getGlyphOrder()) < len(whole.getGlyphOrder()) / 5
    drawn = {}
    for font in (whole, few):
        glyphs = {name: found.LigGlyph for *_, found, name in fonts._ligatures(font)}
        shape = font["glyf"][glyphs["check"]]
        drawn[font] = (shape.coordinates, shape.endPtsOfContours, font["hmtx"][glyphs["check"]])
    assert drawn[whole] == drawn[few]
