"""Backups and retention."""
