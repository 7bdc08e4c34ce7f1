"""Everything that is held about a person: to see, to take along, to open, to delete."""

import streamlit as st

from kneeapp.ui import carers, consent, country, my_data, phone, privacy, session

visit = session.current()

st.title("My data")
st.write(my_data.where(visit))
held = st.container()
my_data.offer_files(visit)
my_data.open_file(visit)
with held:  # last, since a file may have been opened
    my_data.tell_held(visit)

country.change(visit)
phone.offer(visit)
carers.tell_who_sees(visit)
consent.tell(visit)
privacy.offer_to_delete(visit)
