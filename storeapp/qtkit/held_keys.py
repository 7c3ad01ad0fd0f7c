"""Keys that come before a page is ready for them wait in their order: none is lost, none acts on rows that are old."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from storeapp.kernel.rows import dataclass

LONGEST = 5.0  # seconds a key waits at most for what is read anew; then it acts on what is shown
COMING = 20.0  # seconds it waits at most for rows that were never there, and for what is being written
LOOK = 15  # ms between two looks
_Key = Qt.Key
_MOVES = {_Key.Key_Up, _Key.Key_Down, _Key.Key_Home, _Key.Key_End, _Key.Key_PageUp, _Key.Key_PageDown}
_LEAVES = {_Key.Key_Escape, _Key.Key_Tab, _Key.Key_Backtab}
_CHORDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(frozen=True, slots=True)
class Held:
    """One key as it was pressed."""

    key: int
    modifiers: Qt.KeyboardModifier
    text: str

    def action(self, place: QWidget) -> QAction | None:
        """The action that this key does there."""
        chord = QKeySequence(QKeyCombination(self.modifiers, Qt.Key(self.key)))
        for action in place.actions():
            if action.isEnabled() and not action.shortcut().isEmpty() and action.shortcut() == chord:
                return action
        return None


class HeldKeys(QObject):
    """Holds the keys of one page.

    `read` says whether its list has come; until then every key waits. `settled` says whether nothing is being written
    or read anew; keys of actions that declare `waits` wait for it, and whatever is pressed behind them. `writing` says
    whether something short is being written: before it is through, a key would act on what is no longer true.
    """

    def __init__(
        self, page: QWidget, read: Callable[[], bool], settled: Callable[[], bool], writing: Callable[[], bool]
    ) -> None:
        super().__init__(page)
        self._page, self._read, self._settled, self._writing = page, read, settled, writing
        self._came = False  # whether the list has been there once: keys may act on it while it is read again
        self._watched: set[QWidget] = set()
        self._keys: deque[Held] = deque()
        self._playing = False
        self._since = self._first = 0.0  # when the waiting for what is read anew, and all of it, began
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(self.play)

    def watch(self, place: QWidget) -> None:
        """Keys pressed here may have to wait."""
        if place not in self._watched:
            self._watched.add(place)
            place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or self._playing:
            return False
        if not isinstance(event, QKeyEvent) or QApplication.focusWidget() is not watched or not _plain(event):
            return False
        held = Held(event.key(), event.modifiers(), event.text())
        if not self._keys and self._may_act(held, watched):
            return False
        event.accept()  # no shortcut then: the key comes as such
        if kind == QEvent.Type.KeyPress:
            if not self._keys:
                self._since = self._first = time.monotonic()
            self._keys.append(held)
            self._timer.start()
        return True

    @Slot()
    def play(self) -> None:
        """Let go the keys whose time has come."""
        while self._keys:
            place = QApplication.focusWidget()
            if place is None or not (place is self._page or self._page.isAncestorOf(place)):
                self._keys.clear()  # the owner has gone elsewhere
                break
            if not self._may_act(self._keys[0], place) and self._may_wait():
                return
            self._since = self._first = time.monotonic()
            self._press(self._keys.popleft(), place)
        self._timer.stop()

    def _may_act(self, held: Held, place: QObject) -> bool:
        if not self._came:
            self._came = place is not self._page and self._read()
            if not self._came:
                return False
        action = held.action(place) if isinstance(place, QWidget) else None
        return action is None or not action.property("waits") or self._settled()

    def _may_wait(self) -> bool:
        now = time.monotonic()
        if self._writing() or not (self._came or self._read()):
            self._since = now  # the reading that a key may get tired of hasn't begun
            return now - self._first < COMING
        return now - self._since < LONGEST

    def _press(self, held: Held, place: QWidget) -> None:
        action = held.action(place)
        if action is not None:
            action.trigger()
            return
        self._playing = True
        try:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(place, QKeyEvent(kind, held.key, held.modifiers, held.text))
        finally:
            self._playing = False


def _plain(event: QKeyEvent) -> bool:
    """Letters, digits, Enter, Space and what moves in a list; not what leaves it, and no chord."""
    key = event.key()
    return not event.modifiers() & _CHORDS and key not in _LEAVES and (bool(event.text()) or key in _MOVES)
