"""Text on the screen: always plain text, sized by role, cut with an ellipsis and a tooltip where it may be cut."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QWidget

from storeapp.kernel.text import _
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip


class Label(QLabel):
    """Plain text in a role's font and a token's colour.

    `wrap` breaks lines; `elide` cuts one line with an ellipsis (or in the middle, for paths) and shows the whole text
    as a tooltip when it is cut.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "text",
        *,
        wrap: bool = False,
        elide: bool = False,
        middle: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role, self._tone = role, tone
        self._elide = elide or middle
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self._stamp = -1
        self._own_tip = ""
        self._heights: dict[int, int] = {}  # by width: layouts ask a dozen times for each, and Qt breaks lines anew
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if self._elide:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        elif wrap:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._restyle()
        self.setText(text)

    def setText(self, text: str) -> None:
        self._heights.clear()
        super().setText(text)
        self._tell_whole()

    def setContentsMargins(self, *edges: Any, **named: Any) -> None:
        self._heights.clear()
        super().setContentsMargins(*edges, **named)

    def setWordWrap(self, on: bool) -> None:
        self._heights.clear()
        super().setWordWrap(on)

    def heightForWidth(self, width: int) -> int:
        high = self._heights.get(width)
        if high is None:
            high = self._heights[width] = self._high(width)
        return high

    def set_tone(self, tone: str) -> None:
        """Change the colour's token."""
        if tone != self._tone:
            self._tone, self._stamp = tone, -1
            self._restyle()

    def set_tip(self, tip: str) -> None:
        """A tooltip of its own, kept while the text fits."""
        self._own_tip = tip
        self._tell_whole()

    def sizeHint(self) -> QSize:
        self._restyle()  # Qt tells hidden widgets nothing of a new style
        if self.wordWrap():
            return super().sizeHint()
        width = theme().metrics(self._role).horizontalAdvance(self.text())
        return self._around(QSize(int(width) + 1, max(theme().line(self._role), self._lowest())))

    def minimumSizeHint(self) -> QSize:
        if not self._elide:
            return super().minimumSizeHint() if self.wordWrap() else self.sizeHint()
        return QSize(theme().px(32), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        area = self._text_area()
        text = self.fontMetrics().elidedText(self.text(), self._mode, area.width())
        painter.drawText(area, int(self.alignment() | Qt.TextFlag.TextSingleLine), text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._restyle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kind = event.type()
        if kind in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._restyle()
        elif kind == QEvent.Type.FontChange:
            self._heights.clear()

    def _restyle(self) -> None:
        look = theme()
        if look.stamp == self._stamp:
            return
        self._stamp = look.stamp
        self._heights.clear()
        self.setFont(look.font(self._role))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, look.color(self._tone))
        self.setPalette(palette)
        self.updateGeometry()

    def _high(self, width: int) -> int:
        """The height of all lines at this width, -1 where they don't break."""
        return super().heightForWidth(width)

    def _tell_whole(self) -> None:
        if not self._elide:
            if self._own_tip:
                set_tip(self, self._own_tip)
            return
        text = self.text()
        cut = bool(text) and theme().metrics(self._role).horizontalAdvance(text) > self._text_area().width()
        set_tip(self, text if cut else self._own_tip)

    def _text_area(self) -> QRect:
        return self.contentsRect().adjusted(self.margin(), 0, -self.margin(), 0)

    def _lowest(self) -> int:
        return self.fontMetrics().height() if not self._elide else 0

    def _around(self, size: QSize) -> QSize:
        edges = self.contentsMargins()
        wide = size.width() + edges.left() + edges.right() + 2 * self.margin()
        return QSize(wide, size.height() + edges.top() + edges.bottom())


class Message(Label):
    """A text somebody wrote: several lines of 13 on 20, whatever line breaks it brings; its menu copies it."""

    def __init__(self, text: str = "", tone: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(text, "message", tone, wrap=True, parent=parent)

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        wide = self.width() if self.width() > 40 else theme().px(320)
        return QSize(theme().px(160), self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), theme().line("message"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        for layout, top in self._lines(self.width())[0]:
            layout.draw(painter, QPointF(0, top))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(_("Copy text")).triggered.connect(self._copy)
        menu.popup(event.globalPos())

    def _high(self, width: int) -> int:
        return self._lines(width)[1]

    def _lines(self, width: int) -> tuple[list[tuple[QTextLayout, float]], int]:
        """The paragraphs laid out with lines 20 apart, and the height of all."""
        high, font = theme().line("message"), theme().font("message")
        drop = (high - QFontMetricsF(font).height()) / 2
        found, top = [], 0.0
        for paragraph in self.text().splitlines() or [""]:
            layout = QTextLayout(paragraph, font)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(option)
            layout.beginLayout()
            inner = 0.0
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(1, width))
                line.setPosition(QPointF(0, inner + drop))
                inner += high
            layout.endLayout()
            found.append((layout, top))
            top += max(inner, high)
        return found, round(top)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())


def title(text: str, parent: QWidget | None = None) -> Label:
    """A page title, 20/24 semibold."""
    return Label(text, "title", parent=parent)


def greeting(text: str, parent: QWidget | None = None) -> Label:
    """The greeting of Today, 18/24 semibold."""
    return Label(text, "greeting", parent=parent)


def section(text: str, wrap: bool = False, parent: QWidget | None = None) -> Label:
    """A card's or section's title, 14/20 semibold."""
    return Label(text, "section", wrap=wrap, parent=parent)


def body(
    text: str = "", tone: str = "text", wrap: bool = False, elide: bool = False, parent: QWidget | None = None
) -> Label:
    """Ordinary text, 13/16."""
    return Label(text, "body", tone, wrap=wrap, elide=elide, parent=parent)


def message(text: str = "", tone: str = "text", parent: QWidget | None = None) -> Message:
    """Text of a review or a reply, 13/20, wrapped; its menu copies it."""
    return Message(text, tone, parent=parent)


def small(
    text: str = "", tone: str = "muted", wrap: bool = False, elide: bool = False, parent: QWidget | None = None
) -> Label:
    """Secondary text, 12/16."""
    return Label(text, "small", tone, wrap=wrap, elide=elide, parent=parent)


def figure(text: str = "", tone: str = "text", parent: QWidget | None = None) -> Label:
    """A figure in a card, 20/24 semibold."""
    return Label(text, "figure", tone, parent=parent)


def big(text: str = "", tone: str = "text", parent: QWidget | None = None) -> Label:
    """The one big figure of a card, 28/32 semibold."""
    return Label(text, "big", tone, parent=parent)
