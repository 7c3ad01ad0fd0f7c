"""A dialog of fields with one verb; why it was refused stands beside what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.qtkit.panels import Upright
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Label, Note, scrolling, section, small

Field = tuple[str, QWidget]
LEAST, MARGIN = 480, 24  # width: what bends is measured at it, or a sheet is higher than its fields
AROUND = 240  # what the sheet's title, hint, refusal and verb, and the window's own frame, take of the screen's height


class _Fields(Upright):
    """As high as its fields are, and scrolling only where the screen is too low for them."""

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, wide: int) -> int:
        return min(self._full(wide), self._room())

    def sizeHint(self) -> QSize:
        needs = self._needs()
        wide = max(needs.width(), LEAST - 2 * MARGIN)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _grid(self) -> QLayout | None:
        inside = self.widget()
        return inside.layout() if inside is not None else None

    def _needs(self) -> QSize:
        grid = self._grid()
        return grid.totalMinimumSize() if grid is not None else QSize()

    def _full(self, wide: int) -> int:
        """How high all fields are at a width."""
        grid = self._grid()
        bends = grid is not None and grid.hasHeightForWidth()
        return grid.totalHeightForWidth(wide) if grid is not None and bends else self._needs().height()

    def _fit(self) -> None:
        # By itself the inside asks for the height that it would have at its least width.
        inside, high = self.widget(), self._full(self.viewport().width())
        if inside is not None and inside.minimumHeight() != high:
            inside.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
            inside.setMinimumHeight(high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _room(self) -> int:
        return max(120, self.screen().availableGeometry().height() - theme().px(AROUND))


class FormSheet(QDialog):
    """Fields one under another with a verb. `take` checks and hands on; its UserError is shown in the dialog."""

    def __init__(
        self, title: str, fields: Sequence[Field], verb: str, take: Callable[[], None], hint: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._take = take
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setMinimumWidth(LEAST)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 20, MARGIN, 16)
        column.setSpacing(12)
        column.addWidget(section(title))
        inside = QWidget()
        area = scrolling(inside, title, _Fields())
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._labels: dict[QWidget, Label] = {}
        for number, (words, field) in enumerate(fields):
            label = self._labels[field] = small(words, "text-2")
            label.setBuddy(field)
            label.setContentsMargins(0, theme().px(8), 0, 0)  # beside the first line of its field
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, number, 1)
        column.addWidget(area, 1)
        if hint:
            column.addWidget(small(hint, wrap=True))
        self.problem = Note("", "bad")
        self.problem.hide()
        column.addWidget(self.problem)
        foot = self._foot = QHBoxLayout()
        foot.addStretch(1)
        self.back = Button(_("Cancel"), "quiet")
        self.back.clicked.connect(self.reject)
        self.go = Button(verb, "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._pressed)
        foot.addWidget(self.back)
        foot.addWidget(self.go)
        column.addLayout(foot)
        if fields:
            fields[0][1].setFocus()

    def set_shown(self, field: QWidget, shown: bool) -> None:
        """Show a field with its name, or neither."""
        field.setVisible(shown)
        self._labels[field].setVisible(shown)

    def name_field(self, field: QWidget, words: str) -> None:
        """Call a field by another name."""
        self._labels[field].setText(words)

    def offer(self, verb: str, act: Callable[[], None]) -> Button:
        """Put another way out to the left of the foot; the dialog is closed before it is gone."""
        button = Button(verb, "quiet")
        button.clicked.connect(self.reject)
        button.clicked.connect(act)
        self._foot.insertWidget(self._foot.count() - 3, button)
        return button

    def refuse(self, sentence: str) -> None:
        """Show why it could not be saved."""
        self.problem.set(sentence, "bad")
        self.problem.show()

    def _pressed(self) -> None:
        try:
            self._take()
        except UserError as why:
            self.refuse(why.sentence)
            return
        self.accept()
