""" "Check my data": reads everything once and says, with counts, whether it fits together."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from storeapp.kernel.errors import Cancelled, UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import N_, _
from storeapp.store import archive, attachment_files, backup, row_sums
from storeapp.store.db import Database
from storeapp.store.derived import Derived, Recount
from storeapp.store.engine import SQLITE, connect
from storeapp.store.faults import DamagedShop
from storeapp.store.files import sha256_of
from storeapp.store.tables import Base

log = logging.getLogger(__name__)

__all__ = ["CheckLine", "DataCheck", "accept", "check_data", "mend"]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing that was checked: its name, how many items were looked at, how many problems; `sentence` says it all.

    `mendable` is True where `mend` puts it right; otherwise a good backup has to be restored. `acceptable`: what is
    wrong can be read, and `accept` takes it as it is. `doubled`: records are there twice, and can be put together.
    """

    name: str
    looked_at: int
    problems: int
    sentence: str
    mendable: bool = False
    acceptable: bool = False
    doubled: bool = False


@dataclass(frozen=True, slots=True)
class DataCheck:
    """All lines of one check."""

    lines: list[CheckLine]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not any(line.problems for line in self.lines)


GOOD = N_("{name}: {looked_at} checked, no problem found.")
BAD = N_("{name}: {looked_at} checked, {problems} wrong.")
TWICE = N_("{name}: {looked_at} checked, {problems} are there twice.")
UNREADABLE = N_("{name}: could not be read to the end, because the file is damaged.")
Look = Callable[[Database, Progress], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing to look at, and what can be done where it is wrong."""

    name: str
    look: Look
    mendable: bool = False
    acceptable: bool = False
    twice: bool = False


def check_data(db: Database, progress: Progress | None = None) -> DataCheck:
    """Check file, entries, links between records, reviews there twice, kept sums, search, attachments, newest backup.

    Changes nothing, and goes on behind what can't be read.
    """
    progress = progress or Progress()
    parts = [
        _Part(_("Pages of the shop file"), _pages),
        _Part(_("What was written into the shop"), _content, acceptable=True),
        _Part(_("Links between records"), _links),
        *_derived_parts(db),
        _Part(_("Attachments"), _attachments),
        _Part(_("Files in the newest backup"), _newest_backup),
    ]
    lines: list[CheckLine] = []
    for part in parts:
        progress.begin(part.name)
        lines.append(_line(db, progress, part, any(line.problems for line in lines)))
    return DataCheck(lines)


def _derived_parts(db: Database) -> list[_Part]:
    """What rooms derive, those of one title together."""
    titles: dict[str, list[Derived]] = {}
    for kind in db.derived:
        if kind.title:
            titles.setdefault(kind.title, []).append(kind())
    return [
        _Part(_(title), partial(_recounted, kinds=kinds), mendable=not kinds[0].twice, twice=kinds[0].twice)
        for title, kinds in titles.items()
    ]


def _recounted(db: Database, progress: Progress, kinds: Sequence[Derived]) -> tuple[int, int]:
    progress.check()
    with db.read() as conn:
        found = sum((kind.recount(conn, progress) for kind in kinds), Recount(0, 0))
    return found.looked_at, found.wrong


def _line(db: Database, progress: Progress, part: _Part, damaged: bool) -> CheckLine:
    name = part.name
    try:
        looked_at, problems = part.look(db, progress)
    except Cancelled:
        raise
    except Exception as why:
        # Values that a disk changed make every reader stumble in its own way; in a sound file it is a fault of ours.
        if not (damaged or isinstance(why, (DamagedShop, SQLITE.DatabaseError))):
            raise
        progress.check()
        log.warning("%s could not be checked: %r", name, why)
        return CheckLine(name, 0, 1, _(UNREADABLE).format(name=name))
    bad = TWICE if part.twice else BAD
    sentence = _(bad if problems else GOOD).format(name=name, looked_at=f"{looked_at:,}", problems=f"{problems:,}")
    acceptable = part.acceptable and not damaged
    return CheckLine(name, looked_at, problems, sentence, part.mendable, acceptable, part.twice)


def mend(db: Database, progress: Progress | None = None) -> Outcome[None]:
    """Count all kept sums and build the search index anew; no record of the owner's is touched."""
    with db.write(_("Repaired totals and search"), kind="mend", undoable=False, progress=progress) as tx:
        kinds = [kind() for kind in db.derived]
        for kind in kinds:
            kind.rebuild(tx.connection)
        tx.note_only()
    topics = {Base.metadata.tables[table].info["topic"] for kind in kinds for table in kind.reads}
    return Outcome(None, frozenset(topics | {"history"}))


def accept(db: Database, progress: Progress | None = None) -> Outcome[None]:
    """Take the entries as they are now for what was written: the owner looked at them, or has no better backup."""
    with db.write(_("Accepted the entries as they are"), kind="mend", undoable=False, progress=progress) as tx:
        row_sums.rebuild(tx.connection.connection.dbapi_connection)
        tx.note_only()
    return Outcome(None, frozenset({"history"}))


def _pages(db: Database, progress: Progress) -> tuple[int, int]:
    raw = connect(db.place.file, look_only=True)
    raw.set_progress_handler(lambda: progress.cancel_asked, 20_000)
    try:
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        found = [row[0] for row in raw.execute("PRAGMA integrity_check(1000)").fetchall()]
    finally:
        raw.close()
    return pages, 0 if found == ["ok"] else len(found)


def _content(db: Database, progress: Progress) -> tuple[int, int]:
    raw = connect(db.place.file, look_only=True)
    raw.set_progress_handler(lambda: progress.cancel_asked, 20_000)
    try:
        raw.execute("BEGIN")  # rows and sums of one moment, whoever writes meanwhile
        found = row_sums.compare(raw)
    finally:
        raw.close()
    return found.looked_at, len(found.wrong)


def _links(db: Database, progress: Progress) -> tuple[int, int]:
    del progress
    with db.read() as conn:
        tables = conn.exec_driver_sql(
            "SELECT count(*) FROM sqlite_schema s, pragma_foreign_key_list(s.name) WHERE s.type = 'table'"
        ).scalar_one()
        return int(tables), len(conn.exec_driver_sql("PRAGMA foreign_key_check").all())


def _attachments(db: Database, progress: Progress) -> tuple[int, int]:
    files = sorted((db.place.folder / archive.ATTACHMENTS).glob("*"))
    wrong = 0
    for file in progress.over(files, len(files)):
        wrong += sha256_of(file) != file.name.partition(".")[0]
    with db.read() as conn:
        gone = attachment_files.missing(conn, db.place.folder)
    return len(files) + gone, wrong + gone


def _newest_backup(db: Database, progress: Progress) -> tuple[int, int]:
    newest = next(iter(backup.list_backups(db.place.folder)), None)
    if newest is None:
        return 0, 0
    try:
        return backup.preview(newest.path, progress).attachments + 1, 0
    except Cancelled:
        raise
    except UserError:
        return newest.attachments + 1, 1
