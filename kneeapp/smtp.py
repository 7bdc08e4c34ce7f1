"""Mail to clinicians through the clinic's own server: that somebody needs them, and no more."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import localtime, make_msgid

from kneeapp.domain.accounts.mail_settings import Mail, MailSecurity, is_address
from kneeapp.errors import BadInput, KneeAppError

_LONGEST_S = 15
"""How long a server may take for each answer."""

SUBJECT = "Somebody needs you"
BODY = """\
Somebody needs you at {clinic}.{where}

This mail does not say who or why, and nobody reads answers to it. It comes once an hour at most.
To end it, empty the address under Account.
"""


class MailError(KneeAppError):
    """Mail could not be sent."""


def notice(mail: Mail, to: str, clinic: str, host: str = "") -> EmailMessage:
    """The mail to one clinician; `host` is where browsers find kneeapp, empty where none is set.

    Raises BadInput where `to` is no address that stands for itself alone.
    """
    if not is_address(to):
        raise BadInput("This is no address that mail can go to.")
    message = EmailMessage()
    message["Subject"] = SUBJECT
    message["From"] = mail.sender
    message["To"] = to
    message["Date"] = localtime()
    message["Message-ID"] = make_msgid(domain=mail.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    where = f" Sign in to see who:\n\nhttps://{host}/clinic" if host else " Sign in to see who."
    message.set_content(BODY.format(clinic=" ".join(clinic.split()), where=where))
    return message


def send(mail: Mail, message: EmailMessage) -> None:
    """Hand a mail to the server; raises MailError, which names the server and no person."""
    with _connected(mail) as server:
        server.send_message(message)


def check(mail: Mail) -> None:
    """Sign in to the server and send nothing; raises MailError."""
    with _connected(mail) as server:
        server.noop()


@contextmanager
def _connected(mail: Mail) -> Iterator[smtplib.SMTP]:
    where = f"The mail server {mail.host}:{mail.port}"
    try:
        with _opened(mail) as server:
            if mail.security is MailSecurity.STARTTLS:
                server.starttls(context=ssl.create_default_context())
            if mail.user:
                server.login(mail.user, mail.password)
            yield server
    except smtplib.SMTPAuthenticationError as error:
        raise MailError(
            f"{where} does not accept this user and password. Correct user and password in [mail]."
        ) from error
    except ssl.SSLError as error:
        raise MailError(
            f"{where} cannot prove who it is ({error.reason or error}). Correct host, port or "
            "security in [mail], or the certificate of the server."
        ) from error
    except smtplib.SMTPRecipientsRefused as error:
        raise MailError(f"{where} does not take mail for this address.") from error
    except smtplib.SMTPServerDisconnected as error:
        raise MailError(
            f"{where} does not answer as a mail server. Correct host, port and security in [mail]."
        ) from error
    except smtplib.SMTPException as error:
        raise MailError(
            f"{where} refuses ({type(error).__name__}). Correct security, user and sender in "
            "[mail], or ask who runs the server."
        ) from error
    except OSError as error:
        raise MailError(
            f"{where} does not answer ({error.strerror or error}). Correct host and port in "
            "[mail], or start the server."
        ) from error


def _opened(mail: Mail) -> smtplib.SMTP:
    if mail.security is MailSecurity.TLS:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=_LONGEST_S, context=context)
    return smtplib.SMTP(mail.host, mail.port, timeout=_LONGEST_S)
