"""Device cookies: browsers on which an account has signed in before."""

from kneeapp.domain.accounts.secret_key import Key, new_secret


def issue_device_cookie(key: Key, name: str) -> str:
    """A cookie for the browser on which `name` has just signed in."""
    nonce = new_secret()
    return f"{nonce}.{key.mark('browser', _text(name, nonce))}"


def verify_device_cookie(key: Key, name: str, cookie: str) -> str:
    """What tells this browser from others where `name` has signed in on it, else empty."""
    nonce, _, mark = cookie.partition(".")
    return nonce if key.marked("browser", _text(name, nonce), mark) else ""


def _text(name: str, nonce: str) -> str:
    return f"{nonce}\0{name}"
