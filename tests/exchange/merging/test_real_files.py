"""Real shops' files through the real reader: the figures their sums must come to."""

from __future__ import annotations

from pathlib import Path

import pytest

from storeapp.derived import DERIVED
from storeapp.exchange import reading, service
from storeapp.exchange.records import CheckReport
from storeapp.store import journal
from storeapp.store.db import Database
from storeapp.today.stats import ShopStats, shop_stats
from tests.exchange.merging.shop_view import tables, whole


def bring_in(db: Database, paths: list[Path], staging: Path) -> CheckReport:
    reading.read_files(paths, staging)
    return service.bring_in(db, staging, backup=False).value


def stats(db: Database) -> ShopStats:
    with db.read() as conn:
        return shop_stats(conn)


def etsy(shared_data: Path) -> list[Path]:
    folder = shared_data / "etsy_small_shop"
    return [*sorted(folder.glob("EtsySoldOrderItems*.csv")), folder / "reviews.json"]


def test_a_small_etsy_shop(db: Database, shared_data: Path, tmp_path: Path) -> None:
    report = bring_in(db, etsy(shared_data), tmp_path / "staging.sqlite")
    assert report.sentence == (
        "Imported 266 order items and 83 reviews from 5 files: 219 orders, 198 buyers, 9 products. 0 rows rejected."
        " 1 case is proposed in After-sales."
    )
    found = stats(db)
    assert (found.channels, found.customers, found.orders, found.order_lines, found.units) == (1, 198, 219, 266, 301)
    assert found.sales == {"USD": "1061.95"}
    assert found.reviews_by_stars == {"1": 1, "2": 0, "3": 1, "4": 5, "5": 76}
    assert (found.reviews, found.reviews_with_text, found.reviews_unlinked) == (83, 54, 0)
    assert found.orders_without_review == 143
    with db.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM customers WHERE order_count > 1").scalar() == 11
        nobody = "SELECT count(*) FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.customer_id IS NULL"
        assert conn.exec_driver_sql(nobody).scalar() == 14
        twins = "SELECT 1 FROM reviews GROUP BY order_number, rating, text, posted_on, reviewer HAVING count(*) > 1"
        assert len(conn.exec_driver_sql(twins).all()) == 2
        assert conn.exec_driver_sql("SELECT count(*) FROM review_versions").scalar() == 1
        codes = "SELECT discount_code, count(*) FROM orders WHERE discount_code <> '' GROUP BY 1 ORDER BY 1"
        assert conn.exec_driver_sql(codes).all() == [("CYBERMONDAY15", 2), ("KELLY10;KELLY10", 1)]
    again = service.bring_in(db, tmp_path / "staging.sqlite", backup=False)
    assert again.action_id is None
    assert [(file.same, file.new, file.changed) for file in again.value.files] == [
        (70, 0, 0), (136, 0, 0), (56, 0, 0), (4, 0, 0), (83, 0, 0),
    ]  # fmt: skip


def test_a_small_etsy_shop_file_by_file_backwards(
    db: Database, shared_data: Path, tmp_path: Path, blank_shop: Path
) -> None:
    together = Database.create(tmp_path / "together", db.clock, who="Owner", derived=DERIVED)
    bring_in(together, etsy(shared_data), tmp_path / "all.sqlite")
    for number, path in enumerate(reversed(etsy(shared_data))):
        bring_in(db, [path], tmp_path / f"{number}.sqlite")
    assert whole(db) == whole(together)
    together.close()


def test_undo_of_a_real_import_leaves_an_empty_shop(db: Database, shared_data: Path, tmp_path: Path) -> None:
    before = tables(db)
    staging = tmp_path / "staging.sqlite"
    reading.read_files(etsy(shared_data), staging)
    outcome = service.bring_in(db, staging, backup=False)
    report = journal.undo(db, outcome.action_id).value
    assert (report.kept, report.gone) == ([], 0)
    assert tables(db) == before


@pytest.mark.long
def test_a_real_marketplace(db: Database, shared_data: Path, tmp_path: Path) -> None:
    staging = tmp_path / "staging.sqlite"
    report = bring_in(db, [shared_data / "olist_dev"], staging)
    assert report.rejected == 0
    found = stats(db)
    assert found.orders_by_status == {
        "delivered": 7908, "shipped": 1107, "canceled": 625, "unavailable": 609, "invoiced": 314, "processing": 301,
        "created": 5, "approved": 2,
    }  # fmt: skip
    assert (found.reviews, found.reviews_with_text, found.orders_delivered_late) == (10_959, 5_229, 630)
    assert found.reviews_by_stars == {"1": 2914, "2": 468, "3": 896, "4": 1724, "5": 4957}
    with db.read() as conn:
        bare = "SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.id)"
        assert conn.exec_driver_sql(bare).scalar() == 775
        many = "SELECT count(*) FROM reviews WHERE text LIKE '%' || char(10) || '%'"
        assert conn.exec_driver_sql(many).scalar() == 553
        second = "SELECT sum(n - 1) FROM (SELECT count(*) AS n FROM reviews GROUP BY order_id)"
        assert conn.exec_driver_sql(second).scalar() == 101
        again = "SELECT sum(n - 1) FROM (SELECT count(*) AS n FROM reviews GROUP BY substr(key, 1, 32))"
        assert conn.exec_driver_sql(again).scalar() == 37
        paid = "SELECT count(*) FROM orders WHERE paid_minor > 0 AND items_minor + shipping_minor = paid_minor"
        assert int(conn.exec_driver_sql(paid).scalar() or 0) > 9_000
    assert service.bring_in(db, staging, backup=False).action_id is None


def test_one_seller_cut_out_of_it(db: Database, shared_data: Path, tmp_path: Path) -> None:
    bring_in(db, [shared_data / "olist_one_seller_1"], tmp_path / "staging.sqlite")
    found = stats(db)
    assert (found.orders, found.reviews, found.reviews_by_stars["1"]) == (207, 217, 59)
    mean = sum(int(star) * count for star, count in found.reviews_by_stars.items()) / found.reviews
    assert round(mean, 3) == 3.465
