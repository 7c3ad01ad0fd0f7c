"""What waits for a day: cards that are dragged onto one, or put there by Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.articles.calendar.records import BacklogCard
from storeapp.articles.drafts.places import PlaceName
from storeapp.articles.kinds import MIX
from storeapp.articles.ui.piece_painting import MIX_KINDS
from storeapp.kernel.text import _, plural
from storeapp.qtkit import painting
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.marks import Painted
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Count, Link, scrolling, section, small

HIGH, WIDE = 68, 214


class BacklogCardView(Painted):
    """One card. `dragged` and `dropped` carry the place on the screen."""

    dragged = Signal(QPoint)
    dropped = Signal(QPoint)
    chosen = Signal()

    def __init__(self, card: BacklogCard, places: Sequence[PlaceName]) -> None:
        super().__init__()
        self.card, self._places = card, places
        self._start: QPoint | None = None
        self._dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_(", ").join((card.title, _(MIX[card.mix]), card.stage)))

    def sizeHint(self) -> QSize:
        return QSize(180, theme().px(HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, theme().px(HIGH))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is None:
            return
        far = (event.position().toPoint() - self._start).manhattanLength()
        if self._dragging or far >= QApplication.startDragDistance():
            self._dragging = True
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragging, self._dragging, self._start = self._dragging, False, None
        if dragging:
            self.dropped.emit(event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_J):
            self.focusNextChild()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_K):
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        area = QRectF(self.rect())
        held = self.hasFocus()
        painting.rounded(
            painter, area, 6, look.color("surface"), look.color("accent" if held else "border"), 2 if held else 1
        )
        inner = area.adjusted(10, 8, -10, -8)
        line = look.px(20)
        title = QRectF(inner.left(), inner.top(), inner.width(), line)
        painting.text_in(painter, title, self.card.title, look.font("medium"), look.color("text"))
        left, middle = inner.left(), inner.bottom() - line / 2
        for place in self._places[:2]:
            left += painting.tile(painter, left, middle, place.platform, place.name) + 6
        left += painting.tag(painter, left, middle, _(MIX[self.card.mix]), MIX_KINDS[self.card.mix]) + 6
        rest = QRectF(left, middle - line / 2, inner.right() - left, line)
        painting.text_in(
            painter, rest, self.card.stage, look.font("small"), look.color("muted"), Qt.AlignmentFlag.AlignRight
        )


class BacklogSide(Filled):
    """The cards, the first ones of all that wait."""

    dragged = Signal(QPoint)
    dropped = Signal(object, QPoint)  # the BacklogCard
    chosen = Signal(object)
    idea_asked = Signal()

    def __init__(self) -> None:
        super().__init__("surface", "l")
        self.setFixedWidth(theme().px(WIDE))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 8)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(section(_("Backlog")))
        self.count = Count(0)
        head.addWidget(self.count)
        head.addStretch(1)
        self.add = Link(_("Add an idea"))
        self.add.clicked.connect(self.idea_asked)
        head.addWidget(self.add)
        column.addLayout(head)
        self.hint = small(_("Drag a card onto a day, or press Enter on it"), wrap=True)
        column.addWidget(self.hint)
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.column.addStretch(1)
        column.addWidget(scrolling(inner, _("Backlog")), 1)
        self.more = small("")
        column.addWidget(self.more)
        self.cards: list[BacklogCardView] = []

    def show_cards(self, cards: Sequence[BacklogCard], total: int, places: Sequence[PlaceName]) -> None:
        """Show these cards of `total`."""
        names = {one.key: one for one in places}
        held = next((one.card.key for one in self.cards if one.hasFocus()), "")
        for old in self.cards:
            old.hide()
            old.deleteLater()
        self.cards = []
        for number, card in enumerate(cards):
            view = BacklogCardView(card, [names[key] for key in card.places if key in names])
            view.dragged.connect(self.dragged)
            view.dropped.connect(lambda place, one=card: self.dropped.emit(one, place))
            view.chosen.connect(lambda one=card: self.chosen.emit(one))
            self.column.insertWidget(number, view)
            self.cards.append(view)
            if card.key == held:
                view.setFocus()
        self.count.set(total)
        left = total - len(cards)
        self.more.setText(plural("{count} more", "{count} more", left) if left else "")
        self.more.setVisible(bool(left))
        self.hint.setText(
            _("Drag a card onto a day, or press Enter on it") if cards else _("Nothing waits. Note an idea for later")
        )
