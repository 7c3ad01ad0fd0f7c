"""Puts a site into a folder: writes what changed, removes what is gone, and touches nothing of anybody else."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import scratch
from storeapp.kernel.text import _

NOTES = ".storeapp-site.json"  # which files are ours, and what pages are called
VERSION = 1
BLOCK = 1 << 20
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass
class SiteNotes:
    """What earlier exports left in a folder. `files`: the SHA-256 of each file that is ours, by path; `coming`: of
    those that an export was about to write when it was stopped.
    """

    files: dict[str, str] = field(default_factory=dict)
    coming: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    first: str = ""


def notes_in(folder: Path) -> SiteNotes:
    """The notes in a folder, empty ones where it is new. UserError where they can't be read."""
    try:
        told: Any = json.loads((folder / NOTES).read_text("utf-8"))
    except FileNotFoundError:
        return SiteNotes()
    except (OSError, ValueError) as why:
        raise UserError(_broken(folder)) from why
    if not isinstance(told, dict) or told.get("version") != VERSION:
        raise UserError(_broken(folder))
    plain = {name: told.get(name) for name in ("files", "coming", "names")}
    for value in plain.values():
        if not isinstance(value, dict) or not all(isinstance(one, str) for pair in value.items() for one in pair):
            raise UserError(_broken(folder))
    if any(not _inside(path) for name in ("files", "coming") for path in plain[name] or ()):
        raise UserError(_broken(folder))
    return SiteNotes(**{name: dict(value or {}) for name, value in plain.items()}, first=str(told.get("first", "")))


def _broken(folder: Path) -> str:
    words = _("The file {file} in {folder} isn't Storeapp's any more. Choose an empty folder. Nothing was written.")
    return words.format(file=NOTES, folder=folder)


def _inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and "\\" not in path and ":" not in path


@dataclass(frozen=True)
class FolderChange:
    """What became of each file."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    same: int
    kept: tuple[str, ...]


class SiteFolder:
    """One folder with a site in it."""

    def __init__(self, folder: Path, notes: SiteNotes, overwrite: bool = False) -> None:
        self._folder, self.notes, self._overwrite = folder, notes, overwrite

    def holds(self, path: str) -> bool:
        """Whether a file of an earlier export lies there unchanged."""
        sha = self.notes.files.get(path)
        return sha is not None and _sha_of(self._folder / path) == sha

    def put(
        self, pages: Mapping[str, str], files: Mapping[str, Path], untouched: Iterable[str], progress: Progress
    ) -> FolderChange:
        """Let the folder hold these pages and finished files (moved from where they lie), and what is `untouched` of
        earlier ones. UserError where something else lies in the place of one, or the disk takes none.
        """
        with speaking(self._folder):
            return self._put(pages, files, set(untouched), progress)

    def look(self, pages: Mapping[str, str], fresh: Iterable[str], untouched: Iterable[str]) -> FolderChange:
        """What `put` would do with these pages, `fresh` files and `untouched` ones; nothing is written."""
        with speaking(self._folder):
            wanted = self._wanted({path: page.encode("utf-8") for path, page in pages.items()}, {}, set(untouched))
            return self._planned(wanted | dict.fromkeys(fresh, ""))[0]

    def _wanted(self, content: Mapping[str, bytes], files: Mapping[str, Path], untouched: set[str]) -> dict[str, str]:
        wanted = {path: hashlib.sha256(data).hexdigest() for path, data in content.items()}
        wanted |= {path: _sha_of(file) or "" for path, file in files.items()}
        return wanted | {path: self.notes.files[path] for path in untouched}

    def _planned(self, wanted: Mapping[str, str]) -> tuple[FolderChange, set[str]]:
        """What changes so that the folder holds what is `wanted`, and which files stay as somebody else left them."""
        there = {path: _sha_of(self._folder / path) for path in {*wanted, *self.notes.files, *self.notes.coming}}
        kept = {path for path in there if there[path] and self._strange(path, there[path] or "", wanted.get(path))}
        foreign = sorted(path for path in kept if path not in self.notes.files)
        if foreign:
            raise UserError(_foreign(self._folder, foreign))
        if self._overwrite:
            kept = set()
        changed = sorted(path for path, sha in wanted.items() if there[path] != sha and path not in kept)
        old = (self.notes.files.keys() | self.notes.coming.keys()) - wanted.keys() - kept
        gone = sorted(path for path in old if there[path])
        same = len(wanted) - len(changed) - len(kept & wanted.keys())
        return FolderChange(tuple(changed), tuple(gone), same, tuple(sorted(kept))), kept

    def _put(
        self, pages: Mapping[str, str], files: Mapping[str, Path], untouched: set[str], progress: Progress
    ) -> FolderChange:
        content = {path: page.encode("utf-8") for path, page in pages.items()}
        wanted = self._wanted(content, files, untouched)
        change, kept = self._planned(wanted)
        changed, gone = change.written, change.removed
        if changed or gone:
            self._write_notes(coming={path: wanted[path] for path in changed})
        with scratch(self._folder) as work:
            progress.begin(_("Writing the files"), len(changed))
            for number, path in enumerate(progress.over(changed, len(changed))):
                source = files.get(path)
                if source is None:
                    source = work / str(number)
                    source.write_bytes(content[path])
                self._move(source, path)
        for path in gone:
            self._remove(path)
        stays = {path: sha for path, sha in wanted.items() if path not in kept}
        self.notes.files = stays | {path: self.notes.files[path] for path in kept if path in wanted}
        self._write_notes(coming={})
        return change

    def _strange(self, path: str, sha: str, wanted: str | None) -> bool:
        """Whether what lies there was put there, or changed, by somebody else."""
        return sha not in (self.notes.files.get(path), self.notes.coming.get(path), wanted)

    def _move(self, source: Path, path: str) -> None:
        place = self._folder / path
        _make(place.parent)
        if os.name != "nt":
            source.chmod(0o644)  # hosts read it, not its owner only
        os.replace(source, place)

    def _remove(self, path: str) -> None:
        place = self._folder / path
        place.unlink(missing_ok=True)
        for parent in place.parents:
            if parent == self._folder:
                break
            with suppress(OSError):  # something else lies there
                parent.rmdir()

    def _write_notes(self, coming: dict[str, str]) -> None:
        notes = self.notes
        notes.coming = coming
        told = {
            "version": VERSION, "first": notes.first, "names": dict(sorted(notes.names.items())),
            "files": dict(sorted(notes.files.items())), "coming": coming,
        }  # fmt: skip
        new = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        place = self._folder / NOTES
        with suppress(OSError):
            if place.read_text("utf-8") == new:
                return
        with scratch(self._folder) as work:
            (work / "notes").write_text(new, "utf-8")
            os.replace(work / "notes", place)


def ready(folder: Path) -> Path:
    """The folder, made where it isn't there. UserError where it can't be one."""
    with speaking(folder):
        _make(folder)
    return folder


def _make(folder: Path) -> None:
    """Make a folder that hosts can read as they do its files; one that is there stays as it is."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(exist_ok=True)
    if os.name != "nt":
        folder.chmod(0o755)


@contextmanager
def speaking(folder: Path) -> Any:
    """Turn what the disk says into a sentence."""
    try:
        yield
    except OSError as why:
        if why.errno in _FULL:
            words = _("The disk is full. What is in {folder} is unfinished; export again when there is space.")
        else:
            words = _("The folder {folder} can't be written to. Choose another place.")
        raise UserError(words.format(folder=folder)) from why


def _foreign(folder: Path, paths: list[str]) -> str:
    words = _(
        "There are files in {folder} already that Storeapp didn't write: {files}. Choose an empty folder. "
        "Nothing was written."
    )
    names = _(", ").join(paths[:3]) + (" …" if len(paths) > 3 else "")
    return words.format(folder=folder, files=names)


def _sha_of(file: Path) -> str | None:
    """The SHA-256 of a file, None where there is none."""
    digest = hashlib.sha256()
    try:
        with file.open("rb") as source:
            while block := source.read(BLOCK):
                digest.update(block)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return digest.hexdigest()
