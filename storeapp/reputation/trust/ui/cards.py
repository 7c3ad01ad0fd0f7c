"""The four cards of a month: known, well spoken of, knowing the trade, and what it is all for: orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _, plural
from storeapp.qtkit.charts.bars import BarRow, BarRows
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Card, Label, figure, small
from storeapp.reputation.trust.rules import Scorecard, TrustMonth, way_title

MOST_WAYS = 5
GAP, FOUR, TWO = 16, 1080, 560  # widths from which four and two cards stand side by side


def share(part: float, low: float, high: float) -> str:
    """ "92%, likely 86–96%"."""
    return _("{share}, likely {low}–{high}").format(
        share=f"{part:.0%}", low=f"{low:.0%}".rstrip("%"), high=f"{high:.0%}"
    )


class DriverCard(Card):
    """A figure, a line under it, then further lines."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self.figure = figure("")
        self.under = small("", wrap=True)
        self.add(self.figure)
        self.inside.addSpacing(2)
        self.add(self.under)
        self.lines: list[Label] = []

    def show_figure(self, words: str, under: str, lines: Sequence[str] = ()) -> None:
        """Show these words; a line "" is left out."""
        self.figure.setText(words)
        self.under.setText(under)
        wanted = [line for line in lines if line]
        while len(self.lines) < len(wanted):
            line = small("", "text-2", wrap=True)
            self.lines.append(line)
            self.inside.insertWidget(self.inside.indexOf(self.under) + len(self.lines), line)
        for number, line in enumerate(self.lines):
            line.setVisible(number < len(wanted))
            line.setText(wanted[number] if number < len(wanted) else "")


class TrustCards(QWidget):
    """The cards of one month, four, two or one beside another as the width allows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.known = DriverCard(_("How buyers find you"), self)
        self.ways = BarRows(_("How buyers say they heard of the shop"), parent=self.known)
        self.known.inside.addSpacing(8)
        self.known.add(self.ways)
        self.spoken = DriverCard(_("What buyers say in ratings"), self)
        self.trade = DriverCard(_("Posts, answers and articles"), self)
        self.orders = DriverCard(_("Orders of the same time"), self)
        self.cards = (self.known, self.spoken, self.trade, self.orders)
        for card in self.cards:
            card.inside.addStretch(1)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._columns = 0
        self._lay(4)

    def show_month(self, one: TrustMonth, before: TrustMonth, card: Scorecard) -> None:
        """Show a month and what changed since the one before."""
        self._show_known(one)
        self._show_spoken(one, card)
        self.trade.show_figure(
            f"{one.articles:,}",
            plural("article that appeared", "articles that appeared", one.articles),
            [plural("{count} question answered in public", "{count} questions answered in public", one.answers)],
        )
        unsold = ""
        if one.unsold:
            unsold = plural("and {count} canceled or not paid for", "and {count} canceled or not paid for", one.unsold)
        repeat = _("No buyer is known, so repeat orders can't be counted") if one.orders else ""
        if one.repeat_share is not None:
            repeat = _("{orders}, {share} of {known} whose buyer is known").format(
                orders=plural("{count} repeat order", "{count} repeat orders", one.repeat),
                share=f"{one.repeat_share:.0%}",
                known=f"{one.known:,}",
            )
        self.orders.show_figure(
            f"{one.orders:,}",
            plural("order sold so far", "orders sold so far", one.orders)
            if one.month == card.running
            else plural("order sold", "orders sold", one.orders),
            [unsold, repeat, _change_so_far(one, card) if one.month == card.running else _change(one, before)],
        )

    def _show_known(self, one: TrustMonth) -> None:
        says = plural(
            "order says how its buyer heard of the shop", "orders say how their buyers heard of it", one.orders
        )
        words = _("{part} of {whole}").format(part=f"{one.says:,}", whole=f"{one.orders:,}")
        hint = (
            "" if one.says else _("Import a column “Heard from” with your orders, or write it at an order or a buyer.")
        )
        self.known.show_figure(words, says, [hint])
        rows = [
            BarRow(way_title(way), count, count / one.says, key=way)
            for way, count in list(one.heard.items())[:MOST_WAYS]
        ]
        self.ways.setVisible(bool(rows))
        self.ways.show_rows(rows)

    def _show_spoken(self, one: TrustMonth, card: Scorecard) -> None:
        if one.stars.mean is None or one.likely is None:
            self.spoken.show_figure("–", _("No rating in stars this month"), self._mouth_lines(one))
            return
        ratings = plural("from {count} rating", "from {count} ratings", one.stars.total)
        likely = _("likely {low}–{high}").format(low=f"{one.likely.low:.2f}", high=f"{one.likely.high:.2f}")
        under = _("{first}, {second}").format(first=likely, second=ratings)
        good, good_likely = one.good_share, one.good_likely
        lines = []
        if good is not None and good_likely is not None:
            words = share(good, good_likely.low, good_likely.high)
            lines.append(_("Good, 4 or 5 stars: {share}").format(share=words))
        if card.apart:
            names = _(", ").join(card.apart)
            lines.append(_("Not included, on a scale of its own: {channels}").format(channels=names))
        self.spoken.show_figure(f"{one.stars.mean:.2f}", under, [*lines, *self._mouth_lines(one)])

    def _mouth_lines(self, one: TrustMonth) -> list[str]:
        posts = plural("{count} post by a buyer", "{count} posts by buyers", one.posts)
        if not one.says:
            return [posts]
        mouth = plural("{count} order came by word of mouth", "{count} orders came by word of mouth", one.by_mouth)
        if one.by_mouth_returning:
            again = plural("{count} of a returning buyer", "{count} of returning buyers", one.by_mouth_returning)
            mouth = _("{first}, {second}").format(first=mouth, second=again)
        return [posts, mouth]

    def _lay(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, card in enumerate(self.cards):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, number // columns, number % columns)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        look, wide = theme(), self.width()
        self._lay(4 if wide >= look.px(FOUR) else 2 if wide >= look.px(TWO) else 1)


def _change(one: TrustMonth, before: TrustMonth) -> str:
    if not before.orders:
        return ""
    step = one.orders - before.orders
    if not step:
        return _("As many as the month before")
    if step > 0:
        return plural("{count} more than the month before", "{count} more than the month before", step)
    return plural("{count} fewer than the month before", "{count} fewer than the month before", -step)


def _change_so_far(one: TrustMonth, card: Scorecard) -> str:
    """An unfinished month beside the same days of the month before."""
    if card.until is None or not card.before_until:
        return ""
    last = card.until.replace(day=1) - timedelta(days=1)
    same = last.replace(day=min(last.day, card.until.day))
    step, day = one.orders - card.before_until, spoken_day(same, card.until)
    if not step:
        return _("As many as by {day}").format(day=day)
    if step > 0:
        return _("{count} more than by {day}").format(count=f"{step:,}", day=day)
    return _("{count} fewer than by {day}").format(count=f"{-step:,}", day=day)
