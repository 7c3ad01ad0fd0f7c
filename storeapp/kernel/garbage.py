"""Where Python looks for unreachable circles of objects: in the window's thread alone, and not during the start.

Python by itself looks in whichever thread makes an object, and would take widgets apart there while the window paints
them.
"""

from __future__ import annotations

import gc
import time

LOOK_MS = 250  # between two looks in the window's thread
SHARE = 0.02  # of the time that searching through everything may take

_full_from = 0.0  # when everything may be searched again, by the monotonic clock


def rest() -> None:
    """No thread looks by itself from now on: the start alone would look 190 times through all that it has imported."""
    gc.disable()


def settle() -> None:
    """Pass over what is there by now, so that searching through everything finds little to go through."""
    gc.freeze()


def look() -> None:
    """Search as much as Python itself would by now; called now and then in the window's thread."""
    global _full_from
    counts, limits = gc.get_count(), gc.get_threshold()
    due = [old for old, (count, limit) in enumerate(zip(counts, limits, strict=True)) if count > limit]
    began = time.monotonic()
    if due and due[-1] == 2 and began < _full_from:
        due = [1]
    if due:
        gc.collect(due[-1])
    if due and due[-1] == 2:
        ended = time.monotonic()
        _full_from = ended + (ended - began) / SHARE
