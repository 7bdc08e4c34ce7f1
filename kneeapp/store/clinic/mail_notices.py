"""Which clinicians are to be told by mail that somebody needs them; nothing about whom."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from kneeapp.domain.accounts.mail_settings import mail_address
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.domain.clinic.work_list import needs_somebody_since
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.store.access.authorization import require_role
from kneeapp.store.clinic.caseload_query import PEOPLE, CaseloadPerson, entered
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query

MAILED_EVERY = timedelta(hours=1)
"""Nobody gets more than one mail in that time (DESIGN)."""


def address(store: Store, principal: Principal) -> str:
    """Where the clinician who asks wants mail to go; empty for nowhere. Raises NotAllowed."""

    def read(q: Query) -> str:
        require_role(q, principal, Role.CLINICIAN)
        [(mail,)] = q("select coalesce(mail, '') from account where id = $1", principal.account)
        return str(mail)

    return store.run(read)


def keep_address(store: Store, principal: Principal, text: str, now: datetime) -> None:
    """Send mail there from now on, or with an empty text none; raises BadInput and NotAllowed."""
    wanted = mail_address(text)

    def write(q: Query) -> None:
        require_role(q, principal, Role.CLINICIAN)
        # what arose before is on the work list and in nobody's mail
        sql = "update account set mail = $2, mail_since = $3 where id = $1"
        q(sql, principal.account, wanted or None, now)

    store.run(write)


def wanted_by(store: Store) -> frozenset[UUID]:
    """The clinicians who want mail and can sign in."""
    sql = "select id from account where role = $1 and mail <> '' and disabled_at is null"
    rows = store.run(lambda q: q(sql, Role.CLINICIAN.value))
    return frozenset(identity for (identity,) in rows)


def claim(
    store: Store, clinicians: Collection[UUID], questionnaire: Questionnaire, now: datetime
) -> dict[UUID, str]:
    """Who of `clinicians` is to be told now, and where; that they are is kept at once.

    So of several processes on one database one tells each of them.
    """

    def write(q: Query) -> dict[UUID, str]:
        sql = (
            "select id, mail, coalesce(greatest(mailed_at, mail_since), mail_since) from account "
            "where id in (select unnest($1::uuid[])) and role = $2 and mail <> '' "
            "and disabled_at is null and (mailed_at is null or mailed_at <= $3)"
        )
        addresses = {}
        for clinician, mail, known_until in q(
            sql, list(clinicians), Role.CLINICIAN.value, now - MAILED_EVERY
        ):
            them = [CaseloadPerson(*row) for *row, _ in q(PEOPLE, clinician, None, now)]
            cases = entered(q, them, questionnaire, now.date(), UTC).values() if them else ()
            newest = needs_somebody_since(case.at(now) for case in cases)
            if newest and newest > known_until:
                q("update account set mailed_at = $2 where id = $1", clinician, now)
                addresses[clinician] = mail
        return addresses

    return store.run(write)


def give_back(store: Store, clinician: UUID, now: datetime) -> None:
    """Have somebody told again whose mail of `now` could not be sent."""
    sql = "update account set mailed_at = null where id = $1 and mailed_at = $2"
    store.run(lambda q: q(sql, clinician, now))
