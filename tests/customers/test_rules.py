"""How customers are named, and what may be written about them."""

from __future__ import annotations

import pytest

from storeapp.customers.rules import checked, title
from storeapp.kernel.errors import UserError


@pytest.mark.parametrize(
    ("number", "name", "shown", "text"),
    [
        (2041, "Ann Miller", False, "Customer 2041"),
        (2041, "Ann Miller", True, "Ann Miller"),
        (2041, "  ", True, "Customer 2041"),
        (None, "Ann Miller", True, ""),
    ],
)
def test_customers_are_named_by_number_unless_names_are_on(
    number: int | None, name: str, shown: bool, text: str
) -> None:
    assert title(number, name, shown) == text


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("email", " a.b@example.org ", "a.b@example.org"),
        ("email", "", ""),
        ("phone", "+49  30 1234", "+49 30 1234"),
        ("language", "pt_BR", "pt-BR"),
        ("name", " Ann   Miller ", "Ann Miller"),
        ("note", " two\nlines \n", "two\nlines"),
    ],
)
def test_values_are_tidied(field: str, given: str, kept: str) -> None:
    assert checked(field, given) == kept


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("email", "ann"),
        ("email", "a@b"),
        ("email", "a b@example.org"),
        ("phone", "12"),
        ("language", "klingonese"),
        ("name", "x" * 201),
    ],
)
def test_wrong_values_are_refused_with_a_sentence(field: str, given: str) -> None:
    with pytest.raises(UserError) as refused:
        checked(field, given)
    assert refused.value.sentence.endswith((".", "example.org"))
