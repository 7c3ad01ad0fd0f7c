"""When Python looks for unreachable circles of objects: not during the start, which only makes things that stay."""

from __future__ import annotations

import gc

_holders: set[int] = set()
_wanted = False  # whether Python looks by itself once nobody holds it back


def rest() -> None:
    """Look for none from now on: the start alone would look 190 times through all that it has imported so far."""
    gc.disable()


def resume() -> None:
    """Look again, but no more at what is there by now, so that a full search finds little to go through."""
    global _wanted
    gc.freeze()
    if _holders:
        _wanted = True
    else:
        gc.enable()


def hold(holder: object) -> None:
    """Look for none until `holder` lets go, as another thread is making very much.

    Python looks in whichever thread makes an object, and would take widgets apart there while the window paints them.
    """
    global _wanted
    if not _holders:
        _wanted = gc.isenabled()
    _holders.add(id(holder))
    gc.disable()


def let_go(holder: object) -> None:
    """The other thread is through; called in the thread of the window."""
    if id(holder) in _holders:
        _holders.discard(id(holder))
        if not _holders and _wanted:
            gc.enable()
