"""What the sessions show: what the ratings say, and pictures of them over the weeks."""

import streamlit as st

from kneeapp.ui.progress import page
from kneeapp.ui.shell import request_context

visit = request_context.own_record()

st.title("Progress")
page.render_progress(visit)
