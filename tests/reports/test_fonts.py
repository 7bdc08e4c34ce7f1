"""Names and notes in any script on a page or a picture: drawn as they are, or named in words.

That boxes come without a warning is typst/typst#5137. That a letter whose mark another font has is
lost or doubled is kin to typst/typst#6156.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
import typst
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import ContentStream

from kneeapp.reports import fonts
from kneeapp.reports.chart_files import Format, chart_file
from kneeapp.reports.clinician_report.page import Document, ReportPart, said, table, typeset
from kneeapp.reports.fonts import FONTS, HEAD, drawable, isolated
from tests.reports.test_chart_files import CAPTION, SHOWN, UNTIL
from tests.reports.test_report import opened, resources_of

OURS = {
    "Latin": "Łukasz Żółć, Nguyễn Thị Hằng, Ọmọ́táyọ̀",
    "Greek": "Ελένη Παπαδοπούλου, ἄνθρωπος",
    "Cyrillic": "Нур, Ґанна, Ђорђе, Қазақ",
    "Arabic": "نور الأمين، بِسْمِ اللَّهِ، پژمان ٹھیک ١٢٣",
    "Hebrew": "שירה כהן שָׁלוֹם 12 ק״מ",
    "Armenian and Georgian": "Հայաստան საქართველო",
    "emoji": "🌻 👍🏽 👨‍👩‍👧 🇩🇪 ❤️ 1️⃣ ✓ → ≤ ●",
    "two directions": "Walked with شيرين (10 min), then ‘שָׁלוֹם’; نمت after 3 sets!",
    "marks": "n̈ ŋ̀ e̋ ё́ פֿ א֯",
}


def raws(operands, operator: bytes) -> Iterator[bytes]:
    """The texts that are shown, two bytes a glyph."""
    for text in operands[0] if operator == b"TJ" else operands:
        yield getattr(text, "original_bytes", b"")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without any font of its own."""
    monkeypatch.setattr(fonts, "with_the_machines", fonts.ours)


def page(words: str) -> Document:
    notes = table(("Day", "Note"), [("2 Mar", words)], (1, 3))
    return Document(words, "", words, words, [], [ReportPart("Notes", [notes])], "", grey=False)


def glyphs(pdf: PdfReader) -> Iterator[int]:
    """The number of each glyph that is drawn; 0 is the box, in every font."""
    for one in pdf.pages:
        for operands, operator in ContentStream(one.get_contents(), pdf).operations:
            if operator in {b"Tj", b"TJ"}:
                for raw in raws(operands, operator):
                    yield from (int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2))


def runs_of(pdf: PdfReader) -> list[tuple[float, int]]:
    """Each run of one font on the page, but for its footer: how far right, and how many glyphs."""
    runs, x, y = [], 0.0, 0.0
    for operands, operator in ContentStream(pdf.pages[0].get_contents(), pdf).operations:
        if operator == b"cm":
            x, y = float(operands[4]), float(operands[5])
        elif operator in {b"Tj", b"TJ"} and y > 100:
            runs.append((x, sum(map(len, raws(operands, operator))) // 2))
    return runs


def families(pdf: PdfReader) -> set[str]:
    used = (each for one in resources_of(pdf) for each in one.get("/Font", {}).values())
    return {font.get_object()["/BaseFont"].partition("+")[2] for font in used}


def width(words: str) -> float:
    template = f"{HEAD}#context [#metadata(measure(text(sys.inputs.words)).width.pt()) <w>]"
    inputs = {"words": drawable(words)[0]}
    return float(
        typst.query(
            template.encode(),
            "<w>",
            field="value",
            one=True,
            font_paths=fonts.ours(),
            sys_inputs=inputs,
        )
    )


@pytest.mark.parametrize("script", OURS)
def test_our_fonts_draw_it_and_the_machines_are_not_asked(script: str, monkeypatch):
    def machine() -> None:
        raise AssertionError("The machine's fonts were asked.")

    monkeypatch.setattr(fonts, "with_the_machines", machine)
    words = OURS[script]
    pdf = opened(typeset(page(words), at=UNTIL))
    assert 0 not in set(glyphs(pdf))
    assert all(name.startswith(("Atkinson", "Kneeapp", "NotoEmoji")) for name in families(pdf))
    text = "".join(one.extract_text() for one in pdf.pages)
    letters = {sign for sign in words if sign.isalpha()}
    assert letters <= set(text)
    assert "not drawn" not in text


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("膝が痛い、日本語の note", "[not drawn: Japanese, 8 characters] note"),
        ("李明", "[not drawn: Chinese or Japanese, 2 characters]"),
        ("무릎 ok", "[not drawn: Korean, 2 characters] ok"),
        ("เข่าเจ็บ", "[not drawn: Thai, 6 characters]"),
        ("घुटने", "[not drawn: Devanagari, 3 characters]"),
        ("𐤊𐤌", "[not drawn: Phoenician, 2 characters]"),
        ("a 𝄞 b", "a [not drawn: musical symbol g clef] b"),
        ("x\ue000", "x[not drawn: U+E000]"),
    ],
)
@pytest.mark.usefixtures("bare")
def test_what_no_font_draws_is_named_in_its_place_and_never_a_box(words: str, named: str):
    pdf = opened(typeset(page(words), at=UNTIL))
    assert 0 not in set(glyphs(pdf))
    assert named in " ".join(pdf.pages[0].extract_text().split())
    assert drawable([{"note": words}])[0] == [{"note": named}]


@pytest.mark.usefixtures("bare")
def test_a_picture_of_a_chart_names_it_too():
    caption = replace(CAPTION, answer="膝が痛い")
    pdf = PdfReader(BytesIO(chart_file(SHOWN, caption, Format.PDF, until=UNTIL)))
    assert 0 not in set(glyphs(pdf))
    assert "[not drawn: Japanese, 4 characters]" in pdf.pages[0].extract_text()


@pytest.mark.parametrize("kind", [Format.PNG, Format.PDF])
@pytest.mark.parametrize("script", OURS)
def test_a_chart_is_the_same_file_on_every_machine(script: str, kind: Format, monkeypatch):
    caption = replace(CAPTION, title=OURS[script], reading=OURS[script])
    here = chart_file(SHOWN, caption, kind, until=UNTIL)
    monkeypatch.delattr(fonts, "with_the_machines")
    assert chart_file(SHOWN, caption, kind, until=UNTIL) == here


@pytest.mark.parametrize("letter", ["ọ́", "ọ̀", "ẹ́", "ŋ̀", "ё́", "γ́", "ա́", "↛", "☎́", "פֿ", "א֯"])
def test_a_letter_with_a_mark_is_as_wide_as_the_letter(letter: str):
    """It was a mark without its letter: ours is Yoruba's ọ́ in a name."""
    assert width(letter) >= width(letter[0])


@pytest.mark.parametrize(
    ("words", "leftmost"),
    [("שלום abc!", "!"), (f"{isolated('שלום')} abc!", "שלום"), ("abc!", "abc!")],
)
def test_a_line_runs_as_its_first_letter_and_a_sentence_of_ours_as_ours(words: str, leftmost: str):
    document = replace(page(""), title="", who="", parts=[ReportPart("", [said(words)])])
    runs = runs_of(opened(typeset(document, at=UNTIL)))
    assert min(runs)[1] == len(leftmost)


@pytest.mark.parametrize(("script", "font"), [("Arabic", "Arabic"), ("Greek", "Sans")])
@pytest.mark.parametrize("kind", [Format.SVG, Format.HTML])
def test_a_drawing_brings_the_fonts_of_its_scripts_and_no_others(script: str, font: str, kind):
    plain = chart_file(SHOWN, CAPTION, kind, until=UNTIL).decode()
    assert plain.count("@font-face{font-family:'Atkinson") == 1
    caption = replace(CAPTION, reading=OURS[script])
    made = chart_file(SHOWN, caption, kind, until=UNTIL).decode()
    assert re.findall(r"unicode-range:U\+([0-9A-F]+)", made)
    brought = len(made) - len(plain)
    assert brought > (FONTS / f"{font}-Regular.ttf").stat().st_size


@pytest.mark.parametrize("file", sorted(FONTS.glob("*.ttf")), ids=lambda file: file.stem)
def test_each_font_is_under_the_open_font_licence(file):
    names = {str(record) for record in TTFont(file)["name"].names if record.nameID == 13}
    assert all("SIL Open Font License" in text for text in names)
    assert names
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text("utf-8")


def test_the_text_font_of_pages_has_no_marks():
    for file in FONTS.glob("Atkinson*.ttf"):
        assert not {code for code in TTFont(file).getBestCmap() if 0x300 <= code < 0x370}


def test_content_without_words_is_left_as_it_is():
    content = {"size": 8.6, "grey": False, "glance": [("1", "of 2")], "none": None}
    assert json.dumps(drawable(content)[0]) == json.dumps(content)
