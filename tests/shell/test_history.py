"""History lists what was done and takes back any one action, saying what became of its rows."""

from __future__ import annotations

import pytest

from storeapp.channels.rules import ChannelFields
from storeapp.channels.service import add, edit
from storeapp.history.ui.details import TABLES
from storeapp.kernel.targets import OpenAction, OpenPage
from storeapp.qtkit.ask import Question
from storeapp.store.tables.base import Base


@pytest.fixture
def busy(program):
    """A program whose owner added three channels and changed the first."""
    desk = program.desk
    for name in ("Etsy", "eBay", "Own shop"):
        desk.jobs.write("", lambda progress, name=name: add(desk.db, ChannelFields("other", name)))
    desk.jobs.write("", lambda progress: edit(desk.db, 1, ChannelFields("etsy", "Etsy new")))
    program.navigate(OpenPage("history"))
    return program


def titles(page) -> list[str]:
    return [page.model.row(number).title for number in range(page.model.rowCount())]


def test_the_newest_action_comes_first_with_who_and_when(busy):
    page = busy.window.navigation.current
    assert titles(page)[0] == "Changed the channel Etsy new"
    row = page.model.row(0)
    shown = [column.text(row) for column in page.model.columns]
    assert shown == ["Changed the channel Etsy new", "today 09:00", row.who, "Change", "1", "Done"]
    assert page.found.text() == f"{page.model.rowCount()} actions"


def test_a_search_narrows_the_list(busy):
    page = busy.window.navigation.current
    page.search.searched.emit("eBay")
    assert titles(page) == ["Added the channel eBay"]
    page.search.searched.emit("nothing like this")
    assert titles(page) == []


def test_undoing_an_old_action_sorts_its_rows(busy):
    page = busy.window.navigation.current
    page.open_target(OpenAction(page.model.row(3).id))
    page.details.undo.click()
    question = page.findChild(Question)
    assert "Added the channel Etsy" in question.windowTitle()
    question.go.click()
    said = [label.text() for label in page.details.findChildren(type(page.details.title))]
    assert any("1 row kept, because it was changed since" in words for words in said)
    assert any("Etsy new" in words for words in said)
    assert busy.session.facts.channels == 3


def test_an_undone_action_says_so_and_cant_be_undone_again(busy):
    page = busy.window.navigation.current
    page.open_target(OpenAction(page.model.row(0).id))
    page.details.undo.click()
    page.findChild(Question).go.click()
    assert page.model.row(0).state == "undone"
    assert page.details.note.text() == "Undone today 09:00"
    assert not page.details.undo.isEnabled()


def test_the_command_asks_for_an_action_that_can_be_undone(on_sample):
    on_sample.navigate(OpenPage("history"))
    page = on_sample.window.navigation.current
    on_sample.book.run("history.undo")
    assert page.findChild(Question) is None
    assert on_sample.notices.log[-1].kind == "refusal"


def test_the_page_hears_of_what_happens_elsewhere(busy):
    page = busy.window.navigation.current
    desk = busy.desk
    desk.jobs.write("", lambda progress: add(desk.db, ChannelFields("other", "Fair")))
    assert titles(page)[0] == "Added the channel Fair"


def test_every_kind_of_record_has_a_name_that_is_no_tables():
    kept = {table.name for table in Base.metadata.tables.values() if table.info.get("journaled")}
    assert kept <= set(TABLES)
    assert not any("_" in words for words in TABLES.values())
