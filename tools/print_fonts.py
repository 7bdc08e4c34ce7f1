"""Makes the fonts of static/fonts/print for scripts that our text font lacks, from Noto's.

Of our text font it takes away the combining marks: typst takes a mark from the first font that has
it, and where that font lacks the letter below, as Atkinson lacks some of Yoruba, it is lost.

Run it as `python -m tools.print_fonts FOLDER`, where FOLDER holds the TrueType files of Debian's
package fonts-noto-core: /usr/share/fonts/truetype/noto where it is installed. It needs the
package's `test` extra.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from kneeapp.reports.fonts import FONTS

WEIGHTS = ("Regular", "Bold")
EUROPE = [
    *range(0x20, 0x530),  # Latin, Greek, Cyrillic, combining marks
    *range(0x1AB0, 0x1B00),
    *range(0x1C80, 0x1C90),
    *range(0x1D00, 0x2190),
    *range(0x2C60, 0x2C80),
    *range(0x2DE0, 0x2E60),
    *range(0xA640, 0xA6A0),
    *range(0xA700, 0xA800),
    *range(0xAB30, 0xAB70),
    *range(0xFB00, 0xFB07),
    *range(0xFE20, 0xFE30),
    0xFFFD,
]
WHOLE = range(0x110000)
MADE = (
    ("Sans", "NotoSans", WEIGHTS, EUROPE),
    ("Arabic", "NotoSansArabic", WEIGHTS, WHOLE),
    ("Hebrew", "NotoSansHebrew", WEIGHTS, WHOLE),
    ("Armenian", "NotoSansArmenian", WEIGHTS, WHOLE),
    ("Georgian", "NotoSansGeorgian", WEIGHTS, WHOLE),
    ("Arrows", "NotoSansMath", WEIGHTS[:1], range(0x2190, 0x2300)),
    ("Shapes", "NotoSansSymbols2", WEIGHTS[:1], [*range(0x2300, 0x27C0), *range(0x2B00, 0x2C00)]),
    ("Signs", "NotoSansSymbols", WEIGHTS[:1], range(0x2100, 0x27C0)),
)
"""What each is called, what it is made of, its weights and characters."""

MARKS = range(0x300, 0x370)

FAMILY, FULL, POSTSCRIPT = (1, 16), 4, 6
KEPT = [0, 1, 2, 3, 4, 5, 6, 13, 14]
"""Numbers of names in a font; copyright, version and licence stay."""


def main(folder: Path) -> None:
    """Write each font, and print its size."""
    for file in sorted(FONTS.glob("AtkinsonHyperlegibleNext_*.ttf")):
        _save(_only(TTFont(file, recalcTimestamp=False), set(WHOLE) - set(MARKS)), file)
    for name, source, weights, codes in MADE:
        for weight in weights:
            font = TTFont(folder / f"{source}-{weight}.ttf", recalcTimestamp=False)
            _rename(_only(font, codes), f"Kneeapp {name}", weight)
            _save(font, FONTS / f"{name}-{weight}.ttf")


def _only(font: TTFont, codes: Iterable[int]) -> TTFont:
    """The font with these of its characters; hints are for screens of few dots."""
    options = subset.Options(hinting=False, name_IDs=KEPT)
    options.layout_features = [*options.layout_features, "tnum"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    return font


def _save(font: TTFont, file: Path) -> None:
    font.save(file)
    print(f"{file.name}: {file.stat().st_size} bytes")


def _rename(font: TTFont, family: str, weight: str) -> None:
    """A name of our own: a machine's Noto of another version must not stand in for ours."""
    for record in font["name"].names:
        match record.nameID:
            case number if number in FAMILY:
                record.string = family
            case number if number == FULL:
                record.string = f"{family} {weight}"
            case number if number == POSTSCRIPT:
                record.string = f"{family.replace(' ', '')}-{weight}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
