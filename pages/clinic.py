"""Clinic: the caseload of a clinician, or the record of one patient."""

from kneeapp.domain.accounts.people import Role
from kneeapp.ui.clinic import caseload_page, patient
from kneeapp.ui.shell import request_context

request = request_context.require_role(Role.CLINICIAN)

if person := patient.person_in_address():
    patient.render_patient(request, person)
else:
    caseload_page.render_caseload_page(request)
