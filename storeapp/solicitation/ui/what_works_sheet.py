"""Which way of asking brings reviews, as bars, and which of two templates did better."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.text import _, plural
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.panels import scrolling
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Bar, Button, Label, section, small
from storeapp.solicitation.results import Comparison, Rate
from storeapp.solicitation.what_works import (
    RateGroup,
    WhatWorks,
    bound_words,
    count_words,
    share_words,
    verdict_words,
    what_works,
)

MOST_COMPARED = 3  # those with the most requests; the others have still less to say


class WhatWorksSheet(QDialog):
    """Reads and shows; nothing is changed here."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("What works"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 16)
        outer.setSpacing(12)
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(24, 20, 24, 0)
        self.column.setSpacing(10)
        self.column.addWidget(section(_("Which way of asking brings reviews")))
        self.hint = small(
            _("Of all first requests. Those whose answer may still come are left out of the shares."), wrap=True
        )
        self.column.addWidget(self.hint)
        self.column.addStretch(1)
        outer.addWidget(scrolling(self.body, _("What works")), 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        foot.addStretch(1)
        self.back = Button(_("Close"), "quiet")
        self.back.clicked.connect(self.accept)
        foot.addWidget(self.back)
        outer.addLayout(foot)
        window = parent.window()
        self.resize(min(theme().px(720), window.width()), min(theme().px(640), window.height()))
        now = desk.clock.now()

        def work(_progress: Any) -> WhatWorks:
            with desk.db.read() as conn:
                return what_works(conn, now)

        desk.jobs.read(work, self._show)

    def _show(self, found: WhatWorks) -> None:
        place = self.column.count() - 1
        if not found.groups:
            self.hint.setText(_("Nothing to say yet: no request was marked as sent."))
            return
        parts = [self._compared(name, both) for name, both in found.compared[:MOST_COMPARED]]
        left = len(found.compared) - len(parts)
        if left > 0:
            parts.append(small(plural("{count} more", "{count} more", left)))
        if parts:
            parts = [Label(_("Two templates compared"), "strong"), *parts, small(bound_words(), wrap=True)]
        parts += [self._group(one) for one in found.groups]
        for number, part in enumerate(parts):
            self.column.insertWidget(place + number, part)

    def _compared(self, name: str, found: Comparison) -> QWidget:
        holder, grid = self._grid()
        grid.addWidget(Label(name, "small", "text-2"), 0, 0, 1, 3)
        for number, one in enumerate((found.one, found.other), 1):
            self._line(grid, number, one.key, one, count_words(one))
        grid.addWidget(Label(verdict_words(found), "medium", wrap=True), 3, 0, 1, 3)
        return holder

    def _group(self, group: RateGroup) -> QWidget:
        holder, grid = self._grid()
        grid.addWidget(Label(group.title, "strong"), 0, 0, 1, 3)
        for number, (name, one) in enumerate(group.rates, 1):
            self._line(grid, number, name, one, share_words(one))
        if group.more:
            words = plural("{count} more", "{count} more", group.more)
            grid.addWidget(small(words), len(group.rates) + 1, 0, 1, 3)
        return holder

    def _grid(self) -> tuple[QWidget, QGridLayout]:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, theme().px(150))
        grid.setColumnMinimumWidth(1, theme().px(120))
        grid.setColumnStretch(2, 1)
        return holder, grid

    def _line(self, grid: QGridLayout, row: int, name: str, one: Rate, words: str) -> None:
        named = Label(name, "body", elide=True)
        named.setFixedWidth(theme().px(150))
        bar = Bar(one.share or 0.0, "faint" if one.early or one.share is None else "accent", 8)
        grid.addWidget(named, row, 0)
        grid.addWidget(bar, row, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(Label(words, "small", "muted", wrap=True), row, 2)
