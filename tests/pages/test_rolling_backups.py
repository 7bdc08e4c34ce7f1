"""Once a day a personal record is backed up, and *My data* says so."""

import pytest

from kneeapp.store.engine import backup_rotation
from kneeapp.ui.shell import daily_maintenance


@pytest.fixture
def folder(monkeypatch, tmp_path):
    folder = tmp_path / "backups"
    monkeypatch.setenv("KNEEAPP_BACKUPS", str(folder))
    return folder


def made(folder):
    """The days of the backups once the one that was begun is done."""
    daily_maintenance.finish()
    return [f"{backup.day:%d %B}" for backup in backup_rotation.existing_backups(folder)]


def test_a_day_with_kneeapp_leaves_one_backup(open_app, hand_clock, folder):
    page = open_app()
    page.go("my_data")
    assert made(folder) == ["02 March"]
    hand_clock.advance(days=1)
    page.go("today")
    assert made(folder) == ["03 March", "02 March"]
    assert "Last backup: 3 March 2026" in page.go("my_data").text


def test_a_backup_that_cannot_be_made_does_not_stop_the_page(open_app, folder):
    folder.write_text("a file where the folder should be", "utf-8")
    page = open_app()
    assert page.go("my_data").text.count("No backup yet") == 1
    assert made(folder) == []


def test_backups_can_be_switched_off(open_app):
    assert "Backups are switched off." in open_app().go("my_data").text
