"""Files that a person saves somewhere: written beside their place first, and refused in sentences."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storeapp.kernel.errors import UserError
from storeapp.kernel.scratch import drop_part, part_of
from storeapp.kernel.text import _


@contextmanager
def saving(out: Path) -> Iterator[Path]:
    """A temporary file beside `out`, which takes its place when the block ends well; an earlier one is replaced.

    UserError where the place can't be written; what can be known of that is said before the block begins.
    """
    refuse_unwritable(out)
    temporary = part_of(out)
    try:
        yield temporary
        os.replace(temporary, out)
    except OSError as why:
        raise _spoken(why, out) from why
    finally:
        drop_part(temporary)


def refuse_unwritable(out: Path) -> None:
    """UserError in the cases that can be known before an hour's work."""
    folder = out.parent
    if not folder.is_dir():
        raise UserError(_("The folder {folder} isn't there. Choose another place.").format(folder=folder))
    if out.is_dir():
        raise UserError(_("{file} is a folder. Choose another name.").format(file=out.name))
    for lock in (f".~lock.{out.name}#", f"~${out.name}"):  # LibreOffice's and Excel's marks of an open file
        if (folder / lock).exists():
            raise UserError(_in_use(out))
    if out.exists() and not out.stat().st_mode & stat.S_IWRITE:
        words = _("{file} is read-only. Save under another name. Nothing was written.")
        raise UserError(words.format(file=out.name))


def _in_use(out: Path) -> str:
    words = _("{file} is open in another program. Close it there, or save under another name. Nothing was written.")
    return words.format(file=out.name)


def _spoken(why: OSError, out: Path) -> UserError:
    if why.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(_("The disk is full. Nothing was written; free some space or choose another place."))
    if out.exists() and why.errno in (errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY):
        return UserError(_in_use(out))
    if why.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        words = _("The folder {folder} can't be written to. Choose another place. Nothing was written.")
        return UserError(words.format(folder=out.parent))
    words = _("The file could not be saved ({why}). Nothing was written; try another place.")
    return UserError(words.format(why=why.strerror or why))
