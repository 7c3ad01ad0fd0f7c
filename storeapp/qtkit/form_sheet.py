"""A dialog of fields with one verb; why it was refused stands beside what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Note, scrolling, section, small

Field = tuple[str, QWidget]
FRAME = 40  # what the window's own frame takes of the screen's height


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
        self.setMinimumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(section(title))
        self._all = QWidget()
        grid = QGridLayout(self._all)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._labels: dict[QWidget, QWidget] = {}
        for number, (words, field) in enumerate(fields):
            label = self._labels[field] = small(words, "text-2")
            label.setBuddy(field)
            label.setContentsMargins(0, theme().px(8), 0, 0)  # beside the first line of its field
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, number, 1)
        column.addWidget(self._all)
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
        self._first = fields[0][1] if fields else None
        if self._first is not None:
            self._first.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the fields scroll where the screen is too low for all of them, so that the verb stays in sight."""
        room = self.screen().availableGeometry().height() - theme().px(FRAME)
        column = self.layout()
        if self._all.parentWidget() is self and self.sizeHint().height() > room and column is not None:
            wide = self.sizeHint().width()
            area = scrolling(QWidget(), self.windowTitle())
            column.replaceWidget(self._all, area)
            area.setWidget(self._all)
            self._all.setAutoFillBackground(False)
            column.activate()  # or the old least height would still hold
            self.resize(wide, room)
            if self._first is not None:
                self._first.setFocus()
        super().showEvent(event)

    def set_shown(self, field: QWidget, shown: bool) -> None:
        """Show a field with its name, or neither."""
        field.setVisible(shown)
        self._labels[field].setVisible(shown)

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
