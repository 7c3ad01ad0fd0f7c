"""Keeps the proposals of cases in step with orders, reviews, cases and what the owner dismissed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from storeapp.aftersales.proposals.rules import (
    CANCELED,
    LATE,
    MISSING,
    ONE_STAR,
    REASONED,
    REFUNDED,
    RETURNED,
    UNAVAILABLE,
)
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import N_
from storeapp.store.bulk import LISTED, STRETCH, json_ids, plain_number, plain_rows, run
from storeapp.store.derived import CHUNK, Derived, Recount, stretches
from storeapp.store.kept_sums import differing

if TYPE_CHECKING:
    from sqlalchemy import Connection

_UNDERWAY = "o.due_on IS NOT NULL AND o.delivered_on IS NULL AND o.status IN ('shipped', 'paid', 'processing', "
_UNDERWAY += "'invoiced', 'approved')"
_LATE = "coalesce(o.delivered_on > o.due_on, 0)"
_TROUBLE = (
    "(o.status IN ('canceled', 'unavailable', 'returned', 'refunded') OR coalesce(o.refunded_minor, 0) > 0 "
    f"OR o.return_reason <> '' OR {_LATE} OR ({_UNDERWAY}))"
)
_BAD = "FROM reviews r WHERE r.order_id = o.id AND r.stars = 1"
# An order canceled before anything was paid is nobody's complaint, where the file says so.
_SIGNS = (
    f"(o.status = 'canceled' AND coalesce(o.paid_minor, 1) <> 0) * {CANCELED} "
    f"+ (o.status = 'unavailable') * {UNAVAILABLE} + (o.status = 'returned') * {RETURNED} "
    f"+ (o.status = 'refunded' OR coalesce(o.refunded_minor, 0) > 0) * {REFUNDED} + {_LATE} * {LATE} "
    f"+ ({_UNDERWAY}) * {MISSING} + EXISTS (SELECT 1 {_BAD}) * {ONE_STAR} "
    f"+ (o.return_reason <> '') * {REASONED}"
)
_FREE_ORDER = (
    "NOT EXISTS (SELECT 1 FROM case_orders k WHERE k.order_id = o.id) "
    "AND NOT EXISTS (SELECT 1 FROM reviews v JOIN cases k ON k.review_id = v.id WHERE v.order_id = o.id) "
    "AND NOT EXISTS (SELECT 1 FROM case_dismissals d WHERE d.record_kind = 'order' AND d.record_id = o.id)"
)
_COLUMNS = "order_id, review_id, channel_id, signs, from_on, day_on"
_OF_ORDERS = (
    f"SELECT id, review_id, channel_id, signs, CASE WHEN signs = {MISSING} THEN date(due_on, '+1 day') ELSE '' END, "
    "coalesce(nullif(max(coalesce(bad_on, ''), coalesce(canceled_on, ''), coalesce(delivered_on, '')), ''), due_on, "
    "placed_on, '') FROM ("
    f"SELECT o.id, o.channel_id, o.due_on, o.canceled_on, o.placed_on, o.delivered_on, {_SIGNS} AS signs, "
    f"(SELECT r.id {_BAD} ORDER BY r.posted_on DESC, r.id DESC LIMIT 1) AS review_id, "
    f"(SELECT max(r.posted_on) {_BAD}) AS bad_on FROM orders o WHERE {{rows}} AND {_FREE_ORDER}) t WHERE signs <> 0"
)
_OF_REVIEWS = (
    f"SELECT NULL, r.id, r.channel_id, {ONE_STAR}, '', coalesce(r.posted_on, '') FROM reviews r "
    "WHERE {rows} AND r.stars = 1 AND r.order_id IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM cases k WHERE k.review_id = r.id) "
    "AND NOT EXISTS (SELECT 1 FROM case_dismissals d WHERE d.record_kind = 'review' AND d.record_id = r.id)"
)
# Of rows of a table: the orders, and the reviews, whose proposals they may change. What orders and reviews said before
# is known by the proposals that are there; `rows` begins with "id".
_ORDERS: Mapping[str, str] = {
    "orders": f"SELECT o.id FROM orders o WHERE o.{{rows}} AND {_TROUBLE} UNION ALL "
    "SELECT order_id FROM case_proposals WHERE order_{rows}",
    "reviews": "SELECT order_id FROM reviews WHERE {rows} AND order_id IS NOT NULL AND stars = 1 UNION ALL "
    "SELECT order_id FROM case_proposals WHERE review_{rows} AND order_id IS NOT NULL",
    "cases": "SELECT v.order_id FROM reviews v WHERE v.order_id IS NOT NULL AND v.id IN (SELECT review_id FROM cases "
    "WHERE {rows} AND review_id IS NOT NULL)",
    "case_orders": "SELECT order_id FROM case_orders WHERE {rows}",
    "case_dismissals": "SELECT record_id FROM case_dismissals WHERE {rows} AND record_kind = 'order'",
}
_REVIEWS: Mapping[str, str] = {
    "reviews": "SELECT id FROM reviews WHERE {rows} AND stars = 1 UNION ALL "
    "SELECT review_id FROM case_proposals WHERE review_{rows} AND order_id IS NULL",
    "cases": "SELECT review_id FROM cases WHERE {rows} AND review_id IS NOT NULL",
    "case_dismissals": "SELECT record_id FROM case_dismissals WHERE {rows} AND record_kind = 'review'",
}


class CaseProposals(Derived):
    """Keeps `case_proposals`: an order or review that speaks for a case, has none, and wasn't dismissed."""

    name, title = "proposals of cases", N_("Saved totals")
    reads: Mapping[str, frozenset[str]] = {
        "orders": frozenset({"channel_id", "status", "refunded_minor", "paid_minor", "due_on", "delivered_on"})
        | {"canceled_on", "placed_on", "return_reason"},
        "reviews": frozenset({"channel_id", "order_id", "stars", "posted_on"}),
        "cases": frozenset({"review_id"}),
        "case_orders": frozenset({"order_id"}),
        "case_dismissals": frozenset({"record_kind", "record_id"}),
    }

    def __init__(self) -> None:
        self._orders: set[int] = set()
        self._reviews: set[int] = set()

    def take_out(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Note what cases and dismissals say that are about to change."""
        if table not in ("orders", "reviews"):
            self._note(conn, table, rows, value)

    def put_in(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Note whose rows changed."""
        self._note(conn, table, rows, value)

    def done(self, conn: Connection) -> None:
        """Look at the orders and reviews concerned."""
        for ids, key, source, rows in (
            (self._orders, "order_id", _OF_ORDERS, "o." + LISTED),
            (self._reviews, "order_id IS NULL AND review_id", _OF_REVIEWS, "r." + LISTED),
        ):
            whole = sorted(ids)
            for place in range(0, len(whole), CHUNK):
                value = json_ids(whole[place : place + CHUNK])
                listed = LISTED.removeprefix("id ")
                run(conn, f"DELETE FROM case_proposals WHERE {key} {listed}", value)
                run(conn, f"INSERT INTO case_proposals ({_COLUMNS}) {source.format(rows=rows)}", value)
            ids.clear()

    def rebuild(self, conn: Connection) -> None:
        """Look at all orders and reviews."""
        run(conn, "DELETE FROM case_proposals")
        for table, source, alias in (("orders", _OF_ORDERS, "o"), ("reviews", _OF_REVIEWS, "r")):
            for value in stretches(conn, table):
                rows = f"{alias}.{STRETCH}"
                run(conn, f"INSERT INTO case_proposals ({_COLUMNS}) {source.format(rows=rows)}", value)

    def recount(self, conn: Connection, progress: Progress) -> Recount:
        """Compare with a look at everything."""
        full = f"{_OF_ORDERS.format(rows='1')} UNION ALL {_OF_REVIEWS.format(rows='1')}"
        progress.check()
        wrong = differing(conn, f"SELECT * FROM ({full}) t", f"SELECT {_COLUMNS} FROM case_proposals")
        return Recount(plain_number(conn, "SELECT count(*) FROM case_proposals"), wrong)

    def _note(self, conn: Connection, table: str, rows: str, value: str) -> None:
        for ids, sources in ((self._orders, _ORDERS), (self._reviews, _REVIEWS)):
            if table in sources:
                ids.update(_ids(conn, sources[table].format(rows=rows), value))


def _ids(conn: Connection, sql: str, value: str) -> Iterable[int]:
    return (row[0] for row in plain_rows(conn, sql, value))
