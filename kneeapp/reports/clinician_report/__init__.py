"""The report for a clinician, as PDF."""
