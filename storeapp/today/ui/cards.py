"""The figures beside the list: rating now, replies, sales, channels; and under it what is done today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.kernel.days import ago, month_and_year, spoken_day, stretch
from storeapp.kernel.money import Money
from storeapp.kernel.sales import SALES_HINT
from storeapp.kernel.text import _, plural
from storeapp.qtkit.charts.spark import TrendLine
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import (
    Card,
    ChannelTile,
    Icon,
    Label,
    Link,
    Rule,
    Stars,
    Tag,
    big,
    body,
    figure,
    section,
    small,
)
from storeapp.today.queries import ChannelLine, RatingCard, ReplyCard, SalesCard
from storeapp.today.queries import Trend as Moved

CHANNELS_SHOWN = 6


class RatingNow(Card):
    """The rating of the last twelve months over the star channels, its change and its line."""

    opened = Signal(str)  # a month, "2026-07"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._months: list[str] = []
        self.inside.setContentsMargins(15, 11, 15, 6)
        self.setAccessibleName(_("Rating now"))
        head = QHBoxLayout()
        head.addWidget(section(_("Rating now")), 1)
        self.change = Tag()
        moved = QHBoxLayout()  # a line of its own: beside the name it has no room in a small window
        moved.addWidget(self.change)
        moved.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.figure = big("")
        self.star = Stars(1, 22, of=1)
        row.addWidget(self.figure)
        row.addWidget(self.star)
        row.addStretch(1)
        self.words = small(wrap=True)
        self.line = TrendLine(_("Rating by month"))
        self.line.clicked.connect(self._pressed)
        for part in (head, row, moved):
            self.inside.addLayout(part)
            self.inside.addSpacing(4)
        self.add(self.words)
        self.inside.addSpacing(6)
        self.add(self.line)

    def show_card(self, card: RatingCard | None) -> None:
        """Show the figures; without any, what would bring them."""
        self.star.setVisible(card is not None)
        self.line.setVisible(card is not None)
        moved = None if card is None or card.quiet else card.trend  # no change of a few months beside all time
        self.change.setVisible(moved is not None)
        if card is None or card.now.rating is None:
            self.figure.setText("–")
            self.words.setText(_("Import reviews to see the shop's rating"))
            return
        shown = card.ever.mean if card.quiet else card.now.rating
        self.figure.setText(f"{shown:.2f}")
        when = _("12 months to {month}").format(month=month_and_year(card.span.last)) if card.span.past else ""
        self.words.setText(
            _("{when}, {ratings}, {channels}").format(
                when=when or _("Last 12 months"),
                ratings=plural("{count} rating", "{count} ratings", card.now.in_span),
                channels=plural("{count} star channel", "{count} star channels", card.channels),
            )
        )
        if card.quiet:
            self.words.setText(
                _("All time, {ratings}; {when} {rating} of {count}").format(
                    ratings=plural("{count} rating", "{count} ratings", card.ever.total),
                    when=when or _("last 12 months"),
                    rating=f"{card.now.rating:.2f}",
                    count=f"{card.now.in_span:,}",
                )
            )
        if moved is not None:
            self._show_trend(moved)
        self._months = [point.month for point in card.points]
        self.line.show_values([month_and_year(month) for month in self._months], [p.rating for p in card.points])

    def _pressed(self, number: int) -> None:
        self.opened.emit(self._months[number])

    def _show_trend(self, found: Moved) -> None:
        """The change against the 12 months before; coloured only where it is more than chance explains."""
        words = _("{change} against the year before").format(change=signed(found.change))
        icon = {1: "trend-up", -1: "trend-down", 0: "trend-flat"}[found.direction]
        tone = {1: "good", -1: "bad", 0: "plain"}[found.direction if found.clear else 0]
        self.change.set(words, tone, icon)
        set_tip(self.change, "" if found.clear else _("Chance alone may explain it"))


class FigureCard(Card):
    """A small card: its name, one figure, and up to two lines that explain it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.inside.setContentsMargins(15, 11, 15, 11)
        self.setAccessibleName(name)
        self.figure = figure("")
        self.words = small(wrap=True)
        self.add(Label(name, "strong", elide=True))
        self.inside.addSpacing(8)
        self.add(self.figure)
        self.inside.addSpacing(6)
        self.add(self.words)
        self.inside.addStretch(1)

    def say(self, shown: str, words: str) -> None:
        """Show a figure and its words."""
        self.figure.setText(shown)
        self.words.setText(words)
        self.setAccessibleDescription(f"{shown} {words}")


def say_replies(into: FigureCard, card: ReplyCard | None) -> None:
    """`94%`, `33 of 35 reviews with 1–3 stars, median 7 h`."""
    if card is None:
        into.say("–", _("No review with 1–3 stars in these 12 months"))
        return
    asked = plural("{count} review with 1–3 stars", "{count} reviews with 1–3 stars", card.asked)
    words = _("{replied} of {reviews}").format(replied=f"{card.replied:,}", reviews=asked)
    if card.hours is not None:
        words = _("{share}, typically {time}").format(share=words, time=stretch(round(card.hours)))
    if card.span.past:
        words = _("{words}, to {month}").format(words=words, month=month_and_year(card.span.last))
    into.say(f"{card.replied / card.asked:.0%}", words)


class SalesNow(Card):
    """What thirty days brought: one figure of a shop with one currency, else one figure a currency, never added up."""

    def __init__(self, days: int, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.inside.setContentsMargins(15, 11, 15, 11)
        self._name = _("Sales of {count} days").format(count=days)
        self.setAccessibleName(self._name)
        set_tip(self, _(SALES_HINT))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(section(self._name), 1)
        self.figure = figure("")
        head.addWidget(self.figure)
        self.inside.addLayout(head)
        self.words = small(elide=True)
        self.inside.addSpacing(2)
        self.add(self.words)
        self._amounts = QWidget()
        self._grid = QGridLayout(self._amounts)
        self._grid.setContentsMargins(0, 10, 0, 0)
        self._grid.setSpacing(8)
        self._holders: list[QWidget] = []
        self.add(self._amounts)
        self.issues = small(wrap=True)
        self.add(self.issues)

    def show_card(self, card: SalesCard | None, today: date, issues: str = "") -> None:
        """Show the figures and what cases cost; hidden without orders."""
        self.setVisible(card is not None)
        self.issues.setText(issues)
        self.issues.setVisible(bool(issues))
        if card is None:
            return
        for old in self._holders:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._holders = []
        one = len(card.sales) == 1
        self._amounts.setVisible(len(card.sales) > 1)
        self.figure.setText(str(next(iter(card.sales.values()))) if one else "")
        if card.past:
            self.words.setText(_("Up to {day}, the newest order").format(day=spoken_day(card.until, today)))
        elif one:
            self.words.setText(self._against_before(card))
        else:
            self.words.setText(_("By currency, not added up"))
        for code, amount in sorted(card.sales.items(), key=lambda found: -found[1].minor)[:4]:
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(small(code))
            column.addWidget(Label(str(amount), "small-medium"))
            holder = QWidget()
            column.setContentsMargins(0, 0, 0, 0)
            holder.setLayout(column)
            self._holders.append(holder)
        self._lay_out()
        self.setAccessibleDescription(_(", ").join(str(amount) for amount in card.sales.values()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """All amounts in one line, or two a line where an amount would be cut."""
        count = len(self._holders)
        margins = self.inside.contentsMargins()
        room = self.width() - margins.left() - margins.right() - (count - 1) * self._grid.horizontalSpacing()
        fits = count * max((one.sizeHint().width() for one in self._holders), default=0) <= room
        for number, holder in enumerate(self._holders):
            row, column = (0, number) if fits else divmod(number, 2)
            self._grid.addWidget(holder, row, column)
            self._grid.setColumnStretch(number, 1 if fits or number < 2 else 0)

    @staticmethod
    def _against_before(card: SalesCard) -> str:
        code, now = next(iter(card.sales.items()))
        before = card.sales_before.get(code)
        if before is None:
            return _("Nothing in the 30 days before")
        less = Money(abs(now.minor - before.minor), code)
        if now.minor >= before.minor:
            return _("{amount} more than in the 30 days before").format(amount=less)
        return _("{amount} less than in the 30 days before").format(amount=less)


def say_orders(into: FigureCard, card: SalesCard | None, today: date) -> None:
    """Orders of thirty days against the thirty before."""
    if card is None:
        into.say("–", _("Import orders to see them here"))
    elif card.past:
        into.say(f"{card.orders:,}", _("in the 30 days to {day}").format(day=spoken_day(card.until, today)))
    else:
        into.say(f"{card.orders:,}", _("in 30 days, {count} in the 30 before").format(count=f"{card.orders_before:,}"))


class ChannelsCard(Card):
    """Every channel in short, the most reviewed first; pressing its name opens its reviews."""

    opened = Signal(int)  # channel id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Channels"), padded=False, parent=parent)
        self._side = small("")
        self.add_to_head(self._side)

    def show_lines(self, lines: Sequence[ChannelLine], today: date) -> None:
        """Show the channels that fit; the head says how many there are."""
        while (item := self.inside.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        ordered = sorted(lines, key=lambda line: -line.reviews)
        shown = ordered[:CHANNELS_SHOWN]
        self._side.setText(
            "" if len(shown) == len(ordered) else _("{shown} of {all}").format(shown=len(shown), all=len(ordered))
        )
        for line in shown:
            self.add(Rule("hair"))
            self.add(self._row(line, today))
        if not shown:
            self.add(Rule("hair"))
            hint = body(_("Channels appear with the first import"), "muted", wrap=True)
            hint.setContentsMargins(15, 12, 15, 12)
            self.add(hint)
        self.inside.addStretch(1)

    def _row(self, line: ChannelLine, today: date) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(15, 9, 15, 9)
        column.setSpacing(3)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(ChannelTile(line.channel.platform, line.channel.name))
        top.addWidget(Label(line.channel.name, "medium", elide=True), 1)
        if line.rating is not None:
            top.addWidget(Label(f"{line.rating:.2f}", "strong"))
            star = Stars(1, 13, of=1)
            top.addWidget(star)
        elif line.reviews:
            top.addWidget(small(_("its own scale")))
        column.addLayout(top)
        foot_words = ""
        if line.reviews and line.last_review:
            foot_words = _("{reviews}, newest {when}").format(
                reviews=plural("{count} review in all", "{count} reviews in all", line.reviews)
                if line.ever
                else plural("{count} review", "{count} reviews", line.reviews),
                when=ago(date.fromisoformat(line.last_review), today),
            )
        elif line.last_order:
            foot_words = _("No review yet, last order {when}").format(
                when=ago(date.fromisoformat(line.last_order), today)
            )
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(small(foot_words, elide=True), 1)
        if line.reviews:
            link = Link(_("Reviews"))
            link.setAccessibleName(_("Reviews on {channel}").format(channel=line.channel.name))
            link.clicked.connect(lambda _checked=False, number=line.channel.id: self.opened.emit(number))
            foot.addWidget(link)
        column.addLayout(foot)
        return made


class DoneCard(Card):
    """One line that says what was done today; "Show" opens History."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padded=False, parent=parent)
        self.setMinimumHeight(theme().px(52))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        holder = QHBoxLayout()
        holder.setContentsMargins(15, 15, 15, 15)
        holder.setSpacing(8)
        holder.addWidget(Icon("check-circle", "positive", 18))
        holder.addWidget(section(_("Done today")))
        self.count = Label("", "medium", "muted")
        self.words = small(elide=True)
        self.words.set_tone("text-2")
        link = Link(_("Show"))
        link.setAccessibleName(_("Show what was done in History"))
        link.clicked.connect(self.asked)
        holder.addWidget(self.count)
        holder.addSpacing(4)
        holder.addWidget(self.words, 1)
        holder.addWidget(link)
        self.inside.addLayout(holder)

    def show_done(self, count: int, titles: Sequence[str]) -> None:
        """Show the newest titles; hidden while nothing is done."""
        self.setVisible(count > 0)
        self.count.setText(f"{count:,}")
        self.words.setText(_(", ").join(titles))


def signed(change: float) -> str:
    """`+0.06`, `−0.02`, `+0.00`."""
    return ("−" if round(change, 2) < 0 else "+") + f"{abs(change):.2f}"
