"""No damaged file ends in more than a refusal in words: a few by day, minutes of them by night.

KNEEAPP_SEED begins elsewhere, and repeats what failed; KNEEAPP_FUZZ_MINUTES says how long the
night tries, half of it by atheris.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.settings import PROJECT
from kneeapp.store.engine.database import Store
from tests.reports.import_fuzz import CORPUS, SAMPLE, TOKENS, Target, mutated

SEED = int(os.environ.get("KNEEAPP_SEED", "1"))
MINUTES = float(os.environ.get("KNEEAPP_FUZZ_MINUTES", "10"))
BY_DAY = 60

spots = st.integers(0, len(SAMPLE))
pieces = st.binary(max_size=8) | st.sampled_from(TOKENS)


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    with closing(Store.open(None)) as store:
        yield Target(store)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_bytes_of_any_kind_are_refused_in_words(target: Target, file: bytes) -> None:
    target.take(file)


@given(st.lists(st.tuples(spots, pieces, st.integers(0, 40)), min_size=1, max_size=4))
def test_a_sample_with_some_bytes_exchanged_is_taken_in_or_refused(
    target: Target, changes: list[tuple[int, bytes, int]]
) -> None:
    file = bytearray(SAMPLE)
    for start, piece, length in changes:
        file[start : start + length] = piece
    target.take(bytes(file))


def fuzz(target: Target, seed: int) -> None:
    file = mutated(Random(seed))
    try:
        target.take(file)
    except Exception as error:
        error.add_note(f"KNEEAPP_SEED={seed} changed {file[:200]!r}")
        raise


def test_samples_changed_by_chance_are_taken_in_or_refused(target: Target) -> None:
    for seed in range(SEED, SEED + BY_DAY):
        fuzz(target, seed)
    assert target.taken_in  # else nothing behind the reading was tried
    assert target.refused


@pytest.mark.nightly
def test_samples_changed_by_chance_all_night(target: Target) -> None:
    ending, seed = monotonic() + MINUTES * 30, SEED
    while monotonic() < ending:
        fuzz(target, seed)
        seed += 1
    sys.stderr.write(
        f"\nKNEEAPP_SEED={SEED}: {target.taken_in} files taken in, {target.refused} refused\n"
    )


@pytest.mark.nightly
def test_bytes_that_reach_new_lines_of_code(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="needs the fuzz extra")
    for n, sample in enumerate(CORPUS):
        (tmp_path / f"{n}").write_bytes(sample)
    options = (f"-max_total_time={MINUTES * 30:.0f}", f"-seed={SEED % 2**32}", "-max_len=20000")
    command = [sys.executable, "-m", "tests.reports.import_fuzz", *options, "-timeout=60"]
    run = subprocess.run(
        [*command, f"-artifact_prefix={tmp_path}/", str(tmp_path)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert run.returncode == 0, run.stderr[-4_000:]
    sys.stderr.write(f"\nKNEEAPP_SEED={SEED}: {run.stderr.strip().splitlines()[-1]}\n")
