"""A list as it stands on screen, without the screen: its columns, what it leaves out, and a way to read its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from storeapp.kernel.progress import Progress
from storeapp.kernel.rows import dataclass

Rows = Callable[[Any, Progress], Iterator[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column. `kind` is text, figure, money (cells are (minor units, currency)), date (ISO days) or share (0 to 1);
    `width` in characters."""

    title: str
    kind: str
    width: float


@dataclass(frozen=True, slots=True)
class KeptList:
    """How a list is made again: the page and the list's id, the ids of its columns in their order, its filters as JSON
    has them, and its order. `words` said of the filters when it was named."""

    name: str
    page: str
    list: str
    title: str
    columns: tuple[str, ...]
    filters: Mapping[str, Any]
    words: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """All but the name, under which it is kept."""
        return {
            "page": self.page,
            "list": self.list,
            "title": self.title,
            "columns": list(self.columns),
            "filters": dict(self.filters),
            "words": list(self.words),
        }

    @classmethod
    def from_json(cls, name: str, kept: Mapping[str, Any]) -> KeptList:
        """What `to_json` made."""
        columns, words = tuple(kept["columns"]), tuple(kept.get("words", ()))
        return cls(name, kept["page"], kept["list"], kept["title"], columns, kept["filters"], words)


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list to be written. `words`: what its filters leave out, and its order. `rows(connection, progress)` reads it
    row by row in a reading thread, each with as many cells as there are columns. `kept` is None where it can't be made
    again, because what it shows is chosen on its page."""

    title: str
    columns: Sequence[ListColumn]
    words: Sequence[str]
    rows: Rows
    kept: KeptList | None = None
    missing: Sequence[str] = ()  # columns that were kept and are no longer there
