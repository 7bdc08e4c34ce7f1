"""A record file that came through other hands: harmless changes are taken in, others are named."""

import gzip
import json
import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic_core._pydantic_core import list_all_errors

from kneeapp.errors import BadInput
from kneeapp.reports.record_file import faults, unwrap
from kneeapp.reports.record_file.format import read, written
from kneeapp.settings import PROJECT

SAMPLE = (PROJECT / "tests" / "vectors" / "record-8.json").read_text("utf-8")
BYTES = SAMPLE.encode()

MACHINE_WORDS = re.compile(
    r"pydantic|functools|<|0x|union|constrained|Input should|Value error|Field required|Tuple|"
    r"\bNone\b|\bTrue\b|\bFalse\b|\bdict\b|\bstr\b|\bint\b|object|EOF|column|valid|codec|byte",
)
"""Words of Python, pydantic and its JSON reader that no person should have to read."""


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def reordered(value: Any) -> Any:
    """The same with the names of each object in the opposite order."""
    if isinstance(value, dict):
        return {name: reordered(inner) for name, inner in reversed(value.items())}
    return [reordered(inner) for inner in value] if isinstance(value, list) else value


HARMLESS = {
    "UTF-8 with a byte order mark, as Notepad and PowerShell 5 save it": b"\xef\xbb\xbf" + BYTES,
    "UTF-16 with a mark, as `>` of PowerShell 5 writes it": SAMPLE.encode("utf-16"),
    "UTF-16, big end first": b"\xfe\xff" + SAMPLE.encode("utf-16-be"),
    "UTF-16 without a mark": SAMPLE.encode("utf-16-le"),
    "UTF-32 with a mark": SAMPLE.encode("utf-32"),
    "line ends of Windows": SAMPLE.replace("\n", "\r\n").encode(),
    "line ends of old Macs": SAMPLE.replace("\n", "\r").encode(),
    "indented": json.dumps(json.loads(SAMPLE), indent="\t").encode(),
    "in one line, letters escaped": json.dumps(json.loads(SAMPLE)).encode(),
    "names in another order": json.dumps(reordered(json.loads(SAMPLE))).encode(),
    "blank lines around": b"\n\n" + BYTES + b"\n \t\n",
    "NULs at the end, as after a copy from a damaged disk": BYTES + b"\0" * 512,
    "the end mark of old systems": BYTES + b"\x1a",
    "packed by gzip": gzip.compress(BYTES),
    "packed by gzip with a mark inside": gzip.compress(b"\xef\xbb\xbf" + BYTES),
    "a zip with one file": zipped({"my.json": BYTES}),
    "a zip that a Mac made": zipped(
        {"my/data.json": BYTES, "__MACOSX/my/._data.json": b"\0", "my/": b""}
    ),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_other_programs_change_about_the_bytes_changes_nothing_of_the_record(
    name: str,
) -> None:
    assert read(HARMLESS[name]) == read(SAMPLE)


def test_a_byte_order_mark_in_a_text_is_taken_in() -> None:
    assert written(read("\ufeff" + SAMPLE)) == SAMPLE


NAMED = {
    b"%PDF-1.7\n...": "PDF",
    b"BEGIN:VCALENDAR\r\nVERSION:2.0": "calendar",
    b"<!DOCTYPE html><html>": "web page",
    b"\xef\xbb\xbf<html lang='en'>": "web page",
    b'<svg xmlns="http://www.w3.org/2000/svg">': "picture",
    b'<?xml version="1.0"?>\n<svg>': "picture",
    b"\x89PNG\r\n\x1a\n": "picture",
    b"PAR1\x15\x04": "Parquet",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "Excel",
    b"\x12\x34\x00\x01\x00\x00\x00\x00DUCK@": "kneeapp restore",
    b"person,day,pain\r\n1,2026-03-02,5\r\n": "CSV",
    b"\xef\xbb\xbfperson;day;pain\r\n": "CSV",
    b"sep=;\r\nday;pain\r\n": "CSV",
    "day\tpain\r\n".encode("utf-16"): "CSV",
    b'{"resourceType": "Bundle", "entry": []}': "FHIR",
    zipped({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}): "Excel",
    zipped({"session.csv": "id\n", "about.json": "{}"}): "tables",
    zipped({"one.json": BYTES, "two.json": BYTES}): "2 JSON files",
    zipped({"readme.txt": "hello"}): "0 JSON files",
    b"": "empty",
    b"\xef\xbb\xbf": "empty",
    b"\0\0\0\0": "empty",
    BYTES[:-100]: "end of this file is missing",
    gzip.compress(BYTES)[:-50]: "end of this file is missing",
    zipped({"my.json": BYTES})[:-50]: "zip cannot be opened",
    BYTES.decode().encode("latin-1", "replace"): r"Line \d+ .*UTF-8",
    BYTES[: BYTES.index("ü".encode()) + 1]: "end of this file is missing",
    BYTES.replace(b'"sessions"', b"'sessions'"): r"damaged in line \d+",
    BYTES.replace(b'"', "“".encode()): r"damaged in line \d+",
    b"[]": "not a record",
    b"hello": "damaged",
}


@pytest.mark.parametrize("file", NAMED, ids=range(len(NAMED)))
def test_a_file_that_is_no_record_is_named_as_what_it_is(file: bytes) -> None:
    with pytest.raises(BadInput, match=NAMED[file]) as refused:
        read(file)
    assert "Nothing was changed." in str(refused.value)
    assert not MACHINE_WORDS.search(str(refused.value))


@pytest.mark.parametrize("pack", [gzip.compress, lambda junk: zipped({"my.json": junk})])
def test_a_file_that_would_fill_the_memory_when_unpacked_is_refused(
    pack: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unwrap, "LARGEST", 1_000_000)
    with pytest.raises(BadInput, match="too large"):
        read(pack(b" " * 2_000_000))


def places(value: Any, path: tuple[str | int, ...] = ()) -> Any:
    """The path of every value in the sample."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for step, one in inner:
        yield (*path, step)
        if isinstance(one, dict | list):
            yield from places(one, (*path, step))


def foreign(path: tuple[str | int, ...], odd: Any) -> str:
    """The sample with the value at `path` replaced, or deleted where `odd` is ...."""
    whole = value = json.loads(SAMPLE)
    for step in path[:-1]:
        value = value[step]
    if odd is ...:
        del value[path[-1]]
    else:
        value[path[-1]] = odd
    return json.dumps(whole)


def refusal(file: str) -> str:
    """What is said of `file`; nothing where it is taken in."""
    try:
        read(file)
    except BadInput as error:
        return str(error)
    return ""


ODD = st.one_of(
    st.sampled_from([..., None, True, -1, 10**40, 1e300, [], {}, "", "\0", "x" * 11_000]),
    st.sampled_from(["2026-01-01", "2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "24:00"]),
    st.recursive(
        st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=4,
    ),
)


@example(("screenings", 0, "findings", 0, "at"), "24:00")
@given(st.sampled_from(list(places(json.loads(SAMPLE)))), ODD)
def test_no_word_of_a_machine_is_in_what_is_said_of_a_value(
    path: tuple[str | int, ...], odd: Any
) -> None:
    said = refusal(foreign(path, odd))
    assert len(said) < 1_000
    own = re.sub(r'"(\\.|[^"\\])*…?"?', "", said)  # all but the values of the file
    values = json.dumps(odd, ensure_ascii=False) if odd is not ... else ""
    assert [word for word in MACHINE_WORDS.findall(own) if word not in values] == []


def test_whatever_pydantic_may_find_has_words_of_our_own() -> None:
    """Each kind of fault that pydantic knows, also those that no value here can give today."""
    for known in list_all_errors():
        if known["type"] == "value_error":  # its words are those of this project's own checks
            continue
        said = faults.words(known["type"], known.get("example_context") or {})
        assert said
        assert not MACHINE_WORDS.search(said), said
        assert said != known["example_message_python"]


@pytest.mark.parametrize(
    ("path", "odd", "said"),
    [
        (("sessions", 0, "pain_before"), 11, "$.sessions[0].pain_before 11 has to be at most 10"),
        (("sessions", 0, "knee"), "middle", "\"middle\" has to be 'left' or 'right'"),
        (("sessions", 0, "late"), ..., "$.sessions[0].late is missing"),
        (("screenings", 0, "answers", "age"), [[1]], "$.screenings[0].answers.age cannot stand"),
        (("screenings", 0, "findings", 0, "at"), "24:00", "at: '24:00' is no moment such as"),
        (("screenings", 0, "findings", 0, "at"), "0001-01-01T00:00:00Z", "the year 1 is not from"),
        (("sessions", 0, "choice", "bouts"), {"ear": 1}, "bouts.ear is not known here"),
    ],
)
def test_a_value_is_told_with_its_place_and_what_can_stand_there(
    path: tuple[str | int, ...], odd: Any, said: str
) -> None:
    with pytest.raises(BadInput, match=re.escape(said)):
        read(foreign(path, odd))
