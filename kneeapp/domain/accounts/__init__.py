"""People, accounts, and their protection: passwords, lockout, consent, share links."""
