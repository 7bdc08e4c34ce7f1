"""Mutation testing: change one thing at a time in a module, and see whether its tests fail.

`python -m tools.mutation PATH ...` tries the mutants of these modules or folders,
`--changed` those of the modules changed since the merge base, lines changed first. Needs the
package's `dev` extra. Operators are Cosmic Ray's, and one for SQL. A mutant is imported in a
fork that has the heavy libraries loaded, so that a run costs its tests and not their start.

It fails where a mutant that nothing explains survives in a module of `strict`, or where too
few die elsewhere; both are set in pyproject.toml, `[tool.mutation]`. EXPLAINED lists mutants
that behave the same, with the reason.
"""

import argparse
import ast
import os
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType

import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator
from hypothesis import settings

from kneeapp.settings import PROJECT
from tools.sql_operator import SqlOperator

EXPLAINED = PROJECT / "tests" / "equivalent_mutants.toml"
HEAVY = ("numpy", "scipy.stats", "pydantic", "duckdb", "streamlit", "hypothesis.strategies")
"""Imported once, before the forks."""
PROFILE = "mutation"
OPTIONS = (
    "-x", "-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin", "-k", "not postgres",
    f"--hypothesis-profile={PROFILE}",
)  # fmt: skip
"""DuckDB alone: both engines run the same statements, and to start PostgreSQL takes seconds."""
PURE = "kneeapp/domain/"
"""Modules whose tests need no fixture of conftest.py, which imports the store and the pages."""
LONGEST = 300
"""Seconds a mutant may take; then it is taken for an endless loop, and dead."""
SLOW = ("test_safety_journeys.py", "test_population.py")
"""Left out where another file tests the module: many random examples."""

_COMPARISONS = (
    "Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is", "Lt_LtE", "Lt_Gt", "LtE_Lt", "LtE_Gt",
    "Gt_GtE", "Gt_Lt", "GtE_Gt", "GtE_Lt",
)  # fmt: skip
_ARITHMETIC = ("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Mul", "Mod_Add", "Pow_Mul")
OPERATORS = (
    "NumberReplacer", "AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue",
    "ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak", "ZeroIterationForLoop", "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_USub_UAdd",
    *(f"ReplaceComparisonOperator_{change}" for change in _COMPARISONS),
    *(f"ReplaceBinaryOperator_{change}" for change in _ARITHMETIC),
)  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A module with one line changed; `line` counts from 1, `before` and `after` are stripped."""

    path: str
    line: int
    before: str
    after: str
    source: str = field(repr=False)

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by in EXPLAINED: line numbers change too often."""
        return self.path, self.before, self.after


@dataclass
class Result:
    """The mutants of one module: how many were tried and died, and those that did not."""

    tried: int = 0
    killed: int = 0
    explained: int = 0
    survivors: list[Mutant] = field(default_factory=list)
    left: int = 0


def mutants(path: str) -> Iterator[Mutant]:
    """Each mutant of the module at `path`, in the order of its lines."""
    source = (PROJECT / path).read_text("utf-8")
    outside = _not_behaviour(source)
    nodes = list(ast_nodes(get_ast(source)))
    seen, made = {source}, []
    for operator in _operators():
        starts = (start for node in nodes for start, _ in operator.mutation_positions(node))
        for occurrence, start in enumerate(starts):
            if any(first <= start < last for first, last in outside):
                continue
            changed = mutate_code(source, operator, occurrence)
            if changed and changed not in seen:
                seen.add(changed)
                made.append(_mutant(path, source, changed))
    return iter(sorted(made, key=lambda mutant: mutant.line))


def tests_of(path: str) -> list[str]:
    """The files of tests that import the module at `path`, the one named after it first."""
    module = path.removesuffix(".py").replace("/", ".")
    package, _, name = module.rpartition(".")
    area = PROJECT / "tests" / package.split(".")[1]
    imports = (f"from {module} import", f"import {module}\n", f"from {package} import")
    files = []
    for file in sorted(area.rglob("test_*.py")):
        lines = file.read_text("utf-8")
        direct = imports[0] in lines or imports[1] in lines
        listed = any(
            name in line.replace(",", " ").split()
            for line in lines.splitlines()
            if line.startswith(imports[2])
        )
        if direct or listed or file.name == f"test_{name}.py":
            files.append(file)
    quick = [file for file in files if file.name not in SLOW] or files
    quick.sort(key=lambda file: (file.name != f"test_{name}.py", file))
    return [str(file.relative_to(PROJECT)) for file in quick]


def run(found: Sequence[Mutant], tests: Sequence[str], until: float, jobs: int) -> list[bool]:
    """Whether each of `found` was killed by `tests`, as far as time allowed until `until`."""
    running: dict[int, int] = {}
    killed: dict[int, bool] = {}
    # whether a mutant lives must not be chance: the same few examples each time
    settings.register_profile(
        PROFILE, deadline=None, derandomize=True, max_examples=25, database=None
    )
    for number, mutant in enumerate(found):
        if time.monotonic() > until:
            break
        while len(running) >= jobs:
            _reap(running, killed)
        running[_fork(tests, mutant)] = number
    while running:
        _reap(running, killed)
    return [killed[number] for number in sorted(killed)]


def changed_lines(base: str) -> dict[str, set[int]]:
    """The lines of each Python file that are new or different since the commit `base`."""
    diff = _git("diff", "-U0", "--no-renames", base, "--", "*.py")
    lines: dict[str, set[int]] = {}
    path = ""
    for line in diff.splitlines():
        if line.startswith("+++ "):
            path = line.removeprefix("+++ ").removeprefix("b/")
        elif line.startswith("@@"):
            first, _, count = line.split()[2].removeprefix("+").partition(",")
            lines.setdefault(path, set()).update(range(int(first), int(first) + int(count or 1)))
    return {path: numbers for path, numbers in lines.items() if (PROJECT / path).is_file()}


def main() -> None:
    """Run the command."""
    asked = _arguments()
    rules = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["mutation"]
    explained = {
        (one["module"], one["line"], one["becomes"])
        for one in tomllib.loads(EXPLAINED.read_text("utf-8")).get("mutant", [])
    }
    paths = asked.paths or rules["modules"]
    lines = changed_lines(_base()) if asked.changed else None
    for name in HEAVY:
        import_module(name)
    until = time.monotonic() + asked.seconds if asked.seconds else float("inf")
    failed = False
    for path in _modules(paths):
        if lines is not None and path not in lines:
            continue
        result = _test_module(
            path, None if lines is None else lines[path], explained, until, asked.jobs
        )
        strict = any(path.startswith(each) for each in rules["strict"])
        failed |= _show(path, result, 1.0 if strict else rules["killed"])
    raise SystemExit(1 if failed else 0)


def _test_module(
    path: str,
    lines: set[int] | None,
    explained: set[tuple[str, str, str]],
    until: float,
    jobs: int,
) -> Result:
    found = list(mutants(path))
    if lines is not None:
        found.sort(key=lambda mutant: mutant.line not in lines)
    known = [mutant for mutant in found if mutant.key in explained]
    found = [mutant for mutant in found if mutant.key not in explained]
    if not found:
        return Result(explained=len(known))
    tests = tests_of(path)
    if not tests:
        return Result(survivors=found)
    outcomes = run([_unchanged(path)], tests, until, 1)
    if outcomes == [True]:
        raise SystemExit(f"{path}: its tests fail without a mutant: {' '.join(tests)}")
    outcomes = run(found, tests, until, jobs)
    tried = zip(found, outcomes, strict=False)
    return Result(
        tried=len(outcomes),
        killed=sum(outcomes),
        explained=len(known),
        survivors=[mutant for mutant, killed in tried if not killed],
        left=len(found) - len(outcomes),
    )


def _show(path: str, result: Result, least: float) -> bool:
    """Print what became of the mutants of a module; whether too few were killed."""
    print(
        f"{path}: {result.killed} of {result.tried} killed, {result.explained} explained, "
        f"{len(result.survivors)} survived, {result.left} not tried",
        flush=True,
    )
    for mutant in result.survivors:
        print(f"  {mutant.path}:{mutant.line}\n    - {mutant.before}\n    + {mutant.after}")
    return len(result.survivors) > (1 - least) * result.tried


def _fork(tests: Sequence[str], mutant: Mutant) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        signal.alarm(LONGEST)
        null = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(null, stream)
        sys.meta_path.insert(0, _Finder(mutant))
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # a fifth of a short run
        alone = ("--noconftest",) if mutant.path.startswith(PURE) else ()
        code = int(pytest.main([*OPTIONS, *alone, *tests]))
    finally:
        os._exit(code)


def _reap(running: dict[int, int], killed: dict[int, bool]) -> None:
    pid, status = os.wait()
    killed[running.pop(pid)] = os.waitstatus_to_exitcode(status) != 0


class _Finder:
    """Imports the changed source in place of the module's file."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant
        self._name = mutant.path.removesuffix(".py").replace("/", ".")

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name != self._name:
            return None
        path = str(PROJECT / self._mutant.path)
        return spec_from_file_location(name, path, loader=_Loader(name, path, self._mutant.source))


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, self.get_filename(fullname), "exec")


def _operators() -> Iterable[Operator]:
    return (*(get_operator(f"core/{name}")() for name in OPERATORS), SqlOperator())


def _mutant(path: str, source: str, changed: str) -> Mutant:
    pairs = zip(source.splitlines(), changed.splitlines(), strict=False)
    line, (before, after) = next(
        (number, pair) for number, pair in enumerate(pairs, 1) if pair[0] != pair[1]
    )
    return Mutant(path, line, before.strip(), after.strip(), changed)


def _unchanged(path: str) -> Mutant:
    return Mutant(path, 0, "", "", (PROJECT / path).read_text("utf-8"))


def _not_behaviour(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where annotations, decorators, pydantic's settings and docstrings are."""
    spans = []
    for node in ast.walk(ast.parse(source)):
        parts = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        parts += getattr(node, "decorator_list", [])
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            parts.append(node)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "model_config":
            parts.append(node)
        spans += [
            ((part.lineno, part.col_offset), (part.end_lineno or 0, part.end_col_offset or 0))
            for part in parts
            if part is not None
        ]
    return spans


def _modules(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        whole = PROJECT / path
        files = sorted(whole.rglob("*.py")) if whole.is_dir() else [whole]
        yield from (str(file.relative_to(PROJECT)) for file in files if file.name != "__init__.py")


def _base() -> str:
    """The commit that changes are counted from: where this branch left main, or the one before."""
    head = _git("rev-parse", "HEAD")
    for main_branch in ("origin/main", "main"):
        try:
            base = _git("merge-base", "HEAD", main_branch)
        except subprocess.CalledProcessError:
            continue
        if base != head:
            return base
    return "HEAD^"


def _git(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603  fixed arguments
        ["git", "-C", str(PROJECT), *arguments],  # noqa: S607  the git that is there
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", help="modules or folders; else those of pyproject")
    parser.add_argument("--changed", action="store_true", help="only what was changed")
    parser.add_argument("--seconds", type=float, help="begin no mutant after so many seconds")
    parser.add_argument("--jobs", type=int, default=1, help="mutants at once")
    return parser.parse_args()


if __name__ == "__main__":
    main()
