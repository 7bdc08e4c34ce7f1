"""The recorded voice: a fresh clip of each sentence of the shipped content, and no other."""

import json
import re
import sys
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from kneeapp.cli import voice_commands
from kneeapp.cli.main import main
from kneeapp.cli.voice_clips import (
    BEEPS,
    FOLDER,
    FRAME_BYTES,
    MOST_BYTES,
    ROOM_TONE,
    Clips,
    length_ms,
    shipped_cues,
    wanted_clips,
)
from kneeapp.settings import PROJECT

FRAME_BEGINS = bytes.fromhex("fff344c4")
"""MPEG-2 Layer III without checksum, 32 kbit/s, 24 kHz, mono."""

CUES = ("Go", "Rest")
SHEET = PROJECT / "docs" / "voice.md"


def clip_of(sentence):
    return FRAME_BEGINS + sentence.encode().ljust(FRAME_BYTES - len(FRAME_BEGINS), b"\0")


@pytest.fixture
def clips(tmp_path, monkeypatch):
    """An empty folder, content with two sentences, and a voice that needs no model."""
    recorder = SimpleNamespace(rendered=clip_of, loudness=lambda _: -18.04)
    monkeypatch.setitem(sys.modules, "kneeapp.cli.voice_rendering", recorder)
    monkeypatch.setattr(voice_commands, "Clips", lambda: Clips(tmp_path))
    monkeypatch.setattr(voice_commands, "shipped_cues", lambda: CUES)
    return Clips(tmp_path)


def run(*arguments):
    outcome = CliRunner().invoke(main, ["voice", *arguments])
    assert outcome.exit_code == 0, outcome.output
    return outcome.output


def test_each_sentence_of_the_shipped_content_has_a_fresh_clip_and_there_is_no_other():
    assert list(Clips().faults(shipped_cues())) == []


def test_the_shipped_clips_can_be_joined_byte_by_byte_and_are_small():
    clips = [file.read_bytes() for file in Clips().files.values()]
    for clip in clips:
        frames = [clip[at : at + FRAME_BYTES] for at in range(0, len(clip), FRAME_BYTES)]
        assert all(len(frame) == FRAME_BYTES for frame in frames)
        assert {frame[:4] for frame in frames} == {FRAME_BEGINS}
        assert 150 <= length_ms(clip) <= 10_000
    assert sum(map(len, clips)) <= MOST_BYTES


def test_the_licence_lies_beside_the_clips():
    words = (Clips().folder / "clips" / "LICENCE.txt").read_text("utf-8")
    assert "Apache" in words
    assert "Kokoro-82M" in words


def test_the_listening_sheet_holds_each_clip_within_one_unit_of_loudness():
    rows = [line.split(" | ") for line in SHEET.read_text("utf-8").splitlines() if " | " in line]
    measured = [row for row in rows if row[0].startswith("| ") and row[0] != "| cue"]
    heard = tuple(cue for cue in shipped_cues() if cue != ROOM_TONE)
    assert {row[0][2:]: row[3][:-2] for row in measured} == wanted_clips(heard)
    loudness = [float(row[2]) for row in measured]
    assert max(loudness) - min(loudness) <= 1


def test_the_recorded_beeps_have_the_notes_of_those_that_the_browser_makes():
    written = (FOLDER / "feedback.js").read_text("utf-8")
    table = written.split("const BEEPS = {")[1].split("};")[0]
    made = {
        name: tuple(
            (int(hertz), float(long)) for hertz, long in re.findall(r"\[(\d+), ([\d.]+)\]", notes)
        )
        for name, notes in re.findall(r"(\w+): \[((?:\s*\[[^\]]+\],?\s*)+)\]", table)
    }
    assert made == BEEPS


def test_build_records_what_is_new_and_deletes_what_nothing_uses(clips):
    assert run("build").startswith("2 recorded, 0 deleted, 2 clips")
    assert list(clips.faults(CUES)) == []
    assert run("build").startswith("0 recorded, 0 deleted")
    clips.file("0123456789abcdef").write_bytes(b"")
    assert run("build").startswith("0 recorded, 1 deleted")
    assert json.loads(clips.index.read_text("utf-8")).keys() == set(CUES)


def test_a_sentence_without_a_clip_a_stale_one_and_an_unused_one_are_told_apart(clips):
    assert list(clips.faults(CUES)) == ["no clip of: Go", "no clip of: Rest"]
    run("build")
    unused = wanted_clips(CUES)["Rest"]
    assert list(clips.faults(("Go",))) == [
        "nobody says any more: Rest",
        f"clip that nothing uses: {unused}",
    ]
    clips.index.unlink()
    assert list(clips.faults(("Go", "Rest"))) == [
        "clips.json does not name the clip of: Go",
        "clips.json does not name the clip of: Rest",
    ]


def test_another_voice_needs_every_clip_anew(monkeypatch):
    before = wanted_clips(CUES)
    monkeypatch.setattr("kneeapp.cli.voice_clips.VOICE", "another")
    assert not set(before.values()) & set(wanted_clips(CUES).values())


def test_the_sheet_shows_length_and_loudness_of_each_clip(clips):
    run("build")
    name = clips.named["Go"]
    assert f"| Go | 0.02 | -18.0 | {name} |" in run("sheet")


def test_without_the_extra_the_command_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "hibari", None)
    monkeypatch.delitem(sys.modules, "kneeapp.cli.voice_rendering", raising=False)
    outcome = CliRunner().invoke(main, ["voice", "build"])
    assert outcome.exit_code != 0
    assert "kneeapp[voice]" in outcome.output
