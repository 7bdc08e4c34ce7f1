"""A password is long and not guessed first; nothing else is asked of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.content import DATA
from kneeapp.domain.accounts.password_policy import LONGEST, SHORTEST, check, digest
from kneeapp.errors import BadInput

COMMON = frozenset((DATA / "common_passwords.txt").read_text("utf-8").splitlines())


def accept(password, *about):
    check(password, about=about, common=COMMON)


@pytest.mark.parametrize(
    "password",
    [
        "tangerine bicycle moss",
        "vxqzwkjhplmr",
        "     a  b  c    ",
        "żółta gęś śpi",
        "x7" + "ab" * 3 + "qrwe!",
        "moss " * 20 + "and lichen",
    ],
)
def test_a_long_password_of_any_kind_of_characters_is_taken(password):
    accept(password, "anna", "Anna Kowalska")


@pytest.mark.parametrize("length", [0, SHORTEST - 1, LONGEST + 1])
def test_too_short_or_too_long_is_refused_with_the_limits(length):
    with pytest.raises(BadInput, match="12 to 128"):
        accept("qwzxvbnmpkljhgfdsarty"[:length].ljust(length, "ß"))


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "P@ssw0rd2024!", "123456789012", "iloveyouforever", "Qwertyuiop12",
        "passwordpassword", "aaaaaaaaaaaa", "abcabcabcabc", "abcdefghijkl", "!!!!football!!!",
        "1q2w3e4r5t6y",
    ],
)  # fmt: skip
def test_a_common_password_is_refused(password):
    with pytest.raises(BadInput, match="guessed first"):
        accept(password)


@pytest.mark.parametrize("password", ["Anna.Kowalska7", "kneeapp-clinic-1", "annakowalskaKNEE"])
def test_a_password_made_of_the_persons_or_the_apps_name_is_refused(password):
    with pytest.raises(BadInput, match="your name or ours"):
        accept(password, "anna.k@example.org", "Anna Kowalska")


def test_a_name_with_enough_other_characters_is_accepted():
    accept("anna grows nine lemons", "anna", "Anna Kowalska")


def test_the_list_of_common_passwords_has_a_few_thousand_entries():
    assert 4_000 < len(COMMON) < 10_000


@given(st.text())
def test_the_digest_of_a_password_fits_bcrypt_and_is_unique(password):
    assert len(digest(password)) == 64
    assert digest(password).isascii()
    assert digest(password) != digest(password + " ")


def test_the_longest_password_is_taken():
    accept(("moss lichen fern " * 20)[:127] + "x")


@pytest.mark.parametrize(
    ("password", "taken"), [("clinicvxqzwkj", False), ("clinicvxqzwkjp", True)]
)
def test_eight_characters_beside_a_name_make_a_password(password, taken):
    if taken:
        accept(password)
    else:
        with pytest.raises(BadInput, match="your name or ours"):
            accept(password)


@pytest.mark.parametrize(
    ("password", "taken"), [("football1234567", False), ("football12345678", True)]
)
def test_eight_characters_beside_a_common_word_make_a_password(password, taken):
    if taken:
        accept(password)
    else:
        with pytest.raises(BadInput, match="guessed first"):
            accept(password)


@pytest.mark.parametrize(
    "password", ["zyxwvutsrqponm", "vwxyzabcdefgh", "dcbazyxwvuts", "210987654321"]
)
def test_what_counts_up_or_down_is_refused(password):
    with pytest.raises(BadInput, match="guessed first"):
        accept(password)


def test_a_name_of_three_letters_is_no_part_of_a_password():
    accept("leoleo fern x", "leo")


def test_of_two_names_the_longer_one_is_taken_out_first():
    with pytest.raises(BadInput, match="your name or ours"):
        accept("annakowalska12345", "anna", "annakowalska")
