"""Standing, overview and level history of 1,000,000 reviews against the same shop with 10,000."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from storeapp.reputation.overview.queries import overview
from storeapp.reputation.ratings.records import Asked
from storeapp.reputation.standing.queries.ladders import level_history, standings
from storeapp.store.db import Database
from tests.bench.big_shop import build
from tests.bench.figures import Figure, side_by_side

REVIEWS = int(os.environ.get("STOREAPP_BENCH_REVIEWS", "1000000"))
SMALL = 10_000
TODAY = date(2025, 12, 17)
LADDERS = ("etsy-star-seller", "etsy-rating")


def figures(folder: Path) -> Iterator[Figure]:
    """Each reading with the large shop first, at most twice the time of the small one."""
    large, small = build(folder / "large", REVIEWS), build(folder / "small", SMALL)
    readings = {
        "standing of all channels": _standings,
        "overview": _overview,
        "history of two ladders": _history,
    }
    for what, read in readings.items():
        ours, other = side_by_side(lambda r=read: r(large), lambda r=read: r(small), rounds=20)
        yield Figure(f"{what}, {REVIEWS:,} reviews", ours, other, f"with {SMALL:,}", target=2.0)
    large.close()
    small.close()


def _standings(db: Database) -> None:
    with db.read() as conn:
        assert standings(conn, TODAY)


def _overview(db: Database) -> None:
    with db.read() as conn:
        assert overview(conn, Asked(), TODAY).ever


def _history(db: Database) -> None:
    with db.read() as conn:
        for ladder in LADDERS:
            assert level_history(conn, 1, ladder, TODAY).points
