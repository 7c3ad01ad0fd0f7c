"""The pages behind the sidebar: built on their first visit, kept while the shop is open, with a way back."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from storeapp.kernel.text import _
from storeapp.shell.rooms import Room

if TYPE_CHECKING:
    from storeapp.kernel.targets import Target
    from storeapp.qtkit.desk import Desk
    from storeapp.qtkit.page import Page

KEPT_STEPS = 50


class Navigation(QObject):
    """Shows one page at a time in a stack; `go` may be asked before a shop is open, it then waits for `furnish`."""

    shown = Signal(str)  # page id now in front
    built = Signal(object)  # Page, once each

    def __init__(self, stack: QStackedWidget, rooms: Sequence[Room], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack = stack
        self._rooms = {room.id: room for room in rooms}
        self._desk: Desk | None = None
        self._trail: list[str] = []
        self._waiting: tuple[str, Target | None] | None = None
        self.pages: dict[str, Page] = {}
        self.tools: dict[str, QWidget] = {}  # the pages' toolbars

    @property
    def current(self) -> Page | None:
        """The page in front, None while no shop is open."""
        return self.pages.get(self._trail[-1]) if self._trail else None

    @property
    def current_id(self) -> str:
        """The id of the page in front, or of the one that will be."""
        if self._waiting is not None:
            return self._waiting[0]
        return self._trail[-1] if self._trail else next(iter(self._rooms), "")

    def furnish(self, desk: Desk) -> None:
        """A shop is open: build the page that was asked for meanwhile, else the first one."""
        self._desk = desk
        page_id, target = self._waiting or (next(iter(self._rooms)), None)
        self._waiting = None
        self._go(page_id, target)

    def clear(self) -> None:
        """The shop is closing: drop every page."""
        self._desk, self._waiting = None, None
        self._trail.clear()
        for page in self.pages.values():
            page.close_page()
            page.desk.actions.forget(page)
            self._stack.removeWidget(page)
            page.deleteLater()
        for tools in self.tools.values():
            tools.deleteLater()
        self.pages.clear()
        self.tools.clear()

    def last_today(self) -> dict[str, Any]:
        """What Today shows, as plain texts for the next start; empty where it can't say."""
        tell = getattr(self.pages.get("today"), "snapshot", None)
        return tell() if tell is not None else {}

    def title(self, page_id: str) -> str:
        """The page's name."""
        return _(self._rooms[page_id].title) if page_id in self._rooms else ""

    def show(self, page_id: str) -> None:
        """Show a page as it was left."""
        self._go(page_id, None)

    def go(self, target: Target) -> None:
        """Show a place: LookupError where no page, or no such part of it, is there."""
        self._go(target.page, target)

    def _go(self, page_id: str, target: Target | None) -> None:
        if page_id not in self._rooms:
            raise LookupError(f"there is no page {page_id!r}")
        if self._desk is None:
            self._waiting = (page_id, target)
            return
        page = self.page(page_id)
        if not self._trail or self._trail[-1] != page_id:
            self._trail.append(page_id)
            del self._trail[:-KEPT_STEPS]
        self._stack.setCurrentWidget(page)
        self.shown.emit(page_id)
        part = getattr(target, "part", None)
        if part and part not in page.PARTS:
            raise LookupError(f"the page {page_id!r} has no part {part!r}")
        if target is not None and part != "":
            page.open_target(target)

    def back(self) -> bool:
        """Show the page before this one; False where there is none."""
        if len(self._trail) < 2:
            return False
        self._trail.pop()
        self._stack.setCurrentWidget(self.pages[self._trail[-1]])
        self.shown.emit(self._trail[-1])
        return True

    def page(self, page_id: str) -> Page:
        """The page of that id, built now if this is its first visit."""
        if page_id not in self.pages:
            room = self._rooms[page_id]
            page: Page = getattr(import_module(room.module), room.page)(self._desk)
            self.pages[page_id] = page
            self._stack.addWidget(page)
            self.built.emit(page)
        return self.pages[page_id]
