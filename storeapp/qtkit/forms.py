"""Forms: a label, a field and a line for what is wrong with it; filling a form never looks like typing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QSignalBlocker
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.qtkit.labels import Label


@contextmanager
def quiet(*widgets: QObject) -> Iterator[None]:
    """Fill fields without their signals, so that showing a record does not save it."""
    blockers = [QSignalBlocker(widget) for widget in widgets]
    try:
        yield
    finally:
        for blocker in blockers:
            blocker.unblock()


class LabelledField(QWidget):
    """A field with its label above and, when something is wrong, one red line under it."""

    def __init__(self, label: str, control: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.label = Label(label, "small", "muted")
        self.label.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(label)
        self._hint = hint
        self.below = Label(hint, "axis", "muted", wrap=True)
        self.below.setVisible(bool(hint))
        column.addWidget(self.label)
        column.addWidget(control)
        column.addWidget(self.below)
        self.setFocusProxy(control)

    def complain(self, sentence: str) -> None:
        """Say what is wrong; "" says that all is well."""
        self.below.setText(sentence or self._hint)
        self.below.set_tone("negative" if sentence else "muted")
        self.below.setVisible(bool(sentence or self._hint))
        self.control.setAccessibleDescription(sentence or self._hint)
        if hasattr(self.control, "set_wrong"):
            self.control.set_wrong(bool(sentence))

    @property
    def wrong(self) -> bool:
        """Whether something is wrong with it."""
        return self.below.isVisibleTo(self) and self.below.text() != self._hint
