"""The pure rules of the merge: keys of people, groups, later states, which review is which."""

from __future__ import annotations

import pytest

from storeapp.customers.intake import known_better
from storeapp.customers.matching import Groups, consent_of, email_key, phone_key
from storeapp.exchange import wording
from storeapp.exchange.merging import columns_of
from storeapp.orders.matching import FIELDS, Facts, is_later, merged, plain
from storeapp.reputation.reviews.matching import Former, Match, Wording, alike, match


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("  Ann@Example.ORG ", "ann@example.org"),
        ("'ann@example.org", "ann@example.org"),
        ("a***@example.org", None),
        ("ann@", None),
        ("", None),
        (None, None),
    ],
)
def test_keys_of_emails(given: str | None, key: str | None) -> None:
    assert email_key(given) == key


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("+43 660 / 123-45-67", "436601234567"),
        ("0043 660 1234567", "436601234567"),
        ("1******6198", None),
        ("0000000000", None),
        ("12345", None),
        (None, None),
    ],
)
def test_keys_of_phones(given: str | None, key: str | None) -> None:
    assert phone_key(given) == key


def test_groups_are_named_by_their_smallest_member() -> None:
    groups = Groups(6)
    groups.join(5, 4)
    groups.join(2, 5)
    groups.join(6, 6)
    assert groups.moved() == [(4, 2), (5, 2)]
    assert Groups(0).moved() == []


def test_no_beats_yes_beats_unknown() -> None:
    assert consent_of("yes", "no") == "no"
    assert consent_of("no", "yes") == "no"
    assert consent_of("unknown", "yes") == "yes"
    assert consent_of("yes", None) == "yes"


def test_of_two_names_the_later_orders_one_is_kept() -> None:
    assert known_better("Ann", "2026-03-01Annie", "2026-02-01", None, None) == "Annie"
    assert known_better("Ann", "2026-01-01Annie", "2026-02-01", None, None) == "Ann"
    assert known_better("", "2026-01-01Annie", "2026-02-01", None, None) == "Annie"
    assert known_better("Ann", "9999-99-99Annie", "2026-02-01", "2026-01-01", "2026-02-01") == "Ann"
    assert known_better("Ann", "9999-99-99Annie", "2026-02-01", None, "2026-02-01") == "Annie"


def facts(**values: object) -> Facts:
    return tuple(values.get(name) for name in FIELDS)


def test_the_later_state_is_told_by_its_dates_then_its_status_then_the_files() -> None:
    paid = facts(placed_on="2026-01-01", status="paid")
    shipped = facts(placed_on="2026-01-01", shipped_on="2026-01-02", status="shipped")
    canceled = facts(placed_on="2026-01-01", status="canceled")
    assert is_later(shipped, paid, "2026-01-01", "2026-09-01")
    assert not is_later(paid, shipped, "2026-09-01", "2026-01-01")
    assert is_later(canceled, paid, "2026-01-01", "2026-09-01")
    assert is_later(paid, paid, "2026-09-01", "2026-01-01")
    assert not is_later(paid, paid, "2026-01-01", "2026-09-01")
    assert is_later(paid, paid, "", "2026-09-01")


def test_merging_fills_gaps_either_way_and_a_repeated_zero_is_no_amount() -> None:
    stored, incoming = facts(note="gift", shipping_minor=150), facts(total_minor=100, shipping_minor=0, note="wrap")
    older = merged(stored, incoming, False)
    assert older == facts(note="gift", shipping_minor=150, total_minor=100)
    assert merged(stored, incoming, True) == facts(note="wrap", shipping_minor=150, total_minor=100)
    assert merged(incoming, stored, False)[FIELDS.index("shipping_minor")] == 150


def test_plain_facts_are_what_the_table_keeps() -> None:
    kept = dict(zip(FIELDS, plain(facts()), strict=True))
    assert (kept["status"], kept["note"], kept["placed_on"], kept["total_minor"]) == ("unknown", "", None, None)


GOOD = Wording(5.0, "", "Lovely lamp, fast delivery", "2026-02-01", "Ann")
NOTHING: Former = frozenset()


def test_reviews_are_counted_not_only_compared() -> None:
    assert match([GOOD], [NOTHING], [GOOD, GOOD], None) == [Match("same", 0), Match("new")]


def test_an_order_has_no_more_reviews_than_items() -> None:
    other = Wording(1.0, "", "Broken", "2026-02-09", "Ann")
    assert match([GOOD], [NOTHING], [other], 1) == [Match("edited", 0)]
    assert match([GOOD], [NOTHING], [other], 2) == [Match("new")]
    assert match([GOOD], [NOTHING], [other], None) == [Match("new")]
    assert match([GOOD], [NOTHING], [GOOD, other], 1) == [Match("same", 0), Match("new")]


def test_a_revision_is_known_by_what_it_says() -> None:
    revised = Wording(4.0, "", "Lovely lamp, fast delivery. After a month it flickers.", "2026-03-01", "Ann")
    told = Wording(4.0, "", "Flickers now", "2026-03-01", "Ann", earlier=GOOD.text)
    assert match([GOOD], [NOTHING], [revised], 3) == [Match("edited", 0)]
    assert match([GOOD], [NOTHING], [told], 3) == [Match("edited", 0)]
    assert match([revised], [frozenset(((GOOD.text, "", 5.0),))], [GOOD], 3) == [Match("former", 0)]
    assert not alike("", "anything")


def test_fields_of_the_mapping_screen_lead_to_columns() -> None:
    assert "orders.placed_on" in columns_of("orders.placed")
    assert "orders.ship_country" in columns_of("orders.country")
    assert columns_of("orders.paid_amount") == ("orders.paid_minor",)
    assert "orders.paid_minor" not in columns_of("orders.paid")


def test_the_sentence_of_an_import() -> None:
    new = {"lines": 266, "reviews": 83, "orders": 219, "customers": 199, "products": 40}
    assert wording.done(new, {}, 0, 349, ["a", "b", "c", "d", "e"], 0, 0) == (
        "Imported 266 order items and 83 reviews from 5 files: 219 orders, 199 buyers, 40 products. 0 rows rejected."
    )
    assert wording.done({"orders": 1}, {"lines": 2}, 1, 4, ["a.csv"], 3, 0) == (
        "Imported 1 order from a.csv. Changed: 2 order items. 1 row rejected. 3 reviews wait for their orders."
    )
    assert wording.title(1291, ["a.csv"]) == "Imported 1,291 rows from a.csv"
    assert wording.title(1291, ["a.csv", "b.csv"]) == "Imported 1,291 rows from 2 files"
