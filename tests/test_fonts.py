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


def test_the_font_of_our_words_holds_each_of_their_signs_that_the_whole_font_has():
    wanted = {ord(sign) for sign in fonts.signs()} & signs_in(fonts.LATIN)
    assert wanted == signs_in(WORDS)


def test_browsers_ask_the_small_font_first_for_what_it_holds_and_for_nothing_else():
    last = faces()[-1]
    assert last["url"].endswith(WORDS.name)
    assert signs_of(last["unicodeRange"]) == signs_in(WORDS)
    assert {face["weight"] for face in faces()} == {last["weight"]}


def test_a_name_with_other_signs_is_drawn_by_the_whole_fonts():
    whole = set().union(*(signs_of(face["unicodeRange"]) for face in faces()[:-1]))
    assert {ord(sign) for sign in "Åsa Čapek Łukasz Ñandú Österreich"} <= whole


def test_every_icon_that_kneeapp_or_streamlit_names_is_among_the_few():
    wanted = fonts.named_icons() & fonts.icons_in(THEIR_ICONS)
    assert wanted <= fonts.icons_in(ICONS)
    for name in re.findall(
        r":material/(\w+):", (PROJECT / "kneeapp/ui/shell/theme.py").read_text()
    ):
        assert name in fonts.icons_in(ICONS)


def test_an_icon_is_drawn_as_in_the_whole_font():
    whole, few = (TTFont(file) for file in (THEIR_ICONS, ICONS))
    assert len(few.getGlyphOrder()) < len(whole.getGlyphOrder()) / 5
    drawn = {}
    for font in (whole, few):
        glyphs = {name: found.LigGlyph for *_, found, name in fonts._ligatures(font)}
        shape = font["glyf"][glyphs["check"]]
        drawn[font] = (shape.coordinates, shape.endPtsOfContours, font["hmtx"][glyphs["check"]])
    assert drawn[whole] == drawn[few]
