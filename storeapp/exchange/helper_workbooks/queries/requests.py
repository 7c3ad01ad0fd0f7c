"""Send review requests: the message of each order that is ready, and a tick for those that went out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from storeapp.exchange.helper_workbooks.queries.task import Masks, RecordName, Task, TaskLook, Wanted, orders_called
from storeapp.exchange.helper_workbooks.records import TICKED, TaskColumn, TaskRow
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.targets import OpenRequest
from storeapp.kernel.text import N_, _
from storeapp.solicitation.messages.queries import mails_of
from storeapp.solicitation.order_pages import order_page
from storeapp.solicitation.queries import RequestList, plans_of, rows_of
from storeapp.solicitation.records import QUEUE, RequestWanted
from storeapp.solicitation.sendable import sendable
from storeapp.solicitation.service import mark_sent_in, refresh
from storeapp.store.last_changes import LastChange
from storeapp.store.listing import batches
from storeapp.store.tables import Order, ReviewRequest

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storeapp.store.db import Database, Tx

MOST = 10_000


class Requests(Task):
    """Orders whose request may go today through its platform; those that go by mail stay with the owner."""

    id = "requests"
    title = N_("Send review requests")
    takes = ("request", "order")
    about = N_("Open each order on its platform, send the message as it is, and put an x into its row.")

    def columns(self, conn: Connection, look: TaskLook) -> tuple[TaskColumn, ...]:
        del conn
        say = look.say
        return (
            TaskColumn("channel", say(N_("Channel")), width=14),
            TaskColumn("number", say(N_("Order number")), "id", width=18, needed=True),
            TaskColumn("buyer", say(N_("Buyer")), width=14, private=True),
            TaskColumn("product", say(N_("Product")), width=26),
            TaskColumn("message", say(N_("Message")), "long", width=70, needed=True),
            TaskColumn("page", say(N_("Page of the order")), width=30),
            TaskColumn(
                "sent", say(N_("Sent")), "tick", True, 8, say(N_("Put an x here once the message went out.")),
                needed=True,
            ),
        )  # fmt: skip

    def waiting(self, conn: Connection, limit: int) -> list[int]:
        mailed = {plan.key for plan in plans_of(conn) if plan.through == "email"}
        rows = RequestList().rows(conn, RequestWanted(states=QUEUE), 0, MOST)
        return [row.id for row in rows if row.plan not in mailed][:limit]

    def rows(self, conn: Connection, records: Sequence[int], look: TaskLook) -> list[TaskRow]:
        masks = Masks(look)
        rows = {row.id: row for row in rows_of(conn, records)}
        shown = [row if look.named else replace(row, buyer="") for row in rows.values()]
        found = []
        for mail in mails_of(conn, shown, look.now, Progress()):
            row = rows[mail.letter.order_id]
            if mail.stop:
                continue
            values = {
                "channel": row.channel,
                "number": row.number,
                "buyer": masks.name(row.customer_id, row.buyer),
                "product": row.product,
                "message": mail.letter.body,
                "page": order_page(row.platform, row.number, ""),
                "sent": "",
            }
            found.append(TaskRow(row.id, values))
        return found

    def now(self, conn: Connection, records: Sequence[int], since: str) -> dict[int, dict[str, str]]:
        found: dict[int, dict[str, str]] = {}
        for batch in batches(records):
            there = conn.execute(select(Order.id).where(Order.id.in_(batch))).scalars()
            table = ReviewRequest
            gone_out = select(table.order_id).where(table.order_id.in_(batch), table.sent_at >= since)
            sent = set(conn.execute(gone_out).scalars())
            found |= {number: {"sent": TICKED if number in sent else ""} for number in there}
        return found

    def changed(self, conn: Connection, records: Sequence[int], since: str) -> dict[tuple[int, str], LastChange]:
        found: dict[tuple[int, str], LastChange] = {}
        table = ReviewRequest
        for batch in batches(records):
            sent = select(table.order_id, table.sent_at).where(table.order_id.in_(batch), table.sent_at >= since)
            found |= {(order, "sent"): LastChange(at, "") for order, at in conn.execute(sent)}
        return found

    def stops(self, conn: Connection, wanted: Wanted, now: datetime) -> dict[tuple[int, str], str]:
        ticked = [order for order, said in wanted.items() if said.get("sent") == TICKED]
        _may, left = sendable(conn, ticked, now)
        found = {(order, "sent"): why for order, why in left}
        for order, said in wanted.items():
            if said.get("sent") != TICKED:
                found[order, "sent"] = _("What went out stays noted.")
        return found

    def keep(self, tx: Tx, wanted: Wanted) -> None:
        left = mark_sent_in(tx, list(wanted)).left
        if left:
            raise UserError(left[0][1])

    def afterwards(self, db: Database) -> frozenset[str]:
        return refresh(db).touched

    def find(self, conn: Connection, cells: Mapping[str, str]) -> list[int]:
        return orders_called(conn, cells.get("number", ""))

    def names(self, conn: Connection, records: Sequence[int]) -> dict[int, RecordName]:
        return {
            row.id: RecordName(row.platform, _("Order {number}").format(number=row.number), OpenRequest(row.id))
            for row in rows_of(conn, records)
        }
