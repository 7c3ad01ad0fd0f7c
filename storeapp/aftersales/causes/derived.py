"""Keeps what cases cost by day, cause and channel, so that the list of causes never adds up a whole history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from storeapp.aftersales.causes.queries.cost_sql import CURRENCY, FROM, KIND, MINOR, PAID
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import N_
from storeapp.store.bulk import plain_number, plain_rows, run
from storeapp.store.derived import Derived, Recount
from storeapp.store.kept_sums import differing

if TYPE_CHECKING:
    from sqlalchemy import Connection

OPENED = "opened"  # the kind of a row that counts cases by the day on which they were opened
_COLUMNS = "day_on, cause_id, channel_id, kind, currency, minor, minutes, unpriced, cases"
_CAUSE, _CHANNEL = "coalesce(cause.id, 0)", "coalesce(top.channel_id, 0)"
_COSTS = (
    f"SELECT substr(e.at, 1, 10), {_CAUSE}, {_CHANNEL}, {KIND}, {CURRENCY}, coalesce(sum({MINOR}), 0), "
    f"sum(coalesce(e.minutes, 0)), count(*) - count({MINOR}), 0 {FROM} "
    f"WHERE e.kind IN {PAID} AND {{entries}} GROUP BY 1, 2, 3, 4, 5"
)
_CASES = (
    f"SELECT substr(top.opened_at, 1, 10), {_CAUSE}, {_CHANNEL}, '{OPENED}', '', 0, 0, 0, count(*) FROM cases top "
    "LEFT JOIN cause_links l ON l.record_kind = 'case' AND l.record_id = top.id "
    "LEFT JOIN causes cause ON cause.id = l.cause_id "
    "WHERE top.merged_into IS NULL AND top.state IN ('open', 'waiting', 'closed') AND {cases} GROUP BY 1, 2, 3"
)
_OF_DAY = "{0} >= ?1 AND {0} < ?1 || 'U'"  # an instant of the day begins with the day and a T
# The days of which some rows tell: of entries by themselves, of a case by all entries of all under the one on top.
_UNDER = (
    "SELECT substr(e.at, 1, 10) FROM cases k JOIN case_entries e ON e.case_id = k.id "
    "WHERE k.root_id IN ({tops}) UNION SELECT substr(opened_at, 1, 10) FROM cases WHERE root_id IN ({tops})"
)
_TOPS = {
    "cases": "SELECT root_id FROM cases WHERE {rows}",
    "cause_links": "SELECT c.root_id FROM cases c WHERE c.id IN (SELECT record_id FROM cause_links "
    "WHERE record_kind = 'case' AND {rows})",
}
_DAYS: Mapping[str, str] = {
    "case_entries": "SELECT DISTINCT substr(at, 1, 10) FROM case_entries WHERE {rows}",
    **{table: _UNDER.format(tops=tops) for table, tops in _TOPS.items()},
    # A product's cost is what its replacements cost; which product it was may be told by the line.
    "products": "SELECT DISTINCT substr(at, 1, 10) FROM case_entries WHERE kind = 'replacement' "
    "AND amount_minor IS NULL AND EXISTS (SELECT 1 FROM products WHERE {rows})",
    "order_lines": "SELECT DISTINCT substr(e.at, 1, 10) FROM case_entries e WHERE e.order_line_id IS NOT NULL "
    "AND e.kind = 'replacement' AND e.amount_minor IS NULL AND e.order_line_id IN (SELECT id FROM order_lines "
    "WHERE {rows})",
}


class CaseDays(Derived):
    """Fills `case_days`: what was spent and how many cases were opened on each day of UTC."""

    name, title = "costs of cases", N_("Saved totals")
    reads: Mapping[str, frozenset[str]] = {
        "case_entries": frozenset({"case_id", "kind", "at", "amount_minor", "currency", "minutes", "order_line_id"}),
        "cases": frozenset({"merged_into", "channel_id", "product_id", "opened_at"}),
        "cause_links": frozenset({"cause_id", "record_kind", "record_id"}),
        "products": frozenset({"cost_minor", "cost_currency"}),
        "order_lines": frozenset({"product_id"}),
    }

    def __init__(self) -> None:
        self._days: set[str] = set()
        self._replaced: bool | None = None

    def take_out(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Note of which days rows tell that are about to change."""
        self._note(conn, table, rows, value)

    def put_in(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Note of which days rows tell now."""
        self._note(conn, table, rows, value)

    def done(self, conn: Connection) -> None:
        """Add the days concerned up anew."""
        for day in sorted(self._days):
            run(conn, "DELETE FROM case_days WHERE day_on = ?1", day)
            for sql in (
                _COSTS.format(entries=_OF_DAY.format("e.at")),
                _CASES.format(cases=_OF_DAY.format("top.opened_at")),
            ):
                run(conn, f"INSERT INTO case_days ({_COLUMNS}) {sql}", day)
        self._days.clear()
        self._replaced = None

    def rebuild(self, conn: Connection) -> None:
        """Add everything up anew."""
        run(conn, "DELETE FROM case_days")
        for sql in (_COSTS.format(entries="1 = 1"), _CASES.format(cases="1 = 1")):
            run(conn, f"INSERT INTO case_days ({_COLUMNS}) {sql}")

    def recount(self, conn: Connection, progress: Progress) -> Recount:
        """Compare with adding everything up."""
        full = f"{_COSTS.format(entries='1 = 1')} UNION ALL {_CASES.format(cases='1 = 1')}"
        progress.check()
        wrong = differing(conn, f"SELECT * FROM ({full}) t", f"SELECT {_COLUMNS} FROM case_days")
        return Recount(plain_number(conn, "SELECT count(*) FROM case_days"), wrong)

    def _note(self, conn: Connection, table: str, rows: str, value: str) -> None:
        if table in ("products", "order_lines") and not self._any_replaced(conn):
            return
        self._days.update(day for (day,) in plain_rows(conn, _DAYS[table].format(rows=rows), value))

    def _any_replaced(self, conn: Connection) -> bool:
        """Most shops never sent a replacement without a price: their imports pay nothing for it."""
        if self._replaced is None:
            wanted = "SELECT EXISTS (SELECT 1 FROM case_entries WHERE kind = 'replacement' AND amount_minor IS NULL)"
            self._replaced = bool(plain_number(conn, wanted))
        return self._replaced
