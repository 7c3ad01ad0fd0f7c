"""The backup before a long write: of the state before it, checked, and there before the write is committed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.progress import Progress
from storeapp.store import archive, backup, backup_copy
from storeapp.store.backup_beside import BackupBeside
from storeapp.store.db import Database, Tx
from storeapp.store.tables import Customer


@pytest.fixture
def beside(db: Database) -> Iterator[BackupBeside]:
    made = BackupBeside(db.folder, db.clock, "import")
    yield made
    made.leave()
    assert not list(backup_copy.folder_of(db.folder).glob(".storeapp-*")), "unfinished work stays"


def add(tx: Tx, name: str) -> None:
    tx.insert_one(Customer, name=name)


def customers(db: Database) -> list[str]:
    with db.read() as conn:
        return [str(name) for name in conn.exec_driver_sql("SELECT name FROM customers ORDER BY id").scalars()]


def held(db: Database) -> list[int]:
    """Customers in each backup, the newest last, after reading each from end to end."""
    found = [archive.verify(info.path) for info in reversed(backup.list_backups(db.folder))]
    assert all(info.sound for info in found)
    return [info.counts["customers"] for info in found]


def brought_in(db: Database, beside: BackupBeside, name: str) -> None:
    with db.write("Import") as tx:
        beside.stand_for(tx.connection)
        add(tx, name)
        beside.hand_over(Progress())
        assert len(backup.list_backups(db.folder)) >= 1, "it is there before the commit"


def ready(beside: BackupBeside) -> None:
    beside.prepare()
    thread = beside._thread
    assert thread is not None
    thread.join()


@pytest.mark.parametrize("early", [True, False])
def test_it_holds_the_state_before_the_write(db, beside, early):
    with db.write("Ann") as tx:
        add(tx, "Ann")
    if early:
        ready(beside)
        assert backup.list_backups(db.folder) == [], "nothing lies there before it is wanted"
    brought_in(db, beside, "Bea")
    assert (customers(db), held(db)) == (["Ann", "Bea"], [1])


def test_what_was_prepared_before_another_action_is_made_again(db, beside):
    ready(beside)
    with db.write("Ann") as tx:
        add(tx, "Ann")
    brought_in(db, beside, "Bea")
    assert held(db) == [1]


def test_an_action_between_the_copy_and_the_write_is_noticed_at_the_end_too(db, beside):
    """As if the copy had been under way when the write began, and had found an earlier state."""
    ready(beside)
    with db.write("Ann") as tx:
        add(tx, "Ann")
    with db.write("Import") as tx:
        beside._wanted = archive.mark_of(tx.connection.connection.dbapi_connection)
        add(tx, "Bea")
        beside.hand_over(Progress())
    assert held(db) == [1]


def test_a_backup_of_the_very_state_is_taken_once_it_was_read_whole(db, beside):
    backup.make(db, "asked")
    brought_in(db, beside, "Ann")
    assert held(db) == [0]
    assert beside.info is not None
    assert beside.info.reason == "asked"


def test_it_is_packed_later(db, beside):
    with db.write("Words") as tx:
        for number in range(500):
            add(tx, f"the same words again and again {number}")
    brought_in(db, beside, "Ann")
    (info,) = backup.list_backups(db.folder)
    assert archive.is_loose(info.path)
    assert backup.tighten(db) == 1
    (packed,) = backup.list_backups(db.folder)
    assert not archive.is_loose(packed.path)
    assert packed.size < info.size / 2
    assert archive.verify(packed.path) == packed
    assert (packed.sha256, packed.counts, packed.mark) == (info.sha256, info.counts, info.mark)
    assert backup.tighten(db) == 0


def test_a_damaged_one_stays_as_it_is(db, beside, caplog):
    brought_in(db, beside, "Ann")
    (info,) = backup.list_backups(db.folder)
    content = bytearray(info.path.read_bytes())
    content[len(content) // 2] ^= 255
    info.path.write_bytes(content)
    assert backup.tighten(db) == 0
    assert info.path.read_bytes() == content
    assert info.path.name in caplog.text


def test_a_damaged_one_is_not_taken(db, beside):
    info = backup.make(db, "asked")
    content = bytearray(info.path.read_bytes())
    content[len(content) // 2] ^= 255
    info.path.write_bytes(content)
    brought_in(db, beside, "Ann")
    newest = backup.list_backups(db.folder)[0]
    assert newest.reason == "import"
    assert archive.verify(newest.path).counts["customers"] == 0


def test_without_it_nothing_is_committed(db, beside, monkeypatch):
    def full(place: Path, size: int) -> None:
        raise UserError("too little space")

    monkeypatch.setattr(backup_copy, "need_room", full)
    with pytest.raises(UserError, match="too little space"):
        brought_in(db, beside, "Ann")
    assert (customers(db), backup.list_backups(db.folder)) == ([], [])


def test_a_cancelled_write_leaves_no_backup(db, beside):
    progress = Progress()
    with pytest.raises(Cancelled), db.write("Import", progress=progress) as tx:
        beside.stand_for(tx.connection)
        add(tx, "Ann")
        progress.cancel()
        progress.check()
    beside.leave()
    assert (customers(db), backup.list_backups(db.folder)) == ([], [])


def test_dropping_it_returns_at_once_and_cleans_up(db, beside):
    beside.prepare()
    beside.drop()
    for thread in threading.enumerate():
        if thread.name.startswith("backup"):
            thread.join()
    assert backup.list_backups(db.folder) == []
