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
    """A paired phone."""

    id: UUID
    name: str
    paired_at: datetime


class Pairings:
    """One-time codes and the devices paired by them, in memory; secrets are kept as hashes only."""

    def __init__(self) -> None:
        self._code: tuple[bytes, datetime] | None = None
        self._devices: dict[bytes, Device] = {}
        self._changing = Lock()

    def new_code(self, now: datetime) -> str:
        """A code for one device, valid for CODE_LIVES; it replaces the previous code."""
        code = secrets.token_urlsafe(16)
        with self._changing:
            self._code = (_hashed(code), now + CODE_LIVES)
        return code

    def pair(self, code: str, name: str, now: datetime) -> str | None:
        """Pair a device: the token that it sends from then on; None where `code` is not valid."""
        token = secrets.token_urlsafe(32)
        with self._changing:
            if not self._is_good(code, now):
                return None
            self._code = None
            self._devices[_hashed(token)] = Device(uuid4(), name, now)
        return token

    def is_paired(self, token: str) -> bool:
        """Whether `token` belongs to a paired device."""
        return _hashed(token) in self._devices

    def devices(self) -> tuple[Device, ...]:
        """The paired devices in the order of pairing."""
        return tuple(self._devices.values())

    def revoke(self, device: UUID) -> None:
        """Remove a device: its token is not accepted any more."""
        with self._changing:
            self._devices = {
                token: paired for token, paired in self._devices.items() if paired.id != device
            }

    def _is_good(self, code: str, now: datetime) -> bool:
        if self._code is None:
            return False
        expected, until = self._code
        return secrets.compare_digest(_hashed(code), expected) and now < until


def _hashed(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "surrogateescape")).digest()
