"""The headings of an article with the words under each; a press goes there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from storeapp.articles.markdown.lines import OutlinePlace
from storeapp.kernel.text import _
from storeapp.qtkit import painting
from storeapp.qtkit.theme import theme

HIGH = 28
MOST = 300  # headings that are shown; a text with more is no article


class OutlinePane(QWidget):
    """One row a heading; the one with the cursor is marked. Up and Down move, Enter goes there."""

    chosen = Signal(int)  # number of the line

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.places: list[OutlinePlace] = []
        self._here = 0
        self.setAccessibleName(_("Outline"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_places(self, places: Sequence[OutlinePlace]) -> None:
        """Show these headings."""
        if list(places) != self.places:
            grown = len(places) != len(self.places)
            self.places = list(places)[:MOST]
            words = [f"{self.title(one)}, {one.words:,}" for one in self.places]
            self.setAccessibleDescription("\n".join(words))
            if grown:
                self.updateGeometry()
            self.update()

    def show_line(self, line: int) -> None:
        """Mark the heading that stands over this line."""
        found = [number for number, place in enumerate(self.places) if place.line <= line]
        here = found[-1] if found else 0
        if here != self._here:
            self._here = here
            self.update()

    def title(self, place: OutlinePlace) -> str:
        """What a place is called."""
        return place.title or (_("Opening") if not place.level else _("Heading without words"))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(HIGH) * max(1, len(self.places)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), self.sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._go(int(event.position().y()) // theme().px(HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and self.places:
            self._here = max(0, min(self._here + step, len(self.places) - 1))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self._here)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter, high = theme(), QPainter(self), theme().px(HIGH)
        for number, place in enumerate(self.places):
            row = QRectF(4, number * high, self.width() - 8, high)
            if not row.intersects(QRectF(event.rect())):
                continue
            on = number == self._here
            if on:
                line = look.color("accent") if self.hasFocus() else None
                painting.rounded(painter, row.adjusted(0, 1, 0, -1), 4, look.color("accent-soft"), line)
            count = f"{place.words:,}"
            wide = look.width(count, "small")
            ink = look.color("muted" if place.words else "faint")
            painting.text_in(
                painter, row.adjusted(0, 0, -8, 0), count, look.font("small"), ink, Qt.AlignmentFlag.AlignRight
            )
            left = 12 + max(0, place.level - 2) * look.px(12)
            words = row.adjusted(left, 0, -16 - wide, 0)
            role, tone = ("strong", "accent") if on else ("body", "text")
            painting.text_in(painter, words, self.title(place), look.font(role), look.color(tone))

    def _go(self, number: int) -> None:
        if 0 <= number < len(self.places):
            self._here = number
            self.update()
            self.chosen.emit(self.places[number].line)
