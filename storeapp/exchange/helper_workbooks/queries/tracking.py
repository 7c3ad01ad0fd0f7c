"""Fill in tracking: orders on their way, with columns for the parcel's number, its sending and its delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from storeapp.exchange.helper_workbooks.queries.task import Masks, RecordName, Task, TaskLook, Wanted, orders_called
from storeapp.exchange.helper_workbooks.records import TaskColumn, TaskRow
from storeapp.kernel.errors import UserError
from storeapp.kernel.targets import OpenOrder
from storeapp.kernel.text import N_, _
from storeapp.orders import rules
from storeapp.orders.queries.order_list import OrderList
from storeapp.orders.service import note_parcels_in
from storeapp.store.last_changes import LastChange, last_changes
from storeapp.store.listing import batches
from storeapp.store.tables import Order

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storeapp.store.db import Tx

ON_THE_WAY = ("created", "approved", "paid", "invoiced", "processing", "shipped", "unknown")
FILLED = ("tracking", "shipped_on", "delivered_on")


class Tracking(Task):
    """Orders that are neither delivered nor canceled, newest first."""

    id = "tracking"
    title = N_("Fill in tracking and delivery")
    takes = ("order",)
    about = N_("Fill in the tracking number, the day each parcel was sent, and the day it arrived.")

    def columns(self, conn: Connection, look: TaskLook) -> tuple[TaskColumn, ...]:
        del conn
        say, day = look.say, look.say(N_("A day, for example 2026-07-31."))
        return (
            TaskColumn("channel", say(N_("Channel")), width=14),
            TaskColumn("number", say(N_("Order number")), "id", width=18, needed=True),
            TaskColumn("placed_on", say(N_("Ordered on")), "date", width=12),
            TaskColumn("buyer", say(N_("Buyer")), width=14, private=True),
            TaskColumn("country", say(N_("Country")), width=9),
            TaskColumn("items", say(N_("Items")), width=34),
            TaskColumn(
                "tracking", say(rules.TRACKING), "id", True, 24,
                say(N_("The parcel's number, as the carrier writes it.")), longest=rules.LONGEST_TRACKING,
            ),
            TaskColumn("shipped_on", say(N_("Shipped on")), "date", True, 14, day),
            TaskColumn("delivered_on", say(N_("Delivered on")), "date", True, 14, day),
        )  # fmt: skip

    def waiting(self, conn: Connection, limit: int) -> list[int]:
        wanted = (
            select(Order.id)
            .where(Order.status.in_(ON_THE_WAY), Order.delivered_on.is_(None))
            .order_by(Order.placed_on.desc(), Order.id.desc())
        )
        return list(conn.execute(wanted.limit(limit)).scalars())

    def rows(self, conn: Connection, records: Sequence[int], look: TaskLook) -> list[TaskRow]:
        masks, filled = Masks(look), self.now(conn, records, "")
        found = []
        for row in OrderList().rows_of(conn, records):
            goods = row.item_label or row.item
            values = {
                "channel": row.channel,
                "number": row.number,
                "placed_on": row.placed_on or "",
                "buyer": masks.name(row.customer_id, row.buyer),
                "country": row.country,
                "items": f"{row.units} × {goods}" if row.units > 1 else goods,
                **filled[row.id],
            }
            found.append(TaskRow(row.id, values))
        return found

    def now(self, conn: Connection, records: Sequence[int], since: str) -> dict[int, dict[str, str]]:
        del since
        columns = [getattr(Order, name) for name in FILLED]
        found = {}
        for batch in batches(records):
            for number, *values in conn.execute(select(Order.id, *columns).where(Order.id.in_(batch))):
                found[number] = {name: value or "" for name, value in zip(FILLED, values, strict=True)}
        return found

    def changed(self, conn: Connection, records: Sequence[int], since: str) -> dict[tuple[int, str], LastChange]:
        return last_changes(conn, "orders", FILLED, records, since)

    def stops(self, conn: Connection, wanted: Wanted, now: datetime) -> dict[tuple[int, str], str]:
        latest = (now + timedelta(days=1)).date().isoformat()
        columns = [getattr(Order, name) for name in rules.DAYS]
        found: dict[tuple[int, str], str] = {}
        for batch in batches(list(wanted)):
            for number, *days in conn.execute(select(Order.id, *columns).where(Order.id.in_(batch))):
                known = dict(zip(rules.DAYS, days, strict=True))
                said = wanted[number]
                new = {name: text or None for name, text in said.items() if name in rules.DAYS}
                try:
                    rules.check_order_of_days(known | new, latest)
                    rules.checked_tracking(said.get("tracking", ""))
                except UserError as why:
                    found |= {(number, name): why.sentence for name in (new or said)}
        return found

    def keep(self, tx: Tx, wanted: Wanted) -> None:
        note_parcels_in(tx, wanted)

    def find(self, conn: Connection, cells: Mapping[str, str]) -> list[int]:
        return orders_called(conn, cells.get("number", ""))

    def names(self, conn: Connection, records: Sequence[int]) -> dict[int, RecordName]:
        return {
            row.id: RecordName(row.platform, _("Order {number}").format(number=row.number), OpenOrder(row.id))
            for row in OrderList().rows_of(conn, records)
        }
