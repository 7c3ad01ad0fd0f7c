"""A shop whose tables, indexes, triggers or views are not those of its revision is refused: opening and restoring."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.store import archive, backup, schema
from storeapp.store.db import Database
from storeapp.store.engine import connect
from storeapp.store.faults import AlteredShop
from storeapp.store.files import sha256_of
from tests.make import Make

OLD_FILES = Path(__file__).resolve().parents[1] / "old_files"
ALTERATIONS = (
    "CREATE TRIGGER sum_it AFTER UPDATE ON orders BEGIN UPDATE customers SET email = 'x@y.example'; END",
    "CREATE TRIGGER sqlite_own AFTER UPDATE ON orders BEGIN UPDATE customers SET email = 'x@y.example'; END",
    "CREATE VIEW seen AS SELECT * FROM customers",
    "CREATE INDEX ix_more ON customers (note)",
    "CREATE UNIQUE INDEX ix_more ON customers (note)",
    "CREATE TABLE more (id INTEGER PRIMARY KEY)",
    "ALTER TABLE customers ADD COLUMN more TEXT",
    "ALTER TABLE customers DROP COLUMN note",
    "ALTER TABLE customers RENAME COLUMN note TO remark",
    "DROP INDEX ix_changes_action",
    "DROP TABLE id_counters",
)


def alter(file: Path, sql: str) -> None:
    """As a person with a tool for databases would, or a virus."""
    raw = connect(file)
    if "sqlite_own" in sql:
        raw.execute("PRAGMA writable_schema = 1")
        raw.execute("INSERT INTO sqlite_schema VALUES ('trigger', 'sqlite_own', 'orders', 0, ?)", (sql,))
    else:
        raw.execute(sql)
    raw.close()


@pytest.mark.parametrize("sql", ALTERATIONS)
def test_an_altered_shop_is_not_opened_and_its_last_good_backup_is_named(
    db: Database, make: Make, clock: FixedClock, sql: str
) -> None:
    make.customer(name="Ann", email="ann@shop.example")
    saved = backup.make(db, "a").path
    db.close()
    alter(db.place.file, sql)
    with pytest.raises(AlteredShop, match="altered by another program") as caught:
        Database.open(db.folder, clock, derived=DERIVED)
    assert caught.value.last_backup == saved
    backup.restore(db.folder, saved, clock)
    again = Database.open(db.folder, clock, derived=DERIVED)
    with again.read() as conn:
        assert conn.exec_driver_sql("SELECT name, email FROM customers").all() == [("Ann", "ann@shop.example")]
    again.close()


@pytest.mark.parametrize("revision", schema.known_revisions())
def test_an_older_shop_is_compared_with_its_own_revision_before_it_is_changed(
    revision: str, tmp_path: Path, clock: FixedClock
) -> None:
    archive.unpack(OLD_FILES / f"{revision}.zip", tmp_path / "shop", Progress())
    file = tmp_path / "shop" / "shop.sqlite"
    raw = connect(file)
    assert schema.things_of(raw) == schema.written(revision)
    raw.close()
    alter(file, ALTERATIONS[0])
    before = sha256_of(file)
    with pytest.raises(AlteredShop):
        Database.open(tmp_path / "shop", clock, derived=DERIVED)
    assert sha256_of(file) == before
    assert [path.name for path in (tmp_path / "shop").iterdir() if path.is_file()] == ["shop.sqlite"]


def test_an_altered_backup_is_not_restored(db: Database, make: Make, clock: FixedClock, tmp_path: Path) -> None:
    make.customer(name="Ann")
    saved = backup.make(db, "a").path
    archive.unpack(saved, tmp_path / "work", Progress())
    copy = tmp_path / "work" / "shop.sqlite"
    alter(copy, ALTERATIONS[0])
    with zipfile.ZipFile(saved) as old:
        manifest = json.loads(old.read("manifest.json"))
    manifest["files"]["shop.sqlite"] = sha256_of(copy)
    forged = tmp_path / "backup-20260716-090000-forged.zip"
    archive.write_zip(forged, copy, tmp_path / "none", manifest, Progress())
    with pytest.raises(UserError, match=forged.name):
        backup.restore(db.folder, forged, clock)
    with db.read() as conn:
        assert conn.exec_driver_sql("SELECT name FROM customers").scalars().all() == ["Ann"]
