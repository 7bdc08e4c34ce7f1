"""Whom a clinician looks after, and the record of one of them."""

from kneeapp.domain.accounts.people import Role
from kneeapp.ui.clinic import caseload_page, patient
from kneeapp.ui.shell import request_context

here = request_context.staff(Role.CLINICIAN)

if person := patient.opened():
    patient.tell(here, person)
else:
    caseload_page.tell(here)
