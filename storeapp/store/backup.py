"""Backups: when one is due, which there are, which may go, and how the shop is brought back from one."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from storeapp.kernel.clock import Clock, from_utc_text
from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import private_folder
from storeapp.kernel.text import _
from storeapp.store import archive, backup_copy
from storeapp.store.archive import BackupInfo
from storeapp.store.db import Database
from storeapp.store.engine import FILE_NAME, connect
from storeapp.store.faults import AbsentShop, DamagedShop, ForeignFile, NewerShop, spoken
from storeapp.store.files import put_in_place, refusal

__all__ = [
    "BackupInfo",
    "changed",
    "copy_again",
    "due",
    "list_backups",
    "make",
    "newest",
    "newest_made",
    "preview",
    "restore",
    "tighten",
]

APART = timedelta(minutes=30)


def make(db: Database, reason: str, second_place: str = "", progress: Progress | None = None) -> BackupInfo:
    """A checked copy of the shop in its folder `backups`, and in a second place if one is given.

    UserError if it can't be made; no older backup is touched then. Else those go that retention lets go. Trouble with
    the second place, and rows that a disk changed, only leave a `warning` in the result.
    """
    return db.place.backup(db.clock, reason, second_place, progress)


def copy_again(db: Database, info: BackupInfo, second_place: str) -> BackupInfo:
    """Bring an earlier backup to the second place where it isn't there yet; trouble is a `warning` in the result."""
    if not second_place or (backup_copy.second_folder(second_place, db.place.folder) / info.path.name).exists():
        return info
    warning = backup_copy.copy_to_second(info.path, db.place.folder, second_place)
    return replace(info, warning=warning)


def list_backups(folder: Path) -> list[BackupInfo]:
    """All backups of the shop in `folder`, newest first."""
    return archive.all_in(backup_copy.folder_of(folder))


def newest(db: Database) -> BackupInfo | None:
    """The newest backup that can be read."""
    return next((info for info in list_backups(db.place.folder) if info.verified), None)


def newest_made(folder: Path) -> str:
    """When the newest backup of the shop in `folder` was made, by the files' names alone (UTC text); "" without any.

    Cheap enough to be asked after every change: an import makes its backup without telling anybody.
    """
    names = [path.name for path in backup_copy.folder_of(folder).glob(archive.PATTERN)]
    return archive.time_of(max(names)) if names else ""


def changed(db: Database) -> bool:
    """Whether anything was done since the newest backup."""
    last = newest(db)
    return last is None or last.mark != _mark(db)


def tighten(db: Database, progress: Progress | None = None) -> int:
    """Make the backups smaller that were put in place loose because somebody waited for them; the number of them."""
    return backup_copy.tighten(db.place.folder, progress or Progress())


def due(db: Database) -> bool:
    """Whether something was done since the newest backup and that one is half an hour old."""
    last = newest(db)
    if last is None:
        return not _mark(db).startswith("0/")
    # A clock that was set back must not stop backups until the old time comes again.
    apart = abs(db.clock.now() - from_utc_text(last.made_at))
    return apart >= APART and last.mark != _mark(db)


def _mark(db: Database) -> str:
    raw = connect(db.place.file, look_only=True)
    try:
        return archive.mark_of(raw)
    finally:
        raw.close()


def preview(backup: Path, progress: Progress | None = None) -> BackupInfo:
    """What a restore would bring, after reading the whole backup. UserError if it is damaged."""
    try:
        return archive.verify(backup, progress)
    except OSError as error:
        raise refusal(error, backup) from error


def restore(folder: Path, backup_path: Path, clock: Clock, progress: Progress | None = None) -> Path:
    """Make the shop in `folder` what it was in the backup; returns the safety copy that undoes this.

    A shop that can be read is overwritten in one transaction of SQLite, after a backup of its own: other windows see
    the old shop or the restored one, and a crash leaves the old one. One that can't be read is set aside with its
    journals, and the folder it lies in is returned.
    """
    progress = progress or Progress()
    try:
        private_folder(folder)
        with backup_copy.workshop(folder) as work, spoken():
            # What it holds is unpacked and copied in; what is there now becomes a backup first.
            backup_copy.need_room(work, 2 * archive.unpacked_size(backup_path) + 2 * backup_copy.size_of(folder))
            archive.unpack(backup_path, work, progress)
            _bring_up_to_date(work, clock, backup_path)
            safety = _safety_copy(folder, clock, progress)
            _add_attachments(work, folder)
            progress.begin(_("Restoring the backup"))
            if safety is not None:
                backup_copy.copy_in(work / FILE_NAME, folder / FILE_NAME, progress)
                return safety
            aside = _set_aside(folder, clock)
            put_in_place(work / FILE_NAME, folder / FILE_NAME)
            return aside
    except OSError as error:
        raise refusal(error, folder) from error


def _bring_up_to_date(work: Path, clock: Clock, backup_path: Path) -> None:
    """Migrate the unpacked shop if it is old, check it, and note in its own History where it came from."""
    try:
        db = Database.open(work, clock, derived=())  # derived anew when the shop is opened
    except DamagedShop as error:
        raise archive.damaged(backup_path) from error
    try:
        with db.write(_("Restored the backup {file}").format(file=backup_path.name), kind="restore") as tx:
            tx.note_only()
    finally:
        db.close()
    archive.check_copy(work / FILE_NAME, Progress())


def _safety_copy(folder: Path, clock: Clock, progress: Progress) -> Path | None:
    """A backup of the shop as it is, None if there is none or it can't be read."""
    try:
        db = Database.open(folder, clock, derived=())
    except (AbsentShop, DamagedShop, ForeignFile, NewerShop):
        return None  # it is set aside; a busy, full or write-protected disk is another matter and raises
    try:
        return make(db, "before restore", progress=progress).path
    except DamagedShop:
        return None
    finally:
        db.close()


def _add_attachments(work: Path, folder: Path) -> None:
    """Attachments are named by their content, so that those of both shops can lie side by side."""
    for file in (work / archive.ATTACHMENTS).glob("*"):
        target = folder / archive.ATTACHMENTS / file.name
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            put_in_place(file, target)


def _set_aside(folder: Path, clock: Clock) -> Path:
    """Move a shop file that can't be read out of the way together with its journals; nothing is ever thrown away."""
    files = [folder / (FILE_NAME + ending) for ending in ("-wal", "-shm", "-journal", "")]
    files = [file for file in files if file.exists()]
    if not files:
        return folder
    name = f"damaged-{backup_copy.stamp(clock.now())}"
    aside, number = folder / name, 2
    while aside.exists():
        aside, number = folder / f"{name}-{number}", number + 1
    aside.mkdir()
    for file in files:
        os.replace(file, aside / file.name)
    return aside
