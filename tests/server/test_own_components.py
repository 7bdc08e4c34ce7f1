"""Component discovery finds what Streamlit's own search finds of kneeapp."""

from streamlit.components.v2.manifest_scanner import scan_component_manifests

from kneeapp.server.own_components import own_components


def test_the_components_are_those_that_the_search_of_all_packages_finds():
    searched = [found for found in scan_component_manifests() if found[0].name == "kneeapp"]

    assert searched  # more than once where the package is found in two folders
    assert all([found] == own_components() for found in searched)
