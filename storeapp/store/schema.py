"""Which schema a shop file has, and how it gets the present one."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from storeapp.kernel.paths import resource
from storeapp.kernel.text import _
from storeapp.store.engine import connect
from storeapp.store.faults import DAMAGED, AlteredShop, DamagedShop, ForeignFile, NewerShop

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

log = logging.getLogger(__name__)

APPLICATION_ID = 0x53544F52  # "STOR"
HEAD = "0022"  # compared by plain SQL on opening, so that Alembic is loaded only when there is something to migrate
FOLDER = Path(__file__).parent / "migrations"
LOOSE = str.maketrans("", "", " \t\r\n\"'`[]")  # what another version of SQLite may write differently


def revision_of(raw: Any) -> str | None:
    """The Alembic revision a bare connection's file is at, None if it has none."""
    if raw.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone() is None:
        return None
    found = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found[0]) if found else None


def application_of(raw: Any) -> int:
    """The application id written in the file's header."""
    return int(raw.execute("PRAGMA application_id").fetchone()[0])


def written(revision: str) -> set[str]:
    """What belongs into a shop of a revision, as `things_of` has it; see resources/schemas."""
    return set(resource("schemas", f"{revision}.txt").read_text("utf-8").splitlines())


def things_of(raw: Any) -> set[str]:
    """All tables, indexes, triggers and views of a file: type, name and a hash of what each was made with."""
    found = raw.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_schema").fetchall()
    return {
        f"{kind} {name} {hashlib.sha256(sql.casefold().translate(LOOSE).encode()).hexdigest()[:16]}"
        for kind, name, sql in found
        if not (kind in ("table", "index") and name.startswith("sqlite_"))  # SQLite's own
    }


def is_old(path: Path) -> bool:
    """Whether a shop file has to be migrated.

    ForeignFile or NewerShop if it isn't a shop this program knows, AlteredShop if it is not made as its revision is:
    a trigger that somebody put into it would write whatever it likes, with every action of the owner's.
    """
    raw = connect(path, look_only=True)
    try:
        if application_of(raw) != APPLICATION_ID:
            raise ForeignFile(_("The file {file} isn't a shop of Storeapp.").format(file=path))
        revision = revision_of(raw)
        if revision is None or (revision != HEAD and revision not in known_revisions()):
            if revision is None or not revision.isdecimal() or revision < HEAD:
                raise DamagedShop(_(DAMAGED))
            raise NewerShop(
                _(
                    "This shop was saved by a newer version of Storeapp. Nothing was changed. Install the newest "
                    "version."
                )
            )
        odd = sorted(things_of(raw) ^ written(revision))
    finally:
        raw.close()
    if odd:
        log.error("%s is not made as revision %s is: %s", path, revision, ", ".join(odd))
        raise AlteredShop(
            _(
                "This shop's file was altered by another program, so it was not opened. Nothing was changed. "
                "Restore the last good backup."
            )
        )
    return revision != HEAD


def scripts(folder: Path = FOLDER) -> ScriptDirectory:
    """The migrations, oldest to newest in one line."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(folder))


def known_revisions(folder: Path = FOLDER) -> list[str]:
    """All revisions, oldest first."""
    return [script.revision for script in reversed(list(scripts(folder).walk_revisions()))]


def migrate(connection: Connection, folder: Path = FOLDER) -> None:
    """Bring a file to the newest revision inside the transaction that `connection` has open."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext

    directory = scripts(folder)

    def steps(revision: Any, context: Any) -> Any:
        return directory._upgrade_revs("head", revision)  # what alembic.command.upgrade itself calls

    with EnvironmentContext(Config(), directory, fn=steps, destination_rev="head") as environment:
        environment.configure(connection=connection, target_metadata=None)
        environment.run_migrations()
