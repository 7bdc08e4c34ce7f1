"""The load of days: what the knee carried, and what that cost it the next morning."""
