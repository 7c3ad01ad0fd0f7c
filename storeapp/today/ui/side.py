"""The column of figures beside the list."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.text import _
from storeapp.today.queries import TodayFigures
from storeapp.today.rules import SALES_DAYS
from storeapp.today.ui.cards import ChannelsCard, FigureCard, RatingNow, SalesNow, say_orders, say_replies
from storeapp.today.ui.level_card import NextLevelCard

GAP = 16


class FigureColumn(QWidget):
    """Rating, replies, orders, sales and channels; hidden until the figures are read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.rating = RatingNow()
        self.replies = FigureCard(_("Reply rate"))
        self.orders = FigureCard(_("Orders"))
        self.sales = SalesNow(SALES_DAYS)
        self.channels = ChannelsCard()
        self.levels = NextLevelCard()
        column.addWidget(self.rating)
        pair = QHBoxLayout()
        pair.setSpacing(GAP)
        pair.addWidget(self.replies, 1)
        pair.addWidget(self.orders, 1)
        column.addLayout(pair)
        column.addWidget(self.sales)
        column.addWidget(self.levels)
        column.addWidget(self.channels)
        column.addStretch(1)
        self.hide()

    def show_figures(self, found: TodayFigures, today: date) -> None:
        """Show them."""
        self.rating.show_card(found.rating)
        say_replies(self.replies, found.replies)
        say_orders(self.orders, found.sales, today)
        self.sales.show_card(found.sales, today, found.issues)
        self.channels.show_lines(found.channels, today)
        self.show()

    def show_error(self) -> None:
        """The figures could not be read: old ones stay, the first card says so."""
        self.rating.words.setText(_("The figures could not be read. Nothing was changed."))
        self.show()
