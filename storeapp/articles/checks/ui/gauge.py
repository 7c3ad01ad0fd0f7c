"""A measure of an article against its limit: its name, a bar with a mark at the limit, and both in figures."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from storeapp.articles.checks.printed import GAUGES
from storeapp.articles.checks.records import ArticleGauge
from storeapp.kernel.text import _
from storeapp.qtkit import painting
from storeapp.qtkit.marks import Painted
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Icon, Label

NAME_WIDTH, BAR_WIDTH, HEIGHT = 100, 44, 26


class LimitBar(Painted):
    """A bar over one and a half times the limit, which is marked by a line."""

    def __init__(self) -> None:
        super().__init__()
        self._share, self._mark, self._tone = 0.0, 0.0, "positive"

    def show_gauge(self, value: float, limit: float, tone: str) -> None:
        """Show another measure."""
        whole = max(limit * 1.5, value, 1e-9)
        self._share, self._mark, self._tone = value / whole, limit / whole, tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(BAR_WIDTH), theme().px(14))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        height = look.px(6)
        top = (self.height() - height) / 2
        painting.bar(painter, QRectF(0, top, self.width(), height), self._share, look.color(self._tone))
        place = min(self.width() - 2.0, self.width() * self._mark)
        painter.fillRect(QRectF(place, 0, 1.5, self.height()), look.color("text-2"))


class GaugeRow(QWidget):
    """One line of the list of measures."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.name = Label("", "small", elide=True)
        self.name.setFixedWidth(theme().px(NAME_WIDTH))
        self.name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.bar = LimitBar()
        self.value = Label("", "small-strong")
        self.limit = Label("", "small", "muted", elide=True)
        self.icon = Icon("check", "positive", 16)
        for part in (self.name, self.bar, self.value):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.limit, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setFixedHeight(theme().px(HEIGHT))

    def show_gauge(self, one: ArticleGauge, name: str = "") -> None:
        """Show another measure; `name` where it is not one of the usual."""
        self.name.setText(name or _(GAUGES[one.name]))
        unit = one.unit if one.unit == "%" else f" {one.unit}".rstrip()
        self.value.setText(f"{one.value:,.0f}{unit if unit == '%' else ''}")  # the limit beside it says the unit
        if one.name == "claims":
            self.value.setText(_("{part} of {whole}").format(part=f"{one.value:,.0f}", whole=f"{one.limit:,.0f}"))
        limit = _("min {value}") if one.least else _("max {value}")
        self.limit.setText("" if one.name == "claims" else limit.format(value=f"{one.limit:,.0f}{unit}"))
        tone = "positive" if one.fine else "warning"
        self.bar.show_gauge(one.value, one.limit, tone)
        self.icon.set_icon("check" if one.fine else "triangle-alert", tone)
        self.setAccessibleName(f"{self.name.text()}: {self.value.text()}, {self.limit.text()}")
