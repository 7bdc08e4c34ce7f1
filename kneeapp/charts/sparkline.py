"""Sparklines for a list, as SVG: relief by session, and the knee rating over weeks."""

from collections.abc import Sequence

from kneeapp.charts.theme import palette

WIDTH, HEIGHT = 104, 28
BAR, GAP = 5, 1.5
HIGHEST, MOST_RELIEF = 10, 4
"""The ends of both scales; relief beyond MOST_RELIEF is rare and drawn as MOST_RELIEF."""
DOT = 2.6


def relief_sparkline(points: Sequence[int], *, dark: bool) -> str:
    """A bar for each session, as SVG: down is less pain, up is more (points, oldest first)."""
    colours = palette(dark=dark)
    middle, scale = HEIGHT / 2, (HEIGHT / 2 - 1) / MOST_RELIEF
    bars = []
    for n, relief in enumerate(points):
        x = WIDTH - (len(points) - n) * (BAR + GAP)
        reach = min(abs(relief), MOST_RELIEF) * scale
        top = middle if relief > 0 else middle - reach
        fill = colours.eased if relief > 0 else colours.worse
        bars.append(
            f'<rect x="{x:g}" y="{top:.1f}" width="{BAR}" height="{reach:.1f}" rx="1" '
            f'fill="{fill}"/>'
        )
    line = f'<path d="M0 {middle}H{WIDTH}" stroke="{colours.same}" stroke-width="1"/>'
    return _svg(line + "".join(bars))


def level_sparkline(ratings: Sequence[int], *, dark: bool) -> str:
    """A line through ratings 0-10, oldest first, as SVG; the dot is the newest."""
    colours = palette(dark=dark)
    room = WIDTH - 2 * DOT
    step = room / max(1, len(ratings) - 1)
    places = [
        (DOT + n * step if len(ratings) > 1 else WIDTH - DOT, _height(rating))
        for n, rating in enumerate(ratings)
    ]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    x, y = places[-1] if places else (0.0, 0.0)
    dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{DOT}" fill="{colours.ink}"/>' if places else ""
    return _svg(
        f'<path d="M0 {_height(0):.1f}H{WIDTH}" stroke="{colours.grid}"/>'
        f'<path d="M{path}" fill="none" stroke="{colours.quiet}" stroke-width="1.6"/>{dot}'
    )


def _height(rating: float) -> float:
    return HEIGHT - DOT - rating * (HEIGHT - 2 * DOT) / HIGHEST


def _svg(content: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{content}</svg>'
