"""Found records carry short names; customers stay numbers unless names are on."""

from __future__ import annotations

from storeapp.shell.palette.record_names import record_names
from storeapp.store import search


def found(db, words, names=False):
    with db.read() as conn:
        return record_names(conn, search.find(conn, words), names)


def test_each_kind_says_what_it_is(db, make):
    customer = make.customer(name="Maria Lopez", city="Vienna")
    order = make.order(number="3382-1107", customer_id=customer, placed_on="2026-05-01")
    make.product(title="Walnut reading lamp", sku="LL-01")
    make.review(order_number="3382-1107", stars=1, text="Shade arrived\ncracked")
    by_order = {one.kind: one for one in found(db, "3382-1107")}
    assert (by_order["orders"].title, by_order["orders"].id) == ("Order 3382-1107", order)
    assert by_order["orders"].platform == "etsy"
    assert by_order["reviews"].title == "Review of order 3382-1107, 1 star"
    assert by_order["reviews"].detail == "Shade arrived cracked"
    (lamp,) = found(db, "walnut")
    assert (lamp.kind, lamp.title, lamp.detail) == ("products", "Walnut reading lamp", "LL-01")


def test_customers_are_numbers_unless_names_are_on(db, make):
    number = make.customer(name="Maria Lopez", city="Vienna")
    (hidden,) = found(db, "maria")
    (shown,) = found(db, "maria", names=True)
    assert (hidden.title, shown.title) == (f"Customer {number}", "Maria Lopez")
    assert hidden.detail == "0 orders, Vienna"
