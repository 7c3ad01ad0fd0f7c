"""What the owner does with helper workbooks on the page: give out, take back, decide, apply, put aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from storeapp.exchange.helper_workbooks import differences, queries, service, whose_row
from storeapp.exchange.helper_workbooks.queries import WaitingReturn
from storeapp.exchange.helper_workbooks.records import (
    BOTH,
    HELPERS,
    MINE,
    Decision,
    NewRow,
    ReturnComparison,
    RowChoice,
    TaskColumn,
    Workbook,
)
from storeapp.exchange.helper_workbooks.service import GivenOut, GivenWork
from storeapp.exchange.helper_workbooks.task_list import TASKS, every_work, task_of
from storeapp.exchange.helper_workbooks.ui.give_form import MOST, GiveForm
from storeapp.exchange.helper_workbooks.ui.merge_state import MergeState
from storeapp.exchange.helper_workbooks.ui.merge_view import MergeView
from storeapp.exchange.helper_workbooks.ui.work_keeper import WorkKeeper
from storeapp.exchange.helper_workbooks.workbook import file_name
from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.progress import Progress
from storeapp.kernel.targets import GiveToHelper
from storeapp.kernel.text import _, plural

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storeapp.exchange.helper_workbooks.queries.task import RecordName

KINDS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt"})


@dataclass(frozen=True, slots=True)
class HelpersFacts:
    """What the start page shows of helpers: what was given out, and what came back and waits."""

    given: list[Workbook]
    waiting: list[WaitingReturn]


@dataclass(frozen=True, slots=True)
class _Offer:
    """What can be given away: the columns of each task, how many rows wait for it, the shop's name, the rows chosen."""

    columns: Mapping[str, Sequence[TaskColumn]]
    waiting: dict[str, int]
    shop: str
    chosen: tuple[int, ...] = ()


def read_helpers(conn: Connection) -> HelpersFacts:
    """All that the start page shows of helpers."""
    return HelpersFacts(queries.workbooks(conn), queries.waiting(conn))


class HelperActions(QObject):
    """Answers the buttons; `page` is what dialogs belong to. `shown`: the merge page is to come to the front, or go."""

    shown = Signal(bool)

    def __init__(self, page: Any) -> None:
        super().__init__(page)
        self._page, self._desk = page, page.desk
        self._shop = ""
        self._keeper = WorkKeeper(self._desk, lambda: self.view.state if self.merging else None, self)

    @cached_property
    def view(self) -> MergeView:
        """The merge page, built when the first workbook comes back."""
        made = MergeView(self._desk, self._page)
        made.applied.connect(self.apply)
        made.aside.connect(self.put_aside)
        made.list_asked.connect(self.save_list)
        made.linked.connect(self._desk.navigate)
        made.worked.connect(self._keeper.touch)
        made.asked.connect(self._offer_rows)
        made.whose.connect(self._say_whose)
        keys = ("helpers.mine", "helpers.theirs", "helpers.both", "helpers.whose")
        self._desk.actions.add_list(self._page, made.table, keys)
        return made

    @property
    def merging(self) -> bool:
        """Whether a returned workbook is in hand."""
        return "view" in self.__dict__ and self.view.state is not None

    def handlers(self) -> dict[str, Any]:
        """What the actions do."""
        return {
            "helpers.give": lambda: self.give(),
            "helpers.take": self.choose,
            "helpers.mine": partial(self._decide, MINE),
            "helpers.theirs": partial(self._decide, HELPERS),
            "helpers.both": partial(self._decide, BOTH),
            "helpers.whose": self._ask_whose,
            "helpers.list": self.save_list,
            "helpers.aside": self.put_aside,
        }

    def give(self, chosen: GiveToHelper | None = None) -> None:
        """Ask what is to be given to whom: rows that were chosen in a list, else what waits for a work."""
        db = self._desk.db

        def read(conn: Connection) -> _Offer:
            columns = {key: service.columns_for(conn, GivenWork(key), db) for key in TASKS}
            if chosen is not None:
                waiting = {one: len(chosen.ids) for one in every_work() if chosen.kind in task_of(one).takes}
                return _Offer(columns, waiting, queries.shop_name(conn), chosen.ids)
            waiting = {one: task_of(one).count(conn, MOST) for one in every_work()}
            return _Offer(columns, waiting, queries.shop_name(conn))

        self._page.ask_db(read, self._ask_what)

    def _ask_what(self, offer: _Offer) -> None:
        self._shop = offer.shop
        GiveForm(offer.columns, offer.waiting, offer.chosen, self._desk.clock, self._ask_where, self._page).open()

    def _ask_where(self, given: GivenWork) -> None:
        name = file_name(self._shop, given.task, given.helper, self._desk.clock.now())
        self._desk.ask.save_file(
            self._page,
            _("Save workbook for a helper"),
            name,
            partial(self.save, given),
            [_("Excel workbooks (*.xlsx)")],
        )

    def save(self, given: GivenWork, path: Path) -> None:
        """Write the workbook."""
        self._desk.do(_("Saving the workbook"), service.give_out, path, given, said=_saved, progress=True)

    def choose(self) -> None:
        """Choose a file that came back."""
        tables = _("Workbooks that came back (*.xlsx *.xls *.ods *.csv *.tsv *.txt)")
        self._desk.ask.files(self._page, _("Take a helper’s workbook back"), self._chosen, [tables, _("All files (*)")])

    def _chosen(self, paths: Sequence[Path]) -> None:
        self.take(paths[0])

    def may_be_ours(self, paths: Sequence[Path]) -> bool:
        """Whether it is worth a look if these files are a helper's."""
        return len(paths) == 1 and paths[0].suffix.lower() in KINDS

    def look_at(self, path: Path, otherwise: Any) -> None:
        """Take a file back if it is a helper's, else do what is done with others."""

        def look(progress: Progress) -> bool:
            return service.is_ours(self._desk.db, path, progress)

        def looked(ours: bool) -> None:
            if ours:
                self.take(path)
            else:
                otherwise()

        self._desk.jobs.files(_("Looking at the file"), look, looked)

    def take(self, path: Path) -> None:
        """Compare a file that came back."""
        self._desk.do(_("Comparing"), service.take_back, path, done=self._compared, progress=True)

    def go_on(self, returned: int) -> None:
        """Compare a file again that was put aside."""
        db = self._desk.db

        def compare(progress: Progress) -> list[ReturnComparison]:
            return [service.go_on(db, returned, progress)]

        self._desk.jobs.read(compare, self._show_first)

    def _compared(self, outcome: Outcome[list[ReturnComparison]]) -> None:
        self._show_first(outcome.value)

    def _show_first(self, found: list[ReturnComparison]) -> None:
        first = found[0]

        def names(conn: Connection) -> dict[int, RecordName]:
            return differences.names_of(conn, first)

        self._page.ask_db(names, partial(self._show, first), key="helpers.names")

    def _show(self, found: ReturnComparison, names: dict[int, RecordName]) -> None:
        pending = {key: Decision(what, text) for key, (what, text) in found.pending.items()}
        self._keeper.keep()
        self.view.show_state(MergeState(found, names, pending, dict(found.typed)))
        self.shown.emit(True)
        if not found.changes and not found.new:
            self._desk.notices.say(_("Nothing differs: the workbook changes nothing."))

    def _ask_whose(self) -> None:
        if self.merging:
            self.view.ask_whose()

    def _offer_rows(self, new: NewRow) -> None:
        state = self.view.state
        if state is None:
            return
        found = state.found

        def read(conn: Connection) -> list[RowChoice]:
            return whose_row.row_choices(conn, found, new)

        self._page.ask_db(read, partial(self.view.pane.show_choices, new.key), key="helpers.choices")

    def _say_whose(self, new: NewRow, number: int) -> None:
        state = self.view.state
        if state is not None:
            self._keeper.keep()
            self._desk.do(_("Noting whose row it is"), whose_row.say_whose, state.found, new, number,
                          done=lambda _outcome: self._again())  # fmt: skip

    def _again(self) -> None:
        state = self.view.state
        if state is not None and state.found.returned is not None:
            self.go_on(state.found.returned)

    def apply(self) -> None:
        """Keep what was taken and decided, as one action."""
        state = self.view.state
        if state is not None:
            self._keeper.keep()
            decisions = dict(state.decisions)
            self._desk.do(
                _("Applying the workbook"), service.apply, state.found, decisions, said=_applied, done=self._applied,
                failed=self._refused,
            )  # fmt: skip

    def _applied(self, _outcome: Outcome[int]) -> None:
        state = self.view.state
        if state is None:
            return
        if state.open() and state.found.returned is not None:
            self.go_on(state.found.returned)
        else:
            self._leave()

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            return
        self._desk.notices.refuse(error.sentence)
        state = self.view.state
        if state is not None and state.found.returned is not None:
            self.go_on(state.found.returned)

    def put_aside(self) -> None:
        """Leave the workbook; it waits on the start page with what was decided so far."""
        self._keeper.keep()
        self._leave()

    def close(self) -> None:
        """The page goes: what was typed last is handed over."""
        self._keeper.keep()

    def _leave(self) -> None:
        if self.merging:
            self.view.state = None
            self.shown.emit(False)

    def throw(self, returned: int) -> None:
        """Forget what a file said."""
        self._desk.do(
            _("Throwing a file away"), service.put_away, returned, said=_("Thrown away; the file itself stays")
        )

    def finish(self, workbook: int) -> None:
        """Wait for a workbook no more."""
        self._desk.do(_("Finishing a workbook"), service.finish, workbook, said=_("Nothing more is waited for"))

    def save_list(self) -> None:
        """Save all that differs as a table."""
        if not self.merging:
            self._desk.notices.say(_("No workbook is being compared"))
            return
        name = f"{Path(self.view.state.found.file_name).stem}.csv" if self.view.state is not None else ""
        self._desk.ask.save_file(
            self._page, _("Save list of differences"), name, self._write_list, [_("Tables (*.csv)")]
        )

    def _write_list(self, path: Path) -> None:
        state = self.view.state
        if state is None:
            return
        rows = list(state.differences())

        def write(_progress: Progress) -> Path:
            return differences.save_differences(path, rows)

        self._desk.jobs.files(_("Saving the list"), write, self._list_saved)

    def _list_saved(self, path: Path) -> None:
        self._desk.notices.say(_("Saved {file}.").format(file=path.name))

    def _decide(self, what: str) -> None:
        if self.merging:
            self.view.decide(what)


def _saved(given: GivenOut) -> str:
    rows = plural("{count} row", "{count} rows", given.workbook.rows)
    saved = _("Saved {file} with {rows}").format(file=given.path.name, rows=rows)
    if not given.left_out:
        return saved
    left = plural("{count} row can't be given away.", "{count} rows can't be given away.", given.left_out)
    return _("{saved}. {left}").format(saved=saved, left=left)


def _applied(count: int) -> str:
    return plural("{count} change applied", "{count} changes applied", count)
