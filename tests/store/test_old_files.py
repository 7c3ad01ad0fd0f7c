"""Every shop file that was ever released opens, with its rows, its history and its search."""

from __future__ import annotations

from pathlib import Path

import pytest

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.progress import Progress
from storeapp.store import archive, backup, journal, schema, search
from storeapp.store.check import check_data
from storeapp.store.db import Database
from storeapp.store.engine import connect
from tests import kept

FILES = sorted((Path(__file__).resolve().parents[1] / "old_files").glob("*.zip"))


def test_there_is_a_file_of_every_revision() -> None:
    assert [file.stem for file in FILES] == schema.known_revisions()


def test_the_newest_file_has_todays_schema(tmp_path: Path, db: Database) -> None:
    """A revision is never changed once a file of it is out; before that, make the file anew."""
    archive.unpack(FILES[-1], tmp_path / "old", Progress())
    raw = connect(tmp_path / "old" / "shop.sqlite")
    old = raw.execute("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name").fetchall()
    raw.close()
    with db.read() as conn:
        new = conn.exec_driver_sql(
            "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
        ).all()
    assert [tuple(row) for row in new] == old


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_released_file_opens_with_its_rows(file: Path, tmp_path: Path, clock: FixedClock) -> None:
    backup.restore(tmp_path / "shop", file, clock)
    db = Database.open(tmp_path / "shop", clock, derived=DERIVED)

    def rows(sql: str) -> list[tuple[object, ...]]:
        with db.read() as conn:
            return [tuple(row) for row in conn.exec_driver_sql(sql)]

    assert rows("SELECT number, status, total_minor, refunded_minor FROM orders ORDER BY id") == [
        ("4711", "delivered", 2000, 250),
        ("T-1", "paid", 2000, None),
    ]
    assert rows("SELECT name, order_count, last_order_on, consent FROM customers ORDER BY id") == [
        ("Ann Ott", 1, "2026-06-01", "yes"),
        ("李雷", 1, "2025-12-31", "unknown"),
    ]
    assert rows("SELECT value FROM identities ORDER BY id") == [("annlight",), ("李***",)]
    assert rows("SELECT quantity, title FROM order_lines ORDER BY id") == [(2, "Linen lamp"), (1, "灯")]
    assert rows("SELECT stars, text, reply FROM reviews ORDER BY id") == [
        (2, "Too dark", "We are sorry"),
        (5, "灯很漂亮,谢谢", ""),
    ]
    assert rows("SELECT text FROM review_versions") == [("Much too dark",)]
    assert rows("SELECT value, count FROM rating_snapshots") == [(4.7, 31)]
    assert rows("SELECT channel_id, status, orders FROM order_months ORDER BY channel_id") == [
        (1, "delivered", 1),
        (2, "paid", 1),
    ]
    for table in ("products", "listings", "import_batches", "import_setups", "saved_views", "shop_settings"):
        assert len(rows(f"SELECT id FROM {table}")) == 1, table
    with db.read() as conn:
        assert [hit.id for hit in search.find(conn, "漂", ("reviews",))] == [2]
        titles = [action.title for action in journal.history(conn)]
    assert titles[1:4] == ["Added to customers", "Wrote a reply", "Deleted an order"]
    assert check_data(db).sound
    assert [journal.undo(db).value.title for _ in range(2)] == ["Wrote a reply", "Deleted an order"]
    assert rows("SELECT number FROM orders ORDER BY id") == [("4711",), ("4712",), ("T-1",)]
    assert rows("SELECT reply FROM reviews WHERE id = 1") == [("",)]
    db.close()


def test_an_old_shops_sums_take_todays_meaning_of_sales(tmp_path: Path, clock: FixedClock) -> None:
    """Revision 0002 counted canceled and unpaid orders as a customer's, 0003 what was sent without being paid."""
    archive.unpack(FILES[1], tmp_path / "shop", Progress())
    raw = connect(tmp_path / "shop" / "shop.sqlite")
    orders = (
        ("X-1", "canceled", 14_000, None, None),
        ("X-2", "created", 900, None, None),
        ("X-3", "created", 800, "2026-06-04", None),
        ("X-4", "refunded", 700, None, None),
        ("X-5", "paid", 600, None, -100),
    )
    for number, status, items, shipped, refund in orders:
        raw.execute(
            "INSERT INTO orders (channel_id, number, external_id, customer_id, buyer_name, status, status_raw, "
            "placed_on, cancel_reason, currency, items_minor, ship_country, ship_city, note, shipped_on, "
            "refunded_minor) VALUES (1, ?, '', 2, '', ?, '', '2026-07-01', '', 'USD', ?, '', '', '', ?, ?)",
            (number, status, items, shipped, refund),
        )
    raw.execute(
        "INSERT INTO order_months (channel_id, month, status, currency, orders, items_minor, refunded_minor, late, "
        "known) SELECT channel_id, '2026-07', status, currency, count(*), sum(items_minor), "
        "sum(coalesce(refunded_minor, 0)), 0, count(*) FROM orders WHERE number LIKE 'X-%' GROUP BY status"
    )
    raw.execute(
        "INSERT INTO import_batches (file_name, sha256, format, imported_at, rows, new, changed, same, "
        "rejected) VALUES ('all.csv', '', 'own', '', 1, 1, 0, 0, 0), ('r.csv', '', 'judgeme_reviews', '', "
        "1, 1, 0, 0, 0)"
    )
    raw.execute("UPDATE orders SET source_batch = 2 WHERE number = 'X-1'")
    raw.execute("UPDATE reviews SET source_batch = 2 WHERE id = 1")
    raw.execute("UPDATE customers SET order_count = 6, last_order_on = '2026-07-01' WHERE id = 2")
    raw.commit()
    raw.close()
    db = Database.open(tmp_path / "shop", clock, derived=DERIVED)
    with db.read() as conn:
        assert kept.recount(conn).wrong == 0
        july = "SELECT sum(sold), sum(sales_minor), sum(refunded_minor) FROM order_months WHERE month = '2026-07'"
        assert tuple(conn.exec_driver_sql(july).one()) == (2, 500, 700 + 100)
        assert conn.exec_driver_sql("SELECT order_count FROM customers WHERE id = 2").scalar() == 3
        kinds = conn.exec_driver_sql("SELECT kinds FROM import_batches WHERE id > 1 ORDER BY id").scalars().all()
        assert kinds == ["orders reviews", "reviews"]
    db.close()


def test_a_user_name_of_an_old_file_is_one_buyer(tmp_path: Path, clock: FixedClock) -> None:
    """Its key had the first word of the name beside it; one with two names comes together with the next import."""
    folder = tmp_path / "shop"
    archive.unpack(FILES[1], folder, Progress())
    raw = connect(folder / "shop.sqlite")
    raw.execute("BEGIN")
    raw.executemany(
        "INSERT INTO identities (customer_id, channel_id, kind, value, key) VALUES (?, 1, 'handle', ?, ?)",
        [
            (1, "bo9", "bo9 (bo)"),
            (2, "cy7", "cy7 (cy)"),
            (1, "cy7", "cy7 (carl)"),
            (2, "di1", "di1"),
            (1, "", "di1 (x)"),
        ],
    )
    raw.execute("COMMIT")
    raw.close()
    db = Database.open(folder, clock, derived=DERIVED)
    with db.read() as conn:
        keys = conn.exec_driver_sql("SELECT key FROM identities WHERE id > 2 ORDER BY id").scalars().all()
    db.close()
    assert keys == ["bo9", "cy7", "cy7 (carl)", "di1", "di1 (x)"]


def test_ratings_in_words_of_an_old_shop_count_like_stars(tmp_path: Path, clock: FixedClock) -> None:
    """Until revision 0004 a thumb, a word and 80 of 100 had no stars: bad ones never waited, in no list and no sum."""
    folder = tmp_path / "shop"
    archive.unpack(FILES[2], folder, Progress())
    given = [(1, 0), (1, 1), (3, 1), (3, 2), (3, 3), (100, 80), (100, 0), (10, 7), (5, None)]
    raw = connect(folder / "shop.sqlite")
    raw.execute("BEGIN")
    for number, (scale, rating) in enumerate(given, 10):
        raw.execute(
            "INSERT INTO reviews (id, channel_id, key, order_number, reviewer, rating, scale, title, text, language, "
            "posted_on, reply, photos) VALUES (?, 2, ?, '', '', ?, ?, '', 'Bad lamp', 'en', '2026-05-02', '', 0)",
            (number, str(number), rating, scale),
        )
    raw.execute("UPDATE reviews SET replied_on = '2026-05-03' WHERE id = 10")
    raw.execute("UPDATE reviews SET product_id = 1 WHERE id = 11")
    raw.execute("UPDATE channels SET platform = 'amazon' WHERE id = 1")
    raw.execute("UPDATE import_batches SET format = 'amazon_feedback', channel_id = 1 WHERE id = 1")
    raw.execute("UPDATE reviews SET source_batch = 1 WHERE id = 1")
    for table, product in (("rating_months", ""), ("review_months", "coalesce(product_id, 0) AS product_id, ")):
        names = "channel_id, month, product_id, " if product else "channel_id, month, "
        raw.execute(f"DELETE FROM {table}")
        raw.execute(
            f"INSERT INTO {table} ({names} stars, reviews, replied, with_text, linked, apart) "
            f"SELECT channel_id, substr(coalesce(posted_on, ''), 1, 7) AS month, {product} coalesce(stars, 0), "
            "count(*), sum(replied_on IS NOT NULL), sum(text <> ''), sum(order_id IS NOT NULL), sum(apart) "
            f"FROM reviews GROUP BY {names} coalesce(stars, 0)"
        )
    raw.execute("INSERT INTO review_themes (theme_id, review_id) SELECT 1, id FROM reviews WHERE id >= 10")
    full = (
        "SELECT theme_id, channel_id, substr(posted_on, 1, 7), coalesce(product_id, 0), coalesce(stars, 0), count(*) "
        "FROM review_themes JOIN reviews ON reviews.id = review_id WHERE theme_id = 1 {more} GROUP BY 1, 2, 3, 4, 5"
    )
    whole = full.replace("coalesce(product_id, 0)", "-1")
    sums = "SELECT theme_id, channel_id, month, product_id, stars, reviews FROM theme_months WHERE theme_id = 1"
    for one in (full, whole):
        raw.execute(
            "INSERT INTO theme_months (theme_id, channel_id, month, product_id, stars, reviews) "
            + one.format(more="AND review_id >= 10")
        )
    raw.execute("COMMIT")
    raw.close()
    db = Database.open(folder, clock, derived=DERIVED)
    with db.read() as conn:
        rows = "SELECT stars, apart, kind FROM reviews WHERE id >= 10 ORDER BY id"
        found = [tuple(row) for row in conn.exec_driver_sql(rows)]
        assert kept.recount(conn).wrong == 0
        assert conn.exec_driver_sql("SELECT id FROM reviews WHERE kind = 'seller'").scalars().all() == [1]
        of_themes = conn.exec_driver_sql(sums).all()
        assert sorted(of_themes) == sorted(
            row for one in (full, whole) for row in conn.exec_driver_sql(one.format(more="")).all()
        )
        assert {row.stars for row in of_themes} >= {0, 1, 3, 4, 5}
    assert [(stars, apart) for stars, apart, _kind in found] == [
        (1, 0), (5, 0), (1, 0), (3, 0), (5, 0), (4, 0), (None, 0), (4, -50), (None, 0),
    ]  # fmt: skip
    assert {kind for *_rest, kind in found} == {None}
    db.close()
