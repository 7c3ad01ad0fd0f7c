"""100,000 proposed cases: counting them, a window of them anywhere, what speaks for them, opening and dismissing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

from storeapp.aftersales.proposals import service
from storeapp.aftersales.proposals.queries import ProposalListing
from storeapp.aftersales.proposals.records import ProposalFilters
from storeapp.aftersales.proposals.rules import SETTLED
from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.store.db import Database
from storeapp.store.tables import Channel, Order
from tests.bench.figures import Figure

SMALL, BIG = 10_000, 100_000
NOW = datetime(2026, 7, 16, 9, tzinfo=timezone.utc)
ROUNDS, WINDOW = 3, 60


def figures(folder: Path) -> Iterator[Figure]:
    """Seconds of each reading, the fastest of three, and of one round of verbs."""
    small, big = (dict(_read(folder / str(count), count)) for count in (SMALL, BIG))
    for name, took in big.items():
        yield Figure(f"{name}, {BIG:,} proposals", took, small[name], f"at {SMALL:,}", "s")


def _read(folder: Path, count: int) -> Iterator[tuple[str, float]]:
    db, listing = _shop(folder, count), ProposalListing()
    every, settled = ProposalFilters(NOW.date().isoformat()), ProposalFilters(NOW.date().isoformat(), SETTLED)
    reads: dict[str, Callable[[Any], object]] = {
        "counting": lambda conn: listing.count(conn, every),
        "the first window": lambda conn: listing.rows(conn, every, 0, WINDOW, False),
        "the middle window": lambda conn: listing.rows(conn, every, count // 2, WINDOW, False),
        "the last window": lambda conn: listing.rows(conn, every, 0, WINDOW, True),
        "those merely paid back": lambda conn: listing.rows(conn, settled, 0, WINDOW, False),
    }
    try:
        with db.read() as conn:
            for name, read in reads.items():
                yield name, min(_took(partial(read, conn)) for _round in range(ROUNDS))
            rows = listing.rows(conn, every, count // 2, 1000, False)
        yield "opening one", _took(lambda: service.open_proposed(db, [rows[0].record]))
        yield "dismissing 999", _took(lambda: service.dismiss(db, [one.record for one in rows[1:]], "old"))
    finally:
        db.close()


def _took(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _shop(folder: Path, count: int) -> Database:
    """Orders of two years, each of which proposes a case: three of four canceled, the fourth paid back."""
    db = Database.create(folder, FixedClock(NOW), who="Owner", derived=DERIVED)
    days = [(date(2026, 7, 16) - timedelta(days=number % 730)).isoformat() for number in range(count)]
    with db.write("Laid rows") as tx:
        channel = tx.insert_one(
            Channel, platform="etsy", name="Etsy", currency="EUR", created_at="2020-01-01T00:00:00Z"
        )
        columns = ("channel_id", "number", "status", "placed_on", "canceled_on", "currency", "refunded_minor")
        rows = [
            (channel, str(number), "canceled", day, day, "EUR", None)
            if number % 4
            else (channel, str(number), "delivered", day, None, "EUR", 500)
            for number, day in enumerate(days)
        ]
        tx.insert(Order, columns, rows)
    return db
