"""The tabs of Reputation: which there are, and their views, each built when its tab is first chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from storeapp.kernel.text import N_
from storeapp.qtkit.page import Page
from storeapp.qtkit.tabs import TabView

OVERVIEW, REVIEWS, PRODUCTS, THEMES, STANDING = "overview", "reviews", "products", "themes", "standing"


@dataclass(frozen=True, slots=True)
class TabPlan:
    """One tab. Its view is the class `view` of `module`, made with (page) and told to `refresh` when it comes to the
    front or something it shows may have changed; without a module the page itself builds it.

    `asks` says whether the choices of channel, product and period stand in the toolbar over it. The action
    "reputation.<key>" of the page leads to it.
    """

    key: str
    title: str
    asks: bool = False
    module: str = ""
    view: str = ""


PLANS = (
    TabPlan(OVERVIEW, N_("Overview"), asks=True),
    TabPlan(REVIEWS, N_("Reviews")),
    TabPlan(PRODUCTS, N_("Products"), asks=True),
    TabPlan(THEMES, N_("Themes"), asks=True, module="storeapp.reputation.themes.ui.tab", view="ThemesView"),
    TabPlan(STANDING, N_("Standing")),
    TabPlan("trust", N_("Trust"), module="storeapp.reputation.trust.ui.tab", view="TrustView"),
    TabPlan("links", N_("To confirm"), module="storeapp.reputation.links.ui.tab", view="LinksView"),
)


class TabViews(QStackedWidget):
    """The views of the tabs. `made` tells a view right after it was built, before it is shown."""

    made = Signal(str)

    def __init__(self, page: Page, makers: Mapping[str, Callable[[QWidget], QWidget]]) -> None:
        super().__init__(page)
        self._page, self._makers = page, makers
        self._views: dict[str, QWidget] = {}

    def has(self, tab: str) -> bool:
        """Whether the view of a tab is built already."""
        return tab in self._views

    def view(self, tab: str) -> QWidget:
        """The view of a tab, built now if it never was."""
        if tab not in self._views:
            plan = next(one for one in PLANS if one.key == tab)
            if plan.module:
                made: QWidget = getattr(import_module(plan.module), plan.view)(self._page, self)
            else:
                made = self._makers[tab](self)
            self._views[tab] = made
            self.addWidget(made)
            self.made.emit(tab)
        return self._views[tab]

    def show_tab(self, tab: str) -> None:
        """Bring the view of a tab to the front."""
        self.setCurrentWidget(self.view(tab))

    def refresh_tab(self, tab: str) -> None:
        """Let a built view that reads for itself read again."""
        view = self._views.get(tab)
        if isinstance(view, TabView):
            view.refresh()
