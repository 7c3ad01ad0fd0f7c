"""A shop with reviews, orders and cases that wait."""

from __future__ import annotations

import pytest

from storeapp.store.db import Database
from storeapp.store.tables import Case
from tests.make import Make


@pytest.fixture
def helpers_shop(db: Database, make: Make) -> Database:
    """Twelve orders on their way, six reviews that wait, three cases without a reason."""
    channel = make.channel(name="Lumen on Etsy")
    buyers = [make.customer(f"ann{n}", channel, name=f"Ann Ott {n}") for n in range(3)]
    for n in range(12):
        order = make.order(
            channel_id=channel, number=f"00{n}47", status="paid", placed_on="2026-01-05", customer_id=buyers[n % 3],
            buyer_name=f"Ann Ott {n % 3}", delivered_on=None, shipped_on=None,
        )  # fmt: skip
        make.line(order, title="Linen lamp", quantity=1 + n % 2)
    for n in range(6):
        make.review(
            channel_id=channel, stars=1 + n % 3, text=f"Too dark, number {n}", posted_on=f"2026-01-1{n}",
            customer_id=buyers[n % 3], replied_on=None,
        )  # fmt: skip
    with db.write("Cases") as tx:
        for n in range(3):
            tx.insert_one(
                Case,
                title=f"Lamp {n} flickers",
                opened_at=tx.now,
                channel_id=channel,
                note="Asked for photos. Waiting.",
            )
    return db
