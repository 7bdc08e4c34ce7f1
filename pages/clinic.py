"""Whom a clinician looks after, and the record of one of them."""

from kneeapp.domain.accounts.people import Role
from kneeapp.ui.clinic import caseload_page, patient
from kneeapp.ui.shell import request_context

here = request_context.require_role(Role.CLINICIAN)

if person := patient.opened():
    patient.render_patient(here, person)
else:
    caseload_page.render_caseload_page(here)
