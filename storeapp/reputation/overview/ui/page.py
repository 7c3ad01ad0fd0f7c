"""Reputation: where the shop stands on every channel, what buyers wrote, and how each product fares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, cast

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
from storeapp.kernel.text import N_
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.reputation.inbox.queries import saved_views
from storeapp.reputation.inbox.records import SavedView
from storeapp.reputation.inbox.ui.views import built_in
from storeapp.reputation.overview.queries import overview, product_ranking
from storeapp.reputation.overview.records import ProductRanking
from storeapp.reputation.overview.ui.actions import PageVerbs
from storeapp.reputation.overview.ui.bar import ReputationBar
from storeapp.reputation.overview.ui.naming import Naming
from storeapp.reputation.overview.ui.overview_tab import OverviewView
from storeapp.reputation.overview.ui.page_parts import MAKERS, ask_in_trust, ask_theme, find_in_reviews, wire_views
from storeapp.reputation.overview.ui.products_tab import ProductsView, ranked
from storeapp.reputation.overview.ui.tabs import OVERVIEW, PLANS, PRODUCTS, REVIEWS, STANDING, THEMES, TabViews
from storeapp.reputation.ratings.queries import channels
from storeapp.reputation.ratings.records import ChannelName
from storeapp.reputation.reviews.queries.listing import review_totals
from storeapp.reputation.reviews.records import Wanted
from storeapp.reputation.standing.queries.ladders import standings
from storeapp.reputation.themes.queries.figures import theme_shares
from storeapp.reputation.themes.records import ThemesFound
from storeapp.reputation.themes.ui.phrase_counter import PhraseCounter

if TYPE_CHECKING:
    from storeapp.reputation.inbox.ui.tab import ReviewsView
    from storeapp.reputation.standing.ui.tab import StandingView

RANKING_AFTER = 600  # ms
FRESH_DAYS = 60  # a bad review older than this no longer counts beside the page's name


class ReputationPage(Page):
    """The page Ctrl+2 opens: three tabs over the same reviews."""

    ID = "reputation"
    TITLE = N_("Reputation")
    KIND = "overview"
    ICON = "star"
    TOPICS = frozenset(
        {"reviews", "channels", "products", "orders", "customers", "views", "settings", "trust", "themes"}
    )
    TOPICS |= {"replies", "templates", "cases", "rules"}  # of the reply desk and of the ladders
    PARTS = tuple(plan.key for plan in PLANS)
    ACTIONS = (
        ActionSpec("reputation.import", N_("Import reviews"), "import", "Ctrl+Return"),
        ActionSpec("reputation.overview", N_("Show the overview of ratings"), "chart"),
        ActionSpec("reputation.reviews", N_("Show all reviews"), "list"),
        ActionSpec("reputation.waiting", N_("Show reviews that wait for a reply"), "clock"),
        ActionSpec("reputation.products", N_("Show the ranking of products"), "tag"),
        ActionSpec("reputation.themes", N_("Show what buyers praise and complain about"), "message"),
        ActionSpec("reputation.theme", N_("Add a theme"), "plus"),
        ActionSpec("reputation.standing", N_("Show your standing on every channel"), "flag"),
        ActionSpec("reputation.trust", N_("Show why buyers trust you"), "shield-check"),
        ActionSpec("reputation.links", N_("Show reviews without an order"), "link"),
        ActionSpec("reputation.mention", N_("Add a post, an answer or an article"), "plus"),
        ActionSpec("reputation.rival", N_("Add a rival"), "target"),
        ActionSpec("reputation.find", N_("Find in these reviews"), "search", "Ctrl+F"),
        ActionSpec("reputation.reply", N_("Write the reply"), "reply", "E", scope="list"),
        ActionSpec("reputation.mark", N_("Mark as replied"), "check", "S", scope="list"),
        ActionSpec("reputation.unmark", N_("Mark as not replied"), "undo", scope="list"),
        ActionSpec("reputation.copy", N_("Copy reply"), "copy", scope="list"),
        ActionSpec("reputation.case", N_("Open the case of this review"), "lifebuoy", "C", scope="list"),
        ActionSpec("reputation.label", N_("Give this product a short name"), "tag", "F2", scope="list"),
        ActionSpec("reputation.about", N_("Say what these reviews are about…"), "tag", scope="list"),
        ActionSpec("reputation.against", N_("Is this review against the rules?"), "flag", scope="list"),
        ActionSpec("reputation.removals", N_("Show removal requests"), "list"),
        ActionSpec("reputation.save_view", N_("Save this view"), "plus"),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.channels: list[ChannelName] = []
        self.all_reviews = 0
        self.bar = ReputationBar()
        self.tabs = self.bar.tabs
        self.phrase_counter = PhraseCounter(self)
        self.naming = Naming(self)
        self.stack = TabViews(self, {key: partial(make, self) for key, make in MAKERS.items()})
        self.stack.made.connect(lambda tab: self.part_built.emit(self.stack.view(tab)))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self.verbs = PageVerbs(desk, self, lambda: self.reviews.wanted)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(RANKING_AFTER)
        self._later.timeout.connect(self._read_ranking)
        self.tabs.chosen.connect(self._chosen)
        self.bar.changed.connect(self.read_ratings)
        self.bar.views_built.connect(partial(wire_views, self))
        self.bar.show_tab(OVERVIEW)
        self.stack.show_tab(OVERVIEW)
        desk.actions.register(self.ACTIONS, self._handlers(), owner=self)
        self.naming.serve(self.overview.table)

    @property
    def overview(self) -> OverviewView:
        """The tab Overview."""
        return cast(OverviewView, self.stack.view(OVERVIEW))

    @property
    def reviews(self) -> ReviewsView:
        """The tab Reviews."""
        return cast("ReviewsView", self.stack.view(REVIEWS))

    @property
    def products(self) -> ProductsView:
        """The tab Products."""
        return cast(ProductsView, self.stack.view(PRODUCTS))

    @property
    def standing(self) -> StandingView:
        """The tab Standing."""
        return cast("StandingView", self.stack.view(STANDING))

    def keyboard(self) -> QWidget | None:
        table = getattr(self.stack.view(self.tabs.value()), "table", None)
        return table if isinstance(table, QWidget) else super().keyboard()

    def primary(self) -> ActionSpec | None:
        return self.ACTIONS[0]

    def toolbar(self) -> QWidget | None:
        return self.bar

    def close_page(self) -> None:
        self._later.stop()
        if self.stack.has(REVIEWS):
            self.reviews.verbs.keep_draft()
        if self.stack.has("links"):
            self.desk.actions.forget(self.stack.view("links"))
        super().close_page()

    def open_target(self, target: Target) -> None:
        """A review, the reviews of some filters, a theme, a channel's standing, or a tab."""
        if self.stack.has(REVIEWS):
            self.reviews.answering.from_today = False
        match target:
            case OpenReview(id=number):
                self.go(REVIEWS)
                self.reviews.open_review(number)
            case AnswerReview(id=number):
                self.go(REVIEWS)
                self.reviews.answering.begin(number)
            case LinkReview(id=number):
                self.go("links")
                cast(Any, self.stack.view("links")).open_review(number)
            case OpenReviews():
                self.show_reviews(Wanted(**vars(target)))
            case OpenTheme(id=number):
                self.show_theme(number)
            case OpenStanding(id=number):
                self.go(STANDING)
                self.standing.go_to(number)
            case OpenPage(part=tab):
                self.go(tab)

    def refresh(self) -> None:
        self.ask_db(_page_facts, self._show_facts, "reputation:facts")
        since = self.desk.clock.today() - timedelta(days=FRESH_DAYS)
        self.ask_db(
            lambda conn: review_totals(conn, Wanted(reply="waiting", since=since.isoformat())).reviews,
            lambda count: self.count_changed.emit(count, False),
            "reputation:waiting",
        )
        self.read_ratings()
        if self.tabs.value() == REVIEWS:
            self.reviews.refresh()
            self._read_views()
        self.stack.refresh_tab(self.tabs.value())

    def go(self, tab: str) -> None:
        """Bring a tab to the front, and the keys to its list."""
        self._chosen(tab)
        place = self.keyboard()
        if place is not None and place.isVisible():
            place.setFocus()

    def show_reviews(self, wanted: Wanted) -> None:
        """Show the reviews that pass these filters."""
        self.reviews.show_wanted(wanted)
        self.go(REVIEWS)

    def show_theme(self, theme_id: int) -> None:
        """Show one theme in the tab Themes."""
        self.go(THEMES)
        cast(Any, self.stack.view(THEMES)).open_theme(theme_id)

    def _read_views(self) -> None:
        today = self.desk.clock.today()
        self.ask_db(
            lambda conn: [(one, review_totals(conn, one.wanted).reviews) for one in _views(conn, today)],
            self.bar.views.show_views,
            "reputation:views",
        )

    def read_ratings(self) -> None:
        """Read what the tab in front shows of the ratings."""
        asked, today, tab = self.bar.asked, self.desk.clock.today(), self.tabs.value()
        if tab == OVERVIEW:
            view = self.overview
            self.ask_db(
                lambda conn: overview(conn, asked, today),
                view.show_overview,
                "reputation:overview",
                lambda _error: view.show_error(),
            )
            self.ask_db(lambda conn: standings(conn, today), view.show_steps, "reputation:steps")
            self.ask_db(lambda conn: theme_shares(conn, asked, today), self._show_themes, "reputation:card")
        if tab == STANDING:
            self.ask_db(
                lambda conn: standings(conn, today),
                self.standing.show_standings,
                "reputation:standing",
                self.standing.show_error,
            )
        if tab in (OVERVIEW, PRODUCTS):
            self._read_ranking()
        else:
            self._later.start()  # only the number at its tab: what is in front comes first

    def _read_ranking(self) -> None:
        asked, today, compare = self.bar.asked, self.desk.clock.today(), self.tabs.value() == PRODUCTS
        self.ask_db(
            lambda conn: product_ranking(conn, asked, today, compare),
            self._show_ranking,
            "reputation:products",
            self._products_failed,
        )

    def _show_facts(self, found: tuple[list[ChannelName], int]) -> None:
        self.channels, self.all_reviews = found
        self.tabs.set_count(REVIEWS, self.all_reviews)
        if self.stack.has(REVIEWS):
            self.reviews.know_all(self.all_reviews)
            self.reviews.filters.know(self.channels)
        self.bar.show_channels(self.channels)

    def _show_ranking(self, found: ProductRanking) -> None:
        rows = ranked(found.products)
        self.tabs.set_count(PRODUCTS, len(rows))
        self.overview.show_products(rows)
        if self.stack.has(PRODUCTS):
            self.products.show_products(rows, found.any_rated)
        self.bar.show_products(rows)

    def _show_themes(self, found: ThemesFound) -> None:
        self.tabs.set_count(THEMES, len(found.told))
        self.overview.themes.show_themes(found)

    def _products_failed(self, _error: Exception) -> None:
        if self.stack.has(PRODUCTS):
            self.products.show_error()

    def _chosen(self, tab: str) -> None:
        self.bar.show_tab(tab)
        self.stack.show_tab(tab)
        if tab == REVIEWS:
            self.bar.views.show_wanted(self.reviews.wanted)
            self._read_views()
            self.reviews.refresh()
            self._later.start()
        else:
            self.read_ratings()
            self.stack.refresh_tab(tab)

    def channel_name(self, channel: int) -> str:
        """The name of a channel, "" for one that is gone."""
        return next((one.name for one in self.channels if one.id == channel), "")

    def import_files(self) -> None:
        """Go where files are brought in."""
        self.desk.navigate(OpenPage("import"))

    def _handlers(self) -> dict[str, Any]:
        # The list of reviews may not be built yet: each of these finds it when it is pressed.
        return {
            **{f"{self.ID}.{plan.key}": partial(self.go, plan.key) for plan in PLANS},
            "reputation.import": self.import_files,
            "reputation.waiting": partial(self.show_reviews, Wanted(reply="waiting", sort="wait")),
            "reputation.mention": partial(ask_in_trust, self, "mention"),
            "reputation.rival": partial(ask_in_trust, self, "rival"),
            "reputation.theme": partial(ask_theme, self),
            "reputation.find": partial(find_in_reviews, self),
            "reputation.reply": lambda: self.reviews.answer(),
            "reputation.mark": lambda: self.reviews.verbs.mark(),
            "reputation.unmark": lambda: self.reviews.verbs.unmark(),
            "reputation.copy": lambda: self.reviews.verbs.copy(),
            "reputation.case": lambda: self.reviews.verbs.open_case(),
            "reputation.label": self.naming.ask,
            "reputation.about": lambda: self.reviews.kinds.ask(),
            "reputation.against": lambda: self.reviews.removal.ask(),
            "reputation.removals": lambda: self.reviews.removal.show_log(),
            "reputation.save_view": self.verbs.save_view,
        }


def _page_facts(conn: Any) -> tuple[list[ChannelName], int]:
    known = channels(conn)
    return known, review_totals(conn, Wanted()).reviews


def _views(conn: Any, today: Any) -> Sequence[SavedView]:
    return [*built_in(today), *saved_views(conn)]
