"""Undo takes back exactly what nothing later depends on, survives a restart, and needs little memory."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock, FixedClock
from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.progress import Progress
from storeapp.store import journal, row_sums
from storeapp.store.db import Database
from storeapp.store.engine import connect, raw_of
from storeapp.store.journal import KeptRow
from storeapp.store.tables import Base, Channel, Customer, Identity, Order, OrderLine, Review
from tests.make import Make
from tests.rotation import times

ROOT = Path(__file__).resolve().parents[2]
JOURNAL = {"actions", "changes", "id_counters", "row_sums"}


def everything(conn: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but the journal's; kept sums without their own ids."""
    raw, rows = raw_of(conn), {}
    for name, table in Base.metadata.tables.items():
        if name not in JOURNAL:
            found = raw.execute(f"SELECT * FROM {name}").fetchall()
            rows[name] = sorted(found if table.info["journaled"] else (row[1:] for row in found), key=repr)
    return rows


def state(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    with db.read() as conn:
        return everything(conn)


def value(db: Database, sql: str) -> Any:
    with db.read() as conn:
        return conn.exec_driver_sql(sql).scalar()


def test_undo_and_redo_of_insert_update_and_delete(db: Database, make: Make) -> None:
    order = make.order(status="paid", note="gift")
    lines = [make.line(order), make.line(order)]
    before = state(db)
    with db.write("Mixed") as tx:
        tx.insert_one(OrderLine, order_id=order, key="new")
        tx.update(Order, order, status="shipped", note="")
        tx.update(Order, order, status="delivered")
        tx.delete(OrderLine, lines)
    after = state(db)
    report = journal.undo(db)
    assert (report.value.title, report.value.undone, report.value.kept, report.value.gone) == ("Mixed", 5, [], 0)
    assert report.touched == {"orders", "history"}
    assert state(db) == before
    again = journal.redo(db)
    assert again.touched == {"orders", "history"}
    assert state(db) == after
    journal.undo(db)
    assert state(db) == before


def test_undo_survives_a_restart(db: Database, make: Make, clock: FixedClock) -> None:
    make.channel(name="Etsy")
    db.close()
    again = Database.open(db.folder, clock, who="Other", derived=DERIVED)
    journal.undo(again)
    again.close()
    third = Database.open(db.folder, clock, derived=DERIVED)
    assert value(third, "SELECT count(*) FROM channels") == 0
    journal.redo(third)
    assert value(third, "SELECT name FROM channels") == "Etsy"
    third.close()


def test_undo_goes_back_step_by_step_and_redo_forward(db: Database, make: Make) -> None:
    order = make.order(note="a")
    for note in "bcd":
        with db.write(f"Note {note}") as tx:
            tx.update(Order, order, note=note)
    seen = []
    for _ in range(3):
        journal.undo(db)
        seen.append(value(db, "SELECT note FROM orders"))
    for _ in range(3):
        journal.redo(db)
        seen.append(value(db, "SELECT note FROM orders"))
    assert seen == ["c", "b", "a", "b", "c", "d"]
    with pytest.raises(UserError, match="redo"):
        journal.redo(db)


def test_redo_ends_when_something_new_is_done(db: Database, make: Make) -> None:
    make.channel(name="One")
    journal.undo(db)
    with db.read() as conn:
        assert journal.can_redo(conn) == "Added to channels"
        assert journal.can_undo(conn) is None
    make.channel(name="Two")
    with db.read() as conn:
        assert journal.can_redo(conn) is None
        assert journal.can_undo(conn) == "Added to channels"


def test_undo_of_an_old_action_sorts_its_rows(db: Database, make: Make) -> None:
    channel = make.channel()
    with db.write("Imported 4 orders", kind="import") as tx:
        orders = tx.insert(Order, ("channel_id", "number"), [(channel, n) for n in ("free", "edited", "used", "gone")])
        imported = tx.action_id
    with db.write("Edit") as tx:
        tx.update(Order, orders[1], note="mine")
    make.line(orders[2])
    with db.write("Delete") as tx:
        tx.delete(Order, [orders[3]])
    report = journal.undo(db, imported).value
    assert (report.undone, report.gone, report.kept_count) == (1, 1, 2)
    assert report.kept == [
        KeptRow("orders", orders[1], "edited", "changed since"),
        KeptRow("orders", orders[2], "used", "other records belong to it"),
    ]
    assert value(db, "SELECT group_concat(number ORDER BY id) FROM orders") == "edited,used"
    journal.redo(db)
    assert value(db, "SELECT group_concat(number ORDER BY id) FROM orders") == "free,edited,used"


def test_a_change_that_was_itself_undone_is_no_change(db: Database, make: Make) -> None:
    order = make.order(note="a")
    with db.read() as conn:
        first = journal.history(conn)[0].id
    with db.write("Edit") as tx:
        tx.update(Order, order, note="b")
    journal.undo(db)
    assert journal.undo(db, first).value.undone == 1


def test_a_value_changed_since_is_kept_and_others_are_restored(db: Database, make: Make) -> None:
    one, two, three = (make.order(status="paid") for _ in range(3))
    with db.write("Ship") as tx:
        tx.update_many(Order, ("status",), [(o, "shipped") for o in (one, two, three)])
        shipped = tx.action_id
    with db.write("Deliver") as tx:
        tx.update(Order, two, status="delivered")
        tx.update(Order, three, note="other column")
    report = journal.undo(db, shipped).value
    assert (report.undone, [kept.id for kept in report.kept]) == (2, [two])
    assert value(db, "SELECT group_concat(status ORDER BY id) FROM orders") == "paid,delivered,paid"


def test_a_deleted_row_does_not_come_back_without_its_parent_or_onto_anothers_place(db: Database, make: Make) -> None:
    channel = make.channel()
    customer = make.customer("ann", channel)
    taken = make.customer("bob", channel)
    with db.write("Forget handles") as tx:
        tx.delete(Identity, [1, 2])
        forgot = tx.action_id
    with db.write("Remove Ann") as tx:
        tx.delete(Customer, [customer])
        tx.insert_one(Identity, customer_id=taken, channel_id=channel, kind="handle", value="BOB", key="bob")
    report = journal.undo(db, forgot).value
    assert [(kept.label, kept.why) for kept in report.kept] == [
        ("ann", "what it belongs to is gone"),
        ("bob", "another record has its place"),
    ]
    assert report.undone == 0
    with db.read() as conn:
        assert journal.history(conn)[1].state == "done"


def test_unique_values_can_be_moved_around_and_back(db: Database) -> None:
    with db.write("Add") as tx:
        tx.insert(Channel, ("platform", "name", "created_at"), [("own", "a", tx.now), ("own", "b", tx.now)])
    with db.write("Move") as tx:
        tx.update_many(Channel, ("name",), [(1, "c"), (2, "a")])
    journal.undo(db)
    assert value(db, "SELECT group_concat(name ORDER BY id) FROM channels") == "a,b"
    journal.redo(db)
    assert value(db, "SELECT group_concat(name ORDER BY id) FROM channels") == "c,a"


def test_what_cannot_be_undone_is_refused_with_a_sentence(db: Database, make: Make) -> None:
    with pytest.raises(UserError, match="nothing to undo"):
        journal.undo(db)
    with db.write("Quiet", undoable=False) as tx:
        tx.insert_one(Channel, platform="own", name="x", created_at=tx.now)
        quiet = tx.action_id
    for number in (quiet, 12345):
        with pytest.raises(UserError, match="can't be undone"):
            journal.undo(db, number)
    make.customer()
    journal.undo(db)
    with pytest.raises(UserError, match="already"):
        journal.undo(db, quiet + 1)


def test_history_tells_who_when_what_and_how_many(db: Database, make: Make, clock: FixedClock) -> None:
    make.order()
    with db.write("100% of it_s notes") as tx:
        tx.insert(Customer, ("name",), [("a",), ("b",)])
    journal.undo(db)
    with db.read() as conn:
        latest, order, channel = journal.history(conn)
        assert (latest.title, latest.who, latest.at, latest.rows) == (
            "100% of it_s notes",
            "Owner",
            "2026-07-16T09:00:00Z",
            2,
        )
        assert (latest.state, latest.undone_at, latest.undone_by) == ("undone", "2026-07-16T09:00:00Z", "Owner")
        assert (order.state, order.undoable, order.undone_by) == ("done", True, None)
        assert journal.history(conn, before_id=latest.id, limit=1) == [order]
        assert journal.history(conn, text="CHANN") == [channel]
        assert journal.history(conn, text="0%") == [latest]
        assert journal.history(conn, text="t_s") == [latest]
        assert journal.history(conn, text="e_n") == []


def test_a_cancelled_undo_leaves_everything(db: Database, make: Make) -> None:
    make.order()
    before = state(db)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        journal.undo(db, progress=progress)
    assert state(db) == before


def test_every_foreign_key_has_an_index_so_that_undo_stays_fast() -> None:
    for table in Base.metadata.tables.values():
        leading = {next(iter(index.columns)).name for index in table.indexes}
        for key in table.foreign_keys:
            assert key.parent.name in leading, f"{table.name}.{key.parent.name}"


def test_every_journaled_table_has_a_label() -> None:
    for name, table in Base.metadata.tables.items():
        if table.info["journaled"] and name != "theme_marks":  # a mark is a yes or a no
            assert table.info["label"], name
        assert set(table.info["label"]) <= set(table.columns.keys()), name


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak of memory is asked of /proc")
def test_a_large_import_is_undone_and_done_again_in_little_memory(db: Database, make: Make) -> None:
    channel = make.channel()
    count = times("a large import", 20_000, 100_000)
    before = state(db)
    with db.write("Imported", kind="import") as tx:
        orders = tx.insert(
            Order,
            ("channel_id", "number", "placed_on", "note"),
            ((channel, f"{n}", f"2025-{n % 12 + 1:02}-01", "n" * 100) for n in range(count)),
        )
        tx.update_many(Order, ("status",), ((o, "paid") for o in orders[::10]))
    assert value(db, "SELECT count(*) FROM changes WHERE action_id = 2") == 1 + count / 10 / 500
    code = (
        "import re, sys; from pathlib import Path; from storeapp.kernel.clock import Clock; "
        "from storeapp.store import journal; from storeapp.store.db import Database; "
        "from storeapp.derived import DERIVED; "
        "peak = lambda: int(re.search(r'VmHWM:\\s+(\\d+) kB', Path('/proc/self/status').read_text())[1]) // 1024; "
        "db = Database.open(Path(sys.argv[1]), Clock(), derived=DERIVED); before = peak(); "
        "report = journal.undo(db).value; db.close(); "
        "print(report.undone, len(report.kept), report.gone, peak() - before)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(db.folder)], capture_output=True, cwd=ROOT, check=True)
    undone, kept, gone, megabytes = map(int, done.stdout.split())
    assert (undone, kept, gone) == (count + count // 10, 0, 0)
    assert megabytes < 48
    assert state(db) == before
    journal.redo(db)
    with db.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*), count(DISTINCT note) FROM orders").one() == (count, 1)
        assert conn.exec_driver_sql("SELECT count(*) FROM orders WHERE status = 'paid'").scalar() == count // 10


_row = st.integers(0, 5)
_edits = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), st.integers(1, 3)),
        st.tuples(st.just("update"), _row, st.sampled_from(["a", "b", "灯"])),
        st.tuples(st.just("link"), _row, _row),
        st.tuples(st.just("delete"), _row),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=times("undo", 30, 300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(actions=st.lists(_edits, min_size=1, max_size=4))
def test_undoing_all_and_redoing_all_walks_the_same_states(
    blank_shop: Path, tmp_path: Path, actions: list[Any]
) -> None:
    folder = Path(shutil.copytree(blank_shop, tmp_path / "shop"))
    db = Database.open(folder, Clock(), derived=DERIVED)
    try:
        _walk(db, actions)
    finally:
        db.close()
        shutil.rmtree(folder)


def _walk(db: Database, actions: list[Any]) -> None:
    with db.write("Channel", undoable=False) as tx:
        tx.insert_one(Channel, platform="own", name="Own", created_at=tx.now)
    states = [state(db)]
    for edits in actions:
        with db.write("Edits") as tx:
            for edit in edits:
                _edit(tx, *edit)
            changed = bool(tx.rows)
        if changed:
            states.append(state(db))
    for earlier in states[-2::-1]:
        report = journal.undo(db).value
        assert (report.kept, report.gone) == ([], 0)
        assert state(db) == earlier
    for later in states[1:]:
        journal.redo(db)
        assert state(db) == later
    raw = connect(db.place.file, look_only=True)
    assert row_sums.compare(raw).wrong == []
    raw.close()


def _edit(tx: Any, kind: str, *what: Any) -> None:
    def nth(table: str) -> int | None:
        ids = tx.connection.exec_driver_sql(f"SELECT id FROM {table} ORDER BY id").scalars().all()
        return ids[what[0] % len(ids)] if ids else None

    if kind == "insert":
        orders = tx.insert(
            Order, ("channel_id", "number"), [(1, f"{tx.action_id}/{tx.rows + n}") for n in range(what[0])]
        )
        tx.insert(Review, ("channel_id", "order_id", "text"), [(1, orders[0], "new")])
    elif kind == "update":
        order, review = nth("orders"), nth("reviews")
        if order:
            tx.update(Order, order, note=what[1])
        if review:
            tx.update(Review, review, text=what[1], title=what[1])
    elif kind == "link":
        order, review = nth("orders"), nth("reviews")
        if order and review:
            tx.update(Review, review, order_id=order)
    else:
        order = nth("orders")
        rows = tx.connection.exec_driver_sql("SELECT id FROM reviews WHERE order_id IS ?", (order,)).scalars().all()
        tx.delete(Review, rows)
        tx.delete(Order, [order] if order else [])
