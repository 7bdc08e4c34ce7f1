"""Rendering of the voice: a sentence or a beep as an MP3 clip of one loudness.

Needs the extra `voice`, a tool of development: nothing here is loaded by the running program.
"""

import subprocess
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kneeapp.cli.voice_clips import BEEPS, FRAME_BYTES, ROOM_TONE, ROOM_TONE_DBFS, beep_cue
from kneeapp.errors import BadInput

try:
    import pyloudnorm
    from hibari import Hibari
    from imageio_ffmpeg import get_ffmpeg_exe
except ModuleNotFoundError as missing:
    raise BadInput("The voice needs kneeapp's extra: pip install 'kneeapp[voice]'.") from missing

Sound = NDArray[np.float32]

RATE_HZ = 24_000
BIT_RATE = "32k"
TARGET_LUFS = -18.0
CLOSE_ENOUGH_LU = 0.1
MOST_TRIES = 6

QUIET_DBFS = -45.0
"""Below it a stretch of 10 ms counts as silence."""

BEFORE_S = 0.03
AFTER_S = 0.2
"""What stays of the silence around a sentence: after it, the pause of a speaker between two."""

MEASURED_S = 3.0
"""EBU R128 measures blocks of 0.4 s, longer than some clips: each is repeated up to this length."""

PEAK = 0.84
"""Amplitude that no peak goes over: 1.5 dB below full scale leave room for what MP3 adds."""


BEEP_ATTACK_S = 0.015
BEEP_AMPLITUDE = 0.25
BEEP_END = 0.001
"""How a note swells and dies away, as `playNotes` of feedback.js plays it."""

BEEP_CUT_FRAMES = 7
"""Of the silence after it, so that words follow a beep closely."""

ROOM_TONE_FRAMES = 125


def rendered(cue: str) -> bytes:
    """`cue` as MP3: a sentence spoken, or a beep, of TARGET_LUFS; the room tone much softer."""
    if cue == ROOM_TONE:
        return _encoded(_hiss(), ROOM_TONE_DBFS)[: ROOM_TONE_FRAMES * FRAME_BYTES]
    beeps = {beep_cue(name): notes for name, notes in BEEPS.items()}
    if cue in beeps:
        silence = np.zeros(round(BEFORE_S * RATE_HZ), np.float32)
        beep = np.concatenate([silence, *(_note(*note) for note in beeps[cue])])
        return _levelled(_trimmed(beep))[: -BEEP_CUT_FRAMES * FRAME_BYTES]
    return _levelled(_trimmed(_voice()(_closed(cue), seed=0)))


def _levelled(spoken: Sound) -> bytes:
    gain_db = TARGET_LUFS - _integrated(spoken)
    for _ in range(MOST_TRIES):
        clip = _encoded(spoken, gain_db)
        off = TARGET_LUFS - loudness(clip)
        if abs(off) <= CLOSE_ENOUGH_LU:
            break
        gain_db += off  # the limiter takes away what stood out
    return clip


def loudness(clip: bytes) -> float:
    """Integrated loudness of an MP3 in LUFS (EBU R128), of what sounds in it."""
    return _integrated(_trimmed(_decoded(clip)))


def _note(hertz: float, seconds: float) -> Sound:
    at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    dying = BEEP_END ** ((at - BEEP_ATTACK_S) / (seconds - BEEP_ATTACK_S))
    swell = np.where(at < BEEP_ATTACK_S, at / BEEP_ATTACK_S, dying)
    return (BEEP_AMPLITUDE * swell * np.sin(2 * np.pi * hertz * at)).astype(np.float32)


def _hiss() -> Sound:
    """Noise of full scale, soft above 1 kHz, as long as ROOM_TONE_FRAMES and what MP3 adds."""
    noise = np.random.default_rng(seed=0).standard_normal((ROOM_TONE_FRAMES + 4) * 576)
    soft = np.convolve(noise, np.hanning(24), mode="same")
    return np.asarray(soft / np.sqrt((soft**2).mean()), np.float32)


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith(("!", "?")) else f"{sentence}."


@cache
def _voice() -> Hibari:
    return Hibari()


def _trimmed(sound: Sound) -> Sound:
    """`sound` with BEFORE_S and AFTER_S around what can be heard."""
    block = RATE_HZ // 100
    blocks = sound[: len(sound) // block * block].reshape(-1, block)
    loud = np.flatnonzero(np.sqrt((blocks**2).mean(axis=1)) > 10 ** (QUIET_DBFS / 20))
    start, end = loud[0] * block, (loud[-1] + 1) * block
    before, after = round(BEFORE_S * RATE_HZ), round(AFTER_S * RATE_HZ)
    silence = np.zeros(max(0, end + after - len(sound)), np.float32)
    return np.concatenate([sound[max(0, start - before) : end + after], silence])


def _integrated(sound: Sound) -> float:
    """Of `sound` without the silence around it, repeated up to MEASURED_S."""
    heard = sound[round(BEFORE_S * RATE_HZ) : -round(AFTER_S * RATE_HZ)]
    times = int(np.ceil(MEASURED_S * RATE_HZ / len(heard)))
    return float(pyloudnorm.Meter(RATE_HZ).integrated_loudness(np.tile(heard, times)))


def _encoded(sound: Sound, gain_db: float) -> bytes:
    """As frames of one length that stand alone: no bit reservoir, no headers of the file."""
    louder = f"volume={gain_db}dB,alimiter=limit={PEAK}:attack=3:release=50:level=disabled"
    coded = ("-c:a", "libmp3lame", "-b:a", BIT_RATE, "-reservoir", "0", "-ar", str(RATE_HZ))
    bare = ("-write_xing", "0", "-id3v2_version", "0", "-map_metadata", "-1", "-f", "mp3")
    raw = ("-f", "f32le", "-ar", str(RATE_HZ), "-ac", "1")
    return _ffmpeg(*raw, "-i", "-", "-af", louder, *coded, *bare, "-", given=sound.tobytes())


def _decoded(clip: bytes) -> Sound:
    pcm = _ffmpeg("-f", "mp3", "-i", "-", "-f", "f32le", "-", given=clip)
    return np.frombuffer(pcm, np.float32)


def _ffmpeg(*arguments: str, given: bytes) -> bytes:
    command = [get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", *arguments]
    # the encoder of a library that the extra names, with arguments of our own
    return subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603
