"""Builds the pages ahead of their first visit, while nothing is read and the owner's hand rests."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from storeapp.qtkit.jobs import Jobs
from storeapp.shell.rooms import rooms

if TYPE_CHECKING:
    from storeapp.shell.session.controls import ShopDesk
    from storeapp.shell.window.navigation import Navigation

REST_MS = 1500  # after the first page is there, before others are built ahead of their first visit
BUILD_PAUSE_MS = 150  # between two of them


class PagePreloader(QObject):
    """Builds one page at a time; `built` tells that every page is there. `opener` imports their modules."""

    built = Signal()

    def __init__(
        self, navigation: Navigation, opener: Jobs, desk: Callable[[], ShopDesk | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._navigation, self._opener, self._desk = navigation, opener, desk
        self._hand: tuple[object, ...] = ()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)

    def start(self) -> None:
        """A shop is open, whose readings go first."""
        self._timer.start(REST_MS)

    def stop(self) -> None:
        """The shop is closing."""
        self._timer.stop()

    @Slot()
    def _next(self) -> None:
        desk = self._desk()
        if desk is None:
            self._timer.stop()
            return
        if self._navigation.current is None or desk.jobs.busy() or self._opener.busy() or self._at_work():
            return
        waiting = [room for room in rooms() if room.id not in self._navigation.pages]
        if not waiting:
            self._timer.stop()
            self.built.emit()
            return
        self._timer.setInterval(BUILD_PAUSE_MS)
        room = waiting[0]
        if room.module in sys.modules:
            self._navigation.page(room.id)
        else:
            self._opener.read(lambda progress: import_module(room.module), lambda module: None)

    def _at_work(self) -> bool:
        """Whether the mouse moved or another field was entered since the last look: building would hold that up."""
        before = self._hand
        self._hand = (QCursor.pos(), QApplication.focusWidget(), self._navigation.current_id)
        return bool(before) and before != self._hand
