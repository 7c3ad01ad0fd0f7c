"""Judges in one statement the orders whose verdict nothing but their own row decides: a shop's long history.

Whatever needs a second look (a case, a request, a hold, a plan for some products only) is left to `rules.judge`; a test
holds both against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from storeapp.solicitation import rules
from storeapp.solicitation.delivery import guess_of, spread_of
from storeapp.solicitation.facts import FIRST_YEAR, LAST_YEAR, SURE, Place, Setting
from storeapp.solicitation.plans import OWN, Plan, plan_for
from storeapp.solicitation.timing import day_of
from storeapp.store.bulk import plain_rows, run, run_many
from storeapp.store.sql import days_after_column

if TYPE_CHECKING:
    from sqlalchemy import Connection

FEWEST = 4000  # new orders from which this is worth its statements
_LONG_AGO = date(1900, 1, 1)
_COUNTRY = "coalesce(nullif(o.ship_country, ''), c.country, '')"
_START = "coalesce(o.shipped_on, o.placed_on)"
_KNOWN = f"BETWEEN '{FIRST_YEAR}-01-01' AND '{LAST_YEAR}-12-31'"
_DAYS = ("placed_on", "shipped_on", "due_on", "delivered_on")
_BELIEVED = "(o.delivered_on IS NOT NULL AND (o.placed_on IS NULL OR o.delivered_on >= o.placed_on))"


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _arrival(end: str) -> str:
    """The earliest (low) or latest (high) likely day of the delivery, as delivery.arrival finds it."""
    packed = f"g.{end} + CASE WHEN o.shipped_on IS NULL THEN g.packing ELSE 0 END"
    return (
        f"CASE WHEN {_BELIEVED} THEN o.delivered_on WHEN {_START} IS NULL THEN o.due_on "
        f"WHEN e.{end} IS NOT NULL THEN {days_after_column(_START, f'e.{end}')} "
        f"WHEN o.due_on >= {_START} THEN o.due_on ELSE {days_after_column(_START, packed)} END"
    )


_BASIS = (
    f"CASE WHEN {_BELIEVED} THEN 'delivered' WHEN {_START} IS NULL OR (e.low IS NULL AND o.due_on >= {_START}) "
    "THEN 'due' ELSE 'estimated' END"
)
# Orders about which something else is known than their own rows say.
_SPECIAL = """
SELECT order_id FROM review_requests UNION SELECT order_id FROM request_stops UNION SELECT order_id FROM request_mails
UNION SELECT order_id FROM case_orders
UNION SELECT order_id FROM contacts WHERE order_id IS NOT NULL AND purpose = 'request'
UNION SELECT order_id FROM review_links WHERE state = 'open' AND confidence >= ?
UNION SELECT o.id FROM orders o WHERE o.customer_id IN (SELECT k.customer_id FROM cases k WHERE NOT EXISTS
    (SELECT 1 FROM case_orders n JOIN cases g ON g.id = n.case_id WHERE g.root_id = k.root_id))
"""


def settle(conn: Connection, upto: int, newest: int, about: Setting) -> None:
    """Put the verdicts of orders `upto` + 1 to `newest` in whose own rows decide; the others get none."""
    if any(plan.key.startswith(OWN) for plan in about.plans):
        return
    _make_scratch(conn, about, upto)
    run(conn, _FILL, upto, newest)
    for name in ("asking_answers", "asking_channels", "asking_spreads", "asking_countries", "asking_special"):
        run(conn, f"DROP TABLE temp.{name}")


def _make_scratch(conn: Connection, about: Setting, upto: int) -> None:
    run(conn, "CREATE TEMP TABLE asking_special (id INTEGER PRIMARY KEY)")
    run(conn, "CREATE TEMP TABLE asking_answers (order_id INTEGER PRIMARY KEY, review_id INTEGER)")
    # The first of each order, the smaller id of one day.
    first = "min(coalesce(posted_on, '') || printf('%019d', id))"
    run(
        conn,
        f"INSERT INTO temp.asking_answers SELECT order_id, CAST(substr({first}, -19) AS INTEGER) FROM reviews "
        "WHERE order_id > ? GROUP BY order_id",
        upto,
    )
    run(conn, f"INSERT OR IGNORE INTO temp.asking_special {_SPECIAL}", SURE)
    run(
        conn,
        "CREATE TEMP TABLE asking_channels (id INTEGER PRIMARY KEY, plan TEXT, name TEXT, active INTEGER, "
        "closes INTEGER, today TEXT, asks TEXT, platform TEXT, by_mail INTEGER)",
    )
    run(
        conn,
        "CREATE TEMP TABLE asking_spreads (channel_id INTEGER, country TEXT, start TEXT, low INTEGER, high INTEGER, "
        "PRIMARY KEY (channel_id, country, start))",
    )
    run(
        conn,
        "CREATE TEMP TABLE asking_countries (channel_id INTEGER, country TEXT, given INTEGER, wants TEXT, "
        "told TEXT, low INTEGER, high INTEGER, packing INTEGER, PRIMARY KEY (channel_id, country, given))",
    )
    plans = {number: plan_for(about.plans, place.platform, number, (), "") for number, place in about.places.items()}
    plain = {number: plan for number, plan in plans.items() if not (plan.products or plan.countries or plan.channels)}
    run_many(
        conn,
        "INSERT INTO temp.asking_channels VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_channel(about, about.places[number], plan) for number, plan in plain.items() if plan.key],
    )
    keys = plain_rows(conn, "SELECT DISTINCT channel_id, country, start FROM delivery_days WHERE start <> ''")
    spreads = [(*key, spread_of(about.history, *key)) for key in keys]
    run_many(
        conn,
        "INSERT INTO temp.asking_spreads VALUES (?, ?, ?, ?, ?)",
        [(*key, *(found or (None, None))) for *key, found in spreads],
    )
    pairs = plain_rows(
        conn,
        f"SELECT DISTINCT o.channel_id, {_COUNTRY} FROM orders o LEFT JOIN customers c ON c.id = o.customer_id "
        "WHERE o.id > ?",
        upto,
    )
    run_many(
        conn,
        "INSERT INTO temp.asking_countries VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            row
            for channel, country in pairs
            if channel in plain
            for row in _country(about, plain[channel], channel, country)
        ],
    )


def _channel(about: Setting, place: Place, plan: Plan) -> tuple[object, ...]:
    limits = about.limits(place.id, plan)
    closes = min(plan.expires, limits.closes) if limits.closes is not None else plan.expires
    asks = "" if limits.manner == "free" else "platform_asks" if limits.manner == "platform" else "never_asked"
    today = day_of(about.now, place.zone).isoformat()
    return place.id, plan.key, plan.name, plan.active, closes, today, asks, place.platform, plan.through == "email"


def _country(about: Setting, plan: Plan, channel: int, country: str) -> Iterator[tuple[object, ...]]:
    """What law and distance say of a country; none where the law asks when somebody bought last: that is each one's."""
    limits, place = about.limits(channel, plan), about.places[channel]
    guess = guess_of(country in place.home if country and place.home else None)
    for given in (False, True):
        lately, ever = (
            limits.consent_wanting(country, given, plan.told_at_checkout, day) for day in (about.now.date(), _LONG_AGO)
        )
        if lately != ever:
            continue
        told = limits.consent_wanting(country, given, True, _LONG_AGO)
        yield (
            channel, country, int(given), lately[0] if lately else "", "" if told else "told",
            guess["low"], guess["high"], guess["packing"],
        )  # fmt: skip


_FILL = f"""
WITH own AS MATERIALIZED (
    SELECT o.id, o.channel_id, p.plan, p.name, p.active, p.closes, p.today, p.asks, p.platform, p.by_mail, o.status,
        o.placed_on, o.paid_on IS NOT NULL OR coalesce(o.paid_minor, 0) > 0 AS paid,
        coalesce(c.do_not_contact OR c.opted_out, 0) AS alone, coalesce(c.consent, 'unknown') AS consent,
        coalesce(c.email, '') AS email, g.wants, g.told, r.id AS review_id, r.posted_on,
        {_BASIS} AS basis, {_arrival("low")} AS low_on, {_arrival("high")} AS high_on
    FROM orders o JOIN temp.asking_channels p ON p.id = o.channel_id LEFT JOIN customers c ON c.id = o.customer_id
    JOIN temp.asking_countries g ON g.channel_id = o.channel_id AND g.country = {_COUNTRY}
        AND g.given = (coalesce(c.consent, '') = 'yes')
    LEFT JOIN temp.asking_spreads e ON e.channel_id = o.channel_id AND e.country = o.ship_country
        AND e.start = CASE WHEN o.shipped_on IS NOT NULL THEN 'shipped' ELSE 'placed' END
    LEFT JOIN temp.asking_answers x ON x.order_id = o.id LEFT JOIN reviews r ON r.id = x.review_id
    WHERE o.id > ?1 AND o.id <= ?2 AND o.id NOT IN (SELECT id FROM temp.asking_special)
        AND {" AND ".join(f"(o.{name} IS NULL OR o.{name} {_KNOWN})" for name in _DAYS)}
), judged AS MATERIALIZED (
    SELECT a.*, {days_after_column("low_on", "closes")} AS last_on, CASE
        WHEN review_id IS NOT NULL THEN CASE
            WHEN posted_on IS NULL OR posted_on < {days_after_column("today", "-32")} THEN 'reviewed' END
        WHEN status IN ({_listed(rules.NEVER_SOLD)}) THEN 'canceled'
        WHEN status IN ({_listed(rules.UNPAID)}) AND NOT paid THEN 'unpaid'
        WHEN NOT active THEN 'plan_off'
        WHEN alone THEN 'opted_out' WHEN consent = 'no' THEN 'refused'
        WHEN asks <> '' THEN asks
        WHEN by_mail AND email = '' THEN 'no_address'
        WHEN wants <> '' AND told = '' THEN 'consent'
        WHEN low_on IS NULL OR {days_after_column("low_on", "closes")} >= today THEN NULL
        WHEN wants <> '' THEN 'window_checkout'
        ELSE 'window' END AS reason
    FROM own AS a
)
INSERT INTO request_verdicts (id, channel_id, plan, state, reason, detail, step, basis, low_on, high_on, day_on,
    last_on, review_id, sure)
SELECT id, channel_id, plan,
    CASE WHEN reason = 'reviewed' THEN 'reviewed' WHEN reason IN ('opted_out', 'refused') THEN 'opted_out'
        WHEN reason IN ('window', 'window_checkout') THEN 'window_closed' ELSE 'not_asked' END,
    reason,
    CASE reason WHEN 'reviewed' THEN coalesce(posted_on, '') WHEN 'plan_off' THEN name
        WHEN 'platform_asks' THEN platform WHEN 'never_asked' THEN platform WHEN 'consent' THEN wants ELSE '' END,
    '', CASE WHEN low_on IS NULL THEN '' ELSE basis END, low_on, high_on, coalesce(high_on, placed_on, ''),
    CASE WHEN reason IN ('window', 'window_checkout') THEN last_on END, review_id,
    CASE WHEN review_id IS NOT NULL THEN 1.0 END
FROM judged WHERE reason IS NOT NULL
"""


def counted(conn: Connection, upto: int, newest: int) -> list[tuple[Any, ...]]:
    """How many orders of each kind got a verdict: channel, plan, state, reason, step, orders."""
    return plain_rows(
        conn,
        "SELECT channel_id, plan, state, reason, step, count(*) FROM request_verdicts WHERE id > ? AND id <= ? "
        "GROUP BY channel_id, plan, state, reason, step",
        upto,
        newest,
    )
