"""The strengthening programme: exercises, phases, progression, referral."""
