"""The first sheet of a book: answers with how sure they are; in the owner's book also what to do next, and charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storeapp.kernel.money import exponent
from storeapp.kernel.text import _, plural
from storeapp.orders.groups.rules import fewest_buyers
from storeapp.reports.cell_styles import lines_of
from storeapp.reports.first_page import (
    FEWEST_OF,
    BookAnswer,
    FirstPage,
    group_lines,
    likely_words,
    sure_words,
    value_words,
)
from storeapp.reports.first_page_facts import unfinished
from storeapp.reports.free_sheet import BAR_COLOUR, SECOND, FreeSheet, SheetCell, label_bars
from storeapp.reports.months import month_only, scope_name
from storeapp.reports.workbook import ReportBook

WIDTHS = (40, 14, 9, 17, 15, 18, 2, 58)
WIDE = (11.4, 8.2)  # centimetres
CHART_LINES = 17  # rows that stay empty for the charts
NONE: SheetCell = (None, "text", "")


class AnswersSheet(FreeSheet):
    """The sheet with the head and the answers of any book."""

    def __init__(self, book: ReportBook, title: str = "") -> None:
        super().__init__(book, title or _("First page"), WIDTHS)

    def head(self, title: str, lines: Sequence[str]) -> None:
        """The title of the book, and what it is about."""
        self.line((title, "text", "title"))
        for words in lines:
            self.line((words, "text", "quiet"))
        self.line()

    def answers(
        self,
        answers: Sequence[BookAnswer],
        now: str,
        before: str,
        beside: Sequence[tuple[str, str]] = (),
        title: str = "",
    ) -> None:
        """The table of answers; `now` and `before` name the times, `beside` are (text, role) lines to its right."""
        since = _("Since {time}").format(time=before) if before else ""
        heads = ((_("The answers"), "text"), (now, "int"), (_("Of"), "int"), (since, "int"), (_("Likely range"), "int"))
        band: list[SheetCell] = [(words, kind, "band") for words, kind in (*heads, (_("How sure"), "text"))]
        self.line(*band, None, (title, "text", "band") if title else None)
        for number in range(max(len(answers), len(beside))):
            cells = self._answer(answers[number]) if number < len(answers) else [NONE] * 6
            words, role = beside[number] if number < len(beside) else ("", "")
            height = 15.0 * lines_of(words, WIDTHS[-1]) if role == "why" else 0
            self.line(*cells, None, (words, "text", role) if words else None, height=height)
        self.line()

    def contents(self, written: Sequence[tuple[str, int]]) -> None:
        """Which sheets follow, and how many rows each has."""
        self.line((_("In this book"), "text", "band"), (_("Rows"), "int", "band"))
        for title, rows in written:
            self.line((title, "text", ""), (rows, "int", ""))

    def _answer(self, one: BookAnswer) -> list[SheetCell]:
        change, role = one.change, {True: "better", False: "worse", None: "right"}[one.better]
        kind = {"share": "points", "money": f"money:{one.currency}"}.get(one.kind, one.kind)
        if change is not None:
            places = exponent(one.currency) if one.kind == "money" else {"int": 0, "share": 1}.get(one.kind, 2)
            change = round(change, places) + 0.0  # no −0.0
        few = one.kind == "share" and one.of is not None and one.of < FEWEST_OF
        value: SheetCell = (value_words(one), "text", "figure") if few else (one.value, _kind(one), "figure")
        return [
            (one.question, "text", ""),
            value,
            (None if few else one.of, "int", ""),
            (change, f"change {kind}", role),
            (likely_words(one), "text", "right"),
            (sure_words(one), "text", ""),
        ]


def _kind(one: BookAnswer) -> str:
    return f"money:{one.currency}" if one.kind == "money" else one.kind


class OwnerSheet(AnswersSheet):
    """The first page of the owner's book. `draw` comes last, when the sheet of months is there."""

    def __init__(self, book: ReportBook, page: FirstPage) -> None:
        super().__init__(book)
        self._page = page
        self._charts_at = self._causes_at = self._groups_at = 0

    def write(self) -> None:
        """Write all lines."""
        page = self._page
        shop = page.shop or _("My shop")
        where = ", ".join(page.channels) or _("all channels")
        made = _("Made {time} with Storeapp from {count} orders and reviews of the month, {channels}.")
        lines = [made.format(time=page.made_at, count=f"{page.rows:,}", channels=where), unfinished(page.scope)]
        title = _("{shop}: owner's book, {month}").format(shop=shop, month=scope_name(page.scope))
        self.head(title, [words for words in lines if words])
        month, before = month_only(page.scope), month_only(page.against)
        steps: list[tuple[str, str]] = []
        for number, step in enumerate(page.steps, 1):
            steps += [(f"{number}  {step.what}", "strong"), (step.why, "why")]
        self.answers(page.answers, month, before, steps or [(_("Nothing waits for you."), "")], _("What to do next"))
        self._charts_at = self.row + 1
        for _number in range(CHART_LINES):
            self.line()
        self._groups()
        self._costs()

    def _groups(self) -> None:
        page, told = self._page, self._page.groups
        month = month_only(page.scope)
        more, who = _("More or fewer"), _("Who they are")
        heads = ((_("Groups of buyers"), "text"), (month, "int"), ("", "int"), (more, "int"), (who, "text"))
        self._groups_at = self.row + 1
        self.line(
            *((words, kind, "band") for words, kind in heads),
            ("", "text", "band"),
            None,
            (_("Since the last book"), "text", "band"),
        )
        rows: list[list[SheetCell]] = [
            [
                (group, "text", ""),
                (buyers, "int", "figure"),
                NONE,
                (change, "change int", "right"),
                (they, "text", "aside"),
                NONE,
            ]
            for group, buyers, change, they in group_lines(told)
        ]
        if not rows:
            rows = [[(few_buyers(told.buyers), "text", ""), *[NONE] * 5]]
        for number in range(max(len(rows), len(page.news))):
            cells = rows[number] if number < len(rows) else [NONE] * 6
            words = page.news[number] if number < len(page.news) else ""
            height = 15.0 * lines_of(words, WIDTHS[-1])
            self.line(*cells, None, (words, "text", "wrapped") if words else None, height=height if words else 0)
        self.line()

    def _costs(self) -> None:
        causes = self._page.causes
        if not causes:
            return
        money = causes[0][1]
        title = _("Cost of trouble by reason, in {currency}").format(currency=money.currency)
        self.line((title, "text", "band"), (_("Cost"), "int", "band"))
        self._causes_at = self.row
        for words, cost in causes:
            self.line((words, "text", ""), (cost.minor / 10 ** exponent(cost.currency), f"money:{cost.currency}", ""))

    def draw(self, months: Any, count: int) -> None:
        """The charts in the lines left empty for them; `months` is the sheet of months with `count` rows."""
        from openpyxl.chart import BarChart, Reference

        at = self._charts_at
        if count:
            labels = Reference(months, min_col=1, min_row=2, max_row=count + 1)
            bars = BarChart()
            bars.add_data(Reference(months, min_col=2, min_row=1, max_row=count + 1), titles_from_data=True)
            self.chart(
                bars, _("Orders by month"), "#,##0", labels, BAR_COLOUR, f"A{at}", months="mmm", size=(11.6, 8.2)
            )
            self._stars(months, count, labels, f"H{at}")
        if self._causes_at:
            money = self._page.causes[0][1]
            title = _("Cost of trouble, in {currency}").format(currency=money.currency)
            self._bars(title, self._causes_at, len(self._page.causes), "C2571A")
        elif self._page.groups.lines:
            self._bars(_("Groups of buyers"), self._groups_at, len(self._page.groups.lines), BAR_COLOUR)

    def _bars(self, title: str, head: int, count: int, colour: str) -> None:
        """The second column of lines of this sheet as bars; `head` is the line above them."""
        from openpyxl.chart import BarChart, Reference

        bars = BarChart()
        bars.type = "bar"
        bars.add_data(Reference(self.sheet, min_col=2, min_row=head, max_row=head + count), titles_from_data=True)
        names = Reference(self.sheet, min_col=1, min_row=head + 1, max_row=head + count)
        anchor = f"D{self._charts_at}"
        self.chart(bars, title, "#,##0", names, colour, anchor, dates=False, size=(9.6, 8.2))
        bars.x_axis.scaling.orientation = "maxMin"
        label_bars(bars)

    def _stars(self, months: Any, count: int, labels: Any, anchor: str) -> None:
        from openpyxl.chart import LineChart, Reference

        line = LineChart()
        for column in (6, 7, 8):  # the mean, and the ends of its likely range
            line.add_data(Reference(months, min_col=column, min_row=1, max_row=count + 1), titles_from_data=True)
        self.chart(
            line,
            _("Stars by month, with likely range"),
            "0.0",
            labels,
            BAR_COLOUR,
            anchor,
            months="mmm",
            size=(10.8, 8.2),
        )
        line.y_axis.scaling.max = 5
        line.y_axis.scaling.min = 1
        line.series[0].smooth = False
        for edge in line.series[1:]:
            edge.smooth = False
            edge.graphicalProperties.line.solidFill = SECOND
            edge.graphicalProperties.line.dashStyle = "sysDash"
            edge.graphicalProperties.line.width = 9525


def few_buyers(buyers: int) -> str:
    """Why there are no groups."""
    words = plural(
        "{count} buyer is known; groups say something from {{fewest}} on.",
        "{count} buyers are known; groups say something from {{fewest}} on.",
        buyers,
    )
    return words.format(fewest=fewest_buyers())
