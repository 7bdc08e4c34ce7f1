"""Domain: facts and rules about a person's knee. Pure functions; the time is an argument."""
