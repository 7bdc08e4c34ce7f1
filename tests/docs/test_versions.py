"""The number of this version is the same wherever it stands."""

import re
import tomllib

from kneeapp import __version__
from kneeapp.settings import PROJECT


def test_package_program_and_changelog_have_one_number():
    packaged = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    changelog = (PROJECT / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## \[(.+?)\](.*)$", changelog, re.MULTILINE)
    assert headings[0] == ("Unreleased", "")
    number, day = headings[1]
    assert number == packaged == __version__
    assert re.fullmatch(r" - \d{4}-\d{2}-\d{2}", day)
