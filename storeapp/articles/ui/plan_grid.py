"""The plan as days side by side: a month or a week, moved through and moved about by keys and by dragging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy

from storeapp.articles.calendar.rules import STATES, PlannedPiece
from storeapp.articles.ui.piece_painting import paint_piece, piece_words
from storeapp.kernel.days import WEEKDAYS, long_day, short_day
from storeapp.kernel.text import _, plural
from storeapp.qtkit import painting
from storeapp.qtkit.marks import Painted
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import show_tip

HEAD, DAY = 28, 22  # of the line of weekdays, and of a day's number
CARD, GAP = 36, 4  # a piece in two lines
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class PlanGrid(Painted):
    """Days in weeks, Monday first. All signals carry ids of pieces and ISO days.

    Arrows go from day to day, J and K from piece to piece of a day; with Alt the arrows move the piece in hand, P says
    that it came out, Delete takes it off.
    """

    opened = Signal(int)
    moved = Signal(int, str)
    removed = Signal(int)
    out = Signal(int)  # it came out
    again = Signal()  # what is in hand is to come out elsewhere or on another day
    planned = Signal(str)  # something is to be put on this day
    left = Signal(object)  # a day (date) outside what is shown
    day_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Plan of articles"))
        self._weeks: Sequence[Sequence[date]] = ()
        self._month, self._today, self._day = "", date.min, date.min
        self._pieces: Mapping[str, Sequence[PlannedPiece]] = {}
        self._at = 0
        self._followed = 0  # id of a piece that was sent to the day in hand and isn't shown there yet
        self._pressed: tuple[QPoint, PlannedPiece] | None = None
        self._target: date | None = None
        self._warned: frozenset[int] = frozenset()

    def show_days(self, weeks: Sequence[Sequence[date]], month: str, day: date, today: date) -> None:
        """Show these weeks with a day in hand; days outside of `month` ("" for none) are paler."""
        self._weeks, self._month, self._today = weeks, month, today
        self._day, self._at = day, 0
        self._tell()

    def show_pieces(self, pieces: Sequence[PlannedPiece], warned: frozenset[int]) -> None:
        """Show these pieces; those of `warned` (ids) are marked."""
        by_day: dict[str, list[PlannedPiece]] = {}
        for one in pieces:
            by_day.setdefault(one.day, []).append(one)
        self._pieces, self._warned = by_day, warned
        self._at = min(self._at, max(0, len(self.of_day(self._day)) - 1))
        self._take_followed()

    @property
    def day(self) -> date:
        """The day in hand."""
        return self._day

    def piece(self) -> PlannedPiece | None:
        """The piece in hand, None where its day has none."""
        ones = self.of_day(self._day)
        return ones[self._at] if self._at < len(ones) else None

    def of_day(self, day: date) -> Sequence[PlannedPiece]:
        """The pieces of a day in the order of their time."""
        return self._pieces.get(day.isoformat(), ())

    def go_to(self, day: date) -> None:
        """Take a day in hand; one that isn't shown is told by `left`."""
        if not any(day in week for week in self._weeks):
            self.left.emit(day)
            return
        self._day, self._at, self._followed = day, 0, 0
        self._tell()

    def follow(self, piece_id: int, day: date) -> None:
        """Keep a piece in hand that goes to another day, as soon as it is shown there."""
        self.go_to(day)
        self._followed = piece_id
        self._take_followed()

    def _take_followed(self) -> None:
        ids = [one.id for one in self.of_day(self._day)]
        if self._followed in ids:
            self._at, self._followed = ids.index(self._followed), 0
        self._tell()

    def choose(self, piece_id: int) -> None:
        """Take a piece in hand."""
        for ones in self._pieces.values():
            for number, one in enumerate(ones):
                if one.id == piece_id:
                    self._day, self._at = date.fromisoformat(one.day), number
                    self._tell()

    def day_at(self, place: QPoint) -> date | None:
        """The day under a place of the widget."""
        for day, area in self._areas():
            if area.contains(place):
                return day
        return None

    def point_at(self, day: date | None) -> None:
        """Show where what is dragged would come to lie."""
        if day != self._target:
            self._target = day
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(700, theme().px(HEAD + 90 * max(1, len(self._weeks))))

    def minimumSizeHint(self) -> QSize:
        return QSize(420, theme().px(HEAD + (DAY + 16) * max(1, len(self._weeks))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, piece = event.key(), self.piece()
        step = STEPS.get(Qt.Key(key))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if piece is not None and not piece.published:
                self.moved.emit(piece.id, (self._day + timedelta(days=step)).isoformat())
        elif step is not None:
            self.go_to(self._day + timedelta(days=step))
        elif key in (Qt.Key.Key_J, Qt.Key.Key_K):
            ones = self.of_day(self._day)
            self._at = max(0, min(len(ones) - 1, self._at + (1 if key == Qt.Key.Key_J else -1)))
            self._tell()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if piece is not None:
                self.opened.emit(piece.article_id)
            else:
                self.planned.emit(self._day.isoformat())
        elif key == Qt.Key.Key_P and piece is not None and not piece.published:
            self.out.emit(piece.id)
        elif key == Qt.Key.Key_E and piece is not None and not piece.published:
            self.again.emit()
        elif key == Qt.Key.Key_Delete and piece is not None:
            self.removed.emit(piece.id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        day = self.day_at(place)
        if day is None:
            return
        cards = list(self._cards(day))  # as they are seen: another piece in hand may show others
        self._day, self._at = day, 0
        for piece, area in cards:
            if area.contains(place):
                self._at = self.of_day(day).index(piece)
                if event.button() == Qt.MouseButton.LeftButton:
                    self._pressed = (place, piece)
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._pressed is None:
            self._say(place, event)
            return
        start, piece = self._pressed
        if not piece.published and (place - start).manhattanLength() >= QApplication.startDragDistance():
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.point_at(self.day_at(place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, target, self._pressed = self._pressed, self._target, None
        self.unsetCursor()
        self.point_at(None)
        if pressed is not None and target is not None and target.isoformat() != pressed[1].day:
            self.moved.emit(pressed[1].id, target.isoformat())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        day = self.day_at(place)
        if day is None:
            return
        hit = next((piece for piece, area in self._cards(day) if area.contains(place)), None)
        if hit is not None:
            self.opened.emit(hit.article_id)
        else:
            self.planned.emit(day.isoformat())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), look.color("surface"))
        head = look.px(HEAD)
        painter.fillRect(QRectF(0, 0, self.width(), head), look.color("raised"))
        wide = self.width() / 7
        for number, name in enumerate(WEEKDAYS):
            area = QRectF(number * wide + 8, 0, wide - 12, head)
            painting.text_in(painter, area, _(name), look.font("small-medium"), look.color("text-2"))
        for day, area in self._areas():
            self._paint_day(painter, day, area)

    def _paint_day(self, painter: QPainter, day: date, area: QRectF) -> None:
        look = theme()
        outside = bool(self._month) and day.strftime("%Y-%m") != self._month
        fill = "accent-soft" if day == self._today else "window" if outside or day.weekday() > 4 else "surface"
        painter.fillRect(area, look.color(fill))
        painter.setPen(QPen(look.color("hair"), 1))
        painter.drawLine(area.topLeft(), area.topRight())
        painter.drawLine(area.topLeft(), area.bottomLeft())
        words = str(day.day)
        if day == self._today:
            words = _("{day} Today").format(day=day.day)
        elif (day.day == 1 and outside) or (outside and day == self._weeks[0][0]):
            words = short_day(day, self._today)
        tone = "accent" if day == self._today else "muted" if outside else "text-2"
        font = look.font("strong" if day == self._today else "body")
        line = QRectF(area.left() + 8, area.top() + 2, area.width() - 12, look.px(DAY))
        painting.text_in(painter, line, words, font, look.color(tone))
        cards = list(self._cards(day))
        for piece, card in cards:
            paint_piece(painter, card, piece, piece.id in self._warned)
        hidden = len(self.of_day(day)) - len(cards)
        if hidden:
            more = QRectF(line.left() + line.width() / 3, line.top(), line.width() * 2 / 3, line.height())
            words = plural("{count} more", "{count} more", hidden)
            right = Qt.AlignmentFlag.AlignRight
            painting.text_in(painter, more, words, look.font("small"), look.color("muted"), right)
        if day == self._target:
            box = area.adjusted(4, 4, -4, -4)
            painting.dashed_box(painter, box, look.color("accent"), look.color("accent-soft"))
            middle = Qt.AlignmentFlag.AlignHCenter
            words = _("+ {day}").format(day=short_day(day, self._today))
            painting.text_in(painter, box, words, look.font("medium"), look.color("accent"), middle)
        elif day == self._day and self.hasFocus():
            mine = self.piece()
            at = next((card for piece, card in cards if piece is mine), None)
            painting.rounded(painter, at or area.adjusted(1, 1, -1, -1), 4, None, look.color("accent"), 2)

    def _areas(self) -> list[tuple[date, QRectF]]:
        head, wide = theme().px(HEAD), self.width() / 7
        high = (self.height() - head) / max(1, len(self._weeks))
        return [
            (day, QRectF(number * wide, head + line * high, wide, high))
            for line, week in enumerate(self._weeks)
            for number, day in enumerate(week)
        ]

    def _cards(self, day: date) -> list[tuple[PlannedPiece, QRectF]]:
        """The pieces of a day that have room, each with its place: two lines high where there is room for that."""
        area = next((one for known, one in self._areas() if known == day), None)
        ones = self.of_day(day)
        if area is None or not ones:
            return []
        look = theme()
        room = area.height() - look.px(DAY) - 6
        high: float = look.px(CARD)
        if room < len(ones) * (high + GAP):
            high = look.px(20)
        fits = max(1, int((room + GAP) // (high + GAP)))
        top = area.top() + look.px(DAY) + 2
        first = max(0, self._at - fits + 1) if day == self._day else 0  # the piece in hand is always seen
        return [
            (one, QRectF(area.left() + 4, top + number * (high + GAP), area.width() - 9, high))
            for number, one in enumerate(ones[first : first + fits])
        ]

    def _say(self, place: QPoint, event: QMouseEvent) -> None:
        day = self.day_at(place)
        hit = next((piece for piece, area in self._cards(day) if area.contains(place)), None) if day else None
        if hit is not None:
            show_tip(event.globalPosition().toPoint(), piece_words(hit, self._today), self)

    def _tell(self) -> None:
        """Say the day in hand and its pieces to who can't see them, and draw anew."""
        said = [long_day(self._day)] if self._day != date.min else []
        said += [f"{one.title}, {one.place_name}, {_(STATES[one.state][0])}" for one in self.of_day(self._day)]
        self.setAccessibleDescription(_(", ").join(said))
        self.day_changed.emit(self._day.isoformat())
        self.update()
