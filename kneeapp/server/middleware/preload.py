"""Preload hints: what a browser loads at once with the first page."""

import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import streamlit

from kneeapp.settings import PROJECT
from kneeapp.ui.shell.theme import ICON

STATIC = Path(streamlit.__file__).parent / "static"
INDEX = STATIC / "index.html"

ELEMENTS = ("Html", "Button", "PageLink", "BidiComponent")
"""What nearly every page shows; charts, forms and the player are loaded by the pages that do."""

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


def lazy() -> list[str]:
    """The files that ELEMENTS need besides; none where Streamlit no longer says so."""
    try:
        manifest = json.loads((STATIC / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return []
    entries = [key for key in manifest if Path(key).stem in ELEMENTS]
    files = dict.fromkeys(chain.from_iterable(_with_imports(manifest, key) for key in entries))
    return [file for file in files if file not in named()]


def _with_imports(manifest: dict[str, Any], first: str) -> Iterator[str]:
    seen, waiting = set[str](), [first]
    while waiting:
        key = waiting.pop()
        if key not in seen and key in manifest:
            seen.add(key)
            waiting += manifest[key].get("imports", ())
            yield manifest[key]["file"]


def own_looks() -> dict[str, Path]:
    """What to send for the icon and fonts that Streamlit's page asks for, by their address.

    Its text font is seen only until our theme has come, in a word or two.
    """
    own = {
        "favicon.png": Path(ICON),
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
    """What stands in the page's head besides: our font, and what the first page needs."""
    links = [
        *(
            f'<link rel="preload" href="./{answer}" as="fetch" crossorigin>'
            for answer in ASKED_FOR_FIRST
        ),
        f'<link rel="preload" crossorigin as="font" type="font/woff2" href="./{FONT}">',
        *(
            f'<link rel="modulepreload" crossorigin fetchpriority="low" href="./{file}">'
            for file in lazy()
        ),
    ]
    return "".join(links).encode()
