"""People, accounts, and what guards them: passwords, lockout, consent, links."""
