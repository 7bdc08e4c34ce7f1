"""What the wheel holds beside the package: the frame, the pages, the content and the fonts.

They stand at the top of the repository, where Streamlit and its hosts look for them, and the wheel
has them in `kneeapp/project`, in the same order. setuptools calls this when it builds.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent.parent
PATTERNS = (
    "app.py",
    "pyproject.toml",
    "pages/*.py",
    "data/**/*.toml",
    "data/*.txt",
    "static/**/*.*",
    ".streamlit/config.toml",
)


def beside_the_package(root: Path = ROOT) -> Iterator[Path]:
    """The files that go with the package, relative to `root`."""
    for pattern in PATTERNS:
        for file in sorted(root.glob(pattern)):
            if file.is_file():
                yield file.relative_to(root)


class BuildWithProject(build_py):  # type: ignore[misc]  # no types among setuptools'
    """Builds the package with the project's other files in it; a clone is used as it stands."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        place = Path(self.build_lib) / "kneeapp" / "project"
        for file in beside_the_package():
            (place / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / file, place / file)
