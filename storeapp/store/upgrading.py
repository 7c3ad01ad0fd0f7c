"""Brings an older shop to the present schema: backed up first, changed as a copy, swapped in as one transaction."""

from __future__ import annotations

from pathlib import Path

from storeapp.kernel.clock import Clock
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import _
from storeapp.store import archive, backup_copy, row_sums, schema
from storeapp.store.engine import FILE_NAME, connect, fold_log, make_engine
from storeapp.store.faults import spoken
from storeapp.store.files import refusal
from storeapp.store.tables import Base

# What is no record of the shop, and the kept sums, whose meaning a migration may change.
UNCOUNTED = {"alembic_version"}
UNCOUNTED |= {name for name, table in Base.metadata.tables.items() if not table.info["journaled"]}


def upgrade(folder: Path, clock: Clock, migrations: Path = schema.FOLDER, progress: Progress | None = None) -> None:
    """Migrate the shop in `folder`. Whatever fails on the way, the old file stays as it was; the backup stays too."""
    progress = progress or Progress()
    backup_copy.make(folder, clock, "before update", progress=progress)
    try:
        with backup_copy.workshop(folder) as work, spoken():
            copy = work / FILE_NAME
            progress.begin(_("Bringing the shop up to date"))
            before, _after = backup_copy.copy_out(folder / FILE_NAME, copy, progress)
            _migrate_copy(copy, migrations)
            _compare(before, archive.check_copy(copy, progress))
            now = _figures(folder / FILE_NAME)
            if now.mark != before.mark:
                raise UserError(_("Another program wrote to this shop meanwhile. Close it and open the shop again."))
            backup_copy.copy_in(copy, folder / FILE_NAME, progress)
    except OSError as error:
        raise refusal(error, folder) from error


def _migrate_copy(copy: Path, migrations: Path) -> None:
    engine = make_engine(copy, writes=True)
    try:
        with engine.connect() as connection:
            # Tables are rebuilt under new names, which foreign keys would take for a loss; they are checked afterwards.
            raw = connection.connection.dbapi_connection
            if raw is None:
                raise RuntimeError("no connection")
            raw.cursor().execute("PRAGMA foreign_keys = 0")
            wrong = row_sums.compare(raw.cursor()).wrong
            schema.migrate(connection, migrations)
            row_sums.rebuild(raw.cursor())
            row_sums.keep_wrong(raw.cursor(), wrong)
            connection.commit()
            fold_log(raw.cursor())
    finally:
        engine.dispose()


def _compare(before: archive.Figures, after: archive.Figures) -> None:
    """No table that is still there may have lost a row or an amount."""
    for old, new in ((before.counts, after.counts), (before.totals, after.totals)):
        for name, value in old.items():
            if name.partition(".")[0] not in UNCOUNTED and new.get(name, value) != value:
                raise UserError(
                    _("The update of this shop failed its check ({name}). Nothing was changed.").format(name=name)
                )


def _figures(path: Path) -> archive.Figures:
    raw = connect(path, look_only=True)
    try:
        return archive.figures_of(raw)
    finally:
        raw.close()
