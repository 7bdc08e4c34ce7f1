"""The Routine page before and after the player, and ratings outside of sessions."""
