"""On a host that runs `streamlit run app.py` behind a proxy of its own, as Community Cloud does."""

import re
import tomllib
from contextlib import ExitStack, closing

import pytest

from kneeapp import clock
from kneeapp.cli import demo
from kneeapp.secrets_tables import clinic_of
from kneeapp.settings import PROJECT, SERVER, settings
from kneeapp.store.engine.database import Store
from tests.support.servers import Server, rerun, streamlit

EXAMPLE = (PROJECT / "secrets.example.toml").read_text("utf-8")
MOST_MEMORY = 1e9
"""Bytes: what such a host may give all visitors together (docs/deploy.md)."""


def through_the_proxy(visitor: int) -> dict[str, str]:
    """What the proxy adds to a visitor's request; of their cookies it passes none of ours."""
    return {"X-Forwarded-For": f"203.0.113.{visitor}", "X-Forwarded-Proto": "https"}


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    """Such a host, on which somebody left a record beside the app."""
    folder = tmp_path_factory.mktemp("host")
    record = folder / "record.duckdb"
    with closing(Store.open(record)) as store:
        demo.fill(store, clock.now())
    with streamlit(PROJECT / "app.py", folder, KNEEAPP_DATABASE=str(record)) as server:
        yield server, record


def test_who_comes_through_the_proxy_sees_and_touches_nobody_s_record(host):
    server, record = host
    before = record.read_bytes()
    with server.tab("progress", through_the_proxy(7)) as tab:
        rerun(tab)
        assert tab.has("kneeapp.browser_storage"), "what a visitor keeps, they keep themselves"
        assert not tab.has("kneeapp.dashboard"), "the record has charts; a visitor has none yet"
    assert record.read_bytes() == before


def test_twenty_visitors_at_once_fit_into_what_such_a_host_gives(host):
    server: Server = host[0]
    with ExitStack() as open_pages:
        for visitor in range(20):
            tab = open_pages.enter_context(server.tab("", through_the_proxy(visitor)))
            rerun(tab)
        used = server.memory
    assert used < MOST_MEMORY


def test_the_example_of_secrets_serves_visitors_as_it_stands(tmp_path):
    file = tmp_path / "secrets.toml"
    file.write_text(EXAMPLE, "utf-8")
    chosen = settings({"KNEEAPP_SECRETS": str(file)}, [])
    assert (chosen.clinic, chosen.backups) == (None, None)


def test_the_example_of_secrets_makes_a_clinic_without_its_marks():
    tables = tomllib.loads(re.sub(r"^# (?=\[clinic\]|\w+ = )", "", EXAMPLE, flags=re.MULTILINE))
    assert tables["kneeapp"]["database"].startswith(SERVER)
    assert clinic_of(tables["clinic"]).hosting_accepted
