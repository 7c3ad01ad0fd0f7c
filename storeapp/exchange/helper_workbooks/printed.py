"""What the command line says of helper workbooks: in sentences, or as JSON whose lists a script can read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from storeapp.exchange.helper_workbooks.records import CellChange, ReturnComparison, State, Workbook
from storeapp.exchange.helper_workbooks.service import GivenOut
from storeapp.exchange.helper_workbooks.task_list import task_of
from storeapp.kernel.clock import local_day
from storeapp.kernel.text import N_, _, plural

if TYPE_CHECKING:
    from sqlalchemy import Connection

# The lists of the JSON; what is damaged came back spoilt, and is as little believed as what is locked.
LISTS: dict[str, tuple[State, ...]] = {
    "applied": ("apply",),
    "conflicts": ("conflict", "doubtful"),
    "locked": ("locked", "damaged"),
    "rejected": ("rejected",),
    "kept": ("keep",),
}
TITLES = {
    "applied": N_("Changed by the helper"),
    "conflicts": N_("To be decided"),
    "new": N_("Rows of their own"),
    "locked": N_("Not taken over"),
    "rejected": N_("Stopped by a rule"),
    "kept": N_("Changed by you only"),
}


def told(conn: Connection, found: ReturnComparison) -> dict[str, Any]:
    """One comparison as plain values: `applied`, `conflicts`, `new`, `locked`, `rejected` and `kept` are lists."""
    task = task_of(found.workbook.task)
    names = task.names(conn, sorted({one.record for one in found.changes}))
    lists: dict[str, Any] = {
        name: [_change(one, names[one.record].name if one.record in names else "") for one in found.of(*states)]
        for name, states in LISTS.items()
    }
    lists["new"] = [{"sheet": one.sheet, "row": one.row, "said": dict(one.said)} for one in found.new]
    return {
        "file": found.file_name,
        "workbook": found.workbook.code,
        "task": found.workbook.task,
        "helper": found.workbook.helper,
        "rows": found.rows,
        "missing": len(found.missing),
        **lists,
        "notes": [{"row": number, "said": words} for number, words in found.notes],
        "notices": [str(one) for one in found.notices],
    }


def _change(one: CellChange, name: str) -> dict[str, Any]:
    return {
        "record": str(name),
        "id": one.record,
        "column": one.column,
        "before": one.base,
        "mine": one.mine,
        "helper": one.theirs,
        "state": one.state,
        "why": str(one.why),
        "sheet": one.sheet,
        "row": one.row,
    }


def lines(found: Mapping[str, Any], dry_run: bool) -> Iterator[str]:
    """One comparison in sentences."""
    title = task_of(found["task"]).titled(_)
    rows = plural("{count} row compared", "{count} rows compared", found["rows"])
    yield _("{file}: {task}, {rows}.").format(file=found["file"], task=title, rows=rows)
    for notice in found["notices"]:
        yield f"  {notice}"
    for name in ("applied", "conflicts", "new", "locked", "rejected", "kept"):
        one_by_one = found[name]
        if not one_by_one:
            continue
        said = _("Would be applied") if name == "applied" and dry_run else _(TITLES[name])
        yield f"  {said}: {len(one_by_one):,}"
        if name in ("conflicts", "locked", "rejected"):
            for one in one_by_one[:50]:
                yield "    " + _("{record}, {column}: {value} ({why})").format(
                    record=one["record"] or one["id"], column=one["column"], value=_short(one["helper"]), why=one["why"]
                )


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return f"“{plain[:60]}…”" if len(plain) > 60 else f"“{plain}”"


def given_lines(given: GivenOut) -> Sequence[str]:
    """What was given out."""
    rows = plural("{count} row", "{count} rows", given.workbook.rows)
    found = [_("Saved {file} with {rows} for a helper.").format(file=given.path, rows=rows)]
    if given.left_out:
        found.append(plural("{count} row can't be given away.", "{count} rows can't be given away.", given.left_out))
    if not given.workbook.named:
        found.append(_("Buyers' names are not in it; “Buyer 1” is the same person in all of its rows."))
    return found


def list_lines(given: Sequence[Workbook], today: str) -> Iterator[str]:
    """What was given out, one line each."""
    if not given:
        yield _("No workbook was given to a helper yet.")
    for one in given:
        rows = plural("{count} row", "{count} rows", one.rows)
        yield _("{day} {file}: {task}, {rows}, for {helper}, columns {columns}: {state}").format(
            day=local_day(one.made_at), file=one.file_name, task=task_of(one.task).titled(_), rows=rows,
            helper=one.helper or _("a helper"), columns=_(", ").join(one.columns), state=state_words(one, today),
        )  # fmt: skip


def state_words(one: Workbook, today: str, said: Callable[[str], str] = str) -> str:
    """Where a workbook is: back, overdue, or still out. `said` words an ISO day."""
    if one.back_at is not None:
        return _("back since {day}").format(day=said(str(local_day(one.back_at))))
    if one.overdue(today):
        return _("overdue since {day}").format(day=said(one.until_on or ""))
    return _("due back by {day}").format(day=said(one.until_on)) if one.until_on else _("not back yet")
