"""Widgets and text blocks that several pages use."""
