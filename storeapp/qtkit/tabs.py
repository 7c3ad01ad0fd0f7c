"""The tabs of a page: each is built when it is first chosen, and reads for itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from storeapp.qtkit.page import Page


@dataclass(frozen=True, slots=True)
class TabPlan:
    """One tab: its key and title, and the TabView that `module` calls `view`, loaded when it is first chosen.

    `asks`: what the page's own choices in the toolbar narrow, so that they stand over this tab.
    """

    key: str
    title: str
    module: str
    view: str
    asks: bool = False


class TabView(QWidget):
    """One tab, made with the page it stands on.

    The page calls `refresh` when the tab comes to the front, and again while it is there whenever something it shows
    may have changed; `close_tab` when the page closes.
    """

    counted = Signal(str, int)  # key of a tab, and the number beside its title: whichever tab read it tells it

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page, self.desk = page, page.desk

    def refresh(self) -> None:
        """Start the readings that fill the tab."""

    def close_tab(self) -> None:
        """Keep what is typed, and let go of what the desk holds for this tab."""


class TabViews(QStackedWidget):
    """The views of a page's tabs. `made` tells a view right after it was built, before it is shown."""

    made = Signal(str)

    def __init__(self, page: Page, plans: Sequence[TabPlan]) -> None:
        super().__init__(page)
        self._page, self._plans = page, {plan.key: plan for plan in plans}
        self._views: dict[str, TabView] = {}

    @property
    def front(self) -> str:
        """The key of the tab in front."""
        return next((key for key, view in self._views.items() if view is self.currentWidget()), "")

    def has(self, tab: str) -> bool:
        """Whether the view of a tab is built already."""
        return tab in self._views

    def view(self, tab: str) -> TabView:
        """The view of a tab, built now if it never was."""
        if tab not in self._views:
            plan = self._plans[tab]
            made: TabView = getattr(import_module(plan.module), plan.view)(self._page, self)
            self._views[tab] = made
            self.addWidget(made)
            self.made.emit(tab)
        return self._views[tab]

    def show_tab(self, tab: str) -> None:
        """Bring the view of a tab to the front."""
        self.setCurrentWidget(self.view(tab))

    def close_tabs(self) -> None:
        """The page closes."""
        for view in self._views.values():
            view.close_tab()
