"""Which point for whom: orders by selling point and readers, looked at from the points or from the readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from storeapp.articles.positioning.records import PositionPage
from storeapp.articles.results.point_orders import DAYS, PointOrders
from storeapp.articles.results.rules import so_many
from storeapp.kernel.text import _
from storeapp.qtkit import painting
from storeapp.qtkit.charts.base import Chart, ChartMark
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Segment, Tag, section, small

ROW, SHOWN, ACROSS = 24, 4, 4  # px of a line; lines and columns at most
POINTS, READERS = "points", "readers"


class PointBars(Chart):
    """Lines and columns with a bar each; the longest of a line is told apart."""

    def __init__(self) -> None:
        super().__init__(_("Which point for whom"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lines: Sequence[tuple[str, Sequence[float]]] = ()
        self._columns: Sequence[str] = ()

    def show_table(self, lines: Sequence[tuple[str, Sequence[float]]], columns: Sequence[str]) -> None:
        """Show `lines`: a name and a number for each of `columns`."""
        self._lines, self._columns = lines, columns
        self.renew()

    def sizeHint(self) -> QSize:
        return QSize(480, theme().px(ROW) * (len(self._lines) + 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, self.sizeHint().height())

    def table(self) -> list[list[Any]]:
        return [["", *self._columns], *([name, *(so_many(one) for one in row)] for name, row in self._lines)]

    def draw(self, painter: QPainter, area: QRectF) -> list[ChartMark]:
        look, marks = theme(), []
        high, first = look.px(ROW), area.width() * 0.34
        wide = (area.width() - first) / max(1, len(self._columns))
        most = max((max(row, default=0.0) for _name, row in self._lines), default=0.0) or 1.0
        for number, name in enumerate(self._columns):
            place = QRectF(area.left() + first + number * wide, area.top(), wide - 12, high)
            painting.text_in(painter, place, name, look.font("small"), look.color("muted"))
        for number, (name, row) in enumerate(self._lines):
            top = area.top() + (number + 1) * high
            place = QRectF(area.left(), top, first - 12, high)
            painting.text_in(painter, place, name, look.font("medium"), look.color("text"))
            best = max(row, default=0.0)
            for column, orders in enumerate(row):
                left = area.left() + first + column * wide
                room = wide - look.px(44)
                long = max(3.0, room * orders / most) if orders else 0.0
                if long:
                    ink = look.color("accent" if orders == best else "border-strong")
                    painting.rounded(painter, QRectF(left, top + high / 2 - 4, long, 8), 2, ink)
                place = QRectF(left + long + (6 if long else 0), top, look.px(36), high)
                tone = look.color("text" if orders else "muted")
                painting.text_in(painter, place, so_many(orders) if orders else "–", look.font("strong"), tone)
                words = _("{name}, {readers}: {count}")
                told = words.format(name=name, readers=self._columns[column], count=so_many(orders))
                marks.append(ChartMark(QRectF(left, top, wide - 8, high), told, None))
        return marks


class PointsForWhom(Filled):
    """The band under the selling points."""

    def __init__(self) -> None:
        super().__init__("surface", "t")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 16, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(section(_("Which point for whom")))
        head.addWidget(small(_("orders by articles that use it, {count} days").format(count=DAYS)), 1)
        self.few = Tag(_("Small numbers"))
        self.few.set(_("Small numbers"), "plain", "clock")
        self.side = Segment([(POINTS, _("From the points")), (READERS, _("From the readers"))], _("Look at it"))
        self.side.chosen.connect(lambda _side: self._tell())
        head.addWidget(self.few)
        head.addWidget(self.side)
        column.addLayout(head)
        self.bars = PointBars()
        self.words = small("", "text-2", wrap=True)
        column.addWidget(self.bars)
        column.addWidget(self.words)
        self._page: PositionPage | None = None
        self._orders: PointOrders | None = None
        self._room = True
        self.hide()

    def show_orders(self, page: PositionPage, orders: PointOrders) -> None:
        """Show these; nothing where there are no readers or no points."""
        self._page, self._orders = page, orders
        self.setVisible(self._room and bool(page.points and page.audiences))
        self._tell()

    def set_room(self, room: bool) -> None:
        """Whether the window is high enough for it."""
        self._room = room
        self.setVisible(room and self._page is not None and bool(self._page.points and self._page.audiences))

    def _tell(self) -> None:
        page, orders = self._page, self._orders
        if page is None or orders is None:
            return
        points = sorted(page.points, key=lambda one: -orders.by_point.get(one.id, 0.0))[:SHOWN]
        names = [one.name for one in sorted(orders.audiences, key=lambda one: -one.orders)]
        if self.side.value() == READERS:
            shown = points[:ACROSS]
            lines = [(who, [orders.table.get((one.id, who), 0.0) for one in shown]) for who in names[:SHOWN]]
            self.bars.show_table(lines, [one.fields.words for one in shown])
        else:
            rows = [
                (one.fields.words, [orders.table.get((one.id, who), 0.0) for who in names[:ACROSS]]) for one in points
            ]
            self.bars.show_table(rows, names[:ACROSS])
        self.few.setVisible(orders.small)
        self.words.setText(self._sentence(page, orders, names))

    def _sentence(self, page: PositionPage, orders: PointOrders, names: Sequence[str]) -> str:
        if not orders.table:
            return _("No order is known yet by an article that uses a point and says for whom it is.")
        words = {one.id: one.fields.words for one in page.points}
        lines = []
        for who in names:
            best = orders.best_for(who)
            if best is not None:
                lines.append(_("{readers} bought most by “{point}”.").format(readers=who, point=words[best]))
        return " ".join(lines) or _("Too early to say which point moves whom.")
