"""Window and command line are two writers on one shop: each undoes its own, and says what the other changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.errors import UserError
from storeapp.store import journal, row_sums, writers
from storeapp.store.db import Database
from storeapp.store.tables import Order
from storeapp.store.writers import COMMANDS, WINDOW
from tests.make import Make


@pytest.fixture
def window(db: Database, clock: FixedClock) -> Iterator[Database]:
    opened = Database.open(db.folder, clock, "Ann", WINDOW, derived=DERIVED)
    yield opened
    opened.close()


@pytest.fixture
def commands(db: Database, clock: FixedClock) -> Iterator[Database]:
    opened = Database.open(db.folder, clock, "Ann", COMMANDS, derived=DERIVED)
    yield opened
    opened.close()


def note(db: Database, order: int, words: str) -> None:
    with db.write(f"Noted {words}") as tx:
        tx.update(Order, order, note=words)


def notes(db: Database) -> list[str]:
    with db.read() as conn:
        return list(conn.execute(text("SELECT note FROM orders ORDER BY id")).scalars())


def test_undo_takes_ones_own_newest_action(make: Make, window: Database, commands: Database) -> None:
    one, two = make.order(note="-", number="1"), make.order(note="-", number="2")
    note(window, one, "typed")
    note(commands, two, "by script")
    with window.read() as conn:
        assert journal.can_undo(conn, window.by) == "Noted typed"
        assert journal.can_undo(conn, commands.by) == "Noted by script"
        assert journal.can_undo(conn) == "Noted by script"
    assert journal.undo(window).value.title == "Noted typed"
    assert notes(window) == ["-", "by script"]
    with pytest.raises(UserError, match=r"You did nothing here .* “Noted by script” was done by Ann .command line."):
        journal.undo(window)
    assert journal.undo(commands).value.title == "Noted by script"
    assert notes(window) == ["-", "-"]


def test_anyones_newest_is_taken_where_that_is_asked(make: Make, window: Database, commands: Database) -> None:
    order = make.order(note="-")
    note(window, order, "typed")
    with pytest.raises(UserError, match="window"):
        journal.undo(commands)
    assert journal.undo(commands, anyone=True).value.title == "Noted typed"
    assert notes(window) == ["-"]


def test_another_person_is_another_writer_and_a_new_name_is_not(
    make: Make, window: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = make.order(note="-")
    note(window, order, "Ann's")
    window.who = "Ann Ott"
    with window.read() as conn:
        assert journal.can_undo(conn, window.by) == "Noted Ann's"
        ben = writers.Writer(WINDOW, "Ben", "ben's account")
        assert journal.can_undo(conn, ben) is None
        moved = writers.Writer(WINDOW, "Ann", "another computer")
        assert journal.can_undo(conn, moved) == "Noted Ann's"


def test_what_another_writer_changed_since_stays_and_is_named(make: Make, window: Database, commands: Database) -> None:
    orders = [make.order(note="-", number=number) for number in ("A-1", "A-2", "A-3")]
    with window.write("Noted all") as tx:
        tx.update_many(Order, ("note",), [(order, "mine") for order in orders])
    note(commands, orders[1], "theirs")
    report = journal.undo(window).value
    assert (report.undone, report.kept_count) == (2, 1)
    assert [(kept.label, kept.by, kept.reason) for kept in report.kept] == [
        ("A-2", "Ann (command line)", "changed since by Ann (command line)")
    ]
    assert notes(window) == ["-", "theirs", "-"]


def test_an_inserted_row_that_another_writer_changed_stays_and_is_named(
    make: Make, window: Database, commands: Database
) -> None:
    channel = make.channel()
    with window.write("Added two") as tx:
        orders = tx.insert(Order, ("channel_id", "number"), [(channel, "A-1"), (channel, "A-2")])
    note(commands, orders[0], "theirs")
    kept = journal.undo(window).value.kept
    assert [(row.label, row.by) for row in kept] == [("A-1", "Ann (command line)")]


def test_ones_own_later_change_needs_no_name(make: Make, window: Database, commands: Database) -> None:
    order = make.order(note="-")
    note(window, order, "first")
    with window.read() as conn:
        first = journal.history(conn)[0].id
    note(commands, order, "theirs")
    note(window, order, "second")
    assert [kept.by for kept in journal.undo(window, first).value.kept] == [""]


def test_redo_goes_on_although_another_writer_wrote_since(make: Make, window: Database, commands: Database) -> None:
    one, two, three = (make.order(note="-", number=number) for number in "123")
    note(window, one, "one")
    note(window, two, "two")
    journal.undo(window)
    journal.undo(window)
    note(commands, three, "theirs")
    assert notes(window) == ["-", "-", "theirs"]
    with window.read() as conn:
        assert journal.can_redo(conn, window.by) == "Noted one"
        assert journal.can_redo(conn, commands.by) is None
    with pytest.raises(UserError, match="nothing to redo"):
        journal.redo(commands)
    assert journal.redo(window).value.title == "Noted one"
    assert journal.redo(window).value.title == "Noted two"
    assert notes(window) == ["one", "two", "theirs"]
    with pytest.raises(UserError, match="nothing to redo"):
        journal.redo(window)
    with window.read() as conn:
        shown = [(row.title, row.state, row.by) for row in journal.history(conn)][:4]
        assert row_sums.compare(conn.connection.dbapi_connection).wrong == []
    assert shown[0] == ("Did again: Noted two", "done", "Ann")
    assert ("Noted theirs", "done", "Ann (command line)") in shown
    assert [journal.undo(window).value.title for _ in range(2)] == ["Noted two", "Noted one"]
    assert notes(window) == ["-", "-", "theirs"]
    assert [journal.redo(window).value.title for _ in range(2)] == ["Noted one", "Noted two"]


def test_redo_leaves_what_another_writer_changed_and_loses_nothing(
    make: Make, window: Database, commands: Database
) -> None:
    one, two = (make.order(note="-", number=number) for number in "12")
    with window.write("Noted both") as tx:
        tx.update_many(Order, ("note",), [(one, "mine"), (two, "mine")])
    journal.undo(window)
    note(commands, two, "theirs")
    report = journal.redo(window).value
    assert (report.undone, [kept.by for kept in report.kept]) == (1, ["Ann (command line)"])
    assert notes(window) == ["mine", "theirs"]
    again = journal.undo(window).value
    assert (again.undone, [kept.label for kept in again.kept]) == (1, ["2"])
    assert notes(window) == ["-", "theirs"]


def test_what_was_done_before_writers_were_kept_is_anybodys(make: Make, window: Database, db: Database) -> None:
    make.order(note="-")
    with db.write("") as tx:
        tx.connection.execute(text("UPDATE actions SET writer = NULL, account = NULL"))
        tx.note_only()
    with window.read() as conn:
        assert journal.can_undo(conn, window.by) == "Added to orders"
        assert journal.can_undo(conn, db.by) == "Added to orders"
        assert journal.history(conn)[-1].by == "Owner"


def test_history_finds_what_the_command_line_did(make: Make, window: Database, commands: Database) -> None:
    order = make.order(note="-")
    note(window, order, "typed")
    note(commands, order, "by script")
    with window.read() as conn:
        assert [row.title for row in journal.history(conn, text="command")] == ["Noted by script"]
