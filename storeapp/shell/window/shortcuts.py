"""F1: every key and what it does, from the same list as the menus."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.text import N_, _
from storeapp.qtkit.actions import ActionBook
from storeapp.qtkit.widgets import Button, KeyCap, body, scrolling, section

MOVING = (
    ("J K", N_("Move to the next or previous row")),
    ("↵", N_("Open, or do the row's action")),
)
PICKING = (
    ("Space", N_("Select the row")),
    ("Shift+J Shift+K", N_("Extend the selection")),
)
BACK = ("Esc", N_("Go back, or close"))

GROUPS = (
    ("Left", N_("Hide the rows of a group")),
    ("Right", N_("Show them again")),
)


class ShortcutsSheet(QDialog):
    """The keys that work on the page in front, grouped by where they do. `listed` is that page's list, if any."""

    def __init__(self, book: ActionBook, listed: QWidget | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("All shortcuts"))
        self.resize(640, 560)
        lines = [(line.scope, line.text, line.keys) for line in book.shortcuts()]
        lines += [(_("In this list"), _(text), keys) for keys, text in list_keys(listed)]
        lines.append((_("Everywhere"), _(BACK[1]), BACK[0]))
        lines.sort(key=lambda line: line[0] == _("Everywhere"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        for scope, group in groupby(lines, key=lambda line: line[0]):
            column.addWidget(section(scope))
            grid = QGridLayout()
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(6)
            grid.setColumnStretch(0, 1)
            for row, (_scope, text, keys) in enumerate(group):
                grid.addWidget(body(text, wrap=True), row, 0)
                caps = QHBoxLayout()
                caps.setSpacing(4)
                for key in keys.split(" "):
                    caps.addWidget(KeyCap(key))
                caps.addStretch(1)
                grid.addLayout(caps, row, 1)
            column.addLayout(grid)
            column.addSpacing(8)
        column.addStretch(1)
        close = Button(_("Close"), "primary")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 16)
        foot.addStretch(1)
        foot.addWidget(close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inside, _("All shortcuts")), 1)
        outer.addLayout(foot)
        close.setFocus()


def list_keys(listed: QWidget | None) -> tuple[tuple[str, str], ...]:
    """The keys that a list itself understands, with what they do; none without one in sight."""
    if listed is None or not listed.isVisible():
        return ()
    plain = {"move": MOVING, "pick": MOVING + PICKING}.get(getattr(listed, "LIST_KEYS", ""), ())
    return plain + GROUPS if getattr(listed, "folds", False) else plain
