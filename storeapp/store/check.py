"""Looks through a shop for damage: the file, the links between rows, the kept sums, the newest backup."""

from __future__ import annotations

from dataclasses import dataclass

from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _, plural
from storeapp.store import backup, summaries
from storeapp.store.db import Database

STEPS = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found: `topic` is "file", "links", "sums" or "backup"; `fine` is False where something is wrong."""

    topic: str
    fine: bool
    sentence: str


def check(db: Database, progress: Progress | None = None) -> list[Finding]:
    """All looks, one finding each; nothing is changed."""
    progress = progress or Progress()
    progress.begin(_("Checking the file"), STEPS)
    found = []
    for look in (_file, _links, _sums, _backup):
        found.append(look(db))
        progress.step()
    return found


def _file(db: Database) -> Finding:
    with db.read() as conn:
        lines = [str(row[0]) for row in conn.exec_driver_sql("PRAGMA integrity_check(20)")]
    if lines == ["ok"]:
        return Finding("file", True, _("The file is whole."))
    many = plural("{count} place in the file is damaged", "{count} places in the file are damaged", len(lines))
    return Finding("file", False, _("{damage}. Restore the last good backup.").format(damage=many))


def _links(db: Database) -> Finding:
    with db.read() as conn:
        broken = len(conn.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(1000))
    if not broken:
        return Finding("links", True, _("Every row that belongs to another one finds it."))
    words = plural("{count} row points to one that is gone.", "{count} rows point to ones that are gone.", broken)
    return Finding("links", False, words)


def _sums(db: Database) -> Finding:
    with db.read() as conn:
        sums = summaries.recount(conn)
    if not sums.wrong:
        words = plural(
            "{count} kept sum agrees with a full count.", "{count} kept sums agree with a full count.", sums.looked_at
        )
        return Finding("sums", True, words)
    words = plural("{count} kept sum is wrong.", "{count} kept sums are wrong.", sums.wrong)
    return Finding("sums", False, words)


def _backup(db: Database) -> Finding:
    newest = next(iter(backup.list_backups(db.folder)), None)
    if newest is None:
        return Finding("backup", True, _("There is no backup yet."))
    try:
        backup.preview(newest.path)
    except UserError as why:
        return Finding("backup", False, _("The newest backup can't be used. {reason}").format(reason=why.sentence))
    return Finding("backup", True, _("The newest backup was read from end to end and can be restored."))
