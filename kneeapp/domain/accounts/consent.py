"""What a person agrees to before their first entry: what is kept, where, and who sees it."""

from dataclasses import dataclass
from datetime import datetime

from kneeapp.domain.accounts.clinic_settings import Clinic

VERSION = 1
"""Raised when a text comes to say something else: everybody is asked once more."""

_KEPT = "your answers about your health, your ratings and sessions"
_YOURS = "My data shows you all of it; there you take it along"


@dataclass(frozen=True)
class Consent:
    """The words somebody agreed to, and when."""

    version: int
    given_at: datetime
    text: str


def personal(place: str) -> str:
    """What is agreed to on one's own machine; `place` is where the record is."""
    return f"kneeapp keeps {_KEPT} {place}. Nothing is sent anywhere else. {_YOURS} or delete it."


def visitor() -> str:
    """What a visitor agrees to."""
    return (
        f"kneeapp holds {_KEPT} in memory, for you alone, while this page is open. Only if you "
        "press Keep it here does this browser keep them. The server keeps nothing. "
        f"{_YOURS} or delete it."
    )


def clinic(here: Clinic) -> str:
    """What a person agrees to at a clinic."""
    return (
        f"{here.name} keeps {_KEPT}. Clinicians see them only while you let them, and who looks is "
        f"noted. Nobody watches live: worse, or worried? Call {here.phone}. {_YOURS} or ask for "
        f"deletion. The clinic may have to keep it for {here.kept_for} after your last entry."
    )
