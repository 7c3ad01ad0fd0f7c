"""History, undo and redo: what was done, and how it is taken back without harming what came later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, text

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _, recall
from storeapp.store import people
from storeapp.store.tx import Tx
from storeapp.store.undo import ActionUndo, KeptRow

if TYPE_CHECKING:
    from storeapp.store.db import Database

__all__ = ["ActionRow", "KeptRow", "UndoReport", "can_redo", "can_undo", "history", "redo", "undo"]

# What stands in the file is the sentence in the language of that day; one searches (?1) for what one reads.
SEARCHED = (
    "(?1 = '%%' OR CASE WHEN a.said IS NULL THEN a.title ELSE recalled(a.said, a.title) END LIKE ?1 ESCAPE '\\' "
    "OR a.who LIKE ?1 ESCAPE '\\')"
)
COLUMNS = (
    "a.said, a.id, a.title, a.kind, a.who, a.at, a.rows, a.state, a.undoable = 1, a.undone_at, "
    "(SELECT u.who FROM actions u WHERE u.undoes = a.id AND u.kind = 'undo' AND a.state = 'undone' "
    "ORDER BY u.id DESC LIMIT 1)"
)
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
    found = conn.exec_driver_sql(
        f"SELECT {COLUMNS} FROM actions a WHERE a.kind <> ?2 AND a.id < ?3 AND {SEARCHED} ORDER BY a.id DESC LIMIT ?4",
        (pattern, _UNDO, before_id if before_id is not None else 1 << 62, limit),
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


def can_undo(conn: Connection) -> str | None:
    """The title of the action that undo would take back, None if there is none."""
    latest = _latest_undoable(conn)
    return latest[1] if latest else None


def can_redo(conn: Connection) -> str | None:
    """The title of the action that redo would do again; None once something newer was done."""
    latest = _latest_undo(conn)
    return latest[2] if latest else None


def undo(db: Database, action_id: int | None = None, progress: Progress | None = None) -> Outcome[UndoReport]:
    """Take back an action, the latest undoable one unless another is named.

    Rows changed since, and rows that later ones hang on, stay and are named. UserError if there is nothing to undo.
    """
    with db.write("", kind=_UNDO, undoable=False, progress=progress) as tx:
        found = _latest_undoable(tx.connection) if action_id is None else _undoable(tx.connection, action_id)
        if found is None:
            raise UserError(_("There is nothing to undo."))
        number, title = found
        tx.rename(_("Undid: {title}").format(title=title))
        tx.undoes = number
        report = _take_back(tx, number, title)
        if tx.rows:
            tx.touching("actions", [number])
            tx.connection.execute(
                text("UPDATE actions SET state = 'undone', undone_at = :at WHERE id = :id"),
                {"at": tx.now, "id": number},
            )
        return tx.outcome(report)


def redo(db: Database, progress: Progress | None = None) -> Outcome[UndoReport]:
    """Do the action again that was undone last. UserError if there is none or something newer was done since."""
    with db.write("", kind="redo", undoable=False, progress=progress) as tx:
        found = _latest_undo(tx.connection)
        if found is None:
            raise UserError(_("There is nothing to redo."))
        undo_id, action_id, title = found
        # Doing it again takes the undo back, and both leave the journal together: as if neither had been.
        tx.leave_no_record()
        report = _take_back(tx, undo_id, title)
        changes = tx.connection.execute(text("SELECT id FROM changes WHERE action_id = :undo"), {"undo": undo_id})
        tx.touching("changes", changes.scalars().all())
        tx.touching("actions", [undo_id, action_id])
        for sql in (
            "DELETE FROM changes WHERE action_id = :undo",
            "DELETE FROM actions WHERE id = :undo",
            "UPDATE actions SET state = 'done', undone_at = NULL WHERE id = :action",
        ):
            tx.connection.execute(text(sql), {"undo": undo_id, "action": action_id})
        return Outcome(report, frozenset(tx.touched | {"history"}), action_id)


def _take_back(tx: Tx, action_id: int, title: str) -> UndoReport:
    work = ActionUndo(tx, action_id)
    work.run()
    people.settle(tx)
    return UndoReport(title, work.undone, work.kept, work.gone, work.kept_count)


def _latest_undoable(conn: Connection) -> tuple[int, str] | None:
    row = conn.exec_driver_sql(
        "SELECT id, title, said FROM actions WHERE undoable = 1 AND state = 'done' ORDER BY id DESC LIMIT 1"
    ).first()
    return (row[0], recall(row[2], row[1])) if row else None


def _undoable(conn: Connection, action_id: int) -> tuple[int, str]:
    row = conn.exec_driver_sql("SELECT title, undoable, state, said FROM actions WHERE id = ?", (action_id,)).first()
    if row is None or not row[1]:
        raise UserError(_("This can't be undone."))
    if row[2] != "done":
        raise UserError(_("This has been undone already."))
    return action_id, recall(row[3], row[0])


def _latest_undo(conn: Connection) -> tuple[int, int, str] | None:
    row = conn.exec_driver_sql(
        "SELECT u.id, a.id, a.title, a.said FROM actions u JOIN actions a ON a.id = u.undoes "
        "WHERE u.id = (SELECT max(id) FROM actions) AND u.kind = ?",
        (_UNDO,),
    ).first()
    return (row[0], row[1], recall(row[3], row[2])) if row else None
