"""How a customer's name sounds is kept beside it through every change."""

from __future__ import annotations

from storeapp.kernel.names import name_key
from storeapp.store import journal
from storeapp.store.db import Database
from storeapp.store.tables import Customer
from tests import kept
from tests.make import Make


def keys(db: Database) -> dict[str, str | None]:
    with db.read() as conn:
        return dict(conn.exec_driver_sql("SELECT name, name_key FROM customers").all())  # type: ignore[arg-type]


def test_the_key_follows_the_name(db: Database, make: Make) -> None:
    ann = make.customer(name="Ann Ott")
    assert keys(db) == {"Ann Ott": name_key("Ann Ott")}
    with db.write("Renamed") as tx:
        tx.update(Customer, ann, name="Bo Lind")
    assert keys(db) == {"Bo Lind": name_key("Bo Lind")}
    journal.undo(db)
    assert keys(db) == {"Ann Ott": name_key("Ann Ott")}


def test_a_deleted_customer_comes_back_with_the_key(db: Database, make: Make) -> None:
    ann = make.customer(name="Ann Ott")
    with db.write("Deleted") as tx:
        tx.delete(Customer, [ann])
    journal.undo(db)
    assert keys(db) == {"Ann Ott": name_key("Ann Ott")}


def test_all_keys_are_built_anew(db: Database, make: Make) -> None:
    make.customer(name="Ann Ott")
    with db.write("Nothing", undoable=False) as tx:
        tx.connection.exec_driver_sql("UPDATE customers SET name_key = 'wrong'")
        kept.rebuild(tx.connection)
        assert tx.connection.exec_driver_sql("SELECT name_key FROM customers").scalar() == name_key("Ann Ott")
