"""SQLite's own refusals, turned once into sentences for the owner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.text import N_, _
from storeapp.store.engine import SQLITE

BUSY, LOCKED, READONLY, INTERRUPT, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB = 5, 6, 8, 9, 10, 11, 13, 14, 26

# What the driver, and SQLite without a code of its own, say of values and headers that nobody wrote so.
DAMAGE = ("Could not decode to UTF-8", "unsupported file format", "malformed database schema")
DAMAGED = N_("The shop file is damaged. Nothing was changed. Restore the last good backup.")


class UnusableShop(UserError):  # noqa: N818 - a state of the shop the owner meets, no fault of the program
    """The shop can't be used; `last_backup` is the newest backup of `folder` that was found good, if any."""

    def __init__(self, sentence: str, folder: Path | None = None, last_backup: Path | None = None) -> None:
        super().__init__(sentence, way_out="restore")
        self.folder = folder
        self.last_backup = last_backup


class DamagedShop(UnusableShop):
    """The shop file can't be read."""


class AlteredShop(DamagedShop):
    """The shop file holds a table, index, trigger or view that Storeapp didn't make, or lacks one."""


class ForeignFile(UnusableShop):
    """The file named like a shop isn't one of ours."""


class NewerShop(UserError):  # noqa: N818 - a state of the shop the owner meets, no fault of the program
    """The shop was written by a newer Storeapp."""


class AbsentShop(UserError):  # noqa: N818 - a state of the shop the owner meets, no fault of the program
    """There is no shop in this folder."""


def code_of(error: BaseException) -> int:
    """SQLite's primary result code behind an error of SQLAlchemy or of the driver; 0 if it has none."""
    raw = error.orig if isinstance(error, DBAPIError) else error
    return int(getattr(raw, "sqlite_errorcode", 0) or 0) & 0xFF


def sentence_of(error: BaseException) -> Exception | None:
    """What to raise instead of a driver's error, or None if it is a bug of ours."""
    code = code_of(error)
    if code == INTERRUPT:
        return Cancelled()
    words = str(error.orig if isinstance(error, DBAPIError) else error)
    if code in (CORRUPT, NOTADB) or any(sign in words for sign in DAMAGE):
        return DamagedShop(_(DAMAGED))
    sentences = {
        BUSY: _("Another program is writing to this shop right now. Nothing was changed. Try again in a moment."),
        LOCKED: _("Another program is writing to this shop right now. Nothing was changed. Try again in a moment."),
        READONLY: _(
            "This shop can only be read: its folder or file is write-protected. Nothing was changed. "
            "Allow writing to the folder, or move the shop to another place."
        ),
        FULL: _("The disk is full. Nothing was changed. Free some space on the disk and try again."),
        IOERR: _(
            "The disk reported an error. Nothing was changed. Check that the disk is connected and has free space, "
            "then try again."
        ),
        CANTOPEN: _("The shop file can't be opened. Check that its folder is there and that you may write to it."),
    }
    sentence = sentences.get(code)
    return UserError(sentence) if sentence else None


@contextmanager
def spoken() -> Iterator[None]:
    """Turn SQLite's busy, full, read-only, corrupt and the like into UserErrors; let bugs through."""
    try:
        yield
    except (DBAPIError, SQLITE.Error) as error:
        better = sentence_of(error)
        if better is None:
            raise
        raise better from error
