"""Reports: what the shop overview will say, for which time and channels, and the reports saved before."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.errors import UserError
from storeapp.kernel.targets import OpenPage, Target
from storeapp.kernel.text import N_, _
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import (
    Button,
    Choice,
    Option,
    States,
    TickBox,
    Toolbar,
    empty_state,
    error_state,
    scrolling,
    section,
)
from storeapp.reports import queries, rules, service
from storeapp.reports.queries import SavedReport
from storeapp.reports.rules import PERIODS, Scope
from storeapp.reports.sheets import SummaryFacts
from storeapp.reports.ui.preview import AnswersCard, ChartsRow, ContentsCard, FiguresCard
from storeapp.reports.ui.saved import SavedCard
from storeapp.reports.ui.saving import Saving, usual_folder

if TYPE_CHECKING:
    from sqlalchemy import Connection

SIDE = 344  # width of the right column
NARROW = 1040  # below this width of the page it goes under the left one
LIMIT = 16_777_215  # Qt's "no limit"

Found = tuple[SummaryFacts, list[tuple[int, str, str]], list[SavedReport]]


class ReportsPage(Page):
    """One report so far, the shop overview; more kinds come with their issues."""

    ID = "reports"
    TITLE = N_("Reports")
    KIND = "overview"
    ICON = "chart"
    TOPICS = frozenset({"customers", "orders", "products", "reviews", "channels", "settings"})
    ACTIONS = (
        ActionSpec("reports.save", N_("Save shop overview"), "save", tip=N_("An Excel workbook with seven sheets")),
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
        self._told: SummaryFacts | None = None
        self._saved: list[SavedReport] = []
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
        self.states = States(scrolling(self._lay_out(), _("Report")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.states)
        handlers = {
            "reports.save": self.save,
            "reports.folder": self._show_last,
            "reports.requests": self.save_proof,
        }
        desk.actions.register(self.ACTIONS, handlers, owner=self)

    def _make_toolbar(self) -> Toolbar:
        bar = Toolbar()
        bar.left.addWidget(section(_("Shop overview")))
        self.names = TickBox(_("Name the customers"))
        self.names.clicked.connect(self._read)
        self.channel = Choice(_("Channels"), [("", _("All channels"))])
        self.channel.picked.connect(self._picked)
        self.period = Choice(_("Time"), [(key, _(words)) for key, words in PERIODS.items()], icon="calendar")
        self.period.picked.connect(self._keep_period)
        self.period.picked.connect(self._picked)
        for widget in (self.names, self.channel, self.period):
            bar.right.addWidget(widget)
        proof = Button(_("Review requests"), icon="export", size="small")
        proof.clicked.connect(self.save_proof)
        set_tip(proof, _("Save the proof that everybody was asked"))
        bar.right.addWidget(proof)
        return bar

    def _lay_out(self) -> QWidget:
        inside = QWidget()
        self._columns = row = QHBoxLayout(inside)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(16)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, widgets in (
            (left, (self.answers, self.charts, self.figures)),
            (right, (self.contents, self.saved)),
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
        wide = self.width() >= theme().px(NARROW)
        across = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(across)
        self._side.setMaximumWidth(theme().px(SIDE) if wide else LIMIT)
        self._side.setMinimumWidth(theme().px(SIDE) if wide else 0)

    def open_target(self, target: Target) -> None:
        if isinstance(target, OpenPage) and target.part == "requests":
            self.save_proof()

    def refresh(self) -> None:
        """Read what the report would say now."""
        self._read()

    def keyboard(self) -> QWidget | None:
        return self.period

    def primary(self) -> ActionSpec | None:
        return self.ACTIONS[0]

    def toolbar(self) -> QWidget | None:
        return self._bar

    def scope(self) -> Scope:
        """What the owner chose."""
        channel = self.channel.value()
        chosen = (int(channel),) if channel else ()
        return rules.scope_of(self.period.value(), chosen, self.desk.clock.today(), self.names.isChecked())

    def _keep_period(self, _value: object) -> None:
        self._period_kept = True

    def _picked(self, _value: object) -> None:
        self._read()

    def _read(self) -> None:
        if self._told is None:
            self.states.show_loading(_("Reading the figures"))
        self.ask_db(
            partial(_look, scope=self.scope(), day=self.desk.clock.today().isoformat()), self._show, failed=self._failed
        )

    def _show(self, found: Found) -> None:
        told, channels, self._saved = found
        if not self._period_kept and self._lies_before(told):
            self._period_kept = True
            self.period.choose("all")
            self._read()
            return
        self._told = told
        held = self.channel.value()
        options = [Option("", _("All channels"))]
        options += [Option(str(number), name, platform=platform) for number, platform, name in channels]
        self.channel.set_options(options)
        self.channel.choose(held)
        today = self.desk.clock.today()
        self.answers.show_answers(told.answers)
        self.figures.show_changes(told.changes, told.then, today)
        self.charts.show_charts(told.months, told.figures)
        self.contents.show_sizes(told)
        self.saved.show_reports(self._saved, today)
        self._tell_actions()
        if told.newest == (None, None):
            bring = Button(_("Import orders"), icon="import")
            bring.clicked.connect(self._bring_in)
            words = _("A report needs orders or reviews. Drop a file anywhere in the window.")
            self.states.show_hint(empty_state("chart", _("Nothing to report yet"), words, [bring]))
        else:
            self.states.show_content()

    def _lies_before(self, told: SummaryFacts) -> bool:
        """Whether all there is to tell is older than the period: an old shop would get a page of zeros."""
        newest = max((day for day in told.newest if day), default=None)
        since = self.scope().since
        return newest is not None and since is not None and newest < since

    def _failed(self, error: Exception) -> None:
        again = Button(_("Try again"))
        again.clicked.connect(self._read)
        why = error.sentence if isinstance(error, UserError) else _("Your data is safe.")
        self.states.show_hint(error_state(_("The figures could not be read"), why, [again]))

    def _tell_actions(self) -> None:
        nothing = self._told is None or self._told.newest == (None, None)
        self.desk.actions.action("reports.save").setEnabled(not self.saving.busy and not nothing)
        self.desk.actions.action("reports.folder").setEnabled(bool(self._saved))

    def save(self) -> None:
        """Ask where the workbook goes, then write it beside the window."""
        name = rules.file_name(self._told.shop if self._told else "", self.desk.clock.today())
        kinds = [_("Excel workbook (*.xlsx)")]
        self.desk.ask.save_file(self, _("Save shop overview"), name, self.save_to, kinds, usual_folder(self._saved))

    def save_to(self, path: Path) -> None:
        """Write the workbook to `path`."""
        self.saving.save(path, self.scope())

    def save_proof(self) -> None:
        """Ask where the proof that everybody was asked for a review goes, then write it beside the window."""
        name = _("Review requests {day}").format(day=self.desk.clock.today().isoformat()) + ".xlsx"
        kinds, folder = [_("Excel workbook (*.xlsx)")], usual_folder(self._saved)
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
        if self._saved:
            self.saved.open(Path(self._saved[0].path).parent)

    def _bring_in(self) -> None:
        self.desk.navigate(OpenPage("import"))


def _look(conn: Connection, scope: Scope, day: str) -> Found:
    return service.look(conn, scope, day), queries.channels(conn), queries.saved_reports(conn)
