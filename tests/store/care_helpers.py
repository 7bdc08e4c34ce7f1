"""People at a clinic: accounts that are signed in, and who lets whom see a record."""

from datetime import datetime

from uuid6 import uuid7

from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import care, deputies, teams
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from tests.store.builders import MONDAY, a_record


def signed_in(
    store: Store, role: Role, *, called: str = "", own: Record | None = None
) -> Principal:
    """Somebody with an account, as they ask; `own` is the record that is theirs."""
    principal = Principal(own.person if own else None, uuid7(), role, uuid7())
    name = str(principal.person or principal.account)

    def write(q: Query) -> None:
        q(
            "insert into account (id, name, called, role, own_person, created_at, "
            "joined_at, second_factor_used, version) values ($1, $2, $3, $4, $5, $6, $6, 0, 1)",
            *(principal.account, name, called or f"A {role}", role.value, principal.person, MONDAY),
        )
        q(
            "insert into identity (issuer, subject, account_id, used_until) values ('', $1, $2, 0)",
            *(name, principal.account),
        )
        q(
            "insert into sign_in (id, account_id, version, secret, began_at, seen_at) "
            "values ($1, $2, 1, '', $3, $3)",
            *(principal.sign_in, principal.account, MONDAY),
        )

    store.run(write)
    return principal


def a_patient(store: Store, *, called: str = "Anna Berg") -> Record:
    """A record whose owner is signed in; the record's id is their sign-in name."""
    own = a_record(store)
    return Record(store, own.person, signed_in(store, Role.PATIENT, called=called, own=own))


def let_in(patient: Record, clinician: Principal, at: datetime = MONDAY) -> Record:
    """The record of `patient` as an accepted clinician opens it."""
    assert clinician.account
    care.request_access(patient.store, clinician, str(patient.person), at)
    care.accept(patient, clinician.account, at)
    return Record(patient.store, patient.person, clinician)


def stood_in_for(
    clinician: Principal, deputy: Principal, patient: Record, ends_at: datetime, now: datetime
) -> Record:
    """The record of `patient` as a deputy opens it whom `clinician` named at `now`."""
    assert clinician.account
    assert deputy.account
    store = patient.store
    deputies.name_deputy(
        store, clinician, clinician.account, deputy.account, ends_at=ends_at, now=now
    )
    return Record(store, patient.person, deputy)


def of_a_team(store: Store, name: str, *clinicians: Principal) -> None:
    """Put these clinicians into the team of that name."""
    admin = signed_in(store, Role.ADMIN)
    for clinician in clinicians:
        assert clinician.account
        teams.change_team(store, admin, clinician.account, name, MONDAY)


def signed_out(store: Store, principal: Principal) -> Principal:
    """The same after that sign-in was ended."""
    store.run(
        lambda q: q("update sign_in set ended_at = $2 where id = $1", principal.sign_in, MONDAY)
    )
    return principal
