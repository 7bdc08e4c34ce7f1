"""Findings on a page: cards, replies to them, what is open, and the due questions."""
