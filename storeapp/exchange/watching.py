"""The downloads folder: which new exports of known formats lie in it that the shop has not seen yet."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storeapp.exchange import queries, reading
from storeapp.kernel.paths import cache_folder
from storeapp.kernel.progress import Progress
from storeapp.store.db import Database

NEWEST = 50  # files of the folder that are looked at
LARGEST = 200_000_000  # bytes of a text table; workbooks and JSON have to be opened whole
LARGEST_WHOLE = 20_000_000
TEXTS = frozenset({".csv", ".tsv", ".txt"})
WHOLE = frozenset({".xlsx", ".xls", ".ods", ".json"})


@dataclass(frozen=True, slots=True)
class NewExport:
    """A new export: where it lies, what kind of file it is, and the SHA-256 of its bytes."""

    path: Path
    title: str
    sha256: str


def look(db: Database, folder: Path, dismissed: Collection[str], progress: Progress | None = None) -> list[NewExport]:
    """New files of known formats in `folder`, newest first; none if it isn't there. Nothing is imported.

    Files are recognised in the reading process. What was found out about a file is kept in the cache, so that the
    next look reads only files that came since.
    """
    progress = progress or Progress()
    with db.read() as conn:
        setups = queries.setups(conn)
    files = {_mark(path): path for path in _newest(folder)}
    memory = _Memory(_fingerprint(setups))
    fresh = [mark for mark in files if mark not in memory.kept]
    if fresh:
        titles = _recognise([files[mark] for mark in fresh], setups, progress)
        for mark, title in zip(fresh, titles, strict=True):
            progress.check()
            memory.kept[mark] = [title, _sha256(files[mark]) if title else ""]
    memory.save(files)
    known = [NewExport(files[mark], *memory.kept[mark]) for mark in files if memory.kept[mark][1]]
    with db.read() as conn:
        imported = queries.known_files(conn, [one.sha256 for one in known])
    seen = {*imported, *dismissed}
    return [one for one in known if one.sha256 not in seen]


def _newest(folder: Path) -> list[Path]:
    found: list[tuple[float, Path]] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                path = Path(entry.path)
                suffix = path.suffix.lower()
                most = LARGEST if suffix in TEXTS else LARGEST_WHOLE if suffix in WHOLE else 0
                if most and not entry.name.startswith((".", "~$")) and entry.is_file():
                    facts = entry.stat()
                    if 0 < facts.st_size < most:
                        found.append((facts.st_mtime, path))
    except OSError:  # the folder is gone, or a drive isn't connected: nothing to offer today
        return []
    return [path for _at, path in sorted(found, reverse=True)[:NEWEST]]


def _mark(path: Path) -> str:
    facts = path.stat()
    return f"{path}|{facts.st_size}|{facts.st_mtime_ns}"


def _recognise(paths: list[Path], setups: Mapping[str, Mapping[str, Any]], progress: Progress) -> list[str]:
    """The title of each file's format, "" where it isn't known."""
    with tempfile.TemporaryDirectory(prefix="storeapp-") as scratch:
        files = reading.read_files(paths, Path(scratch) / "glance.sqlite", progress, setups=setups, glance=True)
    titles = {file.path: file.format_title for file in files if file.refused is None}
    return [titles.get(str(path), "") for path in paths]


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _fingerprint(setups: Mapping[str, Any]) -> str:
    """Changes when a set-up is added: a file that was unknown may be known now."""
    own = [f"{path.name}|{path.stat().st_mtime_ns}" for path in sorted(reading.formats_folder().glob("*.toml"))]
    return hashlib.sha256("\n".join([*sorted(setups), *own]).encode()).hexdigest()[:16]


class _Memory:
    """What was found out about the files of the folder, by name, size and time of change."""

    def __init__(self, fingerprint: str) -> None:
        self._place, self._fingerprint = cache_folder() / "watch.json", fingerprint
        self.kept: dict[str, list[str]] = {}
        try:
            saved = json.loads(self._place.read_text("utf-8"))
            if saved["formats"] == fingerprint:
                self.kept = {str(mark): [str(title), str(sha)] for mark, (title, sha) in saved["files"].items()}
        except (OSError, ValueError, KeyError, TypeError):  # a cache: made anew
            self.kept = {}

    def save(self, marks: Iterable[str]) -> None:
        """Keep what is still in the folder."""
        files = {mark: self.kept[mark] for mark in marks}
        self._place.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._place.with_suffix(".tmp")
        temporary.write_text(json.dumps({"formats": self._fingerprint, "files": files}, ensure_ascii=False), "utf-8")
        os.replace(temporary, self._place)
