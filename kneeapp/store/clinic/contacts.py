"""How a clinic reaches a patient, as its staff wrote it down."""

from uuid import UUID

from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.errors import BadInput
from kneeapp.store.access.authorization import require_role
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query

LONGEST_CONTACT = 200
"""Characters: a number or two, and whose they are."""


def contact(record: Record) -> str:
    """What is written down for the person of this record; empty for nothing."""
    sql = "select coalesce(contact, '') from account where own_person = $1"
    rows = record.read(lambda q: q(sql, record.person))
    return str(rows[0][0]) if rows else ""


def contact_of(store: Store, principal: Principal, patient: UUID) -> str:
    """The same by the patient's account, for an admin and the reception."""
    sql = "select coalesce(contact, '') from account where id = $1 and role = $2"

    def read(q: Query) -> str:
        require_role(q, principal, Role.ADMIN, Role.RECEPTION)
        rows = q(sql, patient, Role.PATIENT.value)
        return str(rows[0][0]) if rows else ""

    return store.run(read)


def keep_contact(record: Record, text: str) -> None:
    """Write down how the clinic reaches this person; raises BadInput where it is too long."""
    line = _line(text)
    sql = "update account set contact = $2 where own_person = $1"
    record.write_as_clinician(lambda q: q(sql, record.person, line), quietly=True)


def keep_contact_of(store: Store, principal: Principal, patient: UUID, text: str) -> None:
    """The same by the patient's account, for an admin and the reception."""
    line = _line(text)

    def write(q: Query) -> None:
        require_role(q, principal, Role.ADMIN, Role.RECEPTION)
        sql = "update account set contact = $2 where id = $1 and role = $3"
        q(sql, patient, line, Role.PATIENT.value)

    store.run(write)


def _line(text: str) -> str | None:
    line = " ".join(text.split())
    if len(line) > LONGEST_CONTACT:
        raise BadInput(f"Write {LONGEST_CONTACT} characters at most.")
    return line or None
