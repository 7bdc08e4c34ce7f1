"""A refusal is kept once a minute for each account, under pseudonyms."""

from datetime import timedelta

import pytest

from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.people import Role
from kneeapp.errors import NotAllowed
from kneeapp.store.access import audit
from tests.store.builders import MONDAY
from tests.store.care_helpers import a_patient, signed_in, signed_out

SECOND = timedelta(seconds=1)


def kept(store):
    """Who was refused whom, the oldest first."""
    sql = "select actor, whom from audit where deed = $1 order by noted_at, id"
    return store.run(lambda q: q(sql, AuditAction.REFUSED))


def test_a_refusal_is_kept_under_pseudonyms_and_again_after_a_minute(store):
    clinician, patient = signed_in(store, Role.CLINICIAN), a_patient(store)
    for seconds in (0, 1, 59, 60, 61):
        audit.refused(store, clinician, MONDAY + seconds * SECOND, patient.person)
    row = store.run(
        lambda q: (audit.pseudonym(q, clinician.account), audit.pseudonym(q, patient.person))
    )
    assert kept(store) == [row] * 2


def test_one_account_s_refusals_hide_no_other_s(store):
    for _ in range(2):
        audit.refused(store, signed_in(store, Role.PATIENT), MONDAY, None)
    (first, nobody), (second, _) = kept(store)
    assert first != second
    assert nobody == ""


def test_who_is_signed_out_is_not_refused(store):
    principal = signed_out(store, signed_in(store, Role.CLINICIAN))
    with pytest.raises(NotAllowed, match="signed out"):
        audit.refused(store, principal, MONDAY, None)
    assert kept(store) == []
