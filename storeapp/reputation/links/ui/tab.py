"""The tab of what only the owner can confirm: whose order a review is about, and whether two reviews are one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.days import short_day
from storeapp.kernel.rating_words import rating_words, shown_stars
from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import N_, _, plural
from storeapp.kernel.titles import short_name
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column
from storeapp.qtkit.table.widths import day_width
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Filled, Hint, Label, empty_state
from storeapp.qtkit.workbench.bench import Workbench
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences
from storeapp.qtkit.workbench.whole import AllRows
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
        self.pane = LinksPane(self)
        self.pair_pane = PairPane(self)
        self._panes = Panes(self.pane, self.pair_pane, self)
        self.bench = Workbench(page, self._spec(), self)
        self.table, self.model = self.bench.table, self.bench.model
        self.doubles = DoublesBar(self.desk, self)
        for strip in (self._head(), self.doubles):
            self.bench.list.add_strip(strip)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.bench)
        self.bench.list.counted.connect(self._tell)
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

    def _spec(self) -> ListSpec:
        return ListSpec(
            id="reputation.links",
            title=_("Reviews to confirm"),
            columns=self._columns(),
            source=AllRows(_read, _rows),
            sentences=Sentences(
                icon="link",
                counted=lambda count: plural("{count} question", "{count} questions", count),
                reading=_("Looking for the orders of these reviews"),
                failed=_("These reviews could not be read"),
                nothing=self._nothing,
                none_chosen=_("No review selected"),
                choose=_("Choose one from the list to see which order it may be about"),
            ),
            key=_key,
            inspector=lambda: self._panes,
            show=self._show,
            hints=[("J K", _("move")), ("Y", _("yes")), ("N", _("no")), ("O", _("another order"))],
            width=480,
        )

    def _head(self) -> QWidget:
        head = Filled("surface", "b", parent=self)
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
        self.bench.refresh()

    def close_tab(self) -> None:
        self.desk.actions.forget(self)

    def open_review(self, review_id: int) -> None:
        """Show one review, also one that is not in the list because no order fits."""
        self.bench.go_to((LooseReview, review_id))
        self.page.ask_db(partial(loose_review, review_id=review_id), self._show_one, "links:one")

    def link_sure(self) -> None:
        """Link every review whose first order is sure and stands alone."""
        found, _pairs = self.bench.answer
        rows = [row for row in found.rows if row.likely]
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

    def _tell(self, _count: int) -> None:
        """Say over the list what it holds, and offer to link all that is sure."""
        found, pairs = self.bench.answer
        sure = sum(row.likely for row in found.rows)
        self.doubles.show_count(pairs.doubles)
        self.sure.setText(_("Link all {count} above 95%").format(count=sure))
        self.sure.setVisible(sure > 0)
        self.words.setText(_counted(found, pairs))

    def _nothing(self) -> Hint:
        found, _pairs = self.bench.answer
        if not found.all:
            words = _("Each review names its order, or was linked to it.")
            return empty_state("link", _("Every review has its order"), words, [], done=True)
        words = _("Import the orders of the same time, then the program looks again.")
        return empty_state("link", _("No order fits these reviews"), words, [self._import()])

    def _import(self) -> Button:
        bring = Button(_("Import orders"), icon="import")
        bring.clicked.connect(partial(self.desk.navigate, OpenPage("import")))
        return bring

    def _show(self, panes: Panes, row: LooseReview | SamePair) -> None:
        moment = Moment.of(self.desk.clock, self.desk.settings.show_names)
        if isinstance(row, SamePair):
            self.pair_pane.show_pair(row, moment)
            panes.setCurrentWidget(self.pair_pane)
        else:
            self.pane.show_review(row, moment)
            panes.setCurrentWidget(self.pane)

    def _show_one(self, review: LooseReview | None) -> None:
        if review is None:
            self.bench.choose(None)
        else:
            self.bench.show_record(_key(review), review)


def _read(conn: Any) -> tuple[LooseReviews, SamePairs]:
    return loose_reviews(conn), same_pairs(conn)


def _rows(answer: tuple[LooseReviews, SamePairs]) -> list[LooseReview | SamePair]:
    found, pairs = answer
    return [*pairs.rows, *found.rows]


def _key(row: LooseReview | SamePair) -> tuple[type, int]:
    return type(row), row.id


def _guess(review: LooseReview, one: Candidate) -> tuple[int, int, float, tuple[str, ...]]:
    return review.id, one.id, one.fit.confidence, one.fit.reasons


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
