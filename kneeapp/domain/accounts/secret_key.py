"""Secret key of a clinic, and the HMAC digests that are made with it."""

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from kneeapp.domain.accounts.clinic_settings import KEY_BYTES


@dataclass(frozen=True)
class Key:
    """A secret key. Without it, digests in a stolen database can neither be used nor guessed."""

    value: bytes = field(repr=False)

    def mark(self, purpose: str, text: str) -> str:
        """The HMAC of `text` for one `purpose`: 64 hexadecimal digits.

        The purpose is part of the message, so that a digest made for one use is not valid for
        another.
        """
        message = f"{purpose}\0{text}".encode("utf-8", "surrogatepass")
        return hmac.new(self.value, message, sha256).hexdigest()

    def marked(self, purpose: str, text: str, mark: str) -> bool:
        """Whether `mark` is the HMAC of `text` for `purpose`; compared in constant time."""
        # As bytes: of texts, compare_digest accepts ASCII only, and a cookie may hold anything.
        return hmac.compare_digest(
            self.mark(purpose, text).encode(), mark.encode("utf-8", "surrogatepass")
        )


def new_secret() -> str:
    """256 random bits as text."""
    return secrets.token_urlsafe(KEY_BYTES)
