"""The window beside the command line: what both wrote is asked about, and no answer loses a text unseen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from storeapp.customers.service import records as buyers
from storeapp.derived import DERIVED
from storeapp.kernel.clock import FixedClock
from storeapp.kernel.meanwhile import Shown
from storeapp.orders import service
from storeapp.orders.ui.facts import NoteField
from storeapp.qtkit.meanwhile import MeanwhileDialog
from storeapp.store import journal
from storeapp.store.db import Database
from storeapp.store.tables import Order
from storeapp.store.writers import COMMANDS
from tests.make import Make


@pytest.fixture
def commands(db: Database, clock: FixedClock) -> Iterator[Database]:
    opened = Database.open(db.folder, clock, "Ann", COMMANDS, derived=DERIVED)
    yield opened
    opened.close()


@pytest.fixture
def order(make: Make) -> int:
    return make.order(note="old")


def dialogs() -> list[MeanwhileDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, MeanwhileDialog) and w.isVisible()]


@pytest.fixture
def dialog(desk: Any, commands: Database, order: int) -> Iterator[MeanwhileDialog]:
    """The question after the owner typed "mine" while a script wrote "theirs"."""
    service.set_note(commands, order, "theirs")
    desk.told, desk.topics = [], []
    desk.jobs.changed.connect(desk.topics.append)
    desk.do(
        "Saving",
        service.set_note,
        order,
        "mine",
        Shown({"note": "old"}),
        said="Note saved",
        done=desk.told.append,
        failed=desk.told.append,
    )
    (shown,) = dialogs()
    yield shown
    for left in dialogs():
        left.new.click()


def note(db: Database, order: int) -> str:
    with db.read() as conn:
        return str(conn.execute(Order.__table__.select().where(Order.id == order)).one().note)


def test_both_texts_are_shown_and_nothing_is_saved_yet(dialog: MeanwhileDialog, desk: Any, order: int) -> None:
    from storeapp.qtkit.fields import Area

    assert [area.toPlainText() for area in dialog.findChildren(Area)] == ["theirs", "mine"]
    assert (note(desk.db, order), desk.told) == ("theirs", [])


def test_the_new_one_is_taken(dialog: MeanwhileDialog, desk: Any, order: int) -> None:
    dialog.new.click()
    assert note(desk.db, order) == "theirs"
    assert [outcome.action_id for outcome in desk.told] == [None]
    assert frozenset({"orders"}) in desk.topics
    assert dialogs() == []


def test_ones_own_is_kept_and_undo_brings_the_other_back(dialog: MeanwhileDialog, desk: Any, order: int) -> None:
    dialog.mine.click()
    assert note(desk.db, order) == "mine"
    journal.undo(desk.db)
    assert note(desk.db, order) == "theirs"


def test_both_are_joined(dialog: MeanwhileDialog, desk: Any, order: int) -> None:
    dialog.both.click()
    assert note(desk.db, order) == "theirs\nmine"


def test_only_an_answer_closes_it(dialog: MeanwhileDialog, qtbot: Any) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.close()
    assert dialogs() == [dialog]


def test_a_name_is_not_joined(desk: Any, commands: Database, make: Make) -> None:
    buyer = make.customer(name="Old")
    buyers.edit(commands, buyer, name="Theirs")
    desk.do("Saving", lambda db, shown: buyers.edit(db, buyer, shown, name="Mine"), Shown({"name": "Old"}))
    (dialog,) = dialogs()
    assert not dialog.both.isVisible()
    dialog.mine.click()
    with desk.db.read() as conn:
        from storeapp.customers.queries.record import customer

        found = customer(conn, buyer)
        assert found is not None
        assert found.name == "Mine"


def test_a_note_that_is_refreshed_while_it_is_typed_remembers_what_it_was_written_upon(qtbot: Any) -> None:
    field = NoteField("Note")
    qtbot.addWidget(field)
    field.put(1, "old")
    field.setPlainText("old and more")
    field.put(1, "theirs")  # the page read it anew
    assert (field.toPlainText(), field.shown) == ("old and more", "old")
    field.commit()
    assert field.shown == "old and more"
    field.put(1, "theirs")
    assert (field.toPlainText(), field.shown) == ("theirs", "theirs")


def test_closing_the_program_before_the_answer_loses_neither(
    qtbot: Any, db: Database, commands: Database, order: int
) -> None:
    from storeapp.qtkit.jobs import Jobs
    from storeapp.qtkit.notices import Notices

    jobs = Jobs(Notices())
    service.set_note(commands, order, "theirs")
    shown = Shown({"note": "old"})
    jobs.write("Saving", lambda _progress: service.set_note(db, order, "mine", shown))
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    jobs.close()
    assert note(db, order) == "theirs\nmine"
