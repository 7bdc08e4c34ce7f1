"""Account: who is signed in, a new password, and signing out."""

import streamlit as st

from kneeapp.ui.account import page
from kneeapp.ui.shell import request_context

request = request_context.current_request()

st.title("Account")
page.render_account(request)
page.sign_out_button(request)
page.mail_form(request)
st.header("Change password")
page.change_password(request)
st.header("Sign out everywhere")
page.sign_out_everywhere_button(request)
