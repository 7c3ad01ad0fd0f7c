"""Rows that SQL makes go into a table as one action, beside rows that are given one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from storeapp.derived import DERIVED
from storeapp.kernel.clock import Clock
from storeapp.store import journal
from storeapp.store.bulk import Selected, plain_rows
from storeapp.store.db import Database
from storeapp.store.tables import Customer

NAMES = Selected("n.nth", {"name": "n.name", "email": "''"}, "FROM temp.named n WHERE n.name <> ''")


@pytest.fixture
def db(tmp_path: Path):
    shop = Database.create(tmp_path / "shop", Clock(), derived=DERIVED)
    yield shop
    shop.close()


def insert(db: Database, names: list[str], rest: list[tuple[int, str, str]], count: int) -> range:
    with db.write("Wrote names") as tx:
        raw = tx.connection.connection
        raw.cursor().execute("CREATE TEMP TABLE named (nth INTEGER PRIMARY KEY, name TEXT)")
        raw.cursor().executemany("INSERT INTO temp.named VALUES (?, ?)", list(enumerate(names, 1)))
        try:
            return tx.insert_selected(Customer, NAMES, count, rest)
        finally:
            raw.cursor().execute("DROP TABLE temp.named")


def names_of(db: Database) -> list[tuple[int, str]]:
    with db.read() as conn:
        return plain_rows(conn, "SELECT id, name FROM customers ORDER BY id")


def test_rows_of_both_kinds_get_the_ids_of_their_numbers(db):
    first = insert(db, ["Ann"], [], 1)
    ids = insert(db, ["Bea", "", "Dora"], [(2, "Cleo", "cleo@example.com")], 3)
    assert ids.start == first.stop
    assert names_of(db) == list(enumerate(["Ann", "Bea", "Cleo", "Dora"], first.start))


def test_they_are_undone_and_redone_like_others(db):
    insert(db, ["Ann", "Bea"], [], 2)
    before = names_of(db)
    with db.read() as conn:
        (action,) = journal.history(conn)
    assert action.rows == 2
    journal.undo(db, action.id)
    assert names_of(db) == []
    journal.redo(db)
    assert names_of(db) == before


def test_a_number_too_few_takes_everything_back(db):
    with pytest.raises(RuntimeError, match="2 rows of customers instead of 3"):
        insert(db, ["Ann", "Bea"], [], 3)
    assert names_of(db) == []
