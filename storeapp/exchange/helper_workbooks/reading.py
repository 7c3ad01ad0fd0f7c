"""Asks the reading process what a file holds, and finds a helper workbook's rows and columns in it again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storeapp.exchange.helper_workbooks import codes
from storeapp.exchange.helper_workbooks.cells import plain
from storeapp.exchange.helper_workbooks.records import BaseRow, Raw, Returned, ReturnedRow
from storeapp.exchange.helper_workbooks.workbook import HIDDEN
from storeapp.kernel import child
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import saying_no_room
from storeapp.kernel.text import _, plural

Cells = list[list[Raw]]


@dataclass
class FoundSheet:
    """One sheet as the reading process told it."""

    name: str
    hidden: bool
    rows: Cells = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ancestor:
    """The hidden copy of the rows as they left, as far as its fingerprints can be checked: see `trusted`."""

    code: str
    columns: tuple[str, ...]
    rows: tuple[BaseRow, ...]
    task: str = ""  # "" in workbooks of before


@saying_no_room()
def read_sheets(path: Path, progress: Progress) -> list[FoundSheet]:
    """All sheets of a file. UserError with a sentence where it can't be read; Cancelled."""
    found: list[FoundSheet] = []

    def hear(word: Mapping[str, Any]) -> None:
        if "sheet" in word:
            found.append(FoundSheet(str(word["sheet"]), bool(word["hidden"])))
        elif "rows" in word:
            found[-1].rows += word["rows"]

    try:
        child.run("reader", {"helper": str(path), "name": path.name}, progress, hear)
    except child.ChildStoppedError as why:
        message = _("{file} was not read: it needs more memory or time than a workbook for a helper should.")
        raise UserError(message.format(file=path.name)) from why
    return found


def codes_in(sheets: Sequence[FoundSheet]) -> Counter[str]:
    """The workbooks whose rows stand in these sheets, with how many."""
    found: Counter[str] = Counter()
    for sheet in sheets:
        for row in sheet.rows:
            for cell in row:
                if isinstance(cell, str) and len(cell) < 24 and (known := codes.parsed(cell)) is not None:
                    found[known[0]] += 1
    return found


def rows_in(
    sheets: Sequence[FoundSheet],
    code: str,
    titles: Mapping[str, str],
    free: Sequence[str],
    others_there: Collection[str] = (),
) -> Returned:
    """The rows of one workbook. `titles`: folded title -> key of a column, "row" and "check" among the keys.

    `free`: folded titles of the columns for notes; `others_there`: codes of other workbooks whose rows are read apart.
    """
    rows: list[ReturnedRow] = []
    seen: dict[str, None] = {}
    others: dict[str, None] = {}
    notices: dict[str, None] = {}
    for sheet in sheets:
        there = codes_in([sheet])
        if _is_copy(sheet) or (not there[code] and any(there[one] for one in others_there)):
            continue
        head = _head(sheet.rows, code, titles)
        if head is None:
            if lost := there[code]:
                notices[_headless(sheet.name, lost)] = None
            continue
        at, places, doubled, more = head
        seen |= dict.fromkeys(places)
        others |= dict.fromkeys(title for place, title in more.items() if plain(title).casefold() not in free)
        for title in doubled:
            notices[_("The column “{title}” is there twice; the first one was read.").format(title=title)] = None
        found = _rows(sheet, at, code, places, more, others_there)
        if found and sheet.hidden:
            notices[_("The sheet “{name}” is hidden; it was read as well.").format(name=sheet.name)] = None
        rows += found
    missing = tuple(key for key in dict.fromkeys(titles.values()) if key not in seen and key not in ("row", "check"))
    return Returned(code, tuple(seen), missing, tuple(others), rows, tuple(notices))


def _is_copy(sheet: FoundSheet) -> bool:
    """Whether it is the hidden copy of the rows as they left, under whatever name."""
    first = sheet.rows[0] if sheet.rows else []
    marked = len(first) > 1 and isinstance(first[1], str) and first[1].startswith("[")
    return sheet.name.startswith(HIDDEN) or (sheet.hidden and marked)


def _headless(name: str, count: int) -> str:
    words = plural(
        "{count} row on the sheet “{{name}}” was not read: no titles stand above it. Copy them from another sheet.",
        "{count} rows on the sheet “{{name}}” were not read: no titles stand above them. Copy them from another sheet.",
        count,
    )
    return words.format(name=name)


def _head(
    rows: Cells, code: str, titles: Mapping[str, str]
) -> tuple[int, dict[str, int], list[str], dict[int, str]] | None:
    """The row of titles, the place of each known column, titles that come twice, and the other columns by place."""
    best: tuple[int, int] | None = None
    for at, row in enumerate(rows):
        told = {plain(cell).casefold() for cell in row if isinstance(cell, str)}
        known = len({titles[one] for one in told if one in titles})
        if known and (best is None or known > best[0]):
            best = (known, at)
        if at > 200 and best is not None:
            break
    if best is None or best[0] < 2:
        return None
    places: dict[str, int] = {}
    doubled, more = [], {}
    for place, cell in enumerate(rows[best[1]]):
        title = cell if isinstance(cell, str) else ""
        key = titles.get(plain(title).casefold(), "")
        if key and key not in places:
            places[key] = place
        elif key:
            doubled.append(title)
        elif title.strip():
            more[place] = title.strip()
    if "row" not in places:
        counts = Counter(
            place for row in rows for place, cell in enumerate(row) if (codes.parsed(cell) or ("", 0))[0] == code
        )
        if counts:
            places["row"] = counts.most_common(1)[0][0]
            more.pop(places["row"], None)
    return best[1], places, doubled, more


def _rows(
    sheet: FoundSheet,
    head: int,
    code: str,
    places: Mapping[str, int],
    more: Mapping[int, str],
    others_there: Collection[str],
) -> list[ReturnedRow]:
    found = []
    columns = [(key, place) for key, place in places.items() if key not in ("row", "check")]
    at_row, at_check = places.get("row"), places.get("check")
    for at, cells in enumerate(sheet.rows):
        if at == head or not any(cell not in ("", None) for cell in cells):
            continue
        width = len(cells)
        known = codes.parsed(cells[at_row]) if at_row is not None and at_row < width else None
        if (at < head and known is None) or (known is not None and known[0] in others_there):
            continue
        number = known[1] if known is not None and known[0] == code else None
        check = cells[at_check] if at_check is not None and at_check < width else ""
        said: dict[str, Raw] = {key: cells[place] if place < width else "" for key, place in columns}
        said |= {f"*{title}": cells[place] for place, title in more.items() if place < width and cells[place]}
        if number is None and not any(value not in ("", None, {"e": ""}) for value in said.values()):
            continue
        found.append(ReturnedRow(sheet.name, at + 1, number, check if isinstance(check, str) else "", said))
    return found


def ancestor_in(sheets: Sequence[FoundSheet], key: str) -> tuple[Ancestor | None, str]:
    """The hidden copy of the rows, each with the fingerprint of this shop, and a sentence where rows have none."""
    for sheet in sheets:
        if not sheet.name.startswith(HIDDEN) or not sheet.rows or len(sheet.rows[0]) < 2:
            continue
        code, columns = (str(cell) for cell in sheet.rows[0][:2])
        rows, bad = [], 0
        with suppress(ValueError):
            names = tuple(str(one) for one in json.loads(columns))
            for cells in sheet.rows[1:]:
                row = _hidden_row(cells, code, key)
                bad += row is None and any(cells[:4])
                rows += [row] if row is not None else []
            told = plural(
                "{count} row of the hidden copy was changed.", "{count} rows of the hidden copy were changed.", bad
            )
            task = str(sheet.rows[0][2]) if len(sheet.rows[0]) > 2 else ""
            return (Ancestor(code, names, tuple(rows), task) if rows else None), told if bad else ""
    return None, ""


def _hidden_row(cells: Sequence[Raw], code: str, key: str) -> BaseRow | None:
    try:
        known = codes.parsed(cells[0])
        record = int(float(str(cells[1])))
        parts = [cell[1:] for cell in cells[3:10] if isinstance(cell, str) and cell.startswith("j")]
        values = {str(name): str(value) for name, value in json.loads("".join(parts)).items()}
    except (IndexError, ValueError, AttributeError):
        return None
    if known is None or known[0] != code:
        return None
    right = codes.fingerprint(key, code, known[1], record, values) == cells[2]
    return BaseRow(known[1], record, values) if right else None
