"""Alarms: how many a month chance raises on shuffled real shops, how soon a drop is seen, and the time of a look."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median

from storeapp.reputation.changes.detection import DROP, AlertRules
from storeapp.reputation.changes.queries.alerts import all_alerts
from tests.bench.big_shop import build
from tests.bench.figures import Figure
from tests.reputation.changes import alarms

SHUFFLES = {"etsy": 20, "olist": 3, "sports": 2, "tokopedia": 3, "all together": 1}
RATES = (5, 10, 30, 100, 500)  # ratings a month
DROPS = 25
SMALL, BIG = 10_000, 200_000  # reviews


def figures(folder: Path) -> Iterator[Figure]:
    """Alarms a month against the promise of one; ratings until a drop from 4.8 to 4.4 is told; seconds a look takes."""
    data = Path(os.environ.get("STOREAPP_SHARED") or Path(__file__).resolve().parents[3] / "shared") / "data"
    if data.is_dir():
        yield from _calm(data)
    for rate in RATES:
        waits = sorted(_wait(rate, seed) for seed in range(DROPS))
        seen = [wait for wait in waits if wait]
        name = f"4.8 to 4.4 at {rate} ratings a month, seen {len(seen)} of {DROPS}"
        days = median(seen) / rate * 30.4
        yield Figure(name, median(seen), days, "days", "ratings", None)
    small, big = _look(folder / "small", SMALL), _look(folder / "big", BIG)
    yield Figure(f"a look at {BIG:,} reviews, beside the window", big, small, f"at {SMALL:,}", "s")


def _calm(data: Path) -> Iterator[Figure]:
    shops = {
        "etsy": alarms.etsy(data),
        "olist": alarms.olist(data),
        "sports": alarms.sports(data),
        "tokopedia": alarms.tokopedia(data),
    }
    shops["all together"] = alarms.together(*shops.values())
    for name, shop in shops.items():
        found, months = 0, 0.0
        for seed in range(SHUFFLES[name]):
            walked = alarms.walk(alarms.shuffled(shop, seed))
            found += len(walked.found)
            months += walked.months
        yield Figure(f"false alarms, {name}, {months:,.0f} months", found / months, 1.0, "promised", "a month", 1.0)


def _wait(rate: int, seed: int) -> int:
    """Ratings from the drop to its alarm, 0 if it was not seen within a year."""
    ratings, before = alarms.dropping(rate, seed)
    by_day: dict[str, list[tuple[int, alarms.Rated]]] = {}
    for place, one in enumerate(ratings):
        by_day.setdefault(one.day, []).append((place, one))
    steps = alarms.Walk()
    for day, group in by_day.items():
        touched = steps.take(one for _, one in group)
        if group[-1][0] >= before and any(kind == DROP for _, kind, _ in steps.look(day, touched)):
            return group[-1][0] + 1 - before
    return 0


def _look(folder: Path, reviews: int) -> float:
    db = build(folder, reviews)
    try:
        with db.read() as conn:
            newest = conn.exec_driver_sql("SELECT max(posted_on) FROM reviews").scalar()
            today = date.fromisoformat(str(newest))
            all_alerts(conn, today, AlertRules())
            began = time.perf_counter()
            for _ in range(5):
                all_alerts(conn, today, AlertRules())
            return (time.perf_counter() - began) / 5
    finally:
        db.close()
