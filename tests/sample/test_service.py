"""The sample shop: the same every time, with the stories it promises, and marked as a sample."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from sqlalchemy import Connection, text

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock, from_utc_text
from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.progress import Progress
from storeapp.sample.script import load
from storeapp.sample.service import build
from storeapp.store.db import Database
from storeapp.store.shop_settings import shop_setting

TABLES = (
    *("channels", "customers", "identities", "products", "listings", "orders", "order_lines", "reviews", "cases"),
    *("promises", "mentions", "rivals", "rival_snapshots", "removal_requests", "customer_merges"),
)


def _all(conn: Connection, table: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in conn.execute(text(f"SELECT * FROM {table} ORDER BY id"))]


@pytest.fixture
def conn(laid_sample: Path, clock: FixedClock) -> Iterator[Connection]:
    db = Database.open(laid_sample, clock, derived=DERIVED)
    with db.read() as connection:
        yield connection
    db.close()


class Shown(Progress):
    """Remembers which shares of the work the bar showed."""

    shares: ClassVar[list[float]] = []

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if name in ("done", "total"):
            self.shares.append(self.done / self.total if self.total else 0)


def test_same_day_same_shop(laid_sample: Path, tmp_path: Path, clock: FixedClock) -> None:
    clock.at = clock.at.replace(hour=23)
    Shown.shares.clear()
    again = Database.open(build(tmp_path, clock, Shown()), clock, derived=DERIVED)
    assert Shown.shares == sorted(Shown.shares)  # the bar only goes forward
    assert Shown.shares[-1] == 1
    first = Database.open(laid_sample, clock, derived=DERIVED)
    try:
        with first.read() as one, again.read() as two:
            for table in TABLES:
                assert _all(one, table) == _all(two, table), table
    finally:
        first.close()
        again.close()


def test_size_and_marks(conn: Connection) -> None:
    count = {table: conn.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in TABLES}
    assert count["channels"] == 5
    assert 3_800 <= count["orders"] <= 4_200
    assert 1_200 <= count["reviews"] <= 1_400
    assert shop_setting(conn, "sample") is True
    assert shop_setting(conn, "shop_name") == "Lumen & Loom"
    languages = {row[0] for row in conn.execute(text("SELECT DISTINCT language FROM reviews WHERE language != ''"))}
    assert languages == {"en", "de", "es", "fr", "zh", "ru", "id"}
    currencies = {row[0] for row in conn.execute(text("SELECT DISTINCT currency FROM orders"))}
    assert currencies == {"EUR", "USD", "GBP", "CNY"}


def test_nothing_lies_ahead_or_backwards(conn: Connection) -> None:
    now = "2026-07-16T09:00:00Z"
    for table, column in (("orders", "placed_at"), ("orders", "delivered_at"), ("reviews", "posted_at")):
        assert conn.execute(text(f"SELECT max({column}) FROM {table}")).scalar_one() < now
    wrong = conn.execute(
        text(
            "SELECT count(*) FROM orders WHERE paid_at < placed_at OR shipped_at < paid_at "
            "OR delivered_at < shipped_at OR (status = 'delivered' AND delivered_on IS NULL)"
        )
    ).scalar_one()
    assert wrong == 0
    early = conn.execute(
        text("SELECT count(*) FROM reviews r JOIN orders o ON o.id = r.order_id WHERE r.posted_at < o.delivered_at")
    ).scalar_one()
    assert early == 0


def _mean(conn: Connection, sku: str, after: str, before: str) -> float:
    found = conn.execute(
        text(
            "SELECT avg(r.rating / r.scale) * 5 FROM reviews r JOIN products p ON p.id = r.product_id "
            "WHERE p.sku = :sku AND r.posted_on BETWEEN :after AND :before"
        ),
        {"sku": sku, "after": after, "before": before},
    ).scalar_one()
    return float(found)


def test_stories_can_be_found(conn: Connection) -> None:
    assert (
        _mean(conn, "LL-CER-01", "2026-04-01", "2026-07-16") < _mean(conn, "LL-CER-01", "2023-07-01", "2026-03-01") - 1
    )
    mending = _mean(conn, "LL-WAL-01", "2025-02-15", "2026-02-20")
    assert mending < _mean(conn, "LL-WAL-01", "2023-07-01", "2025-01-01") - 0.4
    assert mending < _mean(conn, "LL-WAL-01", "2026-02-25", "2026-07-10") - 0.4
    late = dict(
        conn.execute(
            text(
                "SELECT substr(placed_on, 1, 7), avg(delivered_on > due_on) FROM orders "
                "WHERE status = 'delivered' GROUP BY 1"
            )
        ).all()
    )
    assert late["2024-12"] > 0.2
    assert all(share < 0.15 for month, share in late.items() if month != "2024-12")
    summer = conn.execute(text("SELECT count(*) FROM orders WHERE substr(placed_on, 1, 7) = '2025-07'")).scalar_one()
    spring = conn.execute(text("SELECT count(*) FROM orders WHERE substr(placed_on, 1, 7) = '2025-05'")).scalar_one()
    assert summer < spring * 0.8


def test_bad_reviews_wait_from_hours_to_days(conn: Connection) -> None:
    waiting = conn.execute(
        text("SELECT posted_at FROM reviews WHERE replied_on IS NULL AND stars <= 3 ORDER BY posted_at DESC")
    ).scalars()
    ages = [_age(at) for at in waiting]
    assert ages[0] < 10
    assert ages[-1] > 100
    assert 4 <= len(ages) <= 8


def _age(at: str) -> float:
    return (from_utc_text("2026-07-16T09:00:00Z") - from_utc_text(at)).total_seconds() / 3600


def test_edited_reviews_keep_their_earlier_words(conn: Connection) -> None:
    rows = conn.execute(
        text("SELECT r.text, v.text, r.stars, v.rating FROM review_versions v JOIN reviews r ON r.id = v.review_id")
    ).all()
    assert len(rows) >= 10
    assert all(now != before and stars > rating for now, before, stars, rating in rows)


def test_no_real_address_can_be_hit(conn: Connection) -> None:
    for email in conn.execute(text("SELECT email FROM customers WHERE email != ''")).scalars():
        assert re.fullmatch(r"[a-z0-9]+@example\.org", email)


def test_every_line_of_the_script_belongs_to_a_language_with_all_themes() -> None:
    words = load().words
    for language, themes in words.items():
        assert set(themes) == set(words["en"]), language


def test_a_shop_is_never_written_over(laid_sample: Path, clock: FixedClock) -> None:
    with pytest.raises(UserError):
        build(laid_sample, clock)


def test_cancel_leaves_no_shop(tmp_path: Path, clock: FixedClock) -> None:
    class StopAt4(Progress):
        def step(self, count: int = 1, note: str | None = None) -> None:
            if self.done == 4:
                self.cancel()
            super().step(count, note)

    with pytest.raises(Cancelled):
        build(tmp_path, clock, StopAt4())
    assert list(tmp_path.iterdir()) == []


def test_a_scale_of_its_own_counts_like_an_import(conn: Connection) -> None:
    rows = conn.execute(text("SELECT DISTINCT rating, stars FROM reviews WHERE scale = 3 ORDER BY rating")).all()
    assert [tuple(row) for row in rows] == [(1.0, 1), (2.0, 3), (3.0, 5)]
