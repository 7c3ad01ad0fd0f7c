"""The list under the search box: heads, records and commands, painted alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from storeapp.qtkit import icons, painting
from storeapp.qtkit.theme import theme

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One line: `kind` is head, record or command; `key` is what is handed back when it is chosen."""

    kind: str
    text: str
    detail: str = ""
    icon: str = ""
    keys: str = ""
    muted: bool = False
    platform: str = ""
    key: Any = None


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[ResultRow] = []

    def show_rows(self, rows: Sequence[ResultRow]) -> None:
        """Put other rows in their place."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.text, row.detail, row.keys) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.rows[index.row()].kind == "head":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, theme().px(28 if index.data(ROW_ROLE).kind == "head" else 34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ResultRow = index.data(ROW_ROLE)
        look, area = theme(), QRectF(option.rect)
        if row.kind == "head":
            words = area.adjusted(14, 4, -14, 0)
            painting.text_in(painter, words, row.text, look.font("small-medium"), look.color("muted"))
            return
        on = bool(option.state & QStyle.StateFlag.State_Selected)
        if on:
            painter.fillRect(area, look.color("accent-soft"))
        middle = area.center().y()
        ink = look.color("accent" if on else "faint")
        icons.paint(painter, row.icon or "chevron-right", area.left() + 14, middle - 8, 16, ink)
        right = area.right() - 14
        for key in reversed(row.keys.split(" ") if row.keys else ["↵"] if on and not row.muted else []):
            right -= painting.key_width(key)
            painting.key(painter, right, middle, key)
            right -= 8
        if row.platform:
            right -= painting.tile_width()
            painting.tile(painter, right, middle, row.platform)
            right -= 8
        left = area.left() + 40
        tone = look.color("muted" if row.muted else "text")
        font = look.font("medium")
        wide = min(look.metrics("medium").horizontalAdvance(row.text) + 1, right - left)
        painting.text_in(painter, QRectF(left, area.top(), wide, area.height()), row.text, font, tone)
        rest = QRectF(left + wide + 10, area.top(), right - left - wide - 10, area.height())
        if row.detail and rest.width() > 40:
            painting.text_in(painter, rest, row.detail, look.font("small"), look.color("muted"))


class PaletteList(QListView):
    """The keyboard stays in the line above; the list shows and takes the pointer."""

    chosen = Signal(object)  # ResultRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._clicked)

    @property
    def rows(self) -> list[ResultRow]:
        """What is listed, heads too."""
        return self._rows.rows

    def show_rows(self, rows: Sequence[ResultRow], stay: bool = False) -> None:
        """List these; the best one is chosen, or, to `stay`, the one chosen before where it is still there."""
        before = self.current() if stay else None
        self._rows.show_rows(rows)
        same = [n for n, row in enumerate(rows) if before is not None and row.key == before.key]
        first = same or [n for n, row in enumerate(rows) if row.kind != "head"]
        if first:
            self.setCurrentIndex(self._rows.index(first[0]))
        if not same:
            self.scrollToTop()

    def current(self) -> ResultRow | None:
        """The row that Enter would choose."""
        index = self.currentIndex()
        return self._rows.rows[index.row()] if index.isValid() else None

    def move_by(self, step: int) -> None:
        """Go up or down, past the heads, and round at the ends."""
        places = [n for n, row in enumerate(self._rows.rows) if row.kind != "head"]
        if places:
            here = self.currentIndex().row()
            at = places.index(here) if here in places else 0
            target = (at + step) % len(places) if abs(step) == 1 else max(0, min(len(places) - 1, at + step))
            self.setCurrentIndex(self._rows.index(places[target]))

    def choose_current(self) -> None:
        """Enter."""
        row = self.current()
        if row is not None and row.kind != "head":
            self.chosen.emit(row)

    def _clicked(self, index: QModelIndex) -> None:
        self.setCurrentIndex(index)
        self.choose_current()
