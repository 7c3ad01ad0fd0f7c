"""Reads reviews that name no order, each with the orders it may be about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from storeapp.kernel.money import Money, order_total
from storeapp.kernel.names import is_nobody, name_key
from storeapp.reputation.links.linking import REACH, Bought, Fit, ReviewClues, fits, likely
from storeapp.reputation.ratings.rules import one_line
from storeapp.reputation.reviews.queries.one_review import namesakes
from storeapp.store.sql import ask

MOST = 1000  # reviews that are looked at, the newest first
WINDOW = 2000  # orders before a review that are searched for its product
OFFERED = 5  # orders offered for one review


@dataclass(frozen=True, slots=True)
class Candidate:
    """One order a review may be about. `customer_id` and `buyer` may be unknown; `items` names what was bought."""

    id: int
    number: str
    platform: str
    channel: str
    placed_on: str | None
    delivered_on: str | None
    status: str
    customer_id: int | None
    buyer: str
    items: str
    total: Money | None
    fit: Fit


@dataclass(frozen=True, slots=True)
class LooseReview:
    """One review without an order. `likely`: its first candidate is sure and stands alone."""

    id: int
    platform: str
    channel: str
    stars: int | None
    rating: float | None
    scale: float
    reviewer: str
    posted_on: str | None
    product: str
    label: str  # the owner's short name of the product
    text: str
    candidates: tuple[Candidate, ...]
    likely: bool

    @property
    def confidence(self) -> float:
        """Of the first candidate; 0 where there is none."""
        return self.candidates[0].fit.confidence if self.candidates else 0.0


@dataclass(frozen=True, slots=True)
class LooseReviews:
    """Those with a fitting order, the surest first; how many were looked at, and how many name no order at all."""

    rows: tuple[LooseReview, ...]
    looked_at: int
    all: int


_REVIEW = (
    "SELECT r.id, r.channel_id, c.platform, c.name, r.stars, r.rating, r.scale, r.reviewer, r.posted_on, r.product_id, "
    "coalesce(r.merged_from, r.customer_id), coalesce(p.title, ''), coalesce(p.label, ''), r.title, r.text "
    "FROM reviews r "
    "JOIN channels c ON c.id = r.channel_id LEFT JOIN products p ON p.id = r.product_id WHERE "
)
_ORDERS = "o.placed_on BETWEEN :since AND :until"
# Each way to candidates is bounded: a customer's own orders, those of people of that name, those with the product.
_BY_CUSTOMER = (
    f"SELECT o.id FROM orders o WHERE o.customer_id = (SELECT coalesce(merged_into, id) FROM customers "
    f"WHERE id = :customer) "
    f"AND {_ORDERS} ORDER BY o.placed_on DESC, o.id DESC LIMIT 40"
)
_BY_NAME = (
    "SELECT o.id FROM customers k CROSS JOIN orders o ON o.customer_id = k.id WHERE k.name_key = :key "
    f"AND {_ORDERS} ORDER BY o.placed_on DESC, o.id DESC LIMIT 40"
)
# A user name may have the buyer's first name behind it: "annm (anna)".
_OF_HANDLE = (
    "SELECT coalesce(merged_from, customer_id) FROM identities WHERE channel_id = :channel AND kind = 'handle' "
    "AND key = :key "
    "UNION SELECT coalesce(merged_from, customer_id) FROM identities WHERE channel_id = :channel AND kind = 'handle' "
    "AND key > :key || ' (' AND key < :key || ' )' LIMIT 5"
)
_BY_PRODUCT = (
    "SELECT w.id FROM (SELECT o.id FROM orders o WHERE {channel} AND " + _ORDERS + " ORDER BY o.placed_on DESC "
    f"LIMIT {WINDOW}) w WHERE EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = w.id AND l.product_id = :product) "
    "LIMIT 40"
)
_LOOSE = "r.order_id IS NULL AND r.order_number = '' AND r.posted_on IS NOT NULL"


def loose_count(conn: Connection) -> int:
    """How many reviews name no order and are linked to none."""
    waiting = "SELECT count(*) FROM reviews WHERE order_id IS NULL AND order_number <> ''"
    unlinked = ask(conn, "SELECT coalesce(sum(reviews - linked), 0) FROM rating_months").scalar_one()
    return max(0, int(unlinked) - int(ask(conn, waiting).scalar_one()))


def loose_reviews(conn: Connection, most: int = MOST) -> LooseReviews:
    """The newest reviews without an order, each with its candidates; those without any are only counted."""
    rows = ask(conn, f"{_REVIEW}{_LOOSE} ORDER BY r.posted_on DESC, r.id DESC LIMIT :most", most=most).all()
    found = [review for review in _with_candidates(conn, rows) if review.candidates]
    found.sort(key=lambda review: (-review.confidence, review.posted_on or "", review.id))
    return LooseReviews(tuple(found), len(rows), loose_count(conn))


def loose_review(conn: Connection, review_id: int) -> LooseReview | None:
    """One review with the orders it may be about; None if it is gone."""
    rows = ask(conn, f"{_REVIEW}r.id = :id", id=review_id).all()
    return next(_with_candidates(conn, rows), None)


def _with_candidates(conn: Connection, rows: Sequence[Any]) -> Iterator[LooseReview]:
    refused = _refused(conn)
    with_orders = set(ask(conn, "SELECT DISTINCT channel_id FROM order_months").scalars())
    for (
        number,
        channel_id,
        platform,
        channel,
        stars,
        rating,
        scale,
        reviewer,
        day,
        product_id,
        customer,
        product,
        label,
        title,
        text,
    ) in rows:
        said = ReviewClues(day, product_id, customer, reviewer)
        handles = _of_handle(conn, channel_id, reviewer)
        alike = set(namesakes(conn, number))
        ids = _ids(conn, said, channel_id if channel_id in with_orders else None, handles) | alike
        orders = _orders(conn, sorted(ids - refused.get(number, set())), product_id, handles, alike)
        ranked = fits(said, [bought for bought, _shown in orders.values()])
        offered = [replace(orders[fit.order_id][1], fit=fit) for fit in ranked[:OFFERED]]
        words = one_line(title, text)
        yield LooseReview(
            number,
            platform,
            channel,
            stars,
            rating,
            scale,
            reviewer,
            day,
            product,
            label,
            words,
            tuple(offered),
            likely(ranked),
        )


def _refused(conn: Connection) -> Mapping[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for review, order in ask(conn, "SELECT review_id, order_id FROM review_links WHERE state = 'refused'"):
        found[review].add(order)
    return found


def _of_handle(conn: Connection, channel_id: int, reviewer: str) -> set[int]:
    """The customers whom the channel knows by the reviewer's name as a user name."""
    key = " ".join(reviewer.casefold().split())
    if is_nobody(key):
        return set()
    return set(ask(conn, _OF_HANDLE, channel=channel_id, key=key).scalars())


def _ids(conn: Connection, said: ReviewClues, channel_id: int | None, handles: set[int]) -> set[int]:
    if not said.posted_on:
        return set()
    since = (date.fromisoformat(said.posted_on) - timedelta(days=REACH)).isoformat()
    days = {"since": since, "until": said.posted_on}
    found: set[int] = set()
    for customer in {said.customer_id, *handles} - {None}:
        found.update(ask(conn, _BY_CUSTOMER, customer=customer, **days).scalars())
    key = name_key(said.reviewer)
    if key is not None:
        found.update(ask(conn, _BY_NAME, key=key, **days).scalars())
    if said.product_id is not None:
        channel = {} if channel_id is None else {"channel": channel_id}
        sql = _BY_PRODUCT.format(channel="o.channel_id = :channel" if channel else "1 = 1")
        found.update(ask(conn, sql, **days, **channel, product=said.product_id).scalars())
    return found


def _orders(
    conn: Connection, ids: Sequence[int], product_id: int | None, handles: set[int], alike: set[int]
) -> dict[int, tuple[Bought, Candidate]]:
    if not ids:
        return {}
    items: defaultdict[int, list[str]] = defaultdict(list)
    having: set[int] = set()
    for order, product, title in ask(
        conn,
        "SELECT l.order_id, l.product_id, coalesce(nullif(p.label, ''), l.title) FROM order_lines l "
        "LEFT JOIN products p ON p.id = l.product_id WHERE l.order_id IN :ids ORDER BY l.id",
        ids=ids,
    ):
        items[order].append(title)
        if product is not None and product == product_id:
            having.add(order)
    reviewed = set(ask(conn, "SELECT DISTINCT order_id FROM reviews WHERE order_id IN :ids", ids=ids).scalars())
    rows = ask(
        conn,
        "SELECT o.id, o.number, c.platform, c.name, o.placed_on, o.delivered_on, o.status, o.customer_id, "
        "coalesce(o.merged_from, o.customer_id), coalesce(nullif(o.buyer_name, ''), k.name, ''), o.total_minor, "
        "o.items_minor, o.currency FROM orders o JOIN channels c ON c.id = o.channel_id "
        "LEFT JOIN customers k ON k.id = o.customer_id "
        "WHERE o.id IN :ids",
        ids=ids,
    )
    found = {}
    for number, name, platform, channel, placed, delivered, status, customer, own, buyer, *amounts in rows:
        has = None if product_id is None else number in having
        bought = Bought(
            number, placed, delivered, own, buyer, has, number in reviewed, status, own in handles, number in alike
        )
        total = order_total(*amounts)
        titles = ", ".join(dict.fromkeys(filter(None, items[number])))
        shown = Candidate(
            number, name, platform, channel, placed, delivered, status, customer, buyer, titles, total,
            Fit(number, 0.0, ()),
        )  # fmt: skip
        found[number] = (bought, shown)
    return found
