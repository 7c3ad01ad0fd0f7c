"""The schema: migrated head equals the declared tables, and no failing migration harms the old file."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.errors import UserError
from storeapp.store import backup, schema
from storeapp.store.db import Database
from storeapp.store.engine import connect
from storeapp.store.faults import NewerShop
from storeapp.store.tables import Base
from storeapp.store.upgrading import upgrade
from tests.make import Make

ROOT = Path(__file__).resolve().parents[2]

NEXT = """
from alembic import op

revision = "9000"
down_revision = "{head}"


def upgrade():
    op.execute("ALTER TABLE orders ADD COLUMN gift INTEGER NOT NULL DEFAULT 0")
    op.execute("CREATE TABLE buyers (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
    op.execute("INSERT INTO buyers SELECT id, name FROM customers")
    op.execute("DROP TABLE review_versions")
    op.execute("UPDATE orders SET gift = 1 WHERE note <> ''")
    op.execute("CREATE INDEX ix_orders_gift ON orders (gift)")
    op.execute("{last}")
"""


class Fails(Exception):  # noqa: N818
    pass


@contextmanager
def failing_at(number: int) -> Iterator[list[str]]:
    """Let the `number`-th statement of SQLAlchemy fail; yields the statements seen."""
    seen: list[str] = []

    def watch(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)
        if len(seen) == number:
            raise Fails

    event.listen(Engine, "before_cursor_execute", watch)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", watch)


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    shutil.copytree(schema.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9000_next.py").write_text(NEXT.format(head=schema.HEAD, last="SELECT 1"))
    return folder


@pytest.fixture
def old(db: Database, make: Make) -> Path:
    """A closed shop of the present schema, which the test's migrations take for an old one."""
    make.order(customer_id=make.customer(name="Ann"), note="gift")
    db.close()
    return db.folder


def sum_of(folder: Path) -> str:
    return hashlib.sha256((folder / "shop.sqlite").read_bytes()).hexdigest()


def test_migrated_head_equals_the_declared_tables(db: Database, tmp_path: Path) -> None:
    declared = create_engine(f"sqlite:///{tmp_path / 'declared.sqlite'}")
    Base.metadata.create_all(declared)
    sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"

    def things(conn: Any) -> dict[str, str]:
        rows = conn.exec_driver_sql(sql).all()
        rows = [row for row in rows if not row[1].startswith(("search_index", "alembic_version"))]
        return {row[1]: " ".join((row[3] or "").replace("(", " ( ").replace(")", " ) ").split()) for row in rows}

    with declared.connect() as conn:
        wanted = things(conn)
    declared.dispose()
    with db.read() as conn:
        assert things(conn) == wanted


def test_the_head_named_in_plain_sql_is_alembics_head() -> None:
    assert schema.known_revisions()[-1] == schema.HEAD
    assert schema.scripts().get_heads() == [schema.HEAD]


def test_migrations_import_nothing_of_the_program() -> None:
    for file in (schema.FOLDER / "versions").glob("*.py"):
        assert "storeapp" not in file.read_text("utf-8").replace("store/search", ""), file.name


def test_opening_a_present_shop_loads_no_alembic(db: Database) -> None:
    db.close()
    code = (
        "import sys; from pathlib import Path; from storeapp.kernel.clock import Clock; "
        "from storeapp.derived import DERIVED; from storeapp.store.db import Database; "
        "Database.open(Path(sys.argv[1]), Clock(), derived=DERIVED).close(); "
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(db.folder)], cwd=ROOT, check=False).returncode == 0


def test_an_older_shop_is_backed_up_and_migrated(old: Path, clock: FixedClock, migrations: Path) -> None:
    upgrade(old, clock, migrations)
    raw = connect(old / "shop.sqlite")
    assert raw.execute("SELECT gift, number FROM orders").fetchall()[0][0] == 1
    assert raw.execute("SELECT name FROM buyers").fetchall() == [("Ann",)]
    assert schema.revision_of(raw) == "9000"
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    raw.close()
    saved = backup.list_backups(old)
    assert [(info.reason, info.revision) for info in saved] == [("before update", schema.HEAD)]
    with pytest.raises(NewerShop):
        Database.open(old, clock, derived=DERIVED)


def test_a_migration_that_fails_at_any_statement_leaves_the_old_file(
    old: Path, clock: FixedClock, migrations: Path
) -> None:
    before = sum_of(old)
    number = 0
    while True:
        number += 1
        try:
            with failing_at(number) as seen:
                upgrade(old, clock, migrations)
            break
        except Fails:
            assert sum_of(old) == before, seen[-1]
            assert [path.name for path in old.iterdir() if path.is_file()] == ["shop.sqlite"], seen[-1]
    assert number > len(NEXT.splitlines()) - 8
    assert sum_of(old) != before


def test_a_failing_migration_leaves_no_half_schema_in_its_transaction(db: Database, migrations: Path) -> None:
    """What SQLAlchemy's and Alembic's defaults get wrong: the first statements stay when a later one fails."""
    (migrations / "versions" / "9000_next.py").write_text(NEXT.format(head=schema.HEAD, last="SELECT * FROM nowhere"))
    with pytest.raises(Exception, match="nowhere"), db._writes.begin() as conn:
        schema.migrate(conn, migrations)
    with db.read() as conn:
        assert "gift" not in [row[1] for row in conn.exec_driver_sql("PRAGMA table_info(orders)")]
        assert conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == schema.HEAD


@pytest.mark.parametrize(
    "last", ["DELETE FROM orders", "UPDATE orders SET total_minor = 1", "UPDATE orders SET customer_id = 99"]
)
def test_a_migration_that_loses_something_is_not_swapped_in(
    old: Path, clock: FixedClock, migrations: Path, last: str
) -> None:
    (migrations / "versions" / "9000_next.py").write_text(NEXT.format(head=schema.HEAD, last=last))
    before = sum_of(old)
    with pytest.raises(UserError):
        upgrade(old, clock, migrations)
    assert sum_of(old) == before
    Database.open(old, clock, derived=DERIVED).close()


def test_two_programs_making_one_shop_do_not_overwrite_each_other(tmp_path: Path, clock: FixedClock) -> None:
    Database.create(tmp_path / "a", clock, derived=DERIVED).close()
    before = sum_of(tmp_path / "a")
    with pytest.raises(UserError, match="already"):
        Database.create(tmp_path / "a", clock, derived=DERIVED)
    assert sum_of(tmp_path / "a") == before
