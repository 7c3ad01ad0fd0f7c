"""Folders for unfinished work: nobody else's to read, and swept by the next start if this one was killed.

What lies in them is the owner's: rows of exports, half a workbook, half a shop.
"""

from __future__ import annotations

import atexit
import errno
import logging
import os
import re
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from storeapp.kernel.errors import UserError
from storeapp.kernel.locks import try_lock
from storeapp.kernel.text import _

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}
log = logging.getLogger(__name__)

PREFIX = ".storeapp-"
HELD = "held"  # the file in each folder that is locked as long as its program runs
BESIDE = "beside"  # paths of unfinished files that lie elsewhere, a line each
YOUNG = 60.0  # seconds in which a folder may not be locked yet
_PART = re.compile(r"\.[0-9a-f]{32}\.part(\.\w{1,5})?")


class Scratch:
    """An empty folder `path`, readable by its owner only."""

    def __init__(self, place: Path) -> None:
        private_folder(place)
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
        # Locked before it has the name by which a sweep knows it. Windows lets nobody remove an open file.
        name = HELD if os.name == "nt" else "new"
        self._handle: IO[str] | None = (self.path / name).open("a+", encoding="utf-8")
        try_lock(self._handle)
        (self.path / name).rename(self.path / HELD)

    def note(self, file: Path) -> None:
        """Let `file`, which lies elsewhere, go with this folder."""
        with (self.path / BESIDE).open("a", encoding="utf-8", errors="surrogateescape") as notes:
            notes.write(f"{file.absolute()}\n")

    def remove(self) -> None:
        """The work is finished."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None
        shutil.rmtree(self.path, ignore_errors=True)


@contextmanager
def scratch(place: Path) -> Iterator[Path]:
    """An empty folder inside `place` for the time of the block; what dead programs left there goes first."""
    sweep(place)
    made = Scratch(place)
    try:
        work = made.path / "work"
        work.mkdir(mode=0o700)
        yield work
    finally:
        made.remove()


def sweep(place: Path) -> int:
    """Remove what programs that are no more left in `place`; the number of folders removed."""
    removed = 0
    for folder in place.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if _is_dead(folder):
                _take_away_what_lies_elsewhere(folder)
                shutil.rmtree(folder)
                removed += 1
    if removed:
        log.warning("took away what was left unfinished in %s", place)
    return removed


def _is_dead(folder: Path) -> bool:
    if folder.is_symlink() or not folder.is_dir():
        return False
    held = folder / HELD
    if not held.exists():
        return abs(time.time() - folder.stat().st_mtime) > YOUNG
    with held.open("a+", encoding="utf-8") as handle:
        return try_lock(handle)


def _take_away_what_lies_elsewhere(folder: Path) -> None:
    notes = folder / BESIDE
    if not notes.exists():
        return
    for line in notes.read_text("utf-8", "surrogateescape").splitlines():
        file = Path(line)
        if _PART.fullmatch(file.name) and file.is_file() and not file.is_symlink():
            file.unlink()


class _Own:
    """The folder of this process; module state, because Python's own temporary files go there too."""

    scratch: Scratch | None = None


def use_for_process(place: Path) -> None:
    """Let all temporary files of this process go into one folder inside `place`, see also `for_children`."""
    try:
        sweep(place)
        _Own.scratch = Scratch(place)
    except OSError as why:  # a full or write-protected disk: the system's own folder has to do
        log.warning("temporary files go to the system's folder: %s", why)
        return
    atexit.register(_Own.scratch.remove)
    tempfile.tempdir = str(_Own.scratch.path)


def for_children() -> dict[str, str]:
    """What a process of ours needs in its environment to put its temporary files there too."""
    return {name: tempfile.gettempdir() for name in ("TMPDIR", "TEMP", "TMP")}


def part_of(out: Path) -> Path:
    """A hidden name beside `out` for a file that becomes `out` when it is finished; goes at the next start if not."""
    part = out.with_name(f".{uuid.uuid4().hex}.part{out.suffix}")
    if _Own.scratch is not None:
        with suppress(OSError):
            _Own.scratch.note(part)
    return part


def drop_part(part: Path) -> None:
    """Remove an unfinished file, where there is one; where it can't be written it can't be there either."""
    with suppress(OSError):
        part.unlink(missing_ok=True)


def no_room(why: Exception) -> UserError | None:
    """The refusal for an error that says a disk is full or closed, None for any other one."""
    closed = isinstance(why, OSError) and why.errno in _NO_ROOM
    if not closed and "database or disk is full" not in str(why):
        return None
    message = _("There is no room for unfinished work, or its folder can't be written ({folder}). Nothing was changed.")
    return UserError(message.format(folder=tempfile.gettempdir()))


@contextmanager
def saying_no_room() -> Iterator[None]:
    """Turn a disk that is full or closed into a sentence."""
    try:
        yield
    except UserError:
        raise
    except Exception as why:
        full = no_room(why)
        if full is None:
            raise
        raise full from why


def private_folder(folder: Path) -> None:
    """Make a folder, with those above it, that only its owner can look into."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def keep_private() -> None:
    """Let only the owner read what this process makes from now on."""
    os.umask(0o077)
