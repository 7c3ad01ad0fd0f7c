"""What cases cost by cause, and how many were opened, read from the kept days: as fast with years of cases as with few.

Days are kept by UTC; where the owner's day begins at another hour, the days at both ends of a time are read whole from
the cases themselves.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from storeapp.aftersales.causes.queries.cost_sql import CURRENCY, FROM, KIND, MINOR, PAID, CostSum
from storeapp.store.sql import ask


def opened_by_cause(conn: Connection, since: str, until: str, channel: int | None) -> Counter[int]:
    """How many cases were opened from one instant to before another (UTC texts), by cause; 0 is none."""
    first, last, edges = _days(since, until)
    only, values = _of_channel(channel, "channel_id")
    found: Counter[int] = Counter()
    if first <= last:
        kept = (
            "SELECT cause_id, sum(cases) FROM case_days WHERE kind = 'opened' AND day_on >= :first AND day_on <= :last"
            f"{only} GROUP BY cause_id"
        )
        found.update({row[0]: row[1] for row in ask(conn, kept, first=first, last=last, **values)})
    only, values = _of_channel(channel, "top.channel_id")
    for begins, ends in edges:
        rows = ask(
            conn,
            "SELECT coalesce(cause.id, 0), count(*) FROM cases top LEFT JOIN cause_links l "
            "ON l.record_kind = 'case' AND l.record_id = top.id LEFT JOIN causes cause ON cause.id = l.cause_id "
            "WHERE top.state IN ('open', 'waiting', 'closed') AND top.merged_into IS NULL "
            f"AND top.opened_at >= :since AND top.opened_at < :until{only} GROUP BY 1",
            since=begins,
            until=ends,
            **values,
        )
        found.update({row[0]: row[1] for row in rows})
    return found


def kept_sums(
    conn: Connection, since: str, until: str, channel: int | None, part: Literal["cause", "kind"]
) -> list[CostSum]:
    """What was spent from one instant to before another (UTC texts, "" from the beginning); key of no cause is ""."""
    first, last, edges = _days(since, until)
    only, values = _of_channel(channel, "channel_id")
    found = []
    if first <= last:
        key = "CASE cause_id WHEN 0 THEN '' ELSE cast(cause_id AS TEXT) END" if part == "cause" else "kind"
        kept = (
            f"SELECT {key}, day_on, kind, currency, sum(minor), sum(minutes), sum(unpriced) FROM case_days "
            f"WHERE kind <> 'opened' AND day_on >= :first AND day_on <= :last{only} GROUP BY 1, 2, 3, 4"
        )
        found += [CostSum(*row) for row in ask(conn, kept, first=first, last=last, **values)]
    only, values = _of_channel(channel, "top.channel_id")
    key = "coalesce(cast(cause.id AS TEXT), '')" if part == "cause" else KIND
    for begins, ends in edges:
        rows = ask(
            conn,
            f"SELECT {key}, substr(e.at, 1, 10), {KIND}, {CURRENCY}, sum({MINOR}), sum(coalesce(e.minutes, 0)), "
            f"count(*) - count({MINOR}) {FROM} WHERE e.kind IN {PAID} AND e.at >= :since AND e.at < :until{only} "
            "GROUP BY 1, 2, 3, 4",
            since=begins,
            until=ends,
            **values,
        )
        found += [CostSum(*row) for row in rows]
    return found


def _days(since: str, until: str) -> tuple[str, str, list[tuple[str, str]]]:
    """The first and last whole day of UTC between two instants, and what is left at both ends, as instants."""
    first = since[:10] if not since or since.endswith("T00:00:00Z") else _next(since[:10])
    last = _next(until[:10], -1)
    if first > last:
        return first, last, [(since, until)]
    edges = [(since, f"{first}T00:00:00Z"), (f"{until[:10]}T00:00:00Z", until)]
    return first, last, [edge for edge in edges if edge[0] and edge[0] < edge[1]]


def _next(day: str, days: int = 1) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _of_channel(channel: int | None, column: str) -> tuple[str, dict[str, Any]]:
    return ("", {}) if channel is None else (f" AND {column} = :channel", {"channel": channel})
