"""Reputation: where the shop stands on every channel, what buyers wrote, and how each product fares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.kernel.targets import (
    AnswerReview,
    LinkReview,
    OpenPage,
    OpenReview,
    OpenReviews,
    OpenStanding,
    OpenTheme,
    Target,
)
from storeapp.kernel.text import N_, _
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.reputation.inbox.queries import saved_views
from storeapp.reputation.inbox.records import NamedFilters
from storeapp.reputation.inbox.ui.views import built_in, offered
from storeapp.reputation.overview.queries import product_ranking
from storeapp.reputation.overview.ui.actions import ACTIONS, handlers
from storeapp.reputation.overview.ui.bar import ReputationBar
from storeapp.reputation.overview.ui.naming import Naming
from storeapp.reputation.overview.ui.overview_tab import OverviewView
from storeapp.reputation.overview.ui.products_tab import ProductsView, Ranked, ranked
from storeapp.reputation.overview.ui.tabs import PLANS, ReputationTabs
from storeapp.reputation.ratings.queries import channels
from storeapp.reputation.ratings.records import Asked, ChannelName
from storeapp.reputation.reviews.queries.listing import review_count
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.reviews.ui.wing_page import LINKS, OVERVIEW, PRODUCTS, REVIEWS, STANDING, THEMES, WingPage
from storeapp.reputation.themes.ui.phrase_counter import PhraseCounter

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storeapp.reputation.inbox.ui.tab import ReviewsView
    from storeapp.reputation.standing.ui.tab import StandingView

RANKING_AFTER = 600  # ms
FRESH_DAYS = 60  # a bad review older than this no longer counts beside the page's name


class ReputationPage(WingPage):
    """The page Ctrl+2 opens: tabs over the same reviews, each of which reads for itself.

    The page reads what stands around them: the choices in the toolbar, and the numbers beside its name and tabs.
    """

    ID = "reputation"
    TITLE = N_("Reputation")
    KIND = "overview"
    ICON = "star"
    TOPICS = frozenset(
        {"reviews", "channels", "products", "orders", "customers", "views", "settings", "trust", "themes"}
    )
    TOPICS |= {"publications"}  # of the scorecard of trust
    TOPICS |= {"replies", "templates", "cases", "rules", "requests"}  # of the reply desk and of the ladders
    PARTS = tuple(plan.key for plan in PLANS)
    LATER = tuple(plan.module for plan in PLANS)
    ACTIONS = ACTIONS

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.bar = ReputationBar(desk, self.ID)
        self.tabs = self.bar.tabs
        PhraseCounter.of(self)
        self.stack = ReputationTabs(self)
        self.naming = Naming(self, self.stack)
        self.stack.made.connect(self._tab_made)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(RANKING_AFTER)
        self._later.timeout.connect(self._read_ranking)
        desk.actions.register(self.ACTIONS, handlers(self, self.stack, self.naming, self.save_view), owner=self)
        self.tabs.chosen.connect(self._chosen)
        self.bar.changed.connect(self._refresh_front)
        self.bar.views_built.connect(self._wire_views)
        self.bar.show_tab(OVERVIEW)
        self.stack.show_tab(OVERVIEW)

    @property
    def asked(self) -> Asked:
        return self.bar.asked

    @property
    def overview(self) -> OverviewView:
        """The tab Overview."""
        return self.stack.overview

    @property
    def reviews(self) -> ReviewsView:
        """The tab Reviews."""
        return self.stack.reviews

    @property
    def products(self) -> ProductsView:
        """The tab Products."""
        return self.stack.products

    @property
    def standing(self) -> StandingView:
        """The tab Standing."""
        return self.stack.standing

    def build_part(self, part: str) -> None:
        self.stack.view(part)

    def keyboard(self) -> QWidget | None:
        table = getattr(self.stack.view(self.tabs.value()), "table", None)
        return table if isinstance(table, QWidget) else super().keyboard()

    def primary(self) -> ActionSpec | None:
        return self.ACTIONS[0]

    def toolbar(self) -> QWidget | None:
        return self.bar

    def close_page(self) -> None:
        self._later.stop()
        self.stack.close_tabs()
        super().close_page()

    def open_target(self, target: Target) -> None:
        """A review, the reviews of some filters, a theme, a channel's standing, or a tab."""
        if self.stack.has(REVIEWS):
            self.reviews.answering.from_today = False
        match target:
            case OpenReview(id=number):
                self.go(REVIEWS)
                self.reviews.bench.go_to(number)
            case AnswerReview(id=number):
                self.go(REVIEWS)
                self.reviews.answering.begin(number)
            case LinkReview(id=number):
                self.go(LINKS)
                self.stack.links.open_review(number)
            case OpenReviews():
                self.show_reviews(ReviewFilters(**vars(target)))
            case OpenTheme(id=number):
                self.go(THEMES)
                self.stack.themes.open_theme(number)
            case OpenStanding(id=number):
                self.go(STANDING)
                self.standing.go_to(number)
            case OpenPage(part=tab):
                self.go(tab)

    def refresh(self) -> None:
        self.ask_db(_page_facts, self._show_facts, "reputation:facts")
        since = self.desk.clock.today() - timedelta(days=FRESH_DAYS)
        self.ask_db(
            lambda conn: review_count(conn, ReviewFilters(reply="waiting", since=since.isoformat())),
            lambda count: self.count_changed.emit(count, False),
            "reputation:waiting",
        )
        self._refresh_front()

    def go(self, tab: str) -> None:
        self._chosen(tab)
        place = self.keyboard()
        if place is not None and place.isVisible():
            place.setFocus()

    def show_reviews(self, wanted: ReviewFilters) -> None:
        self.reviews.show_wanted(wanted)
        self.go(REVIEWS)

    def _chosen(self, tab: str) -> None:
        self.bar.show_tab(tab)
        if tab == REVIEWS:
            self.bar.views.show_filters(self.reviews.wanted)
        self.stack.show_tab(tab)
        self._refresh_front()

    def _refresh_front(self, _asked: object = None) -> None:
        tab = self.tabs.value()
        self.stack.view(tab).refresh()
        if tab == REVIEWS:
            self._read_views()
        if tab not in (OVERVIEW, PRODUCTS):  # these tell the ranking that they read
            self._later.start()  # only the number at its tab: what is in front comes first

    def _tab_made(self, tab: str) -> None:
        view = self.stack.view(tab)
        view.counted.connect(self.tabs.set_count)
        if tab in (OVERVIEW, PRODUCTS):
            ranking = self.overview if tab == OVERVIEW else self.products
            ranking.ranking_read.connect(self._show_ranking)
            self.naming.serve(ranking.table)
        if tab == REVIEWS:
            self.reviews.bench.filters_changed.connect(lambda wanted: self.bar.views.show_filters(wanted))
        self.part_built.emit(view)

    def _wire_views(self) -> None:
        self.bar.views.chosen.connect(self.reviews.show_wanted)
        self.bar.views.save_asked.connect(self.save_view)

    def save_view(self) -> None:
        """Ask for a name and keep the filters of the list of reviews under it."""
        self.bar.views.ask_name(self, self.reviews.wanted.to_json(), _(", ").join(self.reviews.filters.words()))

    def _read_views(self) -> None:
        today = self.desk.clock.today()
        self.ask_db(
            lambda conn: [(one, review_count(conn, one.wanted)) for one in _views(conn, today)],
            lambda views: self.bar.views.show_views(offered(views)),
            "reputation:views",
        )

    def _read_ranking(self) -> None:
        asked, today = self.asked, self.desk.clock.today()
        self.ask_db(
            lambda conn: ranked(product_ranking(conn, asked, today, compare=False).products),
            self._show_ranking,
            "reputation:ranking",
        )

    def _show_facts(self, found: tuple[list[ChannelName], int]) -> None:
        known, reviews = found
        self.tabs.set_count(REVIEWS, reviews)
        self.bar.show_channels(known)

    def _show_ranking(self, rows: Sequence[Ranked]) -> None:
        self.tabs.set_count(PRODUCTS, len(rows))
        self.bar.show_products(rows)


def _page_facts(conn: Connection) -> tuple[list[ChannelName], int]:
    return channels(conn), review_count(conn, ReviewFilters())


def _views(conn: Connection, today: Any) -> Sequence[NamedFilters]:
    return [*built_in(today), *saved_views(conn)]
