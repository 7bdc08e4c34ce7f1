"""kneeapp: danger signs, routines and exercises, and how a knee rates before and after."""

__version__ = "0.1.0"
