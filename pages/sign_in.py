"""The door of a clinic."""

import streamlit as st

from kneeapp.ui import session, sign_in

here = session.arrived()

st.title("Sign in")
if here.settings.clinic:
    st.caption(here.settings.clinic.name)
sign_in.show(here)
