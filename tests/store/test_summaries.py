"""Kept sums equal a full count whatever was done, undone and done again."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock
from storeapp.kernel.errors import UserError
from storeapp.store import journal
from storeapp.store.db import Database
from storeapp.store.tables import Channel, Customer, Order, OrderLine, Review
from tests import kept
from tests.make import Make
from tests.rotation import times


def months(db: Database, kept: str = "order_months") -> list[tuple[object, ...]]:
    with db.read() as conn:
        return [tuple(row[1:]) for row in conn.exec_driver_sql(f"SELECT * FROM {kept} ORDER BY id")]


def wrong(db: Database) -> int:
    with db.read() as conn:
        return kept.recount(conn).wrong


def test_orders_are_summed_a_month_and_status(db: Database, make: Make) -> None:
    channel = make.channel()
    make.order(channel_id=channel, items_minor=700, refunded_minor=50)
    make.order(channel_id=channel, items_minor=None)
    late = {"status": "delivered", "delivered_on": "2026-06-09", "due_on": "2026-06-08"}
    make.order(channel_id=channel, **late)
    make.order(channel_id=channel, **late, delivered_at="2026-06-08T01:00:00Z", due_at="2026-06-08T02:00:00Z")
    make.order(channel_id=channel, placed_on=None, currency="EUR", customer_id=make.customer())
    assert months(db) == [
        (channel, "2026-06", "paid", "USD", 2, 50, 0, 0, 2, 2650),
        (channel, "2026-06", "delivered", "USD", 2, 0, 1, 0, 2, 4000),
        (channel, "", "paid", "EUR", 1, 0, 0, 1, 1, 2000),
    ]


def test_reviews_are_summed_a_month_product_and_star(db: Database, make: Make) -> None:
    channel, product = make.channel(), make.product()
    order = make.order(channel_id=channel)
    make.review(channel_id=channel, product_id=product, stars=4, order_id=order, replied_on="2026-06-21")
    make.review(channel_id=channel, product_id=product, stars=4, text="")
    make.review(channel_id=channel, product_id=product, stars=4, rating=3.5, apart=-50, text="")
    make.review(channel_id=channel, stars=None, posted_on=None)
    make.review(channel_id=channel, product_id=product, stars=4, kind="product")
    assert months(db, "review_months") == [
        (channel, product, "2026-06", 4, 3, 1, 1, 1, -50, ""),
        (channel, 0, "", 0, 1, 0, 1, 0, 0, ""),
        (channel, product, "2026-06", 4, 1, 0, 1, 0, 0, "product"),
    ]


def test_a_customer_knows_their_orders(db: Database, make: Make) -> None:
    first, second = make.customer(), make.customer()
    order = make.order(customer_id=first, placed_on="2026-05-02")
    make.order(customer_id=first, placed_on="2026-06-03")

    def sums() -> list[tuple[object, ...]]:
        with db.read() as conn:
            rows = conn.exec_driver_sql("SELECT order_count, first_order_on, last_order_on FROM customers ORDER BY id")
            return [tuple(row) for row in rows]

    assert sums() == [(2, "2026-05-02", "2026-06-03"), (0, None, None)]
    with db.write("Give it to the other") as tx:
        tx.update(Order, order, customer_id=second)
    assert sums() == [(1, "2026-06-03", "2026-06-03"), (1, "2026-05-02", "2026-05-02")]
    journal.undo(db)
    assert sums() == [(2, "2026-05-02", "2026-06-03"), (0, None, None)]


def test_sums_may_be_read_inside_a_write(db: Database, make: Make) -> None:
    order = make.order()
    with db.write("Cancel") as tx:
        tx.update(Order, order, status="canceled")
        tx.settle()
        assert tx.connection.exec_driver_sql("SELECT status FROM order_months").scalars().all() == ["canceled"]
        tx.update(Order, order, status="refunded")
    assert [row[2] for row in months(db)] == ["refunded"]


def test_a_wrong_sum_is_noticed_and_mended(db: Database, make: Make) -> None:
    customer = make.customer()
    make.order(customer_id=customer)
    make.review()
    with db._writes.begin() as conn:
        conn.exec_driver_sql("UPDATE order_months SET orders = 5")
        conn.exec_driver_sql("DELETE FROM review_months")
        conn.exec_driver_sql("UPDATE customers SET order_count = 9")
    assert wrong(db) == 4  # an order sum is wrong both ways: one too many, one missing
    with db._writes.begin() as conn:
        kept.rebuild(conn)
    assert wrong(db) == 0


_day = st.sampled_from([None, "2026-05-01", "2026-05-30", "2026-06-02"])
_steps = st.lists(
    st.one_of(
        st.tuples(st.just("import"), st.integers(1, 6), _day),
        st.tuples(st.just("order"), st.integers(0, 40), st.sampled_from(["paid", "created", "canceled"]), _day),
        st.tuples(st.just("buyer"), st.integers(0, 40), st.one_of(st.none(), st.integers(0, 12))),
        st.tuples(st.just("review"), st.integers(0, 40), st.sampled_from([None, 1, 5]), st.sampled_from(["", "text"])),
        st.tuples(st.just("link"), st.integers(0, 40), st.one_of(st.none(), st.integers(0, 40))),
        st.tuples(st.just("delete_order"), st.integers(0, 40)),
        st.tuples(st.just("delete_review"), st.integers(0, 40)),
        st.tuples(st.just("delete_customer"), st.integers(0, 12)),
        st.tuples(st.just("undo"), st.integers(0, 20)),
        st.tuples(st.just("undo"), st.none()),
        st.tuples(st.just("redo")),
    ),
    max_size=25,
)


@settings(
    max_examples=times("sums", 25, 300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=_steps)
def test_sums_equal_a_full_count_after_anything(
    blank_shop: Path, tmp_path: Path, steps: list[tuple[object, ...]]
) -> None:
    folder = Path(shutil.copytree(blank_shop, tmp_path / "shop"))
    db = Database.open(folder, Clock(), derived=DERIVED)
    with db.write("Channel", undoable=False) as tx:
        tx.insert_one(Channel, platform="own", name="Own", created_at=tx.now)
    try:
        for step in steps:
            with contextlib.suppress(UserError):  # nothing to undo or redo
                _take(db, step)
            assert wrong(db) == 0, step
        with db.read() as conn:
            assert conn.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    finally:
        db.close()
        shutil.rmtree(folder)


def _take(db: Database, step: tuple[object, ...]) -> None:
    name, *rest = step
    if name == "undo":
        journal.undo(db, rest[0])  # type: ignore[arg-type]
        return
    if name == "redo":
        journal.redo(db)
        return
    with db.write(str(name), kind="import" if name == "import" else "edit") as tx:
        conn = tx.connection
        if name == "import":
            count, day = rest
            customers = tx.insert(Customer, ("name",), [(f"n{i}",) for i in range(int(str(count)))])
            rows = [(1, f"{tx.action_id}-{c}", c, "paid", day, "EUR", 100) for c in customers]
            names = ("channel_id", "number", "customer_id", "status", "placed_on", "currency", "items_minor")
            orders = tx.insert(Order, names, rows)
            tx.insert(OrderLine, ("order_id", "key"), [(o, "#1") for o in orders])
            tx.insert(Review, ("channel_id", "order_id", "stars", "posted_on"), [(1, o, 4, day) for o in orders])
            tx.update_many(Order, ("status",), [(o, "shipped") for o in orders[::2]])
            return

        def nth(table: str, place: object) -> int | None:
            ids = conn.exec_driver_sql(f"SELECT id FROM {table} ORDER BY id").scalars().all()
            return None if place is None or not ids else int(ids[int(str(place)) % len(ids)])

        row = nth(
            {"review": "reviews", "link": "reviews", "delete_review": "reviews"}.get(str(name), "orders"), rest[0]
        )
        if name == "delete_customer":
            customer = nth("customers", rest[0])
            orders = conn.exec_driver_sql("SELECT id FROM orders WHERE customer_id IS ?", (customer,)).scalars().all()
            tx.update_many(Order, ("customer_id",), [(o, None) for o in orders])
            tx.delete(Customer, [customer] if customer else [])
        elif row is None:
            return
        elif name == "order":
            tx.update(Order, row, status=rest[1], placed_on=rest[2])
        elif name == "buyer":
            tx.update(Order, row, customer_id=nth("customers", rest[1]))
        elif name == "review":
            tx.update(Review, row, stars=rest[1], text=rest[2])
        elif name == "link":
            tx.update(Review, row, order_id=nth("orders", rest[1]))
        elif name == "delete_review":
            tx.delete(Review, [row])
        elif name == "delete_order":
            lines = conn.exec_driver_sql("SELECT id FROM order_lines WHERE order_id = ?", (row,)).scalars().all()
            reviews = conn.exec_driver_sql("SELECT id FROM reviews WHERE order_id = ?", (row,)).scalars().all()
            tx.update_many(Review, ("order_id",), [(r, None) for r in reviews])
            tx.delete(OrderLine, lines)
            tx.delete(Order, [row])
