"""What a list shows, as a room's own frozen dataclass: each field is one filter, its default keeps every row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import Field, asdict, fields, replace
from typing import Any, ClassVar, Protocol, TypeVar

ORDER = frozenset({"sort", "descending"})


class Filters(Protocol):
    """A frozen dataclass with these fields besides its own; made without values it keeps every row."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def search(self) -> str:
        """Words a row must hold, "" for any."""

    @property
    def sort(self) -> str:
        """A column's id, "" for the list's own order."""

    @property
    def descending(self) -> bool:
        """Whether the order runs from the greatest to the least."""


F = TypeVar("F", bound=Filters)


def changes(filters: Filters) -> dict[str, Any]:
    """Only what differs from a list that keeps every row: this is what a saved view holds."""
    plain = asdict(type(filters)())
    return {name: value for name, value in asdict(filters).items() if value != plain[name]}


def from_saved(kind: type[F], saved: Mapping[str, Any]) -> F:
    """What `changes` gave; unknown names are passed over, so that a newer program's view still opens."""
    known = {field.name for field in fields(kind)}
    kept = {name: value for name, value in saved.items() if name in known}
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()})


def cleared(filters: F, but: Collection[str] = ()) -> F:
    """Every row again, in the order chosen; filters named by `but` stay."""
    kept = {name: getattr(filters, name) for name in (*ORDER, *but)}
    return replace(type(filters)(), **kept)


def without(filters: F, name: str) -> F:
    """One filter taken away."""
    return replace(filters, **{name: getattr(type(filters)(), name)})


def same_rows(one: Filters, other: Filters) -> bool:
    """Whether two sets of filters keep the same rows, whatever their order."""
    apart = changes(one).items() ^ changes(other).items()
    return all(name in ORDER for name, _value in apart)
