"""The Trial page."""
