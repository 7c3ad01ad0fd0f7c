"""Every building block in every state on one sheet, to be looked at beside the design's sheet of components."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.money import Money
from storeapp.kernel.progress import Progress
from storeapp.qtkit.charts.bars import BarRow, BarRows, TwoSided, TwoSidedBars
from storeapp.qtkit.charts.line import Flag, LineChart, Series
from storeapp.qtkit.charts.spark import Sparkline, TrendLine
from storeapp.qtkit.forms import LabelledField
from storeapp.qtkit.notices import Notice
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Bar,
    Button,
    Card,
    ChannelTile,
    Chip,
    Choice,
    Count,
    DayField,
    Filled,
    IconButton,
    KeyCap,
    KeyHints,
    Label,
    Link,
    LoadingRows,
    MixBar,
    Note,
    NumberField,
    Option,
    ProgressBar,
    Ribbon,
    SearchField,
    Segment,
    Stars,
    Steps,
    Tabs,
    Tag,
    TextLine,
    TickBox,
    Toast,
    Toolbar,
    big,
    body,
    empty_state,
    error_state,
    figure,
    small,
    title,
)

MONTHS = ("Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul")
MAIN = (4.73, 4.74, 4.75, 4.76, 4.76, 4.75, 4.73, 4.71, 4.73, 4.75, 4.77, 4.79)


def gallery() -> QWidget:
    """Fields, buttons, marks, tables, states: as in the design's sheet of components."""
    sheet = Filled("window")
    grid = QGridLayout(sheet)
    grid.setContentsMargins(16, 16, 16, 16)
    grid.setSpacing(16)
    grid.addWidget(title("Components and states"), 0, 0, 1, 2)
    columns = (
        (_buttons(), _fields(), _marks(), _sidebar_and_progress()),
        (_table(), _toasts(), _loading(), _bars()),
        (_empty(), _first_run(), _error(), _numbers()),
    )
    for place, cards in enumerate(columns):
        column = QVBoxLayout()
        column.setSpacing(16)
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        grid.addLayout(column, 1, place)
        grid.setColumnStretch(place, 1)
    grid.setRowStretch(1, 1)
    return sheet


def charts() -> QWidget:
    """All charts, with the figures of the design's Reputation page."""
    sheet = Filled("window")
    grid = QGridLayout(sheet)
    grid.setContentsMargins(24, 16, 24, 16)
    grid.setSpacing(16)
    grid.addWidget(_line_card(), 0, 0, 1, 2)
    grid.addWidget(_stars_card(), 0, 2)
    grid.addWidget(_praise_card(), 1, 0)
    grid.addWidget(_products_card(), 1, 1)
    grid.addWidget(_trend_card(), 1, 2)
    grid.setRowStretch(2, 1)
    for place, share in enumerate((48, 46, 38)):
        grid.setColumnStretch(place, share)
    return sheet


def _row(*parts: QWidget, gap: int = 12) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 10)
    row.setSpacing(gap)
    for part in parts:
        row.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
    row.addStretch(1)
    return holder


def _captioned(part: QWidget, name: str) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(part)
    column.addWidget(Label(name, "axis", "muted"))
    return holder


def _card(name: str, parts: Sequence[QWidget]) -> Card:
    card = Card(name)
    for part in parts:
        card.add(part)
    return card


def _buttons() -> Card:
    locked = Button("Copy reply")
    locked.lock("Fix 1 problem to copy")
    first = _row(
        _captioned(Button("Apply changes", "primary"), "primary 32"),
        _captioned(Button("Import", "primary", "import"), "with icon"),
        _captioned(Button("Save"), "secondary"),
        _captioned(IconButton("chevron-right", "Next"), "icon"),
    )
    second = _row(
        _captioned(Button("Back", "quiet"), "quiet"),
        _captioned(Button("Delete", "danger"), "danger"),
        _captioned(locked, "disabled"),
        _captioned(Button("Small", size="small"), "in rows 28"),
        _captioned(Button("Mini", size="mini"), "in panels 24"),
        _captioned(Link("All 27"), "link"),
    )
    return _card("Buttons", (first, second))


def _fields() -> Card:
    wrong = LabelledField("Shipped on", TextLine("Shipped on", "31/31/26"))
    wrong.complain("Not a date, use 2026-07-31")
    fine = LabelledField("Product", TextLine("Product", "Walnut"))
    on, off, some = TickBox("On"), TickBox("Off"), TickBox("Some")
    on.setChecked(True)
    some.setTristate(True)
    some.setCheckState(Qt.CheckState.PartiallyChecked)
    channels = [Option("", "All channels"), Option(1, "Own shop", "own"), Option(2, "Etsy", "etsy")]
    chosen = Choice("Channel", channels)
    chosen.choose(2)
    second = _row(
        _captioned(Choice("Channels", channels), "choice 28"),
        _captioned(chosen, "with a tile"),
        _captioned(Segment([("mine", "Mine"), ("helper", "Helper\u2019s")], "Whose", 24), "segment 24"),
    )
    third = _row(
        _captioned(NumberField("Pieces", value=1204, small=True), "number"),
        _captioned(DayField("Day", small=True), "day"),
        on,
        off,
        some,
    )
    return _card("Fields", (_row(fine, wrong, SearchField("Find in these reviews")), second, third))


def _marks() -> Card:
    first = _row(
        _captioned(Chip("Etsy"), "chip 28"),
        _captioned(Chip("1 to 3 stars", True, True), "chip on"),
        _captioned(Chip("Needs a reply", count=3), "saved view"),
        _captioned(_tiles(), "channel tile 22 x 18"),
    )
    second = _row(
        Tag("Passed", "good", "check-circle"),
        Tag("22 h", "warn", "clock"),
        Tag("2 days over", "bad", "clock"),
        Tag("Draft", "info", "pencil"),
        Tag("Packaging"),
        gap=4,
    )
    third = _row(_captioned(Stars(4), "stars 14"), _captioned(KeyCap("E"), "key 18"), _counts())
    return _card("Marks", (first, second, third))


def _tiles() -> QWidget:
    platforms = ("own", "etsy", "ebay", "amazon", "taobao", "shopify", "olist", "wildberries")
    return _row(*(ChannelTile(platform, platform) for platform in platforms), gap=4)


def _counts() -> QWidget:
    return _captioned(_row(Count(17), Count(2, "red"), Count(5, "on"), gap=4), "count, overdue, chosen")


def _sidebar_and_progress() -> Card:
    progress = ProgressBar()
    progress.show_progress(Progress(1291, 812, "Importing, 812 of 1,291 rows"), 3.4)
    mix = MixBar([(1204, "accent"), (87, "info"), (3310, "chart-grey"), (6, "negative")], 12)
    return _card(
        "Progress", (progress, _spaced(mix), Bar(0.926), _spaced(KeyHints([("J K", "move"), ("Space", "select")])))
    )


def _spaced(part: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 12, 0, 12)
    column.addWidget(part)
    return holder


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One row of the table."""

    id: int
    number: str
    words: str
    state: str = ""


def _table() -> Card:
    rows = [
        OrderLine(1, "10493", "normal"),
        OrderLine(2, "10495", "normal"),
        OrderLine(3, "10497", "selected, 3 px bar"),
        OrderLine(4, "10501", "held back, muted text", "held"),
        OrderLine(5, "10504", "conflict, warning fill", "conflict"),
    ]
    columns = [
        Column("number", "Order", width=90, text=lambda row: row.number, font="medium"),
        Column("state", "State of the row, 32 px", text=lambda row: row.words, stretch=True, tone="text-2"),
        Column("total", "Total", "money", 90, text=lambda row: "\u20ac148.00", value=lambda row: Money(14800, "EUR")),
    ]
    view = TableView("Orders")
    view.show_model(RowsModel(columns, rows, lambda row: row.state))
    view.setFixedHeight(theme().px(28 + 5 * 32))
    view.go_to(2)
    card = Card("Table", padded=False)
    card.add(view)
    return card


def _toasts() -> Card:
    said, failed = Toast(), Toast()
    said.show_notice(Notice("Reply marked as sent", undo=True))
    failed.show_notice(
        Notice("Nothing saved, the file is open elsewhere", "problem", action=("Try again", said.dismiss))
    )
    return _card("Toasts, in the top bar for 8 s", (_row(said), _row(failed)))


def _loading() -> Card:
    loading = LoadingRows("Reading 3,914 reviews")
    loading.setFixedHeight(theme().px(92))
    card = Card("Loading, after 300 ms, no shimmer", padded=False)
    card.add(loading)
    return card


def _bars() -> Card:
    tools = Toolbar()
    tabs = Tabs([("overview", "Overview"), ("reviews", "Reviews"), ("products", "Products")], "Views")
    tabs.set_count("reviews", 3914)
    tabs.choose("reviews")
    tools.left.addWidget(tabs)
    steps = Steps(["File", "Columns", "Check", "Import"])
    steps.set_step(2)
    card = Card("Bars", padded=False)
    for part in (
        tools,
        _row(steps),
        Ribbon("SAMPLE: a made-up shop", "warn", Link("Leave")),
        Note("1 of 2 rows", "warn"),
    ):
        card.add(part)
    return card


def _empty() -> Card:
    return _card(
        "Empty, all done",
        (
            empty_state(
                "check-circle",
                "Nothing waits for you",
                "All due today is done. Next promise: Friday.",
                [Button("Look ahead", size="small")],
                done=True,
            ),
        ),
    )


def _first_run() -> Card:
    buttons = [Button("Choose file", "primary", size="small"), Button("Try with sample data", size="small")]
    return _card(
        "Empty, first run",
        (empty_state("import", "No reviews yet", "Drop a review file here, most formats are recognised.", buttons),),
    )


def _error() -> Card:
    buttons = [Button("Try again", size="small"), Button("Open last backup", size="small")]
    return _card(
        "Error",
        (
            error_state(
                "These reviews could not be read", "Another program holds the file. Your data is safe.", buttons
            ),
        ),
    )


def _numbers() -> Card:
    row = _row(
        _captioned(big("4.79"), "figure 28/32"),
        _captioned(figure("\u20ac412.60"), "figure 20/24"),
        _captioned(Label("38 of 164", "strong"), "body 13/16"),
        _captioned(small("likely 17\u201330%"), "small 12/16"),
    )
    return _card(
        "Numbers", (row, body("Tabular digits, unit next to the number, a true minus sign (\u22120.02).", "muted"))
    )


def _line_card() -> Card:
    chart = LineChart("Rating over time")
    etsy = (*(value + 0.03 for value in MAIN[:-1]), 4.83)
    own = (4.66, 4.67, 4.69, 4.68, 4.70, 4.69, 4.66, 4.64, 4.66, 4.69, 4.71, 4.72)
    amazon = (4.62, 4.63, 4.63, 4.64, 4.62, 4.63, 4.61, 4.60, 4.61, 4.62, 4.61, 4.60)
    chart.show_lines(
        MONTHS,
        [
            Series("All three", MAIN, main=True),
            Series("Etsy", etsy, "channel-etsy"),
            Series("Own shop", own, dash="dash"),
            Series("Amazon", amazon, "channel-amazon", "dot"),
        ],
        band=[(value - 0.03, value + 0.03) for value in MAIN],
        flags=[Flag(3, "Arc pendant launched"), Flag(6, "Amazon imported"), Flag(8, "New boxes")],
        counts=(92, 98, 106, 138, 147, 114, 100, 95, 103, 117, 134, 110),
        count_name="ratings a month",
    )
    card = Card("Rating over time", "each point covers 12 months, the shaded band is the likely range")
    card.add(chart, 1)
    card.setMinimumHeight(theme().px(228))
    return card


def _stars_card() -> Card:
    chart = BarRows("Star distribution", "12 months before")
    chart.show_rows(
        [
            BarRow("5", 1124, 0.863, 0.849, "accent", True, 5),
            BarRow("4", 124, 0.095, 0.104, "accent", True, 4),
            BarRow("3", 26, 0.020, 0.021, "chart-complain", True, 3),
            BarRow("2", 16, 0.012, 0.014, "chart-complain", True, 2),
            BarRow("1", 12, 0.009, 0.012, "chart-complain", True, 1),
        ]
    )
    card = Card("Star distribution")
    card.add(chart)
    card.inside.addStretch(1)
    return card


def _praise_card() -> Card:
    chart = TwoSidedBars("Praise and complaints", ("Theme", "in 1\u20132 star reviews", "in 5-star reviews"))
    rows = (
        ("Warm light", 3, 46),
        ("Craftsmanship", 2, 41),
        ("Fabric feel", 4, 29),
        ("Packaging", 26, 22),
        ("Reply speed", 11, 17),
    )
    chart.show_rows(
        [TwoSided(name, bad / 100, good / 100, "34 reviews", name) for name, bad, good in rows], "Packaging"
    )
    card = Card("What people praise and complain about", padded=False)
    card.add(chart)
    card.inside.addStretch(1)
    return card


@dataclass(frozen=True, slots=True)
class ProductLine:
    """One ranked product."""

    id: int
    name: str
    low: float
    mean: float
    high: float


def _products_card() -> Card:
    rows = [
        ProductLine(1, "Arc linen pendant", 4.86, 4.93, 4.97),
        ProductLine(2, "Walnut reading lamp", 4.82, 4.88, 4.92),
        ProductLine(3, "Rice-paper table lamp", 4.72, 4.90, 4.97),
        ProductLine(4, "Moss wool throw", 4.22, 4.41, 4.56),
    ]
    columns = [
        Column("name", "Product", text=lambda row: row.name, stretch=True, font="medium"),
        Column(
            "range",
            "Range",
            "range",
            110,
            text=lambda row: f"{row.low} to {row.high}",
            span=(4.2, 5.0),
            value=lambda row: (row.low, row.mean, row.high),
        ),
        Column(
            "low",
            "Low",
            "number",
            52,
            text=lambda row: f"{row.low:.2f}",
            value=lambda row: row.low,
            tone="accent",
            font="strong",
        ),
        Column(
            "mean",
            "Rating",
            "number",
            64,
            text=lambda row: f"{row.mean:.2f}",
            value=lambda row: row.mean,
            tone="text-2",
        ),
    ]
    view = TableView("Products")
    view.show_model(RowsModel(columns, rows))
    card = Card("Products", "ranked by the likely lowest rating", padded=False)
    card.add_to_head(Link("All 27"))
    card.add(view)
    return card


def _trend_card() -> Card:
    trend = TrendLine("Rating now")
    trend.show_values([f"{month} 2026" for month in MONTHS], MAIN)
    return _card("Rating now", (big("4.79"), trend, _row(Sparkline(MAIN), Sparkline(own_line(), "channel-etsy"))))


def own_line() -> list[float | None]:
    """Values with a gap: a month without a rating is not drawn as one."""
    return [4.6, 4.7, 4.65, None, 4.7, 4.8]
