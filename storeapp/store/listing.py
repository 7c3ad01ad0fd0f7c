"""How a long list is read in windows: along an index where one gives the order, else from ids put in order once."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, and_, false, select, text

from storeapp.kernel.filters import F
from storeapp.store import search

Row = TypeVar("Row")
BATCH = 400  # ids in one IN (...)


class Windows(Generic[Row, F]):
    """A list of one table. Subclasses say its conditions, its orders and how ids become rows.

    Safe to ask from several reader threads: what is remembered is replaced as a whole.
    """

    kind = ""  # the kind of record in the search index
    table: Any = None

    def __init__(self) -> None:
        self._kept: tuple[F, array[int]] | None = None

    def conditions(self, wanted: F) -> list[ColumnElement[bool]]:
        """What a row must fulfil, without the search."""
        raise NotImplementedError

    def indexed(self, wanted: F) -> tuple[Any, ...] | None:
        """The columns of an index that gives the wanted order (ascending), ending with the id; None: no index does."""
        raise NotImplementedError

    def ordered(self, wanted: F) -> Select[Any]:
        """All ids in ascending order of a sort that no index gives, without conditions."""
        raise NotImplementedError

    def quick_count(self, conn: Connection, wanted: F) -> int | None:
        """The number of rows from kept sums, None where none of them counts these rows."""
        return None

    def rows_of(self, conn: Connection, ids: Sequence[int]) -> list[Row]:
        """The rows of these ids in this order; ids that are gone are left out."""
        raise NotImplementedError

    def count(self, conn: Connection, wanted: F) -> int:
        """How many rows the list has; what was remembered of an earlier state is forgotten."""
        self._kept = None
        if self._walks(wanted):
            quick = self.quick_count(conn, wanted)
            if quick is not None:
                return quick
            counted = select(text("count(*)")).select_from(self.table).where(*self._where(wanted))
            return int(conn.execute(counted, self._binds(wanted)).scalar_one())
        return len(self._remembered(conn, wanted))

    def rows(self, conn: Connection, wanted: F, first: int, limit: int, backwards: bool = False) -> list[Row]:
        """Rows `first` to `first + limit`; `backwards`: counted from the end of the list, last row first."""
        return self.rows_of(conn, self.ids(conn, wanted, first, limit, backwards))

    def ids(self, conn: Connection, wanted: F, first: int, limit: int, backwards: bool = False) -> list[int]:
        """The ids of those rows."""
        if not self._walks(wanted):
            known = self._remembered(conn, wanted)
            return list(known[::-1][first : first + limit] if backwards else known[first : first + limit])
        falling = wanted.descending != backwards
        columns = self.indexed(wanted) or ()
        order = [column.desc() if falling else column.asc() for column in columns]
        found = select(self.table.id).where(*self._where(wanted)).order_by(*order).limit(limit).offset(first)
        return list(conn.execute(found, self._binds(wanted)).scalars())

    def position(self, conn: Connection, wanted: F, row_id: int) -> int | None:
        """The place of a row in the list, None if it isn't in it. Reads ids only."""
        here = select(self.table.id).where(self.table.id == row_id, *self._where(wanted))
        if conn.execute(here, self._binds(wanted)).first() is None:
            return None
        if not self._walks(wanted):
            return self._remembered(conn, wanted).index(row_id)
        place = 0
        columns = self.indexed(wanted) or ()
        values = conn.execute(select(*columns).where(self.table.id == row_id)).one()
        for depth in range(len(columns)):
            same = [_equal(column, value) for column, value in zip(columns[:depth], values[:depth], strict=True)]
            before = _before(columns[depth], values[depth], wanted.descending)
            counted = select(text("count(*)")).select_from(self.table).where(*self._where(wanted), *same, before)
            place += int(conn.execute(counted, self._binds(wanted)).scalar_one())
        return place

    def _walks(self, wanted: F) -> bool:
        """A search has few hits: put them in order rather than walk the whole index to meet them."""
        return not wanted.search and self.indexed(wanted) is not None

    def _where(self, wanted: F) -> list[ColumnElement[bool]]:
        found = self.conditions(wanted)
        if wanted.search:
            found.append(self.table.id.in_(text(search.match_sql(self.kind))))
        return found

    def _binds(self, wanted: F) -> dict[str, str]:
        return {"search": search.match_query(wanted.search)} if wanted.search else {}

    def _remembered(self, conn: Connection, wanted: F) -> array[int]:
        kept = self._kept
        if kept is not None and kept[0] == wanted:
            return kept[1]
        turned = replace(wanted, descending=not wanted.descending)
        if kept is not None and kept[0] == turned:
            ids = kept[1][::-1]
        else:
            columns = self.indexed(wanted)
            ordered = select(self.table.id).order_by(*columns) if columns else self.ordered(wanted)
            found = conn.execute(ordered.where(and_(*self._where(wanted), text("1 = 1"))), self._binds(wanted))
            ids = array("q", [row[0] for row in found])
            if wanted.descending:
                ids.reverse()
        self._kept = (wanted, ids)
        return ids


def _equal(column: Any, value: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.is_(None) if value is None else column == value
    return found


def _before(column: Any, value: Any, descending: bool) -> ColumnElement[bool]:
    """Rows that come before this value; SQLite puts NULL first when ascending."""
    found: ColumnElement[bool]
    if value is None:
        found = column.is_not(None) if descending else false()
    elif descending:
        found = column > value
    else:
        found = (column < value) | column.is_(None)
    return found


def batches(ids: Sequence[int]) -> list[Sequence[int]]:
    """The ids in stretches short enough for one IN (...)."""
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
