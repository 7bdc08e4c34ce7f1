"""Clearance: what a person may do now, from all findings of a record and the due questions."""
