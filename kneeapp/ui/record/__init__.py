"""My data: export, erasure, a visitor's copy, paired phones."""
