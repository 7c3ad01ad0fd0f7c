"""Compares a returned workbook with the shop: rows found again, cells merged three ways, rules asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from storeapp.exchange.helper_workbooks.cells import plain, sent
from storeapp.exchange.helper_workbooks.matching import RowMatch, match_rows, row_key
from storeapp.exchange.helper_workbooks.queries.task import Task, TaskLook
from storeapp.exchange.helper_workbooks.records import (
    BaseRow,
    CellChange,
    NewRow,
    Raw,
    ReturnComparison,
    Returned,
    ReturnedRow,
    TaskColumn,
    Workbook,
)
from storeapp.exchange.helper_workbooks.three_way import row_changes
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _, plural

if TYPE_CHECKING:
    from sqlalchemy import Connection

LONGEST_NOTE = 300
OTHERS = 1_000_000_000  # and a record's id number a row of one that was not in the workbook


def compare(
    conn: Connection,
    book: Workbook,
    task: Task,
    columns: Mapping[str, TaskColumn],
    base: Mapping[int, BaseRow],
    checks: Mapping[int, str],
    back: Returned,
    file_name: str,
    now: datetime,
    progress: Progress,
) -> ReturnComparison:
    """What the returned workbook changes as the shop is now; nothing is written."""
    hand = by_hand(book)
    base = _with_others(conn, task, base, hand, now)
    matched = match_rows(back.rows, base, checks, columns, hand)
    mine = task.now(conn, [one.base.record for one in matched.rows], book.made_at)
    changes: list[CellChange] = []
    notes: list[tuple[int, str]] = []
    same = 0
    progress.begin(_("Comparing"), len(matched.rows))
    for match in matched.rows:
        for change in row_changes(columns, match.base, mine.get(match.base.record), match.back, book.decisions):
            if change is None:
                same += 1
            else:
                changes.append(_doubted(change, match))
        said = _notes(match.back)
        if said:
            notes.append((match.base.number, said))
        progress.step(1)
    ruled = _dated(conn, task, _ruled(conn, task, changes, now), book.made_at)
    gone = set(base) - {one.base.number for one in matched.rows}
    missing = tuple(sorted(one for one in gone if one < OTHERS))
    return ReturnComparison(
        book, file_name, len(matched.rows), tuple(ruled), tuple(_new(row, columns) for row in matched.new), missing,
        same, tuple(notes), _notices(back, columns, len(missing)), matched.left, columns=tuple(columns.values()),
    )  # fmt: skip


def by_hand(book: Workbook) -> dict[str, int]:
    """What the owner said of rows without a code, by row_key: the number of a row, 0 for none."""
    said = {key: int(pair[0]) for key, pair in book.decisions.items() if key.startswith("?")}
    return {key: OTHERS - number if number < 0 else number for key, number in said.items()}


def _with_others(
    conn: Connection, task: Task, base: Mapping[int, BaseRow], hand: Mapping[str, int], now: datetime
) -> Mapping[int, BaseRow]:
    """The rows that left, with those records that the owner named beside: as they are now is as they left."""
    records = sorted({number - OTHERS for number in hand.values() if number > OTHERS})
    if not records:
        return base
    found = task.rows(conn, records, TaskLook(_, now, named=True))
    more = {
        OTHERS + row.record: BaseRow(
            OTHERS + row.record, row.record, {key: sent(text) for key, text in row.values.items()}
        )
        for row in found
    }
    return {**base, **more}


def _doubted(change: CellChange, match: RowMatch) -> CellChange:
    if change.state not in ("apply", "conflict"):
        return change
    if match.doubt:
        return replace(change, state="doubtful", why=match.doubt, both="")
    if match.twice and change.column in match.twice:
        words = _("This row came back twice. The other one says: {value}").format(value=match.twice[change.column])
        return replace(change, state="doubtful", why=words, both="")
    return change


def _ruled(conn: Connection, task: Task, changes: list[CellChange], now: datetime) -> list[CellChange]:
    """The changes with those stopped that no rule of the owning room lets in."""
    wanted: dict[int, dict[str, str]] = {}
    for one in changes:
        if one.state in ("apply", "conflict", "doubtful"):
            wanted.setdefault(one.record, {})[one.column] = one.theirs
    stops = task.stops(conn, wanted, now) if wanted else {}
    return [
        replace(one, state="rejected", why=stops[one.record, one.column], both="")
        if one.state in ("apply", "conflict", "doubtful") and (one.record, one.column) in stops
        else one
        for one in changes
    ]


def _dated(conn: Connection, task: Task, changes: list[CellChange], since: str) -> list[CellChange]:
    """The changes with the time at which the owner's own values were written, as far as that is known."""
    mine = sorted({one.record for one in changes if one.mine != one.base})
    if not mine or not since:
        return changes
    known = task.changed(conn, mine, since)
    return [
        replace(one, mine_at=told.at, mine_by=told.who)
        if one.mine != one.base and (told := known.get((one.record, one.column))) is not None
        else one
        for one in changes
    ]


def _new(row: ReturnedRow, columns: Mapping[str, TaskColumn]) -> NewRow:
    said, cells = {}, {}
    for key, raw in row.cells.items():
        title = columns[key].title if key in columns else key.removeprefix("*")
        if words := _words(raw):
            said[title] = cells[key] = words
    return NewRow(row.sheet, row.row, said, row_key(row), cells)


def _words(raw: Raw) -> str:
    if isinstance(raw, Mapping):
        return str(raw.get("d") or raw.get("f") or raw.get("e") or "")
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return "" if raw is None else str(raw)[:LONGEST_NOTE]


def _notes(row: ReturnedRow) -> str:
    """What the helper wrote in columns of their own."""
    said = [_words(raw).strip() for key, raw in row.cells.items() if key.startswith("*")]
    return " / ".join(filter(None, said))[:LONGEST_NOTE]


def _notices(back: Returned, columns: Mapping[str, TaskColumn], missing: int) -> tuple[str, ...]:
    found = list(back.notices)
    gone = [columns[key].title for key in back.missing if key in columns]
    if gone:
        found.append(
            _("Columns that did not come back: {names}. They change nothing.").format(names=_(", ").join(gone))
        )
    if missing:
        found.append(
            plural(
                "{count} row did not come back. It changes nothing.",
                "{count} rows did not come back. They change nothing.",
                missing,
            )
        )
    if back.free:
        found.append(_("Columns the helper added: {names}.").format(names=_(", ").join(back.free)))
    return tuple(found)


def titles_of(columns: Mapping[str, TaskColumn], row: str, check: str) -> dict[str, str]:
    """Folded title -> key of each column, with those of the codes and the fingerprints."""
    known = {plain(one.title).casefold(): key for key, one in columns.items()}
    return known | {plain(row).casefold(): "row", plain(check).casefold(): "check"}
