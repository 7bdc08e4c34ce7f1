"""One's own account: who is signed in, a new password, and the way out."""

import streamlit as st

from kneeapp.ui.account import page
from kneeapp.ui.shell import request_context

here = request_context.arrived()

st.title("Account")
page.tell(here)
page.offer_to_sign_out(here)
st.header("Change password")
page.change_password(here)
st.header("Sign out everywhere")
page.offer_to_sign_out_everywhere(here)
