"""What the sessions show: what the ratings say, and pictures of them over the weeks."""

import streamlit as st

from kneeapp.ui import progress_page, session

visit = session.current()

st.title("Progress")
progress_page.tell(visit)
