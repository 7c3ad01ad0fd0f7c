"""When Python looks for unreachable circles of objects: not during the start, which only makes things that stay."""

from __future__ import annotations

import gc


def rest() -> None:
    """Look for none from now on: the start alone would look 190 times through all that it has imported so far."""
    gc.disable()


def resume() -> None:
    """Look again, but no more at what is there by now, so that a full search finds little to go through."""
    gc.freeze()
    gc.enable()
