"""What many sessions show: eligible sessions, verdicts, the trend and its words."""
