"""Safety: every finding about a person, how it lives, and what is closed because of it."""
