"""Component discovery: kneeapp's own components, without a search of all installed packages."""

import tomllib
from pathlib import Path

from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

import kneeapp
from kneeapp.settings import PROJECT


def discover_own_components_only() -> None:
    """Let Streamlit register the components of kneeapp and no others, from now on.

    Streamlit reads the metadata of every installed package for components at each start. That
    takes 0.15 seconds of processor time, and no package but kneeapp brings any that kneeapp shows.
    """
    manifest_scanner.scan_component_manifests = own_components


def own_components(
    max_workers: int | None = None,  # noqa: ARG001  as Streamlit calls it
) -> list[tuple[ComponentManifest, Path]]:
    """The components that pyproject.toml declares, as Streamlit's own search returns them."""
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    components = declared["tool"]["streamlit"]["component"]["components"]
    manifest = ComponentManifest(
        name=declared["project"]["name"],
        version=declared["project"]["version"],
        components=[ComponentConfig.from_dict(component) for component in components],
    )
    return [(manifest, Path(kneeapp.__file__).parent)]
