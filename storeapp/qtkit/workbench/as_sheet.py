"""A list as it stands on screen, ready to be written by somebody who knows no Qt: columns, order, filters, groups."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from itertools import chain, repeat
from typing import Any

from storeapp.kernel.errors import UserError
from storeapp.kernel.filters import changes, from_saved
from storeapp.kernel.money import Money
from storeapp.kernel.progress import Progress
from storeapp.kernel.shown_lists import KeptList, ListColumn, ShownList
from storeapp.kernel.text import _
from storeapp.qtkit.bars import Tabs
from storeapp.qtkit.page import Page
from storeapp.qtkit.table.bands import Band
from storeapp.qtkit.table.columns import Column, Query
from storeapp.qtkit.table.model import RowsModel, WindowModel
from storeapp.qtkit.table.view import TableView
from storeapp.qtkit.workbench.bench import Workbench

BLOCK = 5000  # rows read at once: a long list is walked along its index, which begins anew with each block
LETTER = 7.0  # px of the width of a letter
LEAST, MOST = 8, 60  # letters
KINDS = {"number": "figure", "stars": "figure", "money": "money", "date": "date", "bar": "share"}
Grouping = Callable[[Any, Query], Sequence[Band]]
Read = Callable[[Any, Progress], Iterator[tuple[str, Any]]]  # each row after the words of its group


def bench_of(view: TableView) -> Workbench | None:
    """The workbench whose list this is, None for a list without one."""
    above = view.parentWidget()
    while above is not None and not (isinstance(above, Workbench) and above.table is view):
        above = above.parentWidget()
    return above


def shown_list(view: TableView, page: Page) -> ShownList:
    """The list of a view as it stands now, on `page`.

    UserError where nothing has been read yet.
    """
    model, bench = view.rows(), bench_of(view)
    if model is None:
        raise UserError(_("This list is still being read. Try again in a moment."))
    query = model.query
    words = bench.list.filter_words() if bench is not None else []
    if query.search:
        words = [_("with “{words}”").format(words=query.search), *words]
    words = [*words, *_order_words(model.columns, query)]
    groups = _grouping(bench)
    if isinstance(model, WindowModel):
        rows = _windows(model.source, query, groups)
    else:
        rows, groups = _held(model.rows() if isinstance(model, RowsModel) else []), None
    words = [*_tab_words(page, view.list_id), *words]
    title, columns = view.accessibleName(), view.shown_columns()
    kept = _kept(view, KeptList("", page.ID, view.list_id, title, tuple(one.id for one in columns), {}, tuple(words)))
    return _written(title, columns, words, rows, kept, grouped=groups is not None)


def made_again(bench: Workbench, kept: KeptList, today: date) -> ShownList:
    """The list that was kept under a name, as the shop has it now; `bench` may show any other state of it.

    UserError where this program can't make it again.
    """
    model = bench.model
    source: Any = getattr(model, "source", None)
    if not isinstance(model, WindowModel) or not hasattr(source, "filters_of"):
        raise UserError(_("The list “{name}” can't be made again.").format(name=kept.name))
    by_id = {column.id: column for column in model.columns}
    columns = [by_id[one] for one in kept.columns if one in by_id]
    if not columns:
        raise UserError(_("The list “{name}” has none of its columns any more.").format(name=kept.name))
    wanted: Any = from_saved(type(source.filters_of(Query())), kept.filters)
    if "today" in {field.name for field in fields(wanted)}:
        wanted = replace(wanted, today=today.isoformat())  # what is due is due today, not on the day it was named
    groups = _grouping(bench)
    rows = _windows(source, source.query_of(wanted), groups)
    missing = [one for one in kept.columns if one not in by_id]
    return _written(kept.title, columns, kept.words, rows, kept, grouped=groups is not None, missing=missing)


def _grouping(bench: Workbench | None) -> Grouping | None:
    """How the rows of a bench are parted into groups."""
    bands = bench.spec.bands if bench is not None else None
    source: Any = bench.spec.source if bench is not None else None
    if bands is None:
        return None
    return lambda conn, query: bands(conn, source.filters_of(query))


def sheet_columns(columns: Sequence[Column]) -> list[Column]:
    """The columns that a sheet has: in the place of one that is painted as a whole, the columns it consists of."""
    return [part for column in columns for part in (column.parts or _ends(column) or (column,))]


def _ends(column: Column) -> tuple[Column, ...]:
    """A likely range is two numbers in a sheet."""
    worth = column.value
    if column.kind != "range" or worth is None:
        return ()

    def end(place: int) -> Callable[[Any], Any]:
        return lambda row: held[place] if (held := worth(row)) is not None else None

    name = column.title
    low, high = _("{column}, from").format(column=name), _("{column}, to").format(column=name)
    return (
        replace(column, title=low, kind="number", value=end(0)),
        replace(column, title=high, kind="number", value=end(2)),
    )


def _written(
    title: str,
    columns: Sequence[Column],
    words: Sequence[str],
    rows: Read,
    kept: KeptList | None,
    *,
    grouped: bool,
    missing: Sequence[str] = (),
) -> ShownList:
    columns = sheet_columns(columns)
    kinds = [KINDS.get(column.kind, "text") if column.value is not None else "text" for column in columns]
    makers = [_cell(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    heads = [
        ListColumn(column.title or column.id, kind, _width(column)) for column, kind in zip(columns, kinds, strict=True)
    ]
    if grouped:
        heads.insert(0, ListColumn(_("Group"), "text", 20))

    def read(conn: Any, progress: Progress) -> Iterator[Sequence[Any]]:
        for group, row in rows(conn, progress):
            cells = [make(row) for make in makers]
            yield [group, *cells] if grouped else cells

    return ShownList(title, tuple(heads), tuple(words), read, kept, tuple(missing))


def _windows(source: Any, query: Query, groups: Grouping | None) -> Read:
    def rows(conn: Any, progress: Progress) -> Iterator[tuple[str, Any]]:
        count = source.count(conn, query)
        bands = groups(conn, query) if groups is not None else ()
        names = chain.from_iterable(repeat(band.words, band.count) for band in bands if not band.folded)
        progress.begin(_("Writing rows"), count)
        for first in range(0, count, BLOCK):
            for row in source.rows(conn, query, first, BLOCK, False):
                yield next(names, ""), row
            progress.step(min(BLOCK, count - first))

    return rows


def _held(rows: Sequence[Any]) -> Read:
    return lambda _conn, _progress: (("", row) for row in rows)


def _kept(view: TableView, plain: KeptList) -> KeptList | None:
    """How the list is made again; None of one whose rows depend on more than its filters."""
    model = view.rows()
    source: Any = getattr(model, "source", None)
    if not isinstance(model, WindowModel) or not hasattr(source, "filters_of") or not view.list_id:
        return None
    filters = source.filters_of(model.query)
    saved = json.loads(json.dumps(changes(filters), default=str))
    return replace(plain, filters=saved) if from_saved(type(filters), saved) == filters else None


def _tab_words(page: Page, list_id: str) -> list[str]:
    """The tab of a page that narrows its list, such as the open cases."""
    tabs = getattr(page, "tabs", None)
    if not isinstance(tabs, Tabs) or not tabs.value() or tabs.value() in list_id:
        return []
    return [tabs.title(tabs.value())]


def _order_words(columns: Sequence[Column], query: Query) -> list[str]:
    column = next((one for one in columns if one.id == query.sort), None)
    if column is None:
        return []
    way = _("largest first") if query.descending else _("smallest first")
    if column.kind == "date":
        way = _("newest first") if query.descending else _("oldest first")
    return [_("by {column}, {way}").format(column=column.title or column.id, way=way)]


def _width(column: Column) -> float:
    return max(LEAST, min(MOST, round(column.width / LETTER * (1.6 if column.stretch else 1.1))))


def _cell(column: Column, kind: str) -> Callable[[Any], Any]:
    """What a sheet holds of a row in this column."""
    if kind == "text":
        return column.text
    worth = column.value
    assert worth is not None
    if kind == "money":
        return lambda row: _amount(worth(row))
    if kind == "date":
        return lambda row: _day(worth(row))
    return lambda row: _number(worth(row))


def _amount(held: Any) -> tuple[int, str] | None:
    return (held.minor, held.currency) if isinstance(held, Money) else None


def _day(held: Any) -> str | None:
    if isinstance(held, date):
        return held.isoformat()[:10]
    return held[:10] if isinstance(held, str) and held else None


def _number(held: Any) -> int | float | None:
    if isinstance(held, Decimal):
        held = float(held)
    return round(held, 4) if isinstance(held, float) else held if isinstance(held, int) else None
