"""Which row of a workbook one without a code may be, and what the owner says of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from storeapp.exchange.helper_workbooks import queries
from storeapp.exchange.helper_workbooks.cells import plain
from storeapp.exchange.helper_workbooks.records import BaseRow, NewRow, ReturnComparison, RowChoice, TaskColumn
from storeapp.exchange.helper_workbooks.task_list import task_of
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.store.db import Database
from storeapp.store.tables import HelperWorkbook

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST = 20  # that are offered
LONGEST = 90


def row_choices(conn: Connection, found: ReturnComparison, new: NewRow) -> list[RowChoice]:
    """The rows it is most likely to be, those that did not come back first; then records it names that left in none."""
    grey = [one for one in found.columns if not one.editable]
    base = queries.base_rows(conn, found.workbook.id)
    words = {number: _words(row, grey) for number, row in base.items()}
    said = plain(" ".join(new.cells.get(one.key, "") for one in grey)).casefold()
    near = process.extract(said, words, scorer=fuzz.token_set_ratio, limit=MOST) if said.strip() else []
    missing = set(found.missing)
    order = [number for _said, _score, number in near] or sorted(words, key=lambda one: (one not in missing, one))
    order = sorted(order[:MOST], key=lambda one: one not in missing)
    choices = [RowChoice(one, _shown(base[one], grey), one in missing) for one in order]
    task = task_of(found.workbook.task)
    there = {row.record for row in base.values()}
    others = [record for record in task.find(conn, new.cells) if record not in there]
    names = task.names(conn, others)
    return choices + [RowChoice(-one, _("{name}, not in this workbook").format(name=names[one].name)) for one in others]


def say_whose(db: Database, found: ReturnComparison, new: NewRow, number: int) -> Outcome[bool]:
    """Say which row of the workbook it is: its number, minus the id of another record, or 0 for none."""
    table, book = HelperWorkbook, found.workbook
    with db.write(_("Said whose a row of a helper’s workbook is")) as tx:
        kept = queries.decisions_of(tx.connection, book.id)
        if kept is None:
            raise UserError(_("This shop has no note of this workbook, so nobody can say whose row it is."))
        known = json.loads(kept)
        known[new.key] = [str(number), "row"]
        return tx.outcome(tx.update(table, book.id, decisions=json.dumps(known)))


def _words(row: BaseRow, grey: list[TaskColumn]) -> str:
    return plain(" ".join(row.values.get(one.key, "") for one in grey)).casefold()


def _shown(row: BaseRow, grey: list[TaskColumn]) -> str:
    said = " · ".join(filter(None, (" ".join(row.values.get(one.key, "").split()) for one in grey)))
    return f"{said[:LONGEST]}…" if len(said) > LONGEST else said
