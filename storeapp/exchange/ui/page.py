"""Import data: drop files, see what they hold and what they would change, bring them in, take them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from storeapp.exchange import mending, places, queries, service
from storeapp.exchange.places import ChannelRow
from storeapp.exchange.records import CheckReport, PastImport
from storeapp.exchange.service import UndoReport
from storeapp.exchange.ui.cards import FilesCard, RejectedCard, SummaryCard
from storeapp.exchange.ui.columns import ColumnsCard
from storeapp.exchange.ui.detected import CLEAR, DetectedCard
from storeapp.exchange.ui.flow import CHECKED, CHECKING, COLUMNS, EMPTY, IMPORTING, READING, ImportFlow
from storeapp.exchange.ui.footer import Footer
from storeapp.exchange.ui.rows import RowsCard
from storeapp.exchange.ui.start import StartView
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Icon, Label, Steps, Toolbar, scrolling

SIDE, GAP = 344, 16
BESIDE = 900  # page width from which the two columns of cards stand side by side
PAST_SHOWN = 12
STEP = {EMPTY: 0, READING: 0, COLUMNS: 1, CHECKING: 2, CHECKED: 2, IMPORTING: 3}


@dataclass(frozen=True, slots=True)
class _Shop:
    """What the page reads from the shop."""

    past: list[PastImport]
    channels: list[ChannelRow]


def _read_shop(conn: Any) -> _Shop:
    return _Shop(queries.past_imports(conn, PAST_SHOWN), places.channels(conn))


class ImportPage(Page):
    """The page Ctrl+9 opens. Files are read and compared beside the window; the import runs in the writing lane."""

    ID = "import"
    TITLE = N_("Import data")
    KIND = "overview"
    ICON = "import"
    TOPICS = frozenset({"imports", "channels", "history"})
    ACTIONS = (
        ActionSpec("import.choose", N_("Choose files"), "file", "Ctrl+Shift+O"),
        ActionSpec("import.folder", N_("Choose a folder to import"), "folder"),
        ActionSpec("import.paste", N_("Paste rows to import"), "paste"),
        ActionSpec("import.go", N_("Import the checked rows"), "import", "Ctrl+Return"),
        ActionSpec("import.back", N_("Leave this import"), "arrow-left"),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._channels: list[ChannelRow] = []
        self._verdict = ""
        self.flow = ImportFlow(desk, self)
        self._build()
        self.flow.changed.connect(self._show)
        self.flow.finished.connect(self._finished)
        handlers = {
            "import.choose": self._choose,
            "import.folder": self._choose_folder,
            "import.paste": self.paste,
            "import.go": self._go,
            "import.back": self._back,
        }
        desk.actions.register(self.ACTIONS, handlers, owner=self)
        self._show()

    def toolbar(self) -> QWidget | None:
        return self._toolbar

    def open_record(self, target: object) -> None:
        """Start with these files, given as paths; None shows the page as it is."""
        if isinstance(target, (list, tuple)) and target:
            self.start([Path(path) for path in target])

    def close_page(self) -> None:
        super().close_page()
        self.flow.leave()

    def refresh(self) -> None:
        self.ask_db(lambda conn: _Shop(queries.past_imports(conn, PAST_SHOWN), places.channels(conn)), self._show_shop)

    def start(self, paths: Sequence[Path]) -> None:
        """Read these files and folders."""
        if self.flow.state == IMPORTING:
            self.desk.notices.problem(_("An import is running. Wait for it, or stop it first."))
            return
        self._verdict = ""
        self.start_view.say("")
        self.flow.start(paths)

    def paste(self) -> None:
        """Read the rows on the clipboard, as they come from Excel or a web page."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.desk.notices.problem(_("There are no rows on the clipboard. Copy them first, then paste."))
        elif self.flow.state != IMPORTING:
            self._verdict = ""
            self.flow.start([], text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_(self.TITLE))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._build_toolbar()
        self.start_view = StartView()
        self.work = self._build_work()
        self.stack = QStackedWidget()
        self.stack.addWidget(scrolling(self.start_view, _("Import data")))
        self.stack.addWidget(scrolling(self.work, _("Check")))
        self.footer = Footer(self.desk.clock)
        column.addWidget(self.stack, 1)
        column.addWidget(self.footer)
        self._wire()

    def _build_toolbar(self) -> None:
        self._toolbar = Toolbar()
        self.steps = Steps([_("File"), _("Columns"), _("Check"), _("Import")])
        self.steps.gone_back.connect(self._gone_back)
        self.read_icon = Icon("check", "positive", 14)
        self.read = Label("", "small", "muted")
        self.other = Button(_("Choose another file"), icon="file", size="small")
        self.other.clicked.connect(self._choose)
        self._toolbar.left.addWidget(self.steps)
        for widget in (self.read_icon, self.read, self.other):
            self._toolbar.right.addWidget(widget)

    def _build_work(self) -> QWidget:
        self.files = FilesCard()
        self.detected = DetectedCard()
        self.rejected = RejectedCard(self.desk)
        self.summary = SummaryCard()
        self.columns = ColumnsCard()
        self.rows = RowsCard(self.desk)
        self.left, self.right = QWidget(), QWidget()
        for side, cards in ((self.left, (self.files, self.detected, self.rejected)), (self.right, (self.summary,))):
            inner = QVBoxLayout(side)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(GAP)
            for card in cards:
                inner.addWidget(card, 1 if card is self.rejected else 0)
        self.detail = QStackedWidget()
        self.detail.addWidget(self.columns)
        self.detail.addWidget(self.rows)
        self.right.layout().addWidget(self.detail, 1)
        look = theme()
        for card in (self.files, self.detected, self.summary):
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.summary.setFixedHeight(look.px(100))
        self.detail.setMinimumHeight(look.px(320))
        work = QWidget()
        self._sides = QHBoxLayout(work)
        self._sides.setContentsMargins(24, 16, 24, 16)
        self._sides.setSpacing(GAP)
        self._sides.addWidget(self.left)
        self._sides.addWidget(self.right, 1)
        return work

    def _wire(self) -> None:
        zone = self.start_view.zone
        zone.dropped.connect(self.start)
        zone.choose.clicked.connect(self._choose)
        zone.folder.clicked.connect(self._choose_folder)
        zone.paste.clicked.connect(self.paste)
        self.start_view.undo.connect(self._undo)
        self.start_view.history.connect(self._open_history)
        self.files.chosen.connect(self.flow.choose_file)
        self.detected.picked.connect(self._corrected)
        self.detected.channel_picked.connect(self.flow.choose_channel)
        self.columns.picked.connect(self._column_picked)
        self.columns.answered.connect(self._answered)
        self.summary.opened.connect(self._open_rows)
        self.rows.closed.connect(self._close_rows)
        self.rows.chosen.connect(self._open_rows)
        self.rejected.save_asked.connect(self._save_rejected)
        self.footer.go.connect(self._go)
        self.footer.back.connect(self._back)
        self.footer.save.connect(self._save_setup)
        self.footer.stop.connect(self.flow.cancel)

    def _fit(self) -> None:
        """Two columns of cards where there is room, else one below the other."""
        beside = self.width() >= theme().px(BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() != way:
            self._sides.setDirection(way)
        narrow = self.width() < theme().px(1180)
        self.left.setMaximumWidth(theme().px(300 if narrow else SIDE) if beside else 16_777_215)
        self.left.setMinimumWidth(theme().px(300 if narrow else SIDE) if beside else 0)

    def _show_shop(self, shop: _Shop) -> None:
        self._channels = shop.channels
        self.start_view.show_past(shop.past, self.desk.clock.today())
        self._show()

    def _show(self) -> None:
        flow = self.flow
        working = flow.state != EMPTY and bool(flow.files)
        self.stack.setCurrentIndex(1 if working else 0)
        self.footer.setVisible(flow.state != EMPTY)
        if flow.state != EMPTY:
            self.footer.show_flow(flow)
        elif flow.problem:
            self.start_view.say(flow.problem, "bad")
        self.steps.set_step(STEP[flow.state])
        rows = sum(file.rows for file in flow.files)
        self.read_icon.setVisible(working)
        self.other.setVisible(working)
        self.other.setEnabled(flow.state != IMPORTING)
        self.read.setText(
            plural("{count} row read in {{seconds}} s", "{count} rows read in {{seconds}} s", rows).format(
                seconds=f"{flow.seconds:.1f}"
            )
            if working
            else ""
        )
        file = flow.file()
        if not working or file is None:
            return
        alive = flow.state in (COLUMNS, CHECKING, CHECKED)
        for card in (self.detected, self.columns):
            card.setEnabled(alive)
        self.files.show_files(flow)
        self.detected.show_file(flow, file, self._channels)
        self.rejected.show_file(flow, file)
        self.columns.show_file(flow, file)
        if flow.report is None:
            self._verdict = ""
        self.summary.show_report(flow, self._verdict)
        if self._verdict:
            self.rows.show_rows(flow, file, self._verdict)
        self.detail.setCurrentWidget(self.rows if self._verdict else self.columns)
        self._fit()

    def _choose(self) -> None:
        tables = _("Tables and reviews (*.csv *.tsv *.txt *.xlsx *.xls *.ods *.json *.zip)")
        self.desk.ask.files(self, _("Choose files to import"), self.start, [tables, _("All files (*)")])

    def _choose_folder(self) -> None:
        self.desk.ask.folder(self, _("Choose a folder to import"), self._folder_chosen)

    def _folder_chosen(self, folder: Path) -> None:
        self.start([folder])

    def _gone_back(self, step: int) -> None:
        if step == 0:
            self._back()
        else:
            self._close_rows()

    def _back(self) -> None:
        if self._verdict:
            self._close_rows()
        elif self.flow.state != IMPORTING:
            self.flow.leave()

    def _open_rows(self, verdict: str) -> None:
        """Show the rows behind a verdict, in the first file that has any."""
        flow = self.flow
        if flow.report is None:
            return
        counts = {file.file_no: getattr(file, verdict) for file in flow.report.files}
        file = flow.file()
        if file is None or not counts.get(file.file_no):
            flow.current = next((n for n, f in enumerate(flow.files) if counts.get(f.file_no)), flow.current)
        self._verdict = verdict
        self._show()

    def _close_rows(self) -> None:
        self._verdict = ""
        self._show()

    def _corrected(self, key: str, value: Any) -> None:
        file = self.flow.file()
        if file is None:
            return
        if key == "clear":
            fields = tuple(column.field for column in file.columns if column.field) if value == CLEAR else ()
            self.flow.correct(file, clear=fields)
        elif key == "format":
            self.flow.correct(file, format=value, mapping=None)
        else:
            self.flow.correct(file, **{key: value})

    def _column_picked(self, index: int, field: str) -> None:
        file = self.flow.file()
        if file is not None:
            self.flow.send_column(file, index, field)

    def _answered(self, kind: str, value: str) -> None:
        file = self.flow.file()
        if file is not None:
            self.flow.answer(file, kind, value)

    def _go(self) -> None:
        flow = self.flow
        if flow.state == COLUMNS and not flow.open_questions():
            flow.check()
        elif flow.state == CHECKED and flow.report is not None and flow.report.rows_in:
            emptied = flow.too_empty()
            if not emptied:
                flow.run()
                return
            worst = max(emptied, key=lambda one: one.emptied / one.filled)
            words = _("The files would empty {emptied} of {filled} values in one column of the shop.")
            text = words.format(emptied=f"{worst.emptied:,}", filled=f"{worst.filled:,}")
            verb, question = _("Empty and import"), _("Really empty so much?")
            self.desk.ask.typed_yes(self, question, text, _("yes"), verb, partial(flow.run, True))

    def _save_setup(self) -> None:
        file = self.flow.file()
        if file is not None:
            value = self.flow.names.get(file.header_key) or file.format_title or Path(file.name).stem
            save = partial(self.flow.save_setup, file)
            self.desk.ask.text(self, _("Save how this file is read"), _("Name of the set-up"), save, value, _("Save"))

    def _save_rejected(self) -> None:
        file = self.flow.file()
        if file is not None:
            name = _("{file}, rejected rows.csv").format(file=Path(file.name).stem)
            self.desk.ask.save_file(self, _("Save rejected rows"), name, self.save_rejected_to)

    def save_rejected_to(self, out: Path) -> None:
        """Write the rejected rows of the file in sight, each with its reason."""
        file, staging = self.flow.file(), self.flow.staging
        if file is None or staging is None:
            return

        def work(progress: Progress) -> int:
            return mending.save_rejected(staging, file.file_no, out)

        self.desk.jobs.files(_("Saving rejected rows"), work, partial(self._rejected_saved, out))

    def _rejected_saved(self, out: Path, count: int) -> None:
        said = plural("Saved {count} row to {{file}}.", "Saved {count} rows to {{file}}.", count)
        self.desk.notices.say(said.format(file=out.name))

    def _finished(self, outcome: Outcome[CheckReport]) -> None:
        self.start_view.say(outcome.value.sentence)
        self.desk.notices.say(outcome.value.sentence, undo=outcome.action_id is not None)
        self.mark_stale()

    def _undo(self, action_id: int) -> None:
        db = self.desk.db
        self.desk.jobs.write(
            _("Undoing an import"), lambda progress: service.undo_import(db, action_id, progress), self._undone
        )

    def _undone(self, outcome: Outcome[UndoReport]) -> None:
        report = outcome.value
        self.start_view.say("")
        said = _("Undone: {title}.").format(title=report.title)
        if report.kept_count:
            labels = _(", ").join(kept.label for kept in report.kept[:3])
            kept = plural(
                "{count} row stays because it was changed since: {{labels}}.",
                "{count} rows stay because they were changed since: {{labels}}.",
                report.kept_count,
            )
            said = _("{first} {second}").format(first=said, second=kept.format(labels=labels))
            self.start_view.say(said, "warn")
        self.desk.notices.say(said)

    def _open_history(self) -> None:
        self.desk.navigate("history", None)
