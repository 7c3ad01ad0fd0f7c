"""Pairs that may be one person: what makes one, and what never does."""

from __future__ import annotations

from typing import Any

import pytest

from storeapp.customers import likeness
from storeapp.customers.queries import pairs
from storeapp.store.db import Database
from tests.make import Make

ANN = {"name": "Ann Miller", "country": "US", "city": "Austin"}


def found(db: Database) -> list[tuple[str, ...]]:
    with db.read() as conn:
        return [pair.reasons for pair in pairs(conn)]


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"name": "Ann", "email": "a@x.org"}, {"name": "A. M.", "email": "a@x.org"}, ("email", "names")),
        (ANN, ANN | {"name": "MILLER, Ann", "country": "United States"}, ("name", "city")),
        (ANN, ANN | {"name": "Anne Miller"}, ("alike", "city")),
        (
            {"name": "Мария Иванова", "country": "RU"},
            {"name": "Mariya Ivanova", "country": "Россия"},
            ("name", "country"),
        ),
    ],
)
def test_what_makes_a_pair(
    db: Database, make: Make, one: dict[str, Any], other: dict[str, Any], reasons: tuple[str, ...]
) -> None:
    make.customer(**one)
    make.customer(**other)
    assert found(db) == [reasons]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Guest", "city": "Austin"}, {"name": "Guest", "city": "Austin"}),
        ({"name": "A***n M***r", "city": "Ulm"}, {"name": "A***n M***r", "city": "Ulm"}),
        ({"name": "", "email": ""}, {"name": "", "email": ""}),
        (ANN, ANN | {"country": "DE", "city": "Ulm"}),
        (ANN, {"name": "Ann Miller"}),
        ({"name": "Peter Smith", "city": "Ulm"}, {"name": "Petra Smith", "city": "Bonn"}),
    ],
)
def test_what_never_makes_one(db: Database, make: Make, one: dict[str, Any], other: dict[str, Any]) -> None:
    make.customer(**one)
    make.customer(**other)
    assert found(db) == []


def test_the_same_user_name_on_two_channels(db: Database, make: Make) -> None:
    etsy, own = make.channel(), make.channel(platform="shopify", name="Own")
    make.customer("annlight (ann)", etsy, name="Ann Miller")
    make.customer("annlight", own, name="")
    make.customer("12345", etsy, name="")
    make.customer("12345", own, name="")  # a number tells nobody apart
    assert found(db) == [("handle",)]


def test_a_value_that_a_crowd_shares_says_nothing(db: Database, make: Make) -> None:
    for number in range(12):
        make.customer(name=f"Buyer {number} Unalike{number}", email="shop@x.org")
    assert found(db) == []


def test_reasons_add_up_and_have_words() -> None:
    assert set(likeness.WORDS) == set(likeness.WEIGHTS) | set(likeness.AGAINST)
    one = likeness.known(1, "Ann Miller", "US", "Austin", "ann@x.org", "", [])
    other = likeness.known(2, "Ann Miller", "US", "Austin", "ann@x.org", "", [])
    confidence, reasons = likeness.likeness(one, other)
    assert reasons == ("email", "name", "city")
    assert confidence >= likeness.SURE
