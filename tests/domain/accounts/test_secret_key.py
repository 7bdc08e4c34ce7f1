"""What is marked with a key is told by no other, and a known browser by no other name."""

from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.accounts.known_browsers import issue_device_cookie, verify_device_cookie
from kneeapp.domain.accounts.secret_key import Key, new_secret

KEY, OTHER = Key(b"k" * 32), Key(b"o" * 32)


@given(st.text(), st.text())
def test_a_digest_is_valid_for_its_purpose_text_and_key_only(text, other):
    mark = KEY.mark("code", text)
    assert KEY.marked("code", text, mark)
    assert not OTHER.marked("code", text, mark)
    assert not KEY.marked("sign-in", text, mark)
    assert KEY.marked("code", other, mark) == (text == other)


def test_a_digest_with_unusual_characters_is_refused():
    assert not KEY.marked("code", "text", "é\ud800")


def test_a_key_is_not_shown():
    assert "kkk" not in repr(KEY)


def test_secrets_differ():
    assert len({new_secret() for _ in range(50)}) == 50


def test_a_browser_is_known_for_the_name_that_signed_in_there():
    cookie = issue_device_cookie(KEY, "anna")
    assert verify_device_cookie(KEY, "anna", cookie)
    assert verify_device_cookie(KEY, "anna", cookie) != verify_device_cookie(
        KEY, "anna", issue_device_cookie(KEY, "anna")
    )


@given(st.text())
def test_a_forged_device_cookie_is_refused(cookie):
    assert verify_device_cookie(KEY, "anna", cookie) == ""
    assert verify_device_cookie(KEY, "bert", issue_device_cookie(KEY, "anna")) == ""
    assert verify_device_cookie(KEY, "anna", issue_device_cookie(OTHER, "anna")) == ""
