"""The only speaker of SQL: domain values in and out, one transaction a function."""
