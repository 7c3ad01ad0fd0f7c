"""The list "Needs you": group heads and work rows, driven by keys or by the pointer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from storeapp.kernel.text import _, plural
from storeapp.qtkit import icons, painting
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Button, IconButton
from storeapp.today.rules import Group, Line

KINDS = {"plain": "plain", "warning": "warn", "negative": "bad", "positive": "good"}
SIDE, GAP, NARROW = 16, 12, 620
TAG, TAG_MOST, VERB, KEY = 124, 200, 124, 24


class GroupHead(QWidget):
    """The head of a group, 28 high: its words, how many lines, how many minutes."""

    def __init__(self, title: str, count: str, minutes: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = (title, count, minutes)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{title}: {count}")

    def sizeHint(self) -> QSize:
        return QSize(240, theme().px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, theme().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        title, count, minutes = self._parts
        painter.fillRect(self.rect(), look.color("raised"))
        painter.fillRect(0, 0, self.width(), 1, look.color("border"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.color("border"))
        right = look.metrics("small-medium").horizontalAdvance(minutes)
        area = QRectF(SIDE, 0, self.width() - 2 * SIDE, self.height())
        painting.text_in(
            painter, area, minutes, look.font("small-medium"), look.color("muted"), Qt.AlignmentFlag.AlignRight
        )
        room = area.width() - right - 24
        words = min(room, look.metrics("small-strong").horizontalAdvance(title) + 1)
        painting.text_in(
            painter, QRectF(SIDE, 0, words, self.height()), title, look.font("small-strong"), look.color("text-2")
        )
        rest = QRectF(SIDE + words + 8, 0, max(0.0, room - words - 8), self.height())
        painting.text_in(painter, rest, count, look.font("small-medium"), look.color("muted"))


class WorkRow(QWidget):
    """One line of work, 48 high: tile or icon, two lines of text, a tag, its button and the key that presses it."""

    chosen = Signal(object)  # Line
    done = Signal(object)  # Line
    dropped = Signal(object)  # list[Path]
    more_asked = Signal(object)  # the row itself

    def __init__(self, line: Line, first: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self._first, self._selected, self._over, self._dragged = first, False, False, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_(", ").join((line.title, line.detail, line.tag)))
        self.setAcceptDrops(line.files)
        self.button = Button(line.verb, size="small", parent=self, name=f"{line.verb}: {line.title}")
        self.button.setAccessibleName(f"{line.verb}: {line.title}")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._pressed)
        self.more: IconButton | None = None
        if line.kind:
            self.more = IconButton("more", _("More: {title}").format(title=line.title), size="mini", parent=self)
            self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.more.clicked.connect(self._more_pressed)

    def set_selected(self, selected: bool) -> None:
        """Mark it as the row that Enter acts on."""
        if selected != self._selected:
            self._selected = selected
            self.button.set_kind("primary" if selected else "secondary")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, theme().px(48))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, theme().px(48))

    def resizeEvent(self, event: QResizeEvent) -> None:
        hint = self.button.sizeHint()
        wide = max(theme().px(VERB), hint.width())
        right = self.width() - SIDE - (0 if self._narrow else theme().px(KEY) + GAP)
        self.button.setGeometry(right - wide, (self.height() - hint.height()) // 2, wide, hint.height())
        if self.more is not None:
            size = self.more.sizeHint()
            place = self.width() - SIDE - (theme().px(KEY) + size.width()) // 2
            if self._narrow:  # before the verb, so that the verbs of all rows stand in one line
                place = self.button.x() - size.width() - 4
            self.more.setGeometry(place, (self.height() - size.height()) // 2, size.width(), size.height())
        self._tell_whole()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def enterEvent(self, event: QEvent) -> None:
        self._over = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit(self.line)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.more is not None:
            self.chosen.emit(self.line)
            self.more_asked.emit(self)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.done.emit(self.line)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event):
            event.acceptProposedAction()
            self._dragged = True
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._dragged = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._dragged = False
        self.update()
        event.acceptProposedAction()
        self.dropped.emit(_files(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        fill = "accent-soft" if self._selected else "hover" if self._over else "surface"
        painter.fillRect(self.rect(), look.color(fill))
        if not self._first and not self._selected:
            painter.fillRect(0, 0, self.width(), 1, look.color("hair"))
        if self._selected:
            painter.fillRect(0, 0, 3, self.height(), look.color("accent"))
        if self.line.files:
            box = QRectF(self.rect()).adjusted(8, 3, -8, -3)
            painting.dashed_box(
                painter,
                box,
                look.color("accent" if self._dragged else "border-strong"),
                look.color("accent-soft") if self._dragged else None,
            )
        self._paint_text(painter)
        self._paint_marks(painter)

    def _paint_text(self, painter: QPainter) -> None:
        look, line = theme(), self.line
        middle, left = self.height() / 2, float(SIDE)
        if line.platform:
            painting.tile(painter, left, middle, line.platform)
        else:
            icons.paint(painter, line.icon, left + 3, middle - 9, 18, look.color("text-2"))
        area = self._text_area()
        half = look.px(18)
        top = (self.height() - half - look.px(16)) / 2
        title = QRectF(area.left(), top, area.width(), half)
        if line.stars is not None:
            title.setLeft(title.left() + painting.stars(painter, title.left(), top + half / 2, line.stars) + 8)
        painting.text_in(painter, title, line.title, look.font("medium"), look.color("text"))
        detail = QRectF(area.left(), top + half, area.width(), look.px(16))
        words = _("Drop to import into this shop") if self._dragged else line.detail
        painting.text_in(
            painter, detail, words, look.font("small"), look.color("text-2" if self._selected else "muted")
        )

    def _paint_marks(self, painter: QPainter) -> None:
        look, middle = theme(), self.height() / 2
        left = self._verbs_left - GAP - self._tag_room()
        if not self._narrow:
            painting.tag(painter, left, middle, *self._tag_parts(), look.px(TAG_MOST))
            if self.more is None:
                letter = "↵" if self._selected else self.line.letter
                painting.key(painter, self.width() - SIDE - look.px(KEY), middle, letter)
        else:
            painting.tag(painter, left, middle, *self._tag_parts(), look.px(TAG_MOST))

    @property
    def _narrow(self) -> bool:
        return self.width() < theme().px(NARROW)

    @property
    def _verbs_left(self) -> int:
        """Where the tag ends: before the verb, or before the menu that stands there in a narrow list."""
        return self.more.x() + 4 if self._narrow and self.more is not None else self.button.x()

    def _tag_parts(self) -> tuple[str, str, str]:
        return self.line.tag, KINDS[self.line.tone], self.line.tag_icon

    def _tag_room(self) -> float:
        """What the tag takes: in a wide list at least a column's width, more where its words need it."""
        words = min(theme().px(TAG_MOST), painting.tag_width(self.line.tag, self.line.tag_icon))
        return words if self._narrow else max(theme().px(TAG), words)

    def _text_area(self) -> QRectF:
        look = theme()
        left = SIDE + look.px(24) + GAP
        return QRectF(left, 0, max(40.0, self._verbs_left - GAP - self._tag_room() - GAP - left), self.height())

    def _tell_whole(self) -> None:
        area, look = self._text_area(), theme()
        stars = painting.stars_width() + 8 if self.line.stars is not None else 0
        cut = look.metrics("medium").horizontalAdvance(self.line.title) + stars > area.width()
        cut = cut or look.metrics("small").horizontalAdvance(self.line.detail) > area.width()
        set_tip(self, f"{self.line.title}\n{self.line.detail}" if cut else "")

    def _pressed(self) -> None:
        self.done.emit(self.line)

    def _more_pressed(self) -> None:
        self.chosen.emit(self.line)
        self.more_asked.emit(self)


class WorkList(QWidget):
    """All groups. Arrows and J K move, Enter does the selected line; the letters belong to the page's actions."""

    LIST_KEYS = "move"  # what F1 tells of

    done = Signal(object)  # Line
    dropped = Signal(object)  # list[Path]
    moved = Signal(object)  # the row widget that must be seen
    more_asked = Signal(object)  # WorkRow whose menu is wanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Needs you"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._rows: list[WorkRow] = []
        self._shown: list[Group] = []
        self._place = 0

    def show_groups(self, groups: Sequence[Group], notes: Sequence[QWidget] = ()) -> None:
        """Show these groups, keeping the selection at its line or its place; `notes` stand above them."""
        if not notes and list(groups) == self._shown:
            return
        self._shown = [] if notes else list(groups)
        kept = self.selected()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = []
        for note in notes:
            self._column.addWidget(note)
        for group in groups:
            minutes = plural("about {count} min", "about {count} min", group.minutes)
            self._column.addWidget(GroupHead(group.title, f"{len(group.lines):,}", minutes))
            for number, line in enumerate(group.lines):
                row = WorkRow(line, first=number == 0)
                row.chosen.connect(self._choose)
                row.done.connect(self.done)
                row.dropped.connect(self.dropped)
                row.more_asked.connect(self.more_asked)
                self._column.addWidget(row)
                self._rows.append(row)
        keys = [row.line.key for row in self._rows]
        self._place = keys.index(kept.key) if kept is not None and kept.key in keys else self._place
        self._place = max(0, min(self._place, len(keys) - 1))
        self._mark()

    def selected(self) -> Line | None:
        """The selected line, None of an empty list."""
        return self._rows[self._place].line if self._rows else None

    def first(self, fits: Callable[[Line], bool]) -> Line | None:
        """The selected line if a key means it, else the first one that it fits."""
        chosen = self.selected()
        if chosen is not None and fits(chosen):
            return chosen
        return next((row.line for row in self._rows if fits(row.line)), None)

    def row_of(self, line: Line) -> WorkRow | None:
        """The widget of a line."""
        return next((row for row in self._rows if row.line is line), None)

    def lines(self) -> list[Line]:
        """All lines, top to bottom."""
        return [row.line for row in self._rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, chosen = event.key(), self.selected()
        if key in (Qt.Key.Key_J, Qt.Key.Key_Down):
            self._go(self._place + 1)
        elif key in (Qt.Key.Key_K, Qt.Key.Key_Up):
            self._go(self._place - 1)
        elif key == Qt.Key.Key_Home:
            self._go(0)
        elif key == Qt.Key.Key_End:
            self._go(len(self._rows) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and chosen is not None:
            self.done.emit(chosen)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._go(self._place)

    def _go(self, place: int) -> None:
        if self._rows:
            self._place = max(0, min(place, len(self._rows) - 1))
            self._mark()
            self.moved.emit(self._rows[self._place])

    def _choose(self, line: Line) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._go(next(place for place, row in enumerate(self._rows) if row.line is line))

    def _mark(self) -> None:
        for place, row in enumerate(self._rows):
            row.set_selected(place == self._place)
        chosen = self.selected()
        self.setAccessibleDescription(chosen.title if chosen is not None else "")


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
