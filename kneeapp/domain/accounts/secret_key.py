"""Secret key of a clinic, and the HMAC digests that are made with it."""

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from kneeapp.domain.accounts.clinic_settings import KEY_BYTES


@dataclass(frozen=True)
class Key:
    """Whoever reads the database without it can neither use nor guess what is marked there."""

    value: bytes = field(repr=False)

    def mark(self, purpose: str, text: str) -> str:
        """What stands for `text` where it serves `purpose`; 64 hexadecimal digits."""
        message = f"{purpose}\0{text}".encode("utf-8", "surrogatepass")
        return hmac.new(self.value, message, sha256).hexdigest()

    def marked(self, purpose: str, text: str, mark: str) -> bool:
        """Whether `mark` is that of `text`, in the same time whatever it is."""
        return hmac.compare_digest(
            self.mark(purpose, text).encode(), mark.encode("utf-8", "surrogatepass")
        )


def new_secret() -> str:
    """256 random bits as text."""
    return secrets.token_urlsafe(KEY_BYTES)
