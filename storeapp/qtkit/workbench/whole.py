"""Lists that are short by nature: read as a whole, kept in memory, ordered there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from storeapp.qtkit.reader import Reader
from storeapp.qtkit.table.columns import Column
from storeapp.qtkit.table.model import RowsModel


def _itself(answer: Any) -> Sequence[Any]:
    found: Sequence[Any] = answer
    return found


@dataclass(frozen=True, slots=True)
class AllRows:
    """`read(conn)` gives an answer in a reading thread, `rows` the rows of it; by default the answer is the rows."""

    read: Callable[[Any], Any]
    rows: Callable[[Any], Sequence[Any]] = _itself


class WholeModel(RowsModel):
    """The rows of one answer, read again on `refresh`; `answer` is the latest, None before the first."""

    def __init__(
        self,
        reader: Reader,
        source: AllRows,
        columns: Sequence[Column],
        key: Callable[[Any], Any],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent=parent)
        self.reader, self.source, self._key = reader, source, key
        self.answer: Any = None
        self._fresh = False

    def refresh(self) -> None:
        """Read all again; what is shown stays until the new rows are there."""
        self._fresh = False
        self.reader.ask(self.source.read, self._came, f"{id(self)}:all", self.failed.emit)

    def reload(self) -> None:
        """The same: nothing is shown that is not in memory."""
        self.refresh()

    def is_fresh(self, number: int) -> bool:
        """Whether a row is what the shop had after the latest refresh."""
        return self._fresh and 0 <= number < self.rowCount()

    @property
    def sure(self) -> bool:
        """Whether the number of rows is that of the latest refresh."""
        return self._fresh

    def find(self, row_id: Any) -> int:
        """The number of the row with this id, -1 if there is none."""
        return next((number for number, row in enumerate(self.rows()) if self._key(row) == row_id), -1)

    def _came(self, answer: Any) -> None:
        self.answer, self._fresh = answer, True
        self.set_rows(self.source.rows(answer))
