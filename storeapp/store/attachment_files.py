"""The files among a shop's attachments: named by their SHA-256, put there once, swept when nothing can need them."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection, Table, select

from storeapp.kernel.scratch import private_folder
from storeapp.store import row_images
from storeapp.store.archive import ATTACHMENTS
from storeapp.store.files import put_in_place, refusal, settle, sha256_of
from storeapp.store.tables import Base, Change

YOUNG = 3600.0  # seconds in which another window may be about to name a file


def place_of(folder: Path, sha256: str, ending: str) -> Path:
    """Where a file of this content lies in the shop in `folder`."""
    return folder / ATTACHMENTS / f"{sha256}.{ending}"


def put(finished: Path, folder: Path, sha256: str, ending: str) -> Path | None:
    """Move a finished file among the attachments; its place, None where the very same bytes lie there already."""
    place = place_of(folder, sha256, ending)
    if place.is_file() and sha256_of(place) == sha256:
        return None
    private_folder(place.parent)
    settle(finished)
    put_in_place(finished, place)
    return place


@contextlib.contextmanager
def placing(folder: Path) -> Iterator[Callable[[Path, str, str], None]]:
    """Gives a `put` into this shop for while the rows that name the files are written: where that fails, what it put
    there goes again, and what a disk says of itself is a UserError."""
    placed: list[Path] = []

    def place(finished: Path, sha256: str, ending: str) -> None:
        new = put(finished, folder, sha256, ending)
        if new is not None:
            placed.append(new)

    try:
        yield place
    except BaseException as why:
        for one in placed:
            with contextlib.suppress(OSError):
                one.unlink()
        if isinstance(why, OSError):
            raise refusal(why, folder) from why
        raise


def missing(conn: Connection, folder: Path) -> int:
    """How many files that rows name are not there."""
    there = {file.name.partition(".")[0] for file in (folder / ATTACHMENTS).glob("*")}
    return len(_files_of_rows(conn) - there)


def sweep(conn: Connection, folder: Path) -> int:
    """Remove the files that no row names and no undo or redo could bring a row back for; how many went.

    A file that came within the last hour stays: a row for it may be on its way.
    """
    files = [file for file in (folder / ATTACHMENTS).glob("*") if not file.name.startswith(".")]
    old = [file for file in files if abs(time.time() - file.stat().st_mtime) > YOUNG]
    if not old:
        return 0
    needed = _files_of_rows(conn) | _remembered(conn)
    gone = 0
    for file in old:
        if file.name.partition(".")[0] not in needed:
            with contextlib.suppress(OSError):  # held open by a scanner: it goes next time
                file.unlink()
                gone += 1
    return gone


def _tables() -> Iterator[tuple[Table, str]]:
    for table in Base.metadata.sorted_tables:
        if table.info.get("file"):
            yield table, table.info["file"]


def _files_of_rows(conn: Connection) -> set[str]:
    found = (sha for table, column in _tables() for sha in conn.execute(select(table.c[column])).scalars())
    return {sha for sha in found if sha}  # a row of a table that may have files need not have one


def _remembered(conn: Connection) -> set[str]:
    """What rows named that are gone: History may bring each of them back."""
    found: set[str] = set()
    for table, column in _tables():
        gone = select(Change.image).where(Change.table_name == table.name, Change.op == "delete")
        for image in conn.execute(gone).scalars():
            deleted = row_images.deleted(image or b"")
            at = deleted.columns.index(column)
            found.update(row[at] for row in deleted.rows)
    return found
