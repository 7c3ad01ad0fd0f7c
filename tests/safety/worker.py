"""What a program that is about to be killed does: each scenario acknowledges every step that it was told is done."""

from __future__ import annotations

import itertools
from multiprocessing.connection import Connection
from pathlib import Path

from storeapp.derived import DERIVED
from storeapp.exchange import service
from storeapp.exchange.records import ChannelChoice
from storeapp.kernel.clock import Clock
from storeapp.store import backup, journal
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Customer, Order, OrderLine, Review
from storeapp.store.upgrading import upgrade

ROWS = 200  # orders of one import
EDITED = 1  # the order and review that "edit" changes together


def bring_in(tx: Tx, number: int) -> None:
    """One import: customers, orders, two lines and a review each, and a change to every older review."""
    names = [(f"Buyer {number}/{n}",) for n in range(ROWS)]
    customers = tx.insert(Customer, ("name",), names)
    orders = tx.insert(
        Order,
        ("channel_id", "number", "customer_id", "status", "placed_on", "currency", "items_minor"),
        [(1, f"{number}-{n}", customer, "paid", "2026-06-01", "USD", 1000) for n, customer in enumerate(customers)],
    )
    tx.insert(OrderLine, ("order_id", "key", "title"), [(o, key, "灯 lamp") for o in orders for key in ("#1", "#2")])
    older = tx.connection.exec_driver_sql("SELECT id FROM reviews").scalars().all()
    tx.insert(
        Review,
        ("channel_id", "order_id", "stars", "text", "posted_on"),
        [(1, order, n % 5 + 1, f"灯很漂亮 {number}", "2026-06-10") for n, order in enumerate(orders)],
    )
    tx.update_many(Review, ("language",), [(review, f"l{number}") for review in older])


def edit(tx: Tx, number: int) -> None:
    """Two records that must never disagree."""
    tx.update(Order, EDITED, note=f"{number}")
    tx.update(Review, EDITED, reply=f"{number}", replied_on=f"2026-06-{number % 28 + 1:02}")


def run(scenario: str, folder: Path, extra: Path, done: Connection) -> None:
    """Work on the shop in `folder` until killed (or finished, for "migrate")."""
    done.send_bytes(b"ready")
    if scenario == "migrate":
        upgrade(folder, Clock(), extra)
        done.send_bytes(b"1")
        return
    if scenario == "restore":
        both = sorted(extra.glob("*.zip"))
        for number in itertools.count(1):
            backup.restore(folder, both[number % 2], Clock())
            done.send_bytes(b"%d" % number)
    db = Database.open(folder, Clock(), "Worker", derived=DERIVED)
    for number in itertools.count(1):
        if scenario == "bulk":
            with db.write(f"Import {number}", kind="import") as tx:
                bring_in(tx, number)
        elif scenario == "import":
            service.bring_in(db, extra / f"{number}.sqlite", ChannelChoice(1), backup=number % 4 == 0)
        elif scenario == "edit":
            with db.write(f"Edit {number}") as tx:
                edit(tx, number)
        elif scenario == "undo":
            (journal.undo if number % 2 else journal.redo)(db)
        elif scenario == "backup":
            with db.write(f"Edit {number}") as tx:
                edit(tx, number)
            path = backup.make(db, "kill").path
            done.send_bytes(path.name.encode())
            continue
        done.send_bytes(b"%d" % number)


def write_many(folder: Path, name: str, count: int, done: Connection) -> None:
    """One of two programs that write to the same shop at the same time."""
    db = Database.open(folder, Clock(), name, derived=DERIVED)
    for number in range(count):
        with db.write(f"{name} {number}") as tx:
            order = tx.insert_one(Order, channel_id=1, number=f"{name}-{number}", placed_on="2026-06-01")
            tx.insert_one(OrderLine, order_id=order, key="#1", title=f"lamp {name}")
        done.send_bytes(b"%d" % number)
    db.close()
