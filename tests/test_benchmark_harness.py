"""The harness of the benchmarks: what counts as a figure, and when a limit is missed."""

import subprocess
import sys
from itertools import count

import pyperf
import pytest

from benchmarks.harness import Harness, Row, in_turn
from kneeapp.settings import PROJECT

OURS, BASELINE = "ours", "baseline"
BENCHMARKS = (
    *("pages", "phone", "tabs", "player", "hundred", "store", "safety", "clinic"),
    "clinic_day",
    *("reports", "exports", "evidence_speed"),
)


@pytest.fixture
def bench(monkeypatch):
    """A harness that was started with these arguments."""

    def started(*arguments, **sizes):
        monkeypatch.setattr(sys, "argv", ["benchmark", *arguments])
        return Harness("A benchmark.", **{"rounds": (3, 1), **sizes})

    return started


def exit_code(harness):
    with pytest.raises(SystemExit) as ended:
        harness.end()
    return ended.value.code


def test_a_size_is_the_usual_one_the_quick_one_or_the_one_that_is_asked_for(bench):
    assert bench(people=(100, 5))["people"] == 100
    assert bench("--quick", people=(100, 5))["people"] == 5
    assert bench("--quick", "--people", "7", people=(100, 5))["people"] == 7


def test_the_round_before_the_first_is_thrown_away(bench):
    numbers = count()
    assert bench().measure(lambda: {OURS: [next(numbers)]}) == [{OURS: [n]} for n in (1, 2, 3)]


def test_a_figure_is_the_median_of_the_rounds_and_a_ratio_is_formed_within_each(bench, capsys):
    rounds = [
        {OURS: [0.001, 0.002, 0.009], BASELINE: [0.001]},
        {OURS: [0.004], BASELINE: [0.008]},
        {OURS: [0.009], BASELINE: [0.002]},
    ]
    bench().report("Time", rounds, [Row(OURS, BASELINE)])
    assert "| ours | 4 ms | 2 ms | 2.00 |  |" in capsys.readouterr().out


def test_a_limit_that_is_missed_is_named_and_ends_with_an_error(bench, capsys):
    harness = bench()
    rounds = [{OURS: [0.01, 0.03], BASELINE: [0.01]}]
    harness.report(
        "Time", rounds, [Row(OURS, BASELINE, share=2), Row(OURS, BASELINE, percent=100, most=0.02)]
    )
    assert exit_code(harness) == 1
    missed = [line for line in capsys.readouterr().out.splitlines() if "MISSED" in line]
    assert missed == ["MISSED: Time: ours, p100: 30 ms"]


def test_limits_that_hold_end_well(bench):
    harness = bench()
    harness.report("Time", [{OURS: [0.01], BASELINE: [0.02]}], [Row(OURS, BASELINE, share=0.5)])
    assert exit_code(harness) == 0


def test_works_take_turns_and_another_one_comes_first_each_time():
    done = []
    works = {name: lambda given, name=name: done.append(f"{name}{given}") for name in "abc"}
    took = in_turn(works, range(2))
    assert done == ["a0", "b0", "c0", "b1", "c1", "a1"]
    assert {name: len(times) for name, times in took.items()} == {"a": 2, "b": 2, "c": 2}


def test_what_was_measured_is_kept_for_pyperf_but_for_zeros(bench, tmp_path):
    file = tmp_path / "out.json"
    harness = bench("--output", str(file))
    rounds = [{OURS: [0.01, 0.02], BASELINE: [0.03]}, {OURS: [0.04], BASELINE: [0.05]}]
    harness.report("Time", rounds, [Row(OURS, BASELINE)])
    harness.report("Traffic", [{"messages": [0, 3]}], [Row("messages", unit="integer")])
    assert exit_code(harness) == 0
    kept = pyperf.BenchmarkSuite.load(str(file))
    assert kept.get_benchmark_names() == ["Time: ours", "Time: baseline"]
    assert kept.get_benchmark("Time: ours").get_values() == (0.01, 0.02, 0.04)


@pytest.mark.nightly
@pytest.mark.parametrize("name", BENCHMARKS)
def test_each_benchmark_runs_through(name):
    """A limit may be missed on a busy machine."""
    command = [sys.executable, "-m", f"benchmarks.{name}", "--quick"]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert "Traceback" not in run.stderr, run.stderr
    assert "| what |" in run.stdout
