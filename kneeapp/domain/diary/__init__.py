"""Diaries of other apps: a table of text read as ratings and notes of days (docs/record.md)."""
