"""Whom a clinician looks after, and the record of one of them."""

from kneeapp.domain.accounts.people import Role
from kneeapp.ui import clinic, clinic_person, session

here = session.staff(Role.CLINICIAN)

if person := clinic_person.opened():
    clinic_person.tell(here, person)
else:
    clinic.tell(here)
