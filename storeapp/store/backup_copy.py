"""Makes a backup: copies the shop through SQLite, checks the copy from end to end, and only then gives it its name."""

from __future__ import annotations

import contextlib
import logging
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from storeapp.kernel.clock import Clock, from_utc_text, utc_text
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import scratch
from storeapp.kernel.text import N_, _
from storeapp.store import archive, retention
from storeapp.store.archive import BackupInfo
from storeapp.store.engine import FILE_NAME, SQLITE, connect, fold_log
from storeapp.store.faults import UnusableShop, spoken
from storeapp.store.files import put_in_place, refusal, sha256_of

log = logging.getLogger(__name__)

ROTTEN = N_(
    "Some entries of this shop are no longer what was written: the disk may have changed them. "
    "Check your data in Settings."
)
SPARE = 20 << 20  # bytes that stay free beside a backup
WAIT = 30.0  # seconds to wait for other programs to leave the shop alone


def folder_of(shop: Path) -> Path:
    """Where a shop's backups lie."""
    return shop / "backups"


def second_folder(second_place: str, shop: Path) -> Path:
    """Where a shop's backups lie in the second place."""
    return Path(second_place) / shop.name


@contextmanager
def workshop(shop: Path) -> Iterator[Path]:
    """An empty folder on the shop's own disk for unfinished files, removed at the end."""
    with scratch(folder_of(shop)) as work:
        yield work


def stamp(moment: datetime) -> str:
    """An instant as it stands in file names: `20260716-091405`, UTC."""
    return utc_text(moment).translate(str.maketrans("T", "-", "-:Z"))


def make(
    folder: Path, clock: Clock, reason: str, second_place: str = "", progress: Progress | None = None
) -> BackupInfo:
    """Copy the shop through SQLite, check the copy from end to end, and only then give it its name.

    UserError if the disk is full or the copy is not what the shop is; no older backup is touched then. Else those go
    that retention lets go, here and in the second place. A second place that can't be written to, and rows that are not
    what was written, leave a `warning` in the result.
    """
    progress = progress or Progress()
    place = folder_of(folder)
    try:
        with workshop(folder) as work, spoken():
            part, found = make_part(work, folder, clock, reason, progress)
            info = give_name(folder, part, found)
    except OSError as error:
        raise refusal(error, place) from error
    warnings = [_(ROTTEN)] if info.wrong else []
    if second_place:
        warnings.append(copy_to_second(info.path, folder, second_place))
    prune(folder, clock.now(), second_place)
    return replace(info, warning=" ".join(filter(None, warnings)))


def copy_to_second(path: Path, folder: Path, second_place: str) -> str:
    """Copy a backup into the second place; why that can't be done, "" where it was done."""
    try:
        archive.copy_to(path, second_folder(second_place, folder))
    except OSError as error:
        reason = refusal(error, Path(second_place)).sentence
        return _("The backup was made, but not in the second place. {reason}").format(reason=reason)
    return ""


def prune(folder: Path, now: datetime, second_place: str = "") -> list[Path]:
    """Remove the backups that retention lets go, in the shop's folder and in the second place; returns them."""
    removed = []
    for place in (folder_of(folder), *([second_folder(second_place, folder)] if second_place else [])):
        found = archive.all_in(place)
        ages = [retention.BackupAge(from_utc_text(info.made_at), info.sound) for info in found]
        for index in retention.superfluous(ages, now):
            with contextlib.suppress(OSError):  # held open by a scanner: it goes next time
                found[index].path.unlink()
                removed.append(found[index].path)
    return removed


@contextmanager
def naming_the_way_back(folder: Path) -> Iterator[None]:
    """Let the news that the shop in `folder` can't be used name the newest backup that was found good."""
    try:
        yield
    except UnusableShop as damage:
        damage.folder, damage.last_backup = folder, archive.newest_good(folder_of(folder))
        raise


def make_part(
    work: Path, folder: Path, clock: Clock, reason: str, progress: Progress, *, loose: bool = False
) -> tuple[Path, BackupInfo]:  # fmt: skip
    """A finished and checked backup in the folder `work`, to which `give_name` gives its place; the rest as in make.

    Half of the time goes into making it smaller: a `loose` one leaves that to `tighten`.
    """
    moment = clock.now()
    need_room(folder_of(folder), 2 * size_of(folder))  # the copy and its zip, each at most as large as the shop
    copy = work / archive.SHOP
    progress.begin(_("Copying the shop"))
    before, after = copy_out(folder / FILE_NAME, copy, progress)
    progress.begin(_("Checking the copy"))
    found = archive.check_copy(copy, progress)
    if before == after and before != replace(found, wrong=0):
        raise UserError(_("The backup differs from the shop and was thrown away. Check your data in Settings."))
    attachments = folder / archive.ATTACHMENTS
    hashes = {archive.SHOP: sha256_of(copy)}
    for file in sorted(attachments.glob("*")) if attachments.is_dir() else ():
        hashes[f"{archive.ATTACHMENTS}/{file.name}"] = sha256_of(file)
    part = work / "backup.zip"
    info = BackupInfo(
        path=part,
        made_at=utc_text(moment),
        reason=reason,
        size=0,
        counts=found.counts,
        totals=found.totals,
        shop_name=found.shop_name,
        sha256=hashes[archive.SHOP],
        revision=found.revision,
        mark=found.mark,
        attachments=len(hashes) - 1,
        wrong=found.wrong,
    )
    progress.begin(_("Packing the backup"), copy.stat().st_size)
    archive.write_zip(part, copy, attachments, archive.manifest_of(info, hashes), progress, loose=loose)
    archive.verify(part, progress)
    return part, info


def give_name(folder: Path, part: Path, info: BackupInfo) -> BackupInfo:
    """Put a finished backup in its place among the others."""
    path = _free_name(folder_of(folder), from_utc_text(info.made_at), info.reason)
    put_in_place(part, path)
    return replace(info, path=path, size=path.stat().st_size, verified=True)


def copy_out(path: Path, copy: Path, progress: Progress) -> tuple[archive.Figures, archive.Figures]:
    """Copy the live file; what it held before and after, which differ only if somebody wrote meanwhile."""
    raw = connect(path)
    raw.set_progress_handler(lambda: progress.cancel_asked, 20_000)
    try:
        before = _seen(raw)
        raw.execute("VACUUM INTO ?", (str(copy),))
        return before, _seen(raw)
    finally:
        raw.close()


def _seen(raw: Any) -> archive.Figures:
    raw.execute("BEGIN")
    try:
        return archive.figures_of(raw)
    finally:
        raw.execute("ROLLBACK")


def tighten(folder: Path, progress: Progress) -> int:
    """Make the backups smaller that were put in place loose; the number of them.

    One that is damaged, or for which there is no room, stays as it is: whoever wants it back is told then.
    """
    done = 0
    for path in filter(archive.is_loose, sorted(folder_of(folder).glob(archive.PATTERN))):
        try:
            with workshop(folder) as work:
                need_room(work, path.stat().st_size)
                part = work / "backup.zip"
                archive.tighten(path, part, progress)
                put_in_place(part, path)
                done += 1
        except (OSError, UserError) as why:
            log.warning("%s stays as large as it is: %s", path, why)
    return done


def _free_name(place: Path, moment: datetime, reason: str) -> Path:
    words = re.sub(r"[^a-z0-9]+", "-", reason.casefold()).strip("-") or "shop"
    stem = f"backup-{stamp(moment)}-{words[:30]}"
    name = place / f"{stem}.zip"
    number = 2
    while name.exists():
        name = place / f"{stem}-{number}.zip"
        number += 1
    return name


def size_of(folder: Path) -> int:
    """The bytes of a shop with what waits in its log, and of its attachments; 0 where there is none."""
    files = (folder / FILE_NAME, folder / (FILE_NAME + "-wal"), *(folder / archive.ATTACHMENTS).glob("*"))
    return sum(file.stat().st_size for file in files if file.exists())


def need_room(place: Path, size: int) -> None:
    """UserError unless `size` bytes fit on the disk of `place`, with some to spare."""
    if shutil.disk_usage(place).free < size + SPARE:
        raise UserError(
            _("There is too little space for a backup in {place}. Free some space and try again.").format(place=place)
        )


def copy_in(source: Path, target: Path, progress: Progress) -> None:
    """Copy page by page inside one transaction of the target."""
    inside, outside = connect(source, look_only=True), connect(target)
    waiting_since: list[float] = []

    def watch(status: int, remaining: int, total: int) -> None:
        progress.total, progress.done = total, total - remaining
        progress.check()
        if status in (0, 101):
            waiting_since.clear()
        elif not waiting_since:
            waiting_since.append(time.monotonic())
        elif time.monotonic() - waiting_since[0] > WAIT:
            raise UserError(_("Another program is writing to this shop right now. Nothing was changed. Try again."))

    try:
        inside.backup(outside, pages=2000, progress=watch)
        fold_log(outside)
    except SQLITE.Error:
        progress.check()
        raise
    finally:
        inside.close()
        outside.close()
