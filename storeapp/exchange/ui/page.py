"""Import data: drop files, see what they hold and what they would change, bring them in, take them back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from storeapp.exchange import places, queries, reading, setups
from storeapp.exchange.helper_workbooks.ui import specs as helper_specs
from storeapp.exchange.helper_workbooks.ui.actions import HelperActions, HelpersFacts, read_helpers
from storeapp.exchange.places import ChannelRow
from storeapp.exchange.records import CheckReport, PastImport, SavedSetup
from storeapp.exchange.setups import OwnFormat
from storeapp.exchange.ui.actions import ImportActions, SetupActions
from storeapp.exchange.ui.flow import ImportFlow
from storeapp.exchange.ui.footer import Footer
from storeapp.exchange.ui.import_state import CHECKED, CHECKING, COLUMNS, EMPTY, IMPORTING, READING
from storeapp.exchange.ui.pasting import Pasted, pasted_table
from storeapp.exchange.ui.setups import kept_of
from storeapp.exchange.ui.start import StartView
from storeapp.exchange.ui.work import ImportCards, WorkView
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.targets import GiveToHelper, LookAtFiles, Target
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.gradually import Gradually
from storeapp.qtkit.page import Page
from storeapp.qtkit.widgets import Button, Icon, Label, Steps, Toolbar, scrolling

if TYPE_CHECKING:
    from sqlalchemy import Connection

PAST_SHOWN = 12
STEP = {EMPTY: 0, READING: 0, COLUMNS: 1, CHECKING: 2, CHECKED: 2, IMPORTING: 3}


@dataclass(frozen=True, slots=True)
class _Shop:
    """What the page reads from the shop."""

    past: list[PastImport]
    channels: list[ChannelRow]
    setups: list[SavedSetup]
    own: list[OwnFormat]
    titles: list[str]
    helpers: HelpersFacts


def _read_shop(conn: Connection) -> _Shop:
    return _Shop(
        past=queries.past_imports(conn, PAST_SHOWN),
        channels=places.channels(conn),
        setups=queries.setup_list(conn),
        own=setups.own_formats(),
        titles=[title for _id, title in reading.format_titles()],
        helpers=read_helpers(conn),
    )


class ImportPage(Page):
    """The page Ctrl+0 opens. Files are read and compared beside the window; the import runs in the writing lane."""

    ID = "import"
    TITLE = N_("Import data")
    KIND = "overview"
    ICON = "import"
    TOPICS = frozenset({"imports", "channels", "history", "helpers"})
    ACTIONS = (
        ActionSpec("import.choose", N_("Choose files"), "file", "Ctrl+Shift+O"),
        ActionSpec("import.folder", N_("Choose a folder to import"), "folder"),
        ActionSpec("import.paste", N_("Paste rows to import"), "paste", "Ctrl+V"),
        ActionSpec("import.go", N_("Import the checked rows"), "import"),
        ActionSpec("import.back", N_("Leave this import"), "arrow-left"),
        *helper_specs.ACTIONS,
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._channels: list[ChannelRow] = []
        self._verdict = ""
        self._cards, self._ahead = ImportCards(desk), Gradually(self)
        self.flow = ImportFlow(desk, self)
        self.import_actions = ImportActions(self, self.flow)
        self.setup_actions = SetupActions(self)
        self.helpers = HelperActions(self)
        self._build()
        self.flow.changed.connect(self._show)
        self.flow.finished.connect(self._finished)
        handlers = {
            "import.choose": self.import_actions.choose,
            "import.folder": self.import_actions.choose_folder,
            "import.paste": self.paste,
            "import.go": self._go,
            "import.back": self._back,
            **self.helpers.handlers(),
        }
        desk.actions.register(self.ACTIONS, handlers, owner=self)
        self._show()

    def keyboard(self) -> QWidget | None:
        if self.helpers.merging:
            return self.helpers.view.table
        return self.start_view.zone.choose if self.flow.state == EMPTY else self

    def main_action(self) -> ActionSpec | None:
        return next(one for one in self.ACTIONS if one.id == "import.go")

    def toolbar(self) -> QWidget | None:
        return self._toolbar

    def open_target(self, target: Target) -> None:
        """Start with the files, or give away the rows, that were handed over."""
        if isinstance(target, LookAtFiles):
            self.start(list(target.paths))
        elif isinstance(target, GiveToHelper):
            self.helpers.give(target)

    def close_page(self) -> None:
        super().close_page()
        self.flow.leave()
        self.helpers.close()

    def refresh(self) -> None:
        self.ask_db(_read_shop, self._show_shop)

    def start(self, paths: Sequence[Path]) -> None:
        """Read these files and folders."""
        if self.flow.state == IMPORTING:
            self.desk.notices.refuse(_("An import is running. Wait for it, or stop it first."))
            return
        own = [path for path in paths if path.suffix.lower() == ".toml"]
        if own:
            self.setup_actions.add(own)
        paths = [path for path in paths if path not in own]
        if not paths:
            return
        self._verdict = ""
        self.start_view.say("")
        if self.isVisible():
            self.window().activateWindow()  # after a drop from elsewhere, or a dialog that left the keyboard nowhere
        if self.helpers.may_be_ours(paths):
            self.helpers.look_at(paths[0], partial(self._begin, paths))
        else:
            self._begin(paths)

    def paste(self) -> None:
        """Read the rows on the clipboard, as they come from Excel or a web page."""
        pasted = pasted_table(QGuiApplication.clipboard().mimeData())
        if not pasted:
            self.desk.notices.refuse(_("There are no rows on the clipboard. Copy them first, then paste."))
        elif self.flow.state != IMPORTING:
            self._verdict = ""
            self._begin([], pasted)

    def _go(self) -> None:
        if self.helpers.merging:
            self.helpers.apply()
        else:
            self.import_actions.go()

    @Slot(bool)
    def _show_merge(self, shown: bool) -> None:
        """Bring a returned workbook to the front, or leave it."""
        if shown and self.stack.indexOf(self.helpers.view) < 0:
            self.stack.addWidget(self.helpers.view)
            self.part_built.emit(self.helpers.view)
        self.crumb_changed.emit(_("Helper workbook") if shown else "")
        self._show()
        if shown:
            self.helpers.view.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, paths: Sequence[Path], pasted: Pasted | None = None) -> None:
        self.flow.start(paths, pasted)
        QTimer.singleShot(0, self, self._build_ahead)

    @Slot()
    def _build_ahead(self) -> None:
        """While the files are read: what shows them is there before they are."""
        if self.flow.state != EMPTY and "work" not in self.__dict__ and not self._ahead.busy:
            self._ahead.begin(self._made_ahead())

    def _made_ahead(self) -> Iterator[object]:
        yield from self._cards.make_each()
        if self.flow.state != EMPTY and "work" not in self.__dict__:
            self.work.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if "work" in self.__dict__:
            self.work.fit(self.width())

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_(self.TITLE))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._build_toolbar()
        self.stack = QStackedWidget(self)
        self.start_view = StartView(self.stack)
        self.stack.addWidget(scrolling(self.start_view, _("Import data")))
        self.footer = Footer(self.desk.clock, self)
        column.addWidget(self.stack, 1)
        column.addWidget(self.footer)
        self._wire()

    @cached_property
    def work(self) -> WorkView:
        """The check page, built when the first file comes: opening the page alone need not pay for it."""
        made = WorkView(self._cards, self.stack)
        self.stack.addWidget(scrolling(made, _("Check")))
        actions = self.import_actions
        made.files.chosen.connect(self.flow.choose_file)
        made.detected.picked.connect(actions.correct)
        made.detected.channel_picked.connect(self.flow.choose_channel)
        made.columns.picked.connect(actions.send_column)
        made.columns.answered.connect(actions.answer)
        made.columns.settled.connect(actions.settle)
        made.problems.picked.connect(actions.mend)
        made.summary.opened.connect(self.open_rows)
        made.rows.closed.connect(self.close_rows)
        made.rows.chosen.connect(self.open_rows)
        made.rejected.save_asked.connect(actions.save_rejected)
        self.part_built.emit(made)
        return made

    def _build_toolbar(self) -> None:
        self._toolbar = Toolbar()
        self.steps = Steps([_("File"), _("Columns"), _("Check"), _("Import")])
        self.steps.gone_back.connect(self._gone_back)
        self.read_icon = Icon("check", "positive", 14, self._toolbar)
        self.read = Label("", "small", "muted", parent=self._toolbar)
        self.other = Button(_("Choose another file"), icon="file", size="small", parent=self._toolbar)
        self.other.clicked.connect(self.import_actions.choose)
        self.merge_back = Button(_("Back to Import data"), "quiet", "arrow-left", "small", parent=self._toolbar)
        self.merge_back.clicked.connect(self._back)
        self.merge_give = Button(_("Give work to a helper"), icon="export", size="small", parent=self._toolbar)
        self.merge_give.clicked.connect(lambda: self.helpers.give())
        self._toolbar.left.addWidget(self.merge_back)
        self._toolbar.right.addWidget(self.merge_give)
        self._toolbar.left.addWidget(self.steps)
        for widget in (self.read_icon, self.read, self.other):
            self._toolbar.right.addWidget(widget)

    def _wire(self) -> None:
        zone, actions = self.start_view.zone, self.import_actions
        zone.dropped.connect(self.start)
        zone.choose.clicked.connect(actions.choose)
        zone.folder.clicked.connect(actions.choose_folder)
        zone.paste.clicked.connect(self.paste)
        helpers = self.start_view.helpers
        helpers.give.connect(self.helpers.give)
        helpers.take.connect(self.helpers.choose)
        helpers.opened.connect(self.helpers.go_on)
        helpers.thrown.connect(self.helpers.throw)
        helpers.finished.connect(self.helpers.finish)
        self.helpers.shown.connect(self._show_merge)
        self.start_view.undo.connect(actions.undo)
        self.start_view.setups.asked.connect(self.setup_actions.do)
        self.start_view.setups.add_asked.connect(self.setup_actions.choose)
        self.setup_actions.changed.connect(self.refresh)
        self.start_view.history.connect(actions.open_history)
        self.footer.go.connect(actions.go)
        self.footer.back.connect(self._back)
        self.footer.save.connect(actions.save_setup)
        self.footer.stop.connect(self.flow.cancel)

    def _show_shop(self, shop: _Shop) -> None:
        self._channels = shop.channels
        today = self.desk.clock.today()
        self.start_view.show_known(shop.titles)
        self.start_view.show_past(shop.past, today)
        self.start_view.helpers.show_helpers(shop.helpers.given, shop.helpers.waiting, today.isoformat())
        self.start_view.setups.show_setups(kept_of(shop.setups, shop.own, today))
        self._show()

    def _show(self) -> None:
        focus = self.window().focusWidget()
        mine = focus is not None and (focus is self or self.isAncestorOf(focus))
        self._show_flow()
        now = self.window().focusWidget()
        chosen = self.flow.channel_needed is not None
        if now is not None and "work" in self.__dict__:
            chosen = chosen or self.work.problems.isAncestorOf(now)
        if mine and self.isVisible() and now is not focus and not chosen:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # else it lands on the shop's name when a button goes

    def _show_flow(self) -> None:
        flow = self.flow
        merging = self.helpers.merging
        working = flow.state != EMPTY and bool(flow.files) and not merging
        if working:
            self.work.show()
        if merging:
            self.stack.setCurrentWidget(self.helpers.view)
        else:
            self.stack.setCurrentIndex(1 if working else 0)
        self.footer.setVisible(flow.state != EMPTY and not merging)
        self.steps.setVisible(not merging)
        for button in (self.merge_back, self.merge_give):
            button.setVisible(merging)
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
        if flow.report is None:
            self._verdict = ""
        self.work.show_file(flow, file, self._channels, self._verdict)
        if flow.channel_needed is not None:
            self.work.detected.choices["channel"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.work.fit(self.width())

    def _gone_back(self, step: int) -> None:
        if step == 0:
            self._back()
        else:
            self.close_rows()

    def _back(self) -> None:
        if self.helpers.merging:
            self.helpers.put_aside()
        elif self._verdict:
            self.close_rows()
        elif self.flow.state != IMPORTING:
            self.flow.leave()

    def open_rows(self, verdict: str) -> None:
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

    def close_rows(self) -> None:
        """Show the columns again."""
        self._verdict = ""
        self._show()

    def _finished(self, outcome: Outcome[CheckReport]) -> None:
        self.start_view.say(outcome.value.sentence)
        self.desk.notices.say(outcome.value.sentence, undo=outcome.action_id is not None)
        self.mark_stale()
