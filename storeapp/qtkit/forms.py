"""Forms: a label, a field and a line for what is wrong with it; filling a form never looks like typing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QObject, QSignalBlocker, Qt
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


class Field(QWidget):
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


class Form(QWidget):
    """Fields one under another, checked together.

    `checks` of a field is called with the field's value and returns a sentence or "".
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._fields: dict[str, tuple[Field, Callable[[], Any], Callable[[Any], str] | None]] = {}

    def add(
        self,
        key: str,
        label: str,
        control: QWidget,
        value: Callable[[], Any],
        check: Callable[[Any], str] | None = None,
        hint: str = "",
    ) -> Field:
        """Put a field in; `value` reads what it holds."""
        field = Field(label, control, hint)
        self._fields[key] = (field, value, check)
        self._column.addWidget(field)
        return field

    def add_widget(self, widget: QWidget) -> None:
        """Put something else between the fields."""
        self._column.addWidget(widget)

    def values(self) -> dict[str, Any]:
        """What all fields hold, by key."""
        return {key: value() for key, (_field, value, _check) in self._fields.items()}

    def controls(self) -> list[QWidget]:
        """All controls, to be filled under `quiet`."""
        return [field.control for field, _value, _check in self._fields.values()]

    def check(self) -> bool:
        """Check every field; the first wrong one gets the focus. True if all is well."""
        first: Field | None = None
        for field, value, check in self._fields.values():
            sentence = check(value()) if check is not None else ""
            field.complain(sentence)
            if sentence and first is None:
                first = field
        if first is not None:
            first.control.setFocus()
        return first is None
