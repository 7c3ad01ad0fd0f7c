"""A shop file: pragmas, transactions, ids, and what two users of one file may do at a time."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.progress import Progress
from storeapp.store import engine
from storeapp.store.db import Database
from storeapp.store.derived import Derived
from storeapp.store.faults import AbsentShop, DamagedShop, ForeignFile, NewerShop
from storeapp.store.shop_settings import set_shop_setting, shop_setting
from storeapp.store.tables import Channel, Order, OrderMonth, Review
from tests.make import Make


def count(db: Database, table: str) -> int:
    with db.read() as conn:
        return int(conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_sqlite_is_new_enough() -> None:
    assert engine.SQLITE.sqlite_version_info >= engine.SAFE_VERSION


@pytest.mark.parametrize("writes", [False, True])
def test_every_connection_has_the_pragmas(db: Database, writes: bool) -> None:
    made = engine.make_engine(db.place.file, writes=writes)
    with made.connect() as conn:
        for name, value in engine.PRAGMAS.items():
            assert conn.exec_driver_sql(f"PRAGMA {name}").scalar() == value, name
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert conn.exec_driver_sql("PRAGMA query_only").scalar() == int(not writes)
    made.dispose()


def test_only_a_shop_in_the_making_does_not_wait_for_the_disk(tmp_path: Path, clock: FixedClock) -> None:
    made = Database.create(tmp_path / "new", clock, derived=DERIVED, lasting=False)
    with made.write("Ask") as tx:
        assert tx.connection.exec_driver_sql("PRAGMA synchronous").scalar() == 0
    made.close()
    opened = Database.open(tmp_path / "new", clock, derived=DERIVED)
    with opened.write("Ask") as tx:
        assert tx.connection.exec_driver_sql("PRAGMA synchronous").scalar() == engine.PRAGMAS["synchronous"]
    opened.close()


def test_readers_cannot_write(db: Database) -> None:
    with pytest.raises(UserError), db.read() as conn:
        conn.exec_driver_sql("DELETE FROM orders")


def test_a_block_that_fails_leaves_nothing(db: Database, make: Make) -> None:
    with pytest.raises(ZeroDivisionError), db.write("Broken") as tx:
        tx.insert_one(Channel, platform="own", name="Own", created_at=tx.now)
        raise ZeroDivisionError
    assert (count(db, "channels"), count(db, "actions"), count(db, "changes")) == (0, 0, 0)
    assert make.channel() == 1


def test_a_rehearsal_leaves_nothing_and_claims_nothing(db: Database) -> None:
    with db.write("Try") as tx:
        tx.insert_one(Channel, platform="own", name="Own", created_at=tx.now)
        tx.rehearse()
        assert tx.outcome(5).touched == frozenset()
    assert (count(db, "channels"), count(db, "actions")) == (0, 0)


def test_an_action_without_changes_is_not_in_the_journal(db: Database, make: Make) -> None:
    order = make.order(status="paid")
    before = count(db, "actions")
    with db.write("Set the status again") as tx:
        assert not tx.update(Order, order, status="paid")
        assert tx.outcome(None).action_id is None
    assert count(db, "actions") == before


def test_bulk_insert_gives_contiguous_ids_and_defaults(db: Database, make: Make) -> None:
    channel = make.channel()
    with db.write("Many") as tx:
        ids = tx.insert(Order, ("channel_id", "number"), ((channel, f"n{i}") for i in range(5001)))
        outcome = tx.outcome("x")
    assert ids == range(1, 5002)
    assert outcome.touched == {"orders", "history"}
    with db.read() as conn:
        row = conn.exec_driver_sql("SELECT status, number, placed_on FROM orders WHERE id = 5001").one()
    assert tuple(row) == ("unknown", "n5000", None)


def test_an_id_is_never_used_twice(db: Database, make: Make) -> None:
    first = make.order()
    with db.write("Remove") as tx:
        assert tx.delete(Order, [first, 999]) == 1
    assert make.order() == first + 1


def test_update_many_counts_only_real_changes(db: Database, make: Make) -> None:
    orders = [make.order(note="a") for _ in range(3)]
    with db.write("Notes") as tx:
        changed = tx.update_many(Order, ("note", "status"), [(orders[0], "a", "paid"), (orders[1], "b", "paid")])
        assert changed == 1
        assert tx.rows == 1


def test_kept_tables_and_columns_are_refused(db: Database, make: Make) -> None:
    make.channel()
    with db.write("Wrong") as tx:
        with pytest.raises(ValueError, match="kept"):
            tx.insert_one(OrderMonth, channel_id=1, month="2026-01", status="paid", currency="EUR")
        with pytest.raises(ValueError, match="no column"):
            tx.insert_one(Review, channel_id=1, colour="red")


def test_a_write_inside_a_write_is_a_bug_not_a_wait(db: Database) -> None:
    with pytest.raises(RuntimeError), db.write("Outer"), db.write("Inner"):
        pass


def test_cancel_rolls_back_and_stops_a_long_statement(db: Database, make: Make) -> None:
    channel = make.channel()
    progress = Progress()
    with pytest.raises(Cancelled), db.write("Long", progress=progress) as tx:
        tx.insert(Order, ("channel_id", "number"), [(channel, "1")])
        progress.cancel()
        tx.connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        )
    assert count(db, "orders") == 0
    assert make.order() == 1


def test_readers_see_the_old_state_while_a_long_write_runs(db: Database, make: Make) -> None:
    make.order()
    with db.write("Long") as tx:
        tx.insert(Order, ("channel_id", "number"), ((1, f"n{i}") for i in range(5000)))
        seen: list[int] = []
        reader = threading.Thread(target=lambda: seen.append(count(db, "orders")))
        reader.start()
        reader.join(20)
        assert seen == [1]
    assert count(db, "orders") == 5001


def test_a_read_block_sees_one_state(db: Database, make: Make) -> None:
    make.order()
    with db.read() as conn:
        before = conn.exec_driver_sql("SELECT count(*) FROM orders").scalar()
        make.order()
        assert conn.exec_driver_sql("SELECT count(*) FROM orders").scalar() == before
    assert count(db, "orders") == 2


def test_other_files_can_be_attached(db: Database, tmp_path: Path) -> None:
    other = tmp_path / "it's 100% other.sqlite"
    raw = engine.connect(other, create=True)
    raw.execute("CREATE TABLE t (x)")
    raw.execute("INSERT INTO t VALUES (7)")
    raw.close()
    with db.write("Use", attach={"staging": other}) as tx:
        assert tx.connection.exec_driver_sql("SELECT x FROM staging.t").scalar() == 7
    with db.read() as conn:
        assert [row[1] for row in conn.exec_driver_sql("PRAGMA database_list")] == ["main"]


def test_a_cursor_left_open_on_an_attached_file_hides_no_error(db: Database, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    raw = engine.connect(other, create=True)
    raw.execute("CREATE TABLE t (x)")
    raw.executemany("INSERT INTO t VALUES (?)", [(n,) for n in range(1000)])
    raw.close()
    kept = []
    with pytest.raises(ZeroDivisionError), db.write("Import", attach={"staging": other}) as tx:
        cursor = tx.connection.connection.cursor()
        cursor.execute("SELECT x FROM staging.t")
        cursor.fetchone()
        kept.append(cursor)
        raise ZeroDivisionError
    with db.write("Import", attach={"staging": other}) as tx:
        tx.insert_one(Channel, platform="own", name="Own", created_at=tx.now)
    assert count(db, "channels") == 1


def test_create_refuses_where_a_shop_is(db: Database, clock: FixedClock) -> None:
    with pytest.raises(UserError, match="already"):
        Database.create(db.folder, clock, derived=DERIVED)


def test_open_never_makes_a_shop(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(AbsentShop):
        Database.open(tmp_path / "nothing", clock, derived=DERIVED)
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize(
    ("content", "kind"), [(b"", ForeignFile), (b"<html>" * 500, DamagedShop), (b"SQLite format 3\0" * 300, UserError)]
)
def test_what_is_not_a_shop_is_refused_and_left_alone(
    tmp_path: Path, clock: FixedClock, content: bytes, kind: type[UserError]
) -> None:
    file = tmp_path / "shop.sqlite"
    file.write_bytes(content)
    with pytest.raises(kind):
        Database.open(tmp_path, clock, derived=DERIVED)
    assert file.read_bytes() == content


def test_a_newer_shop_is_refused_with_a_sentence(db: Database, clock: FixedClock) -> None:
    db.close()
    raw = engine.connect(db.place.file)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(NewerShop, match="newer"):
        Database.open(db.folder, clock, derived=DERIVED)


def test_a_closed_shop_is_one_file(db: Database, make: Make) -> None:
    make.order()
    db.close()
    assert [path.name for path in db.folder.iterdir() if path.is_file()] == ["shop.sqlite"]


def test_shop_settings_are_kept_as_json(db: Database) -> None:
    with db.write("Name the shop") as tx:
        set_shop_setting(tx, "shop_name", "Lumen & Loom")
        set_shop_setting(tx, "shop_name", "灯")
    with db.read() as conn:
        assert shop_setting(conn, "shop_name") == "灯"
        assert shop_setting(conn, "sample", False) is False


def versions(db: Database) -> dict[str, int]:
    with db.read() as conn:
        return dict(conn.exec_driver_sql("SELECT name, version FROM derived_versions").all())  # type: ignore[arg-type]


def test_each_kind_of_derived_data_is_kept_by_its_version(db: Database) -> None:
    assert versions(db) == {kind.name: kind().version() for kind in DERIVED if kind.name}
    assert len(versions(db)) == 11


@pytest.mark.parametrize("stale", [kind for kind in DERIVED if kind.name])
def test_only_what_another_version_derived_is_derived_anew(
    db: Database, clock: FixedClock, stale: type[Derived]
) -> None:
    rebuilt: list[str] = []

    def watched(kind: type[Derived]) -> type[Derived]:
        class Watched(kind):  # type: ignore[valid-type, misc]
            def version(self) -> int:
                return int(super().version()) + (kind is stale)

            def rebuild(self, conn: Connection) -> None:
                rebuilt.append(kind.name)
                super().rebuild(conn)

        return Watched

    kinds = [watched(kind) for kind in DERIVED]
    db.close()
    for _time in range(2):
        again = Database.open(db.folder, clock, derived=kinds)
        assert versions(again) == {kind.name: kind().version() for kind in kinds if kind.name}
        again.close()
    assert rebuilt == [stale.name]


def test_a_kind_that_no_version_derived_yet_is_derived_at_the_next_opening(
    db: Database, make: Make, clock: FixedClock
) -> None:
    make.customer(name="Ann Ott")
    with db.write("Forgot", undoable=False) as tx:
        tx.connection.exec_driver_sql("DELETE FROM derived_versions WHERE name = 'sounds of names'")
        tx.connection.exec_driver_sql("UPDATE customers SET name_key = NULL")
        tx.note_only()
    db.close()
    again = Database.open(db.folder, clock, derived=DERIVED)
    with again.read() as conn:
        assert conn.exec_driver_sql("SELECT name_key FROM customers").scalar() is not None
    again.close()
