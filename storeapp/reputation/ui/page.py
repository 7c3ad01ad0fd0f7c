"""Reputation: where the shop stands on every channel, what buyers wrote, and how each product fares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from storeapp.kernel.text import N_, _
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Choice, Filled, Option, Tabs
from storeapp.reputation import queries
from storeapp.reputation.records import Asked, ChannelName, ProductRanking, SavedView, Wanted
from storeapp.reputation.ui.overview import OverviewView
from storeapp.reputation.ui.page_verbs import PageVerbs
from storeapp.reputation.ui.products import ProductsView, ranked
from storeapp.reputation.ui.reviews import ReviewsView
from storeapp.reputation.ui.standing import StandingView
from storeapp.reputation.ui.views import ViewsBar, built_in

OVERVIEW, REVIEWS, PRODUCTS, STANDING = "overview", "reviews", "products", "standing"
PERIODS: tuple[tuple[int | None, str], ...] = (
    (3, N_("Last 3 months")),
    (12, N_("Last 12 months")),
    (24, N_("Last 24 months")),
    (None, N_("All time")),
)
PRODUCTS_OFFERED = 30
RANKING_AFTER = 600  # ms
FRESH_DAYS = 60  # a bad review older than this no longer counts beside the page's name


class ReputationPage(Page):
    """The page Ctrl+2 opens: three tabs over the same reviews."""

    ID = "reputation"
    TITLE = N_("Reputation")
    KIND = "overview"
    ICON = "star"
    TOPICS = frozenset({"reviews", "channels", "products", "orders", "customers", "views", "settings"})
    ACTIONS = (
        ActionSpec("reputation.import", N_("Import reviews"), "import", "Ctrl+Return"),
        ActionSpec("reputation.overview", N_("Show the overview of ratings"), "chart"),
        ActionSpec("reputation.reviews", N_("Show all reviews"), "list"),
        ActionSpec("reputation.waiting", N_("Show reviews that wait for a reply"), "clock"),
        ActionSpec("reputation.products", N_("Show the ranking of products"), "tag"),
        ActionSpec("reputation.standing", N_("Show where you stand on every channel"), "flag"),
        ActionSpec("reputation.find", N_("Find in these reviews"), "search", "Ctrl+F"),
        ActionSpec("reputation.reply", N_("Write the reply"), "reply", "E", scope="list"),
        ActionSpec("reputation.mark", N_("Mark as replied"), "check", "S", scope="list"),
        ActionSpec("reputation.unmark", N_("Take the reply mark back"), "undo", scope="list"),
        ActionSpec("reputation.copy", N_("Copy reply"), "copy", scope="list"),
        ActionSpec("reputation.save_view", N_("Save this view"), "plus"),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.asked = Asked()
        self._channels: list[ChannelName] = []
        self.overview = OverviewView(desk)
        self.reviews = ReviewsView(self, desk)
        self.products = ProductsView(desk)
        self.standing = StandingView(desk)
        self.stack = QStackedWidget()
        for view in (self.overview, self.reviews, self.products, self.standing):
            self.stack.addWidget(view)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self.verbs = PageVerbs(desk, self, lambda: self.reviews.wanted)
        self._bar = self._build_bar()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(RANKING_AFTER)
        self._later.timeout.connect(self._read_ranking)
        self._wire()
        desk.actions.register(self.ACTIONS, self._handlers(), owner=self, lists=[self.reviews.table])

    def primary(self) -> ActionSpec | None:
        return self.ACTIONS[0]

    def toolbar(self) -> QWidget | None:
        return self._bar

    def close_page(self) -> None:
        self._later.stop()
        self.reviews.verbs.keep_draft()
        super().close_page()

    def open_record(self, target: object) -> None:
        """("review", id), ("product", id), "reviews", "standing", or ("reviews", {fields of Wanted})."""
        match target:
            case ("review", int(number)):
                self._go(REVIEWS)
                self.reviews.open_review(number)
            case ("product", int(number)):
                self._show_reviews(Wanted(product=number))
            case ("reviews", dict(fields)):
                self._show_reviews(Wanted.from_json(fields))
            case "reviews":
                self._go(REVIEWS)
            case "standing":
                self._go(STANDING)
            case _:
                self._go(OVERVIEW)

    def refresh(self) -> None:
        self.ask_db(_page_facts, self._show_facts, "reputation:facts")
        today = self.desk.clock.today()
        self.ask_db(
            lambda conn: [(one, queries.review_totals(conn, one.wanted).reviews) for one in _views(conn, today)],
            self.views.show_views,
            "reputation:views",
        )
        since = today.fromordinal(today.toordinal() - FRESH_DAYS).isoformat()
        self.ask_db(
            lambda conn: queries.review_totals(conn, Wanted(reply="waiting", since=since)).reviews,
            self._show_waiting,
            "reputation:waiting",
        )
        self._read_ratings()
        if self.tabs.value() == REVIEWS:
            self.reviews.refresh()

    def _read_ratings(self) -> None:
        asked, today = self.asked, self.desk.clock.today()
        if self.tabs.value() == OVERVIEW:
            self.ask_db(
                lambda conn: queries.overview(conn, asked, today),
                self.overview.show_overview,
                "reputation:overview",
                self._overview_failed,
            )
        if self.tabs.value() == STANDING:
            self.ask_db(
                lambda conn: queries.standings(conn, today),
                self.standing.show_standings,
                "reputation:standing",
                self.standing.show_error,
            )
        if self.tabs.value() == REVIEWS:
            self._later.start()  # only the number at its tab: the list comes first
        else:
            self._read_ranking()

    def _read_ranking(self) -> None:
        asked, today, compare = self.asked, self.desk.clock.today(), self.tabs.value() == PRODUCTS
        self.ask_db(
            lambda conn: queries.product_ranking(conn, asked, today, compare),
            self._show_ranking,
            "reputation:products",
            self._products_failed,
        )

    def _show_facts(self, found: tuple[list[ChannelName], int]) -> None:
        self._channels, reviews = found
        self.tabs.set_count(REVIEWS, reviews)
        self.reviews.know_all(reviews)
        self.reviews.filters.know(self._channels)
        options = [Option(one.id, one.name, platform=one.platform) for one in self._channels]
        self.channel.set_options([Option(None, _("All channels")), *options])
        self.channel.choose(self.asked.channels[0] if self.asked.channels else None)

    def _show_ranking(self, found: ProductRanking) -> None:
        rows = ranked(found.products)
        self.tabs.set_count(PRODUCTS, len(rows))
        self.overview.show_products(rows)
        self.products.show_products(rows, found.any_rated)
        if self.asked.product is None:
            offered = sorted(rows, key=lambda row: -row.reviews)[:PRODUCTS_OFFERED]
            self.product.set_options([(None, _("All products")), *((row.id, row.title) for row in offered)])

    def _show_waiting(self, count: int) -> None:
        self.count_changed.emit(count, False)

    def _overview_failed(self, _error: Exception) -> None:
        self.overview.show_error()

    def _products_failed(self, _error: Exception) -> None:
        self.products.show_error()

    def _go(self, tab: str) -> None:
        self.tabs.choose(tab)
        self._chosen(tab)

    def _chosen(self, tab: str) -> None:
        views: dict[str, QWidget] = {
            OVERVIEW: self.overview,
            REVIEWS: self.reviews,
            PRODUCTS: self.products,
            STANDING: self.standing,
        }
        self.stack.setCurrentWidget(views[tab])
        self.views.setVisible(tab == REVIEWS)
        self.filters.setVisible(tab != REVIEWS)
        for choice in (self.channel, self.product, self.period):
            choice.setVisible(tab != STANDING)
        self.views.show_wanted(self.reviews.wanted)
        if tab == REVIEWS:
            self.reviews.refresh()
            self.reviews.table.setFocus()
        else:
            self._read_ratings()

    def _show_reviews(self, wanted: Wanted) -> None:
        self.reviews.show_wanted(wanted)
        self._go(REVIEWS)

    def _pick_channel(self, channel: int | None) -> None:
        self.asked = replace(self.asked, channels=() if channel is None else (channel,))
        self._read_ratings()

    def _pick_product(self, product: int | None) -> None:
        self.asked = replace(self.asked, product=product)
        self._read_ratings()

    def _pick_period(self, months: int | None) -> None:
        self.asked = replace(self.asked, months=months)
        self._read_ratings()

    def _channel_name(self, channel: int) -> str:
        return next((one.name for one in self._channels if one.id == channel), "")

    def _import(self) -> None:
        self.desk.navigate("import", None)

    def _find(self) -> None:
        self._go(REVIEWS)
        self.reviews.find()

    def _handlers(self) -> dict[str, Any]:
        return {
            "reputation.import": self._import,
            "reputation.overview": partial(self._go, OVERVIEW),
            "reputation.reviews": partial(self._go, REVIEWS),
            "reputation.waiting": partial(self._show_reviews, Wanted(reply="waiting", sort="wait")),
            "reputation.products": partial(self._go, PRODUCTS),
            "reputation.standing": partial(self._go, STANDING),
            "reputation.find": self._find,
            "reputation.reply": self.reviews.answer,
            "reputation.mark": self.reviews.verbs.mark,
            "reputation.unmark": self.reviews.verbs.unmark,
            "reputation.copy": self.reviews.verbs.copy,
            "reputation.save_view": self.verbs.save_view,
        }

    def _build_bar(self) -> QWidget:
        bar = Filled("surface", "b")
        bar.setFixedHeight(theme().px(44))
        row = QHBoxLayout(bar)
        row.setContentsMargins(24, 0, 24, 1)
        row.setSpacing(8)
        names = (
            (OVERVIEW, _("Overview")),
            (REVIEWS, _("Reviews")),
            (PRODUCTS, _("Products")),
            (STANDING, _("Standing")),
        )
        self.tabs = Tabs(names, _("Reputation"))
        row.addWidget(self.tabs)
        self.views = ViewsBar()
        self.views.hide()
        row.addWidget(self.views, 1)
        self.filters = QWidget()
        inner = QHBoxLayout(self.filters)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addStretch(1)
        self.channel = Choice(_("Channel"), [(None, _("All channels"))])
        self.product = Choice(_("Product"), [(None, _("All products"))])
        self.period = Choice(_("Period"), [(months, _(text)) for months, text in PERIODS], icon="calendar")
        self.period.choose(self.asked.months)
        for choice in (self.channel, self.product, self.period):
            inner.addWidget(choice)
        row.addWidget(self.filters, 1)
        return bar

    def _wire(self) -> None:
        self.tabs.chosen.connect(self._chosen)
        self.channel.picked.connect(self._pick_channel)
        self.product.picked.connect(self._pick_product)
        self.period.picked.connect(self._pick_period)
        self.views.chosen.connect(self.reviews.show_wanted)
        self.views.removed.connect(self.verbs.remove_view)
        self.views.save_asked.connect(self.verbs.save_view)
        self.reviews.wanted_changed.connect(self.views.show_wanted)
        self.overview.reviews_asked.connect(self._show_reviews)
        self.overview.products_asked.connect(partial(self._go, PRODUCTS))
        self.overview.import_asked.connect(self._import)
        self.overview.again_asked.connect(self._read_ratings)
        self.overview.note_asked.connect(lambda number: self.verbs.note(number, self._channel_name(number)))
        self.overview.review_asked.connect(lambda number: self.open_record(("review", number)))
        self.products.opened.connect(lambda number: self._show_reviews(Wanted(product=number)))
        self.products.import_asked.connect(self._import)
        self.products.again_asked.connect(self._read_ratings)
        self.standing.import_asked.connect(self._import)
        self.standing.again_asked.connect(self._read_ratings)


def _page_facts(conn: Any) -> tuple[list[ChannelName], int]:
    known = queries.channels(conn)
    return known, queries.review_totals(conn, Wanted()).reviews


def _views(conn: Any, today: Any) -> Sequence[SavedView]:
    return [*built_in(today), *queries.saved_views(conn)]
