"""Sidebar, top bar, ribbon, toolbar and page: what is seen while a shop is open."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from storeapp.kernel.text import _
from storeapp.shell.rooms import Room
from storeapp.shell.window.front_list import LIST_ACTIONS
from storeapp.shell.window.keyboard import KeyboardKeeper
from storeapp.shell.window.last_today import LastToday
from storeapp.shell.window.navigation import Navigation
from storeapp.shell.window.sidebar import Sidebar
from storeapp.shell.window.snapshot import Snapshot
from storeapp.shell.window.topbar import TopBar

if TYPE_CHECKING:
    from storeapp.qtkit.actions import ActionBook
    from storeapp.qtkit.jobs import Job
    from storeapp.qtkit.page import Page
    from storeapp.shell.window.sample_ribbon import SampleRibbon

NARROW_BELOW = 1280


class Tools(QStackedWidget):
    """The pages' toolbars: as high as the one in front, whatever the others need."""

    def sizeHint(self) -> QSize:
        front = self.currentWidget()
        return front.sizeHint() if front is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        front = self.currentWidget()
        return front.minimumSizeHint() if front is not None else super().minimumSizeHint()


class Workplace(QWidget):
    """Built anew when the language or the text size changes, because every part of it holds words."""

    stats = Signal(object)  # SelectionStats of the list in front

    start_own_pressed = Signal()

    def __init__(self, rooms: Sequence[Room], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book: ActionBook | None = None
        self.sidebar = Sidebar(rooms)
        self.topbar = TopBar()
        self.ribbon: SampleRibbon | None = None
        self.tools = Tools()
        self.tools.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.tools.hide()
        self.pages = QStackedWidget()
        self.navigation = Navigation(self.pages, rooms, self)
        self._last: LastToday | None = None
        self._crumbs: dict[str, str] = {}  # what each page shows inside it, by its id
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.topbar)
        right.addWidget(self.tools)
        self._right = right
        right.addWidget(self.pages, 1)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        self.keyboard = KeyboardKeeper(lambda: self.navigation.current, self.tools, self)
        self.sidebar.chosen.connect(self._go)
        self.navigation.shown.connect(self._page_shown)
        self.navigation.built.connect(self._page_built)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Paint what was there when the program was last open."""
        self.show_shop(snapshot.shop, snapshot.channels, snapshot.sample)
        self.sidebar.show_only(snapshot.counts)
        self.sidebar.select(self.navigation.current_id)
        self.topbar.show_page(self.navigation.title(self.navigation.current_id))
        if self._last is None:
            self._last = LastToday(snapshot.today)
            self.pages.addWidget(self._last)
        self.pages.setCurrentWidget(self._last)

    @Slot(object)
    def show_opening(self, job: Job) -> None:
        """Say in the page how far the shop is opened or made, while nothing else can be shown there."""
        progress = job.progress
        if self._last is not None:
            self._last.show_progress(job.title, progress.done / progress.total if progress.total else 0)

    def show_shop(self, name: str, channels: int, sample: bool) -> None:
        """Name the open shop; a sample wears its ribbon."""
        self.sidebar.shop.show_shop(name, channels, sample)
        if sample and self.ribbon is None:
            made: SampleRibbon = import_module("storeapp.shell.window.sample_ribbon").SampleRibbon()
            made.pressed.connect(self.start_own_pressed)
            self._right.insertWidget(1, made)
            self.ribbon = made
        if self.ribbon is not None:
            self.ribbon.setVisible(sample)

    def fit(self, width: int) -> None:
        """Shrink the sidebar in a small window."""
        self.sidebar.set_narrow(width < NARROW_BELOW)

    def panes(self) -> list[QWidget]:
        """The parts that F6 goes through, in reading order."""
        return [self.sidebar, self.topbar, self.tools, self.pages]

    @Slot(str)
    def _go(self, page_id: str) -> None:
        self.navigation.show(page_id)

    @Slot(str)
    def _page_shown(self, page_id: str) -> None:
        self.sidebar.select(page_id)
        if self._last is not None:
            self.pages.removeWidget(self._last)
            self._last.deleteLater()
            self._last = None
        self.topbar.show_page(_(self.navigation.pages[page_id].TITLE), self._crumbs.get(page_id, ""))
        self._show_primary()
        tools = self.navigation.tools.get(page_id)
        self.tools.setVisible(tools is not None)
        if tools is not None:
            self.tools.setCurrentWidget(tools)
            self.tools.updateGeometry()
        self.keyboard.give()

    @Slot(object)
    def _page_built(self, page: Page) -> None:
        page.count_changed.connect(self._count_changed)
        page.crumb_changed.connect(self._crumb_changed)
        page.primary_changed.connect(self._show_primary)
        page.part_built.connect(self._part_built)
        page.keys_offered.connect(self.keyboard.give)
        self._part_built(page)
        tools = page.toolbar()
        if tools is not None:
            self.navigation.tools[page.ID] = tools
            self.tools.addWidget(tools)

    @Slot(object)
    def _part_built(self, part: QWidget) -> None:
        for found in _lists(part):
            found.stats_changed.connect(self.stats)
            if self.book is not None and hasattr(found, "more"):
                found.more = [self.book.action(one.id) for one in LIST_ACTIONS if self.book.has(one.id)]

    @Slot(int, bool)
    def _count_changed(self, count: int, red: bool) -> None:
        page = self._sending()
        if page is not None:
            self.sidebar.set_counts({page.ID: (count, red)})

    @Slot(str)
    def _crumb_changed(self, crumb: str) -> None:
        page = self._sending()
        if page is None:
            return
        self._crumbs[page.ID] = crumb
        if page is self.navigation.current:
            self.topbar.show_page(_(page.TITLE), crumb)

    @Slot()
    def _show_primary(self) -> None:
        page = self.navigation.current
        spec = page.primary() if page is not None else None
        if spec is not None and self.book is not None and self.book.has(spec.id):
            self.topbar.show_primary(self.book.action(spec.id), spec.icon)
        else:
            self.topbar.show_primary(None)

    def _sending(self) -> Page | None:
        sender = self.sender()
        return next((page for page in self.navigation.pages.values() if page is sender), None)


def _lists(page: QWidget) -> list[Any]:
    """The lists of a page that tell what their selection adds up to."""
    return [found for found in page.findChildren(QAbstractItemView) if hasattr(found, "stats_changed")]
