"""Mail settings: the `[mail]` table of the secrets, and addresses that mail may go to."""

import re
from enum import StrEnum
from ipaddress import ip_address
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from kneeapp.domain.model import Model
from kneeapp.errors import BadInput

LONGEST_ADDRESS = 254
"""Characters of an address (RFC 5321, 4.5.3.1.3)."""

# a part of what RFC 5322 allows: no quotes, no comments, nothing that could end a header
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.:-]*[A-Za-z0-9])?")


def mail_address(text: str) -> str:
    """An address as it is kept, empty for none; raises BadInput where it is no address."""
    address = text.strip()
    if address and not is_address(address):
        raise BadInput(
            "That is no mail address that can be used. Write it plainly, like name@clinic.example."
        )
    return address


def is_address(text: str) -> bool:
    """Whether `text` is one address, and nothing that could be more than one or end a header."""
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def _sender(text: str) -> str:
    if not is_address(text):
        raise ValueError
    return text


def _host(name: str) -> str:
    if not _HOST.fullmatch(name):
        raise ValueError
    return name


class MailSecurity(StrEnum):
    """How the way to the mail server is kept from listeners."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """In clear text; to a server on this machine only."""


class Mail(Model, extra="forbid", hide_input_in_errors=True):
    """The `[mail]` table of secrets.toml: the clinic's own mail server."""

    host: Annotated[str, AfterValidator(_host)]
    port: Annotated[int, Field(gt=0, le=65535)] = 587
    security: Annotated[MailSecurity, BeforeValidator(MailSecurity)] = MailSecurity.STARTTLS
    user: str = ""
    password: Annotated[str, Field(repr=False)] = ""
    sender: Annotated[str, AfterValidator(_sender)]

    @model_validator(mode="after")
    def _clear_text_stays_here(self) -> Self:
        if self.security is MailSecurity.NONE and not _is_this_machine(self.host):
            raise BadInput(
                f'[mail] security is "none", but {self.host} is another machine, and others could '
                'read the password. Write "starttls" or "tls".'
            )
        return self


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
