"""Everything that is held about a person: to see, to take along, to open, to delete."""

import streamlit as st

from kneeapp.ui.clinic import care_access
from kneeapp.ui.findings import country
from kneeapp.ui.record import erasure_controls, my_data, phone_pairing
from kneeapp.ui.screening import consent
from kneeapp.ui.shell import request_context

visit = request_context.own_record()

st.title("My data")
st.write(my_data.where(visit))
held = st.container()
my_data.export_buttons(visit)
my_data.open_file(visit)
with held:  # last, since a file may have been opened
    my_data.render_held(visit)

country.change(visit)
phone_pairing.pairing_controls(visit)
care_access.render_who_sees(visit)
consent.render_consent(visit)
erasure_controls.deletion_controls(visit)
