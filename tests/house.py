"""The house read as data: every file of the package with its imports, and what a file reaches through them."""

from __future__ import annotations

import ast
import gc
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "storeapp"

WINGS = {"articles", "reputation"}  # rooms of one trade, each with its own doors
# Rooms inside a room, with doors of their own too.
INNER_ROOMS = {
    "aftersales/causes",
    "aftersales/clocks",
    "aftersales/linking",
    "aftersales/merging",
    "aftersales/messages",
    "aftersales/pasting",
    "aftersales/promises",
    "aftersales/proposals",
    "aftersales/reasons",
    "aftersales/story",
    "channels/outlets",
    "customers/contacts",
    "exchange/helper_workbooks",
    "orders/attribution",
    "solicitation/messages",
    "solicitation/smtp",
    "solicitation/cards",
    "solicitation/coupons",
}
DOORS = {"rules", "queries", "service", "intake"}
UNKNOWN = "(a name put together)"


@dataclass(frozen=True, eq=False)
class Source:
    """One file of the package: its path below `storeapp`, its text and its tree."""

    name: str
    text: str
    tree: ast.Module

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes of the tree as `ast.walk` gives them, but not whether a name is read or written: a third of them
        say that."""
        found: list[ast.AST] = [self.tree]
        for node in found:
            for value in vars(node).values():
                if isinstance(value, list):
                    found += [part for part in value if isinstance(part, ast.AST)]
                elif isinstance(value, ast.AST) and not isinstance(value, ast.expr_context):
                    found.append(value)
        return tuple(found)

    @cached_property
    def statements(self) -> tuple[ast.stmt, ...]:
        """Those of the nodes that are statements, found without their expressions."""
        found: list[ast.AST] = [self.tree]
        for node in found:
            for block in ("body", "handlers", "orelse", "finalbody", "cases"):
                found += getattr(node, block, ())
        return tuple(node for node in found if isinstance(node, ast.stmt))

    @cached_property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.name.split("/"))

    @property
    def room(self) -> str:
        return self.parts[0] if len(self.parts) > 1 else ""

    @cached_property
    def door(self) -> str:
        """Which of a room's doors this is: `queries` for `<room>/queries.py` and for `<room>/queries/…`; the rooms of a
        wing have theirs one folder deeper."""
        inner = self.room in WINGS or "/".join(self.parts[:2]) in INNER_ROOMS
        inside = self.parts[2:] if inner else self.parts[1:]
        door = inside[0].removesuffix(".py") if inside else ""
        return door if door in DOORS and self.room != "store" else ""

    @property
    def in_window(self) -> bool:
        """Whether Qt is at home here."""
        return self.room in ("qtkit", "shell") or self.name == "boot.py" or self.in_ui

    @property
    def in_ui(self) -> bool:
        return "ui" in self.parts[1:3]


@dataclass(frozen=True)
class Import:
    """One imported module and where the statement stands."""

    source: Source
    module: str
    line: int
    in_function: bool
    for_types: bool
    by_name: bool = False  # through `import_module`

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line} imports {self.module}"

    def of(self, *packages: str) -> bool:
        return any(self.module == package or self.module.startswith(package + ".") for package in packages)


def source_of(name: str, text: str) -> Source:
    """A file of the package from its path below `storeapp` and its text."""
    return Source(name, text, ast.parse(text))


@cache
def sources() -> tuple[Source, ...]:
    """Every file of the package, read once."""
    gc.disable()  # there is no garbage in a million nodes, and looking for it takes twice as long as reading
    try:
        return tuple(
            source_of(path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8"))
            for path in sorted(PACKAGE.rglob("*.py"))
        )
    finally:
        gc.enable()


@cache
def imports() -> tuple[Import, ...]:
    return tuple(found for source in sources() for found in imports_of(source))


@cache
def imports_of(source: Source) -> tuple[Import, ...]:
    """What a file imports, by statement and by name; UNKNOWN where the name is put together while the program runs."""
    by_name = "import_module" in source.text or "__import__" in source.text
    return tuple(_imports_below(source, source.tree, False, False, by_name))


def _imports_below(
    source: Source, node: ast.AST, in_function: bool, for_types: bool, by_name: bool
) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr) and not by_name:
            continue
        if isinstance(child, ast.Import):
            for name in child.names:
                yield Import(source, name.name, child.lineno, in_function, for_types)
        elif isinstance(child, ast.ImportFrom):
            for name in child.names:
                yield Import(source, f"{_origin(source, child)}.{name.name}", child.lineno, in_function, for_types)
        elif isinstance(child, ast.Call) and called(child) in ("import_module", "__import__"):
            for module in _loaded_by_name(source, child):
                yield Import(source, module, child.lineno, in_function, for_types, by_name=True)
        function = in_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        types = for_types or (isinstance(child, ast.If) and getattr(child.test, "id", "") == "TYPE_CHECKING")
        yield from _imports_below(source, child, function, types, by_name)


def _origin(source: Source, statement: ast.ImportFrom) -> str:
    """The module a `from` names, with the dots of a relative one resolved."""
    if not statement.level:
        return statement.module or ""
    package = ["storeapp", *source.parts[: len(source.parts) - statement.level]]
    return ".".join([*package, *filter(None, [statement.module])])


def _loaded_by_name(source: Source, call: ast.Call) -> Iterator[str]:
    """The modules an `import_module` may load: its constant; else each text of the file that is a module's name."""
    told = call.args[0] if call.args else None
    if isinstance(told, ast.Constant) and isinstance(told.value, str):
        yield told.value
        return
    yield UNKNOWN
    for node in source.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("storeapp."):
            yield node.value


def calls(source: Source) -> Iterator[ast.Call]:
    return (node for node in source.nodes if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The name after the last dot of what is called."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def module_name(source: Source) -> str:
    """The name by which Python knows a file."""
    return ".".join(["storeapp", *source.parts]).removesuffix(".py").removesuffix(".__init__")


@cache
def modules() -> dict[str, Source]:
    """The files of the package by their modules' names."""
    return {module_name(source): source for source in sources()}


@dataclass(frozen=True)
class Reached:
    """An import that stands at the end of a chain of imports."""

    found: Import
    way: tuple[str, ...]  # the files from the first one to the one that holds the import

    def __str__(self) -> str:
        return f"{self.found}, reached by {' > '.join(self.way)}" if len(self.way) > 1 else str(self.found)


def reached(first: Source, house: dict[str, Source] | None = None) -> Iterator[Reached]:
    """Every import that a file brings with it: its own, those of what it imports, and of the packages around it.

    `house`: the files by their modules' names, the real ones unless told.
    """
    known = modules() if house is None else house
    ways: dict[str, tuple[str, ...]] = {first.name: (first.name,)}
    waiting = deque([first])
    while waiting:
        source = waiting.popleft()
        way = ways[source.name]
        brought = list(_packages(module_name(source)))
        for found in imports_of(source):
            yield Reached(found, way)
            brought += [*_packages(found.module), found.module]
        for target in filter(None, map(known.get, brought)):
            if target.name not in ways:
                ways[target.name] = (*way, target.name)
                waiting.append(target)


def _packages(module: str) -> list[str]:
    """The packages that Python runs before a module: `a` and `a.b` for `a.b.c`."""
    parts = module.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]
