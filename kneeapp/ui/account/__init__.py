"""Signing in, accounts and invitations."""
