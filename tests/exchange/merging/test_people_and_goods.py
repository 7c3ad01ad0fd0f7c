"""Who is one customer, and what is one product."""

from __future__ import annotations

from typing import Any

from storeapp.exchange.records import CheckReport, ImportAnswers
from storeapp.orders.service import set_label
from storeapp.store.db import Database
from storeapp.store.tables import Customer
from tests.exchange.merging.conftest import BringIn
from tests.exchange.merging.staged import StagedFiles


def rows(db: Database, sql: str) -> list[tuple[Any, ...]]:
    with db.read() as conn:
        return [tuple(row) for row in conn.exec_driver_sql(sql)]


def people(db: Database) -> list[tuple[Any, ...]]:
    return rows(db, "SELECT name, email, country, consent FROM customers ORDER BY id")


def buyer(key: str, **more: Any) -> dict[str, Any]:
    return {"customer_kind": "handle", "customer_key": key, **more}


def bought(*orders: dict[str, Any], **file: Any) -> StagedFiles:
    staged = StagedFiles()
    staged.file(**file)
    for number, order in enumerate(orders, 1):
        staged.order(**({"number": f"A{number}"} | order))
    return staged


def test_a_handle_an_email_or_a_phone_makes_one_person_of_several_orders(db: Database, bring_in: BringIn) -> None:
    bring_in(
        bought(
            buyer("ann", buyer_email="Ann@X.org"),
            buyer("ann-2", buyer_email="ann@x.org "),
            buyer("nobody-else", buyer_phone="+43 660 123 45 67"),
            buyer("ann-3", buyer_phone="0043 (660) 1234567"),
            buyer("ben"),
        )
    )
    assert rows(db, "SELECT count(*) FROM customers") == [(3,)]
    assert rows(db, "SELECT order_count FROM customers ORDER BY id") == [(2,), (2,), (1,)]


def test_masked_and_blank_buyers_are_never_one_customer(db: Database, bring_in: BringIn) -> None:
    report = bring_in(
        bought(
            {"buyer_name": "t**8"},
            {"buyer_name": "t**8"},
            {"buyer_name": ""},
            {"customer_kind": "handle", "customer_key": "", "buyer_email": "a***@x.org"},
            {"customer_kind": "handle", "customer_key": None, "buyer_phone": "0000000"},
        )
    )
    assert report.new["customers"] == 0
    assert rows(db, "SELECT count(*), count(customer_id) FROM orders") == [(5, 0)]


def test_the_same_handle_on_two_channels_is_two_customers(db: Database, bring_in: BringIn) -> None:
    bring_in(bought(buyer("ann"), platform="etsy"))
    bring_in(bought(buyer("ann"), platform="ebay"))
    assert rows(db, "SELECT count(*) FROM customers") == [(2,)]


def test_two_customers_that_turn_out_to_be_one_are_united_with_their_orders(db: Database, bring_in: BringIn) -> None:
    bring_in(bought(buyer("ann", buyer_email="ann@x.org", placed_on="2026-01-01", buyer_name="Ann"), {"number": "X"}))
    bring_in(bought({"number": "B1", "placed_on": "2026-02-01", **buyer("annie", buyer_name="Annie")}))
    assert rows(db, "SELECT count(*) FROM customers") == [(2,)]
    report = bring_in(bought({"number": "C1", "placed_on": "2026-01-15", **buyer("annie", buyer_email="ann@x.org")}))
    assert rows(db, "SELECT name, email, order_count FROM customers") == [("Annie", "ann@x.org", 3)]
    assert rows(db, "SELECT count(DISTINCT customer_id) FROM orders WHERE number <> 'X'") == [(1,)]
    assert report.changed["customers"] >= 1


def test_accounts_of_one_customer_come_together_when_the_list_arrives_after_the_orders(
    db: Database, bring_in: BringIn
) -> None:
    orders = [{"customer_kind": "order_account", "customer_key": f"c{n}", "number": f"O{n}"} for n in range(3)]
    bring_in(bought(*orders, platform="olist"))
    assert rows(db, "SELECT count(*) FROM customers") == [(3,)]
    listed = StagedFiles()
    listed.file(platform="olist")
    for place, person in enumerate(("u1", "u1", "u2")):
        listed.customer(kind="account", key=person, alias_kind="order_account", alias_key=f"c{place}", city="Rio")
    report = bring_in(listed)
    assert rows(db, "SELECT order_count, city FROM customers ORDER BY id") == [(2, "Rio"), (1, "Rio")]
    assert report.files[0].changed == 3
    assert bring_in(listed).files[0].same == 3


def test_no_to_marketing_from_any_file_stays(db: Database, bring_in: BringIn) -> None:
    for consent in ("yes", "no", "yes", None):
        listed = StagedFiles()
        listed.file(name=f"{consent}.csv")
        listed.customer(kind="email", key="ann@x.org", email="ann@x.org", consent=consent)
        bring_in(listed)
    assert [row[3] for row in people(db)] == ["no"]


def test_what_the_owner_wrote_stays_when_a_list_says_otherwise(db: Database, bring_in: BringIn) -> None:
    bring_in(bought(buyer("ann", buyer_name="Ann", placed_on="2026-01-01", ship_country="US")))
    with db.write("Renamed Ann") as tx:
        tx.update(Customer, 1, name="Ann of the market")
    later = bring_in(
        bought({"number": "A2", "placed_on": "2026-02-01", **buyer("ann", buyer_name="A.", ship_country="DE")})
    )
    assert [row[:3] for row in people(db)] == [("Ann of the market", "", "DE")]
    assert later.changed["customers"] == 1


def sold(db: Database) -> list[tuple[Any, ...]]:
    return rows(db, "SELECT title, sku FROM products ORDER BY id")


def items(*lines: dict[str, Any]) -> StagedFiles:
    staged = StagedFiles()
    staged.file()
    for place, line in enumerate(lines, 1):
        number = line.pop("order", f"A{place}")
        staged.order(number, placed_on=line.pop("placed_on", None))
        staged.line(number, f"T{number}", row=staged.files[-1]["rows"] + 1, **line)
    return staged


def test_a_renamed_listing_stays_one_product_under_its_latest_name(db: Database, bring_in: BringIn) -> None:
    new = {"order": "N", "placed_on": "2026-03-01", "listing_key": "id:7", "title": "Lamp, brass"}
    old = {"order": "O", "placed_on": "2026-01-01", "listing_key": "id:7", "title": "Lamp"}
    bring_in(items(dict(new)))
    bring_in(items(dict(old)))
    assert sold(db) == [("Lamp, brass", "")]
    bring_in(items({"order": "P", "placed_on": "2026-05-01", "listing_key": "id:7", "title": "Lamp, brass, 2026"}))
    assert sold(db) == [("Lamp, brass, 2026", "")]
    assert rows(db, "SELECT title FROM order_lines ORDER BY id") == [
        ("Lamp, brass",),
        ("Lamp",),
        ("Lamp, brass, 2026",),
    ]


def test_no_import_touches_the_owners_short_name(db: Database, bring_in: BringIn) -> None:
    old = {"order": "O", "placed_on": "2026-01-01", "listing_key": "id:7", "title": "Lamp"}
    bring_in(items(dict(old)))
    set_label(db, 1, "The lamp")
    listed = StagedFiles()
    listed.file()
    listed.add("products", listing_key="id:7", external_id="7", title="Lamp of walnut", currency="USD")
    for staged in (items(dict(old)), items({**old, "order": "P", "placed_on": "2026-05-01", "title": "Lamp, new"})):
        bring_in(staged)
    for _twice in range(2):
        bring_in(listed)
    assert rows(db, "SELECT title, label FROM products") == [("Lamp of walnut", "The lamp")]


def test_a_product_is_known_by_its_code_where_it_has_no_listing_id(db: Database, bring_in: BringIn) -> None:
    bring_in(items({"listing_key": "id:7", "title": "Lamp", "sku": "LL-1"}))
    listed = StagedFiles()
    listed.file(platform="ebay")
    listed.add("products", listing_key="sku:LL-1", sku="LL-1", title="Brass lamp", category="Lamps")
    bring_in(listed)
    assert rows(db, "SELECT count(*) FROM products") == [(1,)]
    assert rows(db, "SELECT count(*) FROM listings") == [(2,)]


def test_a_title_alone_finds_the_listing_of_that_title(db: Database, bring_in: BringIn) -> None:
    bring_in(items({"listing_key": "id:7", "title": "Walnut lamp"}))
    reviews = StagedFiles()
    reviews.file()
    reviews.review(rating=5, text="good", listing_key="title:walnut lamp", product_title="Walnut lamp")
    bring_in(reviews)
    assert rows(db, "SELECT count(*) FROM products") == [(1,)]
    assert rows(db, "SELECT product_id FROM reviews") == [(1,)]


def test_a_list_of_products_names_them_again(db: Database, bring_in: BringIn) -> None:
    bring_in(items({"listing_key": "id:7", "title": "Lamp", "placed_on": "2026-01-01"}))
    listed = StagedFiles()
    listed.file()
    listed.add(
        "products", listing_key="id:7", external_id="7", title="Lamp of walnut", price_minor=4900, currency="USD"
    )
    report: CheckReport = bring_in(listed)
    assert sold(db) == [("Lamp of walnut", "")]
    assert report.files[0].changed == 1
    assert bring_in(listed).files[0].same == 1


def test_variants_of_a_parent_stay_one_product_when_they_come_again(db: Database, bring_in: BringIn) -> None:
    for name in ("Mug", "Mug, new name"):
        listed = StagedFiles()
        listed.file(platform="shopify")
        listed.add("products", listing_key="id:mug", external_id="mug", title=name)
        for colour in ("red", "blue"):
            listed.add("products", listing_key=f"sku:M-{colour}", parent_key="id:mug", sku=f"M-{colour}", title=name)
        bring_in(listed)
    assert rows(db, "SELECT title FROM products") == [("Mug, new name",)]
    assert rows(db, "SELECT count(*) FROM listings") == [(3,)]


def test_empty_cells_of_a_product_list_clear_where_chosen(db: Database, bring_in: BringIn) -> None:
    full = {"listing_key": "sku:L-1", "sku": "L-1", "title": "Lamp", "category": "Lamps", "price_minor": 1200}
    blank = full | {"category": None, "price_minor": None}
    for again, clear in ((full, []), (blank, []), (blank, ["products.category", "products.price"])):
        listed = StagedFiles()
        listed.file(platform="shopify", clear=clear)
        listed.add("products", **again)
        bring_in(listed, answers=ImportAnswers(clear_confirmed=True))
        kept = rows(db, "SELECT p.category, l.price_minor FROM products p JOIN listings l ON l.product_id = p.id")
        assert kept == [("", None) if clear else ("Lamps", 1200)]
