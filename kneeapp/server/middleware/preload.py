"""Preload hints: what a browser loads at once with the first page."""

import re
from pathlib import Path

import streamlit

from kneeapp.settings import PROJECT

STATIC = Path(streamlit.__file__).parent / "static"
INDEX = STATIC / "index.html"

ICON = PROJECT / "static" / "icon.png"

FONTS = PROJECT / "static" / "fonts"
WORDS = FONTS / "atkinson-hyperlegible-next-words-wght-normal.woff2"
"""What our words need (.streamlit/config.toml)."""

FONT = f"app/static/fonts/{WORDS.name}"
"""Where it is served."""

ICONS = FONTS / f"material-symbols-streamlit-{streamlit.__version__}.woff2"
"""Those that Streamlit's scripts and kneeapp name. Another version may name others: then none."""

ASKED_FOR_FIRST = ("_stcore/health", "_stcore/host-config")
"""What Streamlit's script asks for as soon as it runs, before it opens its websocket."""

NAMED = re.compile(r'(?:src|href)="\./(static/(?:js|css)/[^"]+)"')
THEIR_FONT = re.compile(rb'<link\s+rel="preload"[^>]*\sas="font"[^>]*>')
HEAD_END = b"</head>"


def named() -> list[str]:
    """The files that Streamlit's page names, as addresses relative to it."""
    return NAMED.findall(INDEX.read_text(encoding="utf-8"))


def own_looks() -> dict[str, Path]:
    """What to send for the icon and fonts that Streamlit's page asks for, by their address.

    Its text font is seen only until our theme has come, in a word or two.
    """
    own = {
        "favicon.png": ICON,
        "static/media/MaterialSymbols-Rounded.*.woff2": ICONS,
        "static/media/SourceSansVF-Upright.*.woff2": WORDS,
    }
    return {
        f"/{theirs.relative_to(STATIC).as_posix()}": file
        for pattern, file in own.items()
        if file.is_file()
        for theirs in STATIC.glob(pattern)
    }


def head() -> bytes:
    """What the page's head has besides: hints to load our font and the first two answers.

    Not the scripts of single elements: a browser parses each script that is hinted at before it
    runs Streamlit's own, also where its cache is filled (docs/benchmarks.md).
    """
    links = [
        *(
            f'<link rel="preload" href="./{answer}" as="fetch" crossorigin>'
            for answer in ASKED_FOR_FIRST
        ),
        f'<link rel="preload" crossorigin as="font" type="font/woff2" href="./{FONT}">',
    ]
    return "".join(links).encode()
