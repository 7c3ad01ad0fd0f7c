"""A ladder's past: its level or figure on the last twelve evaluation days, and the same as a table."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.kernel.days import short_month
from storeapp.kernel.text import _
from storeapp.qtkit import painting
from storeapp.qtkit.charts.line import LineChart, Series
from storeapp.qtkit.marks import Painted
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Label, Link, small
from storeapp.reputation.standing.records import LevelHistory, LevelPoint
from storeapp.reputation.standing.ui.sentences import amount, full_day

HIGH, GAP = 18, 3


class LevelCells(Painted):
    """One cell an evaluation day: full where the best level was held, half where a lower one, empty where unknown."""

    def __init__(self, points: tuple[LevelPoint, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points = points
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Levels so far"))
        told = [_("{day}: {level}").format(day=full_day(one.day), level=level_words(one)) for one in points]
        self.setAccessibleDescription("\n".join(told))
        set_tip(self, "\n".join(told))

    def sizeHint(self) -> QSize:
        return QSize(240, theme().px(HIGH) + theme().px(16))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high = self.width() / max(1, len(self._points)), look.px(HIGH)
        for place, one in enumerate(self._points):
            left = place * wide
            area = QRectF(left, 0, wide - GAP, high)
            if one.rank is None:
                painting.rounded(painter, area, 3, look.color("hair"))
            else:
                painting.rounded(painter, area, 3, look.color("accent" if one.rank == 0 else "border-strong"))
                words = f"{one.met}/{one.all}" if one.all else ""
                tone = look.color("on-accent" if one.rank == 0 else "text")
                _centred(painter, area, words, "axis", tone)
            _centred(
                painter,
                QRectF(left, high, wide - GAP, look.px(16)),
                short_month(f"{one.day:%Y-%m}"),
                "axis",
                look.color("muted"),
            )


class HistoryStrip(QWidget):
    """The picture, and on demand its table; typed figures stand apart with their own days."""

    def __init__(self, found: LevelHistory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 2)
        column.setSpacing(4)
        self.found = found
        known = any(one.level or one.value is not None for one in found.points)
        if not known and not found.typed:
            column.addWidget(small(_("Nothing is known of the past yet."), wrap=True))
            return
        if found.unit == "level":
            column.addWidget(LevelCells(found.points))
            column.addWidget(
                small(_("On each evaluation day: criteria met, filled in where you had the best level."), wrap=True)
            )
        else:
            column.addWidget(self._chart())
        if found.unit == "level" or known:
            column.addWidget(small(_("Counted from the reviews and orders as they are now."), wrap=True))
        self.more = Link(_("Show as a table"))
        self.more.clicked.connect(self._turn)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.table = self._table()
        self.table.hide()
        column.addWidget(self.table)

    def _turn(self) -> None:
        shown = self.table.isHidden()
        self.table.setVisible(shown)
        self.more.setText(_("Hide the table") if shown else _("Show as a table"))

    def _chart(self) -> LineChart:
        found = self.found
        chart = LineChart(_("Figure so far"))
        chart.setFixedHeight(theme().px(110))
        months = [f"{one.day:%Y-%m}" for one in found.points] or sorted({f"{day:%Y-%m}" for day, _value in found.typed})
        series = []
        if any(one.value is not None for one in found.points):
            series.append(Series(_("Counted"), [one.value for one in found.points], "accent", main=True))
        typed = {f"{day:%Y-%m}": value for day, value in found.typed}
        if any(month in typed for month in months):
            series.append(Series(_("Typed in"), [typed.get(month) for month in months], "chart-grey", "dot"))
        chart.show_lines([short_month(month) for month in months], series, words=self._words)
        return chart

    def _words(self, value: float) -> str:
        return amount(value, self.found.unit, self.found.decimals)

    def _table(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        heads = (_("Evaluation day"), _("Level") if self.found.unit == "level" else _("Figure"), _("From"))
        for place, words in enumerate(heads):
            grid.addWidget(Label(words, "axis-medium", "muted"), 0, place)
        rows = [(one.day, self._told(one), _("counted")) for one in self.found.points]
        rows += [(day, self._words(value), _("typed in")) for day, value in self.found.typed]
        for number, (day, told, origin) in enumerate(sorted(rows, reverse=True), 1):
            grid.addWidget(small(full_day(day), "text-2"), number, 0)
            grid.addWidget(Label(told, "small-medium"), number, 1)
            grid.addWidget(small(origin), number, 2)
        return holder

    def _told(self, one: LevelPoint) -> str:
        if self.found.unit == "level":
            return level_words(one)
        if one.value is None:
            return "–"
        value = self._words(one.value)
        return _("{value}, {level}").format(value=value, level=_(one.level)) if one.level else value


def level_words(one: LevelPoint) -> str:
    """`Star Seller, 6 of 6 criteria met`."""
    if not one.level:
        return _("not known")
    if not one.all:
        return _(one.level)
    return _("{level}, {met} of {all} criteria met").format(level=_(one.level), met=one.met, all=one.all)


def _centred(painter: QPainter, area: QRectF, words: str, role: str, tone: QColor) -> None:
    look = theme()
    need = look.metrics(role).horizontalAdvance(words)
    if need <= area.width() + 1:
        inner = QRectF(area.x() + (area.width() - need) / 2, area.y(), need + 2, area.height())
        painting.text_in(painter, inner, words, look.font(role), tone)
