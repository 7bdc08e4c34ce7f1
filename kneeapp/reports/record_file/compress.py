"""Compression of a record file to one line of text for a browser's storage."""

import zlib
from base64 import b64decode, b64encode
from uuid import UUID

from kneeapp.errors import BadInput
from kneeapp.reports.record_file.unwrap import LARGEST

_DAMAGED = "The copy of your record in this browser is damaged and cannot be opened."


def packed(person: UUID, text: str) -> str:
    """The record file `text` of `person`, about a fiftieth as long: plans repeat."""
    return f"{person} {b64encode(zlib.compress(text.encode(), 9)).decode()}"


def unpacked(line: str) -> tuple[UUID, str]:
    """Whose record a packed line holds, and its text; raises BadInput."""
    person, _, body = line.partition(" ")
    try:
        opener = zlib.decompressobj()
        text = opener.decompress(b64decode(body, validate=True), LARGEST)
        if not opener.eof:
            raise BadInput(_DAMAGED)
        return UUID(person), text.decode()
    except (ValueError, zlib.error) as error:
        raise BadInput(_DAMAGED) from error
