"""What Today reads after the list and its figures are shown, so that these don't have to wait for it."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from storeapp.kernel.text import _
from storeapp.qtkit.page import Page
from storeapp.today.service import look_at_requests
from storeapp.today.ui.level_card import NextLevelCard

SETTLED_MS = 60  # in which the list is painted


class Afterwards(QObject):
    """Reads the levels once all that is urgent has come, and says so by `over`.

    Ladders and their rules take as long to load as all of the list.
    """

    over = Signal()

    def __init__(self, page: Page, card: NextLevelCard) -> None:
        super().__init__(page)
        self._page, self._card = page, card
        self._awaited: set[str] = set()
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self._read)

    def wait_for(self, names: Iterable[str]) -> None:
        """The page asks anew for these, whatever came before."""
        self._settled.stop()
        self._awaited = set(names)

    def came(self, name: str) -> None:
        """One of them is shown, or could not be read."""
        if name in self._awaited:  # else the list alone was read, out of sight
            self._awaited.discard(name)
            if not self._awaited:
                self._settled.start()

    @Slot()
    def _read(self) -> None:
        today = self._page.desk.clock.today()
        self._page.ask_db(
            lambda conn: import_module("storeapp.today.levels").level_lines(conn, today),
            self._card.show_lines,
            "today:levels",
        )
        self._page.desk.do(_("Checking the requests"), look_at_requests)
        self.over.emit()
