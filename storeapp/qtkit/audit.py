"""Looks over a window for what a screen reader would miss and what large text would cut; for tests and for reviews."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollBar,
    QSplitterHandle,
    QWidget,
)

_OWN_PARTS = (QScrollBar, QMenu, QSplitterHandle)


def nameless(root: QWidget) -> list[str]:
    """Widgets that take the focus and have no accessible name, as paths from `root`; parts of Qt's own are left out."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or isinstance(widget, _OWN_PARTS) or _is_part(widget):
            continue
        if isinstance(widget, QAbstractButton) and (widget.text() or not widget.isVisibleTo(root)):
            continue  # a button that waits hidden for its words will be named by them
        if not widget.accessibleName():
            found.append(_path(widget, root))
    return found


def cut_texts(root: QWidget) -> list[str]:
    """Visible labels and buttons whose words do not fit and that have no tooltip to show them."""
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, (QLabel, QAbstractButton)) or not widget.isVisibleTo(root):
            continue
        text = widget.text()
        if not text or widget.toolTip():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            cut = needed > widget.height() + 1
        elif isinstance(widget, QLabel):
            cut = QFontMetricsF(widget.font()).horizontalAdvance(text) > widget.contentsRect().width() + 1.5
        else:
            least = widget.minimumSizeHint()
            cut = least.width() > widget.width() + 1 or least.height() > widget.height() + 1
        if cut:
            found.append(f"{_path(widget, root)}: {text!r}")
    return found


def rich_labels(root: QWidget) -> list[str]:
    """Labels that would read customer text as HTML."""
    return [
        _path(label, root)
        for label in root.findChildren(QLabel)
        if label.textFormat() != Qt.TextFormat.PlainText and not _is_part(label)
    ]


def _is_part(widget: QWidget) -> bool:
    """Whether Qt made it as a part of another widget: an editor of a spin box, the view of a choice."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, (QComboBox, QAbstractSpinBox, QCalendarWidget)):
            return True
        if isinstance(parent, QAbstractScrollArea) and widget is parent.viewport():
            return True
        if isinstance(parent, QLineEdit):
            return True
        parent = parent.parentWidget()
    return widget.objectName().startswith("qt_")


def _path(widget: QWidget, root: QWidget) -> str:
    parts = []
    here: QWidget | None = widget
    while here is not None:
        parts.append(type(here).__name__ + (f"#{here.objectName()}" if here.objectName() else ""))
        if here is root:
            break
        here = here.parentWidget()
    return " > ".join(reversed(parts))
