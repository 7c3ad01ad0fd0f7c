"""When a value was last changed, and by whom: what the journal knows, without what was undone."""

from __future__ import annotations

from datetime import timedelta

from storeapp.kernel.clock import FixedClock, utc_text
from storeapp.store import journal
from storeapp.store.db import Database
from storeapp.store.last_changes import last_changes
from storeapp.store.tables import Order
from tests.make import Make


def test_last_changes(db: Database, make: Make, clock: FixedClock) -> None:
    """The last one of each column since an instant; another column, another row, and an undone change are none."""
    rows = [make.order() for _n in range(3)]
    since = utc_text(clock.now())
    clock.at += timedelta(minutes=5)
    at = utc_text(clock.now())
    with db.write("One") as tx:
        tx.update_many(Order, ("tracking", "note"), [(rows[0], "A", "x"), (rows[1], "B", "")])
    clock.at += timedelta(minutes=5)
    with db.write("Two") as tx:
        tx.update(Order, rows[1], tracking="C")
    with db.read() as conn:
        found = last_changes(conn, "orders", ("tracking",), rows, since)
    assert {number: one.at for (number, _name), one in found.items()} == {rows[0]: at, rows[1]: utc_text(clock.now())}
    assert {one.who for one in found.values()} == {db.who}
    journal.undo(db)
    with db.read() as conn:
        assert last_changes(conn, "orders", ("tracking",), rows[:1], since).keys() == {(rows[0], "tracking")}
        assert last_changes(conn, "orders", ("tracking",), rows, "2999-01-01T00:00:00Z") == {}
