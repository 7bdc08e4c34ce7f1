"""The pages of clinicians."""
