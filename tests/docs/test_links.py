"""Every link and path in the documents leads somewhere. Other people's pages are not asked."""

import re

from kneeapp.settings import PROJECT
from tests.docs.markdown import anchors, documents, links, prose

SHORT = ("", "kneeapp", "kneeapp/domain", "kneeapp/ui", "docs", "tests")
"""Folders that a path in the text may be relative to."""

NOT_IN_A_CLONE = {"backups/", "data/kneeapp.duckdb", "kneeapp/project"}
"""Paths that a start, a build or an operator makes."""


def test_every_link_leads_to_a_file_and_to_a_heading_in_it():
    dead = []
    for document in documents():
        for link in links(document):
            path, _, anchor = link.partition("#")
            aim = (document.parent / path).resolve() if path else document
            if not aim.exists() or (anchor and anchor not in anchors(aim)):
                dead.append(f"{document.relative_to(PROJECT)}: {link}")
    assert dead == []


def test_every_path_in_the_text_is_there():
    dead = []
    for document in documents():
        if document.parent.name == "decisions" or document.name == "CHANGELOG.md":
            continue  # they tell how it was when they were written
        for path in set(re.findall(r"`([\w.-]+/[\w./-]*)`", prose(document))):
            near = [PROJECT / folder / path for folder in SHORT] + [document.parent / path]
            if not any(place.exists() for place in near) and path not in NOT_IN_A_CLONE:
                dead.append(f"{document.relative_to(PROJECT)}: {path}")
    assert [line for line in dead if not re.search(r": \d+/\d+$", line)] == []


def test_the_index_names_every_document():
    index = PROJECT / "docs" / "README.md"
    named = {(index.parent / link.partition("#")[0]).resolve() for link in links(index)}
    own = {file for file in documents() if file.is_relative_to(index.parent)}
    decisions = {file for file in own if file.parent.name == "decisions"}
    assert own - decisions - named - {index} == set()
    assert index.parent / "decisions" in named
