"""The Screening page, the consent and the welcome before it."""
