"""Which order a review is about: reasons, weights, and what is sure enough."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storeapp.reputation.links import linking
from storeapp.reputation.links.linking import Bought, ReviewClues, fits, likely, same_person

REVIEW = ReviewClues("2026-06-20", product_id=7, customer_id=3, reviewer="Anna K.")
ORDER = Bought(1, "2026-06-01", "2026-06-08", 3, "Anna Kowalska", True, False, "delivered")


def test_the_same_customer_with_the_product_soon_after_is_sure() -> None:
    (fit,) = fits(REVIEW, [ORDER])
    assert fit.reasons == ("customer", "product", "soon", "only")
    assert fit.confidence >= linking.SURE
    assert likely([fit])


def test_two_orders_that_fit_alike_are_never_likely() -> None:
    other = replace(ORDER, id=2, placed_on="2026-06-05", delivered_on="2026-06-12")
    found = fits(REVIEW, [ORDER, other])
    assert [fit.order_id for fit in found] == [2, 1]  # the nearer one first
    assert "only" not in found[0].reasons
    assert not likely(found)


def test_product_and_day_alone_are_a_guess() -> None:
    (fit,) = fits(replace(REVIEW, customer_id=None, reviewer=""), [ORDER])
    assert fit.reasons == ("product", "soon", "only")
    assert linking.LEAST <= fit.confidence < 0.8
    assert not likely([fit])


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"reviewed": True}, "reviewed"), ({"status": "canceled"}, "canceled"), ({"has_product": False}, "no_product")],
)
def test_what_speaks_against_takes_a_share_away(changed: dict[str, object], code: str) -> None:
    (plain,) = fits(REVIEW, [ORDER])
    (fit,) = fits(REVIEW, [replace(ORDER, **changed)])  # type: ignore[arg-type]
    assert code in fit.reasons
    assert fit.confidence < plain.confidence
    assert not likely([fit])


def test_orders_after_the_review_or_out_of_reach_do_not_count() -> None:
    late = replace(ORDER, placed_on="2026-06-21", delivered_on=None)
    old = replace(ORDER, placed_on="2025-06-01", delivered_on="2025-06-05")
    undated = replace(ORDER, placed_on=None, delivered_on=None)
    assert fits(REVIEW, [late, old, undated]) == []
    assert fits(replace(REVIEW, posted_on=None), [ORDER]) == []


def test_a_day_alone_is_no_reason() -> None:
    assert (
        fits(replace(REVIEW, customer_id=None, reviewer="Guest", product_id=None), [replace(ORDER, has_product=None)])
        == []
    )


@pytest.mark.parametrize(
    ("reviewer", "buyer", "code"),
    [
        ("Anna Kowalska", "KOWALSKA anna", "name"),
        ("Anna K.", "Anna Kowalska", "initial"),
        ("A. Kowalska", "Anna Maria Kowalska", "initial"),
        ("Anna Kowalska", "Anna Maria Kowalska", "name"),
        ("Anna", "Anna Kowalska", ""),
        ("Bea", "Anna Kowalska", "other_name"),
        ("Anna Lind", "Anna Kowalska", "other_name"),
        ("A***", "Anna Kowalska", ""),
        ("Guest", "Guest", ""),
        ("", "Anna Kowalska", ""),
        ("Анна Ковальская", "Anna Kovalskaya", "name"),
    ],
)
def test_names_of_reviewers(reviewer: str, buyer: str, code: str) -> None:
    assert same_person(reviewer, buyer) == code


def test_every_reason_has_words_and_a_weight() -> None:
    assert set(linking.WORDS) == set(linking.WEIGHTS) | set(linking.AGAINST)
    assert all(linking.words(code) for code in linking.WORDS)
