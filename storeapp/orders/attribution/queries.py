"""Reads where orders came from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from storeapp.orders.attribution.rules import WHOLE
from storeapp.store.tables import Attribution, Order


@dataclass(frozen=True, slots=True)
class AttributionRow:
    """One source of one order; `share` in hundredths of a percent, days as ISO text."""

    id: int
    order_id: int
    how: str
    source: str
    outlet_id: int | None
    share: int
    seen_on: str | None
    window_days: int | None


@dataclass(frozen=True, slots=True)
class SourceTotal:
    """What one source brought in a span: orders it has a part in, and the orders its parts add up to."""

    how: str
    source: str
    orders: int
    whole: float


@dataclass(frozen=True, slots=True)
class Origins:
    """Of `orders` placed in a span `known` have a source; what is said of `sources` is said of these only."""

    orders: int
    known: int
    sources: tuple[SourceTotal, ...]


def sources_of(conn: Connection, order_id: int) -> list[AttributionRow]:
    """The sources of an order, the largest share first."""
    table = Attribution
    columns = (table.id, table.order_id, table.how, table.source, table.outlet_id, table.share, table.seen_on)
    wanted = select(*columns, table.window_days).where(table.order_id == order_id)
    return [AttributionRow(*row) for row in conn.execute(wanted.order_by(table.share.desc(), table.id))]


def origins(conn: Connection, since: str, until: str) -> Origins:
    """Where the orders placed from `since` to `until` (ISO days, both counted) came from, as far as it is known."""
    placed = (Order.placed_on >= since, Order.placed_on <= until)
    joined = Attribution.__table__.join(Order.__table__, Order.id == Attribution.order_id)
    share = func.sum(Attribution.share)
    columns = (Attribution.how, Attribution.source, func.count().label("orders"), share.label("share"))
    by_source = select(*columns).select_from(joined).where(*placed).group_by(Attribution.how, Attribution.source)
    found = conn.execute(by_source.order_by(share.desc(), func.min(Attribution.id)))
    known = select(func.count(Attribution.order_id.distinct())).select_from(joined).where(*placed)
    return Origins(
        conn.execute(select(func.count(Order.id)).where(*placed)).scalar_one(),
        conn.execute(known).scalar_one(),
        tuple(SourceTotal(how, source, orders, parts / WHOLE) for how, source, orders, parts in found),
    )
