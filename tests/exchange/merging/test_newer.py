"""Where no date tells whether the file or the shop is newer, the owner is asked once a file; what is said counts."""

from __future__ import annotations

from typing import Any

from storeapp.exchange.records import ImportAnswers
from storeapp.store.db import Database
from tests.exchange.merging.conftest import BringIn
from tests.exchange.merging.staged import StagedFiles

SHOP, FILE = ImportAnswers(believe_undated=False), ImportAnswers(newer={1: True}, believe_undated=False)


def one(db: Database, sql: str) -> Any:
    with db.read() as conn:
        return conn.exec_driver_sql(sql).scalar()


def orders(total: int, **more: Any) -> StagedFiles:
    staged = StagedFiles()
    staged.file(**{name: value for name, value in more.items() if name == "newest_on"})
    staged.order("A1", total_minor=total, **{name: value for name, value in more.items() if name != "newest_on"})
    return staged


def listed(title: str, price: int) -> StagedFiles:
    staged = StagedFiles()
    staged.file()
    staged.add("products", listing_key="sku:L1", sku="L1", title=title, price_minor=price, currency="USD")
    return staged


def people(phone: str) -> StagedFiles:
    staged = StagedFiles()
    staged.file()
    staged.customer(kind="email", key="ann@example.org", email="ann@example.org", name="Ann", phone=phone)
    return staged


def test_an_undated_order_does_not_overwrite_and_is_named(db: Database, bring_in: BringIn) -> None:
    bring_in(orders(1000))
    report = bring_in(orders(1200), answers=SHOP)
    assert one(db, "SELECT total_minor FROM orders") == 1000
    (doubt,) = report.unsettled
    assert (doubt.file_no, doubt.count) == (1, 1)
    assert doubt.examples == (("orders", "A1", (("total_minor", 1000, 1200),)),)
    report = bring_in(orders(1200), answers=FILE)
    assert one(db, "SELECT total_minor FROM orders") == 1200
    assert report.unsettled[0].count == 1


def test_what_only_one_of_them_says_is_taken_without_a_question(db: Database, bring_in: BringIn) -> None:
    bring_in(orders(1000))
    report = bring_in(orders(1000, note="gift"), answers=SHOP)
    assert one(db, "SELECT note FROM orders") == "gift"
    assert report.unsettled == ()


def test_dates_and_states_that_tell_need_no_answer(db: Database, bring_in: BringIn) -> None:
    bring_in(orders(1000, placed_on="2026-07-01", newest_on="2026-07-01"))
    report = bring_in(orders(1200, placed_on="2026-07-01", shipped_on="2026-07-03"), answers=SHOP)
    assert (one(db, "SELECT total_minor FROM orders"), report.unsettled) == (1200, ())
    report = bring_in(orders(900, placed_on="2026-07-01", newest_on="2026-07-01"), answers=FILE)
    assert (one(db, "SELECT total_minor FROM orders"), report.unsettled) == (1200, ())


def test_lists_of_products_and_customers_are_asked_about_too(db: Database, bring_in: BringIn) -> None:
    bring_in(listed("Lamp", 1000))
    report = bring_in(listed("Lamp", 1100), answers=SHOP)
    assert one(db, "SELECT price_minor FROM listings") == 1000
    assert report.unsettled[0].examples == (("products", "Lamp", (("price_minor", 1000, 1100),)),)
    bring_in(listed("Lamp", 1100), answers=FILE)
    assert one(db, "SELECT price_minor FROM listings") == 1100
    bring_in(people("+49 30 1234567"))
    report = bring_in(people("+49 30 7654321"), answers=SHOP)
    assert one(db, "SELECT phone FROM customers") == "+49 30 1234567"
    assert report.unsettled[0].examples[0][0] == "customers"
    bring_in(people("+49 30 7654321"), answers=FILE)
    assert one(db, "SELECT phone FROM customers") == "+49 30 7654321"
