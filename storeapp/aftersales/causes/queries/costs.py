"""What cases cost, read from their entries: one definition for the page, Today, the command line and the report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from storeapp.aftersales.causes.costs import KINDS, CostLine, Costs, OwnRate, Part, converted, time_cost
from storeapp.aftersales.causes.queries.cost_sql import CURRENCY, FROM, KIND, MINOR, PAID, PRODUCT, CostSum
from storeapp.aftersales.causes.queries.kept_costs import kept_sums
from storeapp.aftersales.reasons.queries import reason_titles
from storeapp.kernel.clock import from_utc_text, utc_text
from storeapp.kernel.money import Money
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.orders.sales import net
from storeapp.store.shop_settings import shop_setting
from storeapp.store.sql import aside, ask
from storeapp.store.tables import Channel, OwnerRate, Product

HOUR = "aftersales.hour"  # shop setting: {"minor": ..., "currency": ...}, what an hour of the owner's costs
INTO = "aftersales.into"  # shop setting: the currency that others are turned into by the owner's rates, "" for none
_KEYS: Mapping[Part, str] = {
    "reason": "top.reason",
    "product": f"coalesce(cast({PRODUCT} AS TEXT), '')",
    "supplier": "coalesce(cause.supplier, '')",
    "batch": "coalesce(cause.batch, '')",
    "channel": "coalesce(cast(top.channel_id AS TEXT), '')",
    "month": "substr(e.at, 1, 13)",  # the hour; which month it falls into depends on the owner's clock
    "cause": "coalesce(cast(cause.id AS TEXT), '')",
    "kind": KIND,
    "case": "cast(top.id AS TEXT)",
}


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the owner's calendar, both included, of one channel or of all; `since` "" is from the beginning.

    `so_far`: it ends today, so that a month that has begun is told as a whole.
    """

    since: str
    until: str
    channel: int | None = None
    so_far: bool = False

    @property
    def whole_months(self) -> bool:
        """Whether it is made of whole months, of which sums are kept."""
        after = date.fromisoformat(self.until) + timedelta(days=1)
        return (not self.since or self.since.endswith("-01")) and (self.so_far or after.day == 1)

    @property
    def bounds(self) -> tuple[str, str]:
        """The first instant of it, and the first one after it, as UTC texts."""
        return midnight(self.since) if self.since else "", midnight_after(self.until)


def midnight(day: str) -> str:
    """The instant at which an ISO day begins on the owner's clock, as UTC text."""
    return utc_text(datetime.combine(date.fromisoformat(day), time()).astimezone())


def midnight_after(day: str) -> str:
    """The instant at which the next day begins."""
    return midnight((date.fromisoformat(day) + timedelta(days=1)).isoformat())


def last_days(days: int, today: date, channel: int | None = None) -> Period:
    """The last so many days up to today."""
    return Period((today - timedelta(days=days - 1)).isoformat(), today.isoformat(), channel, so_far=True)


def this_month(today: date, channel: int | None = None) -> Period:
    """The month so far."""
    return Period(today.replace(day=1).isoformat(), today.isoformat(), channel, so_far=True)


def hour_rate(conn: Connection) -> Money | None:
    """What an hour of the owner's costs, None where nobody said it."""
    kept = shop_setting(conn, HOUR)
    return Money(kept["minor"], kept["currency"]) if kept else None


def rates(conn: Connection) -> list[OwnRate]:
    """The owner's rates, by currency and day."""
    wanted = select(OwnerRate.currency, OwnerRate.into_currency, OwnerRate.rate_on, OwnerRate.rate)
    found = conn.execute(wanted.order_by(OwnerRate.currency, OwnerRate.into_currency, OwnerRate.rate_on, OwnerRate.id))
    return [OwnRate(row[0], row[1], row[2], Decimal(str(row[3]))) for row in found]


def into_currency(conn: Connection) -> str:
    """The currency that costs are told in where the owner gave rates, "" where all stay apart."""
    return str(shop_setting(conn, INTO, ""))


def _bounds(period: Period) -> tuple[str, dict[str, Any]]:
    since, until = period.bounds
    where = f"e.kind IN {PAID} AND e.at >= :since AND e.at < :until"
    values: dict[str, Any] = {"since": since, "until": until}
    if period.channel is not None:
        where += " AND top.channel_id = :channel"
        values["channel"] = period.channel
    return where, values


def _sums(conn: Connection, part: Part, period: Period, by_day: bool, extra: str = "", **more: Any) -> list[CostSum]:
    where, values = _bounds(period)
    day = "substr(e.at, 1, 10)" if by_day else "''"
    found = ask(
        conn,
        f"SELECT {_KEYS[part]}, {day}, {KIND}, {CURRENCY}, sum({MINOR}), sum(coalesce(e.minutes, 0)), "
        f"count(*) - count({MINOR}) {FROM} WHERE {where}{extra} GROUP BY 1, 2, 3, 4",
        **values,
        **more,
    )
    return [CostSum(str(row[0]), *row[1:]) for row in found]


def _turn(sums: Sequence[CostSum], conn: Connection) -> tuple[dict[tuple[str, str], int], int, int]:
    """{(key, currency): minor units}, replacements without a price, and minutes without one."""
    hour, into, known = hour_rate(conn), into_currency(conn), rates(conn)
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    unpriced = untimed = 0
    for one in sums:
        money = Money(one.minor or 0, one.currency)
        if one.kind == "time":
            cost = time_cost(one.minutes, hour)
            untimed += one.minutes if cost is None else 0
            money = cost or Money(0, "")
        elif one.kind == "replacement":
            unpriced += one.unpriced
        if not money.minor:
            continue
        turned = converted(money, one.day, into, known) if into else None
        money = turned or money
        found[one.key, money.currency] += money.minor
    return dict(found), unpriced, untimed


def cost_lines(conn: Connection, part: Part, period: Period) -> list[CostLine]:
    """What each reason, product, channel, month, ... cost in a period, one line per currency; parts without costs are
    left out. `cases` counts the part's cases that cost anything, in any currency.
    """
    by_day = bool(into_currency(conn))
    found, _unpriced, _untimed = _turn(_sums(conn, part, period, by_day), conn)
    counted = _counted(conn, part, period)
    folded: defaultdict[tuple[str, str], int] = defaultdict(int)
    for (key, currency), minor in found.items():
        folded[_key(part, key), currency] += minor
    words = _words(conn, part, {key for key, _currency in folded})
    return [
        CostLine(key, words.get(key, key), Money(minor, currency), counted[key])
        for (key, currency), minor in sorted(folded.items())
    ]


def costs_by_cause(conn: Connection, period: Period) -> dict[tuple[str, str], int]:
    """{(cause, currency): minor units} of a period, from the kept days; "" is no cause."""
    return _turn(kept_sums(conn, *period.bounds, period.channel, "cause"), conn)[0]


def _counted(conn: Connection, part: Part, period: Period) -> Counter[str]:
    where, values = _bounds(period)
    if part == "month":  # a case of many hours is one of its month
        pairs = ask(conn, f"SELECT DISTINCT {_KEYS[part]}, top.id {FROM} WHERE {where}", **values)
        return Counter(month for month, _case in {(_key(part, hour), case) for hour, case in pairs})
    found = ask(conn, f"SELECT {_KEYS[part]}, count(DISTINCT top.id) {FROM} WHERE {where} GROUP BY 1", **values)
    return Counter({str(key): cases for key, cases in found})


def _key(part: Part, key: str) -> str:
    """A month of the owner's clock out of an hour of UTC; other keys are what they are."""
    if part != "month":
        return key
    return from_utc_text(f"{key}:00:00Z").astimezone().strftime("%Y-%m")


def _words(conn: Connection, part: Part, keys: set[str]) -> dict[str, str]:
    known = {"": _("Not known")}
    if part == "reason":
        return {**known, **reason_titles(conn)}
    if part == "kind":
        return {key: _(words) for key, words in KINDS.items()}
    if part == "channel":
        return known | {str(row.id): row.name for row in conn.execute(select(Channel.id, Channel.name))}
    if part == "product":
        numbers = [int(key) for key in keys if key]
        wanted = select(Product.id, Product.label, Product.title).where(Product.id.in_(numbers[:30_000]))
        return known | {str(row.id): row.label or row.title for row in conn.execute(wanted)}
    if part == "cause":
        return {"": _("No cause found yet")} | {
            str(row[0]): row[1] for row in ask(conn, "SELECT id, title FROM causes")
        }
    return known


def costs(conn: Connection, period: Period) -> list[Costs]:
    """All costs of a period, one for each currency in which there are costs or sales; the largest costs first."""
    found, unpriced, untimed = _turn(kept_sums(conn, *period.bounds, period.channel, "kind"), conn)
    spent: defaultdict[str, int] = defaultdict(int)
    for (_kind, currency), minor in found.items():
        spent[currency] += minor
    sold = sales(conn, period)
    known = sorted(spent, key=lambda currency: (-spent[currency], currency))
    first = known[0] if known else ""
    return [
        Costs(Money(spent[one], one), sold.get(one), unpriced if one == first else 0, untimed if one == first else 0)
        for one in known
    ] or ([Costs(Money(0, ""), None, unpriced, untimed)] if unpriced or untimed else [])


def sales(conn: Connection, period: Period) -> dict[str, Money]:
    """Sales of a period by currency, net of refunds; whole months come from the kept sums."""
    values: dict[str, Any] = {"since": period.since, "until": period.until}
    only = ""
    if period.channel is not None:
        only, values["channel"] = " AND channel_id = :channel", period.channel
    if period.whole_months:
        values = {key: value[:7] if key in ("since", "until") else value for key, value in values.items()}
        wanted = (
            "SELECT currency, sum(sales_minor) FROM order_months "
            f"WHERE month >= :since AND month <= :until{only} GROUP BY currency"
        )
    else:
        wanted = (
            f"SELECT currency, sum({net()}) FROM orders "
            f"WHERE placed_on >= :since AND placed_on <= :until{only} GROUP BY currency"
        )
    return {row[0]: Money(row[1] or 0, row[0]) for row in ask(conn, wanted, **values)}


def cause_costs(conn: Connection, cause_id: int) -> list[Money]:
    """What the cases of a cause cost so far, by currency."""
    found = ask(
        conn,
        f"SELECT '', substr(e.at, 1, 10), {KIND}, {CURRENCY}, sum({MINOR}), sum(coalesce(e.minutes, 0)), "
        f"count(*) - count({MINOR}) FROM cause_links l JOIN cases top ON top.id = l.record_id "
        "JOIN cases c ON c.root_id = top.id JOIN case_entries e ON e.case_id = c.id "
        "LEFT JOIN order_lines ol ON ol.id = e.order_line_id "
        f"LEFT JOIN products p ON p.id = {PRODUCT} WHERE l.cause_id = :cause AND l.record_kind = 'case' "
        f"AND {aside('e.kind')} IN {PAID} GROUP BY 1, 2, 3, 4",
        cause=cause_id,
    )
    sums, _unpriced, _untimed = _turn([CostSum(str(row[0]), *row[1:]) for row in found], conn)
    return [Money(minor, currency) for (_part, currency), minor in sorted(sums.items())]


def case_costs(conn: Connection, case_id: int) -> tuple[list[Money], int]:
    """What one case cost so far with all that was merged into it, by currency, and replacements without a price."""
    found = ask(
        conn,
        f"SELECT '', substr(e.at, 1, 10), {KIND}, {CURRENCY}, sum({MINOR}), sum(coalesce(e.minutes, 0)), "
        f"count(*) - count({MINOR}) {FROM} WHERE {aside('e.kind')} IN {PAID} AND c.root_id = :case "
        "GROUP BY 1, 2, 3, 4",
        case=case_id,
    )
    sums, unpriced, _untimed = _turn([CostSum(str(row[0]), *row[1:]) for row in found], conn)
    return [Money(minor, currency) for (_part, currency), minor in sorted(sums.items())], unpriced
