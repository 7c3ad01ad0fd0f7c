"""Gathers what decides about orders, many at a time, into the frozen facts that rules judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from storeapp.channels.rules import seat_of
from storeapp.kernel.clock import from_utc_text, utc_text
from storeapp.messages.queries import rule_changes
from storeapp.rulebook.messages.owners import RuleChange
from storeapp.solicitation import rules
from storeapp.solicitation.delivery import Days, History, arrival, histories, notes_shipping
from storeapp.solicitation.limits import Limits, limits_for
from storeapp.solicitation.plans import Plan, days_to_wait, plan_for, plans_with
from storeapp.solicitation.rules import Answer, Facts, Mailed, Problem
from storeapp.store.bulk import LISTED, json_ids, plain_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

FIRST_YEAR, LAST_YEAR = 1900, 2200
SURE = 0.9  # a review that names no order closes a request where a suggestion is at least so sure
_LISTED = LISTED.removeprefix("id ")
_PEOPLE = f"(SELECT id FROM customers WHERE id {_LISTED} OR merged_into {_LISTED})"
_ORDERS = f"""
SELECT o.id, o.channel_id, o.status, o.paid_on IS NOT NULL OR coalesce(o.paid_minor, 0) > 0, o.placed_on, o.shipped_on,
    o.due_on, o.delivered_on, o.ship_country, o.customer_id, coalesce(o.refunded_minor, 0) <> 0, b.imported_at,
    c.country, c.email, c.phone, c.consent, c.do_not_contact OR c.opted_out, c.last_order_on, c.language
FROM orders o LEFT JOIN customers c ON c.id = o.customer_id LEFT JOIN import_batches b ON b.id = o.source_batch
WHERE o.id {_LISTED}
"""


# Photos that buyers sent to the shop itself: kept with the order, or with its review.
_KEPT_PHOTOS = f"""
SELECT about_id FROM attached_files WHERE part = 'photo' AND about_kind = 'order' AND about_id {_LISTED}
UNION SELECT r.order_id FROM attached_files a CROSS JOIN reviews r ON r.id = a.about_id
WHERE a.part = 'photo' AND a.about_kind = 'review' AND r.order_id {_LISTED}
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel as requests see it. `seller`: the shop's country there, "" where unknown; `home`: its countries."""

    id: int
    platform: str
    zone: str
    seller: str
    home: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for all orders of one look: channels, plans, how long parcels took, and the instant."""

    places: Mapping[int, Place]
    plans: tuple[Plan, ...]
    history: History
    now: datetime
    changes: tuple[RuleChange, ...] = ()  # of the owner's in the rule book

    def limits(self, channel: int, plan: Plan) -> Limits:
        """What law and platform say for a plan on a channel."""
        place = self.places[channel]
        return limits_for(place.platform, plan.through, place.seller, self.now.date(), self.changes)


@dataclass(frozen=True, slots=True)
class Known:
    """One order with its plan. `person` is the customer (merged ones: who they are now), None where unknown."""

    facts: Facts
    plan: Plan
    channel: int
    person: int | None
    language: str
    products: tuple[int, ...]


def setting(conn: Connection, now: datetime) -> Setting:
    """What holds for all orders at an aware instant."""
    rows = plain_rows(conn, "SELECT id, platform, time_zone, region, locale, currency FROM channels ORDER BY id")
    places = {row[0]: Place(row[0], row[1], row[2], *seat_of(*row[3:])) for row in rows}
    own = plain_rows(conn, "SELECT key, name, active, settings FROM request_plans ORDER BY id")
    parcels = plain_rows(conn, "SELECT channel_id, country, start, days, orders FROM delivery_days WHERE start <> ''")
    return Setting(
        places,
        plans_with([(a, b, bool(c), d) for a, b, c, d in own]),
        histories(parcels),
        now,
        tuple(rule_changes(conn)),
    )


def known(conn: Connection, orders: Sequence[int], about: Setting) -> list[Known]:
    """The facts of these orders (ids), those that are gone left out."""
    listed = json_ids(orders)
    rows = plain_rows(conn, _ORDERS, listed)
    people = json_ids(sorted({row[9] for row in rows if row[9] is not None}))
    lines = _lines(conn, listed)
    sent = _sent(conn, listed)
    heard = _heard(conn, people, about)
    asked = _products_asked(conn, people)
    problems, of_person = _problems(conn, listed, people)
    answers = _answers(conn, listed)
    stops = _stops(conn, listed)
    mailed = _mailed(conn, listed)
    found = []
    for row in rows:
        order, channel, person = row[0], row[1], row[9]
        place = about.places[channel]
        country = row[8] or row[12] or ""
        own = lines.get(order, ())
        products = tuple(product for product, _category in own)
        plan = plan_for(about.plans, place.platform, channel, products, country)
        home = country in place.home if country and place.home else None
        placed, shipped, due, delivered = (_day(one) for one in row[4:8])
        days = Days(channel, row[8], placed, shipped, due, delivered, home)
        delivery = arrival(days, about.history)
        back = Problem(None, _refunded(row)) if row[2] in rules.SENT_BACK or row[10] else None
        hold, postponed = stops.get(order, (None, None))
        facts = Facts(
            order,
            row[2],
            bool(row[3]),
            place.zone,
            country,
            days.placed,
            delivery,
            here=days.shipped is None
            and days.delivered is None
            and row[2] not in ("shipped", "delivered")
            and row[2] not in rules.SENT_BACK
            and notes_shipping(about.history, channel),
            reachable=plan.through == "platform" or bool(row[13] if plan.through == "email" else row[14]),
            consent=row[15] or "unknown",
            left_alone=bool(row[16]),
            last_sale=_day(row[17]) or days.placed,
            wait=days_to_wait(plan, (category for _product, category in own)),
            sent=sent.get(order, ()),
            heard=heard.get(person, ()) if person is not None else (),
            product_asked=_latest(asked.get(person, ()), products, order) if person is not None else None,
            problems=(*problems.get(order, ()), *of_person.get(person or 0, ()), *((back,) if back else ())),
            answer=answers.get(order),
            hold=hold,
            not_arrived_until=postponed,
            mailed=mailed.get(order, ()),
        )
        found.append(Known(facts, plan, channel, person, row[18] or "", products))
    return found


@lru_cache(maxsize=20_000)
def _day(text: str | None) -> date | None:
    """None also for what is no day, or none that an order can be of."""
    try:
        found = date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
    return found if found is not None and FIRST_YEAR <= found.year <= LAST_YEAR else None


def _refunded(row: Sequence[Any]) -> datetime | None:
    """When the refund was heard of: with the latest file, else with the order's last day; None would hold for ever."""
    heard = row[11] or next((f"{day[:10]}T12:00:00Z" for day in (row[7], row[5], row[4]) if day), None)
    try:
        return from_utc_text(heard) if heard else from_utc_text("1970-01-01T00:00:00Z")
    except ValueError:
        return from_utc_text("1970-01-01T00:00:00Z")


def _lines(conn: Connection, listed: str) -> dict[int, list[tuple[int, str]]]:
    found = defaultdict(list)
    for order, product, category in plain_rows(
        conn,
        "SELECT l.order_id, l.product_id, p.category FROM order_lines l JOIN products p ON p.id = l.product_id "
        f"WHERE l.order_id {_LISTED} AND l.kind = '' ORDER BY l.id",
        listed,
    ):
        found[order].append((product, category))
    return found


def _sent(conn: Connection, listed: str) -> dict[int, tuple[tuple[str, datetime], ...]]:
    """What was sent about each order; a request that only the ledger knows counts as the first one."""
    found: dict[int, dict[str, datetime]] = defaultdict(dict)
    for order, kind, at in plain_rows(
        conn, f"SELECT order_id, kind, sent_at FROM review_requests WHERE order_id {_LISTED} ORDER BY sent_at", listed
    ):
        found[order][kind] = from_utc_text(at)
    for order, at in plain_rows(
        conn,
        f"SELECT order_id, min(sent_at) FROM contacts WHERE order_id {_LISTED} AND purpose = 'request' GROUP BY 1",
        listed,
    ):
        found[order].setdefault(rules.FIRST, from_utc_text(at))
    return {order: tuple(sorted(kinds.items(), key=lambda one: one[1])) for order, kinds in found.items()}


def _heard(conn: Connection, people: str, about: Setting) -> dict[int, tuple[datetime, ...]]:
    longest = max((days for plan in about.plans for _most, days in plan.caps), default=30)
    found: dict[int, list[datetime]] = defaultdict(list)
    since = utc_text(about.now - timedelta(days=longest))
    for person, at in plain_rows(
        conn,
        "SELECT coalesce(m.merged_into, m.id), k.sent_at AS at FROM contacts k JOIN customers m "
        "ON m.id = k.customer_id "
        f"WHERE k.customer_id IN {_PEOPLE} AND k.counts = 1 AND k.sent_at >= ?2 "
        # A mail that may have gone out may have been read.
        "UNION ALL SELECT o.customer_id, r.begun_at FROM request_mails r JOIN orders o ON o.id = r.order_id "
        f"WHERE r.state = 'going' AND o.customer_id {_LISTED} AND r.begun_at >= ?2 ORDER BY at",
        people,
        since,
    ):
        found[person].append(from_utc_text(at))
    return {person: tuple(times) for person, times in found.items()}


def _products_asked(conn: Connection, people: str) -> dict[int, list[tuple[int, int, datetime]]]:
    """Person -> (order, product, when its first request went out)."""
    found: dict[int, list[tuple[int, int, datetime]]] = defaultdict(list)
    if not plain_rows(conn, "SELECT 1 FROM review_requests LIMIT 1"):
        return found
    for person, order, product, at in plain_rows(
        conn,
        "SELECT o.customer_id, o.id, l.product_id, r.sent_at FROM orders o JOIN review_requests r ON r.order_id = o.id "
        f"AND r.kind = 'first' JOIN order_lines l ON l.order_id = o.id WHERE o.customer_id {_LISTED} "
        "AND l.product_id IS NOT NULL",
        people,
    ):
        found[person].append((order, product, from_utc_text(at)))
    return found


def _latest(asked: Iterable[tuple[int, int, datetime]], products: Sequence[int], order: int) -> datetime | None:
    return max((at for other, product, at in asked if other != order and product in products), default=None)


def _problems(conn: Connection, listed: str, people: str) -> tuple[dict[int, list[Problem]], dict[int, list[Problem]]]:
    """The cases of each order, and those of each person that are about no order."""
    of_order, of_person = defaultdict(list), defaultdict(list)
    # A case that is merged is as open as the one on top.
    columns = "t.id, t.state, t.closed_at"
    top = "JOIN cases t ON t.id = k.root_id"
    for order, number, state, closed in plain_rows(
        conn,
        f"SELECT DISTINCT n.order_id, {columns} FROM case_orders n JOIN cases k ON k.id = n.case_id {top} "
        f"WHERE n.order_id {_LISTED} ORDER BY t.id",
        listed,
    ):
        of_order[order].append(Problem(number, _closed(state, closed)))
    for person, number, state, closed in plain_rows(
        conn,
        f"SELECT DISTINCT k.customer_id, {columns} FROM cases k {top} WHERE k.customer_id {_LISTED} "
        "AND NOT EXISTS (SELECT 1 FROM case_orders n JOIN cases g ON g.id = n.case_id WHERE g.root_id = t.id) "
        "ORDER BY t.id",
        people,
    ):
        of_person[person].append(Problem(number, _closed(state, closed)))
    return of_order, of_person


def _closed(state: str, closed: str | None) -> datetime | None:
    return from_utc_text(closed) if state == "closed" and closed else None


def _answers(conn: Connection, listed: str) -> dict[int, Answer]:
    """The first review of each order; one that names no order where a suggestion is sure enough and not refused."""
    found: dict[int, Answer] = {}
    photos: set[int] = set()
    for order, review, posted, pictures in plain_rows(
        conn,
        f"SELECT order_id, id, posted_on, photos FROM reviews WHERE order_id {_LISTED} ORDER BY posted_on, id",
        listed,
    ):
        found.setdefault(order, Answer(review, _day(posted), False))
        if pictures:
            photos.add(order)
    photos |= {order for (order,) in plain_rows(conn, _KEPT_PHOTOS, listed)}
    for order, review, posted, pictures, sure in plain_rows(
        conn,
        "SELECT k.order_id, r.id, r.posted_on, r.photos, k.confidence FROM review_links k JOIN reviews r "
        f"ON r.id = k.review_id WHERE k.order_id {_LISTED} AND k.state = 'open' AND r.order_id IS NULL "
        "AND k.confidence >= ?2 ORDER BY k.confidence DESC, r.id",
        listed,
        SURE,
    ):
        if order not in found:
            found[order] = Answer(review, _day(posted), bool(pictures), sure)
    return {
        order: Answer(one.review_id, one.posted, True, one.sure) if order in photos else one
        for order, one in found.items()
    }


def _stops(conn: Connection, listed: str) -> dict[int, tuple[tuple[str, date | None] | None, date | None]]:
    found: dict[int, tuple[tuple[str, date | None] | None, date | None]] = {}
    for order, kind, reason, until in plain_rows(
        conn, f"SELECT order_id, kind, reason, until_on FROM request_stops WHERE order_id {_LISTED}", listed
    ):
        hold, postponed = found.get(order, (None, None))
        found[order] = ((reason, _day(until)), postponed) if kind == "hold" else (hold, _day(until))
    return found


def _mailed(conn: Connection, listed: str) -> dict[int, tuple[Mailed, ...]]:
    """The mails of each order that were begun, and either refused or never told to have gone out."""
    found: dict[int, tuple[Mailed, ...]] = {}
    for order, step, state, begun, answer in plain_rows(
        conn,
        f"SELECT order_id, step, state, begun_at, answer FROM request_mails WHERE order_id {_LISTED} "
        "AND state IN ('going', 'refused') ORDER BY id",
        listed,
    ):
        found[order] = (*found.get(order, ()), Mailed(step, begun if state == "going" else None, answer))
    return found
