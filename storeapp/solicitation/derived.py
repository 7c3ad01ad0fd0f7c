"""Marks the verdicts that news touches: they are worked out anew at the next look, see verdicts.

Nothing is judged here: a transaction only says whose order may stand elsewhere now. New orders need no mark, as every
order beyond the newest one looked at is new.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from storeapp.kernel.progress import Progress
from storeapp.kernel.text import N_
from storeapp.store.bulk import LISTED, plain_number, run
from storeapp.store.derived import Derived, Recount
from storeapp.store.kept_sums import differing

if TYPE_CHECKING:
    from sqlalchemy import Connection

DUE = ""  # in next_change: now
_OF_PEOPLE = (
    "SELECT o.id FROM orders o WHERE o.customer_id IN (SELECT coalesce(c.merged_into, c.id) FROM customers c "
    "WHERE c.id IN ({people}))"
)
_CASES = (
    "SELECT id FROM cases WHERE {rows} UNION SELECT g.id FROM cases g WHERE g.root_id IN (SELECT root_id FROM cases "
    "WHERE {rows} UNION SELECT a.root_id FROM cases a WHERE a.id IN (SELECT merged_into FROM cases WHERE {rows}))"
)
# Of rows of a table: the orders they may say something of. {rows} is a condition on the table's id.
_TOUCHED: Mapping[str, tuple[str, ...]] = {
    "orders": (
        "SELECT id FROM orders WHERE {rows}",
        # The next in turn of the same buyer, also when the one that goes first is deleted or gets another buyer.
        "SELECT b.id FROM orders b JOIN request_verdicts w ON w.id = b.id WHERE w.reason = 'one_at_a_time' "
        "AND b.customer_id IN (SELECT customer_id FROM orders WHERE {rows})",
    ),
    "order_lines": ("SELECT order_id FROM order_lines WHERE {rows}",),
    "reviews": ("SELECT order_id FROM reviews WHERE {rows} AND order_id IS NOT NULL",),
    "review_links": ("SELECT order_id FROM review_links WHERE {rows}",),
    "attached_files": (
        "SELECT about_id FROM attached_files WHERE {rows} AND about_kind = 'order' AND part = 'photo'",
        "SELECT order_id FROM reviews WHERE order_id IS NOT NULL AND id IN (SELECT about_id FROM attached_files "
        "WHERE {rows} AND about_kind = 'review' AND part = 'photo')",
    ),
    # A case that is merged is as open as the one on top: with one of them all change.
    "cases": (
        f"SELECT o.order_id FROM case_orders o WHERE o.case_id IN ({_CASES})",
        _OF_PEOPLE.format(people=f"SELECT k.customer_id FROM cases k WHERE k.id IN ({_CASES})"),
    ),
    "case_orders": (
        "SELECT order_id FROM case_orders WHERE {rows}",
        _OF_PEOPLE.format(
            people="SELECT k.customer_id FROM cases k WHERE k.id IN (SELECT case_id FROM case_orders WHERE {rows})"
        ),
    ),
    "contacts": (_OF_PEOPLE.format(people="SELECT k.customer_id FROM contacts k WHERE {rows}"),),
    "customers": (_OF_PEOPLE.format(people="SELECT k.id FROM customers k WHERE {rows}"),),
    "identities": (_OF_PEOPLE.format(people="SELECT i.customer_id FROM identities i WHERE {rows}"),),
    "review_requests": (
        "SELECT order_id FROM review_requests WHERE {rows}",
        "SELECT o.id FROM orders o WHERE o.customer_id IN (SELECT a.customer_id FROM orders a JOIN review_requests r "
        "ON r.order_id = a.id WHERE {r_rows})",
    ),
    "request_stops": ("SELECT order_id FROM request_stops WHERE {rows}",),
    "request_mails": (
        "SELECT order_id FROM request_mails WHERE {rows}",
        "SELECT o.id FROM orders o WHERE o.customer_id IN (SELECT a.customer_id FROM orders a JOIN request_mails r "
        "ON r.order_id = a.id WHERE {r_rows})",
    ),
    "products": ("SELECT order_id FROM order_lines WHERE product_id IN (SELECT id FROM products WHERE {rows})",),
    "channels": ("SELECT id FROM orders WHERE channel_id IN (SELECT id FROM channels WHERE {rows})",),
}
_EVERYTHING = ("request_plans", "own_rules")
# An address that opted out is known by its hash only: whose it is was just found out by contacts.derived.OptedOut.
_OPTED_OUT = """
UPDATE request_verdicts SET next_change = '' WHERE id IN (
    SELECT o.id FROM customers c JOIN orders o ON o.customer_id = c.id JOIN request_verdicts v ON v.id = o.id
    WHERE c.opted_out <> 0 AND v.reason <> 'opted_out'
    UNION ALL SELECT v.id FROM request_verdicts v JOIN orders o ON o.id = v.id JOIN customers c ON c.id = o.customer_id
    WHERE v.reason = 'opted_out' AND c.opted_out = 0 AND c.do_not_contact = 0)
"""
_ADDRESSES = ("contacts", "customers")  # they say who has which address, and when it was written to


class RequestVerdicts(Derived):
    """Keeps `request_verdicts` from being believed after something changed."""

    name, title = "verdicts of requests", N_("Saved totals")
    reads: Mapping[str, frozenset[str]] = {
        "orders": frozenset({"channel_id", "customer_id", "status", "placed_on", "paid_on", "paid_minor", "shipped_on"})
        | {"due_on", "delivered_on", "refunded_minor", "ship_country"},
        "order_lines": frozenset({"order_id", "product_id", "kind"}),
        "reviews": frozenset({"order_id", "posted_on", "photos"}),
        "review_links": frozenset({"order_id", "confidence", "state"}),
        "attached_files": frozenset({"about_kind", "about_id", "part"}),
        "cases": frozenset({"customer_id", "state", "closed_at", "merged_into"}),
        "case_orders": frozenset({"case_id", "order_id"}),
        "contacts": frozenset({"customer_id", "order_id", "sent_at", "purpose", "counts"}),
        "customers": frozenset({"country", "email", "phone", "consent", "do_not_contact", "merged_into"}),
        "identities": frozenset({"customer_id", "merged_from", "channel_id", "kind", "key"}),  # see contacts/derived
        "review_requests": frozenset({"order_id", "kind", "sent_at"}),
        "request_stops": frozenset({"order_id", "kind", "reason", "until_on"}),
        "request_mails": frozenset({"order_id", "step", "state"}),
        "request_plans": frozenset({"key", "name", "active", "settings"}),
        "opt_outs": frozenset({"hash"}),
        "own_rules": frozenset({"rule", "off", "looked_on", "own"}),
        "products": frozenset({"category"}),
        "channels": frozenset({"platform", "time_zone", "region", "locale", "currency"}),
    }

    def __init__(self) -> None:
        self._upto: int | None = None
        self._everything = self._addresses = self._opt_outs = False
        self._opted_out: bool | None = None

    def version(self) -> int:
        """Changes with the rules of judging."""
        return 1

    def take_out(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Mark what the rows say as long as they are as they were."""
        self._mark(conn, table, rows, value)

    def put_in(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Mark what they say now."""
        self._mark(conn, table, rows, value)

    def done(self, conn: Connection) -> None:
        """Mark everything where a plan changed, and the orders of those who opted out or no longer did."""
        if self._everything:
            run(conn, "UPDATE request_verdicts SET next_change = '' WHERE next_change IS NOT ''")
        elif self._opt_outs:
            run(conn, _OPTED_OUT)
        if self._addresses:
            run(conn, "UPDATE request_looks SET at = ''")
        self._upto, self._everything, self._addresses, self._opted_out = None, False, False, None
        self._opt_outs = False

    def rebuild(self, conn: Connection) -> None:
        """Forget all verdicts: the next look works them out."""
        for table in ("request_verdicts", "request_counts", "request_looks"):
            run(conn, f"DELETE FROM {table}")

    def recount(self, conn: Connection, progress: Progress) -> Recount:
        """Compare the kept counts with the verdicts, and look for orders that fell out."""
        names = "channel_id, plan, state, reason, step"
        full = f"SELECT {names}, count(*) FROM request_verdicts WHERE reason <> 'new' GROUP BY {names}"
        kept = f"SELECT {names}, orders FROM request_counts WHERE orders <> 0"
        wrong = differing(conn, full, kept)
        progress.check()
        wrong += plain_number(
            conn,
            "SELECT count(*) FROM orders o WHERE o.id <= (SELECT max(upto) FROM request_looks) "
            "AND NOT EXISTS (SELECT 1 FROM request_verdicts v WHERE v.id = o.id)",
        )
        return Recount(plain_number(conn, "SELECT count(*) FROM request_counts"), wrong)

    def _somebody_opted_out(self, conn: Connection) -> bool:
        if self._opted_out is None:
            self._opted_out = bool(plain_number(conn, "SELECT EXISTS (SELECT 1 FROM opt_outs)"))
        return self._opted_out

    def _mark(self, conn: Connection, table: str, rows: str, value: str) -> None:
        if self._upto is None:
            self._upto = plain_number(conn, "SELECT max(upto) FROM request_looks")
        if not self._upto:
            return
        if table in _EVERYTHING:
            self._everything = True
            return
        if table == "opt_outs":
            self._opt_outs = True
            return
        if table == "orders" and rows != LISTED:
            return  # new ones
        self._addresses = self._addresses or table in _ADDRESSES
        if table == "identities" and not self._somebody_opted_out(conn):
            return  # an address says only whether its owner did
        for found in _TOUCHED[table]:
            orders = found.format(rows=rows, r_rows=rows.replace("id ", "r.id ", 1))
            run(conn, f"UPDATE request_verdicts SET next_change = '' WHERE id IN ({orders})", value)
            if table == "orders":
                # One that comes back after it was deleted; it isn't counted until it was looked at.
                run(
                    conn,
                    "INSERT INTO request_verdicts (id, channel_id, plan, state, reason, detail, step, basis, "
                    "day_on, next_change) SELECT o.id, o.channel_id, '', 'not_asked', 'new', '', '', '', '', '' "
                    f"FROM orders o WHERE {rows.replace('id ', 'o.id ', 1)} AND o.id <= {self._upto} AND NOT EXISTS "
                    "(SELECT 1 FROM request_verdicts v WHERE v.id = o.id)",
                    value,
                )
