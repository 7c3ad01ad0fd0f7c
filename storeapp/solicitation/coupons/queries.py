"""Reads coupons: to whom each was given, which orders used it, and what the reviews cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storeapp.kernel.money import Money
from storeapp.solicitation.coupons.rules import codes_shown, cost_of_review
from storeapp.store.bulk import plain_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class CouponRow:
    """One coupon. `order_id`, `number`: the order with whose request it was given; `given_at` UTC text.

    `used`: how many orders show its code; `used_by`: the first of them, its id and number.
    """

    id: int
    code: str
    worth: str
    until_on: str | None
    order_id: int | None
    number: str
    given_at: str | None
    used: int
    used_by: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class CouponResults:
    """`given`: coupons that went with a request; `used` of them in an order; `reviews`: orders that got one and wrote
    a review. `discounts`: what orders that used a given coupon got off, by currency; `per_review`: the same for each
    review; `unpriced`: orders that used one whose discount no file says.
    """

    coupons: int
    given: int
    used: int
    reviews: int
    discounts: tuple[Money, ...]
    per_review: tuple[Money, ...]
    unpriced: int


@dataclass(frozen=True, slots=True)
class _Use:
    id: int
    number: str
    discount: int | None
    currency: str


def coupon_rows(conn: Connection) -> list[CouponRow]:
    """All coupons: those given last first, then the free ones in the order they came."""
    uses = _uses(conn)
    rows = plain_rows(
        conn,
        "SELECT k.id, k.code, k.key, k.worth, k.until_on, k.order_id, coalesce(o.number, ''), k.given_at "
        "FROM coupons k LEFT JOIN orders o ON o.id = k.order_id ORDER BY k.given_at IS NULL, k.given_at DESC, k.id",
    )
    found = []
    for number, code, key, worth, until, order, name, given in rows:
        own = uses.get(key, ())
        first = (own[0].id, own[0].number) if own else None
        found.append(CouponRow(number, code, worth, until, order, name, given, len(own), first))
    return found


def coupon_results(conn: Connection) -> CouponResults:
    """What the coupons brought and cost so far. An order that shows several given codes counts once."""
    uses = _uses(conn)
    given = plain_rows(conn, "SELECT key FROM coupons WHERE order_id IS NOT NULL")
    (total,) = plain_rows(conn, "SELECT count(*) FROM coupons")[0]
    (reviews,) = plain_rows(
        conn,
        "SELECT count(*) FROM coupons k JOIN request_verdicts v ON v.id = k.order_id WHERE v.review_id IS NOT NULL",
    )[0]
    spent = {one.id: one for (key,) in given for one in uses.get(key, ())}
    sums: dict[str, int] = defaultdict(int)
    for one in spent.values():
        if one.discount is not None:
            sums[one.currency] += abs(one.discount)
    return CouponResults(
        total,
        len(given),
        sum(1 for (key,) in given if key in uses),
        reviews,
        tuple(Money(minor, currency) for currency, minor in sorted(sums.items())),
        tuple(
            Money(each, currency)
            for currency, minor in sorted(sums.items())
            if (each := cost_of_review(minor, reviews)) is not None
        ),
        sum(one.discount is None for one in spent.values()),
    )


def _uses(conn: Connection) -> Mapping[str, list[_Use]]:
    """Key -> the orders that show such a code, the earliest first; canceled ones used none."""
    known = {key for (key,) in plain_rows(conn, "SELECT key FROM coupons")}
    found: dict[str, list[_Use]] = defaultdict(list)
    if not known:
        return found
    # What an order got off may stand at its items instead.
    lines = "(SELECT sum(l.discount_minor) FROM order_lines l WHERE l.order_id = o.id)"
    off = f"coalesce(nullif(o.discount_minor, 0), {lines}, o.discount_minor)"
    for order, number, shown, discount, currency in plain_rows(
        conn,
        f"SELECT o.id, o.number, o.discount_code, {off}, o.currency FROM orders o WHERE o.discount_code <> '' "
        "AND o.status NOT IN ('canceled', 'unavailable') ORDER BY o.placed_on, o.id",
    ):
        for key in codes_shown(shown) & known:
            found[key].append(_Use(order, number, discount, currency))
    return found
