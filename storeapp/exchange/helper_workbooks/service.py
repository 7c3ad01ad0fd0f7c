"""Gives work to helpers as workbooks and takes it back: exported, compared, applied as one action, put aside."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from storeapp.exchange.helper_workbooks import codes, queries, reading, workbook
from storeapp.exchange.helper_workbooks.cells import sent
from storeapp.exchange.helper_workbooks.comparing import compare, titles_of
from storeapp.exchange.helper_workbooks.kept_work import forget_work, with_work
from storeapp.exchange.helper_workbooks.languages import languages, say_in
from storeapp.exchange.helper_workbooks.queries.task import Say, Task, TaskLook
from storeapp.exchange.helper_workbooks.records import (
    BOTH,
    EDITED,
    HELPERS,
    MINE,
    BaseRow,
    CellChange,
    Decision,
    ReturnComparison,
    Returned,
    ReturnedRow,
    TaskColumn,
    Workbook,
)
from storeapp.exchange.helper_workbooks.task_list import task_of, to_give
from storeapp.exchange.helper_workbooks.three_way import digest
from storeapp.exchange.helper_workbooks.workbook import CHECK, ROW
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.saving import saving
from storeapp.kernel.text import N_, _, language, plural
from storeapp.store.db import Database, Tx
from storeapp.store.files import sha256_of
from storeapp.store.shop_settings import set_shop_setting, shop_setting
from storeapp.store.tables import HelperReturn, HelperRow, HelperWorkbook

MOST_ROWS = 10_000
LONGEST_NAME, LONGEST_WHY = 60, 300


@dataclass(frozen=True, slots=True)
class GivenWork:
    """What is given to a helper. `columns`: keys, all where empty; `records`: rows chosen in a list, else what waits.

    `task`: "translate:de" for a translation into German. `rows`: at most so many, of articles to translate too.
    `named`: with buyers' names. `language`: of headings, the owner's where "".
    """

    task: str
    helper: str = ""
    why: str = ""
    until: date | None = None
    rows: int = 200
    columns: tuple[str, ...] = ()
    records: tuple[int, ...] = ()
    named: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class GivenOut:
    """A workbook that was saved, and how many of the rows asked for can't be given away."""

    workbook: Workbook
    path: Path
    left_out: int


def columns_for(conn: Connection, given: GivenWork, db: Database) -> tuple[TaskColumn, ...]:
    """The columns of a task in the words of its workbook's language; those that tell who a buyer is only on demand."""
    look = _look(given, db)
    return task_of(given.task).columns(conn, look)


def give_out(db: Database, out: Path, given: GivenWork, progress: Progress | None = None) -> Outcome[GivenOut]:
    """Save a workbook for a helper, and note what was given to whom, when, with which columns.

    UserError where nothing waits for this work, or the place can't be written; nothing is noted then.
    """
    progress = progress or Progress()
    out = out if out.suffix.lower() == ".xlsx" else out.with_name(out.name + ".xlsx")
    _check(given)
    task, look = to_give(given.task), _look(given, db)
    titled = _("Gave a workbook to a helper")
    with saving(out) as temporary, db.write(titled, kind="work", progress=progress) as tx:
        progress.begin(_("Collecting the rows"))
        columns = _chosen(task.columns(tx.connection, look), given)
        chosen = task.of_chosen(tx.connection, given.records) if given.records else None
        records = task.waiting(tx.connection, min(given.rows, MOST_ROWS)) if chosen is None else chosen
        found = task.rows(tx.connection, list(dict.fromkeys(records))[:MOST_ROWS], look)
        if not found:
            raise UserError(_("Nothing waits for this work: there are no rows to give away."))
        rows = [
            BaseRow(number, row.record, {one.key: sent(row.values.get(one.key, "")) for one in columns})
            for number, row in enumerate(found, 1)
        ]
        code, key = _new_code(tx), _key(tx)
        checks = {row.number: codes.fingerprint(key, code, row.number, row.record, row.values) for row in rows}
        made = _noted(tx, given, out, code, columns, rows)
        progress.begin(_("Saving the file"))
        sheet = _sheet(tx.connection, given, task, columns, look.say)
        workbook.write(temporary, sheet, code, rows, checks, look.say)
        _name(tx, made)
        return tx.outcome(GivenOut(made, out, len(records) - len(found)))


def _name(tx: Tx, made: Workbook) -> None:
    rows, task = plural("{count} row", "{count} rows", made.rows), task_of(made.task).titled(_)
    if made.helper:
        tx.rename(_("Gave {rows} to {helper}: {task}").format(rows=rows, helper=made.helper, task=task))
    else:
        tx.rename(_("Gave {rows} to a helper: {task}").format(rows=rows, task=task))


def _check(given: GivenWork) -> None:
    if len(given.helper) > LONGEST_NAME or len(given.why) > LONGEST_WHY:
        raise UserError(_("This is too long. Use at most {count} characters.").format(count=LONGEST_WHY))
    if given.language and given.language not in languages():
        known = _(", ").join(languages())
        raise UserError(_("Headings can be in these languages: {names}.").format(names=known))


def _look(given: GivenWork, db: Database) -> TaskLook:
    return TaskLook(say_in(given.language or language()), db.clock.now(), given.named)


def _chosen(columns: Sequence[TaskColumn], given: GivenWork) -> list[TaskColumn]:
    unknown = set(given.columns) - {one.key for one in columns}
    if unknown:
        known = _(", ").join(one.key for one in columns)
        message = _("There is no column {name} in this task. It has: {known}.")
        raise UserError(message.format(name=_(", ").join(sorted(unknown)), known=known))
    chosen = [one for one in columns if not given.columns or one.key in given.columns or one.needed]
    if not any(one.editable for one in chosen):
        raise UserError(_("Choose at least one column that the helper fills in."))
    return chosen


def _new_code(tx: Tx) -> str:
    known = queries.known_codes(tx.connection)
    return next(code for code in iter(codes.new_code, "") if code not in known)


def _key(tx: Tx) -> str:
    key = str(shop_setting(tx.connection, codes.KEY, ""))
    if not key:
        key = codes.new_key()
        set_shop_setting(tx, codes.KEY, key)
    return key


def _noted(
    tx: Tx, given: GivenWork, out: Path, code: str, columns: Sequence[TaskColumn], rows: Sequence[BaseRow]
) -> Workbook:
    spoken = given.language or language()
    until = given.until.isoformat() if given.until else None
    keys = tuple(one.key for one in columns)
    number = tx.insert_one(
        HelperWorkbook, code=code, task=given.task, helper=given.helper.strip(), why=given.why.strip(), language=spoken,
        until_on=until, columns=json.dumps(keys), named=int(given.named), file_name=out.name, made_at=tx.now,
        rows=len(rows),
    )  # fmt: skip
    tx.insert(
        HelperRow,
        ("workbook_id", "number", "record_id", "base"),
        ((number, row.number, row.record, json.dumps(row.values, ensure_ascii=False)) for row in rows),
    )
    return Workbook(
        number, code, given.task, given.helper.strip(), given.why.strip(), spoken, until, keys, given.named, out.name,
        tx.now, len(rows), None,
    )  # fmt: skip


def _sheet(conn: Connection, given: GivenWork, task: Task, columns: Sequence[TaskColumn], say: Say) -> workbook.Sheet:
    facts = [
        (say(N_("Shop")), str(shop_setting(conn, "shop_name", "") or "")),
        (say(N_("For whom")), given.helper),
        (say(N_("What it is for")), given.why),
        (say(N_("Send back by")), given.until.isoformat() if given.until else ""),
    ]
    mark = say(N_("SAMPLE")) if shop_setting(conn, "sample", False) else ""
    told = [one for one in facts if one[1]]
    return workbook.Sheet(task.titled(say), say(task.about), told, columns, given.task, mark)


def take_back(db: Database, path: Path, progress: Progress | None = None) -> Outcome[list[ReturnComparison]]:
    """Compare a file that came back with the shop; one comparison for each workbook whose rows are in it.

    The file is remembered, so that the owner can go on later; nothing else is written. UserError with a sentence where
    the file can't be read, or is no workbook of this shop.
    """
    progress = progress or Progress()
    progress.begin(_("Reading"))
    sheets = reading.read_sheets(path, progress)
    with db.read() as conn:
        found = _books(conn, sheets, path)
    compared: list[ReturnComparison] = []
    touched: frozenset[str] = frozenset()
    for book, base, hidden in found:
        with db.read() as conn:
            columns, titles, free = _reading_of(conn, book, db)
            others = {one.code for one, _base, _hidden in found} - {book.code}
            back = reading.rows_in(sheets, book.code, titles, free, others)
            if not back.rows:
                message = _("{file} has the codes of a helper's workbook, but the row of titles is gone.")
                raise UserError(message.format(file=path.name))
            back = replace(back, notices=(*back.notices, *hidden))
            one = _compared(conn, book, base, columns, back, path.name, db, progress)
        if book.id:
            kept = _remember(db, book, path, back)
            touched |= kept.touched
            with db.read() as conn:
                came_at = queries.came_at(conn, kept.value)
                one = with_work(conn, replace(one, returned=kept.value, came_at=came_at))
        compared.append(one)
    return Outcome(compared, touched)


def go_on(db: Database, returned: int, progress: Progress | None = None) -> ReturnComparison:
    """Compare a file that came back before with the shop as it is now. UserError where it is gone."""
    progress = progress or Progress()
    table = HelperReturn
    with db.read() as conn:
        row = conn.execute(
            select(table.workbook_id, table.file_name, table.said, table.came_at, HelperWorkbook.code)
            .join(HelperWorkbook.__table__, HelperWorkbook.id == table.workbook_id)
            .where(table.id == returned)
        ).first()
        book = queries.workbook(conn, row.code) if row is not None else None
        if row is None or book is None:
            raise UserError(_("This file is gone. Choose it again."))
        columns, _titles, _free = _reading_of(conn, book, db)
        said = json.loads(row.said)
        back = _returned(said)
        base = queries.base_rows(conn, book.id)
        one = _compared(conn, book, base, columns, back, row.file_name, db, progress)
    with db.read() as conn:
        return with_work(conn, replace(one, returned=returned, came_at=row.came_at))


def is_ours(db: Database, path: Path, progress: Progress | None = None) -> bool:
    """Whether a file holds rows of a workbook that was given out here; what can't be read is none."""
    with db.read() as conn:
        known = queries.known_codes(conn)
    if not known:
        return False
    try:
        sheets = reading.read_sheets(path, progress or Progress())
    except UserError:
        return False
    return bool(known & set(reading.codes_in(sheets)))


def _books(
    conn: Connection, sheets: Sequence[reading.FoundSheet], path: Path
) -> list[tuple[Workbook, Mapping[int, BaseRow], tuple[str, ...]]]:
    """The workbooks whose rows are in a file, with their rows as they left and what is to be said of those."""
    counts = reading.codes_in(sheets)
    found: list[tuple[Workbook, Mapping[int, BaseRow], tuple[str, ...]]] = []
    for code, _count in counts.most_common():
        book = queries.workbook(conn, code)
        if book is not None:
            found.append((book, queries.base_rows(conn, book.id), ()))
    if found:
        return found
    key = str(shop_setting(conn, codes.KEY, ""))
    ancestor, changed = reading.ancestor_in(sheets, key) if key else (None, "")
    if ancestor is None:
        if counts:
            raise UserError(
                _("{file} is a workbook for a helper, but this shop did not give it out.").format(file=path.name)
            )
        raise UserError(_("{file} is no workbook for a helper: no row of it has a code.").format(file=path.name))
    task = ancestor.task or _task_with(ancestor.columns)
    book = Workbook(
        0,
        ancestor.code,
        task,
        "",
        "",
        language(),
        None,
        ancestor.columns,
        False,
        path.name,
        "",
        len(ancestor.rows),
        None,
    )
    said = _("This shop has no note of this workbook. It is compared with the hidden copy inside the file.")
    return [(book, {row.number: row for row in ancestor.rows}, tuple(filter(None, (said, changed))))]


def _task_with(columns: Sequence[str]) -> str:
    marks = {"reply": "replies", "tracking": "tracking", "shipped_on": "tracking", "delivered_on": "tracking",
             "reason": "reasons", "sent": "requests"}  # fmt: skip
    found = next((marks[key] for key in columns if key in marks), "")
    return task_of(found).id


def _reading_of(
    conn: Connection, book: Workbook, db: Database
) -> tuple[dict[str, TaskColumn], dict[str, str], list[str]]:
    """The workbook's columns in the owner's words, its titles in every language, and those of the columns for notes."""
    titles: dict[str, str] = {}
    free = []
    own: dict[str, TaskColumn] = {}
    for spoken in (*(one for one in languages() if one != language()), language()):  # one's own words last, they stay
        say = say_in(spoken)
        columns = {one.key: one for one in task_of(book.task).columns(conn, TaskLook(say, db.clock.now()))}
        kept = {key: columns[key] for key in book.columns if key in columns}
        titles = {**titles_of(kept, say(ROW), say(CHECK)), **titles}
        free += [title.casefold() for title in workbook.notes_titles(say)]
        for key, one in kept.items():
            before = own.get(key, one)
            own[key] = replace(one, choices=tuple(dict.fromkeys((*one.choices, *before.choices))))
    return own, titles, free


def _compared(
    conn: Connection,
    book: Workbook,
    base: Mapping[int, BaseRow],
    columns: Mapping[str, TaskColumn],
    back: Returned,
    file_name: str,
    db: Database,
    progress: Progress,
) -> ReturnComparison:
    key = str(shop_setting(conn, codes.KEY, ""))
    checks = {n: codes.fingerprint(key, book.code, n, row.record, row.values) for n, row in base.items()} if key else {}
    now = db.clock.now()
    found = compare(conn, book, task_of(book.task), columns, base, checks, back, file_name, now, progress)
    own = [replace(one, mine_by="") if one.mine_by == db.who else one for one in found.changes]
    return replace(found, changes=tuple(own))


def _remember(db: Database, book: Workbook, path: Path, back: Returned) -> Outcome[int]:
    """Keep what a file says; the same file again is the same return."""
    digest_of_file = sha256_of(path)
    table = HelperReturn
    with db.write(_("A helper's workbook came back")) as tx:
        tx.leave_no_record()
        there = select(table.id).where(table.workbook_id == book.id, table.sha256 == digest_of_file)
        known = tx.connection.execute(there).scalar()
        if known is not None:
            tx.update(table, known, file_name=path.name)
            return Outcome(int(known), frozenset(tx.touched))
        made = tx.insert_one(
            table, workbook_id=book.id, file_name=path.name, sha256=digest_of_file, came_at=tx.now, state="open",
            said=json.dumps(_said(back), ensure_ascii=False),
        )  # fmt: skip
        return Outcome(made, frozenset(tx.touched))


def _said(back: Returned) -> dict[str, Any]:
    rows = [[one.sheet, one.row, one.number, one.check, dict(one.cells)] for one in back.rows]
    return {"code": back.code, "columns": back.columns, "missing": back.missing, "free": back.free,
            "notices": [str(one) for one in back.notices], "rows": rows}  # fmt: skip


def _returned(said: Mapping[str, Any]) -> Returned:
    rows = [ReturnedRow(*row) for row in said["rows"]]
    lists = (tuple(said[name]) for name in ("columns", "missing", "free"))
    columns, missing, free = lists
    return Returned(said["code"], columns, missing, free, rows, tuple(said["notices"]))


def apply(db: Database, found: ReturnComparison, decisions: Mapping[str, Decision] | None = None) -> Outcome[int]:
    """Keep what only the helper changed, and what the owner decided of the rest, as one action; gives how many cells.

    `decisions` by the cell's key ("row/column"); what only the helper changed is applied unless it says "mine". Nothing
    locked, damaged or stopped by a rule gets in. UserError where the shop has changed since the comparison: compare
    again.
    """
    decided = dict(decisions or {})
    task = task_of(found.workbook.task)
    wanted: dict[int, dict[str, str]] = {}
    remembered: dict[str, tuple[str, str]] = {}
    for one in found.changes:
        value = _decided_value(one, decided.get(one.key))
        if one.key in decided or value is not None:
            what = decided[one.key].what if one.key in decided else HELPERS
            remembered[one.key] = (digest(one.theirs), what)
        if value is not None and value != one.mine:
            wanted.setdefault(one.record, {})[one.column] = value
    count = sum(len(said) for said in wanted.values())
    with db.write(_("Applied a helper's workbook"), kind="work") as tx:
        _refuse_stale(found, wanted, task.now(tx.connection, list(wanted), found.workbook.made_at))
        stops = task.stops(tx.connection, wanted, db.clock.now()) if wanted else {}
        if stops:
            raise UserError(next(iter(stops.values())))
        task.keep(tx, wanted)
        _settle(tx, found, remembered)
        _name_applied(tx, found.workbook, count)
        done = tx.outcome(count)
    return replace(done, touched=done.touched | (task.afterwards(db) if count else frozenset()))


def _name_applied(tx: Tx, book: Workbook, count: int) -> None:
    cells = plural("{count} change", "{count} changes", count)
    if book.helper:
        tx.rename(_("Applied {cells} from {helper}’s workbook").format(cells=cells, helper=book.helper))
    else:
        tx.rename(_("Applied {cells} from a helper’s workbook").format(cells=cells))


def _decided_value(one: CellChange, decision: Decision | None) -> str | None:
    """The value a cell gets; None where it stays as it is."""
    if one.state == "rejected" and decision is not None and decision.what == EDITED:
        return decision.text.strip()  # the rules are asked again
    if one.state not in ("apply", "conflict", "doubtful"):
        return None
    if decision is None:
        return one.theirs if one.state == "apply" else None
    values = {MINE: None, HELPERS: one.theirs, BOTH: one.both or None, EDITED: decision.text.strip()}
    return values[decision.what]


def _refuse_stale(
    found: ReturnComparison,
    wanted: Mapping[int, Mapping[str, str]],
    now: Mapping[int, Mapping[str, str]],
) -> None:
    for one in found.changes:
        if one.column in wanted.get(one.record, {}) and sent(now.get(one.record, {}).get(one.column, "")) != one.mine:
            raise UserError(_("The shop has changed since the comparison. Compare again, nothing was applied."))


def _settle(tx: Tx, found: ReturnComparison, remembered: Mapping[str, tuple[str, str]]) -> None:
    book = found.workbook
    if not book.id:
        return
    table = HelperWorkbook
    known = json.loads(queries.decisions_of(tx.connection, book.id) or "{}")
    now = known | {key: list(pair) for key, pair in remembered.items()}
    if now != known:
        tx.update(table, book.id, decisions=json.dumps(now), back_at=tx.now)
    if found.returned is not None:
        forget_work(tx, found.returned, remembered.keys())
    if found.returned is not None and not _left(found, remembered):
        tx.update(HelperReturn, found.returned, state="applied")


def _left(found: ReturnComparison, remembered: Mapping[str, tuple[str, str]]) -> bool:
    """Whether something of the file still waits for the owner."""
    return bool(found.new) or any(one.key not in remembered for one in found.of("conflict", "doubtful"))


def finish(db: Database, workbook_id: int) -> Outcome[bool]:
    """Call a workbook finished: nothing more is waited for, and Today says no more of it."""
    table = HelperWorkbook
    with db.write(_("Called a helper’s workbook finished")) as tx:
        row = tx.connection.execute(select(table.back_at).where(table.id == workbook_id)).first()
        changed = row is not None and row.back_at is None and tx.update(table, workbook_id, back_at=tx.now)
        return tx.outcome(bool(changed))


def put_away(db: Database, returned: int) -> Outcome[bool]:
    """Throw away what a file said that came back; the file itself, and the shop, stay as they are."""
    with db.write(_("Threw a helper’s returned file away")) as tx:
        return tx.outcome(tx.delete(HelperReturn, [returned]) > 0)
