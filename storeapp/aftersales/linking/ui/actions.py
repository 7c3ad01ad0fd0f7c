"""What the owner does with the orders and the review of a case: look for one, link it, take it off."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from storeapp.aftersales.linking import service as linking
from storeapp.aftersales.linking.ui.sheet import ORDER, REVIEW, LinkSheet
from storeapp.aftersales.records import CaseDetail
from storeapp.kernel.text import _
from storeapp.qtkit.page import Page


class LinkActions(QObject):
    """Asks over the page; `shown` gives the case in hand."""

    def __init__(self, page: Page, shown: Callable[[], CaseDetail | None]) -> None:
        super().__init__(page)
        self.page, self.desk, self._shown = page, page.desk, shown

    def look_for(self, kind: str) -> None:
        """Ask for an "order" or a "review" that the case is about."""
        detail = self._shown()
        if detail is not None:
            LinkSheet(self.page, detail.row.id, kind, partial(self.link, detail.row.id, kind)).open()

    def link(self, case: int, kind: str, number: int) -> None:
        """Let a case be about an order or a review too."""
        if kind == ORDER:
            self.desk.do(_("Adding an order"), linking.add_order, case, number, said=_("Order added to the case"))
        else:
            self.desk.do(_("Linking a review"), linking.link_review, case, number, said=_("Review linked to the case"))

    def offer(self, menu: QMenu) -> None:
        """Put into a menu what can be added to the case, and what taken off it."""
        detail = self._shown()
        if detail is None:
            return
        menu.addSeparator()
        self._add(menu, _("Add an order…"), self.look_for, ORDER)
        for one in detail.orders_of:
            words = _("Remove order {number} from the case").format(number=one.number)
            self._add(menu, words, self._remove_order, detail.row.id, one.id)
        self._add(menu, _("Link a review…"), self.look_for, REVIEW)
        if detail.review is not None:
            self._add(menu, _("Take the review off the case"), self._let_go, detail.row.id, detail.review.id)
        menu.addSeparator()

    def _remove_order(self, case: int, order: int) -> None:
        said = _("Order removed from the case")
        self.desk.do(_("Removing an order"), linking.remove_order, case, order, said=said)

    def _let_go(self, case: int, review: int) -> None:
        said = _("Review taken off the case")
        self.desk.do(_("Taking a review off"), linking.unlink_review, case, review, said=said)

    def _add(self, menu: QMenu, words: str, act: Callable[..., None], *values: Any) -> None:
        menu.addAction(words).triggered.connect(lambda _checked=False: act(*values))
