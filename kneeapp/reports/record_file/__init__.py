"""A record as one versioned JSON file, and such a file read (docs/record.md)."""
