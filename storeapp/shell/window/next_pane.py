"""F6: from one part of the window to the next, in reading order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget


def panes(parts: Sequence[QWidget]) -> list[QWidget]:
    """The visible parts; a page that is split counts as its panes, and a pane that is split again as its own."""
    found: list[QWidget] = []
    for part in parts:
        inner = part.currentWidget() if isinstance(part, QStackedWidget) else part
        if inner is not None and inner.isVisible():
            found += _panes_of(inner)
    return found


def _panes_of(room: QWidget) -> list[QWidget]:
    # A page with several views has a splitter in each; only one of them is in front.
    around = (room, *room.findChildren(QSplitter))
    splitter = next((one for one in around if isinstance(one, QSplitter) and one.isVisible()), None)
    if splitter is None:
        return [room]
    inside = [splitter.widget(n) for n in range(splitter.count())]
    return [inner for pane in inside if pane is not None and pane.isVisible() for inner in _panes_of(pane)]


def next_pane(parts: Sequence[QWidget], focused: QWidget | None) -> QWidget | None:
    """Give the keyboard to the first widget of the pane after the one that has it; returns that widget."""
    rooms = panes(parts)
    here = next((n for n, room in enumerate(rooms) if focused is not None and _inside(room, focused)), -1)
    for step in range(1, len(rooms) + 1):
        first = first_field(rooms[(here + step) % len(rooms)])
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
            return first
    return None


def _inside(room: QWidget, widget: QWidget) -> bool:
    return room is widget or room.isAncestorOf(widget)


def first_field(room: QWidget) -> QWidget | None:
    """The first focusable widget of a pane in tab order."""
    if _takes_focus(room):
        return room
    inner = {widget for widget in room.findChildren(QWidget) if _takes_focus(widget)}
    widget = room.nextInFocusChain()
    while widget is not None and widget is not room:
        if widget in inner:
            return widget
        widget = widget.nextInFocusChain()
    return None


def _takes_focus(widget: QWidget) -> bool:
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.isVisibleTo(widget.window())
        and widget.isEnabled()
    )
