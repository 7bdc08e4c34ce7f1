"""Facts and rules about a person's knee; pure, and deaf to the clock."""
