"""Colours of all drawings, light and dark."""

from dataclasses import dataclass

from kneeapp import colours as app_colours


@dataclass(frozen=True)
class DrawingPalette:
    """Colours of one theme; panel, ground, ink and accent can be set from CSS."""

    panel: str
    ground: str
    ground_edge: str
    prop: str
    prop_edge: str
    ink: str
    quiet: str
    accent: str
    stop: str
    skin: str
    skin_far: str
    shirt: str
    shirt_far: str
    shorts: str
    shorts_far: str
    shoe: str
    shoe_far: str
    sole: str
    hair: str
    line: str
    glow: str

    @property
    def variables(self) -> dict[str, str]:
        """Colours that the page may replace, as CSS values with their fallback."""
        return {
            "panel": f"var(--figure-panel,{self.panel})",
            "ink": f"var(--figure-ink,{self.ink})",
            "accent": f"var(--figure-accent,{self.accent})",
        }


_COLOURS = {
    "panel": ("#eef5f2", "#1d2b2a"),
    "ground": ("#cfe0da", "#33514c"),
    "ground_edge": ("#a9c5bc", "#26403c"),
    "prop": ("#dccab2", "#6d6152"),
    "prop_edge": ("#b79f80", "#93836d"),
    "ink": ("#24423d", "#e3efeb"),
    "quiet": ("#5f7f78", "#9dbab3"),
    "accent": (app_colours.LIGHT.accent, app_colours.DARK.accent),
    "stop": ("#b3261e", "#ff9d8f"),
    "skin": ("#e6ae88", "#e0a781"),
    "skin_far": ("#cb9270", "#b98160"),
    "shirt": ("#f3cd86", "#eec479"),
    "shirt_far": ("#d8ae63", "#c39a55"),
    "shorts": ("#2f7f86", "#3d969c"),
    "shorts_far": ("#225f68", "#2a6f77"),
    "shoe": ("#3b4a57", "#8496a6"),
    "shoe_far": ("#2b3742", "#627382"),
    "sole": ("#f7f3ea", "#f2eee4"),
    "hair": ("#4b3429", "#2f1f18"),
    "line": ("#6b4636", "#2a1a13"),
    "glow": ("#ff4a24", "#ff5a30"),
}
"""Each colour in the light theme and in the dark one."""

LIGHT, DARK = (
    DrawingPalette(**{name: pair[theme] for name, pair in _COLOURS.items()}) for theme in (0, 1)
)


def palette(*, dark: bool) -> DrawingPalette:
    return DARK if dark else LIGHT
