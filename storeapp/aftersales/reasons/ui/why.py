"""Why cases happen, under their list: how many for each reason, and the share of all up to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.aftersales.reasons.queries import WHY_DAYS, ReasonShare
from storeapp.kernel.text import _, plural
from storeapp.qtkit import painting
from storeapp.qtkit.charts.base import Chart, ChartMark
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import section, small

MOST = 5  # reasons with a bar of their own
ROW = 22  # px
ROOM = 600  # px that a list must have to give some away
MANY = 0.5  # reasons that make this share of all cases stand out


def told(found: Sequence[ReasonShare]) -> list[ReasonShare]:
    """The rows shown: the most frequent reasons, and the rest together."""
    if len(found) <= MOST + 1:
        return list(found)
    rest = sum(one.cases for one in found[MOST:])
    return [*found[:MOST], ReasonShare("*", _("All others"), rest, 1.0)]


def leading(found: Sequence[ReasonShare]) -> int:
    """How many of the first reasons make half of all cases; 0 where it takes more than three, or one isn't known."""
    number = next((place for place, one in enumerate(found, 1) if one.running >= MANY), 0)
    return number if 0 < number <= min(3, len(found) - 1) and all(one.reason for one in found[:number]) else 0


def sentence(found: Sequence[ReasonShare]) -> str:
    """`The first two make 63% of 51 cases.`; "" where nothing stands out."""
    number, cases = leading(found), sum(one.cases for one in found)
    if not number:
        return ""
    words = plural(
        "The first makes {{share}} of {{cases}} cases.", "The first {count} make {{share}} of {{cases}} cases.", number
    )
    return words.format(share=f"{found[number - 1].running:.0%}", cases=f"{cases:,}")


class ReasonBars(Chart):
    """A bar for each reason. A click hands on the reason's id."""

    def __init__(self) -> None:
        super().__init__(_("Why cases happen"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: list[ReasonShare] = []
        self._leading = 0

    def show_rows(self, found: Sequence[ReasonShare]) -> None:
        """Show these reasons."""
        self._rows, self._leading = told(found), leading(found)
        self.renew()

    def sizeHint(self) -> QSize:
        return QSize(240, theme().px(ROW) * max(1, len(self._rows)))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def table(self) -> list[list[Any]]:
        rows: list[list[Any]] = [[_("Reason"), _("Cases"), _("Running share")]]
        return rows + [[one.title, one.cases, f"{one.running:.0%}"] for one in self._rows]

    def draw(self, painter: QPainter, area: QRectF) -> list[ChartMark]:
        look, marks, right = theme(), [], Qt.AlignmentFlag.AlignRight
        strong, plain = look.metrics("medium"), look.metrics("body")
        widest = max((strong.horizontalAdvance(one.title) for one in self._rows), default=0) + 12
        label = min(widest, area.width() * 0.45)
        share = plain.horizontalAdvance("100%") + 12
        count = max((strong.horizontalAdvance(f"{one.cases:,}") for one in self._rows), default=0) + 8
        most = max((one.cases for one in self._rows), default=1)
        for number, one in enumerate(self._rows):
            line = QRectF(area.left(), area.top() + number * look.px(ROW), area.width(), look.px(ROW))
            first = number < self._leading
            font = look.font("medium" if first else "body")
            words = QRectF(line.left(), line.top(), label - 8, line.height())
            painting.text_in(painter, words, one.title, font, look.color("text"))
            track = QRectF(line.left() + label, line.center().y() - 5, line.width() - label - count - share, 10)
            tone = "accent" if first else "chart-grey"
            painting.bar(painter, track, one.cases / most, look.color(tone), 2)
            at = track.left() + track.width() * one.cases / most + 8
            painting.text_in(
                painter, QRectF(at, line.top(), count, line.height()), f"{one.cases:,}", font, look.color("text")
            )
            cell = QRectF(line.right() - share, line.top(), share, line.height())
            painting.text_in(
                painter, cell, f"{one.running:.0%}", font, look.color("text" if first else "text-2"), right
            )
            said = plural("{{reason}}: {count} case", "{{reason}}: {count} cases", one.cases).format(reason=one.title)
            marks.append(ChartMark(line, said, one.reason))
        return marks

    def draw_over(self, painter: QPainter, area: QRectF, mark: ChartMark) -> None:
        painting.rounded(painter, mark.area, 4, None, theme().color("accent-line"))


class WhyBox(Filled):
    """The bars with their heading; hidden without cases, and where the list over it needs the room."""

    reason_asked = Signal(str)  # the cases of a reason are to be listed

    def __init__(self, beside: QWidget) -> None:
        super().__init__("surface", "t", parent=beside)
        self._beside, self._known = beside, False
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 16, 10)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(section(_("Why cases happen")), 1)
        head.addWidget(small(plural("{count} day, running share", "{count} days, running share", WHY_DAYS)))
        column.addLayout(head)
        self.bars = ReasonBars()
        self.bars.clicked.connect(self._asked)
        column.addWidget(self.bars)
        self.said = small("")
        column.addWidget(self.said)
        beside.installEventFilter(self)
        self.hide()

    def show_reasons(self, found: Sequence[ReasonShare]) -> None:
        """Show why cases happened lately."""
        self._known = any(one.reason for one in found)
        self.bars.show_rows(found)
        words = sentence(found)
        self.said.setText(words)
        self.said.setVisible(bool(words))
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._beside and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        self.setVisible(self._known and self._beside.height() >= theme().px(ROOM))

    def _asked(self, reason: str) -> None:
        if reason and reason != "*":
            self.reason_asked.emit(reason)
