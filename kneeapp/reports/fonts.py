"""The fonts of pages and pictures: what ours draw, what the machine's do, and what none does."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional, category, name, normalize

from kneeapp.domain.formats import counted
from kneeapp.settings import PROJECT

if TYPE_CHECKING:
    from typst import Fonts

FONTS = PROJECT / "static" / "fonts" / "print"
"""As vl-convert and typst take them: neither reads those of the browser."""

HEAD = Path(__file__).with_name("fonts.typ").read_text("utf-8")
"""What every page of ours begins with."""

PROBE = f"{HEAD}\n#for words in json(bytes(sys.inputs.words)) [ #par(words) ]\n"
EUROPEAN = " -\u052f\u1ab0-\u218f\u2c60-\u2e5f\ua640-\ua7ff\uab30-\uab6f\ufe0e\ufe0f"
STRAY_MARK = re.compile(f"([^{EUROPEAN}])([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0])")
"""A mark of Latin, Greek and Cyrillic on something else: no font of ours has both. Where a font has
the mark but not the letter, typst leaves out the letter."""

BEYOND_ASCII = re.compile(r"[ -~]?[^ -~]+")
REFUSED = re.compile(r'the text `"(.*?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
JOINERS = "\u200c\u200d\ufe0e\ufe0f"

HAN, JAPANESE = "Chinese or Japanese", "Japanese"
SCRIPTS = {
    "CJK": HAN,
    "IDEOGRAPHIC": HAN,
    "HIRAGANA": JAPANESE,
    "KATAKANA": JAPANESE,
    "KATAKANA-HIRAGANA": JAPANESE,
    "HANGUL": "Korean",
}
"""What people call a script, where that is not the first word of Unicode's names of its letters."""


def drawable(content: Any) -> tuple[Any, "Fonts"]:
    """Texts, in lists and mappings, with words in place of what no font draws; and the fonts.

    The machine's own are asked only for what ours lack: without that, a page is the same on every
    machine.
    """
    content = _changed(content, _readable)
    beyond = sorted(set(BEYOND_ASCII.findall("\n".join(_texts(content)))))
    if not _refused(beyond, ours()):
        return content, ours()
    refused = _refused(beyond, with_the_machines())
    some = f"[{re.escape(''.join(sorted(refused)))}]"
    runs = re.compile(f"{some}(?:[{JOINERS}\\s]*{some})*[{JOINERS}]*")
    return (
        _changed(content, partial(runs.sub, _named)) if refused else content
    ), with_the_machines()


def isolated(words: str) -> str:
    """A person's `words` for a sentence of ours, whose direction they leave alone."""
    right_to_left = any(bidirectional(sign) in {"R", "AL"} for sign in words)
    return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}" if right_to_left else words


def ours() -> "Fonts":
    return _fonts(of_the_machine=False)


def with_the_machines() -> "Fonts":
    return _fonts(of_the_machine=True)


@cache
def _fonts(*, of_the_machine: bool) -> "Fonts":
    import typst  # noqa: PLC0415  large, and only needed for such a file

    return typst.Fonts(
        include_system_fonts=of_the_machine, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def _refused(words: Sequence[str], fonts: "Fonts") -> set[str]:
    """The characters that these fonts lack; PDF/A wants each drawn, and typst names those."""
    import typst  # noqa: PLC0415  see above

    try:
        typst.compile(
            PROBE.encode(),
            format="pdf",
            font_paths=fonts,
            sys_inputs={"words": json.dumps(words)},
            pdf_standards="a-2u",
            timestamp=0,
        )
    except typst.TypstError as error:
        refused = "".join(REFUSED.findall(error.diagnostic))
        return set(ESCAPED.sub(lambda code: chr(int(code[1], 16)), refused))
    return set()


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        yield from _texts([*content.values()])
    elif isinstance(content, list | tuple):
        for part in content:
            yield from _texts(part)


def _changed(content: Any, change: Callable[[str], str]) -> Any:
    if isinstance(content, str):
        return change(content)
    if isinstance(content, Mapping):
        return {key: _changed(value, change) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_changed(part, change) for part in content]
    return content


def _readable(text: str) -> str:
    """`text` with a stray mark beside its letter."""
    return STRAY_MARK.sub("\\1\u00a0\\2", normalize("NFC", text))


def _named(undrawn: re.Match[str]) -> str:
    """Which text it was, such as [not drawn: Japanese, 5 characters]."""
    telling = [sign for sign in undrawn[0] if category(sign)[0] in "LNS"] or [undrawn[0][0]]
    japanese = JAPANESE in map(_script, telling)
    named = []
    for script, signs in groupby(telling, lambda sign: _script(sign, japanese=japanese)):
        if script:
            named.append(f"{script}, {counted(len(list(signs)), 'character')}")
        else:
            named += [name(sign, "").lower() or f"U+{ord(sign):04X}" for sign in signs]
    return f"[not drawn: {'; '.join(named)}]"


def _script(sign: str, *, japanese: bool = False) -> str:
    """What people call the script of a letter or digit; empty for any other character.

    Chinese characters are `japanese` beside Japanese ones.
    """
    if category(sign)[0] not in "LN":
        return ""
    first = name(sign).split()[0]
    script = SCRIPTS.get(first, first.capitalize())
    return JAPANESE if japanese and script == HAN else script
