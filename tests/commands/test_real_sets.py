"""Every set of real files through the command line: the shop then holds what an independent count says."""

from __future__ import annotations

import csv
import json
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from storeapp.commands import cli
from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.store.db import Database

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
BULK = pytest.mark.long  # the same reader, on thousands of rows


class Shop:
    """A shop that the command line fills."""

    def __init__(self, folder: Path, clock: FixedClock) -> None:
        self.folder, self.clock = folder, clock

    def bring(self, *paths: Path, answers: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        """Import, and what was said of each file; nothing may be rejected."""
        words = ["import", *map(str, paths), "--shop", str(self.folder), "--channel", "Real", "--json", *answers]
        said = CliRunner().invoke(cli, words, obj=self.clock)
        assert said.exit_code == 0, said.output
        files: list[dict[str, Any]] = json.loads(said.stdout)
        assert [file["rejected"] for file in files] == [[]] * len(files)
        return files

    @property
    def stats(self) -> dict[str, Any]:
        said = CliRunner().invoke(cli, ["stats", "--shop", str(self.folder), "--json"], obj=self.clock)
        found: dict[str, Any] = json.loads(said.stdout)
        return found

    def ask(self, sql: str) -> tuple[Any, ...]:
        db = Database.open(self.folder, self.clock, derived=DERIVED)
        with db.read() as conn:
            row = tuple(conn.exec_driver_sql(sql).one())
        db.close()
        return row

    def stars(self) -> tuple[int, ...]:
        """How many reviews have one star, two, up to five."""
        return tuple(self.stats["reviews_by_stars"][str(stars)] for stars in range(1, 6))


@pytest.fixture
def shop(tmp_path: Path, clock: FixedClock) -> Shop:
    return Shop(tmp_path / "shop", clock)


def test_the_small_etsy_shop(shop: Shop, shared_data: Path) -> None:
    files = shop.bring(shared_data / "etsy_small_shop")
    assert [file["rows"] for file in files] == [0, 70, 136, 56, 4, 83]
    found = shop.stats
    assert (found["order_lines"], found["orders"], found["units"], found["customers"]) == (266, 219, 301, 198)
    assert found["sales"] == {"USD": "1061.95"}
    assert (found["reviews"], found["reviews_with_text"], found["reviews_unlinked"]) == (83, 54, 0)
    assert (shop.stars(), found["orders_without_review"]) == ((1, 0, 1, 5, 76), 143)
    assert shop.ask("SELECT count(DISTINCT order_id), round(avg(stars), 3) FROM reviews") == (76, 4.867)
    assert shop.ask("SELECT count(*) FROM customers WHERE order_count > 1") == (11,)
    nobody = "SELECT count(*) FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.customer_id IS NULL"
    assert shop.ask(nobody) == (14,)
    again = shop.bring(shared_data / "etsy_small_shop")
    assert {(file["new"], file["changed"]) for file in again} == {(0, 0)}


@pytest.mark.long
def test_a_brazilian_marketplace(shop: Shop, shared_data: Path) -> None:
    shop.bring(shared_data / "olist_dev")
    found = shop.stats
    assert found["orders_by_status"] == {
        "delivered": 7908, "shipped": 1107, "canceled": 625, "unavailable": 609, "invoiced": 314, "processing": 301,
        "created": 5, "approved": 2,
    }  # fmt: skip
    assert (found["orders"], found["reviews"], found["reviews_with_text"]) == (10_871, 10_959, 5229)
    assert (shop.stars(), found["orders_delivered_late"]) == ((2914, 468, 896, 1724, 4957), 630)
    assert shop.ask("SELECT count(*) FROM reviews WHERE instr(text, char(10))") == (553,)
    assert shop.ask("SELECT count(*) - count(DISTINCT order_id) FROM reviews") == (101,)
    assert shop.ask("SELECT count(*) - count(DISTINCT substr(key, 1, 32)) FROM reviews") == (37,)
    bare = "SELECT count(*) FROM orders WHERE id NOT IN (SELECT order_id FROM order_lines)"
    assert shop.ask(bare) == (775,)
    assert shop.ask("SELECT count(*) FROM products") == (32_951,)


def test_one_seller_of_it(shop: Shop, shared_data: Path) -> None:
    shop.bring(shared_data / "olist_one_seller_1")
    found = shop.stats
    assert (found["orders"], found["reviews"], shop.stars()[0]) == (207, 217, 59)
    assert shop.ask("SELECT round(avg(stars), 3) FROM reviews") == (3.465,)


@pytest.mark.long
def test_marketplace_orders_in_bulk(shop: Shop, shared_data: Path) -> None:
    shop.bring(shared_data / "olist_bulk_no_reviews")
    found = shop.stats
    assert (found["orders"], found["order_lines"], found["customers"]) == (21_925, 25_147, 21_720)
    assert found["orders_by_status"] == {"delivered": 21_925}
    assert found["sales"] == {"BRL": "3049913.50"}
    assert shop.ask("SELECT sum(paid_minor), count(paid_minor > 0) FROM orders")[0] == 240_794_187


@pytest.mark.long
def test_fifty_thousand_invoice_lines(shop: Shop, shared_data: Path, tmp_path: Path) -> None:
    whole = shared_data / "uci_online_retail_ii" / "online_retail_II_2009-2010.csv"
    cut = tmp_path / "retail.csv"
    with whole.open("rb") as source:
        cut.write_bytes(b"".join(islice(source, 50_001)))
    with cut.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shop.bring(cut)
    found = shop.stats
    assert (found["order_lines"], found["orders"]) == (50_000, len({row["Invoice"] for row in rows}))
    assert found["customers"] == len({row["Customer ID"] for row in rows if row["Customer ID"]})
    # The file's lines sum up to 514,300 pieces. 10,433 of them went back on canceled invoices and were sold all the
    # same, on others; 214 of the rest are postage, carriage, discounts and bank charges, which nobody sells.
    assert sum(int(row["Quantity"]) for row in rows) == 514_300
    assert found["units"] == 514_300 + 10_433 - 214 == 524_519
    assert (found["orders_sold"], found["sales"]) == (2_179, {"GBP": "974870.78"})
    assert shop.ask("SELECT count(*) FROM order_lines WHERE quantity < 0") == (
        sum(row["Quantity"].startswith("-") for row in rows),
    )
    canceled = {row["Invoice"] for row in rows if row["Invoice"].startswith("C")}
    assert found["orders_by_status"]["canceled"] == len(canceled)
    countries = Counter({row["Invoice"]: row["Country"] for row in rows}.values())
    assert shop.ask("SELECT count(DISTINCT ship_country) FROM orders") == (len(countries),)
    days = [row["InvoiceDate"][:10] for row in rows]
    assert shop.ask("SELECT min(placed_on), max(placed_on) FROM orders") == (min(days), max(days))


def test_a_shop_with_cash_on_delivery(shop: Shop, shared_data: Path) -> None:
    shop.bring(shared_data / "shopify_cod_shop")
    found = shop.stats
    # 115 pieces were ordered. 80 orders (96 pieces) wait to be sent and are paid only on delivery; one was voided,
    # and one was sent without a word on how it is paid.
    assert shop.ask("SELECT sum(quantity) FROM order_lines") == (115,)
    assert (found["orders"], found["order_lines"], found["units"], found["orders_sold"]) == (99, 103, 17, 17)
    assert found["sales"] == {"BDT": "24075.00"}
    assert found["orders_by_status"]["canceled"] == 1
    assert shop.ask("SELECT sum(total_minor), group_concat(DISTINCT currency) FROM orders") == (16_291_302, "BDT")
    assert shop.ask("SELECT count(*) FROM orders WHERE note LIKE '%IP address%' OR note LIKE '%Phone%:%'") == (0,)


def test_shopify_products(shop: Shop, shared_data: Path) -> None:
    files = shop.bring(shared_data / "shopify_products")
    assert [file["rows"] for file in files] == [1399, 5024, 30, 636, 22, 21, 41]
    products, variants = 284 + 997 + 19 + 278 + 20 + 20 + 20, 1077 + 3676 + 2
    assert shop.ask("SELECT count(DISTINCT product_id), count(*) FROM listings") == (products, products + variants)
    assert shop.ask("SELECT count(*) FROM products") == (products,)


def test_etsy_listings(shop: Shop, shared_data: Path) -> None:
    shop.bring(shared_data / "etsy_listings")
    assert shop.ask("SELECT count(*), sum(price_minor), group_concat(DISTINCT currency) FROM listings") == (
        26, 43_670, "AUD",
    )  # fmt: skip


@pytest.mark.long
def test_tmall(shop: Shop, shared_data: Path) -> None:
    shop.bring(shared_data / "tmall_orders" / "tmall_order_report.csv")
    assert shop.stats["orders"] == 28_010
    sums = "SELECT sum(total_minor), sum(refunded_minor), sum(paid_on IS NULL), sum(refunded_minor > 0) FROM orders"
    assert shop.ask(sums) == (299_576_061, 57_233_592, 3923, 5646)
    assert shop.ask("SELECT min(placed_on), max(placed_on) FROM orders") == ("2020-02-01", "2020-02-29")
    shop.bring(shared_data / "tmall_orders" / "tmall_cosmetics_products.csv")
    assert shop.ask("SELECT count(*) FROM products") == (3497,)


@pytest.mark.parametrize(
    ("name", "stars", "texts", "titles"),
    [
        pytest.param("etsy_reviews_text/etsy_reviews.csv", (), 7691, 0, marks=BULK),
        pytest.param("chinese_nlp/online_shopping_10_cats.csv", (31_046, 0, 0, 0, 31_728), 62_773, 0, marks=BULK),
        pytest.param("chinese_nlp/ChnSentiCorp_htl_all.csv", (2444, 0, 0, 0, 5322), 7765, 0, marks=BULK),
        ("ru_marketplaces/ozon_reviews.csv", (31, 24, 39, 55, 478), 627, 0),
        ("ru_marketplaces/wb_reviews.csv", (88, 31, 38, 56, 762), 975, 0),
        pytest.param("id_marketplaces/PRDECT-ID_Dataset.csv", (1832, 561, 462, 395, 2150), 5400, 0, marks=BULK),
        pytest.param(
            "womens_clothing/Womens_Clothing_E_Commerce_Reviews.csv",
            (841, 1564, 2870, 5076, 13_130),
            22_636,
            19_671,
            marks=BULK,
        ),
        pytest.param(
            "womens_clothing/Womens_Clothing_E_Commerce_Reviews.xlsx",
            (844, 1564, 2870, 5076, 13_132),
            22_641,
            19_676,
            marks=BULK,
        ),
        pytest.param("amazon_reviews/amazon_sports_10k.csv", (886, 446, 726, 1344, 6598), 10_000, 10_000, marks=BULK),
        ("amazon_reviews/amazon_fine_food_first100.csv", (8, 4, 9, 12, 67), 100, 100),
    ],
)
def test_review_texts(
    name: str, stars: tuple[int, ...], texts: int, titles: int, shop: Shop, shared_data: Path
) -> None:
    files = shop.bring(shared_data / name, answers=("--kind", "reviews"))  # some tables leave it open
    rows = sum(file["rows"] for file in files)  # one for each visible sheet
    assert sum(file["new"] for file in files) == rows
    assert shop.stars() == (stars or (0,) * 5)
    assert shop.ask("SELECT sum(text <> ''), sum(title <> '') FROM reviews") == (texts, titles)
    if "amazon_sports" in name:  # the only set with instants in milliseconds
        assert shop.ask("SELECT min(posted_on), max(posted_on) FROM reviews") == ("2006-06-03", "2023-09-07")
    assert shop.stats["reviews"] == rows == (sum(stars) or texts + ("chinese" in name))
