"""Mail to clinicians, against a real server: that somebody needs them, and nothing of whom."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp import smtp
from kneeapp.domain.accounts.mail_settings import Mail, is_address, mail_address
from kneeapp.errors import BadInput
from kneeapp.smtp import MailError
from tests.support.mail_server import PASSWORD, USER, certificate_in, mail_server


def here(port, **changes):
    """The settings of a server on this machine."""
    values = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "knee@c.example"}
    return Mail.model_validate(values | changes)


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate that this machine trusts for the length of a test."""
    file = certificate_in(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


def test_a_mail_says_that_somebody_needs_you_and_where_and_no_more():
    with mail_server() as inbox:
        mail = here(inbox.port)
        smtp.send(mail, smtp.notice(mail, "vogt@c.example", "Knee\nClinic", "knee.example"))
    [(sender, to, message)] = inbox.mails
    assert (sender, to) == ("knee@c.example", ["vogt@c.example"])
    assert message["Subject"] == "Somebody needs you"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().splitlines() == [
        "Somebody needs you at Knee Clinic. Sign in to see who:",
        "",
        "https://knee.example/clinic",
        "",
        smtp.BODY.splitlines()[2],
        "To end it, empty the address under Account.",
    ]


def test_a_password_goes_over_a_sealed_connection(certificate):
    with mail_server(certificate) as inbox:
        mail = here(inbox.port, security="starttls", user=USER, password=PASSWORD)
        smtp.check(mail)
        assert inbox.mails == []
        smtp.send(mail, smtp.notice(mail, "vogt@c.example", "Knee"))
    assert len(inbox.mails) == 1


def test_each_refusal_says_what_to_correct_and_never_the_password(certificate, monkeypatch):
    with mail_server(certificate) as inbox:
        for changes, said in (
            ({"user": USER, "password": "hush-hush"}, "user and password"),
            ({"security": "none"}, "refuses"),
            ({"security": "tls"}, "cannot prove who it is"),
        ):
            mail = here(inbox.port, **({"security": "starttls"} | changes))
            message = smtp.notice(mail, "vogt@c.example", "Knee")
            with pytest.raises(MailError, match=said) as refused:
                smtp.send(mail, message)
            assert "hush" not in str(refused.value)
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(MailError, match="cannot prove who it is"):
            smtp.check(here(inbox.port, security="starttls"))
    assert inbox.mails == []
    with pytest.raises(MailError, match="does not answer"):
        smtp.check(here(inbox.port))


def test_a_server_that_says_nothing_is_given_up(monkeypatch):
    monkeypatch.setattr(smtp, "_LONGEST_S", 0.2)
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(MailError, match="does not answer"),
    ):
        smtp.check(here(silent.getsockname()[1]))


INJECTIONS = [
    "vogt@c.example\r\nBcc: all@elsewhere.example",
    "vogt@c.example\nSubject: Anna Berg",
    "vogt@c.example, other@elsewhere.example",
    "vogt@c.example;other@elsewhere.example",
    '"Vogt" <vogt@c.example>',
    "vogt@c.example\x00",
    "vogt@c.example\u2028x",
    "vogt@@c.example",
    "@c.example",
    "vogt",
    "<script>@c.example",
    "x" * 250 + "@c.example",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_an_address_that_could_add_a_header_or_a_reader_is_refused(text):
    with pytest.raises(BadInput, match="no mail address"):
        mail_address(text)
    with pytest.raises(BadInput):
        smtp.notice(here(25), text, "Knee")
    with pytest.raises(ValueError, match="sender"):
        here(25, sender=text)


@given(st.text(max_size=40), st.text(max_size=200))
def test_whatever_an_address_and_a_clinic_are_called_there_is_one_reader_and_one_subject(
    local, clinic
):
    to = f"{local}@c.example"
    if not is_address(to):
        return
    message = smtp.notice(here(25), to, clinic)
    assert message.get_all("To") == [to]
    assert message.get_all("Subject") == [smtp.SUBJECT]
    assert message.get_all("Bcc") is None
    # as it goes over the wire
    head = message.as_bytes().partition(b"\n\n")[0]
    assert len([line for line in head.splitlines() if line[:1].strip()]) == len(message.items())


def test_an_address_may_be_empty_and_is_kept_as_it_is_meant():
    assert mail_address("  ") == ""
    assert mail_address(" a.b+c@knee.example ") == "a.b+c@knee.example"


def test_a_password_in_clear_text_stays_on_this_machine():
    with pytest.raises(BadInput, match="another machine"):
        here(25, host="mail.c.example")
    assert here(25, host="localhost").security == "none"
