"""Every action of the program has an id of its own, an icon that exists, and keys that nothing else answers to."""

from __future__ import annotations

import importlib
from collections import Counter
from pathlib import Path

import pytest

from storeapp.kernel.paths import resource
from storeapp.qtkit.actions import ActionSpec

PACKAGE = Path(__file__).resolve().parent.parent / "storeapp"


def specs() -> dict[str, list[ActionSpec]]:
    """The specs by the module that declares them, each counted once."""
    seen: set[int] = set()
    found: dict[str, list[ActionSpec]] = {}
    for path in sorted([*PACKAGE.rglob("ui/*.py"), *PACKAGE.glob("shell/**/*.py")]):
        if "ActionSpec(" not in path.read_text("utf-8"):
            continue
        name = ".".join(["storeapp", *path.relative_to(PACKAGE).with_suffix("").parts])
        module = importlib.import_module(name)
        for holder in [module, *(value for value in vars(module).values() if isinstance(value, type))]:
            for value in vars(holder).values():
                for spec in value if isinstance(value, tuple | list) else (value,):
                    if isinstance(spec, ActionSpec) and id(spec) not in seen:
                        seen.add(id(spec))
                        found.setdefault(name, []).append(spec)
    return found


SPECS = specs()
ALL = [spec for found in SPECS.values() for spec in found]


def test_the_actions_are_found():
    assert len(ALL) > 30


def test_ids_are_unique():
    assert [name for name, count in Counter(spec.id for spec in ALL).items() if count > 1] == []


@pytest.mark.parametrize("spec", [spec for spec in ALL if spec.icon], ids=lambda spec: spec.id)
def test_icons_exist(spec):
    assert resource("icons", f"{spec.icon}.svg").is_file()


def test_shortcuts_are_unique_where_they_meet():
    everywhere = Counter(spec.keys for spec in ALL if spec.keys and spec.scope == "window")
    assert [keys for keys, count in everywhere.items() if count > 1] == []
    for module, found in SPECS.items():
        here = Counter(spec.keys for spec in found if spec.keys and spec.scope != "window")
        assert [keys for keys, count in here.items() if count > 1] == [], module
        assert [keys for keys in here if keys in everywhere] == [], module
