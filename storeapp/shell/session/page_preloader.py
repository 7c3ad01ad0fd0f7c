"""Imports what the pages need, then builds them ahead of their first visit while the owner's hand rests."""

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

IMPORT_MS = 400  # after the first page is there, before the modules of all others are imported in a lane of their own
REST_MS = 1500  # after the first page is there, before others are built ahead of their first visit
BUILD_PAUSE_MS = 150  # between two of them


def import_all() -> None:
    """Import every page, and the tabs that a page builds when they are chosen."""
    for room in rooms():
        page = getattr(import_module(room.module), room.page)
        for module in page.LATER:
            import_module(module)


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
        self._imports = QTimer(self)
        self._imports.setSingleShot(True)
        self._imports.timeout.connect(self._import)

    def start(self) -> None:
        """A shop is open, whose readings go first."""
        self._imports.start(IMPORT_MS)
        self._timer.start(REST_MS)

    def stop(self) -> None:
        """The shop is closing."""
        self._imports.stop()
        self._timer.stop()

    @Slot()
    def _import(self) -> None:
        """Whoever is quicker than the building waits for widgets only: a module takes the window longer than a page."""
        self._opener.read(lambda progress: import_all(), lambda nothing: None)

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
