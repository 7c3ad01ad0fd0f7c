"""Two customers put together and parted again: fields, consent, chains, and what imports bring meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from storeapp.customers import merging
from storeapp.customers import service as customers
from storeapp.customers.queries import customer, pairs, person
from storeapp.customers.rules import FIELDS
from storeapp.kernel.errors import UserError
from storeapp.orders.queries import BuyerList
from storeapp.orders.records import OrderFilters
from storeapp.shell.session.shop_facts import shop_facts
from storeapp.store import journal, search
from storeapp.store.db import Database
from storeapp.store.tables import Customer
from tests.exchange.merging.conftest import BringIn, bring_in  # noqa: F401
from tests.exchange.merging.staged import StagedFiles
from tests.make import Make


def record(db: Database, number: int) -> Any:
    with db.read() as conn:
        return customer(conn, number)


def listed(db: Database) -> list[int]:
    with db.read() as conn:
        return BuyerList().ids(conn, OrderFilters(sort="number", descending=False), 0, 100)


@pytest.fixture
def two(make: Make) -> tuple[int, int]:
    one = make.customer("ann", name="Ann Ott", email="ann@x.org", note="Oak")
    other = make.customer(name="Anna Ott", phone="+49 170 1234567", consent="no", note="Walnut", city="Ulm")
    make.order(customer_id=one, number="A", placed_on="2026-01-01")
    make.order(customer_id=other, number="B", placed_on="2026-02-01")
    return one, other


def test_the_kept_customer_takes_what_was_chosen_and_gives_it_back(db: Database, two: tuple[int, int]) -> None:
    one, other = two
    customers.merge(db, one, other, {"name": merging.LOST, "note": merging.BOTH})
    kept = record(db, one)
    assert (kept.name, kept.email, kept.phone, kept.city) == ("Anna Ott", "ann@x.org", "+49 170 1234567", "Ulm")
    assert (kept.note, kept.consent, kept.order_count) == ("Oak\nWalnut", "no", 2)
    assert (kept.first_order_on, kept.last_order_on) == ("2026-01-01", "2026-02-01")
    customers.edit(db, one, phone="+49 30 9876543")
    customers.part(db, other)
    kept = record(db, one)
    assert (kept.name, kept.city, kept.note, kept.consent) == ("Ann Ott", "", "Oak", "unknown")
    assert kept.phone == "+49 30 9876543"  # changed since: it stays
    assert (kept.order_count, record(db, other).order_count) == (1, 1)
    assert record(db, other).note == "Walnut"


def test_a_merged_customer_is_listed_nowhere_and_found_as_the_person(db: Database, two: tuple[int, int]) -> None:
    one, other = two
    customers.merge(db, one, other, {"name": merging.KEPT})
    assert listed(db) == [one]
    with db.read() as conn:
        assert BuyerList().count(conn, OrderFilters()) == 1
        assert shop_facts(conn).rows == 3  # a customer and two orders
        assert search.find(conn, "Anna", ("customers",)) == [search.Hit("customers", one)]
        assert search.count(conn, "Ott", "customers") == 1
        assert person(conn, other) == one
        assert pairs(conn) == []


def test_a_no_given_while_merged_stays_with_both(db: Database, make: Make) -> None:
    one, other = make.customer(name="Ann"), make.customer(name="Anna")
    customers.merge(db, one, other)
    customers.set_consent(db, one, "no")
    customers.set_do_not_contact(db, one, True)
    customers.part(db, other)
    for number in (one, other):
        assert (record(db, number).consent, record(db, number).do_not_contact) == ("no", True)


def test_a_chain_is_parted_from_either_end(db: Database, make: Make) -> None:
    first, second, third = (make.customer(name=f"Ann {n}") for n in "ABC")
    numbers = [make.order(customer_id=c) for c in (first, second, third)]
    with db.write("Phone") as tx:
        tx.update(Customer, first, phone="1234567")
    customers.merge(db, second, first)
    customers.merge(db, third, second)
    assert [part.id for part in record(db, third).parts] == [second, first]
    assert owners(db, numbers) == [third, third, third]
    customers.part(db, first)  # the innermost one alone
    assert owners(db, numbers) == [first, third, third]
    assert (record(db, third).phone, record(db, first).phone) == ("", "1234567")
    customers.merge(db, second_root(db, second), first)
    customers.part(db, second)
    assert owners(db, numbers)[1] == second


def second_root(db: Database, number: int) -> int:
    with db.read() as conn:
        return person(conn, number)


def owners(db: Database, orders: list[int]) -> list[int]:
    with db.read() as conn:
        found = dict(conn.exec_driver_sql("SELECT id, customer_id FROM orders").all())  # type: ignore[arg-type]
    return [found[number] for number in orders]


def test_merging_one_who_is_merged_already_is_refused(db: Database, two: tuple[int, int], make: Make) -> None:
    one, other = two
    customers.merge(db, one, other)
    with pytest.raises(UserError, match=f"Customer {other} is part of customer {one} already"):
        customers.merge(db, make.customer(), other)
    with pytest.raises(UserError, match="is not merged"):
        customers.part(db, one)


def test_undoing_an_import_takes_merged_orders_out_too(
    db: Database,
    bring_in: BringIn,  # noqa: F811
) -> None:
    bring_in(bought("ann", "A-1", "2026-01-01"))
    bring_in(bought("bea", "B-1", "2026-01-02"))
    with db.read() as conn:
        imported = next(row.id for row in journal.history(conn) if row.kind == "import")
    ann, bea = listed(db)
    customers.merge(db, ann, bea)
    report = journal.undo(db, imported).value
    with db.read() as conn:
        assert conn.exec_driver_sql("SELECT number FROM orders").scalars().all() == ["A-1"]
    assert {kept.table for kept in report.kept} <= {"customers", "channels", "import_batches"}


def bought(handle: str, number: str, day: str, **more: Any) -> StagedFiles:
    staged = StagedFiles()
    staged.file()
    buyer = {"customer_kind": "handle", "customer_key": handle, "buyer_name": handle.title() + " Ott"}
    staged.order(number=number, placed_on=day, **(buyer | more))
    return staged


def test_what_comes_in_while_merged_goes_back_with_its_own_customer(
    db: Database,
    bring_in: BringIn,  # noqa: F811
) -> None:
    bring_in(bought("ann", "A-1", "2026-01-01"))
    bring_in(bought("bea", "B-1", "2026-01-02"))
    ann, bea = listed(db)
    customers.merge(db, ann, bea, {"name": merging.KEPT})
    bring_in(bought("bea", "B-2", "2026-03-01", buyer_phone="+49 170 7654321"))
    bring_in(bought("ann", "A-2", "2026-04-01", buyer_name="Ann-Marie Ott"))
    merged = record(db, ann)
    assert (merged.order_count, merged.phone, merged.last_order_on) == (4, "+49 170 7654321", "2026-04-01")
    customers.part(db, bea)
    assert (record(db, ann).order_count, record(db, bea).order_count) == (2, 2)
    assert (record(db, ann).phone, record(db, bea).phone) == ("", "+49 170 7654321")
    assert record(db, ann).name == "Ann-Marie Ott"


def test_a_name_the_owner_chose_stays_while_merged(
    db: Database,
    bring_in: BringIn,  # noqa: F811
) -> None:
    bring_in(bought("ann", "A-1", "2026-01-01"))
    bring_in(bought("bea", "B-1", "2026-01-02"))
    ann, bea = listed(db)
    customers.merge(db, ann, bea, {"name": merging.LOST})
    bring_in(bought("ann", "A-2", "2026-04-01", buyer_name="Ann-Marie Ott"))
    assert record(db, ann).name == "Bea Ott"
    customers.part(db, bea)
    assert record(db, ann).name == "Ann-Marie Ott"


def test_every_field_has_a_title() -> None:
    assert set(FIELDS) <= set(merging.FIELDS)
