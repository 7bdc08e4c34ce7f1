"""The questions of a screening, their answers, and what the answers speak for."""
