"""A record as one line for a browser's storage."""

import zlib
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uuid6 import uuid7

from kneeapp.errors import BadInput
from kneeapp.reports.record_file import compress
from kneeapp.reports.record_file.compress import packed, unpacked

PERSON = uuid7()
TEXT = st.text(st.characters(exclude_categories=("Cs",)))


@given(TEXT)
def test_what_is_packed_comes_back_with_its_person(text):
    assert unpacked(packed(PERSON, text)) == (PERSON, text)


@given(st.text() | st.builds(lambda junk: f"{PERSON} {b64encode(junk).decode()}", st.binary()))
def test_a_damaged_line_is_refused(line):
    with pytest.raises(BadInput, match="damaged"):
        unpacked(line)


@given(st.integers(1, 40))
def test_a_line_cut_short_is_refused(cut):
    line = packed(PERSON, "a record of some length, cut anywhere")
    with pytest.raises(BadInput):
        unpacked(line[:-cut])


def test_a_line_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(compress, "LARGEST", 1_000)
    bomb = b64encode(zlib.compress(b"0" * 100_000)).decode()
    with pytest.raises(BadInput):
        unpacked(f"{PERSON} {bomb}")
