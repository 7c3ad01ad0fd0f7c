"""What a comparison found, by the names of its records, and as a list to keep."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from storeapp.exchange.helper_workbooks.queries.task import RecordName
from storeapp.exchange.helper_workbooks.records import ReturnComparison
from storeapp.exchange.helper_workbooks.task_list import task_of
from storeapp.kernel.cells import guarded
from storeapp.kernel.saving import saving
from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import _

if TYPE_CHECKING:
    from sqlalchemy import Connection


def names_of(conn: Connection, found: ReturnComparison) -> dict[int, RecordName]:
    """What the records of a comparison are called; those that are gone by their number."""
    task = task_of(found.workbook.task)
    records = sorted({one.record for one in found.changes})
    known = task.names(conn, records)
    gone = {one: RecordName("", _("Gone, number {number}").format(number=one), OpenPage("import")) for one in records}
    return gone | known


def save_differences(out: Path, rows: Iterable[Sequence[str]]) -> Path:
    """Write a list of differences as a .csv that every spreadsheet opens as it is. UserError where it can't be."""
    out = out if out.suffix.lower() == ".csv" else out.with_name(out.name + ".csv")
    with saving(out) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([guarded(str(cell)) for cell in row] for row in rows)
    return out
