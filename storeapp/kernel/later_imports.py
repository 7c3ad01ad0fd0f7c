"""Stands in for modules that a library imports and this program's use of it never needs, until somebody does."""

from __future__ import annotations

import sys
from importlib import import_module
from types import CoroutineType, ModuleType
from typing import Any

# SQLAlchemy imports these for its asynchronous engines and for the plug-ins of others; with what they import in turn
# (ssl, subprocess, email …) they are a fifth of the time that it takes to import it.
UNUSED = ("asyncio", "importlib.metadata")


class LateModule(ModuleType):
    """Becomes the module of its name as soon as it is asked for anything that isn't here."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__path__":
            raise AttributeError(name)  # what tools ask of every module
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        whole = import_module(self.__name__)
        vars(self).update(vars(whole))
        return getattr(whole, name)


def wait_with(*names: str) -> None:
    """Import these modules only when something of them is used; those that are there already stay."""
    for name in names:
        if name in sys.modules:
            continue
        late = sys.modules[name] = LateModule(name)
        parent, _dot, own = name.rpartition(".")
        if parent:
            setattr(import_module(parent), own, late)
        if name == "asyncio":
            vars(late)["iscoroutine"] = is_coroutine  # SQLAlchemy takes hold of it while it is imported


def is_coroutine(thing: object) -> bool:
    """What `asyncio.iscoroutine` says, of what an `async def` gives."""
    return isinstance(thing, CoroutineType)
