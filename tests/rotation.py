"""Which of the long runs are made: none in `dev.py test`, a slice of the day in CI, all of them with `--long`."""

from __future__ import annotations

import os
import zlib

SLICES = 7  # a week of days sees every long run once
CHOSEN = os.environ.get("STOREAPP_LONG_RUNS", "")  # "", "all", or the number of a slice


def is_chosen(name: str) -> bool:
    """Whether the long run of this name is made now; names fall into slices by their letters, on any machine alike."""
    if CHOSEN in ("", "all"):
        return CHOSEN == "all"
    return zlib.crc32(name.encode()) % SLICES == int(CHOSEN) % SLICES


def times(name: str, few: int, many: int) -> int:
    """How often to try a thing: `few` on every run, `many` where the long run of this name is made."""
    return many if is_chosen(name) else few
