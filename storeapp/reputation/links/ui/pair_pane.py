"""Two reviews that may be one, edited in between: both wordings, and the owner's yes or no."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from storeapp.kernel.days import spoken_day
from storeapp.kernel.rating_words import rating_words, shown_stars
from storeapp.kernel.text import _
from storeapp.kernel.titles import short_name
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Button, ChannelTile, Inspector, Label, Rule, Stars, section
from storeapp.reputation.links.queries.doubles import DoubleWording, SamePair
from storeapp.reputation.links.ui.review_pane import LinksPane
from storeapp.reputation.reviews.ui.sentences import Moment


class PairPane(Inspector):
    """`same` and `two` carry the pair."""

    same = Signal(object)
    two = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("The same review, edited?"), parent)
        self._pair: SamePair | None = None
        self.title = Label("", "section", elide=True, parent=self)
        self.head.addWidget(self.title)
        self._inside = QWidget(self)
        self.column.addWidget(self._inside)
        self.column.addStretch(1)
        self.no = Button(_("No, two reviews"), icon="x")
        set_tip(self.no, _("Both stay, and this is not asked again (N)"))
        self.no.clicked.connect(self.refuse)
        self.yes = Button(_("Yes, the same"), "primary", "check")
        set_tip(self.yes, _("One review stays; what it said before is kept (Y)"))
        self.yes.clicked.connect(self.confirm)
        self.add_to_footer(self.no)
        self.footer.addStretch(1)
        self.add_to_footer(self.yes)

    @property
    def pair(self) -> SamePair | None:
        """The pair shown."""
        return self._pair

    def show_pair(self, pair: SamePair, moment: Moment) -> None:
        """Show both wordings, the known one first."""
        self._pair = pair
        self.title.setText(short_name(pair.product, pair.label) or _("Review without a product"))
        self.title.set_tip(pair.product)
        old, self._inside = self._inside, QWidget(self.scroller.widget())
        self.column.replaceWidget(old, self._inside)
        old.hide()
        old.deleteLater()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(_("Is this the same review, edited?"), "body", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(ChannelTile(pair.platform, pair.channel))
        row.addWidget(Label(pair.reviewer if moment.show_names else "", "small", "muted", elide=True), 1)
        column.addLayout(row)
        self._wording(column, _("You have"), pair.platform, pair.earlier, moment)
        column.addWidget(Rule("border"))
        self._wording(column, _("The file has"), pair.platform, pair.later, moment)

    def confirm(self) -> bool:
        """Yes: they are one; False where no pair is shown."""
        if self._pair is None:
            return False
        self.same.emit(self._pair)
        return True

    def refuse(self) -> bool:
        """No: they are two; False where no pair is shown."""
        if self._pair is None:
            return False
        self.two.emit(self._pair)
        return True

    def _wording(self, column: QVBoxLayout, head: str, platform: str, one: DoubleWording, moment: Moment) -> None:
        column.addWidget(section(head))
        row = QHBoxLayout()
        row.setSpacing(8)
        if (stars := shown_stars(one.stars, one.scale)) is not None:
            row.addWidget(Stars(stars))
        elif words := rating_words(platform, one.rating, one.scale):
            row.addWidget(Label(words, "small-medium"))
        day = spoken_day(date.fromisoformat(one.posted_on), moment.today) if one.posted_on else _("No date")
        row.addWidget(Label(day, "small", "muted", elide=True), 1)
        column.addLayout(row)
        said = "\n".join(part for part in (one.title, one.text) if part) or _("No words, only stars")
        column.addWidget(Label(said, "message", wrap=True))
        if one.reply:
            column.addWidget(Label(_("Reply: {reply}").format(reply=one.reply), "small", "muted", wrap=True))


class Panes(QStackedWidget):
    """The pane of orders and the pane of pairs in one place; the keys go to the one that is shown."""

    def __init__(self, orders: LinksPane, pairs: PairPane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._orders, self._pairs = orders, pairs
        self.addWidget(orders)
        self.addWidget(pairs)

    def to_top(self) -> None:
        """Another question is shown: begin at its beginning."""
        self._orders.to_top()
        self._pairs.to_top()

    def confirm(self) -> bool:
        """Yes; False where there is nothing to say yes to."""
        return self._pairs.confirm() if self.currentWidget() is self._pairs else self._orders.confirm()

    def refuse(self) -> bool:
        """No; False where there is nothing to say no to."""
        return self._pairs.refuse() if self.currentWidget() is self._pairs else self._orders.refuse()

    def ask_another(self) -> bool:
        """Another order; of a pair there is none."""
        return self.currentWidget() is self._orders and self._orders.ask_another()
