"""Writes one pose into a page to look at, light and dark, left and right.

`python -m tools.pose exercise_clam clam.html`
"""

from itertools import product
from pathlib import Path

import click

from kneeapp import content
from kneeapp.domain.sides import Side
from kneeapp.figure.drawing import draw

GROUNDS = {False: "#ffffff", True: "#15191e"}
"""The colour behind a drawing, by whether it is dark."""


def page(key: str) -> str:
    """The pose as HTML; raises BadParameter where there is no such pose."""
    pose = content.poses().get(key)
    if pose is None:
        raise click.BadParameter(f"There is no pose {key!r} in data/poses/.")
    drawings = (
        f'<div style="background:{GROUNDS[dark]}">{draw(pose, side=side, dark=dark)}</div>'
        for dark, side in product(GROUNDS, (Side.LEFT, Side.RIGHT))
    )
    grid = "display:grid;grid-template-columns:1fr 1fr"
    return f'<!doctype html><meta charset="utf-8"><body style="{grid}">{"".join(drawings)}'


@click.command()
@click.argument("key")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def main(key: str, path: Path) -> None:
    path.write_text(page(key), "utf-8")


if __name__ == "__main__":
    main()
