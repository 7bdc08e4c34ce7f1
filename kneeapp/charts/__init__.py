"""Charts of domain values; each chart answers one question."""
