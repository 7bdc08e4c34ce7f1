"""A clinic's view: care, caseload, alerts, notes."""
