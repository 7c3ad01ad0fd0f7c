"""Customers & orders: who bought what and when, with the whole story of each buyer beside the list."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from storeapp.kernel.targets import OpenCustomer, OpenOrder, OpenPage, OpenProduct, Record, Target
from storeapp.kernel.text import N_, _
from storeapp.orders import buyers, service
from storeapp.orders.queries import ViewRow
from storeapp.orders.records import Wanted
from storeapp.orders.ui import reading
from storeapp.orders.ui.actions import OrderActions
from storeapp.orders.ui.buyer_panel import BuyerPanel
from storeapp.orders.ui.doubles_tab import DoublesTab
from storeapp.orders.ui.list_tab import ListTab
from storeapp.orders.ui.lists import KINDS
from storeapp.orders.ui.order_panel import OrderPanel
from storeapp.orders.ui.page_actions import PageActions
from storeapp.orders.ui.panels import Panel, ProductPanel
from storeapp.orders.ui.views import ViewBar
from storeapp.orders.ui.words import Moment
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page

PANELS: dict[str, type[Panel]] = {"customers": BuyerPanel, "orders": OrderPanel, "products": ProductPanel}
TABS = ("customers", "orders", "products")
DOUBLES = "doubles"
TAB_OF: dict[type[Target], str] = {OpenCustomer: "customers", OpenOrder: "orders", OpenProduct: "products"}
DOUBLES_AFTER = 700  # ms after the page is read: looking for pairs may take a second in a large shop
ACTIONS = (
    ActionSpec("customers.import", N_("Import orders"), "import"),
    ActionSpec("customers.tab.customers", N_("Show customers"), "users", "Alt+1"),
    ActionSpec("customers.tab.orders", N_("Show orders"), "bag", "Alt+2"),
    ActionSpec("customers.tab.products", N_("Show products"), "tag", "Alt+3"),
    ActionSpec("customers.tab.doubles", N_("Show possible duplicates"), "users", "Alt+4"),
    ActionSpec("customers.merge", N_("Merge the two selected customers"), "users"),
    ActionSpec("customers.part", N_("Split this customer again"), "undo"),
    ActionSpec("customers.unlinked", N_("Find the orders of reviews without one"), "link"),
    ActionSpec("customers.save_view", N_("Save this view"), "plus"),
    ActionSpec("customers.clear", N_("Clear all filters"), "x"),
    ActionSpec("customers.copy", N_("Copy the selected rows"), "copy", tip=N_("They paste well into Excel")),
    ActionSpec("customers.note", N_("Write a note"), "pencil", "N", scope="list"),
    ActionSpec("customers.label", N_("Give this product a short name"), "tag", "F2", scope="list"),
    ActionSpec("customers.contact", N_("Do not contact this customer"), "ban"),
    ActionSpec("customers.reviews", N_("Show the review of this order"), "star", "R", scope="list"),
    ActionSpec("customers.case", N_("Open the case of this order"), "lifebuoy", "C", scope="list"),
)


class CustomersPage(Page):
    """Lists in a workbench. Targets: ("customer", id), ("order", id), ("product", id), or a tab's name.

    A tab is built when it is first chosen.
    """

    ID = "customers"
    TITLE = N_("Customers & orders")
    KIND = "workbench"
    ICON = "bag"
    TOPICS = frozenset({"customers", "orders", "products", "reviews", "channels", "views", "settings"})
    ACTIONS = ACTIONS
    PARTS = (*TABS, DOUBLES)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._tabs: dict[str, ListTab] = {}
        self._doubles: DoublesTab | None = None
        self._chosen: dict[str, int] = {}
        self._head: reading.Head | None = None
        self.verbs = OrderActions(desk, self)
        self.verbs.refused.connect(self._reload)
        self.page_actions = PageActions(self)
        self.stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.bar = ViewBar([*((key, _(KINDS[key].title)) for key in TABS), (DOUBLES, _("Possible duplicates"))])
        self.bar.tab_chosen.connect(self.show_tab)
        self.bar.view_chosen.connect(self._show_view)
        self.bar.save_asked.connect(self.save_view)
        self.bar.loose_asked.connect(self.page_actions.to_loose_reviews)
        self.bar.drop_asked.connect(self.verbs.drop_view)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(DOUBLES_AFTER)
        self._later.timeout.connect(self._count_doubles)
        desk.actions.register(self.ACTIONS, self.page_actions.handlers(), owner=self)
        self.show_tab("customers")

    def refresh(self) -> None:
        """Read the tab that is open, the counts, and the record beside the list."""
        self._refresh_tab()
        self.ask_db(reading.head, self._show_head)
        self._reload()
        if self.bar.tab != DOUBLES:
            self._later.start()  # only the number at its tab: what is in front comes first

    def open_target(self, target: Target) -> None:
        """Show a tab, or a customer, an order or a product in its list."""
        match target:
            case OpenPage(part=tab):
                self.show_tab(tab)
            case Record(id=number):
                self.show_tab(TAB_OF[type(target)])
                self.tab.go_to(number)

    def keyboard(self) -> QWidget:
        return (self.doubles if self.bar.tab == DOUBLES else self.tab).table

    def record(self) -> str:
        return f"{self.bar.tab}:{self._chosen.get(self.bar.tab, 0)}"

    def primary(self) -> ActionSpec | None:
        return self.ACTIONS[0]

    def toolbar(self) -> QWidget | None:
        return self.bar

    def close_page(self) -> None:
        """Keep a note that is being written, then drop open questions."""
        self._later.stop()
        self._commit_notes()
        if self._doubles is not None:
            self.desk.actions.forget(self._doubles)
        super().close_page()

    @property
    def tab(self) -> ListTab:
        """The list that is open, or the list of customers beside the possible duplicates."""
        return self._list("customers" if self.bar.tab == DOUBLES else self.bar.tab)

    @property
    def doubles(self) -> DoublesTab:
        """The tab of possible duplicates, built now if it never was."""
        if self._doubles is None:
            made = self._doubles = DoublesTab(self.desk, self, self.moment, self.stack)
            made.counted.connect(partial(self.bar.set_count, DOUBLES))
            made.to_customers.connect(partial(self.show_tab, "customers"))
            self.verbs.serve_pairs(made.pane)
            self.stack.addWidget(made)
            self.part_built.emit(made)
        return self._doubles

    def show_tab(self, key: str) -> None:
        """Open a tab; it is read when it is first seen."""
        self._commit_notes()
        self.bar.choose(key)
        self.stack.setCurrentWidget(self.doubles if key == DOUBLES else self._list(key))
        if key == DOUBLES:
            self.bar.show_views(key, [], Wanted())
        else:
            self.bar.show_views(key, self._kept(), self.tab.wanted)
        if self.isVisible():
            self._refresh_tab()
            self._reload()
            self.keyboard().setFocus()

    def _kept(self) -> list[ViewRow]:
        return self._head.views if self._head is not None else []

    def _refresh_tab(self) -> None:
        if self.bar.tab == DOUBLES:
            self.doubles.refresh()
        else:
            self.tab.refresh()

    def _list(self, key: str) -> ListTab:
        if key not in self._tabs:
            tab = self._tabs[key] = ListTab(KINDS[key], PANELS[key], self.desk, self, self.moment)
            tab.wanted_changed.connect(partial(self._wanted_changed, key))
            tab.chosen.connect(partial(self._choose, key))
            tab.import_asked.connect(self.page_actions.bring_in)
            tab.panel_built.connect(self.verbs.serve)
            tab.panel_built.connect(self.page_actions.serve)
            self.stack.addWidget(tab)
            self.desk.actions.add_list(self, tab.table)
            if self._head is not None:
                tab.bar.know(self._head.channels)
            self.part_built.emit(tab)
        return self._tabs[key]

    def _count_doubles(self) -> None:
        self.ask_db(buyers.pairs, self._doubles_counted, "doubles:count", lambda _error: None)

    def _doubles_counted(self, found: list[Any]) -> None:
        self.bar.set_count(DOUBLES, len(found))

    def moment(self) -> Moment:
        """Today, and whether names are shown."""
        return Moment.of(self.desk.clock, self.desk.settings.show_names)

    def _show_head(self, head: reading.Head) -> None:
        self._head = head
        for key in TABS:
            self.bar.set_count(key, getattr(head.counts, key))
        for tab in self._tabs.values():
            tab.bar.know(head.channels)
        self.bar.know_sizes(head.sizes)
        self.bar.know_loose(head.loose_reviews)
        if self.bar.tab != DOUBLES:
            self.bar.show_views(self.bar.tab, head.views, self.tab.wanted)

    def _wanted_changed(self, key: str, wanted: Wanted) -> None:
        if key == self.bar.tab:
            self.bar.show_views(key, self._kept(), wanted)

    def _show_view(self, wanted: Wanted) -> None:
        self.tab.show_wanted(wanted)

    def save_view(self) -> None:
        """Ask for a name and keep the filters under it."""
        if self.bar.tab == DOUBLES:
            return
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
            panel: Any = tab.panel  # each kind of record has a pane that takes its own facts
            panel.show_record(*found, self.moment())
            tab.pane.show_content()
            tab.panel.measure()

    def _commit_notes(self) -> None:
        for tab in self._tabs.values():
            if tab.has_panel and isinstance(tab.panel, BuyerPanel | OrderPanel):
                tab.panel.note.commit()
