"""Drawings made by code: a posable person, the chain of the leg, and the knee's places."""

from kneeapp.domain.routine.poses import pose_for
from kneeapp.figure.chain import ChainMark, Focus, chain
from kneeapp.figure.drawing import draw
from kneeapp.figure.knee_map import knee_map

__all__ = ["ChainMark", "Focus", "chain", "draw", "knee_map", "pose_for"]
