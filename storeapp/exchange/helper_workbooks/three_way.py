"""The three-way merge of one cell: as it left, as the shop has it now, as it came back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import blake2s

from storeapp.exchange.helper_workbooks import cells
from storeapp.exchange.helper_workbooks.joining import joined
from storeapp.exchange.helper_workbooks.records import BaseRow, CellChange, ReturnedRow, State, TaskColumn
from storeapp.kernel.text import _

Decisions = Mapping[str, tuple[str, str]]  # "row/column" -> (digest of the helper's value, what was decided)


def digest(text: str) -> str:
    """A helper's value as decisions remember it."""
    return blake2s(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def judged(column: TaskColumn, base: str, mine: str, said: cells.CellSaid) -> tuple[State, str] | None:
    """What becomes of one cell, with a sentence; None where nothing is to do. `mine` is as a cell would say it."""
    theirs = said.text
    if said.damage:
        return ("damaged", said.why)
    if not column.editable:
        if theirs in (base, mine):
            return None
        return "locked", _("This column is for reading only. What you have stays.")
    if theirs == base:
        return None if mine == base else ("keep", _("Only you changed it."))
    if theirs == mine:
        return None
    if said.why:
        return "rejected", said.why
    if mine == base:
        return "apply", said.note
    return "conflict", _("Both of you changed it since the export.")


def row_changes(
    columns: Mapping[str, TaskColumn],
    base: BaseRow,
    mine: Mapping[str, str] | None,
    back: ReturnedRow,
    decisions: Decisions,
) -> Iterator[CellChange | None]:
    """Each cell of a row that differs from what left, or from what the shop has; None for one both changed alike.

    `mine` None: the record is gone.
    """
    for key, column in columns.items():
        if key not in back.cells:
            continue
        before = base.values.get(key, "")
        raw = back.cells[key]
        now = cells.sent(mine[key]) if mine is not None and key in mine else before
        if raw == before and (now == before or not column.editable):
            continue
        said = cells.read(column, raw, before)
        if mine is None:
            if said.text != before and not said.damage:
                why = _("This record is gone from the shop.")
                yield _change(base, key, before, "", said.text, "rejected", why, back)
            continue
        verdict = judged(column, before, now, said)
        if verdict is None:
            if said.text != before:
                yield None
            continue
        state, why = verdict
        yield _decided(column, _change(base, key, before, now, said.text, state, why, back), decisions)


def _change(
    base: BaseRow, column: str, before: str, mine: str, theirs: str, state: State, why: str, back: ReturnedRow
) -> CellChange:
    return CellChange(
        base.number, base.record, column, before, mine, theirs, state, why, sheet=back.sheet, row=back.row
    )


def _decided(column: TaskColumn, change: CellChange, decisions: Decisions) -> CellChange:
    """The change with what was decided of this very value before, and with both texts joined where that is possible."""
    known = decisions.get(change.key)
    decided = known[1] if known is not None and known[0] == digest(change.theirs) else ""
    both = ""
    if change.state == "conflict" and column.kind in ("long", "text"):
        both = joined(change.base, change.mine, change.theirs)
    if not decided and not both:
        return change
    if decided and change.state in ("conflict", "apply"):
        return replace(change, state="keep", why=_("You decided this before."), decided=decided, both=both)
    return replace(change, both=both)
