"""Damaged record files without end, and what has to hold for each of them.

`python -m tests.reports.import_fuzz -max_total_time=60 -seed=1` lets atheris (libFuzzer) look for
bytes that reach new lines of kneeapp; `mutated` changes the samples by chance, by its seed.
"""

import gzip
import json
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from random import Random
from time import process_time
from typing import Any

from kneeapp import clock, content
from kneeapp.errors import BadInput
from kneeapp.reports.record_file.file import as_json, import_file
from kneeapp.reports.record_file.format import read, written
from kneeapp.settings import PROJECT
from kneeapp.store.engine.database import Store
from kneeapp.store.transfer.import_record import ImportMode
from kneeapp.store.transfer.snapshot import snapshot
from tests.store.builders import a_record
from tests.store.held_rows import held_rows

VECTORS = [file.read_bytes() for file in sorted((PROJECT / "tests/vectors").glob("record-?.json"))]
SAMPLE = VECTORS[-1]
CORPUS = [
    *VECTORS,
    *(SAMPLE.decode().encode(encoding) for encoding in ("utf-8-sig", "utf-16", "utf-32")),
    gzip.compress(SAMPLE),
]
TOKENS = [
    *(b"null", b"true", b"-1", b"1e999", b"NaN", b"-0.0", b"9" * 400, b"[" * 300, b"{", b"}", b'"'),
    *(b"\\u0000", b"\\ud800", "␀".encode(), b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\\"),
    *(b"2150-01-01", b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59.999999-14:00"),
    *(b'"version": 8', b'"format"', b"PK\x03\x04", b"\x1f\x8b", b"%PDF-", b"a,b\n"),
]
ODD = (None, True, -1, 1.5, 10**30, "", "\0", "␀", "x" * 300, [], {}, [[[]]], {"a": {"b": []}})
ONE_S = 2
"""CPU seconds within which a file of up to a megabyte has to be read or refused."""

NOW = datetime(2026, 4, 1, tzinfo=UTC)


class Target:
    """A record that holds the sample, and into which files are taken."""

    def __init__(self, store: Store) -> None:
        self._questions = content.questionnaire()
        self._record = a_record(store)
        self._import(SAMPLE, ImportMode.REPLACE)
        self.taken_in = self.refused = 0

    def take(self, file: bytes) -> None:
        """Take `file` in or see it refused; raises AssertionError where more happens than that."""
        how = list(ImportMode)[len(file) % 2]
        began = process_time()
        if self._is_taken_in(file, how):
            self.taken_in += 1
            out = as_json(snapshot(self._record))
            assert written(read(out)) == out, "what was taken in does not come back"
            self._import(SAMPLE, ImportMode.REPLACE)
        else:
            self.refused += 1
            assert held_rows(self._record) == self._before, "it was refused and changed something"
        took = process_time() - began
        assert took < ONE_S * max(1, len(file) / 1e6), f"it took {took:.1f} s"

    def _is_taken_in(self, file: bytes, how: ImportMode) -> bool:
        try:
            self._import(file, how)
        except BadInput:
            return False
        return True

    def _import(self, file: bytes, how: ImportMode) -> None:
        as_it_is = len(file) % 3 > 0
        with clock.running_on(lambda: NOW):
            import_file(self._record, file, self._questions, how, as_it_is=as_it_is)
        if file is SAMPLE:
            self._before = held_rows(self._record)


def mutated(chance: Random) -> bytes:
    """A sample with some values exchanged, or some bytes."""
    if chance.random() < 0.5:
        whole = json.loads(chance.choice(VECTORS))
        for _ in range(chance.randint(1, 3)):
            _exchange_value(whole, chance)
        return json.dumps(whole).encode()
    file = bytearray(chance.choice(CORPUS))
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        start = chance.randrange(len(file) + 1)
        end = min(len(file), start + chance.choice((0, 1, 1, 2, 8, 100)))
        file[start:end] = chance.choice(_REPLACEMENTS)(chance, file)
    return bytes(file)


_REPLACEMENTS: list[Callable[[Random, bytearray], bytes]] = [
    lambda chance, _: chance.choice(TOKENS),
    lambda chance, _: chance.randbytes(chance.randint(0, 4)),
    lambda chance, file: bytes(file[(at := chance.randrange(len(file) + 1)) : at + 60]),
]


def _exchange_value(whole: Any, chance: Random) -> None:
    """Put another value into the place of one: an odd one, or one from elsewhere in the file."""
    place, step = _somewhere(whole, chance)
    match chance.randrange(4):
        case 0:
            del place[step]
        case 1:
            place[step] = json.loads(json.dumps(chance.choice(ODD)))
        case 2:
            elsewhere, other = _somewhere(whole, chance)
            place[step] = json.loads(json.dumps(elsewhere[other]))
        case _ if isinstance(place, list):
            place.append(json.loads(json.dumps(place[step])))
        case _:
            place["␀" if chance.random() < 0.5 else "\0"] = place[step]


def _somewhere(whole: Any, chance: Random) -> tuple[Any, Any]:
    place = whole
    while True:
        step = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
        inside = place[step]
        if not isinstance(inside, dict | list) or not inside or chance.random() < 0.1:
            return place, step
        place = inside


def main() -> None:
    """Let atheris try, on the samples as its corpus, until the time that its options give."""
    import atheris  # type: ignore[import-not-found, unused-ignore]  # Linux only

    with closing(Store.open(None)) as store:
        target = Target(store)
        atheris.instrument_all()
        atheris.Setup(sys.argv, target.take)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
