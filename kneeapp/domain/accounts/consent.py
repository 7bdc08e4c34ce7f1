"""Consent: the texts that a person agrees to before the first entry."""

from dataclasses import dataclass
from datetime import datetime

from kneeapp.domain.accounts.clinic_settings import Clinic

VERSION = 1
"""To be raised when the meaning of a text changes: everybody is then asked again."""

_KEPT = "your answers about your health, your ratings and sessions"
_YOURS = "My data shows you all of it; there you take it along"


@dataclass(frozen=True)
class Consent:
    """The text that a person agreed to, and when."""

    version: int
    given_at: datetime
    text: str


def personal(place: str) -> str:
    """The consent text on a personal machine; `place` says where the record is."""
    return f"kneeapp keeps {_KEPT} {place}. Nothing is sent anywhere else. {_YOURS} or delete it."


def visitor() -> str:
    """The consent text for a visitor."""
    return (
        f"kneeapp holds {_KEPT} in memory, for you alone, while this page is open. Only if you "
        "press Keep it here does this browser keep them. The server keeps nothing. "
        f"{_YOURS} or delete it."
    )


def clinic(settings: Clinic) -> str:
    """The consent text at a clinic."""
    return (
        f"{settings.name} keeps {_KEPT}. Clinicians see them only while you let them, and who "
        f"looks is noted. Nobody watches live: worse, or worried? Call {settings.phone}. {_YOURS} "
        "or ask for deletion. The clinic may have to keep it for "
        f"{settings.kept_for} after your last entry."
    )
