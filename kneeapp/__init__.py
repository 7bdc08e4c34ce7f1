"""kneeapp: screen, release, re-check and strengthen an aching knee."""

__version__ = "0.1.0"
