"""Review requests: the first look at a long history against one scan of it, a day's look, and opening the page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.solicitation import outcomes, service
from storeapp.solicitation.queries import RequestList
from storeapp.solicitation.records import DONE, QUEUE, RequestWanted
from storeapp.solicitation.sums import counts
from storeapp.store.db import Database
from storeapp.store.tables import Channel, Customer, Order, Review
from tests.bench.figures import Figure, side_by_side

NOW = datetime(2026, 7, 16, 18, 0, tzinfo=timezone.utc)
YEARS = 6
ORDERS = ("channel_id", "number", "customer_id", "status", "placed_on", "shipped_on", "delivered_on", "ship_country")
SCAN = (
    "SELECT id, channel_id, status, placed_on, shipped_on, delivered_on, ship_country, customer_id "
    "FROM orders ORDER BY placed_on, id"
)


def build(folder: Path, orders: int) -> Database:
    """Two channels, six years; four orders of five delivered, one of four reviewed, two buyers of three with a mail."""
    db = Database.create(folder, FixedClock(NOW), who="Bench", derived=DERIVED)
    with db.write("Made a big shop", kind="import") as tx:
        rows = [(one, one, "America/New_York", "US", "2020-01-01T00:00:00Z") for one in ("etsy", "own")]
        channels = list(tx.insert(Channel, ("platform", "name", "time_zone", "region", "created_at"), rows))
        named = ((f"Buyer {n}", "US", f"b{n}@x.example" if n % 3 else "") for n in range(orders * 2 // 3))
        people = tx.insert(Customer, ("name", "country", "email"), named)
        made = tx.insert(Order, ORDERS, (_order(n, orders, channels, people) for n in range(orders)))
        tx.insert(
            Review,
            ("channel_id", "order_id", "rating", "stars", "text", "posted_on", "photos"),
            ((channels[0], made[n], 5.0, 5, "Good", _day(n, orders, 14), n % 2) for n in range(0, orders, 4)),
        )
    return db


def _day(n: int, orders: int, later: int = 0) -> str:
    return (NOW.date() - timedelta(days=YEARS * 365 - n * YEARS * 365 // orders) + timedelta(days=later)).isoformat()


def _order(n: int, orders: int, channels: list[int], people: range) -> tuple[object, ...]:
    came = _day(n, orders, 6) if n % 5 else None
    buyer = people[n % len(people)]
    status = "delivered" if came and came <= date.isoformat(NOW.date()) else "shipped"
    return channels[n % 2], f"{n:07}", buyer, status, _day(n, orders), _day(n, orders, 2), came, "US"


def figures(folder: Path) -> Iterator[Figure]:
    """Building the queue, a day's look, and the page at a million orders against ten thousand."""
    db = build(folder / "shop", 100_000)
    service.refresh(build(folder / "tiny", 10))  # reads the rule book
    yield Figure("the first look at 100,000 orders", *_first(db), "one indexed scan", "ms", 3.0)
    assert isinstance(db.clock, FixedClock)
    began = time.perf_counter()
    db.clock.at += timedelta(days=1)
    looked = service.refresh(db).value
    day = (time.perf_counter() - began) * 1000
    yield Figure(f"the next day's look, {looked:,} orders", day, _scan(db), "one indexed scan", "ms")
    began = time.perf_counter()
    service.refresh(db)
    yield Figure("a look with nothing due", (time.perf_counter() - began) * 1000, day, "the day's", "ms")
    db.close()
    small, big = build(folder / "small", 10_000), build(folder / "big", 1_000_000)
    for one in (small, big):
        service.refresh(one)
    ours, other = side_by_side(lambda: _open_page(big), lambda: _open_page(small), 9)
    yield Figure("opening the list at 1,000,000 orders", ours, other, "at 10,000", "ms", 1.3)
    ours, other = side_by_side(lambda: _funnel(big), lambda: _funnel(small), 5)
    yield Figure("the funnel of ten days there", ours, other, "at 10,000", "ms")
    small.close()
    big.close()


def _first(db: Database) -> tuple[float, float]:
    scans = sorted(_scan(db) for _ in range(5))
    began = time.perf_counter()
    service.refresh(db)
    return (time.perf_counter() - began) * 1000, scans[2]


def _scan(db: Database) -> float:
    with db.read() as conn:
        began = time.perf_counter()
        conn.connection.cursor().execute(SCAN).fetchall()
        return (time.perf_counter() - began) * 1000


def _funnel(db: Database) -> None:
    with db.read() as conn:
        outcomes.funnel(conn, NOW, since=(NOW.date() - timedelta(days=10)).isoformat())


def _open_page(db: Database) -> None:
    with db.read() as conn:
        counts(conn)
        outcomes.last_days(conn, NOW)
        for states in (QUEUE, DONE):
            listed, wanted = RequestList(), RequestWanted(states=states, descending=states == DONE)
            listed.count(conn, wanted)
            listed.rows(conn, wanted, 0, 60)
