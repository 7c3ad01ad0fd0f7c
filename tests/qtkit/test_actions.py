"""Actions: one declaration gives menus, keys, palette and the page of shortcuts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QVBoxLayout, QWidget

from storeapp.kernel.settings import Settings
from storeapp.kernel.text import N_
from storeapp.qtkit.actions import ActionBook, ActionSpec
from storeapp.qtkit.buttons import Button

REPLY = ActionSpec("t.reply", N_("&Reply…"), "reply", "E", N_("Write a reply"), "list", "one")
SAVE = ActionSpec("t.save", N_("Save"), "save", "Ctrl+S")
FIND = ActionSpec("t.find", N_("Find"), "search", "Ctrl+K", scope="window")


class Owner(QWidget):
    """A page with a list and a field."""

    def __init__(self):
        super().__init__()
        self.done = []
        self.list, self.field = QListWidget(), QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.list)
        column.addWidget(self.field)

    def reply(self):
        self.done.append("reply")

    def save(self):
        self.done.append("save")

    def find(self):
        self.done.append("find")


@pytest.fixture
def owner(look, qtbot):
    page = Owner()
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def book(owner):
    made = ActionBook(Settings())
    handlers = {"t.reply": owner.reply, "t.save": owner.save, "t.find": owner.find}
    made.register([REPLY, SAVE, FIND], handlers, owner, [owner.list])
    return made


def test_single_letters_work_in_lists_only_and_never_while_typing(owner, book, qtbot):
    book.met(owner, ["one"])
    owner.field.setFocus()
    qtbot.keyClick(owner.field, Qt.Key.Key_E)
    assert (owner.done, owner.field.text()) == ([], "e")
    owner.list.setFocus()
    qtbot.keyClick(owner.list, Qt.Key.Key_E)
    assert owner.done == ["reply"]
    book.allow_single_letters(False)
    qtbot.keyClick(owner.list, Qt.Key.Key_E)
    assert owner.done == ["reply"]


def test_keys_of_a_page_work_only_while_it_is_seen(owner, book, qtbot):
    qtbot.keyClick(owner.field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert owner.done == ["save"]
    assert [entry.id for entry in book.palette() if entry.enabled] == ["t.save", "t.find"]
    owner.hide()
    assert [entry.id for entry in book.palette() if entry.enabled] == ["t.find"]


def test_what_an_action_needs_enables_it_everywhere(owner, book):
    button = Button()
    button.bind(book.action("t.reply"))
    menu = book.menu(["t.reply", "-", "t.save", "not.there"], owner)
    assert not button.isEnabled()
    assert [action.isEnabled() for action in menu.actions() if not action.isSeparator()] == [False, True]
    book.met(owner, {"one"})
    assert button.isEnabled()
    button.click()
    assert owner.done == ["reply"]
    button.deleteLater()


def test_the_palette_and_the_shortcuts_say_plain_words(book):
    assert {entry.text for entry in book.palette()} == {"Reply", "Save", "Find"}
    assert [(line.scope, line.text, line.keys) for line in book.shortcuts()] == [
        ("Everywhere", "Find", "Ctrl+K"),
        ("On this page", "Save", "Ctrl+S"),
        ("In lists", "Reply", "E"),
    ]


def test_clashes_are_refused_when_they_are_declared(owner, book):
    with pytest.raises(ValueError, match="twice"):
        book.register([SAVE], {"t.save": owner.save}, owner)
    with pytest.raises(ValueError, match="share"):
        book.register([ActionSpec("t.other", "Other", keys="Ctrl+S")], {"t.other": owner.save}, owner)
    with pytest.raises(ValueError, match="single letter"):
        ActionSpec("t.bad", "Bad", keys="B")
    book.forget(owner)
    assert not book.has("t.save")
    book.register([SAVE], {"t.save": owner.save}, owner)
