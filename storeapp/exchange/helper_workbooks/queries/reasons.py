"""Tag reasons: open cases of which nobody said yet why they are open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storeapp.aftersales import rules
from storeapp.aftersales.reasons.queries import reason_book, reason_groups
from storeapp.aftersales.service import change_in
from storeapp.exchange.helper_workbooks.queries.task import Masks, RecordName, Task, TaskLook, Wanted
from storeapp.exchange.helper_workbooks.records import TaskColumn, TaskRow
from storeapp.kernel.clock import local_day
from storeapp.kernel.targets import OpenCase
from storeapp.kernel.text import N_, _
from storeapp.store.last_changes import LastChange, last_changes
from storeapp.store.listing import batches
from storeapp.store.tables import Case, CaseEntry, CaseOrder, Channel, Customer, Order, Product, Review

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storeapp.store.db import Tx

FILLED = ("reason", "next_step", "note")


class Reasons(Task):
    """Cases that are not closed and have no reason, oldest first."""

    id = "reasons"
    title = N_("Say why cases are open")
    takes = ("case",)
    about = N_("Choose the reason of each case from the list in its cell.")

    def columns(self, conn: Connection, look: TaskLook) -> tuple[TaskColumn, ...]:
        say, book, groups = look.say, reason_book(conn), reason_groups()
        choices = []
        for key, one in book.reasons.items():
            if key not in book.hidden:
                group = groups.get(one.group)
                choices.append((key, f"{say(group.title)}: {say(one.title)}" if group is not None else say(one.title)))
        return (
            TaskColumn("channel", say(N_("Channel")), width=14),
            TaskColumn("number", say(N_("Order number")), "id", width=18),
            TaskColumn("opened_on", say(N_("Opened on")), "date", width=12),
            TaskColumn("buyer", say(N_("Buyer")), width=14, private=True),
            TaskColumn("product", say(N_("Product")), width=26),
            TaskColumn("title", say(N_("Case")), width=30, needed=True),
            TaskColumn("said", say(N_("What the buyer says")), "long", width=50),
            TaskColumn(
                "reason", say(N_("Reason")), "choice", True, 30, say(N_("Choose from the list.")), tuple(choices)
            ),
            TaskColumn("next_step", say(N_("Next step")), "text", True, 30, longest=rules.LONGEST_NAME),
            TaskColumn("note", say(N_("Note")), "long", True, 40, longest=rules.LONGEST_NOTE),
        )

    def waiting(self, conn: Connection, limit: int) -> list[int]:
        wanted = (
            select(Case.id)
            .where(Case.state.in_(("open", "waiting")), Case.merged_into.is_(None), Case.reason == "")
            .order_by(Case.opened_at, Case.id)
        )
        return list(conn.execute(wanted.limit(limit)).scalars())

    def rows(self, conn: Connection, records: Sequence[int], look: TaskLook) -> list[TaskRow]:
        masks, filled, said = Masks(look), self.now(conn, records, ""), _said(conn, records)
        rows = {}
        for batch in batches(records):
            for row in conn.execute(_ROWS.where(Case.id.in_(batch))):
                rows[row.id] = TaskRow(
                    row.id,
                    {
                        "channel": row.channel or "",
                        "number": row.number or "",
                        "opened_on": local_day(row.opened_at).isoformat(),
                        "buyer": masks.name(row.customer_id, row.customer or ""),
                        "product": row.product or "",
                        "title": row.title,
                        "said": said.get(row.id) or row.review or "",
                        **filled[row.id],
                    },
                )
        return [rows[one] for one in records if one in rows]

    def now(self, conn: Connection, records: Sequence[int], since: str) -> dict[int, dict[str, str]]:
        del since
        top = Case.__table__.alias()
        columns = [top.c[name] for name in FILLED]
        found = {}
        for batch in batches(records):
            wanted = select(Case.id, *columns).join(top, top.c.id == Case.root_id).where(Case.id.in_(batch))
            for number, *values in conn.execute(wanted):
                found[number] = dict(zip(FILLED, values, strict=True))
        return found

    def changed(self, conn: Connection, records: Sequence[int], since: str) -> dict[tuple[int, str], LastChange]:
        tops: dict[int, int] = {}
        for batch in batches(records):
            rows = conn.execute(select(Case.id, Case.root_id).where(Case.id.in_(batch)))
            tops |= {row.id: row.root_id for row in rows}
        known = last_changes(conn, "cases", FILLED, set(tops.values()), since)
        return {(case, name): known[top, name] for case, top in tops.items() for name in FILLED if (top, name) in known}

    def stops(self, conn: Connection, wanted: Wanted, now: datetime) -> dict[tuple[int, str], str]:
        del now
        known = reason_book(conn).reasons
        limits = {"next_step": rules.LONGEST_NAME, "note": rules.LONGEST_NOTE}
        found = {}
        for case, said in wanted.items():
            for name, text in said.items():
                if name in limits and len(text) > limits[name]:
                    message = _("This is too long. Use at most {count} characters.")
                    found[case, name] = message.format(count=f"{limits[name]:,}")
                elif name == "reason" and text and text not in known:
                    found[case, name] = _("This reason is gone from your list.")
        return found

    def keep(self, tx: Tx, wanted: Wanted) -> None:
        change_in(tx, wanted)

    def names(self, conn: Connection, records: Sequence[int]) -> dict[int, RecordName]:
        found = {}
        for batch in batches(records):
            wanted = select(Case.id, Channel.platform).outerjoin(Channel, Channel.id == Case.channel_id)
            for number, platform in conn.execute(wanted.where(Case.id.in_(batch))):
                called = _("Case {number}").format(number=number)
                found[number] = RecordName(platform or "", called, OpenCase(number))
        return found


_NUMBER = (
    select(Order.number)
    .join(CaseOrder, CaseOrder.order_id == Order.id)
    .where(CaseOrder.case_id == Case.id)
    .order_by(CaseOrder.id)
    .limit(1)
    .correlate(Case.__table__)
    .scalar_subquery()
)
_ROWS = (
    select(
        Case.id, Case.title, Case.opened_at, Case.customer_id, Channel.name.label("channel"), _NUMBER.label("number"),
        Customer.name.label("customer"), Review.text.label("review"),
        func.coalesce(func.nullif(Product.label, ""), Product.title).label("product"),
    )
    .select_from(Case)
    .outerjoin(Channel, Channel.id == Case.channel_id)
    .outerjoin(Customer, Customer.id == Case.customer_id)
    .outerjoin(Product, Product.id == Case.product_id)
    .outerjoin(Review, Review.id == Case.review_id)
)  # fmt: skip


def _said(conn: Connection, records: Sequence[int]) -> dict[int, str]:
    """The first message of the buyer in each case."""
    found: dict[int, str] = {}
    for batch in batches(records):
        wanted = select(CaseEntry.case_id, CaseEntry.words).where(CaseEntry.case_id.in_(batch), CaseEntry.kind == "in")
        for case, words in conn.execute(wanted.order_by(CaseEntry.at, CaseEntry.id)):
            found.setdefault(case, words)
    return found
