"""The dialog in which an order or a review is looked for and linked to a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from storeapp.aftersales.linking.queries import Linkable, orders_for, reviews_for
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _
from storeapp.qtkit.fields import SearchField
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, section, small

ORDER, REVIEW = "order", "review"
READERS = {ORDER: orders_for, REVIEW: reviews_for}


class LinkSheet(QDialog):
    """Shows those of the buyer first; words find others. `then` gets the id of the one that was chosen."""

    def __init__(self, page: Page, case: int, kind: str, then: Callable[[int], None]) -> None:
        super().__init__(page)
        self.page, self._case, self._kind, self._then = page, case, kind, then
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        of_order = kind == ORDER
        title = _("Add an order to the case") if of_order else _("Link a review to the case")
        self.setWindowTitle(title)
        self.resize(theme().px(680), theme().px(440))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(section(title))
        self.search = SearchField(_("Order number, buyer or product") if of_order else _("Words of the review"))
        self.search.searched.connect(lambda _words: self.look())
        self.search.left.connect(self.reject)
        self.search.down.connect(self._to_list)
        column.addWidget(self.search)
        self.said = small("")
        column.addWidget(self.said)
        name = _("Orders") if of_order else _("Reviews")
        self.table = TableView(name, f"aftersales.link.{kind}", page.desk.settings, first_pad=8)
        self.model = RowsModel(_columns(kind, page.desk.clock.today()), parent=self)
        self.table.show_model(self.model)
        self.table.opened.connect(self._take)
        self.table.current_changed.connect(self._chosen)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        self.back = Button(_("Cancel"), "quiet")
        self.back.clicked.connect(self.reject)
        self.go = Button(_("Add to the case") if of_order else _("Link to the case"), "primary")
        self.go.setDefault(True)
        self.go.setEnabled(False)
        self.go.clicked.connect(lambda: self._take(self.table.current_row()))
        foot.addWidget(self.back)
        foot.addWidget(self.go)
        column.addLayout(foot)
        self.search.setFocus()
        self.look()

    def look(self) -> None:
        """Read what the words find."""
        read, words = READERS[self._kind], self.search.text()
        self.page.ask_db(lambda conn: (words, read(conn, self._case, words)), self._show, "aftersales:link")

    def _show(self, found: tuple[str, list[Linkable]]) -> None:
        words, rows = found
        if words != self.search.text():
            return
        self.model.set_rows(rows)
        if rows:
            self.table.go_to(0)
        self.go.setEnabled(bool(rows))
        if words.strip():
            self.said.setText("" if rows else _("Nothing found. Other words may find more."))
        else:
            of_buyer = _("Of the same buyer. Type to find others.")
            self.said.setText(of_buyer if rows else _("Nothing else is known of this buyer. Type to find others."))

    def _chosen(self, row: Linkable | None) -> None:
        self.go.setEnabled(row is not None)

    def _to_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _take(self, row: Linkable | None) -> None:
        if row is not None:
            self.accept()
            self._then(row.id)


def _columns(kind: str, today: date) -> list[Column]:
    first = Column("words", _("Order"), width=150, sortable=False, text=lambda row: row.words)
    if kind == REVIEW:
        said = Column("words", _("Review"), width=220, sortable=False, stretch=True, text=_said)
        about = Column("about", _("Product"), width=130, sortable=False, tone="text-2", text=lambda row: row.about)
        columns = [Column("stars", _("Stars"), "stars", 96, sortable=False, text=_stars, value=lambda row: row.stars)]
        columns += [said, about]
    else:
        about = Column("about", _("Product"), width=220, sortable=False, stretch=True, text=lambda row: row.about)
        columns = [first, about]
    return [
        *columns,
        Column("channel", _("Channel"), width=90, sortable=False, tone="text-2", text=lambda row: row.channel),
        Column("day", _("Day"), width=90, sortable=False, align="right", text=partial(_day, today)),
    ]


def _said(row: Linkable) -> str:
    words = " ".join(row.words.split()) or _("No words, only a rating")
    return words if row.case is None else _("{words} (case {number})").format(words=words, number=row.case)


def _stars(row: Linkable) -> str:
    return "" if row.stars is None else str(row.stars)


def _day(today: date, row: Any) -> str:
    return spoken_day(date.fromisoformat(row.day[:10]), today) if row.day else ""
