"""The Routine page before the player, and what is rated beside a session."""
