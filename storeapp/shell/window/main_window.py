"""The window: a workplace and a status bar, or a screen in their place. It knows no shop and no room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from storeapp.kernel.settings import Settings
from storeapp.shell.rooms import Room
from storeapp.shell.window.dropped_files import DropTarget
from storeapp.shell.window.navigation import Navigation
from storeapp.shell.window.next_pane import first_field, next_pane
from storeapp.shell.window.snapshot import Snapshot
from storeapp.shell.window.statusbar import StatusBar
from storeapp.shell.window.workplace import Workplace

if TYPE_CHECKING:
    from storeapp.qtkit.actions import ActionBook
    from storeapp.qtkit.jobs import Jobs
    from storeapp.qtkit.notices import Notice
    from storeapp.qtkit.table import SelectionStats

SMALLEST = (1000, 630)  # with its frame it fits a screen of 1024 x 680
FRAME = (16, 44)  # at most: what the system draws around a window, which nobody can tell before it is shown
USUAL = (1440, 900)
LAYOUT = "window"


class MainWindow(QWidget):
    """What is always there."""

    closing = Signal()
    dropped = Signal(list)  # list[Path]
    shop_pressed = Signal()
    start_own_pressed = Signal()
    undo_pressed = Signal()
    search_pressed = Signal()
    way_out = Signal(str)  # the id of the action a refusal points to
    fact_pressed = Signal(str)  # page id
    painted = Signal()  # once, after the first paint

    def __init__(self, rooms: Sequence[Room], settings: Settings) -> None:
        super().__init__()
        self._rooms, self._settings = rooms, settings
        self._book: ActionBook | None = None
        self._may_close = self.has_painted = False
        self._instead: QWidget | None = None
        self._watched: list[Jobs] = []
        self.setObjectName("window")
        self.setWindowTitle("Storeapp")
        self.setMinimumSize(*SMALLEST)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.stage = QStackedWidget()
        self._column.addWidget(self.stage, 1)
        self._drops = DropTarget(self)
        self._drops.dropped.connect(self.dropped)
        self._furnish()
        self._place()

    def _furnish(self) -> None:
        self.work = Workplace(self._rooms)
        self.work.book = self._book
        self.status = StatusBar()
        self.stage.insertWidget(0, self.work)
        self._column.addWidget(self.status)
        self.work.sidebar.shop_pressed.connect(self.shop_pressed)
        self.work.topbar.search_pressed.connect(self.search_pressed)
        self.work.topbar.undo_pressed.connect(self.undo_pressed)
        self.work.topbar.way_out.connect(self.way_out)
        self.work.start_own_pressed.connect(self.start_own_pressed)
        self.work.stats.connect(self._stats)
        self.work.navigation.shown.connect(self._page_shown)
        self.status.opened.connect(self.fact_pressed)
        for jobs in self._watched:
            if isValid(jobs):
                self._connect(jobs)

    def refurnish(self) -> None:
        """Say everything anew after the language or the text size has changed; no page may be open."""
        old, status, counts = self.work, self.status, self.work.sidebar.counts()
        self._furnish()
        self.work.sidebar.set_counts(counts)
        self.stage.setCurrentWidget(self._instead or self.work)
        for part in (old, status):
            part.hide()
            part.setParent(None)
            part.deleteLater()
        self.work.fit(self.width())

    @property
    def navigation(self) -> Navigation:
        """The pages."""
        return self.work.navigation

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Paint what was there when the program was last open."""
        self.work.show_snapshot(snapshot)
        self.status.show_texts(snapshot.status)
        self.show_shop(snapshot.shop, snapshot.channels, snapshot.sample)
        self.show_work()

    def show_shop(self, name: str, channels: int, sample: bool) -> None:
        """Name the open shop."""
        self.work.show_shop(name, channels, sample)
        self.setWindowTitle(f"{name} – Storeapp" if name else "Storeapp")

    def show_instead(self, screen: QWidget) -> None:
        """Show a screen in place of sidebar and pages: first start, or a shop that can't be opened."""
        self._drop_instead()
        self._instead = screen
        chosen = screen.focusWidget()  # forgotten when it changes its parent
        self.stage.addWidget(screen)
        self.stage.setCurrentWidget(screen)
        (chosen or first_field(screen) or screen).setFocus()
        self.status.hide()

    def show_work(self) -> None:
        """Back to sidebar and pages."""
        self._drop_instead()
        self.stage.setCurrentWidget(self.work)
        self.status.show()

    @property
    def instead(self) -> QWidget | None:
        """The screen shown in place of the pages, if any."""
        return self._instead

    def use_book(self, book: ActionBook) -> None:
        """The actions that the top bar may offer."""
        self._book = self.work.book = book

    def watch(self, jobs: Jobs) -> None:
        """Show the work of these lanes in the strip."""
        self._watched = [*(lanes for lanes in self._watched if isValid(lanes)), jobs]
        self._connect(jobs)

    def _connect(self, jobs: Jobs) -> None:
        strip = self.status.strip
        jobs.started.connect(strip.start)
        jobs.progressed.connect(strip.follow)
        jobs.ended.connect(strip.end)
        for news in (jobs.started, jobs.progressed):
            news.connect(self.work.show_opening)

    @Slot(object)
    def post(self, notice: Notice) -> None:
        """Show a notice in the top bar, or on the screen that stands in its place."""
        tell = getattr(self._instead, "tell", None)
        if tell is not None:
            tell(notice.text)
        else:
            self.work.topbar.toast.post(notice)

    def raise_up(self) -> None:
        """Come to the front, from the task bar too."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()

    def focus_next_pane(self) -> None:
        """F6: move the keyboard to the next part of the window."""
        next_pane(self.work.panes(), self.focusWidget())

    def close_for_good(self) -> None:
        """Close without asking back."""
        self._may_close = True
        self.close()

    def keep_place(self) -> None:
        """Remember where the window is and how large."""
        self._settings.layout[LAYOUT] = bytes(self.saveGeometry().toBase64().data()).decode()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep_place()
        event.setAccepted(self._may_close)
        if not self._may_close:
            QTimer.singleShot(0, self, self.closing.emit)  # Qt ignores a second close inside the first

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.work.fit(self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.has_painted:
            self.has_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not (self.work.keyboard.to_the_list() or self.navigation.back()):
            super().keyPressEvent(event)

    @Slot(object)
    def _stats(self, stats: SelectionStats) -> None:
        self.status.selection.setText(stats.sentence() if stats.rows > 1 else "")

    @Slot(str)
    def _page_shown(self, page_id: str) -> None:
        self.status.selection.setText("")

    def _drop_instead(self) -> None:
        if self._instead is not None:
            self.stage.removeWidget(self._instead)
            self._instead.deleteLater()
            self._instead = None

    def _place(self) -> None:
        kept = self._settings.layout.get(LAYOUT)
        if not (isinstance(kept, str) and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            room = self.screen().availableSize()
            self.resize(min(USUAL[0], room.width() - FRAME[0]), min(USUAL[1], room.height() - FRAME[1]))
