"""A whole record out of the database, or into it."""
