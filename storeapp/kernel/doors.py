"""Lets a package offer names whose modules are imported only when one of them is first used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazily(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a package: `homes` maps the name of a module in it, or the full name of another one, to
    the names it holds.

    Today reads three of forty queries at the start; importing the modules of all of them took as long as reading.
    """
    places = {name: module for module, names in homes.items() for name in names.split()}

    def find(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        home = places[name]
        found = getattr(import_module(home if "." in home else f"{package}.{home}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return find
