"""The rows of a clinic: accounts, sign-in, care, caseload, alerts, erasure."""
