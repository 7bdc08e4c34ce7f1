"""A configured clinic on the test's own database."""

from pathlib import Path

import pytest

from kneeapp.settings import settings
from kneeapp.store.engine.database import Store
from kneeapp.ui.shell import server_mode
from kneeapp.ui.shell.store_pool import shared_store
from tests.store.clinic_helpers import COOKIE_KEY


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Its database; kneeapp's own server is behind the pages."""
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(
        f'[clinic]\nname = "Knee Clinic"\nphone = "112"\ncookie_key = "{COOKIE_KEY}"\n', "utf-8"
    )
    monkeypatch.setenv("KNEEAPP_SECRETS", str(secrets))
    monkeypatch.setattr(server_mode, "is_kneeapp_server", lambda: True)
    return shared_store(settings())
