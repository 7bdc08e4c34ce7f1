"""Names and codes mean the same however they are typed."""

from contextlib import suppress
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.accounts.accounts import LETTERS, Account, code_of, name_of, new_code
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.errors import BadInput


def test_a_name_is_the_same_in_any_letter_case_and_with_spaces_around():
    assert name_of("  Anna.K@Example.org ") == name_of("anna.k@example.ORG") == "anna.k@example.org"


def test_a_name_in_wide_letters_is_not_another_one():
    assert name_of("ａnna") == "anna"


@pytest.mark.parametrize("typed", ["", " a ", "x" * 101, "an\nna", "an\0na"])
def test_a_name_too_short_too_long_or_with_control_signs_is_refused(typed):
    with pytest.raises(BadInput, match="2 to 100"):
        name_of(typed)


def test_a_code_is_understood_as_people_type_it():
    code = new_code()
    assert code_of(code) == code_of(f" {code.lower().replace('-', ' ')} ") == code.replace("-", "")


def test_letters_read_as_digits_give_the_same_code():
    assert code_of("ILO0-1111-2222-3333") == "1100111122223333"


@pytest.mark.parametrize("typed", ["", "7K2M-9QXR-41AB-ZT5", "7K2M-9QXR-41AB-ZT5CC", "U" * 16])
def test_text_that_cannot_be_a_code_is_refused_with_an_example(typed):
    with pytest.raises(BadInput, match="four groups of four"):
        code_of(typed)


def test_codes_differ_and_have_eighty_bits():
    codes = {new_code() for _ in range(100)}
    assert len(codes) == 100
    assert len(LETTERS) ** 16 == 2**80


@given(st.text())
def test_any_text_is_a_code_or_refused(typed):
    with suppress(BadInput):
        assert len(code_of(typed)) == 16


@pytest.mark.parametrize(
    ("role", "needed"),
    [(Role.PATIENT, False), (Role.CLINICIAN, True), (Role.ADMIN, True)],
)
def test_whoever_opens_others_records_needs_a_second_factor(role, needed):
    account = Account(UUID(int=1), "anna", "Anna", role, UUID(int=2), version=1)
    assert account.needs_second_factor is needed
    assert account.principal(UUID(int=3)) == Principal(UUID(int=2), UUID(int=1), role, UUID(int=3))
