"""Nothing is wider than its place, and the owner's words stand as they were written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.qtkit.bars import Tab
from storeapp.qtkit.tips import menu_words, tip_of
from storeapp.qtkit.widgets import Button, Chip, Inspector, Label, Link, Tag
from storeapp.shell.window.sidebar import ShopButton

LONG = "back to school essentials | sticker flakes, stickers, school stickers, bullet journal, pen pal, planners"


@pytest.fixture
def pane(qtbot, look):
    made = Inspector("A record")
    qtbot.addWidget(made)
    made.resize(330, 200)
    made.show()
    return made


@pytest.mark.parametrize("part", [lambda: Link(LONG), lambda: Tag(LONG), lambda: Label(LONG), lambda: Button(LONG)])
def test_no_pane_is_wider_than_its_place(pane, qtbot, part):
    pane.column.addWidget(part())
    pane.column.addWidget(Label("\n".join("so high that it scrolls") * 9, wrap=True))
    qtbot.wait(1)
    assert pane.scroller.widget().width() <= pane.scroller.viewport().width()


@pytest.mark.parametrize("part", [Link, Tag])
def test_long_words_are_cut_with_a_tooltip_and_short_ones_never(pane, qtbot, part):
    long, short = part(LONG), part("Reviews")
    pane.column.addWidget(long, alignment=Qt.AlignmentFlag.AlignLeft)
    pane.column.addWidget(short, alignment=Qt.AlignmentFlag.AlignLeft)
    qtbot.wait(1)
    assert long.width() < long.sizeHint().width()
    assert tip_of(long) == LONG
    assert short.width() == short.sizeHint().width()
    assert tip_of(short) == ""
    pane.resize(1400, 200)
    qtbot.wait(1)
    assert long.width() == long.sizeHint().width()
    assert tip_of(long) == ""


def test_another_record_begins_at_its_top(pane, qtbot):
    pane.column.addWidget(Label("\n".join("a line" for _line in range(90)), wrap=True))
    qtbot.wait(1)
    pane.scroller.verticalScrollBar().setValue(300)
    pane.to_top()
    assert pane.scroller.verticalScrollBar().value() == 0


@pytest.mark.parametrize("part", [Button, Link, Chip, Tab])
def test_an_and_sign_is_no_access_key(qtbot, look, part):
    made = part("Tom & Ann")
    qtbot.addWidget(made)
    assert made.text() == "Tom & Ann"
    assert made.accessibleName() == "Tom & Ann"
    assert made.shortcut().isEmpty()
    assert made.sizeHint().width() > part("Tom  Ann").sizeHint().width()


def test_a_shops_name_with_an_and_sign(qtbot, look):
    made = ShopButton()
    qtbot.addWidget(made)
    made.show_shop("Paper & Ink", 2)
    assert made.text() == "Paper & Ink"
    assert made.shortcut().isEmpty()
    assert menu_words("Paper & Ink") == "Paper && Ink"


def test_a_button_of_an_action_keeps_the_actions_access_key(qtbot, look):
    holder = QWidget()
    qtbot.addWidget(holder)
    QVBoxLayout(holder)
    action = QAction("&Open", holder)
    made = Button(parent=holder)
    made.bind(action)
    assert made.accessibleName() == "Open"
    assert not made.shortcut().isEmpty()
