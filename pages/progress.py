"""Progress: verdicts and charts of the ratings."""

import streamlit as st

from kneeapp.ui.progress import page
from kneeapp.ui.shell import request_context

context = request_context.own_record()

st.title("Progress")
page.render_progress(context)
