"""What a list shows and what it asks for: columns, a query, and the source that answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from storeapp.kernel.money import Money

RIGHT = frozenset({"number", "money", "date"})
DOWN_FIRST = frozenset({"number", "money", "date", "stars", "bar", "range"})
SUMMED = frozenset({"number", "money", "stars"})


@dataclass(frozen=True, slots=True)
class Query:
    """What of a list is wanted, in which order.

    `filters` maps a name to what is kept; a filter by value of a column holds a tuple of values under the column's id.
    `sort` is a column's id, "" for the list's own order.
    """

    filters: Mapping[str, Any] = field(default_factory=dict)
    search: str = ""
    sort: str = ""
    descending: bool = False

    def with_filter(self, name: str, value: Any) -> Query:
        """The same query with one filter changed; None, "" and () take it away."""
        kept = {key: held for key, held in self.filters.items() if key != name}
        if value is not None and value not in ("", ()):
            kept[name] = value
        return replace(self, filters=kept)


class ListSource(Protocol):
    """Reads the rows of a list; every method runs in a reading thread.

    A source may also have `stats(conn, query, column_id)`, giving (rows with a value, sum or list of Money), and
    `values(conn, query, column_id, limit)`, giving (value, text, rows) for the filter menu, most frequent first.
    """

    def count(self, conn: Any, query: Query) -> int:
        """Number of rows."""

    def rows(self, conn: Any, query: Query, first: int, limit: int, backwards: bool) -> Sequence[Any]:
        """`limit` rows from number `first`.

        `backwards`: the whole order is turned round, `first` counts from the end, and the rows come in that turned
        order (last row of the list first); so the end of a long list is as near as its beginning.
        """


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    `text` gives the words of a cell. `value` gives what the cell is, for painting, copying and summing; by kind:
    text, number (int, float), money (Money), date (date or ISO text), stars (number), channel ((platform, name)),
    tags (sequence of (text, kind) or (text, kind, icon)), state ((icon, tone)), bar (share 0-1),
    range ((low, mean, high), scaled by `span`), spark (sequence of numbers), custom (painted by `paint`).
    `tone` names the colour token of the words, `font` their role. `stretch` lets it take the room that is left.
    `hint` says in the head's tool tip what the figures hold.
    `parts`: the columns that a workbook has in place of one that is painted as a whole.
    `weight` ranks summing: the selection's sum is of the current column, else of the first that can be summed.
    """

    id: str
    title: str
    kind: str = "text"
    width: int = 120
    align: str = ""
    sortable: bool = True
    text: Callable[[Any], str] = str
    value: Callable[[Any], Any] | None = None
    hidden: bool = False
    stretch: bool = False
    filterable: bool = False
    tone: Callable[[Any], str] | str = ""
    font: Callable[[Any], str] | str = "body"
    tip: Callable[[Any], str] | None = None
    span: tuple[float, float] = (1.0, 5.0)
    paint: Callable[[QPainter, QRectF, Any], None] | None = None
    hint: str = ""
    head: str | None = None  # words in the head when they differ from the title, "" for none
    parts: Sequence[Column] = ()

    def alignment(self) -> Qt.AlignmentFlag:
        """How words lie in the cell: numbers to the right."""
        right = self.align == "right" or (not self.align and self.kind in RIGHT)
        if self.align == "center":
            return Qt.AlignmentFlag.AlignHCenter
        return Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft

    def worth(self, row: Any) -> Any:
        """The cell's value, its words where no value is declared."""
        return self.value(row) if self.value is not None else self.text(row)

    def plain(self, row: Any) -> str | int | float | Decimal | date | None:
        """The cell as it goes into another program: real numbers and dates, else the words."""
        if self.kind in ("number", "stars", "bar") and self.value is not None:
            held = self.value(row)
            return held if isinstance(held, (int, float, Decimal)) else None
        if self.kind == "money" and self.value is not None:
            held = self.value(row)
            return Decimal(held.plain()) if isinstance(held, Money) else None
        if self.kind == "date" and self.value is not None:
            held = self.value(row)
            if isinstance(held, str) and held:
                return date.fromisoformat(held[:10])
            return held if isinstance(held, date) else None
        if self.kind == "range" and self.value is not None:
            held = self.value(row)
            return None if held is None else float(held[1])
        return self.text(row)

    @property
    def summed(self) -> bool:
        """Whether the selection's sum or average makes sense."""
        return self.kind in SUMMED and self.value is not None
