"""Models of lists: one that reads blocks of rows when they come into sight, one for the few rows already at hand."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from storeapp.qtkit.jobs import Job
from storeapp.qtkit.reader import Reader
from storeapp.qtkit.table.columns import DOWN_FIRST, Column, ListSource, Query
from storeapp.qtkit.tips import plain_tip

BLOCK = 200
KEPT = 60  # blocks kept in memory: 12,000 rows
AT_ONCE = 4  # blocks asked for at a time
Index = QModelIndex | QPersistentModelIndex
RowRole = Qt.ItemDataRole.UserRole
_TOP = QModelIndex()
_LIVE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class TableModel(QAbstractTableModel):
    """Columns and rows for a TableView. `row(number)` is None while a row is still being read."""

    counted = Signal(int)  # rows in the list, whenever it is known anew
    query_changed = Signal(object)  # Query
    failed = Signal(object)  # the error of a reading job

    def __init__(
        self,
        columns: Sequence[Column],
        query: Query | None = None,
        row_state: Callable[[Any], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self._query = query or Query()
        self._row_state = row_state

    @property
    def query(self) -> Query:
        """What is shown."""
        return self._query

    def set_query(self, query: Query) -> None:
        """Show something else, from its beginning."""
        raise NotImplementedError

    def row(self, number: int) -> Any | None:
        """A row, None while it is being read."""
        raise NotImplementedError

    def total(self) -> int:
        """Rows in the list."""
        return self.rowCount()

    def state(self, row: Any) -> str:
        """How a row is drawn: "" | "held" (muted) | "conflict" (warning fill)."""
        return self._row_state(row) if self._row_state is not None else ""

    def column_number(self, column_id: str) -> int:
        """Where a column is, -1 if there is none of this id."""
        return next((n for n, column in enumerate(self.columns) if column.id == column_id), -1)

    def sort_by(self, column_id: str, descending: bool | None = None) -> None:
        """Order by a column: the other way round if it is already so, big and new values first at first."""
        column = self.columns[self.column_number(column_id)]
        if descending is None:
            same = self._query.sort == column_id
            descending = not self._query.descending if same else column.kind in DOWN_FIRST
        self.set_query(Query(self._query.filters, self._query.search, column_id, descending))

    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(column.alignment() | Qt.AlignmentFlag.AlignVCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, RowRole):
            return None
        row = self.row(index.row())
        if role == RowRole:
            return row
        return "" if row is None else column.text(row)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[section].title
        if role == Qt.ItemDataRole.ToolTipRole and self.columns[section].hint:
            return plain_tip(self.columns[section].hint)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _LIVE if index.isValid() else Qt.ItemFlag.NoItemFlags


class RowsModel(TableModel):
    """A model over rows at hand; sorts by the columns' values. For lists that are short by nature."""

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Any] = (),
        row_state: Callable[[Any], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, None, row_state, parent)
        self._given: list[Any] = list(rows)
        self._rows: list[Any] = list(rows)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, in the same order of columns."""
        self.beginResetModel()
        self._given = list(rows)
        self._order()
        self.endResetModel()
        self.counted.emit(len(self._rows))

    def set_query(self, query: Query) -> None:
        self.beginResetModel()
        self._query = query
        self._order()
        self.endResetModel()
        self.query_changed.emit(query)

    def row(self, number: int) -> Any | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rows(self) -> list[Any]:
        """All rows, as shown."""
        return list(self._rows)

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def _order(self) -> None:
        self._rows = list(self._given)
        number = self.column_number(self._query.sort) if self._query.sort else -1
        if number >= 0:
            column = self.columns[number]
            held = [row for row in self._rows if column.plain(row) is not None]
            void = [row for row in self._rows if column.plain(row) is None]
            held.sort(key=lambda row: _sort_key(column.plain(row)), reverse=self._query.descending)
            self._rows = held + void


def _sort_key(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


class WindowModel(TableModel):
    """A list of any length: the rows near the window are read in blocks of 200, the count is read separately.

    `refresh` reads again what is in sight while the old rows stay; `set_query` starts anew from the top.
    """

    def __init__(
        self,
        reader: Reader,
        source: ListSource,
        columns: Sequence[Column],
        query: Query | None = None,
        row_state: Callable[[Any], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, query, row_state, parent)
        self.reader, self.source = reader, source
        self._blocks: OrderedDict[int, list[Any]] = OrderedDict()
        self._stale: set[int] = set()
        self._asked: OrderedDict[int, tuple[float, Job]] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._turn = 0  # answers of earlier turns are dropped
        self._count = 0
        self._known = False
        self._counting = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask_wanted)

    @property
    def known(self) -> bool:
        """Whether the number of rows has been read."""
        return self._known

    @property
    def sure(self) -> bool:
        """Whether the number of rows is what the shop had after the latest refresh."""
        return self._known and not self._counting

    def set_query(self, query: Query) -> None:
        self._query = query
        self.reload()
        self.query_changed.emit(query)

    def reload(self) -> None:
        """Read from the top, forgetting every row."""
        self._begin_turn()
        self.beginResetModel()
        self._blocks.clear()
        self._stale.clear()
        self._count, self._known, self._counting = 0, False, False
        self.endResetModel()
        self._ask_block(0)
        self._ask_count()

    def refresh(self) -> None:
        """Read again: the count and the blocks in sight; what is shown stays until the new rows are there."""
        if not self._known and not self._blocks:
            self.reload()
            return
        self._begin_turn()
        self._stale = set(self._blocks)
        self._counting = True  # blocks near the end are counted from it, so the count comes first
        self._ask_count()

    def row(self, number: int) -> Any | None:
        block, place = divmod(number, BLOCK)
        rows = self._blocks.get(block)
        if not self._counting and (rows is None or block in self._stale):
            self._want(block)
        if rows is None or place >= len(rows):
            return None
        self._blocks.move_to_end(block)
        return rows[place]

    def loaded(self, number: int) -> Any | None:
        """A row if it is in memory; asks for nothing."""
        block, place = divmod(number, BLOCK)
        rows = self._blocks.get(block, ())
        return rows[place] if place < len(rows) else None

    def waiting_since(self, number: int) -> float:
        """The moment (time.monotonic) a missing row was asked for, 0.0 if it was not."""
        asked = self._asked.get(number // BLOCK)
        return asked[0] if asked is not None else 0.0

    def is_fresh(self, number: int) -> bool:
        """Whether the row in memory is what the shop had after the latest refresh; False while it is read again."""
        block = number // BLOCK
        return self.sure and block in self._blocks and block not in self._stale

    def find(self, row_id: int) -> int:
        """The number of the row with this id among those in memory, -1 if it isn't there."""
        for block, rows in self._blocks.items():
            for place, row in enumerate(rows):
                if row.id == row_id:
                    return block * BLOCK + place
        return -1

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else self._count

    def _begin_turn(self) -> None:
        self._turn += 1
        self._wanted.clear()
        for _since, job in self._asked.values():
            job.cancel()
        self._asked.clear()

    def _want(self, block: int) -> None:
        if block not in self._asked:
            self._wanted[block] = None
            self._wanted.move_to_end(block)
            if not self._soon.isActive():
                self._soon.start()

    def _ask_wanted(self) -> None:
        wanted = list(self._wanted)[-AT_ONCE:]
        self._wanted.clear()
        for block in wanted:
            if block in self._asked or (block in self._blocks and block not in self._stale):
                continue
            self._ask_block(block)
        while len(self._asked) > AT_ONCE:
            # A fast scroll passes many blocks: what is no longer in sight need not be read.
            _block, (_since, job) = self._asked.popitem(last=False)
            job.cancel()

    def _ask_count(self) -> None:
        turn, query, source = self._turn, self._query, self.source
        self.reader.ask(
            lambda conn: source.count(conn, query), partial(self._counted, turn), f"{id(self)}:count", self._refused
        )

    def _ask_block(self, block: int) -> None:
        query, source, first = self._query, self.source, block * BLOCK
        count = self._count if self._known else 0
        backwards = count > 4 * BLOCK and first + BLOCK / 2 > count / 2
        limit = min(BLOCK, count - first) if backwards else BLOCK
        start = max(0, count - first - limit) if backwards else first
        if limit <= 0:
            return

        def read(conn: Any) -> list[Any]:
            rows = list(source.rows(conn, query, start, limit, backwards))
            return rows[::-1] if backwards else rows

        answer = partial(self._arrived, self._turn, block)
        key = f"{id(self)}:{self._turn}:{block}"
        moment = time.monotonic()
        job = self.reader.ask(read, answer, key, self._refused)
        if not job.ended:
            self._asked[block] = (moment, job)

    def _refused(self, error: Exception) -> None:
        self._counting = False
        self.failed.emit(error)

    def _counted(self, turn: int, count: int) -> None:
        if turn == self._turn:
            self._known, self._counting = True, False
            self._resize(count)
            self.counted.emit(count)
            for block in [block for block in list(self._blocks)[-2:] if block in self._stale]:
                self._ask_block(block)

    def _arrived(self, turn: int, block: int, rows: list[Any]) -> None:
        if turn != self._turn:
            return
        self._asked.pop(block, None)
        self._stale.discard(block)
        self._blocks[block] = rows
        self._blocks.move_to_end(block)
        while len(self._blocks) > KEPT:
            gone, _rows = self._blocks.popitem(last=False)
            self._stale.discard(gone)
        first = block * BLOCK
        if not self._known and first + len(rows) > self._count:
            self._resize(first + len(rows))
        last = min(first + max(len(rows), 1), self._count) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def _resize(self, count: int) -> None:
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            for block in [block for block in self._blocks if block * BLOCK >= count]:
                del self._blocks[block]
            self.endRemoveRows()
