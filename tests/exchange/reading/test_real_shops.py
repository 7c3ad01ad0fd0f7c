"""The figures that real shops' files must give."""

from __future__ import annotations

import resource
from collections import Counter
from pathlib import Path

import pytest

from storeapp.exchange import staging
from tests.exchange.reading.conftest import Read


def test_a_small_etsy_shop(read: Read, shared_data: Path) -> None:
    shop = read(shared_data / "etsy_small_shop")
    assert [file.refused for file in shop.files] == [None] * 6
    assert [file.format for file in shop.files] == [
        "etsy_listings", "etsy_order_items", "etsy_order_items", "etsy_order_items", "etsy_order_items", "etsy_reviews",
    ]  # fmt: skip
    lines = shop.rows("lines", "quantity", "total_minor", "currency")
    assert (len(lines), sum(line[0] for line in lines), sum(line[1] for line in lines)) == (266, 301, 106_195)
    assert {line[2] for line in lines} == {"USD"}
    orders = shop.rows("orders", "number", "customer_key", "status")
    assert len({order[0] for order in orders}) == len(orders) == 219
    assert Counter(order[2] for order in orders) == {"shipped": 219}
    # 199 names and user names; one user name stands beside two names, and a user name is one buyer.
    assert len({order[1] for order in orders if order[1]}) == 198
    nobody = shop.one(
        "SELECT count(*) FROM lines JOIN orders ON number = order_number AND orders.file_no = lines.file_no"
        " WHERE customer_key IS NULL"
    )
    assert nobody == 14
    assert shop.rejected == []


def test_reviews_of_the_small_shop(read: Read, shared_data: Path) -> None:
    found = read(shared_data / "etsy_small_shop" / "reviews.json")
    assert found.file.rows == 83
    assert Counter(found.rows("reviews", "stars")) == {5: 76, 4: 5, 3: 1, 1: 1}
    assert sum(text is not None for text in found.rows("reviews", "text")) == 54
    assert len(set(found.rows("reviews", "order_number"))) == 76
    edited = [row for row in found.rows("reviews", "text", "earlier_text", "posted_on") if row[1]]
    assert len(edited) == 1
    text, earlier, posted = edited[0]
    assert text.startswith("Seller reached out to me")
    assert earlier.startswith("Never received.")
    assert posted == "2023-07-12"
    assert {language for language in found.rows("reviews", "language") if language} == {"en"}


def test_two_alike_reviews_are_two_reviews(read: Read, shared_data: Path) -> None:
    found = read(shared_data / "etsy_small_shop" / "reviews.json")
    alike = Counter(found.rows("reviews", "order_number", "reviewer", "posted_on", "text"))
    assert sum(count == 2 for count in alike.values()) == 2


def test_the_olist_tables_as_one_folder(read: Read, shared_data: Path) -> None:
    shop = read(shared_data / "olist_dev")
    assert [file.refused for file in shop.files] == [None] * 8
    status = Counter(status for status in shop.rows("orders", "status") if status)
    assert status == {
        "delivered": 7908, "shipped": 1107, "canceled": 625, "unavailable": 609, "invoiced": 314, "processing": 301,
        "created": 5, "approved": 2,
    }  # fmt: skip
    assert shop.one("SELECT count(*) FROM orders WHERE status = 'delivered' AND delivered_at > due_at") == 630
    assert Counter(shop.rows("reviews", "stars")) == {5: 4957, 4: 1724, 3: 896, 2: 468, 1: 2914}
    texts = [text for text in shop.rows("reviews", "text") if text]
    assert (len(texts), sum("\n" in text for text in texts)) == (5229, 553)
    keys = shop.rows("reviews", "key")
    assert len(set(keys)) == len(keys) == 10_959
    ids = Counter(key.partition(":")[0] for key in keys)
    assert sum(count - 1 for count in ids.values()) == 37
    ordered = shop.rows("lines", "order_number")
    orders = shop.one("SELECT count(*) FROM orders WHERE placed_on IS NOT NULL")
    assert (orders, orders - len(set(ordered))) == (10_871, 775)


def test_olist_categories_are_translated_by_the_file_beside(read: Read, shared_data: Path) -> None:
    shop = read(shared_data / "olist_one_seller_1")
    categories = Counter(category for category in shop.rows("products", "category") if category)
    assert categories == {"perfumery": 13, "health_beauty": 12}
    alone = read(shared_data / "olist_one_seller_1" / "olist_orders_dataset.csv")
    assert alone.one("SELECT count(*) FROM orders") == 207


def test_olist_times_are_local_to_sao_paulo(read: Read) -> None:
    header = (
        "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,"
        "order_delivered_customer_date,order_estimated_delivery_date\n"
    )
    rows = (
        "o1,c1,delivered,2018-07-01 22:30:00,,,2018-07-05 10:00:00,2018-07-20 00:00:00\n"
        "o2,c2,delivered,2018-01-15 22:30:00,,,2018-11-04 01:30:00,2018-01-20 00:00:00\n"
    )
    shop = read("o.csv", header + rows)
    assert shop.rows("orders", "placed_on", "placed_at") == [
        ("2018-07-01", "2018-07-02T01:30:00Z"),  # three hours behind UTC
        ("2018-01-15", "2018-01-16T00:30:00Z"),  # two hours behind in summer
    ]


def test_paid_parts_of_an_olist_order_are_added_up(read: Read) -> None:
    paid = read(
        "p.csv",
        "order_id,payment_sequential,payment_type,payment_installments,payment_value\n"
        "o1,1,credit_card,1,10.50\no2,1,boleto,1,3.00\no1,2,voucher,1,10.50\n",
    )
    assert paid.rows("orders", "number", "paid_minor") == [("o1", 2100), ("o2", 300)]


def test_every_order_account_of_one_olist_customer_is_kept(read: Read) -> None:
    people = read(
        "c.csv",
        "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state\n"
        "k1,anna,01000,sao paulo,SP\nk2,anna,01000,sao paulo,SP\n",
    )
    assert people.rows("customers", "kind", "key", "alias_kind", "alias_key", "city") == [
        ("account", "anna", "order_account", "k1", "sao paulo"),
        ("account", "anna", "order_account", "k2", "sao paulo"),
    ]


@pytest.mark.long
@pytest.mark.timeout(600)
def test_half_a_million_invoice_lines_in_bounded_memory(read: Read, shared_data: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read(shared_data / "uci_online_retail_ii")
    assert found.file.format == "uci_retail"
    assert (found.file.rows, found.file.rejected) == (525_461, 0)
    assert found.one("SELECT count(*) FROM orders") == 28_816
    assert found.one("SELECT count(*) FROM lines WHERE order_number LIKE 'C%'") == 10_206
    assert found.one("SELECT count(*) FROM lines WHERE quantity < 0") == 12_326
    assert found.one("SELECT count(*) FROM lines WHERE title IS NULL") == 2928
    assert found.one("SELECT count(DISTINCT ship_country) FROM orders") == 40
    without = "SELECT count(*) FROM lines JOIN orders ON number = order_number WHERE customer_key IS NULL"
    connection = staging.connect(found.path)
    connection.execute("CREATE INDEX orders_number ON orders (number)")
    connection.close()
    assert found.one(without) == 107_927
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 600_000  # kB, the reading process
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
