"""A page with nothing but the player; its journal lies in a folder of the first argument."""

import sys
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import streamlit as st
from journal import Journal
from scenery import FEW_PHRASES, a_plan, drawings, phrases

from kneeapp.domain.routine.timeline import anchor_after, ending
from kneeapp.ui.widgets.player import play, player_steps, stop_options
from kneeapp.ui.widgets.player.messages import PlayerData, PlayerPlan, reported

st.set_page_config(page_title="Player")

name = st.query_params.get("play", "one")
journal = Journal(Path(sys.argv[1]) / name)
journal.count_run()
asked = journal.options
plan = a_plan(asked.get("plan", "release"), asked.get("scale", 1.0))
gone = asked.get("content_gone", False)
session = uuid5(NAMESPACE_URL, name)

sent = reported(st.session_state.get("player"), session=session)
journal.add(sent.events)
ended = None if sent.asking else ending(plan, journal.events)
if ended:
    st.header("Rate your knee again")
    st.write(f"The session was {ended.value}.")
else:
    shown = PlayerPlan(
        steps=player_steps(plan),
        figures={} if gone else drawings(plan),
        phrases=FEW_PHRASES if gone else phrases(plan),
        before=asked.get("before", 4),
        brief=asked.get("brief", False),
        emergency=asked.get("emergency"),
        medical_line=asked.get("medical_line"),
        stop_reasons=stop_options(plan),
    )
    data = PlayerData(
        session=session,
        anchor=anchor_after(plan, journal.events),
        acked=journal.acknowledged,
        muted=asked.get("muted", False),
        beacon=asked.get("beacon"),
    )
    result = play(shown, data, now=journal.now)
    if journal.add(result.events):
        st.rerun()
