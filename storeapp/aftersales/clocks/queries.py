"""The clocks of cases as they run, the rows of the book with the owner's lengths, and the owner's working hours."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from storeapp.aftersales.clocks.rules import OWN_HOURS, Running, WorkingHours, hours_from, running
from storeapp.channels.rules import platform_title
from storeapp.kernel.rows import dataclass
from storeapp.rulebook.clocks import LENGTH, CasePlace, ClockRule, clock_rules, clocks_for, owners_clocks
from storeapp.rulebook.regions import region_of
from storeapp.store.bulk import LISTED, json_ids, plain_rows
from storeapp.store.shop_settings import shop_setting
from storeapp.store.sql import ask
from storeapp.store.tables import OwnerHour, RuleOverride

ANSWER = "aftersales.answer"  # shop setting: working hours in which the owner means to answer first


@dataclass(frozen=True, slots=True)
class ClockLine:
    """The clock of an open case that is due first, with what names the case."""

    case_id: int
    title: str
    platform: str
    channel: str
    customer_id: int | None
    clock: Running


def clock_book(conn: Connection) -> tuple[ClockRule, ...]:
    """The rows of the book, with the owner's lengths in the place of the printed ones."""
    names = [one.id for one in clock_rules()]
    wanted = select(RuleOverride.rule, RuleOverride.value, RuleOverride.source).where(
        RuleOverride.rule.in_(names), RuleOverride.field == LENGTH
    )
    return owners_clocks({row.rule: (int(json.loads(row.value)), row.source) for row in conn.execute(wanted)})


def working_hours(conn: Connection) -> WorkingHours:
    """When the owner works, on the clock of this PC; the usual week where nobody said it."""
    wanted = select(OwnerHour.weekday, OwnerHour.day_on, OwnerHour.opens, OwnerHour.closes).order_by(OwnerHour.id)
    answer = int(shop_setting(conn, ANSWER, OWN_HOURS))
    return hours_from([(row[0], row[1], row[2], row[3]) for row in conn.execute(wanted)], "", answer)


def platform_name(platform: str) -> str:
    """A platform as the owner knows it."""
    return platform_title(platform)


_CASES = (
    "SELECT c.id, c.title, c.reason, c.asked_at, "
    # A claim waits for the shop's first answer; a complaint in a review is no claim with the platform.
    "CASE WHEN c.first_reply_at IS NULL AND c.review_id IS NULL THEN c.opened_at ELSE '' END, "
    "coalesce(ch.platform, ''), coalesce(ch.name, ''), "
    "coalesce(ch.region, ''), coalesce(ch.locale, ''), coalesce(ch.currency, ''), coalesce(ch.time_zone, ''), "
    "coalesce((SELECT min(o.ship_country) FROM case_orders co JOIN orders o ON o.id = co.order_id "
    "WHERE co.case_id = c.id AND o.ship_country <> ''), ''), c.customer_id "
    "FROM cases c LEFT JOIN channels ch ON ch.id = c.channel_id WHERE c.state IN ('open', 'waiting') "
    "AND c.merged_into IS NULL"
)


def clocks_of(conn: Connection, case_id: int, now: datetime) -> tuple[Running, ...]:
    """The clocks of an open case, the one that is due first at the head; none of a closed one."""
    found = _lines(conn, ask(conn, f"{_CASES} AND c.id = :case", case=case_id), now, every=True)
    return tuple(one.clock for one in found)


def first_clocks(conn: Connection, cases: Sequence[int], now: datetime) -> dict[int, Running]:
    """Of each open case among these, the clock that is due first."""
    rows = plain_rows(conn, f"{_CASES} AND c.{LISTED}", json_ids(cases))
    return {one.case_id: one.clock for one in _lines(conn, rows, now)}


def pressing(conn: Connection, now: datetime, limit: int = 200) -> list[ClockLine]:
    """Open cases whose first clock is over or has a fifth of its time left, of which we are sure; the latest first.

    Looks at the `limit` cases that wait longest for an answer, and as many that were opened last.
    """
    waiting = f"{_CASES} AND c.asked_at IS NOT NULL ORDER BY c.asked_at, c.id LIMIT :most"
    opened = f"{_CASES} ORDER BY c.opened_at DESC, c.id DESC LIMIT :most"
    found = {one.case_id: one for sql in (opened, waiting) for one in _lines(conn, ask(conn, sql, most=limit), now)}
    due = [one for one in found.values() if one.clock.sure and one.clock.urgent != "fine"]
    return sorted(due, key=lambda one: (one.clock.due_at, one.case_id))


def _lines(conn: Connection, rows: Iterable[Any], now: datetime, every: bool = False) -> list[ClockLine]:
    book, work = clock_book(conn), working_hours(conn)
    found = []
    for row in rows:
        number, title, reason, asked, opened, platform, channel, region, locale, currency, zone, country, buyer = row
        place = CasePlace(platform, region or region_of(locale, currency), country, reason)
        clocks = running(clocks_for(place, book), asked, opened, zone, work, now)
        shown = clocks if every else clocks[:1]
        found += [ClockLine(number, title, platform, channel, buyer, one) for one in shown]
    return found
