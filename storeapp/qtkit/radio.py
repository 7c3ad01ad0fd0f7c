"""One of several values to take: a ring with a dot, and the value beside it on as many lines as it needs."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextOption
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from storeapp.qtkit import painting
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip

MOST_LINES = 6


class Radio(QRadioButton):
    """A choice among values; an empty one says so in muted words. Those of one parent exclude each other by a group."""

    def __init__(self, text: str, name: str, *, muted: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value, self._muted = text, muted
        self.setAccessibleName(f"{name}: {text}")
        set_tip(self, text if len(text) > 40 else "")
        self.setAutoExclusive(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, theme().px(24))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        look = theme()
        metrics = look.metrics("body")
        room = max(20, width - self._side() - 12)
        lines = sum(
            max(1, -(-round(metrics.horizontalAdvance(line)) // room)) for line in self.value.split("\n")[:MOST_LINES]
        )
        return max(look.px(24), round(metrics.lineSpacing() * min(lines, MOST_LINES)) + 8)

    def hitButton(self, place: QPoint) -> bool:
        return self.rect().contains(place)

    def _side(self) -> int:
        return round(painting.tick_side())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        side = self._side()
        middle = look.metrics("body").lineSpacing() / 2 + 4
        ring = QRectF(3, round(middle - side / 2), side, side)
        on = self.isChecked()
        line = look.color("accent" if on else "border-strong")
        painting.rounded(painter, ring, side / 2, look.color("surface"), line, 1.5 if on else 1)
        if on:
            dot = ring.adjusted(side * 0.28, side * 0.28, -side * 0.28, -side * 0.28)
            painting.rounded(painter, dot, dot.width() / 2, look.color("accent" if self.isEnabled() else "faint"))
        if self.hasFocus():
            painting.rounded(painter, ring.adjusted(-3, -3, 3, 3), side / 2 + 3, None, look.color("accent"), 2)
        tone = "faint" if self._muted else "text" if on else "text-2"
        painter.setFont(look.font("medium" if on and not self._muted else "body"))
        painter.setPen(look.color(tone))
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        painter.drawText(QRectF(side + 11, 4, self.width() - side - 12, self.height() - 4), self.value, option)
