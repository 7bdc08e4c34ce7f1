"""My data: see, export, import and delete everything that is stored about a person."""

import streamlit as st

from kneeapp.ui.clinic import care_access, glance
from kneeapp.ui.findings import country
from kneeapp.ui.record import diary_import, erasure_controls, my_data, phone_pairing
from kneeapp.ui.screening import consent
from kneeapp.ui.shell import request_context

context = request_context.own_record()

st.title("My data")
st.write(my_data.where(context))
my_data.render_days(context)
held = st.container()
my_data.export_buttons(context)
my_data.open_file(context)
diary_import.bring_in(context)
with held:  # after these, so that imported entries are counted
    my_data.render_held(context)

country.change(context)
phone_pairing.pairing_controls(context)
care_access.render_who_sees(context)
glance.render_own_contact(context)
consent.render_consent(context)
erasure_controls.deletion_controls(context)
