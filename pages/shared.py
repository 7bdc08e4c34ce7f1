"""Some charts of a record, for whoever has the link to them."""

import streamlit as st

from kneeapp.ui import shared

shared.tell(st.query_params.get("s", ""))
