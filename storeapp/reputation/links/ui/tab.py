"""The tab of what only the owner can confirm: whose order a review is about, and whether two reviews are one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.days import short_day
from storeapp.kernel.errors import UserError
from storeapp.kernel.rating_words import rating_words, shown_stars
from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import N_, _, plural
from storeapp.kernel.titles import short_name
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.table.widths import day_width
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Filled, Hint, KeyHints, Label, Split, States, empty_state, error_state
from storeapp.reputation.links.queries.doubles import SamePair, SamePairs, same_pairs
from storeapp.reputation.links.queries.links import Candidate, LooseReview, LooseReviews, loose_review, loose_reviews
from storeapp.reputation.links.service.doubles import same_review, two_reviews
from storeapp.reputation.links.service.links import link_by_number, link_review, link_reviews, refuse_link
from storeapp.reputation.links.ui.doubles_bar import DoublesBar
from storeapp.reputation.links.ui.pair_pane import PairPane, Panes
from storeapp.reputation.links.ui.review_pane import LinksPane, elided
from storeapp.reputation.reviews.ui.sentences import Moment

ACTIONS = (
    ActionSpec("links.yes", N_("Yes: the chosen order, or the same review"), "check", "Y", scope="list"),
    ActionSpec("links.no", N_("No: another order, or two reviews"), "x", "N", scope="list"),
    ActionSpec("links.other", N_("Link the review to another order"), "search", "O", scope="list"),
)


class LinksView(TabView):
    """The list, the surest first, and the comparison of the review under the cursor."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self._asked = False
        self._wanted = 0  # a review to go to once the list is there
        self.pane = LinksPane(self)
        self.pair_pane = PairPane(self)
        self._panes = Panes(self.pane, self.pair_pane, self)
        self.doubles = DoublesBar(self.desk, self)
        self.table = TableView(_("Reviews to confirm"), "reputation.links", self.desk.settings, first_pad=24)
        self.model = RowsModel(self._columns(), parent=self)
        self.states = States(self.table, self)
        self.beside = States(self._panes, self)
        left = Filled("surface", parent=self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(left))
        column.addWidget(self.doubles)
        column.addWidget(self.states, 1)
        column.addWidget(self._footer(left))
        bench = Split("reputation.links", self.desk.settings, left, self.beside, 480, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(bench)
        self.table.show_model(self.model)
        self.table.current_changed.connect(self._current)
        self.pane.linked.connect(self.link)
        self.pane.refused.connect(self.refuse)
        self.pane.another.connect(self.ask_another)
        self.pair_pane.same.connect(self.take_for_one)
        self.pair_pane.two.connect(self.take_for_two)
        handlers = {
            "links.yes": partial(self._answer, self._panes.confirm),
            "links.no": partial(self._answer, self._panes.refuse),
            "links.other": partial(self._answer, self._panes.ask_another),
        }
        self.desk.actions.register(ACTIONS, handlers, owner=self, lists=[self.table])

    def _head(self, parent: QWidget) -> QWidget:
        head = Filled("surface", "b", parent=parent)
        head.setMinimumHeight(theme().px(44))
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 0, 12, 1)
        row.setSpacing(8)
        self.words = Label("", "small", "muted", elide=True)
        row.addWidget(self.words, 1)
        self.sure = Button(_("Link all that are sure"), icon="check", size="small")
        self.sure.clicked.connect(self.link_sure)
        self.sure.hide()
        row.addWidget(self.sure)
        return head

    def _footer(self, parent: QWidget) -> QWidget:
        foot = Filled("raised", "t", parent=parent)
        foot.setMinimumHeight(theme().px(28))
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 1, 12, 0)
        row.setSpacing(16)
        row.addStretch(1)
        row.addWidget(KeyHints([("J K", _("move")), ("Y", _("yes")), ("N", _("no")), ("O", _("another order"))]))
        return foot

    def _columns(self) -> list[Column]:
        today = self.desk.clock.today

        def day(row: LooseReview | SamePair) -> str:
            return short_day(date.fromisoformat(row.posted_on), today()) if row.posted_on else ""

        return [
            Column("sure", _("Sure"), "number", 64, text=_percent, value=lambda row: row.confidence, font="medium"),
            Column("stars", _("Rating"), "stars", 90, text=_rating, value=_stars),
            Column("said", _("Review"), width=180, sortable=False, stretch=True, text=_text, tone="text-2"),
            Column(
                "day",
                _("Date"),
                "date",
                day_width(),
                text=day,
                value=lambda row: row.posted_on,
                tone="text-2",
                font="small",
            ),
        ]

    def refresh(self) -> None:
        """Look for reviews without an order and what they may be about, and for those that may be one."""
        if not self._asked:
            self._asked = True
            self.states.show_loading(_("Looking for the orders of these reviews"))
            self._show_none()
        self.page.ask_db(lambda conn: (loose_reviews(conn), same_pairs(conn)), self._show, "links", self._failed)

    def close_tab(self) -> None:
        self.desk.actions.forget(self)

    def open_review(self, review_id: int) -> None:
        """Show one review, also one that is not in the list because no order fits."""
        self._wanted = review_id
        self.table.setCurrentIndex(QModelIndex())
        self.page.ask_db(partial(loose_review, review_id=review_id), self._show_one, "links:one")

    def link_sure(self) -> None:
        """Link every review whose first order is sure and stands alone."""
        rows = [row for row in self.model.rows() if isinstance(row, LooseReview) and row.likely]
        guesses = [_guess(row, row.candidates[0]) for row in rows]
        said = plural("{count} review linked to its order", "{count} reviews linked to their orders", len(guesses))
        self.desk.do(_("Linking reviews"), link_reviews, guesses, said=said)

    def link(self, review: LooseReview, one: Candidate) -> None:
        """Link a review to an order."""
        guess = _guess(review, one)
        said = _("Review linked to order {number}").format(number=one.number)
        self.desk.do(_("Linking a review"), link_review, *guess, said=said)

    def _answer(self, given: Callable[[], bool]) -> None:
        if not given():
            self.desk.notices.say(_("There is no question about this review"))

    def refuse(self, review_id: int, orders: list[int]) -> None:
        """The review is not about these orders."""
        self.desk.do(_("Noting an answer"), refuse_link, review_id, orders, said=_("Noted: it is not about this order"))

    def ask_another(self, review_id: int) -> None:
        """Ask for the number of the order."""
        then = partial(self._link_number, review_id)
        self.desk.ask.text(self, _("Which order is it about?"), _("Order number"), then, verb=_("Link"))

    def _link_number(self, review_id: int, number: str) -> None:
        said = _("Review linked to order {number}").format(number=number)
        self.desk.do(_("Linking a review"), link_by_number, review_id, number, said=said)

    def take_for_one(self, pair: SamePair) -> None:
        """The two are one review, edited."""
        self.desk.do(_("Merging reviews"), same_review, pair.id, said=_("One review now, its earlier text is kept"))

    def take_for_two(self, pair: SamePair) -> None:
        """They are two."""
        self.desk.do(_("Noting an answer"), two_reviews, [pair.id], said=_("Noted: these are two reviews"))

    def _show(self, answer: tuple[LooseReviews, SamePairs]) -> None:
        found, pairs = answer
        place = max(0, self.table.currentIndex().row())
        rows: list[LooseReview | SamePair] = [*pairs.rows, *found.rows]
        self.model.set_rows(rows)
        sure = sum(row.likely for row in found.rows)
        self.doubles.show_count(pairs.doubles)
        self.sure.setText(_("Link all {count} above 95%").format(count=sure))
        self.sure.setVisible(sure > 0)
        self.words.setText(_counted(found, pairs))
        if rows:
            self.states.show_content()
            wanted = next((number for number, row in enumerate(rows) if _is(row, self._wanted)), None)
            if wanted is not None or not self._wanted:
                self.table.go_to(min(place, len(rows) - 1) if wanted is None else wanted)
        else:
            self.states.show_hint(self._nothing(found))
            if not self._wanted:
                self._show_none()
        self._wanted = 0

    def _nothing(self, found: LooseReviews) -> Hint:
        if not found.all:
            words = _("Each review names its order, or was linked to it.")
            return empty_state("link", _("Every review has its order"), words, [], done=True)
        words = _("Import the orders of the same time, then the program looks again.")
        return empty_state("link", _("No order fits these reviews"), words, [self._import()])

    def _import(self) -> Button:
        bring = Button(_("Import orders"), icon="import")
        bring.clicked.connect(partial(self.desk.navigate, OpenPage("import")))
        return bring

    def _failed(self, error: Exception) -> None:
        again = Button(_("Try again"))
        again.clicked.connect(self.refresh)
        why = error.sentence if isinstance(error, UserError) else _("Your data is safe.")
        self.states.show_hint(error_state(_("These reviews could not be read"), why, [again]))

    def _current(self, row: LooseReview | SamePair | None) -> None:
        if isinstance(row, SamePair):
            self.pair_pane.show_pair(row, Moment.of(self.desk.clock, self.desk.settings.show_names))
            self._panes.setCurrentWidget(self.pair_pane)
            self.beside.show_content()
        elif row is not None:
            self._show_one(row)

    def _show_one(self, review: LooseReview | None) -> None:
        if review is None:
            self._show_none()
            return
        self._panes.setCurrentWidget(self.pane)
        self.pane.show_review(review, Moment.of(self.desk.clock, self.desk.settings.show_names))
        self.beside.show_content()

    def _show_none(self) -> None:
        words = (_("No review selected"), _("Choose one from the list to see which order it may be about"))
        self.beside.show_hint(empty_state("link", *words))


def _guess(review: LooseReview, one: Candidate) -> tuple[int, int, float, tuple[str, ...]]:
    return review.id, one.id, one.fit.confidence, one.fit.reasons


def _is(row: LooseReview | SamePair, review_id: int) -> bool:
    return isinstance(row, LooseReview) and row.id == review_id


def _percent(row: LooseReview | SamePair) -> str:
    return _("Same?") if isinstance(row, SamePair) else f"{row.confidence:.0%}"


def _text(row: LooseReview | SamePair) -> str:
    return elided(row.text or short_name(row.product, row.label) or _("Only stars"))


def _counted(found: LooseReviews, pairs: SamePairs) -> str:
    linked = _linked(found)
    if not pairs.all:
        return linked
    asked = plural(
        "{count} review may be one you have, edited", "{count} reviews may be ones you have, edited", pairs.all
    )
    return _("{first}; {second}").format(first=asked, second=linked)


def _linked(found: LooseReviews) -> str:
    said = plural("{count} review with a fitting order", "{count} reviews with a fitting order", len(found.rows))
    others = found.all - len(found.rows)
    return said if others <= 0 else _("{said}, {count} without").format(said=said, count=f"{others:,}")


def _rating(row: LooseReview) -> str:
    return rating_words(row.platform, row.rating, row.scale)


def _stars(row: LooseReview) -> int | None:
    return shown_stars(row.stars, row.scale)
