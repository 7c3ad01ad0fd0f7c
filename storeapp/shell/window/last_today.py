"""Today as it was when the program was last open, shown while the shop is being opened."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from storeapp.kernel.text import _
from storeapp.qtkit.theme import theme

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
LIST_SHARE = 0.7  # of the page's width; the other part holds the figures, which are read anew
WIDEST_LIST = 824
TRACK = 280


class LastToday(QWidget):
    """Painted from plain texts, so that it needs nothing but the snapshot."""

    def __init__(self, today: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._words, self._share = "", 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Today, as it was when Storeapp was last open"))
        theme().changed.connect(self.update)

    def show_progress(self, words: str, share: float) -> None:
        """Say in an empty page what is being done, and how far it is (0 to 1)."""
        self._words, self._share = words, min(1.0, share)
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(800), theme().px(600))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.color("window"))
        if not self._today:
            self._paint_progress(painter)
            return
        wide = min(look.px(WIDEST_LIST), int((self.width() - 48) * LIST_SHARE))
        _line(painter, QRectF(24, 16, wide, look.px(24)), self._today.get("heading", ""), "greeting", "text")
        detail = QRectF(24, 16 + look.px(24), wide, look.px(16))
        _line(painter, detail, self._today.get("detail", ""), "body", "text-2")
        top = 28 + look.px(44)
        groups = [group for group in self._today.get("groups", []) if group.get("rows")]
        high = sum(look.px(28) + look.px(48) * len(group["rows"]) for group in groups) + look.px(44)
        card = QRectF(24.5, top + 0.5, wide - 1, min(high, self.height() - top - 16))
        painter.setPen(look.color("border"))
        painter.setBrush(look.color("surface"))
        painter.drawRoundedRect(card, 8, 8)
        painter.setClipRect(card.adjusted(1, 1, -1, -1))
        head = QRectF(40, top, wide - 32, look.px(44))
        _line(painter, head, self._today.get("title", _("Needs you")), "section", "text")
        self._paint_groups(painter, groups, top + look.px(44), wide)

    def _paint_progress(self, painter: QPainter) -> None:
        if not self._words:
            return
        look = theme()
        track = QRectF(0, 0, look.px(TRACK), 6)
        track.moveCenter(QPointF(self.width() / 2, self.height() / 2))
        words = QRectF(24, track.top() - look.px(36), self.width() - 48, look.px(24))
        _line(painter, words, self._words, "section", "text", Qt.AlignmentFlag.AlignCenter)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("border"))
        painter.drawRoundedRect(track, 3, 3)
        track.setWidth(track.width() * self._share)
        painter.setBrush(look.color("accent"))
        painter.drawRoundedRect(track, 3, 3)

    @staticmethod
    def _paint_groups(painter: QPainter, groups: list[dict[str, Any]], top: int, wide: int) -> None:
        look = theme()
        for group in groups:
            band = QRectF(25, top, wide - 2, look.px(28))
            painter.fillRect(band, look.color("raised"))
            painter.fillRect(QRectF(25, top, wide - 2, 1), look.color("hair"))
            _line(painter, band.adjusted(15, 0, -16, 0), group.get("title", ""), "small-medium", "text-2")
            top += look.px(28)
            for row in group["rows"]:
                place = QRectF(25, top, wide - 2, look.px(48))
                painter.fillRect(QRectF(25, top, wide - 2, 1), look.color("hair"))
                words = place.adjusted(look.px(51), look.px(6), -look.px(150), 0)
                words.setHeight(look.px(18))
                _line(painter, words, row.get("title", ""), "medium", "text")
                _line(painter, words.translated(0, look.px(18)), row.get("detail", ""), "small", "muted")
                _line(painter, place.adjusted(0, 0, -16, 0), row.get("tag", ""), "small", "muted", RIGHT)
                top += look.px(48)


def _line(painter: QPainter, at: QRectF, words: str, role: str, token: str, align: Qt.AlignmentFlag = LEFT) -> None:
    painter.setFont(theme().font(role))
    painter.setPen(theme().color(token))
    shown = painter.fontMetrics().elidedText(str(words), Qt.TextElideMode.ElideRight, int(at.width()))
    painter.drawText(at, align, shown)
