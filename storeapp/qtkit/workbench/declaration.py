"""What a page says of its list; see the package for how it is put together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from PySide6.QtWidgets import QWidget

from storeapp.kernel.filters import Filters
from storeapp.qtkit.states import Hint
from storeapp.qtkit.table.bands import Band
from storeapp.qtkit.table.columns import Column
from storeapp.qtkit.workbench.asking import ListingSource, NoFilters
from storeapp.qtkit.workbench.filter_bar import FilterBook
from storeapp.qtkit.workbench.whole import AllRows


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a list says. Each is a whole sentence in the owner's language.

    `counted` says how many rows there are. `nothing` builds the hint of a list that has no row though no filter of the
    bar is on. `no_match` stands where a filter is on, "" if the list has none. `none_chosen` and `choose` stand in the
    inspector's place. `find` is the search field's own words. `gone`: that the record is no longer in the shop, and
    why that may be.
    """

    icon: str
    counted: Callable[[int], str]
    reading: str
    failed: str
    nothing: Callable[[], Hint]
    none_chosen: str
    choose: str
    no_match: str = ""
    find: str = ""
    gone: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ListSpec:
    """One list with its inspector.

    `id` names it in the settings. `filters` are those it begins with; fields named by `outside` are chosen elsewhere
    than in the filter bar (tabs, say), and clearing leaves them. `source` reads windows, or all rows. `key` gives a
    row's id: its `id`, always so in a list that is read in windows. `read(conn, id)` finds what the inspector shows,
    None if it is gone; in a list that is read whole it is given the row. Without it, the row itself is shown. `enter`
    puts the keys into the inspector, by default to scroll it. `everywhere(conn, id, filters)` gives filters whose list
    holds that record whatever the bar says; by default the bar is cleared. `writing(inspector)`: whether its record is
    being written to and stays, though the list moves by itself. `bands(conn, filters)` parts the rows, in their order,
    into groups. `row_height` is in px at text scale 1; a list of one column with a height of its own has no head.
    """

    id: str
    title: str
    columns: Sequence[Column]
    source: ListingSource[Any] | AllRows
    sentences: Sentences
    inspector: Callable[[], QWidget]
    show: Callable[[Any, Any], None]
    read: Callable[[Any, Any], Any] | None = None
    filters: Filters = field(default_factory=NoFilters)
    outside: Collection[str] = ()
    book: FilterBook | None = None
    hints: Sequence[tuple[str, str]] = ()
    width: int = 424
    key: Callable[[Any], Any] = attrgetter("id")
    row_state: Callable[[Any], str] | None = None
    enter: Callable[[Any], None] | None = None
    everywhere: Callable[[Any, Any, Any], Any] | None = None
    bands: Callable[[Any, Any], Sequence[Band]] | None = None
    row_height: int = 0
    writing: Callable[[Any], bool] | None = None

    def __post_init__(self) -> None:
        words = [word for _keys, word in self.hints]
        if len(set(words)) < len(words):
            raise ValueError(f"{self.id}: two keys are said to do the same: {words}")
