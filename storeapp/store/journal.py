"""History, undo and redo: what was done, and how it is taken back without harming what came later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, text

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _, recall
from storeapp.store.sql import ask
from storeapp.store.tx import Tx
from storeapp.store.undo import ActionUndo, KeptRow
from storeapp.store.writers import COMMANDS, OWN, Writer, place_and_name

if TYPE_CHECKING:
    from storeapp.store.db import Database

__all__ = ["ActionRow", "KeptRow", "UndoReport", "can_redo", "can_undo", "history", "redo", "undo"]

# What stands in the file is the sentence in the language of that day; one searches (:pattern) for what one reads.
SEARCHED = (
    "(:pattern = '%%' OR CASE WHEN a.said IS NULL THEN a.title ELSE recalled(a.said, a.title) END "
    "LIKE :pattern ESCAPE '\\' "
    "OR a.who LIKE :pattern ESCAPE '\\' OR placed(a.writer, a.who) LIKE :pattern ESCAPE '\\')"
)
COLUMNS = (
    "a.said, a.id, a.title, a.kind, a.who, a.at, a.rows, a.state, a.undoable = 1, a.undone_at, "
    "(SELECT u.who FROM actions u WHERE u.undoes = a.id AND u.kind = 'undo' AND a.state = 'undone' "
    "ORDER BY u.id DESC LIMIT 1), a.writer"
)
_REDO = "redo"
_UNDO = "undo"  # the kind of an action that took another one back; History shows it on the other's line


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One line of History. `at` and `undone_at` are UTC texts, `state` is "done" or "undone"."""

    id: int
    title: str
    kind: str
    who: str
    at: str
    rows: int
    state: str
    undoable: bool
    undone_at: str | None
    undone_by: str | None
    writer: str | None  # see writers; None: done by an older version of the program, which did not keep it

    @property
    def by(self) -> str:
        """Who did it in words; the window is only named where the person isn't."""
        return place_and_name(self.writer, self.who) if self.writer == COMMANDS or not self.who else self.who


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What became of an action's rows; `kept` names at most the first 1,000 of `kept_count`."""

    title: str
    undone: int
    kept: list[KeptRow]
    gone: int
    kept_count: int


def history(conn: Connection, *, before_id: int | None = None, limit: int = 100, text: str = "") -> list[ActionRow]:
    """Actions newest first, those older than `before_id`; with `text` only titles and names that contain it."""
    teach(conn)
    pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    found = ask(
        conn,
        f"SELECT {COLUMNS} FROM actions a WHERE a.kind <> :undo AND a.id < :before AND {SEARCHED} "
        "ORDER BY a.id DESC LIMIT :limit",
        pattern=pattern,
        undo=_UNDO,
        before=before_id if before_id is not None else 1 << 62,
        limit=limit,
    )
    return [row_of(row) for row in found]


def row_of(row: Sequence[Any]) -> ActionRow:
    """A row of COLUMNS as a line of History, in the language of today."""
    said, number, title, *rest = row
    return ActionRow(number, recall(said, title), *rest)


def teach(conn: Connection) -> None:
    """Let SEARCHED say a sentence in the language of today."""
    raw: Any = conn.connection.dbapi_connection
    raw.create_function("recalled", 2, recall)
    raw.create_function("placed", 2, _placed)


def _placed(writer: str | None, who: str) -> str:
    return place_and_name(writer, who) if writer == COMMANDS else who


def can_undo(conn: Connection, by: Writer | None = None) -> str | None:
    """The title of the action that undo would take back, None if there is none; without `by` of all writers."""
    latest = _latest_undoable(conn, by)
    return latest[1] if latest else None


def can_redo(conn: Connection, by: Writer | None = None) -> str | None:
    """The title of the action that redo would do again; None once its writer did something newer."""
    latest = _latest_undo(conn, by)
    return latest[2] if latest else None


def undo(
    db: Database, action_id: int | None = None, progress: Progress | None = None, *, anyone: bool = False
) -> Outcome[UndoReport]:
    """Take back an action: the writer's own latest undoable one, unless another is named or `anyone`'s will do.

    Rows changed since, and rows that later ones hang on, stay and are named. UserError if there is nothing to undo.
    """
    with db.write("", kind=_UNDO, undoable=False, progress=progress) as tx:
        if action_id is None:
            found = _latest_undoable(tx.connection, None if anyone else db.by)
        else:
            found = _undoable(tx.connection, action_id)
        if found is None:
            raise _nothing_to_undo(tx.connection)
        number, title = found
        tx.rename(_("Undid: {title}").format(title=title))
        tx.undoes = number
        report = _take_back(tx, number, title)
        if tx.rows:
            _mark(tx, number, "undone", tx.now)
        return tx.outcome(report)


def redo(db: Database, progress: Progress | None = None) -> Outcome[UndoReport]:
    """Do the action again that this writer undid last. UserError if there is none or they did something newer since.

    What another writer changed since stays and is named.
    """
    with db.write("", kind=_REDO, undoable=False, progress=progress) as tx:
        found = _latest_undo(tx.connection, db.by)
        if found is None:
            raise UserError(_("There is nothing to redo."))
        undo_id, action_id, title = found
        newest = tx.connection.execute(text("SELECT max(id) FROM actions")).scalar_one()
        if undo_id == newest:
            report = _unwrite(tx, undo_id, action_id, title)
        else:  # somebody else wrote since, so that it may come back in part only: nothing of the record is dropped
            tx.rename(_("Did again: {title}").format(title=title))
            tx.undoes = undo_id
            report = _take_back(tx, undo_id, title)
            if tx.rows:
                _mark(tx, undo_id, "undone", tx.now)
                _mark(tx, action_id, "done", None)
        return Outcome(report, frozenset(tx.touched | {"history"}), action_id)


def _unwrite(tx: Tx, undo_id: int, action_id: int, title: str) -> UndoReport:
    """Doing it again takes the undo back, and both leave the journal together: as if neither had been."""
    tx.leave_no_record()
    report = _take_back(tx, undo_id, title)
    changes = tx.connection.execute(text("SELECT id FROM changes WHERE action_id = :undo"), {"undo": undo_id})
    tx.touching("changes", changes.scalars().all())
    tx.touching("actions", [undo_id])
    for sql in ("DELETE FROM changes WHERE action_id = :undo", "DELETE FROM actions WHERE id = :undo"):
        tx.connection.execute(text(sql), {"undo": undo_id})
    _mark(tx, action_id, "done", None)
    return report


def _mark(tx: Tx, action_id: int, state: str, at: str | None) -> None:
    tx.touching("actions", [action_id])
    tx.connection.execute(
        text("UPDATE actions SET state = :state, undone_at = :at WHERE id = :id"),
        {"state": state, "at": at, "id": action_id},
    )


def _take_back(tx: Tx, action_id: int, title: str) -> UndoReport:
    work = ActionUndo(tx, action_id)
    work.run()
    for kind in tx.derived:
        kind.after_undo(tx)
    return UndoReport(title, work.undone, work.kept, work.gone, work.kept_count)


def _nothing_to_undo(conn: Connection) -> UserError:
    """Why there is nothing: others may have done what can be undone, in their place or by name."""
    sql = "SELECT said, title, writer, who FROM actions WHERE undoable = 1 AND state = 'done' ORDER BY id DESC LIMIT 1"
    row = conn.execute(text(sql)).first()
    if row is None:
        return UserError(_("There is nothing to undo."))
    message = _("You did nothing here that can be undone. “{title}” was done by {who}: undo it there, or in History.")
    return UserError(message.format(title=recall(row.said, row.title), who=place_and_name(row.writer, row.who)))


def _own(by: Writer | None) -> tuple[str, dict[str, str]]:
    return (OWN, by.bound) if by else ("1 = 1", {})


def _latest_undoable(conn: Connection, by: Writer | None) -> tuple[int, str] | None:
    own, bound = _own(by)
    ready = "a.undoable = 1 AND a.state = 'done'"
    sql = f"SELECT a.id, a.title, a.said FROM actions a WHERE {ready} AND {own} ORDER BY a.id DESC LIMIT 1"
    row = conn.execute(text(sql), bound).first()
    return (row[0], recall(row[2], row[1])) if row else None


def _undoable(conn: Connection, action_id: int) -> tuple[int, str]:
    sql = text("SELECT title, undoable, state, said FROM actions WHERE id = :id")
    row = conn.execute(sql, {"id": action_id}).first()
    if row is None or not row[1]:
        raise UserError(_("This can't be undone."))
    if row[2] != "done":
        raise UserError(_("This has been undone already."))
    return action_id, recall(row[3], row[0])


def _latest_undo(conn: Connection, by: Writer | None) -> tuple[int, int, str] | None:
    """The undo that redo takes back: the writer's newest action but for what was done again since."""
    own, bound = _own(by)
    sql = (
        "SELECT u.id, o.id, o.title, o.said, u.kind FROM (SELECT a.id, a.kind, a.undoes FROM actions a WHERE "
        f"{own} AND a.kind <> :redo AND NOT (a.kind = :undo AND a.state = 'undone') ORDER BY a.id DESC LIMIT 1) u "
        "JOIN actions o ON o.id = u.undoes WHERE u.kind = :undo"
    )
    row = conn.execute(text(sql), {**bound, "undo": _UNDO, "redo": _REDO}).first()
    return (row[0], row[1], recall(row[3], row[2])) if row else None
