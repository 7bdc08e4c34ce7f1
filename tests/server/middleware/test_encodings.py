"""Which encoding a browser is answered in, by what it says it takes."""

import pytest
from starlette.datastructures import Headers

from kneeapp.server.middleware.encodings import ENCODINGS, IDENTITY, chosen


def taking(*accepted):
    return Headers(raw=[(b"accept-encoding", each.encode()) for each in accepted])


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip; q=0", IDENTITY),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("*;q=0", None),
        ("*;q=0, gzip", "gzip"),
        ("*;q=0, identity", IDENTITY),
        ("identity;q=0", None),
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0, *;q=0.1", "br"),
        ("identity, gzip;q=0.5", IDENTITY),
        ("zstd, deflate", IDENTITY),
        ("", IDENTITY),
        ("gzip;q=many", IDENTITY),
        (";;,=,q", IDENTITY),
    ],
)
def test_the_best_that_is_taken_and_never_one_that_is_refused(accepted, expected):
    assert chosen(taking(accepted)) == expected


def test_who_says_nothing_gets_the_content_as_it_is():
    assert chosen(Headers()) == IDENTITY


def test_what_is_said_in_two_headers_counts_as_one():
    assert chosen(taking("gzip", "br;q=0.1")) == "gzip"


@pytest.mark.parametrize("name", ENCODINGS)
def test_what_is_packed_is_smaller_and_comes_out_the_same(name):
    content = b"Sit down and breathe out. " * 200
    packed = ENCODINGS[name].pack(content)
    assert len(packed) < len(content) / 10
    assert ENCODINGS[name].unpack(packed) == content
    assert packed == ENCODINGS[name].pack(content)
