"""Buyers as groups, counted from the orders that are sales; a buyer whose orders name nobody is in none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from storeapp.kernel.days import last_day
from storeapp.kernel.money import Money
from storeapp.kernel.rows import dataclass
from storeapp.orders.groups.rules import Cohort, GroupDays, GroupLine, Move, cohorts, cuts, fewest_buyers, limits, lines
from storeapp.orders.sales import net, sold
from storeapp.store.sql import ask, days_between, how_many

if TYPE_CHECKING:
    from sqlalchemy import Connection

COHORTS = 12  # months of first orders that are told


@dataclass(frozen=True, slots=True)
class BuyerGroups:
    """The groups of all buyers up to the day `as_of`, against `before`, the last day of the month before it.

    `buyers` are known by name, number or address, `again` of them ordered more than once; `nobody` orders name no
    buyer. `lines` are empty where there are too few buyers. `sales`: what each group bought ever, net of refunds.
    """

    as_of: date
    before: date
    limits: GroupDays
    buyers: int
    again: int
    nobody: int
    lines: tuple[GroupLine, ...]
    sales: Mapping[str, tuple[Money, ...]]
    cohorts: tuple[Cohort, ...]

    @property
    def enough(self) -> bool:
        """Whether there are enough buyers for groups to say anything."""
        return self.buyers >= fewest_buyers()


def buyer_groups(conn: Connection, as_of: date, channels: Sequence[int] = ()) -> BuyerGroups:
    """How all buyers stand on a day; those of some channels as far as these channels' orders tell."""
    said = _bought(channels)
    values: dict[str, Any] = {"until": as_of.isoformat()} | ({"channels": list(channels)} if channels else {})
    held = limits(_gaps(conn, said, values))
    before = as_of.replace(day=1) - timedelta(days=1)
    buyers, again = ask(
        conn,
        f"{said}, one AS (SELECT count(*) AS n FROM bought GROUP BY id) SELECT count(*), {how_many('n > 1')} FROM one",
        **values,
    ).one()
    within = "AND o.channel_id IN :channels " if channels else ""
    nobody = ask(
        conn,
        f"SELECT count(*) FROM orders o WHERE o.customer_id IS NULL AND o.placed_on <= :until {within}AND {sold('o')}",
        **values,
    ).scalar_one()
    enough = buyers >= fewest_buyers()
    moves = _moves(conn, said, values, as_of, before, held) if enough else []
    return BuyerGroups(
        as_of,
        before,
        held,
        buyers,
        int(again or 0),
        nobody,
        tuple(lines(moves)) if enough else (),
        _sales(conn, said, values, as_of, held) if enough else {},
        tuple(_cohorts(conn, said, values, as_of)) if enough else (),
    )


def each_buyer(
    conn: Connection, as_of: date, held: GroupDays, channels: Sequence[int] = ()
) -> Iterator[tuple[int, str, str, str, int, str, str, bool]]:
    """Every buyer up to a day, who bought last first: id, name, country, group, orders, ISO days of the first and the
    last, and whether they asked not to be contacted."""
    values: dict[str, Any] = {"until": as_of.isoformat()} | ({"channels": list(channels)} if channels else {})
    found = ask(
        conn,
        f"{_bought(channels)}, one AS (SELECT id, count(*) AS n, min(day) AS first, max(day) AS last FROM bought "
        f"GROUP BY id) SELECT k.id, k.name, k.country, {_case('one.n', 'one.last', 'now')}, "
        "one.n, one.first, one.last, k.do_not_contact FROM one "
        "JOIN customers k ON k.id = one.id ORDER BY one.last DESC, k.id",
        **values,
        **_cut_values("now", as_of, held),
    )
    for *facts, quiet in found:
        number, name, country, group, orders, first, last = facts
        yield number, name, country, group, orders, first, last, bool(quiet)


def _bought(channels: Sequence[int]) -> str:
    within = "AND o.channel_id IN :channels " if channels else ""
    return (
        "WITH bought AS (SELECT o.customer_id AS id, o.placed_on AS day FROM orders o WHERE o.customer_id IS NOT NULL "
        f"AND o.placed_on IS NOT NULL AND o.placed_on <= :until {within}AND {sold('o')})"
    )


def _gaps(conn: Connection, said: str, values: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Days between two orders of one buyer, how often; two on one day are one visit."""
    found = ask(
        conn,
        f"{said}, visits AS (SELECT id, day, lag(day) OVER (PARTITION BY id ORDER BY day) AS last FROM bought) "
        f"SELECT {days_between('last', 'day')} AS days, count(*) FROM visits WHERE last < day GROUP BY 1 ORDER BY 1",
        **values,
    )
    return [(int(days), int(count)) for days, count in found]


def _case(orders: str, last: str, named: str) -> str:
    """The group as SQL, the same as rules.group_of; "" of who hadn't bought."""
    return (
        f"CASE WHEN {last} IS NULL THEN '' WHEN {last} < :{named}_lost THEN 'lost' "
        f"WHEN {last} < :{named}_silent THEN 'silent' WHEN {last} < :{named}_cooling THEN 'cooling' "
        f"WHEN {orders} = 1 THEN 'new' WHEN {orders} = 2 THEN 'active' ELSE 'regular' END"
    )


def _cut_values(named: str, as_of: date, held: GroupDays) -> dict[str, Any]:
    return dict(zip((f"{named}_cooling", f"{named}_silent", f"{named}_lost"), cuts(as_of, held), strict=True))


def _moves(
    conn: Connection, said: str, values: Mapping[str, Any], as_of: date, before: date, held: GroupDays
) -> list[Move]:
    found = ask(
        conn,
        f"{said}, one AS (SELECT id, count(*) AS n, max(day) AS last, {how_many('day <= :before')} AS n0, "
        "max(CASE WHEN day <= :before THEN day END) AS last0 FROM bought GROUP BY id) "
        f"SELECT {_case('n0', 'last0', 'then')}, {_case('n', 'last', 'now')}, count(*) FROM one GROUP BY 1, 2",
        **values,
        **_cut_values("now", as_of, held),
        **_cut_values("then", before, held),
        before=before.isoformat(),
    )
    return [Move(was, now, int(buyers)) for was, now, buyers in found]


def _sales(
    conn: Connection, said: str, values: Mapping[str, Any], as_of: date, held: GroupDays
) -> dict[str, tuple[Money, ...]]:
    inside = " AND s.channel_id IN :channels" if "channels" in values else ""
    rows = ask(
        conn,
        f"{said}, one AS (SELECT id, count(*) AS n, max(day) AS last FROM bought GROUP BY id) "
        f"SELECT {_case('one.n', 'one.last', 'now')} AS kind, s.currency, sum({net('s')}) AS minor FROM one "
        f"JOIN orders s ON s.customer_id = one.id AND s.placed_on <= :until{inside} "
        "GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2",
        **values,
        **_cut_values("now", as_of, held),
    )
    found: dict[str, tuple[Money, ...]] = {}
    for kind, currency, minor in rows:
        if minor and currency:
            found[kind] = (*found.get(kind, ()), Money(int(minor), currency))
    return found


def _cohorts(conn: Connection, said: str, values: Mapping[str, Any], as_of: date) -> list[Cohort]:
    month = as_of.isoformat()[:7]
    since = _months_back(as_of, COHORTS - 1)
    rows = ask(
        conn,
        f"{said}, firsts AS (SELECT id, min(day) AS first FROM bought GROUP BY id HAVING min(day) >= :since) "
        "SELECT substr(f.first, 1, 7), substr(b.day, 1, 7), count(DISTINCT b.id) FROM firsts f "
        "JOIN bought b ON b.id = f.id GROUP BY 1, 2",
        **values,
        since=since,
    )
    counted = {(first, of): int(buyers) for first, of, buyers in rows}
    return cohorts(counted, month, whole=as_of.isoformat() == last_day(month))


def _months_back(day: date, months: int) -> str:
    whole = 12 * day.year + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1).isoformat()
