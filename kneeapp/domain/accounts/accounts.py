"""Accounts of a clinic: name, role and state."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.errors import BadInput

INVITATION_LASTS = timedelta(days=14)
RESET_LASTS = timedelta(hours=24)

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, which has no letters that look alike."""

_CODE_LENGTH = 16
_LOOK_ALIKES = str.maketrans("OIL", "011")
_LONGEST_NAME = 100


@dataclass(frozen=True)
class Account:
    """An account of a clinic; `own_person` is the person whose record it owns, None for staff."""

    id: UUID
    name: str
    """What is typed to sign in; empty for an account of an identity provider."""
    called: str
    """The full name, for display."""
    role: Role
    own_person: UUID | None
    version: int
    """Raised to end all web sessions of the account."""
    has_second_factor: bool = False

    @property
    def needs_second_factor(self) -> bool:
        """Whether signing in needs a second factor: staff can open other people's records."""
        return self.role is not Role.PATIENT

    def principal(self, sign_in: UUID) -> Principal:
        """The principal of this account with the web session `sign_in`."""
        return Principal(self.own_person, self.id, self.role, sign_in)


class AccountState(StrEnum):
    """The state of an account."""

    INVITED = "invited"
    LATE = "invitation ran out"
    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True)
class AccountListing:
    """An account as an admin sees it."""

    account: Account
    state: AccountState
    since: datetime


OPERATOR = Principal(None, role=Role.ADMIN)
"""The principal of the command line on the machine that holds the database."""


def name_of(typed: str) -> str:
    """The normalized sign-in name of `typed`, without regard to case; raises BadInput.

    NFKC maps wide and composed letters to their usual form, so that two names that look the
    same are the same.
    """
    name = unicodedata.normalize("NFKC", typed).strip().casefold()
    if not 2 <= len(name) <= _LONGEST_NAME or not name.isprintable():
        raise BadInput(f"A sign-in name has 2 to {_LONGEST_NAME} characters.")
    return name


def new_code() -> str:
    """A new one-time code that can be read aloud and typed: 80 random bits in groups of four."""
    code = "".join(secrets.choice(LETTERS) for _ in range(_CODE_LENGTH))
    return "-".join(code[at : at + 4] for at in range(0, _CODE_LENGTH, 4))


def code_of(typed: str) -> str:
    """The normalized code of `typed`; raises BadInput where it cannot be a code."""
    code = "".join(filter(str.isalnum, typed)).upper().translate(_LOOK_ALIKES)
    if len(code) != _CODE_LENGTH or set(code) - set(LETTERS):
        raise BadInput("A code has four groups of four, like 7K2M-9QXR-41AB-ZT5C. Check it.")
    return code
