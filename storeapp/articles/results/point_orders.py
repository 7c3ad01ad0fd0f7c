"""Orders behind selling points and readers: by the articles that use a point's words, and are written for somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from storeapp.articles.drafts.places import place_of
from storeapp.articles.positioning.records import AudienceRow, PositionPage
from storeapp.articles.results.queries import results
from storeapp.articles.results.rules import FEWEST_ORDERS, so_many
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.orders.sales import sold
from storeapp.store.bulk import json_ids
from storeapp.store.sql import among, ask

if TYPE_CHECKING:
    from sqlalchemy import Connection

DAYS = 90  # of publications whose orders count here


@dataclass(frozen=True, slots=True)
class AudienceOrders:
    """What is known of some readers. `orders` by articles for them; `share` of the orders by articles that say for whom
    they are, None where there are none; `there`: the share of all orders that came on the channels they read, None
    where no channel is named or nothing was sold.
    """

    name: str
    orders: float
    share: float | None
    there: float | None


@dataclass(frozen=True, slots=True)
class PointOrders:
    """Orders of the last `DAYS` days. `by_point`: by the id of a point, without those that no publication uses;
    `table`: by point and readers; `audiences` in the order of the page.
    """

    by_point: Mapping[int, float]
    table: Mapping[tuple[int, str], float]
    audiences: tuple[AudienceOrders, ...]

    @property
    def small(self) -> bool:
        """Whether there are too few orders to compare."""
        return sum(one.orders for one in self.audiences) < FEWEST_ORDERS

    def best_for(self, name: str) -> int | None:
        """The point by which most orders of some readers came, None where it is too early or two are alike."""
        found = sorted(((orders, point) for (point, who), orders in self.table.items() if who == name), reverse=True)
        if not found or found[0][0] < FEWEST_ORDERS or (len(found) > 1 and found[0][0] == found[1][0]):
            return None
        return found[0][1]


def point_orders(conn: Connection, page: PositionPage, today: date) -> PointOrders:
    """What articles that came out in the last DAYS days brought, by selling point and by readers."""
    by_article: dict[int, float] = defaultdict(float)
    for row in results(conn, today, DAYS).rows:
        by_article[row.article_id] += row.orders
    readers = _readers(conn, list(by_article))
    by_point: dict[int, float] = {}
    table: dict[tuple[int, str], float] = defaultdict(float)
    for point in page.points:
        using = [number for number, _title in point.used_in if number in by_article]
        if using:
            by_point[point.id] = sum(by_article[number] for number in using)
        for number in using:
            if readers.get(number):
                table[point.id, readers[number]] += by_article[number]
    known = {one.fields.name for one in page.audiences}
    told: dict[str, float] = defaultdict(float)
    for number, who in readers.items():
        if who in known:
            told[who] += by_article[number]
    total = sum(told.values())
    channels = _by_channel(conn, today)
    audiences = tuple(
        AudienceOrders(
            one.fields.name,
            told[one.fields.name],
            told[one.fields.name] / total if total else None,
            _there(one, channels),
        )
        for one in page.audiences
    )
    return PointOrders(by_point, {key: value for key, value in table.items() if key[1] in known}, audiences)


def audience_words(one: AudienceOrders) -> str:
    """What is known of the orders of some readers, in a sentence or two."""
    if one.share is None:
        first = _("No order is known to come from articles that say for whom they are.")
    else:
        words = _("{share} of the orders by articles that say for whom they are ({orders})")
        first = words.format(share=f"{one.share:.0%}", orders=so_many(one.orders))
    if one.there is None:
        return first
    there = _("{share} of all orders came on the channels they read").format(share=f"{one.there:.0%}")
    return "\n".join((first, there))


def _readers(conn: Connection, ids: list[int]) -> dict[int, str]:
    sql = f"SELECT id, readers FROM articles WHERE id IN {among('ids')} AND readers <> ''"
    return {row[0]: str(row[1]).strip() for row in ask(conn, sql, ids=json_ids(ids))}


def _by_channel(conn: Connection, today: date) -> dict[int, int]:
    """Orders sold in the last DAYS days by channel."""
    since = (today - timedelta(days=DAYS - 1)).isoformat()
    sql = (
        "SELECT channel_id, count(*) FROM orders WHERE placed_on >= :since AND placed_on <= :today "
        f"AND {sold()} GROUP BY channel_id"
    )
    return {row[0]: int(row[1]) for row in ask(conn, sql, since=since, today=today.isoformat())}


def _there(one: AudienceRow, counts: Mapping[int, int]) -> float | None:
    channels = {place_of(key).channel_id for key in one.fields.places} - {None}
    total = sum(counts.values())
    if not channels or not total:
        return None
    return sum(count for channel, count in counts.items() if channel in channels) / total
