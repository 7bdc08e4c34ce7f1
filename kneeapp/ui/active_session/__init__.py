"""A session under way: the player's page and the route of its events."""
