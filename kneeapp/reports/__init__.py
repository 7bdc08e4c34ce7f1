"""A person's record as files to take along."""
