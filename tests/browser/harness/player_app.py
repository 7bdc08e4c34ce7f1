"""A page with nothing but the player; its journal lies in a folder of the first argument."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import streamlit as st
from journal import Journal
from scenery import FEW_PHRASES, a_plan, drawings, phrases

from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import anchor_after, ending
from kneeapp.domain.sides import Side
from kneeapp.ui.widgets.player import PlayedSession, play, reported

st.set_page_config(page_title="Player")

name = st.query_params.get("play", "one")
journal = Journal(Path(sys.argv[1]) / name)
journal.count_run()
asked = journal.options
plan = a_plan(asked.get("plan", "release"), asked.get("scale", 1.0))
gone = asked.get("content_gone", False)
session = Session(
    id=uuid5(NAMESPACE_URL, name),
    started_at=datetime(2026, 3, 2, 8, 0, tzinfo=UTC),
    knee=Side.LEFT,
    test_move="squats",
    choice=Choice(),
    plan=plan,
    before=asked.get("before", 4),
)

sent = reported(st.session_state.get("player"), session=session.id)
journal.add(sent.events)
ended = None if sent.asking else ending(plan, journal.events)
if ended:
    st.header("Rate your knee again")
    st.write(f"The session was {ended.value}.")
else:
    played = PlayedSession(
        session=session,
        anchor=anchor_after(plan, journal.events),
        acknowledged=journal.acknowledged,
        figures={} if gone else drawings(plan),
        phrases=FEW_PHRASES if gone else phrases(plan),
        muted=asked.get("muted", False),
        brief=asked.get("brief", False),
        emergency=asked.get("emergency"),
        medical_line=asked.get("medical_line"),
        beacon=asked.get("beacon"),
    )
    result = play(played, now=journal.now)
    if journal.add(result.events):
        st.rerun()
