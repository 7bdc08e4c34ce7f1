"""The door of a clinic."""

import streamlit as st

from kneeapp.ui.account import sign_in
from kneeapp.ui.shell import request_context

here = request_context.current_request()

st.title("Sign in")
if here.settings.clinic:
    st.caption(here.settings.clinic.name)
sign_in.show(here)
