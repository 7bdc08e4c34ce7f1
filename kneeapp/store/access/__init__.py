"""Who may read or write a record, and the audit of it."""
