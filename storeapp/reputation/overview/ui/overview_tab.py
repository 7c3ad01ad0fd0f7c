"""The tab Overview: channels, rating over time, stars, themes, replies, and the best and weakest products."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLayout, QVBoxLayout, QWidget

from storeapp.kernel import text
from storeapp.kernel.days import last_day, month_and_year, short_month, stretch
from storeapp.kernel.targets import OpenPage, OpenReview, OpenStanding, OpenTheme
from storeapp.kernel.text import _, plural
from storeapp.qtkit.charts.bars import BarRow, BarRows
from storeapp.qtkit.charts.line import LineChart, Series
from storeapp.qtkit.gradually import Gradually
from storeapp.qtkit.table import RowsModel, TableView
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Bar,
    Button,
    Card,
    ChannelTile,
    Label,
    Link,
    Note,
    Segment,
    States,
    empty_state,
    error_state,
    figure,
    scrolling,
    small,
)
from storeapp.reputation.overview.queries import overview, product_ranking
from storeapp.reputation.overview.records import ChannelStanding, Overview, ProductRanking
from storeapp.reputation.overview.ui.actions import FigureActions
from storeapp.reputation.overview.ui.channel_cards import CardRow, ChannelCard, figures
from storeapp.reputation.overview.ui.products_tab import Ranked, columns, lowest, ranked
from storeapp.reputation.overview.ui.waiting_line import WaitingLine
from storeapp.reputation.ratings.rules import BAD, SPAN, STARS
from storeapp.reputation.ratings.ui.sentences import span_words
from storeapp.reputation.replies.records import ReplyRate
from storeapp.reputation.reviews.records import ReviewFilters
from storeapp.reputation.reviews.ui.sentences import Moment
from storeapp.reputation.reviews.ui.wing_page import PRODUCTS, THEMES, WingPage
from storeapp.reputation.standing.next_steps import NextStep, next_step
from storeapp.reputation.standing.queries.ladders import standings
from storeapp.reputation.standing.records import ChannelLadders
from storeapp.reputation.standing.ui.what_it_takes import WhatItTakes
from storeapp.reputation.themes.queries.figures import theme_shares
from storeapp.reputation.themes.records import ThemesFound
from storeapp.reputation.themes.ui.card import ThemeCard

GAP, BESIDE = 16, 760
LEFT_OUT = ("bad", "change")  # columns of the ranking that the card has no room for
NARROW = {"place": 40, "range": 124, "reviews": 80}
TOP = 8  # products shown in the card
MOST_BARS, MOST_LINES = 6, 7  # channels in the card of replies, and with them reviews that wait
DASHES = ("solid", "dash", "dot")


class OverviewView(TabView):
    """Cards that keep their old numbers while new ones are read; what is pressed leads to what lies behind it."""

    page: WingPage
    ranking_read = Signal(object)  # list[Ranked]

    def __init__(self, page: WingPage, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self.figure_actions = FigureActions(self.desk, self)
        self._found: Overview | None = None
        self._steps: dict[int, NextStep] = {}
        self._building = Gradually(self)
        self._shown: tuple[str, date, Overview, dict[int, NextStep]] | None = None
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(GAP)
        self.past = Note("", "info")
        self.past.hide()
        column.addWidget(self.past)
        self.cards = CardRow()
        column.addWidget(self.cards)
        self.first_row, self.second_row = (
            QBoxLayout(QBoxLayout.Direction.LeftToRight),
            QBoxLayout(QBoxLayout.Direction.LeftToRight),
        )
        for row, first, second in (
            (self.first_row, self._time_card(), self._stars_card()),
            (self.second_row, self._themes_card(), self._replies_card()),
        ):
            row.setSpacing(GAP)
            row.addWidget(first, 49)
            row.addWidget(second, 24)
            column.addLayout(row)
        self.last = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.last.setSpacing(GAP)
        self.last.addWidget(self._products_card(), 49)
        self.takes = WhatItTakes()
        self.takes.setMinimumWidth(theme().px(280))
        self.takes.hide()
        self.last.addWidget(self.takes, 24)
        column.addLayout(self.last)
        column.addStretch(1)
        self.states = States(scrolling(inside, _("Overview")))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.states)
        self.states.show_loading(_("Reading the ratings"))

    def refresh(self) -> None:
        asked, today, ask = self.page.asked, self.desk.clock.today(), self.page.ask_db
        ask(lambda conn: overview(conn, asked, today), self.show_overview, "overview:ratings", self._failed)
        ask(lambda conn: standings(conn, today), self.show_steps, "overview:steps")
        ask(lambda conn: theme_shares(conn, asked, today), self.show_themes, "overview:themes")
        ask(lambda conn: product_ranking(conn, asked, today, compare=False), self.show_ranking, "overview:products")

    def show_overview(self, found: Overview) -> None:
        """Show it, or what would bring it."""
        self._found = found
        if not found.ever:
            button = Button(_("Import reviews"), "primary", "import")
            button.clicked.connect(lambda: self.desk.navigate(OpenPage("import")))
            words = _("No reviews yet"), _("Drop a review file of any channel on this window, or choose it")
            self.states.show_hint(empty_state("star", *words, [button]))
            return
        self.past.setVisible(found.span.past)
        if found.span.past:
            self.past.set(
                _("The newest review is of {month}. Shown are the last months that have reviews: {span}.").format(
                    month=month_and_year(found.span.last), span=span_words(found.span)
                )
            )
        self._show_cards(found)
        self._show_time()
        self._show_stars(found)
        self._show_replies(found)
        self.states.show_content()

    def show_steps(self, found: Sequence[ChannelLadders]) -> None:
        """Where each channel stands on its platform's ladders."""
        self._steps = {one.channel.id: step for one in found if (step := next_step(one)) is not None}
        self.takes.show_aims(sorted(found, key=lambda one: -len(one.aims)))
        if self._found is not None and self._found.ever:
            self._show_cards(self._found)

    def _show_cards(self, found: Overview) -> None:
        today = self.desk.clock.today()
        shown = (text.language(), today, found, self._steps)
        if shown == self._shown:
            return
        self._shown = shown
        self._building.begin(self._built(found, today))

    def _built(self, found: Overview, today: date) -> Iterator[None]:
        """Card after card; they are shown together."""
        cards = []
        for one in sorted(found.standings, key=lambda one: -one.reviews):
            card = ChannelCard(one, today, step=self._steps.get(one.channel.id))
            card.opened.connect(self._open_channel)
            card.standing_asked.connect(self._open_standing)
            card.note_asked.connect(partial(self.figure_actions.ask, name=card.standing.channel.name))
            cards.append(card)
            yield
        others = figures(found)
        yield
        self.cards.show_cards(cards, others)

    def show_themes(self, found: ThemesFound) -> None:
        """What buyers praise and complain about."""
        self.counted.emit(THEMES, len(found.told))
        self.themes.show_themes(found)

    def show_ranking(self, found: ProductRanking) -> None:
        """The best eight products; of more, the link leads to all."""
        rows = ranked(found.products)
        self.ranking_read.emit(rows)
        shown = rows[:TOP]
        self.model.columns[self.model.column_number("range")] = columns(lowest(shown))[2]
        self.model.set_rows(shown)
        self.all_products.setText(_("All {count}").format(count=f"{len(rows):,}"))
        self.all_products.setVisible(len(rows) > TOP)
        self.no_products.setVisible(not rows)
        self.table.setVisible(bool(rows))
        look = theme()
        self.table.setFixedHeight(look.px(28) + look.px(32) * max(1, len(shown)))

    def _failed(self, _error: Exception) -> None:
        if self._found is not None:
            return  # the old numbers stay
        again = Button(_("Try again"), icon="refresh")
        again.clicked.connect(self.refresh)
        self.states.show_hint(error_state(_("The ratings could not be read"), _("Nothing was changed."), [again]))

    def _show_time(self) -> None:
        found = self._found
        if found is None:
            return
        mixed = found.mixed
        by_channel = self.lines.value() == "channels" and len(mixed) > 1
        self.lines.setVisible(len(mixed) > 1)
        name = _("Together") if len(mixed) > 1 else (mixed[0].channel.name if mixed else "")
        main = Series(name, [point.rating for point in found.points], "accent", main=True)
        others = [
            Series(one.channel.name, [point.rating for point in one.points], _tone(one), DASHES[number % 3])
            for number, one in enumerate(mixed)
            if len(mixed) > 1 and not one.span.past
        ]
        band = [(p.likely.low, p.likely.high) if p.likely is not None else None for p in found.points]
        labels = [short_month(p.month) if not p.month.endswith("-01") else p.month[:4] for p in found.points]
        if len(found.points) <= SPAN:
            labels = [short_month(p.month) for p in found.points]
        self.chart.show_lines(
            labels,
            others if by_channel else [*others, main],
            () if by_channel else band,
            counts=[p.reviews for p in found.points],
            count_name=_("ratings a month"),
        )

    def _show_stars(self, found: Overview) -> None:
        before = found.before if found.before.total else None
        self.stars.show_rows(
            [
                BarRow(
                    str(star),
                    found.now[star],
                    found.now.share(star),
                    before.share(star) if before is not None else None,
                    "chart-complain" if star in BAD else "accent",
                    star=True,
                    key=star,
                )
                for star in reversed(STARS)
            ]
        )
        months = len(found.span.months)
        self.tick.setVisible(before is not None)
        self.tick.setText(plural("┃ {count} month before", "┃ {count} months before", months))
        names = [one.channel.name for one in found.apart]
        self.apart.setVisible(bool(names))
        if len(names) == 1:
            self.apart.setText(_("{channel} uses its own scale and is not included.").format(channel=names[0]))
        elif names:
            listed = _("{first} and {last}").format(first=_(", ").join(names[:-1]), last=names[-1])
            self.apart.setText(_("{channels} use their own scales and are not included.").format(channels=listed))

    def _show_replies(self, found: Overview) -> None:
        with_bad = [one for one in found.standings if one.bad]
        bad, answered = found.bad, found.answered
        self.rate.setText(f"{answered / bad:.0%}" if bad else "–")
        words = plural("of {count} review with 1 to 3 stars", "of {count} reviews with 1 to 3 stars", bad)
        if found.speed.hours is not None:
            words = _("{reviews}, typically {time}").format(reviews=words, time=stretch(round(found.speed.hours)))
        self.rate_words.setText(words if bad else _("No bad review in this period"))
        self.waiting.setVisible(found.waiting > 0)
        self.waiting.setText(plural("{count} waiting", "{count} waiting", found.waiting))
        worst = sorted(with_bad, key=lambda one: one.answered / one.bad)[:MOST_BARS]
        self._show_reply_bars(worst, {one.channel_id: one for one in found.rates})
        _clear(self.waiting_rows)
        moment = Moment.of(self.desk.clock, self.desk.settings.show_names)
        for row in found.longest[: MOST_LINES - min(MOST_BARS, len(with_bad))]:
            line = WaitingLine(row, moment)
            line.opened.connect(self._open_review)
            self.waiting_rows.addWidget(line)

    def _show_reply_bars(self, standings: Sequence[ChannelStanding], rates: Mapping[int, ReplyRate]) -> None:
        _clear(self.reply_rows)
        for number, one in enumerate(standings):
            words = _("{answered} of {bad}").format(answered=f"{one.answered:,}", bad=f"{one.bad:,}")
            rate = rates.get(one.channel.id)
            if rate is not None and rate.hours is not None:
                words = _("{first}, {second}").format(first=words, second=stretch(round(rate.hours)))
            if rate is not None and rate.overdue:
                words = _("{replies}, {overdue} overdue").format(replies=words, overdue=f"{rate.overdue:,}")
            bar = Bar(one.answered / one.bad)
            self.reply_rows.addWidget(ChannelTile(one.channel.platform, one.channel.name), number, 0)
            self.reply_rows.addWidget(Label(one.channel.name, "body", elide=True), number, 1)
            self.reply_rows.addWidget(bar, number, 2)
            tone = "negative" if rate is not None and rate.overdue else "text-2"
            told = Label(words, "small", tone)
            told.set_tip(_("Bad reviews replied to, and the typical time to a reply"))
            self.reply_rows.addWidget(told, number, 3, Qt.AlignmentFlag.AlignRight)
            self.reply_rows.setRowMinimumHeight(number, theme().px(28))

    def _open_channel(self, channel: int) -> None:
        self.page.show_reviews(ReviewFilters(channels=(channel,)))

    def _open_month(self, number: int) -> None:
        if self._found is not None:
            month = self._found.points[number].month
            self.page.show_reviews(ReviewFilters(since=f"{month}-01", until=last_day(month)))

    def _open_stars(self, stars: int) -> None:
        if self._found is not None:
            span = self._found.span
            self.page.show_reviews(ReviewFilters(stars=(stars,), since=f"{span.first}-01", until=last_day(span.last)))

    def _open_waiting(self) -> None:
        self.page.show_reviews(ReviewFilters(reply="waiting", sort="wait"))

    def _open_review(self, review: int) -> None:
        self.page.open_target(OpenReview(review))

    def _open_standing(self, channel: int) -> None:
        self.page.open_target(OpenStanding(channel))

    def _open_theme(self, theme: int) -> None:
        self.page.open_target(OpenTheme(theme))

    def _open_product(self, row: Ranked) -> None:
        self.page.show_reviews(ReviewFilters(product=row.id))

    def _time_card(self) -> Card:
        card = Card(_("Rating over time"), _("each point covers 12 months, the shaded band is the likely range"))
        self.lines = Segment([("all", _("Together")), ("channels", _("By channel"))], _("Lines"), 24)
        self.lines.chosen.connect(self._show_time)
        card.add_to_head(self.lines)
        self.chart = LineChart(_("Rating over time"))
        self.chart.clicked.connect(self._open_month)
        self.chart.setFixedHeight(theme().px(176))
        card.inside.setContentsMargins(15, 4, 15, 4)
        card.add(self.chart)
        return card

    def _stars_card(self) -> Card:
        card = Card(_("Star distribution"))
        card.hint.hide()  # its room is the label's that explains the tick
        card.setMinimumWidth(theme().px(280))
        self.tick = small("", elide=True)
        self.tick.setAlignment(Qt.AlignmentFlag.AlignRight)
        card.add_to_head(self.tick)
        self.stars = BarRows(_("Star distribution"), _("before"))
        self.stars.clicked.connect(self._open_stars)
        self.apart = small("", wrap=True)
        card.inside.setContentsMargins(15, 4, 15, 11)
        card.add(self.stars)
        card.inside.addSpacing(8)
        card.add(self.apart)
        card.inside.addStretch(1)
        return card

    def _themes_card(self) -> Card:
        self.themes = ThemeCard()
        self.themes.theme_asked.connect(self._open_theme)
        self.themes.themes_asked.connect(lambda: self.page.go(THEMES))
        return self.themes

    def _products_card(self) -> Card:
        card = Card(_("Products"), _("ranked by the likely lowest rating"), padded=False)
        self.all_products = Link("")
        self.all_products.clicked.connect(lambda: self.page.go(PRODUCTS))
        card.add_to_head(self.all_products)
        self.table = TableView(_("Products ranked by their likely lowest rating"))
        self.model = RowsModel(
            [replace(one, width=NARROW.get(one.id, one.width)) for one in columns(1.0) if one.id not in LEFT_OUT]
        )
        self.table.show_model(self.model)
        self.table.opened.connect(self._open_product)
        card.add(self.table)
        self.no_products = empty_state("tag", _("No product was rated in this period"))
        self.no_products.hide()
        card.add(self.no_products)
        card.inside.setContentsMargins(1, 0, 1, 4)
        card.inside.addStretch(1)
        return card

    def _replies_card(self) -> Card:
        card = Card(_("Replies to bad reviews"))
        card.setMinimumWidth(theme().px(280))
        self.rate = figure("")
        self.rate_words = small("", wrap=True)
        self.waiting = Link("")
        self.waiting.clicked.connect(self._open_waiting)
        card.add_to_head(self.waiting)
        card.add(self.rate)
        card.inside.addSpacing(2)
        card.add(self.rate_words)
        card.inside.addSpacing(8)
        self.reply_rows = QGridLayout()
        self.reply_rows.setVerticalSpacing(0)
        self.reply_rows.setHorizontalSpacing(8)
        self.reply_rows.setColumnStretch(1, 3)
        self.reply_rows.setColumnStretch(2, 2)
        card.inside.addLayout(self.reply_rows)
        card.inside.addSpacing(8)
        self.waiting_rows = QVBoxLayout()
        self.waiting_rows.setSpacing(0)
        card.inside.addLayout(self.waiting_rows)
        card.inside.addStretch(1)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme().px(BESIDE)
        for row in (self.first_row, self.second_row, self.last):
            row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)


def _tone(one: ChannelStanding) -> str:
    token = f"channel-{one.channel.platform}"
    return token if token in theme().tokens() else "chart-line-2"


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
