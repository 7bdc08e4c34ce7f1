"""Sign in: the first page of a clinic."""

import streamlit as st

from kneeapp.ui.account import sign_in
from kneeapp.ui.shell import request_context

request = request_context.current_request()

st.title("Sign in")
if request.settings.clinic:
    st.caption(request.settings.clinic.name)
sign_in.show(request)
