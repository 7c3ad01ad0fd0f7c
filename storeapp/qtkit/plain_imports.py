"""Imports as Python itself makes them, once PySide is there."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - what is taken back here comes with it


def use() -> None:
    """Import what follows without PySide's look at it.

    PySide reads the whole source of every module that is imported after it, and keeps it in memory, to find out
    whether names are to be spelled another way there (`from __feature__ import snake_case`), which nobody here asks
    for. That is a seventh of the time that the modules of a start take.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
