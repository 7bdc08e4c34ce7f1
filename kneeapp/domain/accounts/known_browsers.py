"""Device cookies: mark browsers on which an account has signed in before.

Failed sign-ins are counted separately for a marked browser, so that guesses from elsewhere do
not lock out the owner of the account (OWASP: device cookies).
"""

from kneeapp.domain.accounts.secret_key import Key, new_secret


def issue_device_cookie(key: Key, name: str) -> str:
    """A new cookie value for the browser on which `name` has just signed in."""
    nonce = new_secret()
    return f"{nonce}.{key.mark('browser', _text(name, nonce))}"


def verify_device_cookie(key: Key, name: str, cookie: str) -> str:
    """The id of this browser if `cookie` was issued for `name`, otherwise an empty text."""
    nonce, _, mark = cookie.partition(".")
    return nonce if key.marked("browser", _text(name, nonce), mark) else ""


def _text(name: str, nonce: str) -> str:
    # A name holds no zero byte, so that the text can be taken apart in one way only.
    return f"{nonce}\0{name}"
