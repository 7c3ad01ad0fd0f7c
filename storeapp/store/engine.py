"""The one way to connect to a shop file: which SQLite, which pragmas, and that we say BEGIN ourselves."""

from __future__ import annotations

import sqlite3
import sys
import zlib
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.util import LRUCache

FILE_NAME = "shop.sqlite"
SAFE_VERSION = (3, 51, 3)  # older ones can corrupt a WAL file that two connections use
BUSY_SECONDS = 30.0
COMPILED_STATEMENTS = 1000  # kept for all engines together
PRAGMAS = {
    "foreign_keys": 1,
    "synchronous": 2,  # FULL: what was acknowledged survives a power cut
    "trusted_schema": 0,
    "secure_delete": 1,
    "cell_size_check": 1,
    "busy_timeout": int(BUSY_SECONDS * 1000),
    "journal_size_limit": 64 * 1024 * 1024,
    "cache_size": -32_000,  # KiB a connection
}
if sys.platform == "darwin":
    PRAGMAS |= {"fullfsync": 1, "checkpoint_fullfsync": 1}


def choose_sqlite() -> ModuleType:
    """Python's own sqlite3 if it is new enough, else pysqlite3, which carries its own SQLite."""
    if sqlite3.sqlite_version_info >= SAFE_VERSION:
        return sqlite3
    import pysqlite3.dbapi2

    module: ModuleType = pysqlite3.dbapi2
    return module


SQLITE = choose_sqlite()
VERSION: str = SQLITE.sqlite_version


def _nothing(value: None) -> None:
    """None as it is."""
    return value


# For a value that is no number, text or bytes the driver first looks for an adapter; without this one it then asks
# None in vain for a way to adapt itself, which takes 2 µs a value: most of the time of a large import.
SQLITE.register_adapter(type(None), _nothing)


def connect(file: Path, *, create: bool = False, look_only: bool = False) -> Any:
    """A bare connection in autocommit mode with our pragmas; it never makes a file unless `create` is set.

    `look_only` changes nothing in the file, not even its journal mode, for files that may not be ours.
    """
    raw = SQLITE.connect(
        f"{file.absolute().as_uri()}?mode={'rwc' if create else 'rw'}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
        cached_statements=256,
    )
    try:
        set_pragmas(raw, look_only=look_only)
        raw.create_function("row_crc", 1, zlib.crc32, deterministic=True)  # see row_sums
    except BaseException:
        raw.close()
        raise
    return raw


def set_pragmas(raw: Any, *, look_only: bool = False) -> None:
    """What every connection to a shop file must have; read back by a test."""
    for name, value in PRAGMAS.items():
        raw.execute(f"PRAGMA {name} = {value}")
    if look_only:
        raw.execute("PRAGMA query_only = 1")
    elif raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        raw.execute("PRAGMA journal_mode = WAL")


def fold_log(raw: Any) -> None:
    """Copy the write-ahead log into the file, unless another connection still reads from it: then that one will."""
    raw.execute("PRAGMA busy_timeout = 250")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.execute(f"PRAGMA busy_timeout = {PRAGMAS['busy_timeout']}")


def raw_of(connection: Connection) -> Any:
    """The driver's own connection, for what must happen outside a transaction."""
    return connection.connection.dbapi_connection


def make_engine(file: Path, *, writes: bool, lasting: bool = True) -> Engine:
    """An engine whose transactions start with BEGIN IMMEDIATE (writes) or BEGIN on query_only connections (reads).

    Without `lasting` no write waits for the disk: a power cut may take the file.
    """

    def creator() -> Any:
        raw = connect(file)
        if not lasting:
            raw.execute("PRAGMA synchronous = OFF")
        if not writes:
            raw.execute("PRAGMA query_only = 1")
        return raw

    known = _first_engine()
    pool = QueuePool(creator, pool_size=1 if writes else 6, max_overflow=12, dialect=known.dialect)
    engine = Engine(pool, known.dialect, known.url, execution_options=known.get_execution_options())

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@cache
def _first_engine() -> Engine:
    """An engine on nothing, whose dialect and compiled statements all others share: a statement's text is put together
    once, for the readers, the writer and the next shop, and no file is asked what SQLite can do."""
    engine = create_engine(
        "sqlite+pysqlite://",
        module=SQLITE,
        creator=lambda: SQLITE.connect(":memory:", isolation_level=None),
        execution_options={"compiled_cache": LRUCache(COMPILED_STATEMENTS)},
    )
    engine.connect().close()
    engine.dispose()
    return engine
