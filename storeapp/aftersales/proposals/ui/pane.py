"""Beside the list of proposals: what speaks for the case, and the two things one can do with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.aftersales.proposals.printed import about
from storeapp.aftersales.proposals.records import Proposal
from storeapp.kernel.text import _
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.widgets import Button, Label, Link, message, scrolling, section, small


class ProposalPane(Filled):
    """One proposal. `opened` and `dismissed` ask for what is done with it."""

    opened = Signal()
    dismissed = Signal()
    order_asked = Signal(int)
    review_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent=parent)
        self._shown: Proposal | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(8)
        self.title = Label("", "title", wrap=True)
        self.under = small("", "muted", wrap=True)
        self.why = message()
        self.words = message("", "text-2")
        self.order, self.review = Link(_("Show the order")), Link(_("Show the review"))
        self.order.clicked.connect(lambda: self._ask("order"))
        self.review.clicked.connect(lambda: self._ask("review"))
        links = QHBoxLayout()
        links.setSpacing(16)
        links.addWidget(self.order)
        links.addWidget(self.review)
        links.addStretch(1)
        self.said = section(_("What the buyer wrote"))
        for widget in (self.title, self.under):
            column.addWidget(widget)
        column.addLayout(links)
        for widget in (section(_("Why")), self.why, self.said, self.words):
            column.addWidget(widget)
        column.addStretch(1)
        self._scroller = scrolling(inside, _("Proposed case"))
        outer.addWidget(self._scroller, 1)
        foot = Filled("surface", "t")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        self.open = Button(_("Open the case"), "primary", icon="plus")
        self.dismiss = Button(_("Dismiss…"), icon="x")
        self.open.clicked.connect(self.opened)
        self.dismiss.clicked.connect(self.dismissed)
        row.addWidget(self.open)
        row.addWidget(self.dismiss)
        row.addStretch(1)
        outer.addWidget(foot)

    def to_top(self) -> None:
        """Another proposal is shown."""
        self._scroller.to_top()

    def show_proposal(self, one: Proposal, buyer: str) -> None:
        """Show it; `buyer` as the owner wants buyers named."""
        self._shown = one
        self.title.setText(one.reason_title)
        self.under.setText(_(", ").join(part for part in (about(one), one.product, buyer, one.channel) if part))
        self.why.setText("\n".join(f"• {line}" for line in one.why))
        self.words.setText(one.words)
        self.said.setVisible(bool(one.words))
        self.words.setVisible(bool(one.words))
        self.order.setVisible(one.order_id is not None)
        self.review.setVisible(one.review_id is not None)

    def _ask(self, kind: str) -> None:
        one = self._shown
        if one is not None and kind == "order" and one.order_id is not None:
            self.order_asked.emit(one.order_id)
        elif one is not None and one.review_id is not None:
            self.review_asked.emit(one.review_id)
