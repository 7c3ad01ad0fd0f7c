"""What repeats: products with one reason and countries with more of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from storeapp.aftersales.causes.metrics import REPEAT_DAYS, Portion
from storeapp.aftersales.causes.queries.costs import last_days
from storeapp.aftersales.causes.queries.metrics import product_patterns
from storeapp.aftersales.reasons.queries import reason_titles
from storeapp.kernel.likely import newcombe
from storeapp.kernel.rows import dataclass
from storeapp.orders.sales import sold
from storeapp.store.sql import ask
from storeapp.store.tables import Product

MOST = 20  # patterns of one kind that are shown
FEWEST = 5  # cases of a country before anything is said of it


@dataclass(frozen=True, slots=True)
class ProductPattern:
    """Cases of one product and one reason that came close together and have no cause yet."""

    product: int
    title: str
    reason: str
    reason_title: str
    cases: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CountryPattern:
    """A country whose orders bring more cases than all others, beyond chance (Newcombe, 95 %)."""

    country: str
    here: Portion
    elsewhere: Portion


def patterns_of_products(conn: Connection, today: date) -> list[ProductPattern]:
    """Products with three cases of one reason within 90 days, none of which has a cause; of the last 180 days."""
    found = product_patterns(conn, last_days(2 * REPEAT_DAYS, today))
    ids = [case for one in found for case in one.cases]
    linked = _linked(conn, ids)
    names = product_names(conn, [one.record for one in found])
    titles = reason_titles(conn)
    open_ones = [one for one in found if not linked.intersection(one.cases)]
    return [
        ProductPattern(one.record, names.get(one.record, ""), one.reason, titles.get(one.reason, one.reason), one.cases)
        for one in open_ones[:MOST]
    ]


def _linked(conn: Connection, cases: list[int]) -> set[int]:
    if not cases:
        return set()
    wanted = "SELECT record_id FROM cause_links WHERE record_kind = 'case' AND record_id IN :cases"
    return {row[0] for row in ask(conn, wanted, cases=cases[:30_000])}


def product_names(conn: Connection, products: list[int]) -> Mapping[int, str]:
    """What products are called, by id; the owner's short name first."""
    wanted = select(Product.id, Product.label, Product.title).where(Product.id.in_(products[:30_000]))
    return {row.id: row.label or row.title for row in conn.execute(wanted)}


def patterns_of_countries(conn: Connection, today: date) -> list[CountryPattern]:
    """Countries whose orders of the last 180 days bring more cases than the others' beyond chance.

    Files of orders name no carrier, so that carriers can't be told apart.
    """
    period = last_days(2 * REPEAT_DAYS, today)
    values: dict[str, Any] = {"since": period.since, "until": period.until}
    within = "o.placed_on >= :since AND o.placed_on <= :until AND o.ship_country <> ''"
    orders = {
        row[0]: int(row[1] or 0)
        for row in ask(
            conn,
            f"SELECT o.ship_country, sum({sold('o')}) FROM orders o WHERE {within} GROUP BY o.ship_country",
            **values,
        )
    }
    cases = {
        row[0]: row[1]
        for row in ask(
            conn,
            "SELECT o.ship_country, count(DISTINCT o.id) FROM case_orders co JOIN orders o ON o.id = co.order_id "
            f"WHERE {within} AND {sold('o')} GROUP BY o.ship_country",
            **values,
        )
    }
    all_orders, all_cases = sum(orders.values()), sum(cases.values())
    found = []
    for country, count in sorted(cases.items(), key=lambda item: (-item[1], item[0])):
        here = Portion(count, orders.get(country, 0))
        elsewhere = Portion(all_cases - count, all_orders - orders.get(country, 0))
        if count < FEWEST or here.share is None or elsewhere.share is None:
            continue
        if newcombe(here.part, here.whole, elsewhere.part, elsewhere.whole).low > 0:
            found.append(CountryPattern(country, here, elsewhere))
    return found
