"""Domain values as charts: each answers one question."""
