"""What articles sold lately, ranked by orders, under the plan; and that the most read one isn't the best seller."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.articles.results.records import ResultsView
from storeapp.articles.results.rules import PublicationResultRow, so_many
from storeapp.kernel.days import short_day
from storeapp.kernel.text import _, plural
from storeapp.qtkit import painting
from storeapp.qtkit.charts.base import Chart, ChartMark
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Link, section, small

SHOWN, ROW = 4, 24
DAYS = 30


class SoldRows(Chart):
    """One line a publication: title, place, day, a bar of its orders, revenue, reads. A click hands on its article."""

    def __init__(self) -> None:
        super().__init__(_("What articles sold"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: Sequence[PublicationResultRow] = ()
        self._today = date.min

    def show_rows(self, rows: Sequence[PublicationResultRow], today: date) -> None:
        """Show these rows, ranked already."""
        self._rows, self._today = rows, today
        self.renew()

    def sizeHint(self) -> QSize:
        return QSize(560, theme().px(ROW) * (max(1, len(self._rows)) + 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(360, self.sizeHint().height())

    def table(self) -> list[list[Any]]:
        heads: list[Any] = [_("Article"), _("Place"), _("Published"), _("Orders"), _("Revenue"), _("Reads")]
        rows = [
            [one.title, one.place_name, one.day, so_many(one.orders), _money(one), one.figures.reads or ""]
            for one in self._rows
        ]
        return [heads, *rows]

    def draw(self, painter: QPainter, area: QRectF) -> list[ChartMark]:
        look, marks = theme(), []
        high, right = look.px(ROW), Qt.AlignmentFlag.AlignRight
        widths = [area.width() * part for part in (0.36, 0.06, 0.12, 0.24, 0.13, 0.09)]
        heads = (_("Article"), "", _("Published"), _("Orders"), _("Revenue"), _("Reads"))
        most = max((one.orders for one in self._rows), default=0) or 1
        left = area.left()
        for number, (head, wide) in enumerate(zip(heads, widths, strict=True)):
            align = right if number > 3 or number == 2 else Qt.AlignmentFlag.AlignLeft
            place = QRectF(left + (12 if number == 3 else 0), area.top(), wide - 12, high)
            painting.text_in(painter, place, head, look.font("small"), look.color("muted"), align)
            left += wide
        for number, one in enumerate(self._rows):
            line = QRectF(area.left(), area.top() + (number + 1) * high, area.width(), high)
            self._draw_row(painter, line, widths, one, most)
            words = _("{title}: {orders}").format(title=one.title, orders=so_many(one.orders))
            marks.append(ChartMark(line, words, one.article_id))
        return marks

    def _draw_row(
        self, painter: QPainter, line: QRectF, widths: list[float], one: PublicationResultRow, most: float
    ) -> None:
        look, right = theme(), Qt.AlignmentFlag.AlignRight
        body, strong, left = look.font("body"), look.font("strong"), line.left()
        painting.text_in(
            painter,
            QRectF(left, line.top(), widths[0] - 8, line.height()),
            one.title,
            look.font("medium"),
            look.color("text"),
        )
        left += widths[0]
        painting.tile(painter, left, line.center().y(), one.platform, one.place_name)
        left += widths[1]
        day = short_day(date.fromisoformat(one.day), self._today)
        place = QRectF(left, line.top(), widths[2] - 12, line.height())
        painting.text_in(painter, place, day, body, look.color("text-2"), right)
        left += widths[2]
        room = widths[3] - look.px(52)
        wide = max(2.0, room * one.orders / most) if one.orders else 0.0
        if wide:
            painting.rounded(painter, QRectF(left + 12, line.center().y() - 4, wide, 8), 2, look.color("accent"))
        place = QRectF(left + wide + 18, line.top(), look.px(48), line.height())
        painting.text_in(painter, place, so_many(one.orders), strong, look.color("text"))
        left += widths[3]
        place = QRectF(left, line.top(), widths[4] - 12, line.height())
        painting.text_in(painter, place, _money(one), body, look.color("text"), right)
        left += widths[4]
        reads = "" if one.figures.reads is None else f"{one.figures.reads:,}"
        place = QRectF(left, line.top(), widths[5] - 12, line.height())
        painting.text_in(painter, place, reads, body, look.color("text-2"), right)


def _money(one: PublicationResultRow) -> str:
    return _(" + ").join(str(amount) for amount in one.revenue)


class SoldBand(Filled):
    """The band under the plan."""

    opened = Signal(int)
    all_asked = Signal()

    def __init__(self) -> None:
        super().__init__("surface", "t")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 10, 16, 10)
        row.setSpacing(24)
        left = QVBoxLayout()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(section(_("What articles sold")))
        self.span = small("")
        head.addWidget(self.span)
        head.addStretch(1)
        left.addLayout(head)
        self.rows = SoldRows()
        self.rows.clicked.connect(lambda number: self.opened.emit(number))
        left.addWidget(self.rows)
        self.none = small(_("Nothing came out in these days"))
        left.addWidget(self.none)
        left.addStretch(1)
        row.addLayout(left, 3)
        side = QWidget()
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(6)
        self.most_read = section(_("Most read is not best seller"))
        self.told = small("", wrap=True)
        self.window_words = small("", wrap=True)
        self.all = Link(_("See all results"))
        self.all.clicked.connect(self.all_asked)
        for widget in (self.most_read, self.told, self.window_words, self.all):
            right.addWidget(widget)
        right.addStretch(1)
        row.addWidget(side, 1)

    def show_results(self, found: ResultsView, today: date) -> None:
        """Show the best of these."""
        self.span.setText(_("ranked by orders, last {days} days").format(days=DAYS))
        self.rows.show_rows(found.rows[:SHOWN], today)
        self.rows.setVisible(bool(found.rows))
        self.none.setVisible(not found.rows)
        self.most_read.setVisible(bool(found.most_read))
        self.told.setVisible(bool(found.most_read))
        self.told.setText(found.most_read)
        self.window_words.setText(counting_words(found.window))


def counting_words(window: int) -> str:
    """How an order is counted, with the window."""
    days = plural("{count} day", "{count} days", window)
    return _("An order counts when the buyer used the article's code or link, or named it, within {days}.").format(
        days=days
    )
