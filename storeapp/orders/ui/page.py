"""Customers & orders: who bought what and when, with the whole story of each buyer beside the list."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from storeapp.kernel.beside import Said
from storeapp.kernel.targets import OpenCustomer, OpenOrder, OpenPage, OpenProduct, Record, Target
from storeapp.kernel.text import N_, _
from storeapp.orders import buyers
from storeapp.orders.queries import ViewRow
from storeapp.orders.records import OrderFilters
from storeapp.orders.ui import reading
from storeapp.orders.ui.actions import OrderActions
from storeapp.orders.ui.buyer_panel import BuyerPanel
from storeapp.orders.ui.doubles import ACTIONS as DOUBLES_ACTIONS
from storeapp.orders.ui.doubles import doubles_spec
from storeapp.orders.ui.filters import OrderFilterBook
from storeapp.orders.ui.groups import ACTIONS as GROUPS_ACTIONS
from storeapp.orders.ui.groups import groups_spec
from storeapp.orders.ui.lists import KINDS
from storeapp.orders.ui.order_panel import OrderPanel
from storeapp.orders.ui.page_actions import PageActions
from storeapp.orders.ui.sentences import OrderMoment
from storeapp.orders.ui.specs import spec_of
from storeapp.orders.ui.views import ViewBar
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.qtkit.workbench.bench import Workbench
from storeapp.qtkit.workbench.giving import give_action

TABS = ("customers", "orders", "products")
DOUBLES, GROUPS = "doubles", "groups"
APART = (DOUBLES, GROUPS)  # tabs that are no list of records
TAB_OF: dict[type[Target], str] = {OpenCustomer: "customers", OpenOrder: "orders", OpenProduct: "products"}
DOUBLES_AFTER = 700  # ms after the page is read: looking for pairs may take a second in a large shop
ACTIONS = (
    ActionSpec("customers.import", N_("Import orders"), "import"),
    ActionSpec("customers.tab.customers", N_("Show customers"), "users", "Alt+1"),
    ActionSpec("customers.tab.orders", N_("Show orders"), "bag", "Alt+2"),
    ActionSpec("customers.tab.products", N_("Show products"), "tag", "Alt+3"),
    ActionSpec("customers.tab.doubles", N_("Show possible duplicates"), "users", "Alt+4"),
    ActionSpec("customers.tab.groups", N_("Show groups of buyers"), "users", "Alt+5"),
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
    ActionSpec("customers.photos", N_("Photos the buyer sent"), "image", scope="list"),
    ActionSpec("customers.consents", N_("What buyers agreed to"), "shield-check"),
    ActionSpec("customers.case", N_("Open the case of this order or customer"), "lifebuoy", "C", scope="list"),
    give_action("customers"),
)


class CustomersPage(Page):
    """Lists in a workbench. Targets: ("customer", id), ("order", id), ("product", id), or a tab's name.

    A tab is built when it is first chosen.
    """

    ID = "customers"
    TITLE = N_("Customers & orders")
    KIND = "workbench"
    ICON = "bag"
    TOPICS = frozenset({"customers", "orders", "products", "reviews", "channels", "views", "settings", "requests"})
    ACTIONS = ACTIONS
    PARTS = (*TABS, *APART)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._tabs: dict[str, Workbench] = {}
        self._doubles: Workbench | None = None
        self._groups: Workbench | None = None
        self._head: reading.Head | None = None
        self.order_actions = OrderActions(desk, self)
        self.order_actions.refused.connect(lambda: self.tab.reread())
        self.page_actions = PageActions(self)
        self.stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.books = {key: OrderFilterBook(key, self.moment) for key in TABS}
        self.bar = ViewBar(
            desk,
            self.ID,
            [*((key, _(KINDS[key].title)) for key in TABS), (DOUBLES, _("Possible duplicates")), (GROUPS, _("Groups"))],
        )
        self.bar.tab_chosen.connect(self.show_tab)
        self.bar.views.chosen.connect(lambda wanted: self.tab.show_filters(wanted))
        self.bar.views.save_asked.connect(self.save_view)
        self.bar.loose_asked.connect(self.page_actions.to_loose_reviews)
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

    def build_part(self, part: str) -> None:
        if part in TABS:
            self._list(part)
        elif part == GROUPS:
            self.groups.list.start()

    def keyboard(self) -> QWidget:
        return self.front.table

    def record(self) -> str:
        return f"{self.bar.tab}:{self.tab.record or 0}"

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
        if self._groups is not None:
            self.desk.actions.forget(self._groups)
        super().close_page()

    @property
    def tab(self) -> Workbench:
        """The list that is open, or the list of customers beside the possible duplicates."""
        return self._list("customers" if self.bar.tab in APART else self.bar.tab)

    @property
    def front(self) -> Workbench:
        """The list that is seen."""
        key = self.bar.tab
        return self.doubles if key == DOUBLES else self.groups if key == GROUPS else self._list(key)

    @property
    def groups(self) -> Workbench:
        """The tab of groups of buyers, built now if it never was."""
        if self._groups is None:
            spec = groups_spec(self.desk.clock.today, self.page_actions.bring_in)
            made = self._groups = Workbench(self, spec, self.stack)
            made.beside.built.connect(lambda pane: pane.buyers_asked.connect(self._show_buyers))
            handlers = {"groups.buyers": lambda: made.inspector.ask_buyers()}
            self.desk.actions.register(GROUPS_ACTIONS, handlers, owner=made, lists=[made.table])
            self.stack.addWidget(made)
            self.part_built.emit(made)
        return self._groups

    def _show_buyers(self, wanted: OrderFilters) -> None:
        self.show_tab("customers")
        self.tab.show_filters(wanted)

    @property
    def doubles(self) -> Workbench:
        """The tab of possible duplicates, built now if it never was."""
        if self._doubles is None:
            to_customers = partial(self.show_tab, "customers")
            made = self._doubles = Workbench(self, doubles_spec(self.moment, to_customers), self.stack)
            made.list.counted.connect(partial(self.bar.set_count, DOUBLES))
            made.beside.built.connect(self.order_actions.serve_pairs)
            handlers = {"doubles.merge": made.inspector.ask_merge, "doubles.apart": made.inspector.ask_apart}
            self.desk.actions.register(DOUBLES_ACTIONS, handlers, owner=made, lists=[made.table])
            self.stack.addWidget(made)
            self.part_built.emit(made)
        return self._doubles

    def show_tab(self, key: str) -> None:
        """Open a tab; it is read when it is first seen."""
        self._commit_notes()
        self.bar.choose(key)
        self.stack.setCurrentWidget(self.front)
        if key in APART:
            self.bar.show_views(key, [], OrderFilters())
        else:
            self.bar.show_views(key, self._kept(), self.tab.filters)
        if self.isVisible():
            self._refresh_tab()
            self.keyboard().setFocus()

    def _kept(self) -> list[ViewRow]:
        return self._head.views if self._head is not None else []

    def _refresh_tab(self) -> None:
        self.front.refresh()

    def _list(self, key: str) -> Workbench:
        if key not in self._tabs:
            spec = spec_of(key, self.moment, self.books[key], self.page_actions.bring_in, self._beside)
            tab = self._tabs[key] = Workbench(self, spec, self)
            tab.filters_changed.connect(partial(self._filters_changed, key))
            for serve in (self.order_actions.serve, self.page_actions.serve):
                tab.beside.built.connect(serve)
            tab.beside.built.connect(lambda panel: panel.step_asked.connect(tab.step))
            self.stack.addWidget(tab)
            self.desk.actions.add_list(self, tab.table)
            tab.offer_actions()
            self.part_built.emit(tab)
        return self._tabs[key]

    def _beside(self, kind: str, conn: Any, number: int) -> Said | None:
        return self.desk.beside(kind, conn, number, self.desk.clock.today())

    def _count_doubles(self) -> None:
        self.ask_db(buyers.pairs, self._doubles_counted, "doubles:count", lambda _error: None)

    def _doubles_counted(self, found: list[Any]) -> None:
        self.bar.set_count(DOUBLES, len(found))

    def moment(self) -> OrderMoment:
        """Today, and whether names are shown."""
        return OrderMoment.of(self.desk.clock, self.desk.settings.show_names)

    def _show_head(self, head: reading.Head) -> None:
        self._head = head
        for key in TABS:
            self.bar.set_count(key, getattr(head.counts, key))
        for book in self.books.values():
            book.channels = head.channels
        for tab in self._tabs.values():
            tab.list.know_filters()
        self.bar.know_sizes(head.sizes)
        self.bar.know_loose(head.loose_reviews)
        if self.bar.tab not in APART:
            self.bar.show_views(self.bar.tab, head.views, self.tab.filters)

    def _filters_changed(self, key: str, wanted: OrderFilters) -> None:
        if key == self.bar.tab:
            self.bar.show_views(key, self._kept(), wanted)

    def save_view(self) -> None:
        """Ask for a name and keep the filters under it."""
        if self.bar.tab not in APART:
            wanted: OrderFilters = self.tab.filters
            state = {"tab": self.bar.tab, "wanted": wanted.to_json()}
            self.bar.views.ask_name(self, state, _(", ").join(self.tab.list.filter_words()))

    def name_product(self, product: int, title: str) -> None:
        """Say this product's name where orders are filtered by it."""
        self.books["orders"].titles[product] = title

    def _commit_notes(self) -> None:
        for tab in self._tabs.values():
            if tab.beside.has_inspector and isinstance(tab.inspector, BuyerPanel | OrderPanel):
                tab.inspector.note.commit()
