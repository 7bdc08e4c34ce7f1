"""The running session: the player's page and the endpoint of its events."""
