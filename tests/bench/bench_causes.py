"""Causes and clocks: reading what the tab shows, with 100,000 cases against 10,000; all of it beside the window."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from storeapp.aftersales.causes.queries.causes import cause_list
from storeapp.aftersales.causes.queries.costs import last_days
from storeapp.aftersales.causes.queries.effects import cause_detail, fixes
from storeapp.aftersales.causes.queries.metrics import head_figures
from storeapp.aftersales.clocks.queries import clocks_of, pressing
from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.store.db import Database
from storeapp.store.tables import Case, CaseEntry, CaseOrder, Cause, CauseLink, Channel, Order, OrderLine, Product
from tests.bench.figures import Figure

SMALL, BIG = 10_000, 100_000
NOW = datetime(2026, 7, 16, 9, tzinfo=timezone.utc)
TODAY = NOW.date()
REASONS = ("DEL_DAMAGE", "DEL_LATE", "ORD_MISSING", "PRD_SIZE", "PRD_DEFECT")
ROUNDS = 3


def figures(folder: Path) -> Iterator[Figure]:
    """Seconds of each reading, the fastest of three."""
    reads: dict[str, Callable[[Any], object]] = {
        "the list by cost, 90 days": lambda conn: cause_list(conn, last_days(90, TODAY)),
        "the figures of the head": lambda conn: head_figures(conn, TODAY),
        "one cause of any product": lambda conn: cause_detail(conn, 1, TODAY),
        "all five fixes": lambda conn: fixes(conn, TODAY),
        "cases about to run out": lambda conn: pressing(conn, NOW),
        "the clocks of one case": lambda conn: clocks_of(conn, 5, NOW),
    }
    small, big = (dict(_read(folder / str(cases), cases, reads)) for cases in (SMALL, BIG))
    for name in reads:
        yield Figure(f"{name}, {BIG:,} cases", big[name], small[name], f"at {SMALL:,}", "s")


def _read(folder: Path, cases: int, reads: dict[str, Callable[[Any], object]]) -> Iterator[tuple[str, float]]:
    db = _shop(folder, cases)
    try:
        with db.read() as conn:
            for name, read in reads.items():
                took = []
                for _round in range(ROUNDS):
                    began = time.perf_counter()
                    read(conn)
                    took.append(time.perf_counter() - began)
                yield name, min(took)
    finally:
        db.close()


def _shop(folder: Path, cases: int) -> Database:
    """Three orders a case over two years, 70 of 100 cases linked to one of five causes that were fixed."""
    db = Database.create(folder, FixedClock(NOW), who="Owner", derived=DERIVED)
    dice = random.Random(1)
    orders = 3 * cases
    days = [(TODAY - timedelta(days=dice.randrange(730))).isoformat() for _ in range(orders)]
    about = [dice.randrange(orders) for _ in range(cases)]
    with db.write("Laid rows") as tx:
        channel = tx.insert_one(
            Channel, platform="etsy", name="Etsy", currency="EUR", created_at="2020-01-01T00:00:00Z"
        )
        products = [tx.insert_one(Product, title=f"Lamp {number}") for number in range(100)]
        columns = ("channel_id", "number", "status", "placed_on", "delivered_on", "currency", "items_minor")
        rows = [(channel, str(number), "delivered", day, day, "EUR", 2000) for number, day in enumerate(days)]
        tx.insert(Order, columns, rows)
        lines = [(number + 1, "#1", dice.choice(products), "EUR") for number in range(orders)]
        tx.insert(OrderLine, ("order_id", "key", "product_id", "currency"), lines)
        opened = [_after(days[order], dice.randrange(1, 10)) for order in about]
        reasons = [dice.choice(REASONS) for _ in about]
        columns = ("title", "reason", "state", "channel_id", "product_id", "opened_at", "closed_at")
        made = [
            (f"Case {order}", reason, *_state(dice, day, channel, lines[order][2]))
            for order, reason, day in zip(about, reasons, opened, strict=True)
        ]
        tx.insert(Case, columns, made)
        tx.insert(CaseOrder, ("case_id", "order_id"), [(case, order + 1) for case, order in enumerate(about, 1)])
        told = [
            (case, kind, f"{day}T{hour}:00:00Z", minor, "EUR" if minor else "", f"{day}T{hour}:00:00Z")
            for case, day in enumerate(opened, 1)
            for kind, hour, minor in (("in", 10, None), ("out", 15, None), ("refund", 16, 100 + dice.randrange(3000)))
        ]
        tx.insert(CaseEntry, ("case_id", "kind", "at", "amount_minor", "currency", "made_at"), told)
        fix = {"fix_what": "Stronger", "changed_from": "2026-03-01", "changed_until": "2026-03-15", "state": "fixed"}
        causes = {one: tx.insert_one(Cause, title=one, reason=one, found_on="2026-01-01", **fix) for one in REASONS}
        links = [
            (causes[reason], "case", case, "2026-01-01T00:00:00Z")
            for case, reason in enumerate(reasons, 1)
            if dice.random() < 0.7
        ]
        tx.insert(CauseLink, ("cause_id", "record_kind", "record_id", "at"), links)
    return db


def _after(day: str, days: int) -> str:
    return min(TODAY, date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _state(dice: random.Random, day: str, channel: int, product: int) -> tuple[Any, ...]:
    closed = dice.random() < 0.9
    ends = f"{day}T20:00:00Z" if closed else None
    return ("closed" if closed else "open", channel, product, f"{day}T10:00:00Z", ends)
