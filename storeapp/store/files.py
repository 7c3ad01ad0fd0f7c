"""Putting a finished file in its place so that neither a crash nor a scanner in the way leaves half of one."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _

PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)  # seconds; a virus scanner lets go within one or two
HELD = {5, 32, 33}  # Windows: access denied, sharing violation, lock violation
BLOCK = 1 << 20


def keep_private(folder: Path) -> None:
    """Let only its owner look into a shop's folder and read what lies in it. Other people's files are left alone."""
    if os.name == "nt" or folder.absolute() == Path.home():
        return
    own = os.getuid()
    for path in (folder, *folder.glob("*"), *folder.glob("*/*")):
        with contextlib.suppress(OSError):  # a disk that knows no owners
            found = path.lstat()
            wanted = 0o700 if stat.S_ISDIR(found.st_mode) else 0o600
            if found.st_uid == own and found.st_mode & 0o077 and not stat.S_ISLNK(found.st_mode):
                path.chmod(wanted)


def settle(file: Path) -> None:
    """Have the disk really write a file."""
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def put_in_place(finished: Path, place: Path) -> None:
    """Rename a finished file, replacing what is there, and have the disk remember it."""
    for wait in (*PATIENCE, None):
        try:
            os.replace(finished, place)
            break
        except OSError as error:
            if wait is None or getattr(error, "winerror", None) not in HELD:
                raise
            time.sleep(wait)
    if os.name != "nt":
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def put_new(finished: Path, place: Path) -> None:
    """Give a finished file its name unless that is taken. FileExistsError if it is."""
    settle(finished)
    try:
        os.link(finished, place)  # never replaces, whoever else tries at the same moment
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if place.exists():
            raise FileExistsError(place) from None
        put_in_place(finished, place)


def sha256_of(file: Path, seen: Callable[[int], None] = lambda count: None) -> str:
    """The SHA-256 of a file that is not a live database, as hex; `seen` is told of every block's bytes."""
    digest = hashlib.sha256()
    with file.open("rb") as source:
        while block := source.read(BLOCK):
            digest.update(block)
            seen(len(block))
    return digest.hexdigest()


def refusal(error: OSError, place: Path) -> UserError:
    """The sentence for a folder or disk that would not take a file."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(
            _("The disk is full. Nothing was changed. Free some space and try again: {place}").format(place=place)
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return UserError(_("{place} can't be written to. Choose another place.").format(place=place))
    return UserError(
        _("The disk reported an error at {place}: {reason}. Check that it is connected, then try again.").format(
            place=place, reason=error.strerror or error
        )
    )
