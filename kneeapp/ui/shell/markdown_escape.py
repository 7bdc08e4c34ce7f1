"""Markdown escape: typed text for labels that take Markdown."""

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$:~^=@/])")


def plain(text: str) -> str:
    """`text` as Markdown that shows each of its signs as it is."""
    return _SIGNS.sub(r"\\\1", text)
