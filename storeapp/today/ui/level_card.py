"""The card "Next level": the channels nearest to a level, what is missing there and how far the way is gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.text import _
from storeapp.qtkit.widgets import Bar, Card, ChannelTile, Label, Rule, small

if TYPE_CHECKING:
    from storeapp.today.levels import LevelLine


class LevelRow(QWidget):
    """One channel's line; Enter or a click opens where it stands."""

    opened = Signal(int)

    def __init__(self, line: LevelLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        told = _("{step}. {when}, {reached}").format(step=line.headline, when=line.when, reached=line.reached)
        self.setAccessibleName(told)
        column = QVBoxLayout(self)
        column.setContentsMargins(15, 7, 15, 7)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(ChannelTile(line.platform, line.name))
        head.addWidget(Label(line.headline, "medium", elide=True), 1)
        column.addLayout(head)
        column.addWidget(Bar(line.share))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(small(line.when, "text-2", elide=True), 1)
        foot.addWidget(small(line.reached))
        column.addLayout(foot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.line.channel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.line.channel)
        else:
            super().keyPressEvent(event)


class NextLevelCard(Card):
    """Hidden while no channel has a next level that is known."""

    opened = Signal(int)  # channel id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Next level"), _("nearest first"), padded=False, parent=parent)
        self.inside.setContentsMargins(0, 0, 0, 6)
        self.rows: list[LevelRow] = []
        self._rules: list[QWidget] = []
        self.hide()

    def show_lines(self, lines: Sequence[LevelLine]) -> None:
        """Show them; without any the card goes."""
        if [row.line for row in self.rows] == list(lines):
            return
        for old in (*self.rows, *self._rules):
            old.hide()
            old.deleteLater()
        self.rows, self._rules = [], []
        for line in lines:
            if self.rows:
                self._rules.append(Rule("hair"))
                self.add(self._rules[-1])
            row = LevelRow(line)
            row.opened.connect(self.opened)
            self.rows.append(row)
            self.add(row)
        self.setVisible(bool(lines))
