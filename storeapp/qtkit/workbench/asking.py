"""Between a room's filters and the query of a table: the same question in two forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Generic, Protocol, TypeVar

from storeapp.kernel.filters import F, Filters, changes
from storeapp.qtkit.table.columns import Query

APART = frozenset({"search", "sort", "descending"})  # of these a query has fields of its own


@dataclass(frozen=True, slots=True)
class NoFilters:
    """Of a list that shows all there is."""

    search: str = ""
    sort: str = ""
    descending: bool = True


Asked = TypeVar("Asked", bound=Filters, contravariant=True)


class ListReader(Protocol[Asked]):
    """How a room reads one list; `store/listing.Windows` is one. Every method runs in a reading thread."""

    def count(self, conn: Any, wanted: Asked, /) -> int:
        """How many rows it has."""

    def rows(self, conn: Any, wanted: Asked, first: int, limit: int, backwards: bool, /) -> Sequence[Any]:
        """`limit` rows from number `first`; `backwards`: counted from the end, last row first."""

    def position(self, conn: Any, wanted: Asked, row_id: int, /) -> int | None:
        """The number of a row, None if it isn't in the list."""


def query_of(filters: Filters) -> Query:
    """What the table asks. A column's id is the name of its filter and of its order."""
    kept = {name: value for name, value in changes(filters).items() if name not in APART}
    return Query(kept, filters.search, filters.sort, filters.descending)


def filters_of(kind: type[F], query: Query) -> F:
    """The other way round."""
    known = {field.name for field in fields(kind)} - APART
    kept: dict[str, Any] = {name: value for name, value in query.filters.items() if name in known}
    kept |= {"search": query.search, "sort": query.sort, "descending": query.descending}
    return kind(**kept)


class ListingSource(Generic[F]):
    """Reads a listing for a table; a room whose columns can be filtered by value adds `values`, see table/columns."""

    def __init__(self, listing: ListReader[F], kind: type[F]) -> None:
        self._listing, self._kind = listing, kind

    def count(self, conn: Any, query: Query) -> int:
        """Number of rows."""
        return self._listing.count(conn, self.filters_of(query))

    def rows(self, conn: Any, query: Query, first: int, limit: int, backwards: bool) -> Sequence[Any]:
        """A window of the list."""
        return self._listing.rows(conn, self.filters_of(query), first, limit, backwards)

    def place(self, conn: Any, query: Query, row_id: Any) -> int | None:
        """Where a row stands in the list, None if it isn't in it."""
        return self._listing.position(conn, self.filters_of(query), row_id)

    def filters_of(self, query: Query) -> F:
        """The room's own filters of this query."""
        return filters_of(self._kind, query)

    def query_of(self, filters: F) -> Query:
        """The query of these filters."""
        return query_of(filters)
