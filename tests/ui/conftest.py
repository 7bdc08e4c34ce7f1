"""A clinic that is set up, on the test's own database."""

from pathlib import Path

import pytest

from kneeapp.settings import settings
from kneeapp.store.engine.database import Store
from kneeapp.ui import served
from kneeapp.ui.stores import shared_store


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Its database; kneeapp's own server is behind the pages."""
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(
        f'[clinic]\nname = "Knee Clinic"\nphone = "112"\ncookie_key = "{"k" * 32}"\n', "utf-8"
    )
    monkeypatch.setenv("KNEEAPP_SECRETS", str(secrets))
    monkeypatch.setattr(served, "_server", served._Server(ours=True))
    return shared_store(settings())
