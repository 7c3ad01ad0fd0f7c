"""Finds for each row that came back the one that left: by its code, its fingerprint, else by what it says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s

from storeapp.exchange.helper_workbooks.cells import plain, read
from storeapp.exchange.helper_workbooks.records import BaseRow, Raw, ReturnedRow, TaskColumn
from storeapp.kernel.text import _

SURE = 0.5  # of a row's grey cells have to say what they said, where its fingerprint is gone


@dataclass(frozen=True, slots=True)
class RowMatch:
    """A row that left, the one that came back, and why it is not sure that they are one ("" where it is).

    `twice`: columns of which two copies of the row say different things, each with the other value.
    """

    base: BaseRow
    back: ReturnedRow
    doubt: str = ""
    twice: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Matched:
    """All rows that were found again, and those that are none of the workbook's."""

    rows: list[RowMatch]
    new: list[ReturnedRow]
    left: int = 0


def match_rows(
    rows: Sequence[ReturnedRow],
    base: Mapping[int, BaseRow],
    checks: Mapping[int, str],
    columns: Mapping[str, TaskColumn],
    by_hand: Mapping[str, int],
) -> Matched:
    """`checks`: the fingerprints of the rows that left, by number.

    `by_hand`: what the owner said of rows without a code, by their `row_key`: a number, 0 for none.
    """
    by_check = {check: number for number, check in checks.items()}
    telling = _telling(base, columns)
    found: dict[int, list[RowMatch]] = {}
    loose: list[ReturnedRow] = []
    left = 0
    for back in rows:
        match = _by_code(back, base, by_check, columns, telling)
        said = by_hand.get(row_key(back)) if match is None and by_hand else None
        if said == 0:
            left += 1
            continue
        if said is not None and said in base:
            filled = {key: raw for key, raw in back.cells.items() if raw not in ("", None, {"e": ""})}
            match = RowMatch(base[said], replace(back, cells=filled))  # typed anew: an empty cell says nothing
        if match is None:
            loose.append(back)
        else:
            found.setdefault(match.base.number, []).append(match)
    new: list[ReturnedRow] = []
    by_words = _by_words(base, columns) if loose else {}
    for back in loose:
        number = by_words.get(_words(back.cells, columns))
        if number is None or number in found:
            new.append(back)
        else:
            doubt = _("Its code is gone; it was found by what its grey cells say.")
            found[number] = [RowMatch(base[number], back, doubt)]
    return Matched([_one(matches, columns) for _number, matches in sorted(found.items())], new, left)


def row_key(row: ReturnedRow) -> str:
    """Stands for what a row says, whatever became of its place."""
    said = sorted((key, raw) for key, raw in row.cells.items() if raw not in ("", None, {"e": ""}))
    told = json.dumps(said, ensure_ascii=True, sort_keys=True)
    return f"?{blake2s(told.encode(), digest_size=8).hexdigest()}"


def _telling(base: Mapping[int, BaseRow], columns: Mapping[str, TaskColumn]) -> dict[str, dict[str, int]]:
    """The grey columns in which no two rows said the same, with the row of each value."""
    found: dict[str, dict[str, int]] = {}
    for key, column in columns.items():
        said = [(row.values[key], number) for number, row in base.items() if row.values.get(key)]
        by_value = dict(said)
        if not column.editable and len(by_value) == len(said):
            found[key] = by_value
    return found


def _by_code(
    back: ReturnedRow,
    base: Mapping[int, BaseRow],
    by_check: Mapping[str, int],
    columns: Mapping[str, TaskColumn],
    telling: Mapping[str, Mapping[str, int]],
) -> RowMatch | None:
    told = by_check.get(back.check.strip().upper()) if back.check else None
    number = back.number if back.number in base else told
    if number is None:
        return None
    row = base[number]
    if told is not None and told != number:
        return RowMatch(row, back, _("Its code and its check belong to two different rows."))
    # Who sorts some of the columns only moves codes, or what was typed, to other rows.
    for key, by_value in telling.items():
        if key in back.cells:
            said = read(columns[key], back.cells[key], row.values.get(key, ""))
            if not said.damage and by_value.get(said.text, number) != number:
                return RowMatch(row, back, _("Its grey cells say what another row said: was only a part sorted?"))
    same = _likeness(row, back, columns)
    if same is None or same >= SURE:
        return RowMatch(row, back)
    return RowMatch(row, back, _("Its code is there, but its grey cells say something else."))


def _likeness(row: BaseRow, back: ReturnedRow, columns: Mapping[str, TaskColumn]) -> float | None:
    """The share of grey cells that still say what they said; None where none is left to compare."""
    there = [key for key, one in columns.items() if not one.editable and key in back.cells and row.values.get(key)]
    if not there:
        return None
    same = 0
    for key in there:
        said = read(columns[key], back.cells[key], row.values[key])
        same += said.text == row.values[key] or said.damage
    return same / len(there)


def _words(cells: Mapping[str, Raw], columns: Mapping[str, TaskColumn]) -> tuple[str, ...]:
    said = []
    for key, column in columns.items():
        if not column.editable:
            said.append(plain(read(column, cells.get(key, ""), "").text).casefold())
    return tuple(said)


def _by_words(base: Mapping[int, BaseRow], columns: Mapping[str, TaskColumn]) -> dict[tuple[str, ...], int]:
    """The rows whose grey cells no other row has."""
    found: dict[tuple[str, ...], int | None] = {}
    for number, row in base.items():
        said = _words(row.values, columns)
        found[said] = None if said in found else number
    return {said: number for said, number in found.items() if number is not None and any(said)}


def _one(matches: list[RowMatch], columns: Mapping[str, TaskColumn]) -> RowMatch:
    """Of copies of one row the cells that were changed; where two were changed differently the first, said so."""
    first = matches[0]
    if len(matches) == 1:
        return first
    base = first.base
    cells = dict(first.back.cells)
    twice: dict[str, str] = {}
    for other in matches[1:]:
        for key, raw in other.back.cells.items():
            column = columns.get(key)
            if column is None:
                cells.setdefault(key, raw)
                continue
            before = base.values.get(key, "")
            theirs, mine = read(column, raw, before), read(column, cells.get(key, ""), before)
            if theirs.text == before or theirs.text == mine.text or theirs.damage:
                continue
            if key not in cells or mine.text == before or mine.damage:
                cells[key] = raw
            else:
                said = dict.fromkeys((*twice.get(key, "").split(" / "), theirs.text))
                twice[key] = " / ".join(filter(None, said))
    sure = [one for one in matches if not one.doubt]
    return RowMatch(base, replace(first.back, cells=cells), "" if sure else first.doubt, twice or None)
