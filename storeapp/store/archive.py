"""A backup as a file: a zip with the shop, its attachments and a manifest that says what must be in it."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, field, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from storeapp.kernel.clock import from_utc_text, utc_text
from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.rows import dataclass
from storeapp.kernel.scratch import drop_part, part_of, private_folder
from storeapp.kernel.text import _
from storeapp.store import row_sums
from storeapp.store.engine import SQLITE, connect
from storeapp.store.files import BLOCK, put_in_place, settle

log = logging.getLogger(__name__)

SHOP = "shop.sqlite"
MANIFEST = "manifest.json"
ATTACHMENTS = "attachments"
PATTERN = "backup-*.zip"
LARGEST_MANIFEST = 32 << 20
LONGEST_TEXT = 200  # characters of a manifest's name or reason that are shown
TIGHTEST = 400  # times smaller than its content: that is no shop; repeated rows pack to a fortieth
ROOMY = 1 << 20  # bytes that may come out of next to nothing


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """One backup. `counts` are rows a table, `totals` sums of money columns in minor units; `size` is in bytes.

    `verified` is False for a file that can't be read. `wrong` counts groups of rows that the disk had changed before
    the backup was made, see row_sums. `warning` is a sentence about such rows, or about a second place that failed.
    """

    path: Path
    made_at: str
    reason: str
    size: int
    counts: dict[str, int] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    verified: bool = False
    shop_name: str = ""
    sha256: str = ""
    revision: str = ""
    mark: str = ""
    attachments: int = 0
    wrong: int = 0
    warning: str = ""

    @property
    def sound(self) -> bool:
        """Whether it can be read, and every row in it is what was written."""
        return self.verified and not self.wrong


@dataclass(frozen=True, slots=True)
class Figures:
    """What a shop file holds, to compare a copy with: rows a table, sums of money columns, what was done last."""

    counts: dict[str, int]
    totals: dict[str, int]
    mark: str
    revision: str
    shop_name: str
    wrong: int = 0


def damaged(path: Path) -> UserError:
    """The sentence for a backup that can't be trusted."""
    return UserError(
        _("The backup {file} is damaged and was not used. Nothing was changed. Choose another one.").format(
            file=path.name
        )
    )


def mark_of(raw: Any) -> str:
    """A text that changes with every action, undo and redo of a shop."""
    row = raw.execute(
        "SELECT (SELECT next_id FROM id_counters WHERE table_name = 'actions'), "
        "(SELECT at FROM actions ORDER BY id DESC LIMIT 1)"
    ).fetchone()
    return f"{row[0] or 0}/{row[1] or ''}"


def figures_of(raw: Any) -> Figures:
    """Count and add up a shop through a bare connection that is inside a transaction or to itself."""
    counts: dict[str, int] = {}
    totals: dict[str, int] = {}
    tables = raw.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search_index%' "
        "AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    for (table,) in tables:
        money = [row[1] for row in raw.execute(f'PRAGMA table_info("{table}")').fetchall() if row[1].endswith("_minor")]
        sums = "".join(f', coalesce(sum("{name}"), 0)' for name in money)
        row = raw.execute(f'SELECT count(*){sums} FROM "{table}"').fetchone()
        counts[table] = row[0]
        totals |= {f"{table}.{name}": value for name, value in zip(money, row[1:], strict=True)}
    revision = raw.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    named = raw.execute("SELECT value FROM shop_settings WHERE key = 'shop_name'").fetchone()
    return Figures(counts, totals, mark_of(raw), revision, _name(named[0]) if named else "")


def _name(value: str) -> str:
    try:
        return str(json.loads(value))
    except ValueError:  # a disk changed it; row_sums says so
        return ""


def check_copy(copy: Path, progress: Progress) -> Figures:
    """Read a closed copy of a shop from end to end and add it up. UserError if SQLite finds anything wrong with it.

    Rows that are not what was written are only counted: the copy has them as the shop does.
    """
    raw = connect(copy, look_only=True)
    raw.set_progress_handler(lambda: progress.cancel_asked, 20_000)
    try:
        problems = [row[0] for row in raw.execute("PRAGMA integrity_check(5)").fetchall()]
        if problems != ["ok"] or raw.execute("PRAGMA foreign_key_check").fetchone():
            raise damaged(copy)
        return replace(figures_of(raw), wrong=len(row_sums.compare(raw).wrong))
    except SQLITE.DatabaseError as error:
        progress.check()
        raise damaged(copy) from error
    finally:
        raw.close()


def write_zip(
    target: Path, copy: Path, attachments: Path, manifest: dict[str, Any], progress: Progress, *, loose: bool = False
) -> None:
    """Pack a checked copy under a temporary name and have the disk write it; `loose`: without making it smaller."""
    with zipfile.ZipFile(target, "w", compresslevel=1) as archive:
        _pack(archive, SHOP, copy, zipfile.ZIP_STORED if loose else zipfile.ZIP_DEFLATED, progress)
        for file in sorted(attachments.glob("*")) if attachments.is_dir() else ():
            _pack(archive, f"{ATTACHMENTS}/{file.name}", file, zipfile.ZIP_STORED, progress)
        entry = zipfile.ZipInfo(MANIFEST, _zip_time(time.localtime()[:6]))
        archive.writestr(entry, json.dumps(manifest, ensure_ascii=False, indent=1))
    settle(target)


def is_loose(path: Path) -> bool:
    """Whether a backup was written without making it smaller, because somebody waited for it."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.getinfo(SHOP).compress_type == zipfile.ZIP_STORED
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def tighten(path: Path, target: Path, progress: Progress) -> None:
    """Write a loose backup packed to `target`, and read it back from end to end. UserError if it is damaged."""
    with _read(path) as loose, zipfile.ZipFile(target, "w", compresslevel=1) as tight:
        progress.begin(_("Packing the backup"), sum(entry.file_size for entry in loose.infolist()))
        for entry in loose.infolist():
            made = zipfile.ZipInfo(entry.filename, entry.date_time)
            made.compress_type = zipfile.ZIP_DEFLATED if entry.filename == SHOP else entry.compress_type
            with loose.open(entry) as source, tight.open(made, "w", force_zip64=True) as inside:
                for block in _blocks(source):
                    inside.write(block)
                    progress.step(len(block))
    settle(target)
    verify(target, progress)


def _zip_time(moment: tuple[int, int, int, int, int, int]) -> tuple[int, int, int, int, int, int]:
    """A moment as a zip file can say it: a wrong clock must not keep anybody from a backup."""
    return min(max(moment, (1980, 1, 1, 0, 0, 0)), (2107, 12, 31, 23, 59, 58))


def _pack(archive: zipfile.ZipFile, name: str, file: Path, how: int, progress: Progress) -> None:
    entry = zipfile.ZipInfo.from_file(file, name, strict_timestamps=False)
    entry.compress_type = how
    with file.open("rb") as source, archive.open(entry, "w", force_zip64=True) as inside:
        for block in _blocks(source):
            inside.write(block)
            progress.step(len(block))


def manifest_of(info: BackupInfo, hashes: dict[str, str]) -> dict[str, Any]:
    """What the zip says about itself."""
    plain = asdict(info)
    for name in ("path", "size", "verified", "warning"):
        del plain[name]
    return {"format": 1, **plain, "files": hashes}


def read_info(path: Path) -> BackupInfo:
    """What a backup says about itself; a file that can't be read, or says odd things, comes back as not verified."""
    size = 0
    try:
        size = path.stat().st_size
        with zipfile.ZipFile(path) as archive:
            said = _manifest(archive)
            whole = set(said["files"]) <= set(archive.namelist())
        return BackupInfo(path=path, size=size, verified=whole, **_told(said))
    except Exception as why:  # noqa: BLE001 - whatever a stranger's file makes a reader stumble over: it is no backup
        log.warning("%s can't be read as a backup: %r", path, why)
        return BackupInfo(path, time_of(path.name), "", size)


def _told(said: dict[str, Any]) -> dict[str, Any]:
    """The values of a manifest, of the kinds that a BackupInfo has. ValueError if one is of another kind."""
    texts = {name: said[name] for name in ("made_at", "reason", "shop_name", "sha256", "revision", "mark")}
    tables = {name: said[name] for name in ("counts", "totals")}
    numbers = {"attachments": said["attachments"], "wrong": said.get("wrong", 0)}
    figures = [*numbers.values(), *(one for table in tables.values() for one in dict(table).values())]
    if not all(isinstance(value, str) for value in texts.values()) or not all(type(one) is int for one in figures):
        raise ValueError("a value of another kind")
    if utc_text(from_utc_text(texts["made_at"])) != texts["made_at"] or not "1990" < texts["made_at"] < "9000":
        raise ValueError("no time")
    return {name: text[:LONGEST_TEXT] for name, text in texts.items()} | tables | numbers


def all_in(place: Path) -> list[BackupInfo]:
    """All backups in a folder, newest first."""
    found = [read_info(path) for path in place.glob(PATTERN) if path.is_file()]
    return sorted(found, key=lambda info: (info.made_at, info.path.name), reverse=True)


def newest_good(place: Path) -> Path | None:
    """The newest backup in a folder that passes a full check, None if there is none.

    One whose rows are what was written goes before newer ones that hold what a disk changed.
    """
    infos = [info for info in all_in(place) if info.verified]
    for info in sorted(infos, key=lambda info: not info.sound):
        try:
            verify(info.path)
        except (UserError, OSError):
            continue
        return info.path
    return None


def time_of(name: str) -> str:
    """When a backup was made (UTC text), from its file's name."""
    stamp = name.removeprefix("backup-")[:15]
    try:
        return datetime.strptime(stamp, "%Y%m%d-%H%M%S").strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 - names are UTC
    except ValueError:
        return "1970-01-01T00:00:00Z"


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise ValueError("the manifest is too long")
    said = json.loads(archive.read(MANIFEST))
    if not isinstance(said, dict) or said.get("format") != 1 or not isinstance(said.get("files"), dict):
        raise ValueError("no manifest of ours")
    return said


def _entries(archive: zipfile.ZipFile, path: Path) -> dict[str, str]:
    """The files of a backup with their SHA-256, once their names and sizes are what ours are. ValueError if not."""
    files: dict[str, str] = _manifest(archive)["files"]
    if SHOP not in files:
        raise ValueError("no shop in it")
    packed = 0
    for name in files:
        rest = name.removeprefix(f"{ATTACHMENTS}/")
        if name != SHOP and (rest == name or rest != Path(rest).name or set(rest) & set("\\/:") or len(rest) > 255):
            raise ValueError("a name that leads elsewhere")
        entry = archive.getinfo(name)
        if entry.file_size > entry.compress_size * TIGHTEST + ROOMY:
            raise ValueError("too much for its size")
        packed += entry.compress_size
    if packed > path.stat().st_size:
        raise ValueError("files that lie in each other")
    return files


def unpacked_size(path: Path) -> int:
    """The bytes that a backup's files take. UserError if it is no backup of ours."""
    with _read(path) as archive:
        return sum(archive.getinfo(name).file_size for name in _entries(archive, path))


@contextmanager
def _read(path: Path) -> Iterator[zipfile.ZipFile]:
    """A backup to be read; what is wrong with it is said in one sentence."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (OSError, UserError, Cancelled):
        raise
    except Exception as error:  # a stranger's zip has many ways to be none of ours, encrypted ones and deep JSON too
        raise damaged(path) from error


def verify(path: Path, progress: Progress | None = None) -> BackupInfo:
    """Read a backup from end to end and compare every file's SHA-256. UserError if anything is missing or different."""
    _unpack(path, None, progress or Progress())
    return read_info(path)


def unpack(path: Path, folder: Path, progress: Progress) -> None:
    """Put a backup's files into an empty folder, comparing every SHA-256. UserError if anything is wrong."""
    _unpack(path, folder, progress)


def _unpack(path: Path, folder: Path | None, progress: Progress) -> None:
    with _read(path) as archive:
        files = _entries(archive, path)
        progress.begin(_("Checking the backup"), sum(archive.getinfo(name).file_size for name in files))
        for name, wanted in files.items():
            if _copy_out(archive, name, folder, progress) != wanted:
                raise ValueError("a file differs from its SHA-256")


def _copy_out(archive: zipfile.ZipFile, name: str, folder: Path | None, progress: Progress) -> str:
    digest = hashlib.sha256()
    target = Path(os.devnull)
    if folder is not None:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as inside, target.open("wb") as out:
        for block in _blocks(inside):
            digest.update(block)
            out.write(block)
            progress.step(len(block))
    return digest.hexdigest()


def _blocks(source: IO[bytes]) -> Iterator[bytes]:
    while block := source.read(BLOCK):
        yield block


def copy_to(path: Path, folder: Path) -> Path:
    """Copy a finished backup into another folder under a temporary name first."""
    private_folder(folder)
    part = part_of(folder / path.name)
    try:
        with path.open("rb") as source, part.open("wb") as out:
            for block in _blocks(source):
                out.write(block)
        settle(part)
        put_in_place(part, folder / path.name)
    finally:
        drop_part(part)
    return folder / path.name
