"""A record as tables for a spreadsheet or an analysis: one file a topic."""

from kneeapp.reports.tables.answers import (
    ANSWERS,
    CAUTIONS,
    RED_FLAGS,
    REPLIES,
    SCREENINGS,
    SELF_TESTS_DONE,
)
from kneeapp.reports.tables.programme import (
    ACTIVITIES,
    BREAKS,
    DAY_LOADS,
    LIFE_EVENTS,
    PROGRAMME,
    TRIALS,
    VISITS,
)
from kneeapp.reports.tables.sessions import READINGS, SESSIONS, SPOTS, STEPS, TENDERNESS

TABLES = (
    *(SESSIONS, STEPS, SPOTS, TENDERNESS, READINGS),
    *(SCREENINGS, ANSWERS, RED_FLAGS, CAUTIONS, REPLIES, SELF_TESTS_DONE),
    *(PROGRAMME, BREAKS, VISITS, LIFE_EVENTS, DAY_LOADS, ACTIVITIES, TRIALS),
)
