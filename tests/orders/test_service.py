"""Correcting an order by hand, and naming views."""

from __future__ import annotations

import pytest

from storeapp.kernel.errors import UserError
from storeapp.orders import queries, service
from storeapp.orders.records import OrderFilters, OrderRecord
from storeapp.store import journal
from storeapp.store.db import Database
from storeapp.store.saved_views import delete_view, save_view, views_of
from tests.make import Make


def record(db: Database, number: int) -> OrderRecord:
    with db.read() as conn:
        found = queries.order(conn, number)
    assert found is not None
    return found


def test_a_note_is_kept_and_taken_back(db: Database, make: Make) -> None:
    order = make.order()
    service.set_note(db, order, "  ring twice ")
    assert record(db, order).note == "ring twice"
    journal.undo(db)
    assert record(db, order).note == ""
    with pytest.raises(UserError, match="too long"):
        service.set_note(db, order, "x" * 20_001)


def test_corrected_days_drop_the_instant_that_no_longer_fits(db: Database, make: Make) -> None:
    order = make.order(
        status="delivered",
        placed_on="2026-06-01",
        placed_at="2026-06-01T10:00:00Z",
        delivered_on="2026-06-20",
        delivered_at="2026-06-20T09:00:00Z",
        due_on="2026-06-10",
    )
    assert record(db, order).row.late
    service.correct_days(db, order, {"delivered_on": "2026-06-09"})
    found = record(db, order)
    assert found.days["delivered_on"] == "2026-06-09"
    assert found.instants["delivered_on"] is None
    assert found.instants["placed_on"] == "2026-06-01T10:00:00Z"
    assert not found.row.late
    with db.read() as conn:
        assert queries.OrderList().count(conn, OrderFilters(late=True)) == 0
    journal.undo(db)
    found = record(db, order)
    assert found.instants["delivered_on"] == "2026-06-20T09:00:00Z"
    assert found.row.late


def test_contradicting_days_change_nothing(db: Database, make: Make) -> None:
    order = make.order(placed_on="2026-06-01")
    with pytest.raises(UserError, match="can't be before"):
        service.correct_days(db, order, {"shipped_on": "2026-05-31"})
    with pytest.raises(UserError, match="future"):
        service.correct_days(db, order, {"shipped_on": "2027-05-31"})
    with pytest.raises(UserError, match="not a date"):
        service.correct_days(db, order, {"shipped_on": "soon"})
    assert record(db, order).days["shipped_on"] is None
    assert service.correct_days(db, order, {"placed_on": "2026-06-01"}).action_id is None


def test_status_by_hand(db: Database, make: Make) -> None:
    order = make.order(status="paid", status_raw="Paid")
    service.correct_status(db, order, "refunded")
    found = record(db, order)
    assert (found.row.status, found.status_raw) == ("refunded", "Paid")
    journal.undo(db)
    assert record(db, order).row.status == "paid"
    with pytest.raises(ValueError, match="teleported"):
        service.correct_status(db, order, "teleported")


def test_a_gone_order_is_a_sentence(db: Database) -> None:
    with pytest.raises(UserError, match="gone"):
        service.set_note(db, 7, "x")


def test_views_are_kept_replaced_and_removed(db: Database) -> None:
    wanted = OrderFilters(statuses=("shipped",), late=True)
    made = save_view(db, "customers", " Late  ones ", {"tab": "orders", "wanted": wanted.to_json()}).value
    again = save_view(
        db, "customers", "Late ones", {"tab": "orders", "wanted": OrderFilters(repeat=True).to_json()}
    ).value
    assert made == again
    with db.read() as conn:
        [view] = views_of(conn, "customers")
    assert OrderFilters.from_json(view.state["wanted"]) == OrderFilters(repeat=True)
    delete_view(db, made, "Late ones")
    with db.read() as conn:
        assert views_of(conn, "customers") == []
    with pytest.raises(UserError, match="name"):
        save_view(db, "customers", "  ", {})


def test_wanted_survives_being_kept() -> None:
    wanted = OrderFilters(
        channels=(1, 2), since="2026-01-01", reviewed=False, search="lamp", sort="total", descending=False
    )
    kept = wanted.to_json() | {"a later program's filter": 1}
    kept["channels"] = list(kept["channels"])
    assert OrderFilters.from_json(kept) == wanted


def test_a_products_cost_is_kept_in_the_currency_it_is_sold_in(db: Database, make: Make) -> None:
    etsy = make.channel(currency="EUR")
    lamp = make.product(etsy, title="Lamp")
    service.type_cost(db, lamp, "€4,20")
    with db.read() as conn:
        assert conn.exec_driver_sql("SELECT cost_minor, cost_currency FROM products").one() == (420, "EUR")
    with pytest.raises(UserError, match="is not an amount"):
        service.type_cost(db, lamp, "four")
    service.type_cost(db, lamp, "")
    with db.read() as conn:
        assert conn.exec_driver_sql("SELECT cost_minor, cost_currency FROM products").one() == (None, "")


def test_a_products_short_name_is_the_owners(db: Database, make: Make) -> None:
    def label() -> str:
        with db.read() as conn:
            return str(conn.exec_driver_sql("SELECT label FROM products").scalar_one())

    lamp = make.product(title="Walnut lamp")
    service.set_label(db, lamp, "  The  lamp ")
    assert label() == "The lamp"
    for long in ("x" * 41, "灯" * 21):
        with pytest.raises(UserError, match="too long"):
            service.set_label(db, lamp, long)
    service.set_label(db, lamp, "灯" * 20)
    service.set_label(db, lamp, "Walnut lamp")  # the title is no name of its own: it follows the title
    assert label() == ""
    journal.undo(db)
    assert label() == "灯" * 20
    service.set_label(db, lamp, "")
    assert label() == ""
    with pytest.raises(UserError, match="gone"):
        service.set_label(db, 99, "x")


def test_how_a_buyer_found_the_shop_is_noted(db: Database, make: Make) -> None:
    order = make.order()
    assert service.set_heard_from(db, order, "  A  friend ").value
    with db.read() as conn:
        found = queries.order(conn, order)
    assert found is not None
    assert found.heard_from == "A friend"
    with pytest.raises(UserError, match="too long"):
        service.set_heard_from(db, order, "x" * 121)
