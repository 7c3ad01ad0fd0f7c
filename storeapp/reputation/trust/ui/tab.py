"""The tab Trust: a month's scorecard, the last 12 months, what is said elsewhere, and the rivals."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.days import month_and_year
from storeapp.kernel.text import _, plural
from storeapp.qtkit.gradually import Gradually
from storeapp.qtkit.page import Page
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.widgets import Button, Choice, Note, States, error_state, scrolling, small
from storeapp.reputation.ratings.rules import month_plus
from storeapp.reputation.ratings.ui.sentences import span_words
from storeapp.reputation.trust.queries import Rivalry, rivalry, scorecard
from storeapp.reputation.trust.rules import Scorecard
from storeapp.reputation.trust.ui.cards import TrustCards
from storeapp.reputation.trust.ui.mentions import MentionsCard
from storeapp.reputation.trust.ui.months import MonthsCard, month_words
from storeapp.reputation.trust.ui.rivals_card import RivalsCard

GAP = 16


class TrustView(TabView):
    """Cards that keep their old numbers while new ones are read; the lower ones are built a moment later."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self._found: Scorecard | None = None
        self._rivalry: Rivalry | None = None
        self._month = ""
        self._lower: tuple[MonthsCard, MentionsCard, RivalsCard] | None = None
        self.inside = QWidget(self)
        self.states = States(scrolling(self.inside, _("Trust")), self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.states)
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(24, 16, 24, 12)
        self.column.setSpacing(GAP)
        self.past = Note("", "info", parent=self.inside)
        self.past.hide()
        self.column.addWidget(self.past)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.month = Choice(_("Month"), [], icon="calendar", parent=self.inside)
        self.month.picked.connect(self.show_month)
        head.addWidget(self.month)
        head.addWidget(small(_("Why buyers trust you, next to the orders of the same month"), parent=self.inside), 1)
        self.column.addLayout(head)
        self.cards = TrustCards(self.inside)
        self.column.addWidget(self.cards)
        self.column.addStretch(1)
        self.states.show_loading(_("Reading the trust figures"))
        self._building = Gradually(self)
        QTimer.singleShot(0, self._begin_lower)

    @property
    def months(self) -> MonthsCard:
        """The card of the last 12 months."""
        return self._parts()[0]

    @property
    def mentions(self) -> MentionsCard:
        """The card of posts, answers and articles."""
        return self._parts()[1]

    @property
    def rivals(self) -> RivalsCard:
        """The card of rivals."""
        return self._parts()[2]

    def refresh(self) -> None:
        today = self.desk.clock.today()
        self.page.ask_db(lambda conn: scorecard(conn, today), self.show_card, "reputation:trust", self._failed)
        self.page.ask_db(lambda conn: rivalry(conn, today), self.show_rivalry, "reputation:rivals")
        if self._lower is not None:
            self.mentions.refresh()

    def show_card(self, card: Scorecard) -> None:
        """Show the months; the one chosen stays."""
        self._found = card
        self.past.setVisible(card.span.past)
        if card.span.past:
            self.past.set(
                _("The newest order, rating or mention is of {month}. Shown are the months up to it: {span}.").format(
                    month=month_and_year(card.span.last), span=span_words(card.span)
                )
            )
        names = [one.month for one in reversed(card.months)]
        self.month.set_options([(name, month_words(name, name == card.running)) for name in names])
        self.show_month(self._month if self._month in names else self._telling(card))
        if self._lower is not None:
            self.months.show_card(card)
        self.states.show_content()

    def show_month(self, month: str) -> None:
        """Show the cards of one month."""
        card = self._found
        if card is None:
            return
        self._month = month
        self.month.choose(month)
        self.cards.show_month(card.month(month), card.month(month_plus(month, -1)), card)

    def show_rivalry(self, found: Rivalry) -> None:
        """Show the shop beside its rivals."""
        self._rivalry = found
        if self._lower is not None:
            self.rivals.show_rivalry(found)

    def _telling(self, card: Scorecard) -> str:
        """The newest month that has anything to tell; a month that has just begun tells little."""
        told = [one.month for one in card.months if one.orders or one.stars.total]
        return told[-1] if told else card.span.last

    def _parts(self) -> tuple[MonthsCard, MentionsCard, RivalsCard]:
        if self._lower is None:
            if not self._building.busy:
                self._building.begin(self._built())
            self._building.finish()
        assert self._lower is not None
        return self._lower

    def _begin_lower(self) -> None:
        if self._lower is None and not self._building.busy:
            self._building.begin(self._built())

    def _built(self) -> Iterator[None]:
        """The three cards below, one after the other."""
        months = MonthsCard(self.inside)
        months.picked.connect(self.show_month)
        months.copied.connect(self._copied)
        self._add(months)
        yield
        mentions = MentionsCard(self.page, self.inside)
        self._add(mentions)
        yield
        rivals = RivalsCard(self.page, self.inside)
        self._add(rivals)
        yield
        self._lower = months, mentions, rivals
        self.page.part_built.emit(self)
        if self._found is not None:
            months.show_card(self._found)
        yield
        if self._rivalry is not None:
            rivals.show_rivalry(self._rivalry)
        yield
        mentions.refresh()

    def _add(self, card: QWidget) -> None:
        self.column.insertWidget(self.column.count() - 1, card)
        card.show()

    def _copied(self, rows: int) -> None:
        self.desk.notices.say(plural("{count} row copied", "{count} rows copied", rows))

    def _failed(self, _error: Exception) -> None:
        if self._found is not None:
            return
        again = Button(_("Try again"), icon="refresh")
        again.clicked.connect(self.refresh)
        self.states.show_hint(error_state(_("The trust figures could not be read"), _("Nothing was changed."), [again]))
