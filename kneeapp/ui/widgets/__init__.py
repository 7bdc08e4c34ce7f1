"""Controls and blocks that many pages use."""
