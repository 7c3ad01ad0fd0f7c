"""One review beside the orders it may be about; the owner says yes, no, or names another order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.days import spoken_day
from storeapp.kernel.rating_words import rating_words, shown_stars
from storeapp.kernel.text import _
from storeapp.kernel.titles import short_name
from storeapp.qtkit.radio import Radio
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Button, ChannelTile, Inspector, Label, Rule, Stars, Tag, section
from storeapp.reputation.links import linking
from storeapp.reputation.links.queries.links import Candidate, LooseReview
from storeapp.reputation.reviews.ui.sentences import Moment


class LinksPane(Inspector):
    """`linked` carries (review, candidate), `refused` (review, [order ids]), `another` the review's id."""

    linked = Signal(object, object)
    refused = Signal(int, object)
    another = Signal(int)
    review_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Review and orders"), parent)
        self._review: LooseReview | None = None
        self._group = QButtonGroup(self)
        self.title = Label("", "section", elide=True, parent=self)
        self.head.addWidget(self.title)
        self._inside = QWidget(self)
        self.column.addWidget(self._inside)
        self.column.addStretch(1)
        self.no = Button(_("No"), icon="x")
        self.no.setAccessibleName(_("The review is not about this order"))
        set_tip(self.no, _("The review is not about this order (N)"))
        self.no.clicked.connect(self.refuse)
        self.other = Button(_("Another order"), icon="search")
        self.other.clicked.connect(self.ask_another)
        self.yes = Button(_("Yes, link them"), "primary", "check")
        set_tip(self.yes, _("The review is about the chosen order (Y)"))
        self.yes.clicked.connect(self.confirm)
        self.add_to_footer(self.no)
        self.add_to_footer(self.other)
        self.footer.addStretch(1)
        self.add_to_footer(self.yes)

    @property
    def review(self) -> LooseReview | None:
        """The review shown."""
        return self._review

    def candidate(self) -> Candidate | None:
        """The order that is chosen."""
        if self._review is None or self._group.checkedId() < 0:
            return None
        return self._review.candidates[self._group.checkedId()]

    def show_review(self, review: LooseReview, moment: Moment) -> None:
        """Show a review with its candidates, the likeliest chosen."""
        self._review = review
        self.title.setText(short_name(review.product, review.label) or _("Review without a product"))
        self.title.set_tip(review.product)
        old, self._inside = self._inside, QWidget(self.scroller.widget())
        self.column.replaceWidget(old, self._inside)
        old.hide()
        old.deleteLater()
        self._group = QButtonGroup(self._inside)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._said(review, moment))
        if review.text:
            column.addWidget(Label(review.text, "message", wrap=True))
        column.addWidget(Rule("border"))
        found = review.candidates
        column.addWidget(section(_("Is it about this order?") if found else _("No order fits")))
        for place, one in enumerate(found):
            column.addWidget(self._offer(place, one, moment))
        if not found:
            words = _("No order of this customer or with this product is within the 180 days before it.")
            column.addWidget(Label(words, "body", "muted", wrap=True))
        self.yes.setEnabled(bool(found))
        self.no.setEnabled(bool(found))

    def confirm(self) -> bool:
        """Yes: link the review to the chosen order; False where none is chosen."""
        one = self.candidate()
        if self._review is None or one is None:
            return False
        self.linked.emit(self._review, one)
        return True

    def refuse(self) -> bool:
        """No: the chosen order is not offered for this review again; False where none is chosen."""
        one = self.candidate()
        if self._review is None or one is None:
            return False
        self.refused.emit(self._review.id, [one.id])
        return True

    def ask_another(self) -> bool:
        """Let the owner name the order; False where no review is shown."""
        if self._review is None:
            return False
        self.another.emit(self._review.id)
        return True

    def _said(self, review: LooseReview, moment: Moment) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(ChannelTile(review.platform, review.channel))
        if (stars := shown_stars(review.stars, review.scale)) is not None:
            row.addWidget(Stars(stars))
        elif words := rating_words(review.platform, review.rating, review.scale):
            row.addWidget(Label(words, "small-medium"))
        who = review.reviewer if moment.show_names else ""
        row.addWidget(Label(_joined((who, _day(review.posted_on, moment))), "small", "muted", elide=True), 1)
        return row

    def _offer(self, place: int, one: Candidate, moment: Moment) -> QWidget:
        holder = QWidget(self._inside)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 2, 0, 6)
        column.setSpacing(4)
        buyer = ""
        if one.customer_id is not None or moment.show_names:
            named = one.buyer if moment.show_names and one.buyer else ""
            buyer = named or _("Customer {number}").format(number=one.customer_id)
        first = _joined((_("Order {number}").format(number=one.number), _day(one.placed_on, moment), one.channel))
        second = _joined((buyer, str(one.total) if one.total is not None else "", one.items))
        button = Radio(f"{first}\n{second}", _("Order"), parent=holder)
        button.setChecked(place == 0)
        self._group.addButton(button, place)
        column.addWidget(button)
        for row in _rows(one.fit.reasons):
            line = QHBoxLayout()
            line.setContentsMargins(26, 0, 0, 0)
            line.setSpacing(4)
            if row == _rows(one.fit.reasons)[0]:
                line.addWidget(Tag(f"{one.fit.confidence:.0%}", "accent"))
            for code in row:
                line.addWidget(Tag(linking.words(code), "warn" if code in linking.AGAINST else "plain"))
            line.addStretch(1)
            column.addLayout(line)
        return holder


def _rows(codes: Sequence[str]) -> list[Sequence[str]]:
    return [codes[start : start + 2] for start in range(0, len(codes), 2)]


def _joined(parts: Sequence[str]) -> str:
    return _(", ").join(filter(None, parts))


def _day(iso: str | None, moment: Moment) -> str:
    return spoken_day(date.fromisoformat(iso), moment.today) if iso else ""


def elided(text: str, most: int = 120) -> str:
    """The beginning of a text, for a table cell."""
    return text if len(text) <= most else text[: most - 1] + "…"
