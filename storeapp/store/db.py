"""A shop file: how it is made, opened, read in one consistent view, and written one action at a time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storeapp.kernel.clock import Clock
from storeapp.kernel.errors import UserError
from storeapp.kernel.progress import Progress
from storeapp.kernel.scratch import private_folder, scratch, sweep
from storeapp.kernel.text import N_, _
from storeapp.store import making, opening, row_sums, schema, upgrading
from storeapp.store.derived import Kinds, note_versions, stale
from storeapp.store.engine import FILE_NAME, SQLITE, connect, fold_log, make_engine
from storeapp.store.faults import AbsentShop, spoken
from storeapp.store.files import keep_private, put_new, refusal
from storeapp.store.tx import Tx
from storeapp.store.writers import Writer, account

log = logging.getLogger(__name__)

__all__ = ["FILE_NAME", "Database", "Tx"]

TAKEN = N_("There is a shop in this folder already. Open it, or choose another folder.")
WATCH_EVERY = 20_000  # SQLite's instructions between two looks at "cancel asked": well under a hundredth of a second


class Database:
    """One open shop: `folder` holds `shop.sqlite`, `attachments/` and `backups/`; `who` signs the actions.

    `writer` says through what they are done, see writers: each undoes its own.
    """

    def __init__(self, folder: Path, clock: Clock, who: str = "", writer: str = "", *, derived: Kinds) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME
        self.clock = clock
        self.who = who or account()
        self.writer = writer
        self.derived = derived
        self._reads: Engine = make_engine(self.path, writes=False)
        self._writes: Engine = make_engine(self.path, writes=True)
        self._writing: set[int] = set()  # threads that are inside a write

    @classmethod
    def create(cls, folder: Path, clock: Clock, who: str = "", writer: str = "", *, derived: Kinds) -> Database:
        """A new empty shop in `folder`. UserError if one is there already."""
        path = folder / FILE_NAME
        if path.exists():
            raise UserError(_(TAKEN))
        with spoken():
            try:
                private_folder(folder)
                build(path, derived)
            except FileExistsError as error:  # another program was faster
                raise UserError(_(TAKEN)) from error
            except OSError as error:
                raise refusal(error, folder) from error
        return cls.open(folder, clock, who, writer, derived=derived)

    @classmethod
    def open(cls, folder: Path, clock: Clock, who: str = "", writer: str = "", *, derived: Kinds) -> Database:
        """The shop in `folder`; never makes one.

        An older one is backed up and brought up to date. AbsentShop, ForeignFile, NewerShop, or DamagedShop with the
        last good backup. After an unclean end the whole file is checked first. `derived` is kept in step by all writes,
        and derived anew where another version of the program did it: the list is storeapp/derived.py.
        """
        path = folder / FILE_NAME
        if not path.is_file():
            raise AbsentShop(_("There is no shop in the folder {folder}.").format(folder=folder))
        keep_private(folder)
        for place in (folder, making.folder_of(folder)):
            sweep(place)
        with making.naming_the_way_back(folder), spoken():
            if opening.ended_badly(folder):
                opening.check_whole(path)
            if schema.is_old(path):
                upgrading.upgrade(folder, clock)
            database = cls(folder, clock, who, writer, derived=derived)
            database._renew_derived()
        return database

    @property
    def by(self) -> Writer:
        """Who signs what is written from here."""
        return Writer(self.writer, self.who, account())

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that can't write and sees one consistent state of the shop until the block ends."""
        with spoken(), self._reads.connect() as connection:
            yield connection

    @contextmanager
    def write(
        self,
        title: str,
        *,
        kind: str = "edit",
        undoable: bool = True,
        attach: Mapping[str, Path] | None = None,
        progress: Progress | None = None,
    ) -> Iterator[Tx]:
        """One action in one transaction: leaving the block commits, an exception rolls everything back.

        An action that changed nothing leaves no trace in the journal. `attach` makes other SQLite files readable
        under the given names. Cancelling `progress` stops even a long statement.
        """
        thread = threading.get_ident()
        if thread in self._writing:
            raise RuntimeError("a write inside a write would wait for itself")
        progress = progress or Progress()
        with spoken(), self._writes.connect() as connection, _attached(connection, attach or {}):
            with _watched(connection, progress):
                self._writing.add(thread)
                try:
                    tx = Tx(connection, title, kind, self.by, self.clock, progress, self.derived)
                    tx.undoable = undoable
                    yield tx
                    changed = not tx.rehearsing and tx.finish()
                    progress.check()
                except BaseException:
                    connection.rollback()
                    raise
                finally:
                    self._writing.discard(thread)
            if changed:
                connection.commit()
            else:
                connection.rollback()

    @contextmanager
    def keep(self, progress: Progress | None = None) -> Iterator[Connection]:
        """A connection for what follows from rows and the clock: it writes tables that the journal doesn't keep.

        Leaving the block commits, an exception rolls everything back; no action is made of it.
        """
        thread = threading.get_ident()
        if thread in self._writing:
            raise RuntimeError("a write inside a write would wait for itself")
        with spoken(), self._writes.connect() as connection, _watched(connection, progress or Progress()):
            self._writing.add(thread)
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            finally:
                self._writing.discard(thread)
            connection.commit()

    def _renew_derived(self) -> None:
        """Derive anew what another version of the program derived otherwise."""
        with self.read() as connection:
            if not stale(connection, self.derived):
                return
        with self._writes.begin() as connection:
            old = stale(connection, self.derived)
            for kind in old:
                kind.rebuild(connection)
            note_versions(connection, old)

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it, so that a closed shop is one file.

        Where that can't be done now (a full or vanished disk, another program reading) the log stays: nothing is lost.
        """
        self._reads.dispose()
        try:
            with self._writes.connect() as connection:
                raw = _raw(connection)
                raw.execute("PRAGMA optimize")
                fold_log(raw)
        except (DBAPIError, SQLITE.Error) as why:
            log.warning("the log of %s stays beside it: %s", self.path, why)
        self._writes.dispose()


def build(path: Path, derived: Kinds) -> None:
    """Make the file with all tables under another name first, so that a half-made shop is never found."""
    with scratch(path.parent) as work:
        unfinished = work / FILE_NAME
        connect(unfinished, create=True).close()
        engine = make_engine(unfinished, writes=True)
        try:
            with engine.begin() as connection:
                schema.migrate(connection)
                row_sums.rebuild(_raw(connection))
                note_versions(connection, [kind() for kind in derived])
            with engine.connect() as connection:
                fold_log(_raw(connection))
        finally:
            engine.dispose()
        put_new(unfinished, path)


def _raw(connection: Connection) -> Any:
    """The driver's own connection, for what must happen outside a transaction."""
    return connection.connection.dbapi_connection


@contextmanager
def _attached(connection: Connection, files: Mapping[str, Path]) -> Iterator[None]:
    """Attach before the transaction begins (SQLite refuses it later) and let go after it ended."""
    raw = _raw(connection)
    done = []
    try:
        for name, path in files.items():
            if not name.isidentifier():
                raise ValueError(f"{name!r} can't name an attached file")
            raw.execute(f'ATTACH ? AS "{name}"', (f"{path.absolute().as_uri()}?mode=rw",))
            done.append(name)
        yield
    finally:
        connection.rollback()
        try:
            for name in done:
                raw.execute(f'DETACH "{name}"')
        except SQLITE.OperationalError:
            connection.invalidate()  # a cursor somewhere is still reading from it: this connection is not used again


@contextmanager
def _watched(connection: Connection, progress: Progress) -> Iterator[None]:
    """Let a cancel interrupt SQLite in the middle of a statement."""
    raw = _raw(connection)
    raw.set_progress_handler(lambda: progress.cancel_asked, WATCH_EVERY)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)
