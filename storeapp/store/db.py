"""What a shop holds: read in one consistent view, written one action at a time. Where it lies is place.ShopPlace."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storeapp.kernel.clock import Clock
from storeapp.kernel.progress import Progress
from storeapp.store.derived import Kinds, note_versions, stale
from storeapp.store.engine import FILE_NAME, SQLITE, fold_log, make_engine, raw_of
from storeapp.store.faults import spoken
from storeapp.store.place import ShopPlace
from storeapp.store.tx import Tx
from storeapp.store.writers import Writer, account

log = logging.getLogger(__name__)

__all__ = ["FILE_NAME", "Database", "Tx"]

WATCH_EVERY = 20_000  # SQLite's instructions between two looks at "cancel asked": well under a hundredth of a second


class Database:
    """What one open shop holds, to be read and written; `place` says where it lies, `who` signs the actions.

    `writer` says through what they are done, see writers: each undoes its own.
    """

    def __init__(
        self, place: ShopPlace, clock: Clock, who: str = "", writer: str = "", *, derived: Kinds, lasting: bool = True
    ) -> None:
        self.place = place
        self.clock = clock
        self.who = who or account()
        self.writer = writer
        self.derived = derived
        self._reads: Engine = make_engine(place.file, writes=False)
        self._writes: Engine = make_engine(place.file, writes=True, lasting=lasting)
        self._writing: set[int] = set()  # threads that are inside a write

    @classmethod
    def create(
        cls, folder: Path, clock: Clock, who: str = "", writer: str = "", *, derived: Kinds, lasting: bool = True
    ) -> Database:
        """A new empty shop in `folder`. UserError if one is there already.

        Without `lasting` no write waits for the disk: for a shop that is thrown away unless it is finished.
        """
        ShopPlace(folder).make_file(derived)
        return cls(ShopPlace(folder), clock, who, writer, derived=derived, lasting=lasting)

    @classmethod
    def open(cls, folder: Path, clock: Clock, who: str = "", writer: str = "", *, derived: Kinds) -> Database:
        """The shop in `folder`; never makes one. Raises what ShopPlace.made_ready does.

        `derived` is kept in step by all writes, and derived anew where another version of the program did it: the list
        is storeapp/derived.py.
        """
        place = ShopPlace(folder)
        with place.made_ready(clock):
            database = cls(place, clock, who, writer, derived=derived)
            database._renew_derived()
        return database

    @property
    def folder(self) -> Path:
        """The folder of its place."""
        return self.place.folder

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
                raw = raw_of(connection)
                raw.execute("PRAGMA optimize")
                fold_log(raw)
        except (DBAPIError, SQLITE.Error) as why:
            log.warning("the log of %s stays beside it: %s", self.place.file, why)
        self._writes.dispose()


@contextmanager
def _attached(connection: Connection, files: Mapping[str, Path]) -> Iterator[None]:
    """Attach before the transaction begins (SQLite refuses it later) and let go after it ended."""
    raw = raw_of(connection)
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
    raw = raw_of(connection)
    raw.set_progress_handler(lambda: progress.cancel_asked, WATCH_EVERY)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)
