"""Shared: the charts of a share link."""

import streamlit as st

from kneeapp.ui.progress import shared_view

shared_view.render_shared_view(st.query_params.get("s", ""))
