"""Who may sign in at this clinic: for its admins."""

import streamlit as st

from kneeapp.domain.accounts.people import Role
from kneeapp.store.clinic import accounts
from kneeapp.ui import invitations, people, privacy, session

here = session.staff(Role.ADMIN)

st.title("People")
privacy.tell_requests(here)
invitations.offer(here, tuple(Role))
listed = accounts.listed(here.store, here.asker, here.now)
people.show(here, listed)
people.offer_changes(here, listed)
