"""A book before it is saved: its answers with how sure they are, what to do next, charts and groups of buyers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.days import month_and_year
from storeapp.kernel.text import _
from storeapp.qtkit.charts.line import LineChart, Series
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Card, Label, Rule
from storeapp.reports.books import BOOKS
from storeapp.reports.first_page import (
    BookAnswer,
    FirstPage,
    change_words,
    group_lines,
    likely_words,
    sure_words,
    value_words,
)
from storeapp.reports.first_page_facts import unfinished
from storeapp.reports.first_page_sheet import few_buyers
from storeapp.reports.months import month_only
from storeapp.reports.rules import signed

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
STACKED = 520  # px of the page below which a question stands above its answer
WRAPPED = 4  # the column of words at the end breaks its lines like the first
TONES = {True: "positive", False: "warning", None: "text-2"}


class LinesCard(Card):
    """A card of lines in columns; the first column takes the room."""

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__(title, hint)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self.inside.addLayout(self._grid)
        self.inside.addStretch(1)

    def clear(self) -> None:
        """Take every line away."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def put(
        self,
        row: int,
        column: int,
        words: str,
        role: str = "body",
        tone: str = "text",
        right: bool = False,
        across: int = 1,
    ) -> None:
        """Write one cell."""
        label = Label(words, role, tone, wrap=column in (0, WRAPPED))
        label.setAlignment(RIGHT if right else LEFT)
        label.setMinimumHeight(theme().px(25))
        self._grid.addWidget(label, row, column, 1, across)

    def rule(self, row: int, columns: int) -> None:
        """A line across."""
        self._grid.addWidget(Rule("hair"), row, 0, 1, columns)


class AnswersTable(LinesCard):
    """The table of answers."""

    def __init__(self) -> None:
        super().__init__(_("The answers"))
        self._grid.setColumnStretch(0, 5)
        self._grid.setColumnStretch(WRAPPED, 2)
        self._told: tuple[Sequence[BookAnswer], str, str] = ((), "", "")
        self._stacked = False

    def set_stacked(self, stacked: bool) -> None:
        """Whether each question stands above its answer: a narrow page has no room for both side by side."""
        if stacked != self._stacked:
            self._stacked = stacked
            self._grid.setColumnStretch(0, 0 if stacked else 5)
            self._grid.setHorizontalSpacing(8 if stacked else 16)
            self.show_answers(*self._told)

    def show_answers(self, answers: Sequence[BookAnswer], now: str, before: str) -> None:
        """Show other answers; `now` and `before` name the times."""
        self.clear()
        self._told = answers, now, before
        since = _("Since {time}").format(time=before) if before else ""
        for column, words in enumerate(("", now, since, _("Likely range"), _("How sure"))):
            self.put(0, column, words, "small-medium", "text-2", right=0 < column < 4)
        for number, one in enumerate(answers, 1):
            row = 3 * number
            self.rule(row - 2, 5)
            if self._stacked:
                self.put(row - 1, 0, one.question, across=5)
            else:
                self.put(row, 0, one.question)
            self.put(row, 1, value_words(one), "medium", right=True)
            self.put(row, 2, change_words(one), "body", TONES[one.better], right=True)
            self.put(row, 3, likely_words(one), "body", "text-2", right=True)
            self.put(row, 4, sure_words(one), "body", "text-2")


class OwnerView(QWidget):
    """The owner's book as its first page will be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answers = AnswersTable()
        self.steps = LinesCard(_("What to do next"))
        self.groups = LinesCard(_("Groups of buyers"))
        self.news = LinesCard(_("Since the last book"))
        self.stars = LineChart(_("Stars by month, with likely range"))
        self._stars_card = Card(_("Stars by month, with likely range"))
        self._stars_card.add(self.stars, 1)
        self.costs = LinesCard(_("Cost of trouble by reason"))
        self.note = Label("", "small", "muted", wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        whole.addWidget(self.note)
        self._rows: list[QBoxLayout] = []
        for parts in ((self.answers, self.steps), (self._stars_card, self.costs), (self.groups, self.news)):
            row = QHBoxLayout()
            row.setSpacing(16)
            for part, stretch in zip(parts, (3, 2), strict=True):
                row.addWidget(part, stretch)
            whole.addLayout(row)
            self._rows.append(row)

    def set_wide(self, wide: bool) -> None:
        """Whether two cards stand side by side."""
        for row in self._rows:
            row.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.answers.set_stacked(self.width() < theme().px(STACKED))

    def show_page(self, page: FirstPage) -> None:
        """Show another month or shop."""
        self.note.setText(unfinished(page.scope))
        self.note.setVisible(bool(self.note.text()))
        self.answers.show_answers(page.answers, month_only(page.scope), month_only(page.against))
        self._show_steps(page)
        self._show_groups(page)
        self.news.clear()
        for number, words in enumerate(page.news):
            self.news.put(number, 0, words)
        self._show_charts(page)

    def _show_steps(self, page: FirstPage) -> None:
        self.steps.clear()
        for number, step in enumerate(page.steps):
            self.steps.put(2 * number, 0, f"{number + 1}  {step.what}", "medium")
            self.steps.put(2 * number + 1, 0, step.why, "small", "muted")
        if not page.steps:
            self.steps.put(0, 0, _("Nothing waits for you."))

    def _show_groups(self, page: FirstPage) -> None:
        self.groups.clear()
        told = page.groups
        if not told.lines:
            self.groups.put(0, 0, few_buyers(told.buyers))
            return
        heads = {1: month_only(page.scope), 2: _("More or fewer"), WRAPPED: _("Who they are")}
        for column, words in heads.items():
            self.groups.put(0, column, words, "small-medium", "text-2", right=0 < column < 3)
        for number, (group, buyers, change, who) in enumerate(group_lines(told), 1):
            row = 2 * number
            self.groups.rule(row - 1, 5)
            self.groups.put(row, 0, group)
            self.groups.put(row, 1, f"{buyers:,}", "medium", right=True)
            self.groups.put(row, 2, signed(change), "body", "text-2", right=True)
            self.groups.put(row, WRAPPED, who, "small", "muted")

    def _show_charts(self, page: FirstPage) -> None:
        rated = any(one.stars.total for one in page.rated)
        self._stars_card.setVisible(rated)
        if rated:
            line = Series(_("Stars"), [one.stars.mean for one in page.rated], main=True)
            band = [(one.likely.low, one.likely.high) if one.likely else None for one in page.rated]
            labels = [month_and_year(one.month) for one in page.rated]
            counts = [one.stars.total for one in page.rated]
            self.stars.show_lines(labels, [line], band, counts=counts, count_name=_("reviews a month"))
        self.costs.setVisible(bool(page.causes))
        self.costs.clear()
        for number, (words, money) in enumerate(page.causes):
            self.costs.put(number, 0, words)
            self.costs.put(number, 1, str(money), "medium", right=True)


class PartView(QWidget):
    """A book of one part of the shop: what it is for, and its answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Label("", "body", "text-2", wrap=True)
        self.answers = AnswersTable()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.words)
        column.addWidget(self.answers)

    def show_book(self, name: str) -> None:
        """Say what another book is for."""
        self.words.setText(_(BOOKS[name][1]))

    def show_answers(self, answers: Sequence[BookAnswer]) -> None:
        """Show other answers."""
        compared = any(one.before is not None for one in answers)
        self.answers.show_answers(answers, _("Now"), _("the time before") if compared else "")
