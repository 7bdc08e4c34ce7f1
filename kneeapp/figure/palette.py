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


LIGHT = DrawingPalette(
    panel="#eef5f2",
    ground="#cfe0da",
    ground_edge="#a9c5bc",
    prop="#dccab2",
    prop_edge="#b79f80",
    ink="#24423d",
    quiet="#5f7f78",
    accent=app_colours.LIGHT.accent,
    stop="#b3261e",
    skin="#e6ae88",
    skin_far="#cb9270",
    shirt="#f3cd86",
    shirt_far="#d8ae63",
    shorts="#2f7f86",
    shorts_far="#225f68",
    shoe="#3b4a57",
    shoe_far="#2b3742",
    sole="#f7f3ea",
    hair="#4b3429",
    line="#6b4636",
    glow="#ff4a24",
)

DARK = DrawingPalette(
    panel="#1d2b2a",
    ground="#33514c",
    ground_edge="#26403c",
    prop="#6d6152",
    prop_edge="#93836d",
    ink="#e3efeb",
    quiet="#9dbab3",
    accent=app_colours.DARK.accent,
    stop="#ff9d8f",
    skin="#e0a781",
    skin_far="#b98160",
    shirt="#eec479",
    shirt_far="#c39a55",
    shorts="#3d969c",
    shorts_far="#2a6f77",
    shoe="#8496a6",
    shoe_far="#627382",
    sole="#f2eee4",
    hair="#2f1f18",
    line="#2a1a13",
    glow="#ff5a30",
)


def palette(*, dark: bool) -> DrawingPalette:
    return DARK if dark else LIGHT
