"""Names compared across spellings and alphabets."""

from __future__ import annotations

import pytest

from storeapp.kernel.names import folded, is_nobody, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Smith", "Jon Smyth"),
        ("Smith, John A.", "john smith"),
        ("Мария Иванова", "Mariya Ivanova"),
        ("Юлия Щербакова", "Yulia Shcherbakova"),
        ("Χρήστος Παπαδόπουλος", "Christos Papadopoulos"),
        ("Łukasz Żak", "Lukasz Zak"),
        ("Catherine Meyer", "Kathrin Maier"),
    ],
)
def test_names_that_sound_alike_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) is not None


@pytest.mark.parametrize(
    ("one", "other"), [("John Smith", "Peter Smith"), ("Anna Berg", "Anna Borck"), ("李雷", "李梅")]
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    "name", ["", " ", None, "Guest", "A***n", "匿名用户", "Anonymous  buyer", "xxxx", "B...", "•••"]
)
def test_nobody_has_no_key(name: str | None) -> None:
    assert is_nobody(name)
    assert name_key(name) is None


def test_a_short_first_name_alone_has_no_key() -> None:
    assert not is_nobody("Anna")
    assert name_key("Anna") is None
    assert name_key("12345678") is None


def test_folding_sorts_words_and_drops_accents() -> None:
    assert folded("Müller, Anna") == folded("anna MULLER") == "anna muller"
    assert folded(None) == ""
