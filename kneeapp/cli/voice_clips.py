"""Voice clips: which recordings the player's folder holds, and which the shipped content needs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from kneeapp import content
from kneeapp.domain.programme.spoken_cues import programme_cues
from kneeapp.domain.routine.spoken_cues import routine_cues
from kneeapp.settings import PACKAGE

FOLDER = PACKAGE / "ui" / "widgets" / "player" / "frontend"

VOICE = "hibari-tts 0.2.1, heart; MP3 24 kHz 32 kbit/s, -18 LUFS"
"""Whose voice it is and how it is recorded: part of each clip's name, to be changed with either."""

FRAME_BYTES = 96
FRAME_MS = 24
"""One frame of MPEG-2 Layer III at 24 kHz and 32 kbit/s; each stands alone, so that clips can be
joined byte by byte."""

MOST_BYTES = 4_000_000
"""What all clips together may weigh in the package."""

BEEPS: dict[str, tuple[tuple[int, float], ...]] = {
    "tick": ((880, 0.09),),
    "turn": ((587, 0.09),),
    "go": ((1175, 0.28),),
    "soft": ((523, 0.3),),
    "long": ((659, 0.16), (988, 0.34)),
    "done": ((523, 0.18), (659, 0.18), (784, 0.5)),
}
"""The notes (Hz, s) of each beep, as in `feedback.js`; the track needs them, too."""

ROOM_TONE = "room tone"
"""What fills the track between two cues: a hiss of ROOM_TONE_DBFS, so that a browser does not take
the page for a silent one and slow it down."""

ROOM_TONE_DBFS = -60.0


@dataclass(frozen=True)
class Clips:
    """The clips of a folder: `clips.json` names the file of each sentence in `clips/`."""

    folder: Path = field(default=FOLDER)

    @property
    def index(self) -> Path:
        return self.folder / "clips.json"

    @property
    def named(self) -> dict[str, str]:
        """The name of its clip by sentence."""
        if not self.index.exists():
            return {}
        names: dict[str, str] = json.loads(self.index.read_text("utf-8"))
        return names

    def file(self, name: str) -> Path:
        return self.folder / "clips" / f"{name}.mp3"

    @property
    def files(self) -> dict[str, Path]:
        """Every clip that is there, by its name."""
        return {file.stem: file for file in sorted(self.folder.glob("clips/*.mp3"))}

    def faults(self, cues: tuple[str, ...]) -> Iterator[str]:
        """What keeps the folder from holding a fresh clip of each of `cues` and nothing else."""
        wanted, named, files = wanted_clips(cues), self.named, self.files
        for cue, name in wanted.items():
            if name not in files:
                yield f"no clip of: {cue}"
            elif named.get(cue) != name:
                yield f"clips.json does not name the clip of: {cue}"
        yield from (f"nobody says any more: {cue}" for cue in named if cue not in wanted)
        needed = set(wanted.values())
        yield from (f"clip that nothing uses: {name}" for name in files if name not in needed)

    def write_index(self, cues: tuple[str, ...]) -> None:
        text = json.dumps(wanted_clips(cues), indent=2, ensure_ascii=False)
        self.index.write_text(f"{text}\n", "utf-8")


def shipped_cues() -> tuple[str, ...]:
    """Every sentence of the shipped content that the player can say, and every sound, sorted."""
    routines = (cue for routine in content.routines().values() for cue in routine_cues(routine))
    return tuple(sorted({*routines, *programme_cues(content.programme()), *sounds()}))


def beep_cue(name: str) -> str:
    """How `clips.json` calls the beep of this name."""
    return f"beep {name}"


def sounds() -> dict[str, str]:
    """What is recorded without a voice, each with all that makes it sound as it does."""
    beeps = {beep_cue(name): f"{notes}" for name, notes in BEEPS.items()}
    return {**beeps, ROOM_TONE: f"{ROOM_TONE_DBFS} dBFS"}


def wanted_clips(cues: tuple[str, ...]) -> dict[str, str]:
    """The name that the clip of each cue has: the hash of its text and the voice, or its sound."""
    made_of = sounds()
    return {cue: _hash(f"{VOICE}\n{made_of.get(cue, cue)}") for cue in cues}


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def length_ms(clip: bytes) -> int:
    """How long a clip lasts, which its number of frames says."""
    return len(clip) // FRAME_BYTES * FRAME_MS
