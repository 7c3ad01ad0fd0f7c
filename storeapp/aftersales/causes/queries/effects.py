"""What a fix changed, read: orders and cases before and after it, month by month, and what low ratings speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from storeapp.aftersales.causes.metrics import Portion
from storeapp.aftersales.causes.queries.causes import (
    CauseFacts,
    CauseLine,
    LinkedRecord,
    NoteLine,
    cause_facts,
    cause_list,
    cause_notes,
    linked,
    offered_cases,
    offered_reviews,
    reason_themes,
)
from storeapp.aftersales.causes.queries.costs import Period, cause_costs
from storeapp.aftersales.causes.rules import (
    BEFORE_DAYS,
    WATCH_DAYS,
    FixSaved,
    Judged,
    Sides,
    judge,
    monthly,
    saved,
    settling_days,
    sides,
    spent_on,
)
from storeapp.kernel.clock import local_day
from storeapp.kernel.days import last_day, last_months
from storeapp.kernel.money import Money
from storeapp.kernel.rows import dataclass
from storeapp.orders.sales import sold
from storeapp.store.sql import ask
from storeapp.store.tables import Cause

MONTHS = 12
LOWEST = 2  # stars of a low rating
NEWLY = 14  # days for which a fix that can be judged is told
DAYS = 400  # days of orders of a product that are read, so that a year of months and the time before a fix are there


@dataclass(frozen=True, slots=True)
class MonthRate:
    """Cases and orders of a month (2026-07)."""

    month: str
    portion: Portion


@dataclass(frozen=True, slots=True)
class StarEffect:
    """How often a theme stands in ratings of 1 and 2 stars, before and after."""

    theme: str
    judged: Judged


@dataclass(frozen=True, slots=True)
class FixEffect:
    """What a fix changed. `undecided`: cases offered on the side after it that nobody linked or declined yet."""

    sides: Sides
    judged: Judged
    undecided: int
    saved: FixSaved | None
    spent: Money | None
    orders_since: int


@dataclass(frozen=True, slots=True)
class CauseDetail:
    """One cause whole. `costs` of all its cases ever, by currency; `effect` None without a fix that was done."""

    facts: CauseFacts
    cases: int
    reviews: int
    linked: tuple[LinkedRecord, ...]
    offered: tuple[LinkedRecord, ...]
    notes: tuple[NoteLine, ...]
    costs: tuple[Money, ...]
    months: tuple[MonthRate, ...]
    effect: FixEffect | None
    stars: StarEffect | None


@dataclass(frozen=True, slots=True)
class FixLine:
    """One fix among all: its cause and how it was judged."""

    id: int
    title: str
    judged: Judged


def cause_detail(conn: Connection, cause_id: int, today: date) -> CauseDetail | None:
    """One cause with all that its pane shows; None if it is gone."""
    facts = cause_facts(conn, cause_id)
    if facts is None:
        return None
    kinds = "SELECT record_kind, count(*) FROM cause_links WHERE cause_id = :cause GROUP BY record_kind"
    counted = {row[0]: row[1] for row in ask(conn, kinds, cause=cause_id)}
    offered = [*offered_cases(conn, facts), *offered_reviews(conn, facts)]
    seen = _Seen(conn, facts, today)
    costs = tuple(cause_costs(conn, cause_id))
    effect = seen.effect(conn, offered, costs)
    return CauseDetail(
        facts,
        counted.get("case", 0),
        counted.get("review", 0),
        tuple(linked(conn, cause_id)),
        tuple(offered),
        tuple(cause_notes(conn, cause_id)),
        costs,
        tuple(seen.months(conn)),
        effect,
        _stars(conn, facts, effect.sides) if effect is not None else None,
    )


def fixes(conn: Connection, today: date) -> list[FixLine]:
    """Every fix that was done, the latest first."""
    wanted = select(Cause.id).where(Cause.fix_what != "", Cause.changed_until.is_not(None))
    found = []
    for row in conn.execute(wanted.order_by(Cause.changed_until.desc(), Cause.id.desc())):
        facts = cause_facts(conn, row.id)
        if facts is None:
            continue
        effect = _Seen(conn, facts, today).effect(conn, offered_cases(conn, facts), ())
        if effect is not None:
            found.append(FixLine(facts.id, facts.title, effect.judged))
    return found


def judged_now(conn: Connection, today: date) -> list[tuple[int, str, int]]:
    """(cause, title, days) of fixes that can be judged since the last two weeks and whose cause is not closed.

    That is 60 days after the change, or the day until which the owner watches it.
    """
    wanted = select(Cause.id, Cause.title, Cause.changed_until, Cause.watch_until).where(
        Cause.state == "fixed", Cause.changed_until <= (today - timedelta(days=WATCH_DAYS)).isoformat()
    )
    found = []
    for row in conn.execute(wanted.order_by(Cause.changed_until, Cause.id)):
        changed = date.fromisoformat(row.changed_until)
        looked = date.fromisoformat(row.watch_until) if row.watch_until else changed + timedelta(days=WATCH_DAYS)
        if looked <= today <= looked + timedelta(days=NEWLY):
            found.append((row.id, row.title, (today - changed).days))
    return found


def cause_sheet(conn: Connection, period: Period, today: date) -> list[tuple[CauseLine, str, FixLine | None]]:
    """Every cause with its costs of a period, what was done about it, and how that is judged by now."""
    judged = {one.id: one for one in fixes(conn, today)}
    done = {row.id: row.fix_what for row in conn.execute(select(Cause.id, Cause.fix_what))}
    lines = cause_list(conn, period).lines
    return [(line, done.get(line.id, ""), judged.get(line.id)) for line in lines if line.id]


class _Seen:
    """The days of a cause's cases, and the orders they are held against: those with its product, or all."""

    def __init__(self, conn: Connection, facts: CauseFacts, today: date) -> None:
        self._facts, self._today = facts, today
        self._days: list[date] = []
        waits = []
        rows = ask(
            conn,
            "SELECT coalesce(c.root_id, c.id), min(o.placed_on), min(c.opened_at) FROM cause_links l "
            "JOIN cases c ON c.id = l.record_id LEFT JOIN case_orders co ON co.case_id = c.id "
            "LEFT JOIN orders o ON o.id = co.order_id "
            "WHERE l.cause_id = :cause AND l.record_kind = 'case' GROUP BY coalesce(c.root_id, c.id)",
            cause=facts.id,
        )
        for _case, placed, opened in rows:
            day = local_day(opened)
            if placed:
                waits.append((day - date.fromisoformat(placed)).days)
                day = date.fromisoformat(placed)
            self._days.append(day)
        self.settling = settling_days(waits)
        self._by_day: Mapping[date, int] | None = None

    def effect(self, conn: Connection, offered: list[LinkedRecord], costs: tuple[Money, ...]) -> FixEffect | None:
        """What the fix changed, None without one that was done."""
        fix = self._facts.fix
        if fix is None or not fix.done:
            return None
        first = ask(conn, "SELECT min(placed_on) FROM orders WHERE placed_on IS NOT NULL").scalar()
        both = sides(fix.began or fix.done, fix.done, first, self._today, self.settling)
        before, after = self._side(conn, both.before), self._side(conn, both.after)
        begins = both.after[0].isoformat()
        undecided = sum(one.kind == "case" and one.day >= begins for one in offered)
        judged = judge(before, after, undecided)
        since = self._orders(conn, both.after[0], self._today)
        gain = None
        if costs and self._days:
            dearest = max(costs, key=lambda one: one.minor)
            each = Money(round(dearest.minor / len(self._days)), dearest.currency)
            gain = saved(judged, each, fix.once, fix.each, since)
        return FixEffect(both, judged, undecided, gain, spent_on(fix.once, fix.each, since), since)

    def months(self, conn: Connection) -> list[MonthRate]:
        """The last twelve months with this one so far."""
        start = last_months(MONTHS, self._today)
        names = [last_months(MONTHS - step, self._today).isoformat()[:7] for step in range(MONTHS)]
        cases = Counter(day.isoformat()[:7] for day in self._days if day >= start)
        orders = {name: self._orders(conn, *_month(name)) for name in names}
        return [MonthRate(name, one) for name, one in zip(names, monthly(cases, orders, names), strict=True)]

    def _side(self, conn: Connection, days: tuple[date, date]) -> Portion:
        first, last = days
        return Portion(sum(first <= day <= last for day in self._days), self._orders(conn, first, last))

    def _orders(self, conn: Connection, first: date, last: date) -> int:
        if last < first:
            return 0
        if self._facts.product_id is None:
            return _orders_of_all(conn, first, last)
        if self._by_day is None:
            self._by_day = self._of_product(conn)
        return sum(count for day, count in self._by_day.items() if first <= day <= last)

    def _of_product(self, conn: Connection) -> Mapping[date, int]:
        fix = self._facts.fix
        begins = self._today - timedelta(days=DAYS)
        if fix is not None and fix.done:
            begins = min(begins, date.fromisoformat(fix.began or fix.done) - timedelta(days=BEFORE_DAYS))
        rows = ask(
            conn,
            "SELECT o.placed_on, count(DISTINCT o.id) FROM order_lines ol JOIN orders o ON o.id = ol.order_id "
            "WHERE ol.product_id = :product AND ol.counts = 1 AND o.placed_on >= :since GROUP BY o.placed_on",
            product=self._facts.product_id,
            since=begins.isoformat(),
        )
        return {date.fromisoformat(day): count for day, count in rows}


def _month(name: str) -> tuple[date, date]:
    return date.fromisoformat(f"{name}-01"), date.fromisoformat(last_day(name))


def _orders_of_all(conn: Connection, first: date, last: date) -> int:
    """Orders sold from a day to a day: whole months from the kept sums, the days at both ends from the orders."""
    begins = first if first.day == 1 else (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    after = last + timedelta(days=1)
    ends = after.replace(day=1)  # the first day behind the whole months
    if begins >= ends:
        return _counted(conn, first, last)
    months = "SELECT coalesce(sum(sold), 0) FROM order_months WHERE month >= :first AND month < :behind"
    whole = int(ask(conn, months, first=begins.isoformat()[:7], behind=ends.isoformat()[:7]).scalar_one())
    return whole + _counted(conn, first, begins - timedelta(days=1)) + _counted(conn, ends, last)


def _counted(conn: Connection, first: date, last: date) -> int:
    if last < first:
        return 0
    wanted = f"SELECT coalesce(sum({sold('o')}), 0) FROM orders o WHERE o.placed_on >= :first AND o.placed_on <= :last"
    return int(ask(conn, wanted, first=first.isoformat(), last=last.isoformat()).scalar_one())


def _stars(conn: Connection, facts: CauseFacts, both: Sides) -> StarEffect | None:
    themes = reason_themes().get(facts.reason, ())
    row = (
        ask(conn, "SELECT id, name, starter FROM themes WHERE starter IN :themes", themes=list(themes)).all()
        if themes
        else []
    )
    found = sorted(row, key=lambda one: themes.index(one[2]))
    if not found:
        return None
    theme, name, _starter = found[0]
    first, last = both.after
    before = _low(conn, facts, theme, *both.before)
    return StarEffect(name, judge(before, _low(conn, facts, theme, first, max(first, last))))


def _low(conn: Connection, facts: CauseFacts, theme: int, first: date, last: date) -> Portion:
    """Of the ratings of 1 and 2 stars of some days, those that speak of a theme."""
    where = "r.stars <= :low AND r.posted_on >= :first AND r.posted_on <= :last"
    values: dict[str, Any] = {"low": LOWEST, "first": first.isoformat(), "last": last.isoformat(), "theme": theme}
    if facts.product_id is not None:
        where += " AND r.product_id = :product"
        values["product"] = facts.product_id
    row = ask(
        conn,
        "SELECT coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM review_themes t WHERE t.theme_id = :theme "
        f"AND t.review_id = r.id) THEN 1 ELSE 0 END), 0), count(*) FROM reviews r WHERE {where}",
        **values,
    ).one()
    return Portion(row[0], row[1])
