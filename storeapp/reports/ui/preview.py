"""What a report will say, before it is saved: its answers, its figures and its charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.clock import local_day
from storeapp.kernel.days import month_and_year, spoken_day
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.charts.bars import BarRow, BarRows
from storeapp.qtkit.charts.line import LineChart, Series
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Card, Icon, Label, Rule
from storeapp.reports.queries import LastReport, MonthRow
from storeapp.reports.rules import FigureChange, ReportFigures
from storeapp.reports.sheets import SummaryFacts

# The sheets of the workbook: (icon, title, what is in it).
SHEETS = (
    ("chart", N_("Summary"), N_("The main answers, figures compared with the last report, three charts")),
    ("calendar", N_("By month"), N_("Orders, reviews and rating, month by month")),
    ("bag", N_("Orders"), N_("Every order with its days, amounts and stars")),
    ("star", N_("Reviews"), N_("Every review with its reply")),
    ("tag", N_("Products"), N_("Sold, rated, and sales in each currency")),
    ("clock", N_("Unanswered reviews"), N_("The worst and longest waiting first")),
    ("send", N_("Review requests"), N_("Asked and reviewed, by plan and template, and how sure that is")),
    ("info", N_("Notes"), N_("How it is computed, how fresh it is, what was cut")),
)


class AnswersCard(Card):
    """The sentences the summary opens with."""

    def __init__(self) -> None:
        super().__init__(_("What the summary will say"))
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.inside.addLayout(self._column)

    def show_answers(self, answers: Sequence[str]) -> None:
        """Show other sentences."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, sentence in enumerate(answers):
            self._column.addWidget(Label(sentence, "section" if number == 0 else "body", wrap=True))


class FiguresCard(Card):
    """The figures now and at the last report."""

    def __init__(self) -> None:
        super().__init__(_("Figures"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self.inside.addLayout(self._grid)

    def show_changes(self, changes: Sequence[FigureChange], then: LastReport | None, today: date) -> None:
        """Show other figures."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        last = _("Last report")
        if then is not None:
            last = _("Last report, {day}").format(day=spoken_day(local_day(then.at), today))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        titles = (_("Figure"), _("Now"), last, _("Change"))
        for column, words in enumerate(titles if then is not None else titles[:2]):
            label = Label(words, "small-medium", "text-2")
            label.setAlignment(right if column else Qt.AlignmentFlag.AlignVCenter)
            label.setMinimumHeight(theme().px(24))
            self._grid.addWidget(label, 0, column)
        for number, change in enumerate(changes):
            row = 2 * number + 2
            self._grid.addWidget(Rule("hair"), row - 1, 0, 1, 4 if then is not None else 2)
            cells = (change.title, change.now or "–", change.before or "–", change.change or "–")
            for column, words in enumerate(cells if then is not None else cells[:2]):
                role = "medium" if column == 1 else "body"
                quiet = "text-2" if column > 1 or words == "–" else "text"
                label = Label(words, role, quiet)
                label.setAlignment(right if column else Qt.AlignmentFlag.AlignVCenter)
                label.setMinimumHeight(theme().px(26))
                self._grid.addWidget(label, row, column)


class ChartsRow(QWidget):
    """Two of the report's charts side by side."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.rating = LineChart(_("Rating by month"))
        self.stars = BarRows(_("Star distribution"), "")
        self._rating_card = Card(_("Rating by month"), _("bars: reviews a month"))
        self._rating_card.add(self.rating, 1)
        self._stars_card = Card(_("Star distribution"))
        self._stars_card.add(self.stars)
        self._stars_card.inside.addStretch(1)
        for card, part in ((self._rating_card, 3), (self._stars_card, 2)):
            card.setMinimumHeight(theme().px(212))
            row.addWidget(card, part)

    def show_charts(self, months: Sequence[MonthRow], figures: ReportFigures) -> None:
        """Draw other figures."""
        labels = [month_and_year(each.month) for each in months]
        line = Series(_("Rating"), [each.rating for each in months], main=True)
        self.rating.show_lines(
            labels, [line], counts=[each.reviews for each in months], count_name=_("reviews a month")
        )
        self._rating_card.setVisible(any(each.rating is not None for each in months))
        total = figures.rated
        rows = [
            BarRow(
                star,
                figures.stars.get(star, 0),
                figures.stars.get(star, 0) / total if total else 0.0,
                tone="accent" if star in "45" else "chart-complain",
                star=True,
                key=int(star),
            )
            for star in "54321"
        ]
        self.stars.show_rows(rows)
        self._stars_card.setVisible(total > 0)
        self.setVisible(total > 0)


class ContentsCard(Card):
    """The sheets of the workbook and what each holds."""

    def __init__(self) -> None:
        super().__init__(_("In the workbook"), _("Excel, .xlsx"))
        self._counts: dict[str, Label] = {}
        for icon, title, words in SHEETS:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(Icon(icon, "faint", 16), 0, Qt.AlignmentFlag.AlignTop)
            column = QVBoxLayout()
            column.setSpacing(0)
            head = QHBoxLayout()
            head.addWidget(Label(_(title), "medium"), 1)
            count = self._counts[title] = Label("", "small", "muted")
            head.addWidget(count)
            column.addLayout(head)
            column.addWidget(Label(_(words), "small", "muted", wrap=True))
            row.addLayout(column, 1)
            self.inside.addLayout(row)
            self.inside.addSpacing(8)

    def show_sizes(self, told: SummaryFacts) -> None:
        """Say how many rows the sheets will have."""
        figures = told.figures
        sizes = {
            "By month": len(told.months),
            "Orders": figures.orders,
            "Reviews": figures.reviews,
            "Unanswered reviews": figures.reviews - figures.replied,
        }
        for title, count in sizes.items():
            self._counts[title].setText(plural("{count} row", "{count} rows", count))
