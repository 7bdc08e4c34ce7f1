"""Findings on a page: what is open, what closes, replies, and the questions that are due."""
