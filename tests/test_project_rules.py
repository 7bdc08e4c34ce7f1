"""Rules of this project that no other tool checks."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from importlib.metadata import packages_distributions, requires, version
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kneeapp.settings import PROJECT

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT_TABLE = PYPROJECT["project"]
DEPENDENCIES = [
    Requirement(text)
    for text in PROJECT_TABLE["dependencies"] + PROJECT_TABLE["optional-dependencies"]["server"]
]
NOT_IMPORTED_HERE = {"pytz": "duckdb imports it for timestamptz"}
REGISTRIES = r"p[y]pi\.org|p[y]thonhosted|registry\.n[p]mjs|deb\.d[e]bian"
MACHINE_PATHS = r"(?<![\w.])/(w[o]rk|f[a]rm|h[o]me/\w+|t[m]p/\w)/"
FORBIDDEN = re.compile(f"{REGISTRIES}|{MACHINE_PATHS}")
PINNED = {
    "browser.gatherUsageStats": False,
    "browser.serverAddress": "localhost",
    "client.disableDataExport": True,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "logger.level": "warning",
    "runner.postScriptGC": False,
    "server.enableAgentApi": False,
    "server.enableStaticServing": True,
    "server.maxUploadSize": 10,
    "server.maxWidgetStateSize": 2,
    "server.showEmailPrompt": False,
}
IN_FORCE = f"""
import json
import streamlit as st
from streamlit import config
from kneeapp.server.app import create_app
from kneeapp.settings import Settings
create_app(Settings())
names = {list(PINNED)!r} + ["server.disconnectedSessionTTL", "server.enableXsrfProtection"]
print(json.dumps({{name: config.get_option(name) for name in names}}))
"""
LOADED_BY_DOMAIN = """
import sys, pkgutil, importlib
import kneeapp.domain
for module in pkgutil.walk_packages(kneeapp.domain.__path__, "kneeapp.domain."):
    importlib.import_module(module.name)
print(sorted({"streamlit", "duckdb", "pandas", "numpy", "altair"} & set(sys.modules)))
"""

VAGUE = {"ask", "found", "here", "kept", "offer", "tell", "told"}
"""Public names that do not say what a function returns or shows."""

VAGUE_LOCALS = {"each", "found", "here", "kept", "one", "told"}
"""Names of locals and parameters that do not say what the value is."""

NAMED_AFTER_VALUES = [PROJECT / "kneeapp", PROJECT / "pages"]


def tracked():
    """Every file of the project that git knows or would take, with its text."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in listed.stdout.splitlines():
        try:
            yield name, (PROJECT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue


def output_of(script, folder):
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True
    )
    return result.stdout


def test_streamlits_settings_are_in_force_from_any_folder(tmp_path):
    in_force = json.loads(output_of(IN_FORCE, tmp_path))
    assert {name: in_force[name] for name in PINNED} == PINNED
    assert in_force["server.disconnectedSessionTTL"] >= 45 * 60
    assert in_force["server.enableXsrfProtection"] is True


def test_the_domain_loads_nothing_heavy(tmp_path):
    assert output_of(LOADED_BY_DOMAIN, tmp_path).strip() == "[]"


def test_no_file_names_a_registry_host_or_a_path_of_one_machine():
    named = [f"{name}: {found[0]}" for name, text in tracked() if (found := FORBIDDEN.search(text))]
    assert named == []


def test_each_dependency_is_imported_or_has_its_reason():
    providers = packages_distributions()
    imported = {
        canonicalize_name(distribution)
        for module in set(imports())
        for distribution in providers.get(module, [])
    }
    named = {canonicalize_name(requirement.name) for requirement in DEPENDENCIES}
    assert named - imported == set(NOT_IMPORTED_HERE)
    assert imported - named <= {"kneeapp", "pydantic-core"}


def test_requirements_pin_all_that_the_package_needs_and_install_it_too():
    lines = [
        line
        for line in (PROJECT / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert lines[-1] == "-e .[server]"
    pins = {canonicalize_name(pin.name): pin for pin in map(Requirement, lines[:-1])}
    assert all(re.fullmatch(r"==[^*]+", str(pin.specifier)) for pin in pins.values())
    versions = {name: str(pin.specifier).removeprefix("==") for name, pin in pins.items()}
    for asking, wanted in closure(DEPENDENCIES):
        pin = pins[canonicalize_name(wanted.name)]
        if asking and version(asking) != versions[canonicalize_name(asking)]:
            continue  # released since: what it needs now says nothing of the pinned version
        assert wanted.specifier.contains(str(pin.specifier).removeprefix("==")), wanted


def test_each_class_name_is_used_once_and_no_public_name_is_vague():
    classes, vague = Counter(), []
    for file in (PROJECT / "kneeapp").rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        classes.update(
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        )
        vague += [
            f"{file.name}: {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in VAGUE
        ]
    assert [name for name, count in classes.items() if count > 1] == []
    assert vague == []


def test_locals_are_named_after_their_values():
    vague = []
    for file in chain.from_iterable(map(sources_in, NAMED_AFTER_VALUES)):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            bound = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            name = node.id if bound else node.arg if isinstance(node, ast.arg) else ""
            if name in VAGUE_LOCALS:
                vague.append(f"{file.relative_to(PROJECT)}:{node.lineno}: {name}")
    assert vague == []


def test_every_page_is_in_the_navigation():
    navigation = (PROJECT / "kneeapp" / "ui" / "shell" / "navigation.py").read_text(
        encoding="utf-8"
    )
    listed = set(re.findall(r"pages/\w+\.py", navigation))
    assert listed == {f"pages/{page.name}" for page in (PROJECT / "pages").glob("[!_]*.py")}


def test_the_fonts_are_shipped_with_their_licence():
    theme = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text())["theme"]
    for face in theme["fontFaces"]:
        assert (PROJECT / face["url"].removeprefix("app/")).is_file()
        assert face["family"] in theme["font"]
    licence = (PROJECT / "static" / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
    icons = (PROJECT / "static" / "fonts" / "material-symbols-LICENCE.txt").read_text("utf-8")
    assert "Apache License" in icons


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_and_buttons_can_be_read_in_both_themes(mode):
    theme = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text())["theme"][mode]
    page, panel = theme["backgroundColor"], theme["secondaryBackgroundColor"]
    for ground in (page, panel):
        assert contrast(theme["textColor"], ground) >= 7
        assert contrast(theme["linkColor"], ground) >= 4.5
        assert contrast(theme["primaryColor"], ground) >= 4.5
    label = "#ffffff" if mode == "light" else page
    assert contrast(label, theme["primaryColor"]) >= 4.5


def imports():
    """The outermost names that the shipped code imports."""
    for file in [PROJECT / "app.py", *(PROJECT / "pages").glob("*.py"), *package()]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield str(node.module).partition(".")[0]


def package() -> list[Path]:
    return sources_in(PROJECT / "kneeapp")


def sources_in(folder: Path) -> list[Path]:
    return list(folder.rglob("*.py"))


def closure(wanted):
    """`wanted` and all that they need on this machine, each with the package that asks for it."""
    waiting, seen = [(None, first) for first in wanted], set()
    while waiting:
        asking, requirement = waiting.pop()
        applies = not requirement.marker or requirement.marker.evaluate({"extra": ""})
        if not applies or str(requirement) in seen:
            continue
        seen.add(str(requirement))
        yield asking, requirement
        extras = {f'extra == "{extra}"' for extra in requirement.extras}
        waiting += [
            (
                requirement.name,
                Requirement(text.partition(";")[0])
                if any(extra in text for extra in extras)
                else Requirement(text),
            )
            for text in requires(requirement.name) or []
        ]


def contrast(first, other):
    """The ratio of WCAG 2 between two colours."""
    lighter, darker = sorted(map(luminance, (first, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
