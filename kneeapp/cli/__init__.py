"""The kneeapp command."""
