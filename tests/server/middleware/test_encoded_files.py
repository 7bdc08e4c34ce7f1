"""Files are encoded once, found again by the next start, and never trusted when damaged."""

import os
from pathlib import Path

import pytest

from kneeapp.server.middleware import encoded_files as shelves
from kneeapp.server.middleware.encoded_files import UNUSED_S, Shelf
from kneeapp.server.middleware.encodings import ENCODINGS

ADDRESS = "/static/js/a.js"
CONTENT = b"export const a = 1;\n" * 50


@pytest.fixture
def script(tmp_path):
    script = tmp_path / "a.js"
    script.write_bytes(CONTENT)
    return script


@pytest.fixture
def shelf(tmp_path, script):
    return Shelf(tmp_path / "encoded", {ADDRESS: script})


@pytest.fixture
def packed(monkeypatch):
    """What was encoded, in order."""
    done = []

    def counting(name, encoding):
        def pack(content):
            done.append(name)
            return encoding.pack(content)

        return type(encoding)(pack, encoding.unpack)

    counted = {name: counting(name, encoding) for name, encoding in ENCODINGS.items()}
    monkeypatch.setattr(shelves, "ENCODINGS", counted)
    return done


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "encoded").iterdir())


def test_nothing_is_found_before_it_is_encoded(shelf):
    assert ADDRESS in shelf
    assert shelf.find(ADDRESS, "br") is None


@pytest.mark.parametrize("name", ENCODINGS)
def test_each_encoding_is_found_with_the_tag_of_its_content(shelf, name):
    shelf.fill()
    body, tag = shelf.find(ADDRESS, name)
    assert ENCODINGS[name].unpack(body) == CONTENT
    assert shelf.find(ADDRESS, "gzip")[1] == tag
    assert shelf.find(ADDRESS, "identity") is None


def test_the_next_start_encodes_nothing_again(tmp_path, script, shelf, packed):
    shelf.fill()
    assert packed == ["br", "gzip"]
    Shelf(tmp_path / "encoded", {ADDRESS: script}).fill()
    assert packed == ["br", "gzip"]


def test_a_changed_file_is_encoded_anew(tmp_path, script, shelf, packed):
    shelf.fill()
    script.write_bytes(CONTENT + b"// new\n")
    later = Shelf(tmp_path / "encoded", {ADDRESS: script})
    later.fill()
    assert packed == ["br", "gzip"] * 2
    assert later.find(ADDRESS, "br")[1] != shelf.find(ADDRESS, "br")[1]


@pytest.mark.parametrize("damage", [b"", b"rubbish", ENCODINGS["br"].pack(b"other")])
def test_what_was_damaged_is_not_sent_and_the_next_start_encodes_it_anew(
    tmp_path, script, shelf, packed, damage
):
    shelf.fill()
    kept(tmp_path)[0].write_bytes(damage)
    damaged = Shelf(tmp_path / "encoded", {ADDRESS: script})
    damaged.fill()
    assert damaged.find(ADDRESS, "br") is None
    later = Shelf(tmp_path / "encoded", {ADDRESS: script})
    later.fill()
    assert packed == ["br", "gzip", "br"]
    assert ENCODINGS["br"].unpack(later.find(ADDRESS, "br")[0]) == CONTENT


def test_where_the_folder_was_cleared_while_it_runs_the_file_itself_is_sent(tmp_path, shelf):
    shelf.fill()
    for file in kept(tmp_path):
        file.unlink()
    assert shelf.find(ADDRESS, "br") is None


def test_a_folder_that_cannot_be_used_is_said_and_stops_nothing(tmp_path, script, caplog):
    (tmp_path / "encoded").write_text("a file in its place")
    shelf = Shelf(tmp_path / "encoded", {ADDRESS: script})
    shelf.fill()
    assert "sent uncompressed" in caplog.text
    assert shelf.find(ADDRESS, "br") is None


def test_what_no_start_asks_for_is_dropped_after_a_while(tmp_path, shelf, hand_clock):
    (tmp_path / "encoded").mkdir()
    old, young = (tmp_path / "encoded" / name for name in ("old.br", "young.br"))
    for file, age in ((old, UNUSED_S + 1), (young, UNUSED_S - 1)):
        file.touch()
        os.utime(file, (hand_clock.now.timestamp() - age,) * 2)
    shelf.fill()
    assert young.exists()
    assert not old.exists()
    assert len(kept(tmp_path)) == 3
