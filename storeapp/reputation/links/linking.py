"""Which order a review without an order number is about: the reasons, their weights, and when one is sure enough.

A candidate is an order placed on or before the day of the review and not more than REACH days earlier. Each reason has
a weight, the share of such pairs that belong together; reasons add up as independent ones do: 1 - (1 - a)(1 - b) ...
What speaks against it takes a share away. Nothing is ever linked by itself: `likely` only says which suggestion may be
confirmed together with others, one that is sure (SURE) and has no other order near it (APART).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from storeapp.kernel.names import folded, is_nobody
from storeapp.kernel.text import N_, _

REACH = 180  # days between order and review
SOON = 45  # days within which most reviews are written
LEAST = 0.30  # below it an order is not offered
SURE = 0.95
APART = 0.20  # the next order must be this much less likely

WEIGHTS = {
    "customer": 0.88,  # the channel names the same customer for both
    "handle": 0.88,  # the reviewer is named by the buyer's user name
    "name": 0.75,  # the reviewer's name is the buyer's
    "initial": 0.45,  # "Anna K." and Anna Kowalska
    "number": 0.40,  # the review names its number, which other orders bear too
    "product": 0.35,  # the order has the product
    "soon": 0.30,  # written within SOON days of the delivery, or of the order
    "only": 0.45,  # no other order within reach has the product, or, where none is named, is this person's
}
AGAINST = {
    "other_name": 0.60,  # both names are known and differ
    "reviewed": 0.50,  # that order has a review already
    "canceled": 0.60,
    "no_product": 0.55,  # the order doesn't have the product
}
WORDS: dict[str, str] = {
    "customer": N_("Same customer"),
    "handle": N_("Same user name"),
    "name": N_("Same name"),
    "initial": N_("First name and initial fit"),
    "number": N_("Same order number"),
    "product": N_("Has the product"),
    "soon": N_("Written soon after"),
    "only": N_("The only order that fits"),
    "other_name": N_("But another name"),
    "reviewed": N_("But it has a review already"),
    "canceled": N_("But it was canceled"),
    "no_product": N_("But it doesn't have the product"),
}


@dataclass(frozen=True, slots=True)
class ReviewClues:
    """What a review tells; days are ISO days, None or "" where it is silent."""

    posted_on: str | None
    product_id: int | None
    customer_id: int | None
    reviewer: str


@dataclass(frozen=True, slots=True)
class Bought:
    """What an order tells; `has_product` is None where the review names no product."""

    id: int
    placed_on: str | None
    delivered_on: str | None
    customer_id: int | None
    buyer: str
    has_product: bool | None
    reviewed: bool
    status: str
    same_handle: bool = False
    same_number: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """One order with how sure it is (0 to 1) and the codes of WORDS that say why."""

    order_id: int
    confidence: float
    reasons: tuple[str, ...]


def fits(review: ReviewClues, orders: Sequence[Bought]) -> list[Fit]:
    """The orders the review may be about, the likeliest first; alike ones by the nearer day, then the newer order."""
    near = [one for one in orders if one.same_number or _days(review.posted_on, one.placed_on) is not None]
    meant = [order for order in near if (_is_buyer(review, order) if review.product_id is None else order.has_product)]
    found = []
    for order in near:
        only = meant == [order]
        fit = _fit(review, order, only)
        if fit.confidence >= LEAST or order.same_number:
            found.append((-fit.confidence, _days(review.posted_on, order.placed_on) or 0, -order.id, fit))
    return [fit for *_order, fit in sorted(found, key=lambda one: one[:3])]


def likely(found: Sequence[Fit]) -> bool:
    """Whether the first is sure and stands alone: it may be confirmed together with others of its kind."""
    if not found or found[0].confidence < SURE:
        return False
    return len(found) == 1 or found[0].confidence - found[1].confidence >= APART


def same_person(reviewer: str, buyer: str) -> str:
    """ "name", "initial", "other_name", or "" where one of them is nobody or says too little."""
    if is_nobody(reviewer) or is_nobody(buyer):
        return ""
    one, other = folded(reviewer).split(), folded(buyer).split()
    if not one or not other:
        return ""
    if one == other:
        return "name" if len(one) > 1 or len(one[0]) > 5 else "initial"
    short, long = sorted((one, other), key=lambda words: sum(map(len, words)))
    if len(short) == 1:
        return "" if short[0] in long else "other_name"
    left = list(long)
    for word in sorted(short, key=len, reverse=True):
        match = next((w for w in left if w == word or (len(word) == 1 and w.startswith(word))), None)
        if match is None:
            return "other_name"
        left.remove(match)
    return "initial" if any(len(word) == 1 for word in short) else "name"


def words(code: str) -> str:
    """A reason in the owner's words."""
    return _(WORDS.get(code, code))


def _is_buyer(review: ReviewClues, order: Bought) -> bool:
    if order.same_handle or (review.customer_id is not None and review.customer_id == order.customer_id):
        return True
    return same_person(review.reviewer, order.buyer) == "name"


def _fit(review: ReviewClues, order: Bought, only: bool) -> Fit:
    found, against = [], []
    person = same_person(review.reviewer, order.buyer)
    if review.customer_id is not None and review.customer_id == order.customer_id:
        found.append("customer")
    elif order.same_handle:
        found.append("handle")
    elif person == "other_name":
        against.append(person)
    elif person:
        found.append(person)
    if order.same_number:
        found.append("number")
    if order.has_product:
        found.append("product")
    elif order.has_product is False:
        against.append("no_product")
    days = _days(review.posted_on, order.delivered_on)
    if days is None:
        days = _days(review.posted_on, order.placed_on)
    if days is not None and days <= SOON:
        found.append("soon")
    if only:
        found.append("only")
    if order.reviewed:
        against.append("reviewed")
    if order.status == "canceled":
        against.append("canceled")
    if not {"customer", "handle", "name", "initial", "number", "product"} & set(found):
        return Fit(order.id, 0.0, ())
    rest = 1.0
    for code in found:
        rest *= 1 - WEIGHTS[code]
    sure = 1 - rest
    for code in against:
        sure *= 1 - AGAINST[code]
    return Fit(order.id, round(sure, 2), (*found, *against))


def _days(later: str | None, earlier: str | None) -> int | None:
    """Days from one to the other; None if one is not known, the order is wrong, or it is out of reach."""
    if not later or not earlier:
        return None
    days = (date.fromisoformat(later) - date.fromisoformat(earlier)).days
    return days if 0 <= days <= REACH else None
