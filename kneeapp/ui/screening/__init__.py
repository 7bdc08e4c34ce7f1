"""The Screening page, with the welcome and the consent before it."""
