"""The linked charts of the overview of *Progress*: one axis of days, one brush, one mark."""
