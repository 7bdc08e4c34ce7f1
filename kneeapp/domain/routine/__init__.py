"""A routine, how a session of it is planned and run, and what a rating means for it."""
