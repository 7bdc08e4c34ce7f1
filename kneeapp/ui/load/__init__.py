"""The load of days on a page."""
