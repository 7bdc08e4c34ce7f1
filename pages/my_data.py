"""Everything that is held about a person: to see, to take along, to delete."""

import streamlit as st

from kneeapp.store import everything
from kneeapp.ui import my_data, session

visit = session.current()
held = everything.everything(visit.record)

st.title("My data")
st.write(my_data.where(visit))
st.dataframe(my_data.counted(held), hide_index=True)
st.download_button(
    "Download my data",
    data=lambda: my_data.as_json(visit.record),
    file_name=f"kneeapp-{visit.now:%Y-%m-%d}.json",
    mime="application/json",
    icon=":material/download:",
    on_click="ignore",
    width="stretch",
)
if st.toggle("Show all of it"):
    st.json(held, expanded=1)

st.subheader("Delete")
my_data.offer_to_delete(visit)
