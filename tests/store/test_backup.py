"""Backups are checked copies, older ones are never harmed, and a restore can be taken back."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.progress import Progress
from storeapp.store import archive, backup, backup_copy, journal, schema
from storeapp.store.db import Database
from storeapp.store.faults import DamagedShop, ForeignFile
from storeapp.store.shop_settings import set_shop_setting
from tests.make import Make


def attach(db: Database, content: bytes) -> Path:
    file = db.folder / "attachments" / hashlib.sha256(content).hexdigest()
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    return file


def numbers(db: Database) -> list[str]:
    with db.read() as conn:
        return list(conn.exec_driver_sql("SELECT number FROM orders ORDER BY id").scalars())


def leftovers(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if ".storeapp-" in path.name or ".part" in path.name]


def test_a_backup_says_what_is_in_it(db: Database, make: Make) -> None:
    make.order(total_minor=2050, refunded_minor=50)
    make.order(total_minor=None)
    with db.write("Name") as tx:
        set_shop_setting(tx, "shop_name", "Lumen & Loom")
    attach(db, b"photo")
    info = backup.make(db, "Asked for!")
    assert info.path == db.folder / "backups" / "backup-20260716-090000-asked-for.zip"
    assert (info.made_at, info.reason, info.verified) == ("2026-07-16T09:00:00Z", "Asked for!", True)
    assert (info.counts["orders"], info.totals["orders.total_minor"], info.totals["orders.refunded_minor"]) == (
        2,
        2050,
        50,
    )
    assert (info.shop_name, info.attachments, info.revision) == ("Lumen & Loom", 1, schema.HEAD)
    assert backup.list_backups(db.folder) == [info]
    assert backup.preview(info.path) == info
    with zipfile.ZipFile(info.path) as inside:
        assert sorted(inside.namelist())[-2:] == ["manifest.json", "shop.sqlite"]
        said = json.loads(inside.read("manifest.json"))
        assert hashlib.sha256(inside.read("shop.sqlite")).hexdigest() == said["sha256"]
    assert leftovers(db.folder) == []


def test_two_backups_in_one_second_do_not_overwrite_each_other(db: Database) -> None:
    assert backup.make(db, "a").path != backup.make(db, "a").path
    assert len(backup.list_backups(db.folder)) == 2


def test_one_is_due_after_changes_and_half_an_hour(db: Database, make: Make, clock: FixedClock) -> None:
    assert not backup.due(db)
    make.order()
    assert backup.due(db)
    backup.make(db, "timer")
    assert not backup.due(db)
    assert not backup.changed(db)
    clock.at += timedelta(minutes=45)
    assert not backup.due(db)
    journal.undo(db)
    journal.redo(db)
    assert backup.due(db)
    backup.make(db, "timer")
    make.order()
    clock.at += timedelta(minutes=29)
    assert not backup.due(db)
    assert backup.changed(db)
    clock.at -= timedelta(days=400)
    assert backup.due(db)


def test_each_new_one_lets_those_go_that_retention_lets_go(db: Database, clock: FixedClock, tmp_path: Path) -> None:
    for _ in range(3):
        backup.make(db, "a", str(tmp_path / "usb"))
        clock.at += timedelta(hours=1)
    clock.at += timedelta(days=3)
    foreign = db.folder / "backups" / "holiday.zip"
    foreign.write_bytes(b"mine")
    backup.make(db, "a", str(tmp_path / "usb"))
    days = ["2026-07-19T12:00:00Z", "2026-07-16T11:00:00Z"]
    assert [info.made_at for info in backup.list_backups(db.folder)] == days
    assert len(list((tmp_path / "usb" / "shop").iterdir())) == 2
    assert foreign.exists()


def test_the_second_place_holds_the_same_file(db: Database, tmp_path: Path) -> None:
    info = backup.make(db, "a", str(tmp_path / "usb"))
    copy = tmp_path / "usb" / "shop" / info.path.name
    assert copy.read_bytes() == info.path.read_bytes()
    assert info.warning == ""
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    second = backup.make(db, "a", str(blocked))
    assert second.path.exists()
    assert second.warning


def test_a_restore_brings_back_everything_and_can_itself_be_undone(
    db: Database, make: Make, clock: FixedClock, tmp_path: Path
) -> None:
    make.order(number="old")
    photo = attach(db, b"photo")
    saved = backup.make(db, "a")
    make.order(number="new")
    photo.unlink()
    clock.at += timedelta(hours=1)
    safety = backup.restore(db.folder, saved.path, clock)
    assert numbers(db) == ["old"]
    assert photo.read_bytes() == b"photo"
    with db.read() as conn:
        latest = journal.history(conn)[0]
    assert (latest.kind, latest.title, latest.undoable) == ("restore", f"Restored the backup {saved.path.name}", False)
    assert backup.list_backups(db.folder)[0].reason == "before restore"
    clock.at += timedelta(hours=1)
    backup.restore(db.folder, safety, clock)
    assert numbers(db) == ["old", "new"]
    assert leftovers(db.folder) == []
    assert make.order(number="newest") == 3


def test_open_windows_see_the_restored_shop_without_opening_it_again(
    db: Database, make: Make, clock: FixedClock
) -> None:
    make.order(number="old")
    saved = backup.make(db, "a")
    make.order(number="new")
    other = Database.open(db.folder, clock, derived=DERIVED)
    with db.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM orders").scalar() == 2
        backup.restore(db.folder, saved.path, clock)
        assert conn.exec_driver_sql("SELECT count(*) FROM orders").scalar() == 2
    assert numbers(other) == numbers(db) == ["old"]
    other.close()


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "html", "swap"])
def test_a_damaged_backup_is_refused_and_changes_nothing(
    db: Database, make: Make, clock: FixedClock, harm: str, tmp_path: Path
) -> None:
    make.order(number="kept", note="x" * 5000)
    path = backup.make(db, "a").path
    whole = path.read_bytes()
    if harm == "swap":
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "new.zip", "w") as new:
            for name in old.namelist():
                new.writestr(
                    name, old.read(name).replace(b"kept", b"mine") if name == "shop.sqlite" else old.read(name)
                )
        path.write_bytes((tmp_path / "new.zip").read_bytes())
    else:
        middle = len(whole) // 2
        flipped = whole[:middle] + bytes([whole[middle] ^ 4]) + whole[middle + 1 :]
        path.write_bytes({"cut": whole[:-300], "flip": flipped, "empty": b"", "html": b"<html>"}[harm])
    for verb in (lambda: backup.preview(path), lambda: backup.restore(db.folder, path, clock)):
        with pytest.raises(UserError, match="damaged"):
            verb()
    assert numbers(db) == ["kept"]
    info = backup.list_backups(db.folder)[0]
    assert info.verified == (harm in ("flip", "swap"))  # only reading all of it shows those
    assert info.made_at == "2026-07-16T09:00:00Z"


def test_names_in_a_backup_cannot_lead_out_of_the_folder(db: Database, clock: FixedClock, tmp_path: Path) -> None:
    path = backup.make(db, "a").path
    evil = tmp_path / "backup-evil.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(evil, "w") as new:
        said = json.loads(old.read("manifest.json"))
        said["files"]["attachments/../../evil.txt"] = hashlib.sha256(b"x").hexdigest()
        new.writestr("attachments/../../evil.txt", b"x")
        new.writestr("shop.sqlite", old.read("shop.sqlite"))
        new.writestr("manifest.json", json.dumps(said))
    with pytest.raises(UserError, match="damaged"):
        backup.restore(db.folder, evil, clock)
    assert not list(tmp_path.rglob("evil.txt"))


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + b"\xff" * 9000, None])
def test_a_damaged_or_lost_shop_is_set_aside_with_its_journals(
    db: Database, make: Make, clock: FixedClock, content: bytes | None
) -> None:
    make.order(number="saved")
    saved = backup.make(db, "a")
    db.close()
    if content is None:
        db.place.file.unlink()
    else:
        db.place.file.write_bytes(content)
    db.place.file.with_name("shop.sqlite-wal").write_bytes(b"stale log")
    aside = backup.restore(db.folder, saved.path, clock)
    again = Database.open(db.folder, clock, derived=DERIVED)
    assert numbers(again) == ["saved"]
    again.close()
    if content is None:
        assert (aside / "shop.sqlite-wal").read_bytes() == b"stale log"
    else:
        assert (aside / "shop.sqlite").read_bytes() == content


def test_a_backup_can_be_restored_into_an_empty_folder(
    db: Database, make: Make, clock: FixedClock, tmp_path: Path
) -> None:
    make.order(number="moved")
    saved = backup.make(db, "a")
    target = tmp_path / "new pc" / "shop"
    backup.restore(target, saved.path, clock)
    moved = Database.open(target, clock, derived=DERIVED)
    assert numbers(moved) == ["moved"]
    moved.close()


def test_cancel_stops_a_backup_and_a_restore_without_a_trace(db: Database, make: Make, clock: FixedClock) -> None:
    make.order(number="here")
    saved = backup.make(db, "a")
    make.order(number="later")
    progress = Progress()
    progress.cancel()
    for verb in (
        lambda: backup.make(db, "b", progress=progress),
        lambda: backup.restore(db.folder, saved.path, clock, progress),
    ):
        with pytest.raises(Cancelled):
            verb()
    assert numbers(db) == ["here", "later"]
    assert backup.list_backups(db.folder) == [saved]
    assert leftovers(db.folder) == []


def test_a_restore_waits_for_no_writer_for_ever(
    db: Database, make: Make, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.order(number="a")
    saved = backup.make(db, "a")
    monkeypatch.setattr("storeapp.store.backup_copy.WAIT", 0.3)
    monkeypatch.setitem(__import__("storeapp.store.engine").store.engine.PRAGMAS, "busy_timeout", 100)
    with db.write("Busy") as tx:
        tx.insert_one(__import__("storeapp.store.tables").store.tables.Customer, name="x")
        with pytest.raises(UserError, match="writing to this shop"):
            backup.restore(db.folder, saved.path, clock)
    with db.read() as conn:
        assert conn.exec_driver_sql("SELECT name FROM customers").scalar() == "x"


def test_a_corrupt_shop_is_never_backed_up_over_a_good_one(db: Database, make: Make, clock: FixedClock) -> None:
    with db.write("Many") as tx:
        make.tx = tx
        for number in range(300):
            make.order(note="n" * 500, number=str(number))
    good = backup.make(db, "a")
    db.close()
    page = db.place.file.read_bytes().index(b"n" * 400) // 4096 * 4096  # of the table's own, no index can replace it
    with db.place.file.open("r+b") as file:
        file.seek(page)
        file.write(b"\x07" * 4096)
    again = Database(db.place, clock, derived=DERIVED)
    with pytest.raises(UserError, match="damaged"):
        backup.make(again, "b")
    again.close()
    assert backup.list_backups(db.folder) == [good]
    db.place.file.with_name("shop.sqlite-wal").write_bytes(b"\0" * 100)  # as if the last program had been killed
    with pytest.raises(DamagedShop) as caught:
        Database.open(db.folder, clock, derived=DERIVED)
    assert (caught.value.folder, caught.value.last_backup) == (db.folder, good.path)


def test_what_is_no_shop_has_no_backup_to_offer(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "shop.sqlite").write_bytes(b"")
    with pytest.raises(ForeignFile):
        Database.open(tmp_path, clock, derived=DERIVED)
    assert archive.newest_good(tmp_path / "backups") is None
    assert backup.list_backups(tmp_path) == []


ODD_MANIFESTS = {
    "none": None,
    "no JSON": b"{",
    "no text": b"\xff\xfe\x00",
    "a list": b"[]",
    "deep": b"[" * 100_000,
    "huge number": b'{"format": 1, "attachments": ' + b"9" * 5000 + b"}",
    "no files": b'{"format": 1}',
    "files as text": b'{"format": 1, "files": "shop.sqlite"}',
}
ODD_VALUES: dict[str, object] = {
    "made_at": "yesterday",
    "reason": {"a": 1},
    "counts": {"orders": "many"},
    "totals": [1],
    "shop_name": None,
    "mark": 7,
    "attachments": "3",
    "wrong": 1.5,
    "files": {"shop.sqlite": 1, "../x": "y"},
}


def forge(saved: Path, manifest: bytes | None, place: Path) -> None:
    """The same backup with another manifest."""
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("shop.sqlite", old.read("shop.sqlite"))
        if manifest is not None:
            new.writestr("manifest.json", manifest)


@pytest.mark.parametrize("odd", [*ODD_MANIFESTS, *ODD_VALUES, "made in the year 1", "made in the year 9999"])
def test_an_odd_manifest_never_stops_anything(db: Database, make: Make, clock: FixedClock, odd: str) -> None:
    make.customer(name="Ann")
    saved = backup.make(db, "a").path
    if odd in ODD_MANIFESTS:
        manifest = ODD_MANIFESTS[odd]
    else:
        with zipfile.ZipFile(saved) as whole:
            said = json.loads(whole.read("manifest.json"))
        year = odd.rpartition(" ")[2]
        said |= {odd: ODD_VALUES[odd]} if odd in ODD_VALUES else {"made_at": f"{year:0>4}-12-31T23:59:59Z"}
        manifest = json.dumps(said).encode()
    forge(saved, manifest, saved.with_name("backup-20990101-000000-odd.zip"))
    db.close()
    again = Database.open(db.folder, clock, derived=DERIVED)
    found = {info.path.name: info.verified for info in backup.list_backups(db.folder)}
    assert found == {saved.name: True, "backup-20990101-000000-odd.zip": False}
    assert not backup.changed(again)
    if odd in ODD_MANIFESTS or odd == "files":
        with pytest.raises(UserError, match="damaged"):
            backup.restore(db.folder, saved.with_name("backup-20990101-000000-odd.zip"), clock)
    else:  # odd words about a shop that is what its SHA-256 says
        backup.restore(db.folder, saved.with_name("backup-20990101-000000-odd.zip"), clock)
    with again.read() as conn:
        assert conn.exec_driver_sql("SELECT name FROM customers").scalars().all() == ["Ann"]
    backup.make(again, "b")
    again.close()


@pytest.mark.parametrize("kind", ["folder", "no zip", "empty", "encrypted"])
def test_what_only_looks_like_a_backup_stops_nothing(db: Database, clock: FixedClock, kind: str) -> None:
    saved = backup.make(db, "a").path
    odd = saved.with_name("backup-20990101-000000-odd.zip")
    if kind == "folder":
        odd.mkdir()
    else:
        content = {"no zip": b"PK" * 900, "empty": b""}.get(kind) or bytearray(saved.read_bytes())
        if kind == "encrypted":  # the flag that says so, of every entry in the directory
            for found in re.finditer(b"PK\x01\x02", bytes(content)):
                content[found.start() + 8] |= 1
        odd.write_bytes(content)
    assert [info.path for info in backup.list_backups(db.folder) if info.verified][-1] == saved
    db.close()
    Database.open(db.folder, clock, derived=DERIVED).close()


def test_a_bomb_is_no_backup(db: Database, clock: FixedClock, tmp_path: Path) -> None:
    bomb = tmp_path / "backup-20990101-000000-bomb.zip"
    said = {"format": 1, "files": {"shop.sqlite": "0"}}
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("shop.sqlite", bytes(64 << 20))
        out.writestr("manifest.json", json.dumps(said))
    with pytest.raises(UserError, match="damaged"):
        backup.restore(db.folder, bomb, clock)
    with pytest.raises(UserError, match="damaged"):
        backup.preview(bomb)


def test_a_restore_asks_for_room_first(db: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = backup.make(db, "a").path
    monkeypatch.setattr(backup_copy, "SPARE", 1 << 60)
    before = sorted(db.folder.rglob("*"))
    with pytest.raises(UserError, match="too little space"):
        backup.restore(db.folder, saved, clock)
    assert sorted(db.folder.rglob("*")) == before
