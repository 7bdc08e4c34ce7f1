"""The rows of one person's record, a module for each topic."""
