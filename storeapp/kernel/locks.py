"""A lock on an open file, which the operating system takes away when the program ends, however it ends."""

from __future__ import annotations

import sys
from typing import IO


def try_lock(handle: IO[str]) -> bool:
    """Lock a file that is open for writing until it is closed; False if another program, or handle, holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            # A byte far behind the text, so that others can still read who holds the lock.
            handle.seek(1 << 20)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
