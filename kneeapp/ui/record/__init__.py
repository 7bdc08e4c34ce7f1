"""The My data page: export, erasure, a visitor's copy, paired phones."""
