"""Gives the product in hand its short name, on every tab whose list shows products."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.text import _
from storeapp.kernel.titles import short_title
from storeapp.qtkit.table import TableView
from storeapp.reputation.overview.ui.tabs import ReputationTabs
from storeapp.reputation.reviews.records import ReviewRow
from storeapp.reputation.reviews.ui.wing_page import OVERVIEW, PRODUCTS, REVIEWS, WingPage
from storeapp.reputation.standing.service import name_product

NAME_IT = "reputation.label"


class Naming:
    """Asks for the short name, and keeps it with Undo."""

    def __init__(self, page: WingPage, tabs: ReputationTabs) -> None:
        self._page, self._tabs = page, tabs

    def serve(self, table: TableView) -> None:
        """Let a list of products offer it, by key and in the menu of a row."""
        self._page.desk.actions.add_list(self._page, table, only=(NAME_IT,))
        table.menu_asked.connect(partial(self._menu, table))

    def _menu(self, over: QWidget, _row: object, place: QPoint) -> None:
        self._page.desk.actions.menu([NAME_IT], over).popup(place)

    def ask(self) -> None:
        """Ask for the short name of the product under the cursor."""
        found = self._in_hand()
        if found is None:
            self._page.desk.notices.say(_("Choose a product, or a review of one, to give it a short name"))
            return
        product, title, label = found
        self._page.desk.ask.text(
            self._page,
            _("What do you call this product?"),
            _("Short name, empty for “{title}”").format(title=short_title(title)),
            partial(self._keep, product, Shown({"label": label})),
            value=label,
            verb=_("Save the name"),
            text=title,
            empty=True,
        )

    def _in_hand(self) -> tuple[int, str, str] | None:
        """Id, title and short name of the product that the tab in front has under its cursor."""
        tabs, front = self._tabs, self._tabs.front
        if front == REVIEWS:
            review: ReviewRow | None = tabs.reviews.table.current_row()
            if review is None or review.product_id is None:
                return None
            return review.product_id, review.product, review.label
        if front in (OVERVIEW, PRODUCTS):
            row = (tabs.products if front == PRODUCTS else tabs.overview).table.current_row()
            return None if row is None else (row.id, row.title, row.label)
        return None

    def _keep(self, product: int, shown: Shown, words: str) -> None:
        self._page.desk.do(_("Changing a product"), name_product, product, words, shown, said=_("Short name saved"))
