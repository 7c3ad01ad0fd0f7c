"""All promises of the shop as a list: open ones by when they are due, and how many were kept in time each month."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from storeapp.aftersales.records import CaseGroup
from storeapp.aftersales.rules import urgency
from storeapp.kernel.days import last_months
from storeapp.kernel.money import Money
from storeapp.kernel.rows import dataclass
from storeapp.store.bulk import plain_number, plain_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

MONTHS = 6
_STATES = {
    "open": ("p.kept_on IS NULL AND p.broken_on IS NULL", "coalesce(p.due_on, '9999'), p.id"),
    "kept": ("p.kept_on IS NOT NULL", "p.kept_on DESC, p.id DESC"),
    "broken": ("p.broken_on IS NOT NULL", "p.broken_on DESC, p.id DESC"),
}
_FROM = "FROM promises p JOIN cases k ON k.id = p.case_id JOIN cases t ON t.id = k.root_id"


@dataclass(frozen=True, slots=True)
class PromiseFilters:
    """Which promises a list shows: `state` open, kept or broken, one channel or all."""

    state: str = "open"
    channel: int | None = None
    search: str = ""
    sort: str = ""
    descending: bool = True


@dataclass(frozen=True, slots=True)
class ListedPromise:
    """One promise with the case on top of the one it was made in."""

    id: int
    case_id: int
    title: str
    state: str  # of the case
    kind: str
    words: str
    amount: Money | None
    due_on: str | None
    due_time: str | None
    first_due_on: str | None
    kept_on: str | None
    broken_on: str | None
    made_at: str
    platform: str
    channel: str
    customer_id: int | None
    customer: str


@dataclass(frozen=True, slots=True)
class MonthKept:
    """Promises that were due in a month (`YYYY-MM`) and are decided or over, and how many of them were kept in time."""

    month: str
    kept: int
    due: int


def _where(wanted: PromiseFilters) -> str:
    condition = _STATES[wanted.state][0]
    return condition if wanted.channel is None else f"{condition} AND t.channel_id = {int(wanted.channel)}"


def promise_count(conn: Connection, wanted: PromiseFilters) -> int:
    """How many promises the list holds."""
    return plain_number(conn, f"SELECT count(*) {_FROM} WHERE {_where(wanted)}")


def promise_lines(
    conn: Connection, wanted: PromiseFilters, first: int = 0, limit: int = 200, backwards: bool = False
) -> list[ListedPromise]:
    """A window of the list; `backwards` from the end."""
    if backwards:
        count = promise_count(conn, wanted)
        first, last = max(0, count - first - limit), count - first
        limit = last - first
    rows = plain_rows(
        conn,
        "SELECT p.id, t.id, t.title, t.state, p.kind, p.words, p.amount_minor, p.currency, p.due_on, p.due_time, "
        "p.first_due_on, p.kept_on, p.broken_on, p.made_at, coalesce(c.platform, ''), coalesce(c.name, ''), "
        f"t.customer_id, coalesce(b.name, '') {_FROM} LEFT JOIN channels c ON c.id = t.channel_id "
        f"LEFT JOIN customers b ON b.id = t.customer_id WHERE {_where(wanted)} "
        f"ORDER BY {_STATES[wanted.state][1]} LIMIT ? OFFSET ?",
        limit,
        first,
    )
    told = [(*row[:6], Money(row[6], row[7]) if row[6] is not None else None, *row[8:]) for row in rows]
    found = [ListedPromise(*values) for values in told]
    return found[::-1] if backwards else found


def promise_position(conn: Connection, wanted: PromiseFilters, promise_id: int) -> int | None:
    """The row of a promise in a list, from 0; None if it isn't in it."""
    numbered = f"SELECT p.id, row_number() OVER (ORDER BY {_STATES[wanted.state][1]}) AS place {_FROM}"
    sql = f"SELECT place FROM ({numbered} WHERE {_where(wanted)}) WHERE id = ?"
    found = plain_rows(conn, sql, promise_id)
    return found[0][0] - 1 if found else None


def promise_groups(conn: Connection, wanted: PromiseFilters, today: date) -> list[CaseGroup]:
    """The open promises in groups by when they are due."""
    if wanted.state != "open":
        return []
    sql = f"SELECT p.due_on, count(*) {_FROM} WHERE {_where(wanted)} GROUP BY 1 ORDER BY coalesce(p.due_on, '9999')"
    found: dict[str, int] = {}
    for day, count in plain_rows(conn, sql):
        key = urgency(day, today)
        found[key] = found.get(key, 0) + count
    return [CaseGroup(key, count) for key, count in found.items()]


def kept_by_month(conn: Connection, today: date) -> list[MonthKept]:
    """The last months, the newest first: of what was due in each, how much was kept in time."""
    since = last_months(MONTHS, today).isoformat()
    rows = plain_rows(
        conn,
        "SELECT substr(due_on, 1, 7), sum(CASE WHEN kept_on <= due_on THEN 1 ELSE 0 END), count(*) FROM promises "
        "WHERE due_on >= ?1 AND (due_on < ?2 OR kept_on IS NOT NULL OR broken_on IS NOT NULL) GROUP BY 1 "
        "ORDER BY 1 DESC",
        since,
        today.isoformat(),
    )
    return [MonthKept(*row) for row in rows]


class PromiseListing:
    """The list of promises as a table reads it."""

    count = staticmethod(promise_count)
    rows = staticmethod(promise_lines)
    position = staticmethod(promise_position)
