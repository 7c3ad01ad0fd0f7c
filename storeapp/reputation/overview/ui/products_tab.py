"""The tab Products: every rated product, ranked by the safe low end of its likely range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.kernel.likely import Range
from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import _, plural
from storeapp.qtkit.foot import ListFoot
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.widgets import Button, States, empty_state, error_state, small
from storeapp.reputation.overview.queries import product_ranking
from storeapp.reputation.overview.records import ProductRanking
from storeapp.reputation.ratings.records import ProductStars
from storeapp.reputation.ratings.rules import BAD, Trend, by_low_end, trend
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.reviews.ui.wing_page import WingPage

LIST_ID = "reputation.products"
FEW = 5  # below this many reviews a range says little


@dataclass(frozen=True, slots=True)
class Ranked:
    """A product at its place; `id` is the product's."""

    id: int
    place: int
    title: str
    label: str
    likely: Range
    rating: float
    reviews: int
    bad: int
    trend: Trend | None

    @property
    def name(self) -> str:
        """What it is called in a list of products: by the owner's short name, else by its whole title."""
        return self.label or self.title

    @property
    def few(self) -> bool:
        """Too few reviews to say much."""
        return self.reviews < FEW


def ranked(products: Sequence[ProductStars]) -> list[Ranked]:
    """Best first by the low end; products without stars in the period are left out."""
    found = by_low_end((product, product.counts) for product in products)
    return [
        Ranked(
            product.product_id,
            place,
            product.title,
            product.label,
            likely,
            counts.mean or 0.0,
            counts.total,
            sum(counts[star] for star in BAD),
            trend(product.counts, product.before),
        )
        for place, (product, counts, likely) in enumerate(found, 1)
    ]


def lowest(rows: Sequence[Ranked]) -> float:
    """Where the scale of the range marks begins: a half star below the lowest low end, at most 4."""
    least = min((row.likely.low for row in rows), default=4.0)
    return max(1.0, min(4.0, int(least * 2) / 2))


class ProductsView(TabView):
    """The table; Enter shows the reviews of a product."""

    page: WingPage
    ranking_read = Signal(object)  # list[Ranked]

    def __init__(self, page: WingPage, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self.table = TableView(_("Products"), LIST_ID, self.desk.settings, first_pad=24)
        self.model = RowsModel(columns(1.0))
        self.table.show_model(self.model)
        self.states = States(self.table)
        self.table.opened.connect(self._opened)
        self.table.copied.connect(self._copied)
        self.table.refused.connect(self.desk.notices.problem)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.states, 1)
        self.count = small("")
        words = small(_("Products with few reviews rank low until more reviews confirm them"), elide=True)
        column.addWidget(
            ListFoot([self.count, words], [("J K", _("move")), ("↵", _("its reviews")), ("F2", _("short name"))])
        )

    def refresh(self) -> None:
        asked, today = self.page.asked, self.desk.clock.today()
        self.page.ask_db(
            lambda conn: product_ranking(conn, asked, today), self.show_ranking, "reputation:products", self._failed
        )

    def show_ranking(self, found: ProductRanking) -> None:
        """Show the ranking of a period."""
        rows = ranked(found.products)
        self.ranking_read.emit(rows)
        for column in self.model.columns:
            if column.kind == "range":
                self.model.columns[self.model.column_number(column.id)] = _range_column(lowest(rows))
        self.model.set_rows(rows)
        self.count.setText(plural("{count} product", "{count} products", len(rows)))
        if rows:
            self.states.show_content()
        elif found.any_rated:
            words = _("No product was rated in this period"), _("A longer period may have reviews that name a product")
            self.states.show_hint(empty_state("tag", *words))
        else:
            button = Button(_("Import reviews"), icon="import")
            button.clicked.connect(lambda: self.desk.navigate(OpenPage("import")))
            words = _("No reviews yet"), _("Products are ranked once their reviews are here")
            self.states.show_hint(empty_state("tag", *words, [button]))

    def _failed(self, _error: Exception) -> None:
        again = Button(_("Try again"), icon="refresh")
        again.clicked.connect(self.refresh)
        self.states.show_hint(error_state(_("The products could not be read"), _("Nothing was changed."), [again]))

    def _opened(self, row: Ranked) -> None:
        self.page.show_reviews(ReviewFilters(product=row.id))

    def _copied(self, rows: int) -> None:
        self.desk.notices.say(plural("{count} row copied", "{count} rows copied", rows))


def columns(low: float) -> list[Column]:
    """The columns; the scale of the range marks begins at `low`."""
    return [
        Column(
            "place", "#", "number", 64, text=lambda row: f"{row.place:,}", value=lambda row: row.place, tone="muted"
        ),
        Column("title", _("Product"), width=280, stretch=True, text=_name, font="medium", tip=lambda row: row.title),
        _range_column(low),
        Column(
            "low",
            _("Likely lowest"),
            "number",
            80,
            text=lambda row: f"{row.likely.low:.2f}",
            value=lambda row: row.likely.low,
            tone=lambda row: "muted" if row.few else "accent",
            font="strong",
        ),
        Column(
            "rating",
            _("Rating"),
            "number",
            76,
            text=lambda row: f"{row.rating:.2f}",
            value=lambda row: row.rating,
            tone="text-2",
        ),
        Column(
            "change",
            _("Change"),
            "state",
            104,
            text=lambda row: change_words(row.trend),
            value=lambda row: change_mark(row.trend),
        ),
        Column(
            "bad",
            _("1–3 stars"),
            "number",
            88,
            text=lambda row: f"{row.bad:,}",
            value=lambda row: row.bad,
            tone=lambda row: "text" if row.bad else "muted",
        ),
        Column(
            "reviews", _("Reviews"), "number", 92, text=lambda row: f"{row.reviews:,}", value=lambda row: row.reviews
        ),
    ]


def _name(row: Ranked) -> str:
    return row.name


def _range_column(low: float) -> Column:
    return Column(
        "range",
        _("Likely range"),
        "range",
        168,
        sortable=False,
        text=lambda row: _("likely {low} to {high}").format(low=f"{row.likely.low:.2f}", high=f"{row.likely.high:.2f}"),
        value=lambda row: (row.likely.low, row.rating, row.likely.high),
        span=(low, 5.0),
    )


def change_words(found: Trend | None) -> str:
    """`+0.05`, `−0.02`, `0.00`, nothing without a period before."""
    if found is None:
        return ""
    sign = {1: "+", -1: "−", 0: "±"}[found.direction]
    return f"{sign}{abs(found.change):.2f}"


def change_mark(found: Trend | None) -> tuple[str, str]:
    """Icon and colour of a change: coloured only where it is more than chance explains."""
    if found is None:
        return "", "muted"
    icon = {1: "trend-up", -1: "trend-down", 0: "trend-flat"}[found.direction]
    if not found.clear or not found.direction:
        return icon, "muted"
    return icon, "positive" if found.direction > 0 else "negative"
