"""The window: sidebar, top bar, page, status bar; it wires the parts together and knows no shop and no room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from storeapp.kernel.settings import Settings
from storeapp.kernel.text import _
from storeapp.qtkit.actions import ActionBook
from storeapp.qtkit.jobs import Jobs
from storeapp.qtkit.notices import Notice
from storeapp.qtkit.page import Page
from storeapp.shell.drop import DropVeil, dropped_files
from storeapp.shell.last_today import LastToday
from storeapp.shell.navigation import Navigation
from storeapp.shell.panes import next_pane
from storeapp.shell.ribbon import SampleRibbon
from storeapp.shell.rooms import Room
from storeapp.shell.sidebar import Sidebar
from storeapp.shell.snapshot import Snapshot
from storeapp.shell.statusbar import StatusBar
from storeapp.shell.topbar import TopBar

SMALLEST = (1024, 680)
USUAL = (1440, 900)
NARROW_BELOW = 1280
LAYOUT = "window"


class MainWindow(QWidget):
    """What is always there. A full-screen part (`show_instead`) takes its place while no shop is open."""

    closing = Signal()
    dropped = Signal(list)  # list[Path]
    shop_pressed = Signal()
    start_own_pressed = Signal()
    undo_pressed = Signal()
    search_pressed = Signal()
    fact_pressed = Signal(str)  # page id

    def __init__(self, rooms: Sequence[Room], settings: Settings, book: ActionBook) -> None:
        super().__init__()
        self._settings, self._book = settings, book
        self._may_close = False
        self.setObjectName("window")
        self.setWindowTitle("Storeapp")
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self.stage = QStackedWidget()
        self.pages = QStackedWidget()
        self.navigation = Navigation(self.pages, rooms, self)
        self.status = StatusBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stage, 1)
        column.addWidget(self.status)
        self._instead: QWidget | None = None
        self._last: LastToday | None = None
        self._veil = DropVeil(self)
        self._furnish(rooms)
        self.navigation.shown.connect(self._page_shown)
        self.navigation.built.connect(self._page_built)
        self.status.opened.connect(self.fact_pressed)
        self._place()

    def _furnish(self, rooms: Sequence[Room]) -> None:
        """Build the parts that hold words; done again when the language or the text size changes."""
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.sidebar = Sidebar(rooms)
        self.topbar = TopBar()
        self.ribbon = SampleRibbon()
        self.tools = QStackedWidget()
        self.tools.hide()
        right = QVBoxLayout()
        right.setSpacing(0)
        for part in (self.topbar, self.ribbon, self.tools):
            right.addWidget(part)
        right.addWidget(self.pages, 1)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        self._work = work
        self.stage.addWidget(work)
        self.sidebar.chosen.connect(self._go)
        self.sidebar.shop_pressed.connect(self.shop_pressed)
        self.topbar.search_pressed.connect(self.search_pressed)
        self.topbar.toast.undo_pressed.connect(self.undo_pressed)
        self.ribbon.pressed.connect(self.start_own_pressed)

    def refurnish(self, rooms: Sequence[Room]) -> None:
        """Say everything anew after the language or the text size has changed; the pages must be gone before."""
        counts, notice = self.sidebar.counts(), self.topbar.toast.notice
        texts, shop, sample = self.status.texts(), self.sidebar.shop.shown, self.ribbon.isVisible()
        old, self.pages = self._work, QStackedWidget()
        self.navigation.use_stack(self.pages)
        self.stage.removeWidget(old)
        self._furnish(rooms)
        old.deleteLater()
        column = self.layout()
        status, self.status = self.status, StatusBar()
        column.replaceWidget(status, self.status)
        status.deleteLater()
        self.status.opened.connect(self.fact_pressed)
        self.status.show_texts(texts)
        self.sidebar.set_counts(counts)
        self.show_shop(*shop, sample=sample)
        if notice is not None:
            self.topbar.toast.post(notice)
        self._fit()

    # What it shows

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Paint what was there when the program was last open."""
        self.show_shop(snapshot.shop, snapshot.channels, sample=snapshot.sample)
        self.sidebar.set_counts(snapshot.counts)
        self.sidebar.select(self.navigation.current_id)
        self.topbar.show_page(self.navigation.title(self.navigation.current_id))
        self.status.show_texts(snapshot.status)
        self._last = LastToday(snapshot.today)
        self.pages.addWidget(self._last)
        self.pages.setCurrentWidget(self._last)
        self.show_work()

    def show_shop(self, name: str, channels: int, sample: bool = False) -> None:
        """Name the open shop."""
        self.sidebar.shop.show_shop(name, channels, sample)
        self.ribbon.setVisible(sample)
        self.setWindowTitle(f"{name} – Storeapp" if name else "Storeapp")

    def show_instead(self, screen: QWidget) -> None:
        """Show a screen in place of pages and sidebar: first start, or a shop that can't be opened."""
        self._drop_instead()
        self._instead = screen
        self.stage.addWidget(screen)
        self.stage.setCurrentWidget(screen)
        self.status.hide()

    def show_work(self) -> None:
        """Back to sidebar and pages."""
        self._drop_instead()
        self.stage.setCurrentWidget(self._work)
        self.status.show()

    @property
    def instead(self) -> QWidget | None:
        """The screen shown in place of the pages, if any."""
        return self._instead

    def watch(self, jobs: Jobs) -> None:
        """Show the work of these lanes in the strip."""
        jobs.started.connect(self._job_started)
        jobs.progressed.connect(self._job_progressed)
        jobs.ended.connect(self._job_ended)

    @Slot(object)
    def post(self, notice: Notice) -> None:
        """Show a notice in the top bar, or on the screen that stands in its place."""
        self.topbar.toast.post(notice)
        tell = getattr(self._instead, "tell", None)
        if tell is not None:
            tell(notice.text)

    def raise_up(self) -> None:
        """Come to the front, from the task bar too."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()

    def focus_next_pane(self) -> None:
        """F6: move the keyboard to the next part of the window."""
        parts: list[QWidget] = [self.sidebar, self.topbar, self.tools, self.pages]
        next_pane(parts, self.focusWidget())

    def close_for_good(self) -> None:
        """Close without asking back."""
        self._may_close = True
        self.close()

    # Qt's events

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep_place()
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.closing.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self.navigation.back():
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self._veil.hide()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        count = self._droppable(event.mimeData())
        if count:
            event.acceptProposedAction()
            self._veil.offer(count)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._veil.hide()
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files)

    @staticmethod
    def _droppable(data: QMimeData) -> int:
        return len(dropped_files(data))

    # Its parts

    @Slot(str)
    def _go(self, page_id: str) -> None:
        self.navigation.go(page_id)

    @Slot(str)
    def _page_shown(self, page_id: str) -> None:
        self.sidebar.select(page_id)
        page = self.navigation.pages[page_id]
        if self._last is not None:
            self.pages.removeWidget(self._last)
            self._last.deleteLater()
            self._last = None
        self.topbar.show_page(_(page.TITLE))
        self._show_primary()
        tools = self.navigation.tools.get(page_id)
        self.tools.setVisible(tools is not None)
        if tools is not None:
            self.tools.setCurrentWidget(tools)

    @Slot(object)
    def _page_built(self, page: Page) -> None:
        page.count_changed.connect(self._count_changed)
        page.crumb_changed.connect(self._crumb_changed)
        page.primary_changed.connect(self._show_primary)
        tools = page.toolbar()
        if tools is not None:
            self.navigation.tools[page.ID] = tools
            self.tools.addWidget(tools)

    @Slot(int, bool)
    def _count_changed(self, count: int, red: bool) -> None:
        page = self.sender()
        if isinstance(page, Page):
            self.sidebar.set_counts({page.ID: (count, red)})

    @Slot(str)
    def _crumb_changed(self, crumb: str) -> None:
        page = self.sender()
        if isinstance(page, Page) and page is self.navigation.current:
            self.topbar.show_page(_(page.TITLE), crumb)

    @Slot()
    def _show_primary(self) -> None:
        page = self.navigation.current
        spec = page.primary() if page is not None else None
        known = spec is not None and self._book.has(spec.id)
        self.topbar.show_primary(self._book.action(spec.id) if spec and known else None, spec.icon if spec else "")

    @Slot(object)
    def _job_started(self, job: object) -> None:
        self.status.strip.start(job)  # type: ignore[arg-type]

    @Slot(object)
    def _job_progressed(self, job: object) -> None:
        self.status.strip.follow(job)  # type: ignore[arg-type]

    @Slot(object)
    def _job_ended(self, job: object) -> None:
        self.status.strip.end(job)  # type: ignore[arg-type]

    def _drop_instead(self) -> None:
        if self._instead is not None:
            self.stage.removeWidget(self._instead)
            self._instead.deleteLater()
            self._instead = None

    def _fit(self) -> None:
        self.sidebar.set_narrow(self.width() < NARROW_BELOW)
        self._veil.setGeometry(self.rect())

    def _place(self) -> None:
        kept = self._settings.layout.get(LAYOUT)
        restored = isinstance(kept, str) and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))
        if not restored:
            room = self.screen().availableSize()
            self.resize(min(USUAL[0], room.width()), min(USUAL[1], room.height()))

    def keep_place(self) -> None:
        """Remember where the window is and how large."""
        self._settings.layout[LAYOUT] = bytes(self.saveGeometry().toBase64().data()).decode()
