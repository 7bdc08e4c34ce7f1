"""Device pairing: which phones may connect, by a code, until they are revoked."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from uuid import UUID, uuid4

CODE_LIVES = timedelta(minutes=2)


@dataclass(frozen=True)
class Device:
    """A phone that was let in."""

    id: UUID
    name: str
    paired_at: datetime


class Pairings:
    """One-time codes, and the devices that came with one; secrets are kept as hashes only."""

    def __init__(self) -> None:
        self._code: tuple[bytes, datetime] | None = None
        self._devices: dict[bytes, Device] = {}
        self._changing = Lock()

    def new_code(self, now: datetime) -> str:
        """A code for one device, good for `CODE_LIVES`; the one before it is void."""
        code = secrets.token_urlsafe(16)
        with self._changing:
            self._code = (_hashed(code), now + CODE_LIVES)
        return code

    def pair(self, code: str, name: str, now: datetime) -> str | None:
        """Let in the device that brings `code`: the token it shows from then on, else None."""
        token = secrets.token_urlsafe(32)
        with self._changing:
            if not self._is_good(code, now):
                return None
            self._code = None
            self._devices[_hashed(token)] = Device(uuid4(), name, now)
        return token

    def knows(self, token: str) -> bool:
        """Whether `token` is of a device that is let in."""
        return _hashed(token) in self._devices

    def devices(self) -> tuple[Device, ...]:
        """Who is let in, the first to come first."""
        return tuple(self._devices.values())

    def send_away(self, device: UUID) -> None:
        """Let that device in no more."""
        with self._changing:
            self._devices = {
                token: kept for token, kept in self._devices.items() if kept.id != device
            }

    def _is_good(self, code: str, now: datetime) -> bool:
        if self._code is None:
            return False
        expected, until = self._code
        return secrets.compare_digest(_hashed(code), expected) and now < until


def _hashed(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "surrogateescape")).digest()
