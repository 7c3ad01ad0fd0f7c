"""Judges in one statement the orders whose verdict nothing but their own row decides: a shop's long history.

Whatever needs a second look (a case, a request, a hold, a plan for some products only) is left to `rules.judge`; a test
holds both against each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

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
_PHOTO_OVER = rules.PHOTO_DAYS + 2  # days after a review until no zone asks for its photo any more
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
    for name in ("answers", "channels", "spreads", "countries", "special", "reasons"):
        run(conn, f"DROP TABLE temp.asking_{name}")


def _make_scratch(conn: Connection, about: Setting, upto: int) -> None:
    run(conn, "CREATE TEMP TABLE asking_special (id INTEGER PRIMARY KEY)")
    run(
        conn,
        "CREATE TEMP TABLE asking_answers (order_id INTEGER PRIMARY KEY, review_id INTEGER, posted_on TEXT)",
    )
    # The first of each order, the smaller id of one day.
    run(
        conn,
        "INSERT OR IGNORE INTO temp.asking_answers SELECT order_id, id, posted_on FROM reviews WHERE order_id > ? "
        "ORDER BY order_id, coalesce(posted_on, ''), id",
        upto,
    )
    run(conn, f"INSERT OR IGNORE INTO temp.asking_special {_SPECIAL}", SURE)
    run(
        conn,
        "CREATE TEMP TABLE asking_channels (id INTEGER PRIMARY KEY, plan TEXT, name TEXT, active INTEGER, "
        "closes INTEGER, open_since TEXT, photo_since TEXT, asks TEXT, platform TEXT, by_mail INTEGER)",
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
    run(conn, "CREATE TEMP TABLE asking_reasons (reason TEXT PRIMARY KEY, state TEXT, detail TEXT) WITHOUT ROWID")
    run_many(conn, "INSERT INTO temp.asking_reasons VALUES (?, ?, ?)", _REASONS)
    plans = {number: plan_for(about.plans, place.platform, number, (), "") for number, place in about.places.items()}
    plain = {number: plan for number, plan in plans.items() if not (plan.products or plan.countries or plan.channels)}
    run_many(
        conn,
        "INSERT INTO temp.asking_channels VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_channel(about, about.places[number], plan) for number, plan in plain.items() if plan.key],
    )
    keys = plain_rows(conn, "SELECT DISTINCT channel_id, country, start FROM delivery_days WHERE start <> ''")
    spreads = [(*key, spread_of(about.history, *key)) for key in keys]
    run_many(
        conn,
        "INSERT INTO temp.asking_spreads VALUES (?, ?, ?, ?, ?)",
        [(*key, *(found or (None, None))) for *key, found in spreads],
    )
    _fill_countries(conn, about, plain, upto)


def _fill_countries(conn: Connection, about: Setting, plain: Mapping[int, Plan], upto: int) -> None:
    # Most orders name their country: only the others are looked up at their buyers.
    pairs = plain_rows(
        conn,
        "SELECT DISTINCT channel_id, ship_country FROM orders WHERE id > ?1 AND ship_country <> '' UNION "
        "SELECT DISTINCT o.channel_id, coalesce(c.country, '') FROM orders o LEFT JOIN customers c "
        "ON c.id = o.customer_id WHERE o.id > ?1 AND coalesce(o.ship_country, '') = ''",
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
    today = day_of(about.now, place.zone)
    since = [(today - timedelta(days=days)).isoformat() for days in (closes, _PHOTO_OVER)]
    return place.id, plan.key, plan.name, plan.active, closes, *since, asks, place.platform, plan.through == "email"


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


# One pass with nothing put aside. The reason, in the order in which `rules.judge` comes to it, is worked out once, to
# look up the state that goes with it.
_FILL = f"""
INSERT INTO request_verdicts (id, channel_id, plan, state, reason, detail, step, basis, low_on, high_on, day_on,
    last_on, review_id, sure)
SELECT o.id, o.channel_id, p.plan, y.state, y.reason,
    CASE y.detail WHEN '' THEN '' WHEN 'posted' THEN coalesce(x.posted_on, '') WHEN 'wants' THEN g.wants
        WHEN 'plan' THEN p.name ELSE p.platform END,
    '', CASE WHEN {_arrival("low")} IS NULL THEN '' ELSE {_BASIS} END, {_arrival("low")}, {_arrival("high")},
    coalesce({_arrival("high")}, o.placed_on, ''),
    CASE WHEN y.state = 'window_closed' THEN {days_after_column(f"({_arrival('low')})", "p.closes")} END,
    x.review_id, CASE WHEN x.review_id IS NOT NULL THEN 1.0 END
FROM orders o JOIN temp.asking_channels p ON p.id = o.channel_id LEFT JOIN customers c ON c.id = o.customer_id
JOIN temp.asking_countries g ON g.channel_id = o.channel_id AND g.country = {_COUNTRY}
    AND g.given = (coalesce(c.consent, '') = 'yes')
LEFT JOIN temp.asking_spreads e ON e.channel_id = o.channel_id AND e.country = o.ship_country
    AND e.start = CASE WHEN o.shipped_on IS NOT NULL THEN 'shipped' ELSE 'placed' END
LEFT JOIN temp.asking_answers x ON x.order_id = o.id
JOIN temp.asking_reasons y ON y.reason = CASE
    WHEN x.review_id IS NOT NULL THEN CASE
        WHEN x.posted_on IS NULL OR x.posted_on < p.photo_since THEN 'reviewed' END
    WHEN o.status IN ({_listed(rules.NEVER_SOLD)}) THEN 'canceled'
    WHEN o.status IN ({_listed(rules.UNPAID)}) AND o.paid_on IS NULL AND coalesce(o.paid_minor, 0) <= 0 THEN 'unpaid'
    WHEN NOT p.active THEN 'plan_off'
    WHEN c.do_not_contact OR c.opted_out THEN 'opted_out' WHEN c.consent = 'no' THEN 'refused'
    WHEN p.asks <> '' THEN p.asks
    WHEN p.by_mail AND coalesce(c.email, '') = '' THEN 'no_address'
    WHEN g.wants <> '' AND g.told = '' THEN 'consent'
    WHEN coalesce({_arrival("low")}, '9999') >= p.open_since THEN NULL
    WHEN g.wants <> '' THEN 'window_checkout'
    ELSE 'window' END
WHERE o.id > ?1 AND o.id <= ?2 AND o.id NOT IN (SELECT id FROM temp.asking_special)
    AND {" AND ".join(f"(o.{name} IS NULL OR o.{name} {_KNOWN})" for name in _DAYS)}
"""
# reason, state, and what the reason's sentence is filled with
_REASONS = (
    ("reviewed", rules.REVIEWED, "posted"),
    ("canceled", rules.NOT_ASKED, ""),
    ("unpaid", rules.NOT_ASKED, ""),
    ("plan_off", rules.NOT_ASKED, "plan"),
    ("opted_out", rules.OPTED_OUT, ""),
    ("refused", rules.OPTED_OUT, ""),
    ("platform_asks", rules.NOT_ASKED, "platform"),
    ("never_asked", rules.NOT_ASKED, "platform"),
    ("no_address", rules.NOT_ASKED, ""),
    ("consent", rules.NOT_ASKED, "wants"),
    ("window_checkout", rules.WINDOW_CLOSED, ""),
    ("window", rules.WINDOW_CLOSED, ""),
)
