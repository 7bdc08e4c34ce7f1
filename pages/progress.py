"""What the sessions show: what helps, and pictures of it over the weeks."""

import streamlit as st

from kneeapp.ui import progress_page, session

visit = session.current()

st.title("Progress")
progress_page.tell(visit)
