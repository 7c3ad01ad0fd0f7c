"""The reports that were saved from this shop, with the way to each file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.clock import local_day
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _, plural
from storeapp.qtkit.widgets import Card, Icon, IconButton, Label, Rule
from storeapp.reports.list_book import LIST
from storeapp.reports.queries import SavedReport
from storeapp.reports.rules import PERIODS

SHOWN = 8


def open_place(path: Path) -> bool:
    """Show a file or folder with the program the system has for it; False where there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class SavedCard(Card):
    """The latest saved reports. `failed` carries a sentence; `forget_asked` the path to take off the list."""

    failed = Signal(str)
    forget_asked = Signal(str)

    def __init__(self, opener: Callable[[Path], bool] = open_place) -> None:
        super().__init__(_("Saved reports"))
        self._opener = opener
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.inside.addLayout(self._column)

    def show_reports(self, reports: Sequence[SavedReport], today: date) -> None:
        """Show other reports."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not reports:
            words = _("None yet. The next report will say what changed since this one.")
            self._column.addWidget(Label(words, "body", "muted", wrap=True))
        for number, report in enumerate(reports[:SHOWN]):
            if number:
                self._column.addWidget(Rule("hair"))
            self._column.addWidget(self._row(report, today))

    def _row(self, report: SavedReport, today: date) -> QWidget:
        path = Path(report.path)
        there = path.exists()
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(8)
        row.addWidget(Icon("file-text" if there else "file", "faint", 16))
        column = QVBoxLayout()
        column.setSpacing(0)
        name = Label(path.name, "medium", "text" if there else "muted", middle=True)
        name.set_tip(str(path))
        column.addWidget(name)
        column.addWidget(Label(self._words(report, there, today), "small", "muted", elide=True))
        row.addLayout(column, 1)
        if there:
            self._button(row, "external", _("Open {file}").format(file=path.name), partial(self.open, path))
            self._button(
                row, "folder", _("Show the folder of {file}").format(file=path.name), partial(self.open, path.parent)
            )
        else:
            self._button(
                row,
                "x",
                _("Take {file} off the list").format(file=path.name),
                partial(self.forget_asked.emit, report.path),
            )
        return holder

    def _button(self, row: QHBoxLayout, icon: str, name: str, act: Callable[[], None]) -> None:
        button = IconButton(icon, name, size="mini")
        button.clicked.connect(act)
        row.addWidget(button)

    def _words(self, report: SavedReport, there: bool, today: date) -> str:
        day = spoken_day(local_day(report.at), today)
        if not there:
            return _("{day}, moved or deleted").format(day=day)
        if report.book == LIST:
            rows = plural("{count} row", "{count} rows", report.rows)
            return _("{day}, list, {rows}").format(day=day, rows=rows)
        orders = plural("{count} order", "{count} orders", report.orders)
        period = _(PERIODS.get(report.period, report.period)).lower()
        return _("{day}, {period}, {orders}").format(day=day, period=period, orders=orders)

    def open(self, path: Path) -> None:
        """Open a file or a folder, or say that it can't be."""
        if not self._opener(path):
            words = _("No program on this computer opens {file}. It is in {folder}.")
            self.failed.emit(words.format(file=path.name, folder=path.parent))
