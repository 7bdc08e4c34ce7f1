"""One's own account: who is signed in, a new password, and the way out."""

import streamlit as st

from kneeapp.ui.account import page
from kneeapp.ui.shell import request_context

here = request_context.current_request()

st.title("Account")
page.render_account(here)
page.sign_out_button(here)
st.header("Change password")
page.change_password(here)
st.header("Sign out everywhere")
page.sign_out_everywhere_button(here)
