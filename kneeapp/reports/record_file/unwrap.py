"""The JSON text in the bytes of a record file, whatever another program wrapped or re-encoded."""

import json
import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from kneeapp.errors import BadInput

LARGEST = 20_000_000
"""Bytes of an unpacked record; more is no record of one person, but a bomb."""

NOTHING_CHANGED = "Nothing was changed."

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_BESIDE = ("__MACOSX/", ".", "desktop.ini", "Thumbs.db")
"""How the names of files begin that systems add to a zip by themselves."""
_AROUND = b" \t\r\n\0\x1a"
"""What programs leave around a text: blanks, NULs, and the end mark of old ones."""

_SAVE_FILE = "Choose the file that “Save my file” made."
_KINDS = (
    (r"%PDF-", "a PDF page to read"),
    (r"BEGIN:VCALENDAR", "a calendar file"),
    (r"(<\?xml[^>]*>\s*)?<svg", "a picture"),
    (r"<(!doctype|html|\?xml)", "a web page"),
    (r"\x89PNG|\xff\xd8\xff|GIF8", "a picture"),
    (r"PAR1", "a table (Parquet)"),
    (r"\xd0\xcf\x11\xe0", "a file of Excel or Word"),
    (r"[\[{]", ""),  # JSON may hold any of what follows
    (r"[^\n,;\t]*[,;\t]|sep=", "a table (CSV) or another text"),
)
"""How the content of a file begins, and what it is then."""
_DATABASE = re.compile(rb".{8}DUCK", re.DOTALL)
_TOLD = 1000
"""Bytes that tell what a file is."""


def unwrapped(file: bytes) -> bytes:
    """The JSON in `file` as UTF-8; raises BadInput for what holds no JSON."""
    if _DATABASE.match(file):
        raise another_kind("a whole database or a backup of one, for `kneeapp restore`")
    if file.startswith(_GZIP):
        file = _inflated(file)
    elif file.startswith(_ZIP):
        file = _only_json_of(file)
    encoding = json.detect_encoding(file[:_TOLD])
    if encoding.startswith(("utf-16", "utf-32")) and any(file[:_TOLD]):
        try:
            file = file.decode(encoding).encode()
        except UnicodeError as error:
            raise BadInput(cut_off()) from error
    text = file.removeprefix(b"\xef\xbb\xbf").strip(_AROUND)
    if not text:
        raise BadInput(f"This file is empty. {_SAVE_FILE} {NOTHING_CHANGED}")
    _refuse_other_kinds(text)
    return text


def cut_off() -> str:
    """What is said of a file without its end."""
    return (
        "The end of this file is missing: it was not copied or sent whole. Copy or send it once "
        f"more. {NOTHING_CHANGED}"
    )


def unreadable(text: bytes, error: ValueError) -> BadInput:
    """What is said where `text` is no JSON: `error` is the parser's."""
    try:
        text.decode()
    except UnicodeDecodeError as wrong:
        if wrong.reason == "unexpected end of data":
            return BadInput(cut_off())
        line = text.count(b"\n", 0, wrong.start) + 1
        return BadInput(
            f"Line {line} of this file has letters that are not in UTF-8: another program saved "
            f"it. Save it there as UTF-8, or {_SAVE_FILE[:1].lower()}{_SAVE_FILE[1:]} "
            f"{NOTHING_CHANGED}"
        )
    if str(error).startswith("EOF"):
        return BadInput(cut_off())
    spot = re.search(r"line (\d+) column (\d+)", str(error))
    where = f" in line {spot[1]}, at sign {spot[2]}" if spot else ""
    return BadInput(
        f"This file is damaged{where}: it was changed by hand or by another program. {_SAVE_FILE} "
        f"{NOTHING_CHANGED}"
    )


def another_kind(kind: str) -> BadInput:
    """What is said of a file that is no record but `kind`."""
    return BadInput(
        f"This is {kind}. It is not a record of kneeapp. {_SAVE_FILE} {NOTHING_CHANGED}"
    )


def _refuse_other_kinds(text: bytes) -> None:
    start = text[:_TOLD].decode("latin-1")
    for beginning, kind in _KINDS:
        if re.match(beginning, start, re.IGNORECASE):
            if kind:
                raise another_kind(kind)
            return


def _inflated(file: bytes) -> bytes:
    opener = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        return _small_enough(opener.decompress(file, LARGEST + 1), whole=opener.eof)
    except zlib.error as error:
        raise BadInput(cut_off()) from error


def _only_json_of(file: bytes) -> bytes:
    try:
        with ZipFile(BytesIO(file)) as archive:
            names = [
                name
                for name in archive.namelist()
                if not name.endswith("/")
                and not name.split("/")[-1].startswith(_BESIDE)
                and not name.startswith(_BESIDE)
            ]
            if any(name.startswith(("xl/", "word/", "content.xml")) for name in names):
                raise another_kind("a file of Excel, Word or LibreOffice")
            wanted = [name for name in names if name.lower().endswith(".json")]
            if any(name.endswith((".csv", ".parquet")) for name in names):
                raise another_kind("a set of tables")
            if len(wanted) != 1:
                raise another_kind(f"a zip with {len(wanted)} JSON files in it")
            with archive.open(wanted[0]) as inside:
                return _small_enough(inside.read(LARGEST + 1), whole=True)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        # damaged, cut off, packed in an unusual way, or locked with a password
        raise BadInput(
            "This zip cannot be opened: it is damaged or locked. Unpack it first. "
            f"{NOTHING_CHANGED}"
        ) from error


def _small_enough(text: bytes, *, whole: bool) -> bytes:
    if len(text) > LARGEST:
        raise BadInput(
            f"This file is too large when unpacked: a record has less than {LARGEST // 10**6} MB. "
            f"{NOTHING_CHANGED}"
        )
    if not whole:
        raise BadInput(cut_off())
    return text
