"""Random edits and random abuse of the file, saved again by LibreOffice for real: no edit is lost unseen.

A trial: the helper types values, then rows are sorted, filtered, parted by empty ones or deleted, columns are moved,
added or deleted, sheets renamed and copied, dates typed as text, and LibreOffice saves it as .xlsx, .ods or .csv. The
owner edits the same shop meanwhile. What comes back is held against a model of cells.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from storeapp.exchange.helper_workbooks import service
from storeapp.exchange.helper_workbooks.records import ReturnComparison
from storeapp.orders.service import note_parcels_in
from storeapp.store import journal
from storeapp.store.db import Database
from storeapp.store.tables import Order
from tests.exchange.helper_workbooks.hands import back, give

OFFICE = shutil.which("soffice")
KINDS = {
    "xlsx": "xlsx",
    "ods": "ods",
    "csv": "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,2",  # the second sheet
}
TITLES = {"tracking": "Tracking number", "shipped_on": "Shipped on", "delivered_on": "Delivered on"}
PLAIN = ("LX 1 DE", "00340434161094042557", "中文 12", "0012", "AB-77", "9,5 kg")
ODD = ("=1+1", "1E5", "MAR1", "1/2", "'12", "TRUE", "٣٤", "+49 170", "12345678901234567890", "2026-01-02", "0", "-")
ROWS = 12
Cells = dict[tuple[int, str], str]


@dataclass
class Trial:
    """What a helper did: `typed` by (row, column), what is surely text, and the rows they deleted."""

    path: Path
    kind: str
    typed: Cells = field(default_factory=dict)
    odd: set[tuple[int, str]] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    done: list[str] = field(default_factory=list)


def typed_by(dice: random.Random) -> tuple[Cells, set[tuple[int, str]]]:
    """Values for some cells, days in a good order; and which of them spreadsheets are known to spoil."""
    found: Cells = {}
    for row in dice.sample(range(1, ROWS + 1), dice.randint(3, 8)):
        sent = date(2026, 1, 6) + timedelta(dice.randint(0, 20))
        if dice.random() < 0.8:
            found[row, "tracking"] = f"{dice.choice(PLAIN)} {row}" if dice.random() < 0.5 else dice.choice(PLAIN + ODD)
        if dice.random() < 0.5:
            found[row, "shipped_on"] = sent.isoformat()
        if dice.random() < 0.4:
            found[row, "delivered_on"] = (sent + timedelta(dice.randint(1, 9))).isoformat()
    return found, {place for place, text in found.items() if text in ODD}


def abused(source: Path, trial: Trial, dice: random.Random) -> None:
    """Type the values and do some of what helpers do to a sheet."""
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[1]
    head = [cell.value for cell in sheet[1]]
    grid = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for (row, key), text in trial.typed.items():
        grid[row - 1][head.index(TITLES[key])] = as_typed(key, text, dice)
    table = [head, *grid]
    for act in dice.sample(ACTS, dice.randint(1, 4)):
        trial.done.append(act.__name__)
        table = act(table, trial, dice)
    sheet.delete_rows(1, sheet.max_row)
    for at, values in enumerate(table, 1):
        for place, value in enumerate(values, 1):
            cell = sheet.cell(at, place)
            if isinstance(value, str) and value:
                cell._value, cell.data_type, cell.number_format = value, "s", "@"
            elif value is not None:
                cell.value = value
    sheet.auto_filter.ref = None
    sheet.title = dice.choice((sheet.title[:20], "Sheet7", "done by Mia", "工作表"))
    if trial.kind != "csv" and dice.random() < 0.4:
        book.copy_worksheet(sheet).title = "copy"
    if dice.random() < 0.3:
        sheet.row_dimensions[3].hidden = True
    book.save(trial.path)


def as_typed(key: str, text: str, dice: random.Random) -> Any:
    """A day as a real one or as text."""
    if key == "tracking":
        return text
    day = date.fromisoformat(text)
    return dice.choice((day, datetime.combine(day, time()), text, f"{day:%d.%m.%Y}", f"{day:%Y/%m/%d}"))


Table = list[list[Any]]


def turned(table: Table, trial: Trial, dice: random.Random) -> Table:
    """Sorted by anything, below the titles."""
    below = next(n for n, row in enumerate(table) if "Row" in row) + 1
    place = dice.randrange(len(table[below - 1]))
    rows = sorted(table[below:], key=lambda row: str(row[place] if row else ""), reverse=dice.random() < 0.5)
    return [*table[:below], *rows]


def row_deleted(table: Table, trial: Trial, dice: random.Random) -> Table:
    """A row is deleted, with what was typed into it."""
    head, *rows = table
    place = dice.randrange(len(rows))
    code = next((str(cell) for cell in rows[place] if str(cell)[6:7] == "-"), "")
    if not code:
        return table
    trial.gone.add(int(code[7:]))
    return [head, *rows[:place], *rows[place + 1 :]]


def rows_between(table: Table, trial: Trial, dice: random.Random) -> Table:
    """Empty rows, and words above the titles."""
    at = dice.randrange(1, len(table))
    return [["From Mia"], *table[:at], [], [], *table[at:]]


def column_added(table: Table, trial: Trial, dice: random.Random) -> Table:
    """A column of the helper's own."""
    at = dice.randrange(len(table[-1]) + 1)
    named = next(n for n, row in enumerate(table) if "Row" in row)
    return [
        [*row[:at], "My marks" if n == named else "", *row[at:]] if len(row) > at else row
        for n, row in enumerate(table)
    ]


def column_moved(table: Table, trial: Trial, dice: random.Random) -> Table:
    """Two columns change places."""
    width = max(len(row) for row in table)
    one, other = dice.sample(range(width), 2)
    moved = [[*row, *[""] * (width - len(row))] if row else row for row in table]
    for row in moved:
        if row:
            row[one], row[other] = row[other], row[one]
    return moved


def column_deleted(table: Table, trial: Trial, dice: random.Random) -> Table:
    """A grey column goes."""
    named = next(row for row in table if "Row" in row)
    there = [named.index(title) for title in ("Channel", "Country", "Items", "Ordered on", "Check") if title in named]
    if not there:
        return table
    at = dice.choice(there)
    return [[*row[:at], *row[at + 1 :]] for row in table]


def code_lost(table: Table, trial: Trial, dice: random.Random) -> Table:
    """The code of a row is overwritten; its check is still there, or its words."""
    named = next(n for n, row in enumerate(table) if "Row" in row)
    at = dice.randrange(named + 1, len(table))
    if table[at]:
        place = table[named].index("Row")
        table[at] = [*table[at][:place], dice.choice(("", "x")), *table[at][place + 1 :]]
    return table


ACTS = (turned, row_deleted, rows_between, column_added, column_moved, column_deleted, code_lost)


def saved_again(trials: Iterable[Trial], folder: Path) -> None:
    """Let LibreOffice save the files, all of one kind at once."""
    by_kind: dict[str, list[Trial]] = {}
    for trial in trials:
        by_kind.setdefault(trial.kind, []).append(trial)
    for kind, some in by_kind.items():
        out = folder / f"out {kind}"
        words = [f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", KINDS[kind]]
        files = [str(trial.path) for trial in some]
        subprocess.run(
            [str(OFFICE), *words, "--outdir", str(out), *files], check=True, capture_output=True, timeout=600
        )
        for trial in some:
            [trial.path] = out.glob(f"{trial.path.stem}*")


def shop_says(db: Database) -> dict[tuple[int, str], str]:
    """(order, column) -> what the shop has."""
    with db.read() as conn:
        rows = conn.execute(select(Order.id, Order.tracking, Order.shipped_on, Order.delivered_on))
        return {(row[0], key): value or "" for row in rows for key, value in zip(TITLES, row[1:], strict=True)}


def shown(found: ReturnComparison, row: int, key: str, text: str) -> bool:
    """Whether the owner sees it: as a change of its cell, or in a row without a code."""
    cells = {(one.number, one.column) for one in found.changes}
    return (row, key) in cells or any(text in " ".join(one.said.values()) for one in found.new)


def hold(db: Database, trial: Trial, records: dict[int, int], mine: Cells) -> None:
    """The one trial against the model: what may be applied is, the rest is shown, nothing else changes."""
    before = shop_says(db)
    found = back(db, trial.path)
    told = f"{trial.kind} {trial.done} {trial.path}"
    wanted = dict(before)
    states = {(one.number, one.column): one for one in found.changes}
    for (row, key), text in trial.typed.items():
        if row in trial.gone:
            assert row in found.missing, told
            continue
        change = states.get((row, key))
        if change is None and before[records[row], key] == text:
            continue  # both wrote the same
        assert shown(found, row, key, text), (told, row, key, text)
        if change is None or (row, key) in mine:
            assert change is None or change.state != "apply", (told, row, key)
            continue
        if change.state == "apply":
            assert change.theirs == text or (row, key) in trial.odd, (told, change)
            wanted[records[row], key] = change.theirs
        else:
            sure = (row, key) not in trial.odd and change.state not in ("doubtful", "rejected")
            assert not (sure and "code_lost" not in trial.done), (told, change)
    for place, one in states.items():
        if place not in trial.typed:
            assert one.state not in ("apply", "conflict"), (told, one)
    done = service.apply(db, found)
    assert shop_says(db) == wanted, told
    assert back(db, trial.path).of("apply") == [], told
    if done.value:
        journal.undo(db)
    assert shop_says(db) == before, told


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice")
@pytest.mark.parametrize("trials", [6, pytest.param(60, marks=[pytest.mark.long, pytest.mark.timeout(1800)])])
def test_no_edit_is_lost(helpers_shop: Database, tmp_path: Path, trials: int) -> None:
    """The owner changed some cells, a helper others, the file went through everything."""
    source = tmp_path / "work.xlsx"
    given = give(helpers_shop, source, "tracking")
    with helpers_shop.read() as conn:
        records = {one.number: one.record for one in service.queries.base_rows(conn, given.id).values()}
    dice = random.Random(trials)
    mine: Cells = {(2, "tracking"): "MINE 2", (5, "tracking"): "MINE 5", (7, "shipped_on"): "2026-01-06"}
    with helpers_shop.write("Noted") as tx:
        note_parcels_in(tx, {records[row]: {key: text} for (row, key), text in mine.items()})
    made = []
    kinds = ["xlsx", "ods", "csv"] if trials > 10 else ["ods", "csv"]  # each kind costs a start of LibreOffice
    for number in range(trials):
        trial = Trial(tmp_path / f"trial {number:03}.xlsx", kinds[number % len(kinds)])
        trial.typed, trial.odd = typed_by(dice)
        abused(source, trial, dice)
        made.append(trial)
    saved_again(made, tmp_path)
    for trial in made:
        hold(helpers_shop, trial, records, mine)
