"""The tab Results: every publication ranked by the orders it brought, what can be said of kinds and places, lessons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.articles.kinds import article_kinds
from storeapp.articles.results import service
from storeapp.articles.results.queries import publication_facts, publication_title, results
from storeapp.articles.results.records import FiguresBrought, PublicationFacts, ResultsView
from storeapp.articles.results.rules import (
    PATTERNS,
    PublicationFigures,
    PublicationResultRow,
    grouped_by,
    groups_words,
    likely_words,
    orders_words,
    so_many,
)
from storeapp.articles.ui.figure_forms import figures_sheet, review_sheet, table_sheet, track_sheet, window_sheet
from storeapp.articles.ui.lessons_sheet import LessonsSheet
from storeapp.articles.ui.result_pane import ResultPane
from storeapp.articles.ui.sold_band import counting_words
from storeapp.kernel.days import short_day
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.targets import OpenArticle
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.widgets import (
    Button,
    Choice,
    Hint,
    IconButton,
    Link,
    Note,
    Segment,
    Toolbar,
    body,
    empty_state,
    small,
)
from storeapp.qtkit.workbench.bench import Workbench
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences
from storeapp.qtkit.workbench.whole import AllRows

if TYPE_CHECKING:
    from sqlalchemy import Connection

SPANS = ((30, N_("Last 30 days")), (90, N_("Last 90 days")), (365, N_("Last 365 days")), (0, N_("All time")))
BYS = (("topic", N_("Topics")), ("kind", N_("Kinds")), ("place", N_("Places")), ("pattern", N_("Titles")))
MOST_GROUPS = 4
MOST_LEFT = 5  # rows left out of a table that are told one by one


class GroupsBand(Filled):
    """What can be said of topics, kinds, places or patterns of titles, with likely ranges or that it is too early."""

    window_asked = Signal()

    def __init__(self) -> None:
        super().__init__("surface", "b")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 16, 8)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(12)
        self.by = Segment([(key, _(name)) for key, name in BYS], _("Compare"))
        self.by.chosen.connect(lambda _by: self._tell())
        head.addWidget(self.by)
        self.said = body("", wrap=True)
        head.addWidget(self.said, 1)
        column.addLayout(head)
        self.lines = small("", "text-2", wrap=True)
        column.addWidget(self.lines)
        self.most_read = Note("", "info")
        column.addWidget(self.most_read)
        foot = QHBoxLayout()
        self.counting = small("")
        self.change = Link(_("Change"))
        self.change.clicked.connect(self.window_asked)
        foot.addWidget(self.counting)
        foot.addWidget(self.change)
        foot.addStretch(1)
        column.addLayout(foot)
        self._found: ResultsView | None = None

    def show_results(self, found: ResultsView) -> None:
        """Show what these say."""
        self._found = found
        self.counting.setText(counting_words(found.window))
        words = found.most_read
        if found.untracked:
            told = plural(
                "{count} publication has no coupon and no tracking link: only buyers who say so are counted.",
                "{count} publications have no coupon and no tracking link: only buyers who say so are counted.",
                found.untracked,
            )
            words = " ".join(filter(None, (words, told)))
        self.most_read.set(words, "info")
        self.most_read.setVisible(bool(words))
        self._tell()

    def _tell(self) -> None:
        if self._found is None:
            return
        by = self.by.value()
        groups = grouped_by(self._found.rows, by)
        self.said.setText(groups_words(groups, partial(_group_title, by)))
        lines = []
        for one in groups[:MOST_GROUPS]:
            name = _group_title(by, one.key)
            parts = [orders_words(one.orders), *(str(amount) for amount in one.revenue[:1]), likely_words(one)]
            lines.append(_("{name}: {words}").format(name=name, words=_(", ").join(filter(None, parts))))
        self.lines.setText("\n".join(lines))


def _group_title(by: str, key: str) -> str:
    if by == "kind":
        known = article_kinds().get(key)
        return _(known.title) if known else key
    return _(PATTERNS[key]) if by == "pattern" else key


class PublicationsView(TabView):
    """The ranking with one publication beside it."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        self.span = Choice(_("Time"), [(days, _(name)) for days, name in SPANS])
        self.span.choose(90)
        self.span.picked.connect(lambda _days: self.refresh())
        self.paste = Button(_("Paste figures"), icon="paste", size="small")
        self.file = Button(_("Figures from a file"), "quiet", "import", size="small")
        self.learned = Button(_("Lessons"), "quiet", "book", size="small")
        self.paste.clicked.connect(self.ask_table)
        self.file.clicked.connect(self.ask_file)
        self.learned.clicked.connect(self.show_lessons)
        bar = Toolbar()
        bar.left.addWidget(self.span)
        for button in (self.learned, self.file, self.paste):
            bar.right.addWidget(button)
        self.groups = GroupsBand()
        self.groups.window_asked.connect(self.ask_window)
        self.bench = Workbench(page, self._spec(), self)
        self.table = self.bench.table
        self.bench.beside.built.connect(self._serve)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        self.left = Note("", "warn")  # what was left out of the last table, until it is read
        away = IconButton("x", _("Dismiss"), size="mini")
        away.clicked.connect(self.left.hide)
        self.left.add(away)
        self.left.hide()
        column.addWidget(self.left)
        column.addWidget(self.groups)
        column.addWidget(self.bench, 1)
        self._window = 0

    def refresh(self) -> None:
        self.bench.refresh()

    def ask_figures(self) -> None:
        """Ask for the figures of the publication in hand."""
        facts = self._facts()
        if facts is None:
            return
        number, today = facts.row.publication_id, self.desk.clock.today()
        learned = any(one.publication_id == number for one in facts.lessons)

        def kept(outcome: Outcome[bool]) -> None:
            if outcome.value and not learned:
                way = (_("One-minute review"), lambda: self.review(number))
                self.desk.notices.say(_("Figures kept. What worked?"), undo=True, action=way)
            elif outcome.value:
                self.desk.notices.say(_("Figures kept"), undo=True)

        def take(day: str, figures: PublicationFigures) -> None:
            self.desk.do(_("Keeping figures"), service.note_figures, number, day, figures, done=kept)

        known = facts.row.figures
        figures_sheet(facts.row.title, known, facts.currency, today, take, self).open()

    def ask_table(self) -> None:
        """Ask for a table of figures."""

        def take(text: str) -> None:
            self.desk.do(_("Keeping figures"), service.bring_figures, text, done=self._tell_brought)

        table_sheet(take, self).open()

    def ask_file(self) -> None:
        """Ask for a file of figures."""

        def take(files: list[Path]) -> None:
            for file in files:
                self.bring_file(file)

        kinds = [_("Tables ({patterns})").format(patterns="*.xlsx *.xls *.ods *.csv *.tsv *.txt")]
        self.desk.ask.files(self, _("Figures from a file"), take, kinds)

    def bring_file(self, file: Path) -> None:
        """Keep the figures of a table in a file; what it can't be read for is told."""

        def keep(words: str) -> None:
            self.desk.do(_("Keeping figures"), service.bring_figures, words, file.name, done=self._tell_brought)

        self.desk.jobs.files(_("Reading the file"), partial(self.desk.table_text, file), keep)

    def ask_review(self) -> None:
        """Offer the one-minute review of the publication in hand."""
        facts = self._facts()
        if facts is not None:
            self.review(facts.row.publication_id)

    def review(self, number: int) -> None:
        """Ask what worked of a publication, and what to try next."""

        def take(worked: str, next_try: str) -> None:
            self.desk.do(_("Keeping a lesson"), service.add_lesson, number, worked, next_try, said=_("Lesson kept"))

        def ask(title: str) -> None:
            if title:
                review_sheet(title, take, self).open()
            else:
                self.desk.notices.refuse(_("This publication is gone. Nothing was changed."))

        self.page.ask_db(lambda conn: publication_title(conn, number), ask, "results:review")

    def ask_tracking(self) -> None:
        """Ask how orders of the publication in hand are known."""
        facts = self._facts()
        if facts is None:
            return
        number = facts.row.publication_id

        def take(url: str, link: str, coupon: str) -> None:
            self.desk.do(_("Keeping the code"), service.track, number, url, link, coupon, said=_("Kept"))

        track_sheet(facts.row.title, facts.url, facts.tracking_link, facts.coupon, take, self).open()

    def ask_window(self) -> None:
        """Ask for how long orders count."""

        def take(days: int) -> None:
            self.desk.do(_("Keeping the window"), service.set_window, days, said=_("Kept"))

        window_sheet(self._window or 30, take, self).open()

    def show_lessons(self) -> None:
        """Show all that was learned, to be searched."""
        LessonsSheet(self.page, self).open()

    def _facts(self) -> PublicationFacts | None:
        beside = self.bench.beside
        found: PublicationFacts | None = beside.inspector.facts if beside.has_inspector else None
        return found

    def _tell_brought(self, outcome: Any) -> None:
        found: FiguresBrought = outcome.value
        parts = [plural("{count} row kept", "{count} rows kept", found.new + found.changed)]
        if found.same:
            parts.append(plural("{count} known already", "{count} known already", found.same))
        left = []
        if found.refused:
            parts.append(plural("{count} row left out", "{count} rows left out", len(found.refused)))
            rows = found.refused[:MOST_LEFT]
            left += [_("Row {number} was left out: {why}").format(number=number, why=why) for number, why in rows]
            more = len(found.refused) - len(rows)
            left += [plural("and {count} more row", "and {count} more rows", more)] if more else []
        if found.ignored:
            left.append(_("Columns not read: {names}").format(names=_(", ").join(found.ignored)))
        self.left.set("\n".join(left), "warn")
        self.left.setVisible(bool(left))
        self.desk.notices.say(_(", ").join(parts), undo=outcome.action_id is not None)

    def _serve(self, pane: ResultPane) -> None:
        pane.figures_asked.connect(self.ask_figures)
        pane.review_asked.connect(self.ask_review)
        pane.tracking_asked.connect(self.ask_tracking)
        pane.opened.connect(lambda number: self.desk.navigate(OpenArticle(number)))

    def _read(self, conn: Connection) -> ResultsView:
        return results(conn, self.desk.clock.today(), self.span.value() or None)

    def _rows(self, found: ResultsView) -> Sequence[PublicationResultRow]:
        self._window = found.window
        self.groups.show_results(found)
        return found.rows

    def _spec(self) -> ListSpec:
        today = self.desk.clock.today
        return ListSpec(
            id="articles.results",
            title=_("Results"),
            columns=_columns(today()),
            source=AllRows(self._read, self._rows),
            sentences=Sentences(
                icon="chart",
                counted=lambda count: plural("{count} publication", "{count} publications", count),
                reading=_("Counting orders"),
                failed=_("The results could not be read"),
                nothing=_nothing,
                none_chosen=_("No publication selected"),
                choose=_("Choose one from the list"),
            ),
            inspector=ResultPane,
            key=lambda row: row.publication_id,
            read=lambda conn, row: publication_facts(conn, row, today()),
            show=lambda pane, facts: pane.show_facts(facts, today()),
            enter=lambda pane: pane.open.click(),
            hints=[("J K", _("move")), ("Enter", _("open")), ("F", _("figures")), ("V", _("review"))],
            width=372,
        )


def _nothing() -> Hint:
    words = _("Plan an article in the calendar, publish it and say so: what it brought is counted here.")
    return empty_state("chart", _("Nothing came out in these days"), words)


def _columns(today: date) -> list[Column]:
    def money(row: PublicationResultRow) -> str:
        return _(" + ").join(str(amount) for amount in row.revenue)

    def count(value: int | None) -> str:
        return "" if value is None else f"{value:,}"

    return [
        Column("title", _("Article"), width=260, text=lambda row: row.title, stretch=True, font=lambda _row: "medium",
               tip=lambda row: row.title),
        Column("place", _("Place"), width=110, text=lambda row: row.place_name),
        Column("day", _("Published"), "date", 90, text=lambda row: short_day(date.fromisoformat(row.day), today),
               value=lambda row: row.day),
        Column("orders", _("Orders"), "number", 80, text=lambda row: so_many(row.orders),
               value=lambda row: row.orders),
        Column("revenue", _("Revenue"), "money", 120, text=money,
               value=lambda row: row.revenue[0] if row.revenue else None),
        Column("reads", _("Reads"), "number", 80, text=lambda row: count(row.figures.reads),
               value=lambda row: row.figures.reads or 0),
        Column("saves", _("Saves"), "number", 80, text=lambda row: count(row.figures.saves), hidden=True,
               value=lambda row: row.figures.saves or 0),
        Column("clicks", _("Clicks"), "number", 80, text=lambda row: count(row.figures.clicks), hidden=True,
               value=lambda row: row.figures.clicks or 0),
    ]  # fmt: skip
