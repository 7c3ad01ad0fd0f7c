"""Reads where orders stand with their requests. `service.refresh` brings it up to date first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select

from storeapp.channels.queries import channel_names as names_of_channels
from storeapp.messages.queries import signature
from storeapp.solicitation.messages.letters import Sender
from storeapp.solicitation.plans import Plan, plans_with
from storeapp.solicitation.records import DONE, RequestDetail, RequestRow, RequestWanted, SentRow
from storeapp.store.listing import Windows, batches
from storeapp.store.shop_settings import shop_setting
from storeapp.store.tables import (
    Channel,
    Coupon,
    Customer,
    Order,
    OrderLine,
    Product,
    RequestCount,
    RequestPlan,
    RequestStop,
    RequestVerdict,
    ReviewRequest,
)

ADDRESS = "postal_address"  # a setting of the shop
# Most orders are in one of several states: SQLite is to walk their days, not to look each state up and sort.
PLAIN_STATE: Any = literal_column("+request_verdicts.state")
PLAIN_CHANNEL: Any = literal_column("+request_verdicts.channel_id")


class RequestList(Windows[RequestRow, RequestWanted]):
    """Orders by the day their request may go; what is done by the day of its delivery."""

    kind = "orders"
    table = RequestVerdict

    def conditions(self, wanted: RequestWanted) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if len(wanted.states) == 1:
            found.append(RequestVerdict.state == wanted.states[0])
        elif wanted.states:
            state = PLAIN_STATE if set(wanted.states) & set(DONE) else RequestVerdict.state
            found.append(state.in_(wanted.states))
        if wanted.channels:
            found.append(PLAIN_CHANNEL.in_(wanted.channels))
        for column, value in (
            (RequestVerdict.plan, wanted.plan),
            (RequestVerdict.step, wanted.step),
            (RequestVerdict.reason, wanted.reason),
        ):
            if value:
                found.append(column == value)
        return found

    def indexed(self, wanted: RequestWanted) -> tuple[Any, ...] | None:
        if wanted.sort == "":
            if len(wanted.states) == 1:
                return (RequestVerdict.ready_from, RequestVerdict.id)
            if set(wanted.states) & set(DONE):
                return (RequestVerdict.day_on, RequestVerdict.id)
            if not wanted.states:
                return (RequestVerdict.id,)  # all orders: along their ids
        return None

    def ordered(self, wanted: RequestWanted) -> Select[Any]:
        if wanted.sort == "number":
            numbered = select(RequestVerdict.id).join(Order.__table__, Order.id == RequestVerdict.id)
            return numbered.order_by(Order.number, RequestVerdict.id)
        return select(RequestVerdict.id).order_by(RequestVerdict.ready_from, RequestVerdict.id)

    def quick_count(self, conn: Connection, wanted: RequestWanted) -> int | None:
        found = select(func.coalesce(func.sum(RequestCount.orders), 0))
        for column, values in (
            (RequestCount.state, wanted.states),
            (RequestCount.channel_id, wanted.channels),
            (RequestCount.plan, (wanted.plan,) if wanted.plan else ()),
            (RequestCount.step, (wanted.step,) if wanted.step else ()),
            (RequestCount.reason, (wanted.reason,) if wanted.reason else ()),
        ):
            if values:
                found = found.where(column.in_(values))
        return int(conn.execute(found).scalar_one())

    def rows_of(self, conn: Connection, ids: Sequence[int]) -> list[RequestRow]:
        found: dict[int, RequestRow] = {}
        for batch in batches(ids):
            goods = _goods(conn, batch)
            for row in conn.execute(_ROWS.where(RequestVerdict.id.in_(batch))):
                values: list[Any] = [*row[:12], *goods.get(row.id, ("", 0)), *row[12:]]
                found[row.id] = RequestRow(*values)
        return [found[one] for one in ids if one in found]


_COUPON = select(Coupon.code).where(Coupon.order_id == RequestVerdict.id).correlate(RequestVerdict).scalar_subquery()
_ROWS = (
    select(
        RequestVerdict.id,
        Order.number,
        Channel.id,
        Channel.name,
        Channel.platform,
        Channel.url,
        Order.customer_id,
        func.coalesce(func.nullif(Customer.name, ""), Order.buyer_name),
        func.coalesce(Customer.email, ""),
        func.coalesce(Customer.phone, ""),
        func.coalesce(func.nullif(Order.ship_country, ""), Customer.country, ""),
        func.coalesce(Customer.language, ""),
        Order.placed_on,
        RequestVerdict.basis,
        RequestVerdict.low_on,
        RequestVerdict.high_on,
        RequestVerdict.state,
        RequestVerdict.reason,
        RequestVerdict.detail,
        RequestVerdict.step,
        RequestVerdict.ready_from,
        RequestVerdict.last_on,
        RequestVerdict.plan,
        RequestVerdict.review_id,
        RequestVerdict.sure,
        func.coalesce(_COUPON, ""),
    )
    .select_from(RequestVerdict)
    .join(Order.__table__, Order.id == RequestVerdict.id)
    .join(Channel.__table__, Channel.id == Order.channel_id)
    .outerjoin(Customer.__table__, Customer.id == Order.customer_id)
)


def queue(conn: Connection, wanted: RequestWanted, first: int = 0, limit: int = 200) -> list[RequestRow]:
    """Rows of the list from place `first` on; a page asks `RequestList` for windows."""
    return RequestList().rows(conn, wanted, first, limit)


def rows_of(conn: Connection, orders: Sequence[int]) -> list[RequestRow]:
    """The rows of these orders (ids), those that are gone left out."""
    return RequestList().rows_of(conn, orders)


def order_request(conn: Connection, order_id: int) -> RequestDetail | None:
    """One order with all that was sent; None where it is gone or was never looked at."""
    rows = RequestList().rows_of(conn, [order_id])
    if not rows:
        return None
    table = ReviewRequest
    columns = (table.id, table.kind, table.sent_at, table.through, table.plan, table.template, table.language)
    sent = conn.execute(
        select(*columns, table.variant, table.days).where(table.order_id == order_id).order_by(table.sent_at, table.id)
    )
    stops = conn.execute(
        select(RequestStop.kind, RequestStop.reason, RequestStop.until_on).where(RequestStop.order_id == order_id)
    )
    held = {kind: (reason, until) for kind, reason, until in stops}
    return RequestDetail(
        rows[0],
        tuple(SentRow(*row) for row in sent),
        held["hold"][0] if "hold" in held else None,
        held["hold"][1] if "hold" in held else None,
        held["not_arrived"][1] if "not_arrived" in held else None,
    )


def plans_of(conn: Connection) -> tuple[Plan, ...]:
    """All plans as they hold now, the owner's own first."""
    columns = (RequestPlan.key, RequestPlan.name, RequestPlan.active, RequestPlan.settings)
    rows = conn.execute(select(*columns).order_by(RequestPlan.id))
    return plans_with([(key, name, bool(active), settings) for key, name, active, settings in rows])


def sender(conn: Connection) -> Sender:
    """Who writes the letters: the shop's name and postal address, and the signature under messages."""
    name, role, _contact = signature(conn)
    return Sender(str(shop_setting(conn, "shop_name", "")), str(shop_setting(conn, ADDRESS, "")), name, role)


def _goods(conn: Connection, orders: Sequence[int]) -> dict[int, tuple[str, int]]:
    """What each order holds: the first item's name (the owner's short one), and the number of items."""
    name = func.coalesce(func.nullif(Product.label, ""), func.nullif(Product.title, ""), OrderLine.title)
    lines = (
        select(OrderLine.order_id, name)
        .outerjoin(Product.__table__, Product.id == OrderLine.product_id)
        .where(OrderLine.order_id.in_(orders), OrderLine.kind == "")
        .order_by(OrderLine.id)
    )
    found: dict[int, tuple[str, int]] = {}
    for order, title in conn.execute(lines):
        first, number = found.get(order, (title, 0))
        found[order] = (first, number + 1)
    return found


def channel_names(conn: Connection) -> Sequence[tuple[int, str, str]]:
    """(id, platform, name) of every channel, by name."""
    return names_of_channels(conn)
