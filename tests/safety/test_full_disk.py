"""On a full disk a write is refused with a sentence and the shop stays what it was; no backup is lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock
from storeapp.kernel.errors import UserError
from storeapp.store import archive, backup, backup_copy
from storeapp.store.check import check_data
from storeapp.store.db import Database
from storeapp.store.tables import Channel, Order
from tests.safety import worker

Disk = Callable[[str], Path]
MB = 1 << 20


@pytest.fixture
def shop(small_disk: Disk, blank_shop: Path) -> Path:
    """A shop with one import on a disk of 8 MB."""
    folder = small_disk("size=10m") / "shop"
    shutil.copytree(blank_shop, folder)
    db = Database.open(folder, Clock(), "Owner", derived=DERIVED)
    with db.write("Channel") as tx:
        tx.insert_one(Channel, platform="own", name="Own", created_at=tx.now)
    with db.write("Import 0", kind="import") as tx:
        worker.bring_in(tx, 0)
    db.close()
    return folder


def fill(disk: Path, leave: int) -> None:
    """Fill the disk but for `leave` bytes."""
    with (disk / "ballast").open("wb") as file:
        file.write(b"x" * max(0, shutil.disk_usage(disk).free - leave))


def refusal_of(work: Callable[[], object]) -> str:
    """The sentence of the UserError that the work ends with, "" if it ends well."""
    try:
        work()
    except UserError as error:
        return error.sentence
    return ""


def orders(db: Database) -> int:
    with db.read() as conn:
        return int(conn.exec_driver_sql("SELECT count(*) FROM orders").scalar_one())


def sound(db: Database) -> bool:
    with db.read() as conn:
        return conn.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]


def test_an_import_that_fills_the_disk_leaves_nothing(shop: Path, small_disk: Disk) -> None:
    db = Database.open(shop, Clock(), derived=DERIVED)
    with pytest.raises(UserError, match="disk is full"), db.write("Too much", kind="import") as tx:
        tx.insert(Order, ("channel_id", "number", "note"), ((1, f"x{n}", "n" * 3000) for n in range(5000)))
    assert orders(db) == worker.ROWS
    assert sound(db)
    small_disk("size=64m")
    assert check_data(db).sound
    with db.write("Small") as tx:
        worker.bring_in(tx, 1)
    assert orders(db) == 2 * worker.ROWS
    db.close()


def bring_in_one(shop: Path) -> None:
    db = Database.open(shop, Clock(), derived=DERIVED)
    try:
        with db.write("Import 1", kind="import") as tx:
            worker.bring_in(tx, 1)
    finally:
        db.close()


def test_every_step_towards_a_full_disk(shop: Path) -> None:
    """Free space from nothing to enough in 24 steps: each write is whole or refused."""
    disk, whole, refused = shop.parent, 0, 0
    untouched = disk / "untouched"
    shutil.move(shop, untouched)
    for step in range(24):
        shutil.copytree(untouched, shop)
        fill(disk, step * 64 * 1024)
        sentence = refusal_of(lambda: bring_in_one(shop))
        (disk / "ballast").unlink()
        db = Database.open(shop, Clock(), derived=DERIVED)
        if sentence:
            assert "disk" in sentence
            refused += 1
        else:
            whole += 1
        assert orders(db) == (worker.ROWS if sentence else 2 * worker.ROWS)
        assert check_data(db).sound
        db.close()
        shutil.rmtree(shop)
    assert whole > 0
    assert refused > 0


def test_a_backup_on_a_full_disk_is_refused_and_harms_none(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = shop.parent
    db = Database.open(shop, Clock(), derived=DERIVED)
    assert "too little space" in refusal_of(lambda: backup.make(db, "first"))
    monkeypatch.setattr(backup_copy, "SPARE", -100 * MB)  # as if another program took the space meanwhile
    good = backup.make(db, "first").path
    refused = 0
    for step in range(12):
        fill(disk, step * 192 * 1024)
        sentence = refusal_of(lambda: backup.make(db, "second"))
        (disk / "ballast").unlink()
        if sentence:
            assert "full" in sentence or "free space" in sentence
            refused += 1
        archive.verify(good)
        assert [path for path in good.parent.iterdir() if path.suffix != ".zip"] == []
        for info in backup.list_backups(shop):
            archive.verify(info.path)
    assert 0 < refused < 12
    assert orders(db) == worker.ROWS
    db.close()


def test_a_restore_on_a_full_disk_leaves_the_shop(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = shop.parent
    db = Database.open(shop, Clock(), derived=DERIVED)
    monkeypatch.setattr(backup_copy, "SPARE", -100 * MB)
    saved = Path(shutil.copy(backup.make(db, "first").path, tmp_path / "backup-away.zip"))
    with db.write("Import 1", kind="import") as tx:
        worker.bring_in(tx, 1)
    results = set()
    for step in range(12):
        fill(disk, step * 384 * 1024)
        sentence = refusal_of(lambda: backup.restore(shop, saved, Clock()))
        (disk / "ballast").unlink()
        results.add(bool(sentence))
        assert orders(db) == (2 * worker.ROWS if sentence else worker.ROWS)
        assert sound(db)
        if not sentence:
            break
        assert "disk" in sentence
    assert results == {True, False}
    db.close()


def test_a_second_place_that_is_full_is_only_a_warning(shop: Path, db: Database) -> None:
    disk = shop.parent
    fill(disk, 0)
    made = backup.make(db, "a", str(disk / "usb"))
    assert made.verified
    assert "full" in made.warning
    assert not [path for path in (disk / "usb").rglob("*") if path.is_file()]


def test_a_shop_on_a_read_only_disk_is_refused_with_a_sentence(shop: Path, small_disk: Disk) -> None:
    before = (shop / "shop.sqlite").read_bytes()
    small_disk("ro")
    with pytest.raises(UserError) as caught:
        db = Database.open(shop, Clock(), derived=DERIVED)
        with db.write("Edit") as tx:
            worker.edit(tx, 1)
    assert "folder" in caught.value.sentence
    with pytest.raises(UserError, match="can't be written to"):
        Database.create(shop.parent / "new", Clock(), derived=DERIVED)
    small_disk("rw")
    assert (shop / "shop.sqlite").read_bytes() == before
    again = Database.open(shop, Clock(), derived=DERIVED)
    assert orders(again) == worker.ROWS
    again.close()


def test_a_backup_into_a_read_only_place_is_refused_or_a_warning(shop: Path, small_disk: Disk, db: Database) -> None:
    small_disk("ro")
    made = backup.make(db, "a", str(shop.parent / "usb"))
    assert made.verified
    assert "can't be written to" in made.warning
    os.symlink(shop.parent, db.folder / "elsewhere")
    made.path.unlink()
    (db.folder / "backups").rmdir()
    (db.folder / "backups").symlink_to(shop.parent / "shop")
    with pytest.raises(UserError, match="can't be written to"):
        backup.make(db, "b")
