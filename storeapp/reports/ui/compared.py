"""Holds the book in front against an earlier report that the owner picks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.kernel.text import _
from storeapp.qtkit.widgets import Card, Choice, Label
from storeapp.reports.earlier_reports import compared_figures, last_of, since_words
from storeapp.reports.queries import SavedReport
from storeapp.reports.rules import ReportFigures
from storeapp.reports.ui.preview import FiguresCard

NONE = ""


class ComparedCard(QWidget):
    """The choice of the earlier report, and each figure's change since. `report`: the one picked, None for none."""

    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report: SavedReport | None = None
        self._reports: Sequence[SavedReport] = ()
        self._now: ReportFigures | None = None
        self._today = date.min
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        card = Card(_("Since an earlier report"))
        self.words = Label("", "small", "muted", wrap=True)
        self.choice = Choice(_("Compared with"), [(NONE, _("No earlier report"))])
        self.choice.picked.connect(self._picked)
        card.add(self.choice)
        card.add(self.words)
        self.figures = FiguresCard()
        whole.addWidget(card)
        whole.addWidget(self.figures)

    def show_reports(self, reports: Sequence[SavedReport], now: ReportFigures, today: date) -> None:
        """The reports that the one in front can be held against, and its own figures."""
        self._reports, self._now, self._today = reports, now, today
        held = self.report.path if self.report is not None else NONE
        options = [(NONE, _("No earlier report")), *((one.path, since_words(one)) for one in reports)]
        self.choice.set_options(options)
        self.report = next((one for one in reports if one.path == held), None)
        self.choice.choose(self.report.path if self.report is not None else NONE)
        self.choice.setVisible(bool(reports))
        self._show()

    def _picked(self, path: object) -> None:
        self.report = next((one for one in self._reports if one.path == path), None)
        self._show()
        self.picked.emit()

    def _show(self) -> None:
        if self.report is not None and self._now is not None:
            self.figures.show_changes(compared_figures(self._now, self.report), last_of(self.report), self._today)
        self.figures.setVisible(self.report is not None)
        words = _("The workbook has a sheet with every figure's change since then.") if self.report is not None else ""
        if not self._reports:
            words = _("Save this book now, and a later one can be held against it.")
        self.words.setText(words)
        self.words.setVisible(bool(words))
