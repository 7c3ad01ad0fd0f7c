"""Keys that wait for their page: as long as rows are on their way or something is written, however slow the machine."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.qtkit import held_keys
from storeapp.qtkit.held_keys import HeldKeys


class Slow(QWidget):
    """A page with one place for keys, whose P waits for what is written and read."""

    def __init__(self) -> None:
        super().__init__()
        self.came = self.true = True
        self.written = True
        self.acted: list[str] = []
        self.place = QWidget()
        self.place.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        QVBoxLayout(self).addWidget(self.place)
        action = QAction("Keep", self.place)
        action.setShortcut("P")
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setProperty("waits", True)
        action.triggered.connect(lambda: self.acted.append("P"))
        self.place.addAction(action)
        self.keys = HeldKeys(self, lambda: self.came, lambda: self.true, lambda: not self.written)
        self.keys.watch(self.place)


@pytest.fixture
def slow(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Shown, with the keys, on a machine so slow that each look comes too late."""
    monkeypatch.setattr(held_keys, "LONGEST", 0.0)
    made = Slow()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.place.setFocus()
    qtbot.waitUntil(made.place.hasFocus)
    return made


def press(slow: Slow) -> None:
    QTest.keyClick(slow.place, Qt.Key.Key_P)
    slow.keys.play()


def test_a_key_waits_for_rows_that_were_never_there(slow: Slow) -> None:
    slow.came = slow.true = False
    press(slow)
    assert slow.acted == []
    slow.came = slow.true = True
    slow.keys.play()
    assert slow.acted == ["P"]


def test_a_key_waits_for_what_the_key_before_it_writes(slow: Slow) -> None:
    press(slow)
    slow.true = slow.written = False
    press(slow)
    assert slow.acted == ["P"]
    slow.true = slow.written = True
    slow.keys.play()
    assert slow.acted == ["P", "P"]


def test_a_key_gets_tired_of_what_is_read_anew(slow: Slow) -> None:
    press(slow)
    slow.true = False
    press(slow)
    assert slow.acted == ["P", "P"]
