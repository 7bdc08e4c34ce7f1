"""A trial of two routines in one person (n-of-1): design, schedule, result."""
