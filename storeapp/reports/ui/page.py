"""Reports: the books to the left, to the right what the chosen one will say, and the books saved before."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.clock import local_day
from storeapp.kernel.days import short_day
from storeapp.kernel.errors import UserError
from storeapp.kernel.shown_lists import KeptList
from storeapp.kernel.targets import OpenPage, Target
from storeapp.kernel.text import N_, _
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Button,
    Choice,
    IconButton,
    Label,
    Option,
    States,
    TickBox,
    Toolbar,
    empty_state,
    error_state,
    scrolling,
    section,
)
from storeapp.reports import rules, service
from storeapp.reports.books import LIST_BOOK, title_of
from storeapp.reports.first_page import FirstPage
from storeapp.reports.list_book import drop_list
from storeapp.reports.months import month_of, scope_name
from storeapp.reports.rules import PERIODS, Scope
from storeapp.reports.sheets import SummaryFacts
from storeapp.reports.ui import reading
from storeapp.reports.ui.answers import OwnerView, PartView
from storeapp.reports.ui.books import BooksPane
from storeapp.reports.ui.by_itself import ByItself
from storeapp.reports.ui.compared import ComparedCard
from storeapp.reports.ui.first_page_pdf import page_as_pdf
from storeapp.reports.ui.list_saving import ListSaving
from storeapp.reports.ui.my_lists import ListView
from storeapp.reports.ui.preview import AnswersCard, ChartsRow, ContentsCard, FiguresCard
from storeapp.reports.ui.reading import Around, Found
from storeapp.reports.ui.saved import SavedCard
from storeapp.reports.ui.saving import Saving, usual_folder

SIDE = 344  # width of the right column
NARROW = 1040  # below this width of the page it goes under the left one
LIMIT = 16_777_215  # Qt's "no limit"

WIDE = 900  # from this width on two cards of the owner's book stand side by side


class ReportsPage(Page):
    """One book at a time: it is read as it would be written now. `book` is its name in books.BOOKS."""

    ID = "reports"
    TITLE = N_("Reports")
    KIND = "overview"
    ICON = "chart"
    TOPICS = frozenset({"customers", "orders", "products", "reviews", "channels", "settings", "views"})
    ACTIONS = (
        ActionSpec("reports.save", N_("Save book (.xlsx)"), "save", tip=N_("An Excel workbook, as shown")),
        ActionSpec("reports.pdf", N_("First page as PDF"), "file-text", tip=N_("For partners who only look")),
        ActionSpec("reports.folder", N_("Show the folder of the last report"), "folder-open"),
        ActionSpec(
            "reports.requests",
            N_("Save the proof that everybody was asked"),
            "export",
            tip=N_("By plan and month: who was asked for a review, and why nobody else"),
        ),
    )
    PARTS = ("requests",)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.book = "owner"
        self._months = 0  # the month shown, counted back from the usual one
        self._page: FirstPage | None = None
        self._told: SummaryFacts | None = None
        self._around = Around()
        self._period_kept = False  # the owner's own choice is never changed
        self._bar = self._make_toolbar()
        self.answers = AnswersCard()
        self.figures = FiguresCard()
        self.charts = ChartsRow()
        self.contents = ContentsCard()
        self.saved = SavedCard()
        self.saved.failed.connect(desk.notices.problem)
        self.saving = Saving(desk, self.saved.open, self.save, self)
        self.saving.changed.connect(self._tell_actions)
        self.saved.forget_asked.connect(self.saving.forget)
        self.owner = OwnerView()
        self.part = PartView()
        self.compared = ComparedCard()
        self.kept = ListView()
        self.list_saving = ListSaving(desk, self)
        self.kept.save_asked.connect(self.save_list)
        self.kept.drop_asked.connect(self.drop_list)
        self.overview = self._lay_out()
        inside = QWidget()
        views = QVBoxLayout(inside)
        views.setContentsMargins(24, 16, 24, 16)
        views.setSpacing(16)
        for view in (self.owner, self.part, self.overview, self.kept, self.compared, self.saved):
            views.addWidget(view)
        views.addStretch(1)
        self.states = States(scrolling(inside, _("Report")))
        self.pane = BooksPane()
        self.pane.chosen.connect(self.show_book)
        self.pane.choose(self.book)
        self.by_itself = ByItself(desk)
        self.pane.add_below(self.by_itself)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.pane)
        row.addWidget(self.states, 1)
        self._suit()
        handlers = {
            "reports.save": self.save,
            "reports.pdf": self.save_pdf,
            "reports.folder": self._show_last,
            "reports.requests": self.save_proof,
        }
        desk.actions.register(self.ACTIONS, handlers, owner=self)

    def _make_toolbar(self) -> Toolbar:
        bar = Toolbar()
        self._title = section("")
        bar.left.addWidget(self._title)
        self.earlier = IconButton("chevron-left", _("The month before"), size="mini")
        self.month = Label("", "medium")
        self.later = IconButton("chevron-right", _("The month after"), size="mini")
        self.earlier.clicked.connect(partial(self._step_month, 1))
        self.later.clicked.connect(partial(self._step_month, -1))
        for widget in (self.earlier, self.month, self.later):
            bar.left.addWidget(widget)
        self.names = TickBox(_("Name the customers"))
        self.names.clicked.connect(self._read)
        self.channel = Choice(_("Channels"), [("", _("All channels"))])
        self.channel.picked.connect(self._picked)
        self.period = Choice(_("Time"), [(key, _(words)) for key, words in PERIODS.items()], icon="calendar")
        self.period.picked.connect(self._keep_period)
        self.period.picked.connect(self._picked)
        self.pdf = Button(_("First page as PDF"), icon="file-text", size="small")
        self.pdf.clicked.connect(self.save_pdf)
        for each in (self.names, self.channel, self.period, self.pdf):
            bar.right.addWidget(each)
        return bar

    def show_book(self, name: str) -> None:
        """Read another book."""
        if name != self.book:
            self.book = name
            self.pane.choose(name)
            self._suit()
            self._read()

    def _suit(self) -> None:
        """Show the view and the choices of the book."""
        owner, kept = self.book == "owner", self.book.startswith(LIST_BOOK)
        part = not owner and not kept and self.book != "overview"
        self._title.setText(title_of(self.book))
        for widget in (self.earlier, self.month, self.later, self.pdf, self.owner):
            widget.setVisible(owner)
        self.period.setVisible(not owner and not kept)
        self.names.setVisible(not owner and not kept)
        self.channel.setVisible(not kept)
        self.kept.setVisible(kept)
        self.compared.setVisible(not kept)
        self.overview.setVisible(self.book == "overview")
        self.part.setVisible(part)
        if part:
            self.part.show_book(self.book)
        self.by_itself.show_book(self.book)

    def _step_month(self, back: int) -> None:
        self._months = max(-1, self._months + back)
        self._read()

    def _lay_out(self) -> QWidget:
        inside = QWidget()
        self._columns = row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, widgets in (
            (left, (self.answers, self.charts, self.figures)),
            (right, (self.contents,)),
        ):
            column.setSpacing(16)
            for widget in widgets:
                column.addWidget(widget)
            column.addStretch(1)
        row.addLayout(left, 1)
        self._side = QWidget()
        self._side.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._side)
        return inside

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow page the right column goes below the left one."""
        super().resizeEvent(event)
        wide = self.width() - self.pane.width() >= theme().px(NARROW)
        self.owner.set_wide(self.width() - self.pane.width() >= theme().px(WIDE))
        across = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(across)
        self._side.setMaximumWidth(theme().px(SIDE) if wide else LIMIT)
        self._side.setMinimumWidth(theme().px(SIDE) if wide else 0)

    def open_target(self, target: Target) -> None:
        if isinstance(target, OpenPage) and target.part == "requests":
            self.save_proof()

    def refresh(self) -> None:
        """Read what the book would say now."""
        self._read()

    def keyboard(self) -> QWidget | None:
        return self.pane.rows[self.book]

    def primary(self) -> ActionSpec | None:
        return self.ACTIONS[0]

    def toolbar(self) -> QWidget | None:
        return self._bar

    def scope(self) -> Scope:
        """What the owner chose; of the owner's book the month that is shown."""
        channel = self.channel.value()
        chosen = (int(channel),) if channel else ()
        if self.book == "owner" and self._page is not None:
            return self._page.scope
        return rules.scope_of(self.period.value(), chosen, self.desk.clock.today(), self.names.isChecked())

    def _keep_period(self, _value: object) -> None:
        self._period_kept = True

    def _picked(self, _value: object) -> None:
        self._read()

    def _read(self) -> None:
        if self._told is None and self._page is None:
            self.states.show_loading(_("Reading the figures"))
        channel = self.channel.value()
        chosen = (int(channel),) if channel else ()
        now, today = self.desk.clock.now(), self.desk.clock.today()
        ask: Any
        if self.book == "owner":
            ask = partial(reading.look_at_month, back=self._months, channels=chosen, now=now, today=today)
        elif self.book == "overview":
            ask = partial(reading.look, scope=self.scope(), day=today.isoformat())
        elif self.book.startswith(LIST_BOOK):
            ask = partial(reading.look_at_list, name=title_of(self.book))
        else:
            ask = partial(reading.look_at_part, book=self.book, scope=self.scope(), now=now)
        self.ask_db(ask, partial(self._show, self.book), failed=self._failed)

    def _show(self, book: str, found: Found) -> None:
        if book != self.book:
            return
        told, self._around = found
        self.pane.show_lists([one.name for one in self._around.lists])
        if told is None:  # the list is kept no longer
            self.show_book("owner")
            return
        self.by_itself.show_plans(self._around.plans)
        self.compared.show_reports(self._around.earlier, self._around.figures, self.desk.clock.today())
        narrowed = book != "owner" and not isinstance(told, KeptList)
        if narrowed and not self._period_kept and self._lies_before(self._around.newest):
            self._period_kept = True
            self.period.choose("all")
            self._read()
            return
        held = self.channel.value()
        options = [Option("", _("All channels"))]
        options += [Option(str(number), name, platform=platform) for number, platform, name in self._around.channels]
        self.channel.set_options(options)
        self.channel.choose(held)
        today = self.desk.clock.today()
        if isinstance(told, FirstPage):
            self._page = told
            self.month.setText(scope_name(told.scope))
            self.later.setEnabled(told.scope.until != today.isoformat())
            self.owner.show_page(told)
        elif isinstance(told, SummaryFacts):
            self._told = told
            self.answers.show_answers(told.answers)
            self.figures.show_changes(told.changes, told.then, today)
            self.charts.show_charts(told.months, told.figures)
            self.contents.show_sizes(told)
        elif isinstance(told, KeptList):
            self.kept.show_list(told)
        else:
            self.part.show_answers(told)
        self._show_saved(today)
        self._tell_actions()
        if self._around.empty:
            bring = Button(_("Import orders"), icon="import")
            bring.clicked.connect(self._bring_in)
            words = _("A report needs orders or reviews. Drop a file anywhere in the window.")
            self.states.show_hint(empty_state("chart", _("Nothing to report yet"), words, [bring]))
        else:
            self.states.show_content()

    def _show_saved(self, today: date) -> None:
        self.saved.show_reports(self._around.saved, today)
        days = {one.book: short_day(local_day(one.at), today) for one in reversed(self._around.saved)}
        self.pane.show_days(days)

    def _lies_before(self, days: tuple[str | None, str | None]) -> bool:
        """Whether all there is to tell is older than the period: an old shop would get a page of zeros."""
        newest = max((day for day in days if day), default=None)
        since = self.scope().since
        return newest is not None and since is not None and newest < since

    def _failed(self, error: Exception) -> None:
        again = Button(_("Try again"))
        again.clicked.connect(self._read)
        why = error.sentence if isinstance(error, UserError) else _("Your data is safe.")
        self.states.show_hint(error_state(_("The figures could not be read"), why, [again]))

    def _tell_actions(self) -> None:
        nothing = self._around.empty
        self.desk.actions.action("reports.save").setEnabled(not self.saving.busy and not nothing)
        self.desk.actions.action("reports.pdf").setEnabled(not nothing and self._page is not None)
        self.desk.actions.action("reports.folder").setEnabled(bool(self._around.saved))

    def save_list(self, kept: KeptList) -> None:
        """Make a kept list again, and ask where it goes."""
        try:
            self.list_saving.save(self.desk.list_again(kept), self)
        except UserError as why:
            self.desk.notices.problem(why.sentence)

    def drop_list(self, kept: KeptList) -> None:
        """Keep a list no longer."""
        said = _("The list is kept no longer; what was saved of it stays")
        self.desk.do(_("Taking a list off"), drop_list, kept.name, said=said)

    def save(self) -> None:
        """Ask where the workbook goes, then write it beside the window."""
        if self.kept.kept is not None and self.book.startswith(LIST_BOOK):
            self.save_list(self.kept.kept)
            return
        kinds = [_("Excel workbook (*.xlsx)")]
        title = _("Save book (.xlsx)")
        self.desk.ask.save_file(self, title, self._file_name(), self.save_to, kinds, usual_folder(self._around.saved))

    def _file_name(self) -> str:
        day = self.desk.clock.today().isoformat()
        if self.book == "owner" and self._page is not None:
            day = month_of(self._page.scope)
        title = "" if self.book == "overview" else title_of(self.book)
        return rules.file_name(self._around.shop, day, title)

    def save_to(self, path: Path) -> None:
        """Write the workbook to `path`."""
        self.saving.save(path, self.book, self.scope(), self.compared.report)

    def save_pdf(self) -> None:
        """Ask where the first page of the owner's book goes as PDF."""
        if self._page is not None:
            name = self._file_name().removesuffix(".xlsx") + ".pdf"
            kinds, folder = [_("PDF document (*.pdf)")], usual_folder(self._around.saved)
            self.desk.ask.save_file(self, _("First page as PDF"), name, self.save_pdf_to, kinds, folder)

    def save_pdf_to(self, path: Path) -> None:
        """Write the first page to `path`."""
        assert self._page is not None, "nothing was read"
        out = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
        work = partial(page_as_pdf, out, self._page, theme().font("body").family())
        self.desk.jobs.read(lambda _progress: work(), self._proved, self._not_proved)

    def save_proof(self) -> None:
        """Ask where the proof that everybody was asked for a review goes, then write it beside the window."""
        name = _("Review requests {day}").format(day=self.desk.clock.today().isoformat()) + ".xlsx"
        kinds, folder = [_("Excel workbook (*.xlsx)")], usual_folder(self._around.saved)
        title = _("Save the proof that everybody was asked")
        self.desk.ask.save_file(self, title, name, self.save_proof_to, kinds, folder)

    def save_proof_to(self, path: Path) -> None:
        """Write the proof to `path`."""
        self.desk.jobs.read(partial(service.save_request_proof, self.desk.db, path), self._proved, self._not_proved)

    def _proved(self, out: Path) -> None:
        way = (_("Open it"), partial(self.saved.open, out))
        self.desk.notices.say(_("Saved {file}.").format(file=out.name), action=way)

    def _not_proved(self, why: Exception) -> None:
        if isinstance(why, UserError):
            self.desk.notices.problem(why.sentence, way_out=why.way_out or "")

    def _show_last(self) -> None:
        if self._around.saved:
            self.saved.open(Path(self._around.saved[0].path).parent)

    def _bring_in(self) -> None:
        self.desk.navigate(OpenPage("import"))
