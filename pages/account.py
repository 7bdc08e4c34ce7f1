"""One's own account: who is signed in, a new password, and the way out."""

import streamlit as st

from kneeapp.ui import account, session

here = session.arrived()

st.title("Account")
account.tell(here)
account.offer_to_sign_out(here)
st.header("Change password")
account.change_password(here)
st.header("Sign out everywhere")
account.offer_to_sign_out_everywhere(here)
