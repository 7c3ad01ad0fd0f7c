"""Where the page leads to: from one record to another, to other rooms, and what its actions do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from storeapp.evidence.ui.consents_sheet import ConsentsSheet
from storeapp.evidence.ui.photo_sheet import PhotoDrop, PhotoSheet
from storeapp.kernel.targets import (
    OpenCaseOfCustomer,
    OpenCaseOfOrder,
    OpenCustomer,
    OpenOrder,
    OpenPage,
    OpenReview,
    OpenReviews,
)
from storeapp.kernel.text import _
from storeapp.orders import buyers
from storeapp.orders.records import BuyerRow, Event, OrderFilters
from storeapp.orders.ui.buyer_panel import BuyerPanel
from storeapp.orders.ui.merge_dialog import MergeDialog
from storeapp.orders.ui.order_panel import OrderPanel
from storeapp.orders.ui.panels import Panel, ProductPanel
from storeapp.qtkit.workbench.giving import give_rows

if TYPE_CHECKING:
    from storeapp.orders.ui.page import CustomersPage


class PageActions(QObject):
    """Follows the links of the panes, and holds the handlers of the page's actions."""

    def __init__(self, page: CustomersPage) -> None:
        super().__init__(page)
        self._page = page

    def serve(self, panel: Panel) -> None:
        """Follow the links of a pane."""
        panel.event_opened.connect(self._open_event)
        if isinstance(panel, BuyerPanel):
            PhotoDrop(panel).given.connect(self._photos)
            panel.orders_asked.connect(self._orders_of)
            panel.case_asked.connect(self._to_case)
            panel.asked.opened.connect(self._page.desk.navigate)
        elif isinstance(panel, OrderPanel):
            PhotoDrop(panel).given.connect(self._photos)
            panel.buyer_asked.connect(self._to_buyer)
            panel.case_asked.connect(self._to_case)
            panel.asked.opened.connect(self._page.desk.navigate)
        elif isinstance(panel, ProductPanel):
            panel.orders_asked.connect(self._orders_with)
            panel.reviews_asked.connect(self._reviews_of)

    def bring_in(self) -> None:
        """Go to the import page."""
        self._page.desk.navigate(OpenPage("import"))

    def to_loose_reviews(self) -> None:
        """Go to the reviews without an order."""
        self._page.desk.navigate(OpenPage("reputation", "links"))

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What each action of the page does."""
        page = self._page
        return {
            "customers.import": self.bring_in,
            "customers.tab.customers": partial(page.show_tab, "customers"),
            "customers.tab.orders": partial(page.show_tab, "orders"),
            "customers.tab.products": partial(page.show_tab, "products"),
            "customers.tab.doubles": partial(page.show_tab, "doubles"),
            "customers.tab.groups": partial(page.show_tab, "groups"),
            "customers.unlinked": self.to_loose_reviews,
            "customers.merge": self._merge_selected,
            "customers.part": self._part,
            "customers.save_view": page.save_view,
            "customers.clear": self._clear,
            "customers.copy": self._copy,
            "customers.note": self._write_note,
            "customers.label": self._name_product,
            "customers.contact": self._toggle_contact,
            "customers.reviews": self._to_review,
            "customers.photos": lambda: self._photos(),
            "customers.consents": lambda: ConsentsSheet(page).open(),
            "customers.case": self._to_case,
            "customers.give": self._give,
        }

    def _open_event(self, event: Event) -> None:
        if event.review_id is not None:
            self._page.desk.navigate(OpenReview(event.review_id))
        elif event.order_id is not None:
            self._page.open_target(OpenOrder(event.order_id))

    def _to_buyer(self, customer: int) -> None:
        self._page.open_target(OpenCustomer(customer))

    def _orders_of(self, customer: int) -> None:
        self._page.show_tab("orders")
        self._page.tab.show_filters(OrderFilters(customer=customer, sort="placed"))

    def _orders_with(self, product: int, title: str) -> None:
        self._page.show_tab("orders")
        self._page.name_product(product, title)
        self._page.tab.show_filters(OrderFilters(product=product, sort="placed"))

    def _reviews_of(self, product: int) -> None:
        self._page.desk.navigate(OpenReviews(product=product))

    def _clear(self) -> None:
        self._page.tab.list.clear()

    def _copy(self) -> None:
        self._page.tab.table.copy()

    def _write_note(self) -> None:
        panel = self._page.tab.inspector
        if isinstance(panel, BuyerPanel | OrderPanel) and panel.record_id is not None:
            panel.note.setFocus()
        else:
            self._page.desk.notices.say(_("Choose a customer or an order to write a note"))

    def _name_product(self) -> None:
        panel = self._page.tab.inspector
        if isinstance(panel, ProductPanel) and panel.record_id is not None:
            panel.label.begin()
        else:
            self._page.desk.notices.say(_("Choose a product to give it a short name"))

    def _toggle_contact(self) -> None:
        panel = self._page.tab.inspector
        if isinstance(panel, BuyerPanel) and panel.record_id is not None:
            self._page.order_actions.set_contact(panel.record_id, not panel.barred.isChecked())

    def _merge_selected(self) -> None:
        """Compare two customers that the owner selected, and merge them as chosen."""
        if self._page.bar.tab != "customers":
            self._page.show_tab("customers")
        self._page.tab.table.selected_rows(self._compare)

    def _compare(self, rows: Sequence[BuyerRow]) -> None:
        page = self._page
        if len(rows) != 2:
            page.desk.notices.refuse(_("Select two customers first: press Space on each."))
            return
        one, other = rows
        page.ask_db(lambda conn: buyers.sides(conn, one.id, other.id), self._show_compared, "merge:sides")

    def _show_compared(self, sides: tuple[buyers.PairSide, buyers.PairSide] | None) -> None:
        if sides is not None:
            dialog = MergeDialog(sides, self._page.moment(), self._page)
            self._page.order_actions.serve_pairs(dialog.pane)
            dialog.open()

    def _part(self) -> None:
        panel = self._page.tab.inspector
        if isinstance(panel, BuyerPanel) and panel.record_parts:
            self._page.order_actions.part(panel.record_parts[0])
        else:
            self._page.desk.notices.refuse(_("This customer was not merged with another one."))

    def _to_case(self) -> None:
        panel = self._page.tab.inspector
        if isinstance(panel, OrderPanel) and panel.record_id is not None:
            self._page.desk.navigate(OpenCaseOfOrder(panel.record_id))
        elif isinstance(panel, BuyerPanel) and panel.record_id is not None:
            self._page.desk.navigate(OpenCaseOfCustomer(panel.record_id))
        else:
            self._page.desk.notices.say(_("Choose an order or a customer to open the case"))

    def _give(self) -> None:
        page = self._page
        if page.bar.tab == "orders":
            page.tab.table.selected_rows(partial(give_rows, page.desk, "order"))
        else:
            page.desk.notices.say(_("Choose orders to give them to a helper"))

    def _photos(self, dropped: Sequence[Any] = ()) -> None:
        """Keep photos with the customer or the order shown, these at once."""
        panel, page = self._page.tab.inspector, self._page
        buyer: int | None
        if isinstance(panel, BuyerPanel) and panel.record_id is not None:
            kind, buyer = "customer", panel.record_id
        elif isinstance(panel, OrderPanel) and panel.record_id is not None:
            kind, buyer = "order", panel.buyer_id
        else:
            page.desk.notices.say(_("Choose a customer or an order to keep photos with it"))
            return
        sheet = PhotoSheet(page, kind, panel.record_id, buyer, panel.title.text())
        sheet.open()
        sheet.give(list(dropped))

    def _to_review(self) -> None:
        for row in self._page.tab.inspector.timeline.rows():
            if row.told.review_id is not None:
                self._open_event(row.told)
                return
        self._page.desk.notices.say(_("No review is known here"))
