"""Customers & orders: who bought what and when, with the whole story of each buyer beside the list."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from storeapp.kernel.text import N_, _
from storeapp.orders import service
from storeapp.orders.queries import ViewRow
from storeapp.orders.records import Wanted
from storeapp.orders.ui import reading
from storeapp.orders.ui.buyer_panel import BuyerPanel
from storeapp.orders.ui.list_tab import ListTab
from storeapp.orders.ui.lists import KINDS
from storeapp.orders.ui.order_panel import OrderPanel
from storeapp.orders.ui.panels import Panel, ProductPanel
from storeapp.orders.ui.verbs import Verbs
from storeapp.orders.ui.views import ViewBar
from storeapp.orders.ui.ways import Ways
from storeapp.orders.ui.words import Moment
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page

PANELS: dict[str, type[Panel]] = {"customers": BuyerPanel, "orders": OrderPanel, "products": ProductPanel}
TABS = ("customers", "orders", "products")
ACTIONS = (
    ActionSpec("customers.import", N_("Import orders"), "import"),
    ActionSpec("customers.tab.customers", N_("Show customers"), "users", "Alt+1"),
    ActionSpec("customers.tab.orders", N_("Show orders"), "bag", "Alt+2"),
    ActionSpec("customers.tab.products", N_("Show products"), "tag", "Alt+3"),
    ActionSpec("customers.save_view", N_("Save this view"), "plus"),
    ActionSpec("customers.clear", N_("Clear all filters"), "x"),
    ActionSpec("customers.copy", N_("Copy the selected rows"), "copy", tip=N_("They paste well into Excel")),
    ActionSpec("customers.note", N_("Write a note"), "pencil", "N", scope="list"),
    ActionSpec("customers.contact", N_("Do not contact this customer"), "ban"),
    ActionSpec("customers.reviews", N_("Show the review of this order"), "star", "R", scope="list"),
)


class CustomersPage(Page):
    """Three lists in a workbench. Targets: ("customer", id), ("order", id), ("product", id), or a tab's name."""

    ID = "customers"
    TITLE = N_("Customers & orders")
    KIND = "workbench"
    ICON = "bag"
    TOPICS = frozenset({"customers", "orders", "products", "reviews", "channels", "views", "settings"})
    ACTIONS = ACTIONS

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._tabs: dict[str, ListTab] = {}
        self._chosen: dict[str, int] = {}
        self._channels: list[tuple[int, str]] = []
        self._kept: list[ViewRow] = []
        self.verbs = Verbs(desk, self)
        self.verbs.refused.connect(self._reload)
        self.ways = Ways(self)
        self.stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.bar = ViewBar([(key, _(KINDS[key].title)) for key in TABS])
        self.bar.tab_chosen.connect(self.show_tab)
        self.bar.view_chosen.connect(self._show_view)
        self.bar.save_asked.connect(self.save_view)
        self.bar.drop_asked.connect(self.verbs.drop_view)
        for key in TABS:
            self._build(key)
        self.show_tab("customers")
        tables = [self._tabs[key].table for key in TABS]
        desk.actions.register(self.ACTIONS, self.ways.handlers(), owner=self, lists=tables)

    def refresh(self) -> None:
        """Read the tab that is open, the counts, and the record beside the list."""
        self.tab.refresh()
        self.ask_db(reading.head, self._show_head)
        self._reload()

    def open_record(self, target: object) -> None:
        """Show a customer, an order or a product."""
        if isinstance(target, str) and target in TABS:
            self.show_tab(target)
        elif isinstance(target, tuple) and len(target) == 2:
            self.show_tab({"customer": "customers", "order": "orders", "product": "products"}[target[0]])
            self.tab.go_to(int(target[1]))

    def primary(self) -> ActionSpec | None:
        return self.ACTIONS[0]

    def toolbar(self) -> QWidget | None:
        return self.bar

    def close_page(self) -> None:
        """Keep a note that is being written, then drop open questions."""
        self._commit_notes()
        super().close_page()

    @property
    def tab(self) -> ListTab:
        """The tab that is open."""
        return self._tabs[self.bar.tab]

    def show_tab(self, key: str) -> None:
        """Open a tab; it is read when it is first seen."""
        self._commit_notes()
        self.bar.choose(key)
        self.stack.setCurrentWidget(self.tab)
        self.bar.show_views(key, self._kept, self.tab.wanted)
        if self.isVisible():
            self.tab.refresh()
            self._reload()
            self.tab.table.setFocus()

    def _build(self, key: str) -> None:
        panel = PANELS[key]()
        tab = self._tabs[key] = ListTab(KINDS[key], panel, self.desk, self, self.moment)
        tab.wanted_changed.connect(partial(self._wanted_changed, key))
        tab.chosen.connect(partial(self._choose, key))
        tab.import_asked.connect(self.ways.bring_in)
        self.verbs.serve(panel)
        self.ways.serve(panel)
        self.stack.addWidget(tab)

    def moment(self) -> Moment:
        """Today, and whether names are shown."""
        return Moment.of(self.desk.clock, self.desk.settings.show_names)

    def _show_head(self, head: reading.Head) -> None:
        self._channels, self._kept = head.channels, head.views
        for key in TABS:
            self.bar.set_count(key, getattr(head.counts, key))
            self._tabs[key].bar.know(head.channels)
        self.bar.know_sizes(head.sizes)
        self.bar.show_views(self.bar.tab, self._kept, self.tab.wanted)

    def _wanted_changed(self, key: str, wanted: Wanted) -> None:
        if key == self.bar.tab:
            self.bar.show_views(key, self._kept, wanted)

    def _show_view(self, wanted: Wanted) -> None:
        self.tab.show_wanted(wanted)

    def save_view(self) -> None:
        """Ask for a name and keep the filters under it."""
        suggested = _(", ").join(self.tab.bar.words())[: service.LONGEST_NAME]
        then = partial(self.verbs.save_view, self.bar.tab, self.tab.wanted)
        self.desk.ask.text(self, _("Save this view"), _("Name"), then, verb=_("Save view"), value=suggested)

    def _choose(self, key: str, record: int) -> None:
        self._chosen[key] = record
        if key == self.bar.tab:
            self._reload()

    def _reload(self) -> None:
        key, record = self.bar.tab, self._chosen.get(self.bar.tab, 0)
        if record:
            read = partial(reading.RECORDS[key], record=record)
            self.ask_db(read, partial(self._show_record, key), key=f"record:{key}")

    def _show_record(self, key: str, found: tuple[Any, ...] | None) -> None:
        if found is not None:
            tab = self._tabs[key]
            tab.panel.show_record(*found, self.moment())
            tab.pane.show_content()
            tab.panel.measure()

    def _commit_notes(self) -> None:
        for tab in self._tabs.values():
            if isinstance(tab.panel, BuyerPanel | OrderPanel):
                tab.panel.note.commit()
