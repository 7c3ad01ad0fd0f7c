"""The tab Reviews: the list with its filters, the inspector beside it, and what the owner does with a review."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import TableView, WindowModel
from storeapp.qtkit.widgets import Button, Filled, States, Workbench, empty_state, error_state, small
from storeapp.reputation import queries, service
from storeapp.reputation.records import ReviewDetail, ReviewRow, Totals, Wanted
from storeapp.reputation.ui.filters import FilterBar
from storeapp.reputation.ui.foot import ListFoot
from storeapp.reputation.ui.inspector import ReviewInspector
from storeapp.reputation.ui.review_list import ReviewSource, columns, query_of, wanted_of
from storeapp.reputation.ui.words import Moment

LIST_ID = "reputation.reviews"
TIME_FORMAT = "%Y-%m-%d %H:%M"


class ReviewsView(QWidget):
    """List and inspector. `wanted_changed` tells the filters in force, so that the saved views can show which is on."""

    wanted_changed = Signal(object)

    def __init__(self, page: Page, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page, self.desk = page, desk
        self._moment = self._new_moment()
        self._all = 0
        self._goal: int | None = None  # a review to be selected once its rows are there
        self._place: int | None = None  # the row it is on
        self._saving: set[int] = set()
        self._broken = False  # the last reading failed, what is shown says so
        self.filters = FilterBar(lambda: self._moment.today)
        self.filters.changed.connect(self.show_wanted)
        self.filters.languages_asked.connect(self._ask_languages)
        self.table = TableView(_("Reviews"), LIST_ID, desk.settings, first_pad=24)
        self.source = ReviewSource()
        self.model = WindowModel(page._reader, self.source, columns(lambda: self._moment), query_of(Wanted()))
        self.states = States(self.table)
        self.inspector = ReviewInspector()
        self.bench = Workbench(LIST_ID, desk.settings, self._left(), self.inspector, 424)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.bench)
        self._wire()
        self._started = False

    @property
    def wanted(self) -> Wanted:
        """The filters and the order in force."""
        return wanted_of(self.model.query)

    def refresh(self) -> None:
        """Read what is in sight again; the first time, start reading."""
        self._moment = self._new_moment()
        if not self._started:
            self._started = True
            self.table.show_model(self.model)
        else:
            self._broken = False
            self.model.refresh()
        self._ask_detail()

    def show_wanted(self, wanted: Wanted) -> None:
        """Filter and order the list."""
        self._started = True
        if self.table.rows() is None:
            self.table.show_model(self.model)
        self.keep_draft()
        self.model.set_query(query_of(wanted))

    def open_review(self, review_id: int) -> None:
        """Show one review, in the list as it is if it is there, else among all reviews."""
        self._started = True
        self._goal = review_id
        if self.table.rows() is None:
            self.table.show_model(self.model)
        self._find(self.wanted if self.wanted.sort == "posted" else Wanted())

    def find(self) -> None:
        """Put the cursor into the search."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def answer(self) -> None:
        """Put the cursor into the reply of the current review."""
        if not self.table.currentIndex().isValid():
            self.table.go_to(0)
        self.table.reporter.flush()
        self.bench.show_right(True)
        self.inspector.write()

    def copy_reply(self, text: str = "") -> None:
        """Put the reply on the clipboard, ready to be pasted on the channel."""
        words = text or self._in_hand()[1]
        if words:
            QGuiApplication.clipboard().setText(words)
            self.desk.notices.say(_("Reply copied. Paste it on the channel, then mark it as replied."))

    def mark(self, text: str | None = None, at: datetime | None = None) -> None:
        """Note that the reply was sent: now, or at `at`."""
        number, written = self._in_hand()
        if number is None:
            return
        words = written if text is None else text
        moment = at or self.desk.clock.now()
        self._saving.add(number)
        work = partial(_mark, self.desk, number, words, moment)
        self.desk.jobs.write(_("Marking a reply"), work, self._marked)

    def mark_at(self, text: str) -> None:
        """Ask for the time, then mark."""
        now = self.desk.clock.now().astimezone().strftime(TIME_FORMAT)
        self.desk.ask.text(
            self,
            _("When was the reply sent?"),
            _("Day and time on this PC's clock"),
            partial(self._mark_at, text),
            value=now,
            verb=_("Mark as replied"),
        )

    def unmark(self) -> None:
        """Take the mark of the current review back."""
        number, _written = self._in_hand()
        if number is not None:
            self.desk.jobs.write(_("Taking a mark back"), partial(_unmark, self.desk, number), self._unmarked)

    def keep_draft(self) -> None:
        """Keep a reply that is being written, before something else is shown."""
        draft = self.inspector.draft()
        if draft is not None and draft[0] not in self._saving:
            self._saving.add(draft[0])
            work = partial(_keep, self.desk, *draft)
            self.desk.jobs.write(_("Keeping a draft"), work, partial(self._kept, draft[0]))

    def _in_hand(self) -> tuple[int | None, str]:
        """The review the keyboard stands on, and what is written to it.

        The inspector follows the list 80 ms later: until then its text belongs to another review.
        """
        row = self.table.current_row()
        number = row.id if row is not None else self.inspector.review_id
        same = number == self.inspector.review_id
        return number, self.inspector.editor.toPlainText().strip() if same else ""

    def _new_moment(self) -> Moment:
        return Moment.of(self.desk.clock, self.desk.settings.show_names)

    def _left(self) -> QWidget:
        left = Filled("surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self.states, 1)
        self.count = small("", "muted")
        self.average = small("", "muted")
        hints = [("J K", _("move")), ("E", _("reply")), ("S", _("mark as sent")), ("Space", _("select"))]
        self.foot = ListFoot([self.count, self.average], hints)
        column.addWidget(self.foot)
        return left

    def _wire(self) -> None:
        self.table.current_changed.connect(self._current_changed)
        self.table.opened.connect(self._opened)
        self.table.find_asked.connect(self.find)
        self.table.menu_asked.connect(self._menu)
        self.table.copied.connect(self._copied)
        self.table.refused.connect(self.desk.notices.problem)
        self.filters.search.down.connect(self._to_list)
        self.filters.search.left.connect(self._to_list)
        self.model.counted.connect(self._counted)
        self.model.failed.connect(self._failed)
        self.model.query_changed.connect(self._query_changed)
        self.model.dataChanged.connect(self._rows_came)
        look = self.inspector
        look.step_asked.connect(self._step)
        look.order_asked.connect(lambda number: self.desk.navigate("customers", ("order", number)))
        look.buyer_asked.connect(lambda number: self.desk.navigate("customers", ("customer", number)))
        look.copy_asked.connect(self.copy_reply)
        look.mark_asked.connect(self.mark)
        look.mark_at_asked.connect(self.mark_at)
        look.unmark_asked.connect(self.unmark)
        look.left.connect(self._to_list)

    def _to_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _query_changed(self, _query: object) -> None:
        self._broken = False
        self.filters.show_wanted(self.wanted)
        self._ask_title()
        self.wanted_changed.emit(self.wanted)

    def know_all(self, count: int) -> None:
        """How many reviews the shop has, whatever the list shows."""
        self._all = count
        if self.model.known:
            self._show_totals(self.source.totals)

    def _show_totals(self, totals: Totals) -> None:
        if totals.reviews == self._all:
            self.count.setText(plural("{count} review", "{count} reviews", self._all))
        else:
            words = plural("{count} review", "{count} reviews", self._all)
            self.count.setText(_("{shown} of {reviews}").format(shown=f"{totals.reviews:,}", reviews=words))
        self.average.setText("")
        if totals.mean is not None:
            self.average.setText(_("Average {stars} stars").format(stars=f"{totals.mean:.2f}"))
        self.foot.fit()
        self._show_state(totals.reviews)

    def _counted(self, count: int) -> None:
        self._all = max(self._all, count)
        self._show_totals(self.source.totals)
        if not count:
            self.inspector.show_nothing()
        elif not self.table.currentIndex().isValid() and self._goal is None:
            self.table.go_to(0)

    def _show_state(self, count: int) -> None:
        if self._broken:
            return
        if count:
            self.states.show_content()
        elif not self._all:
            button = Button(_("Import reviews"), icon="import")
            button.clicked.connect(lambda: self.desk.navigate("import", None))
            words = _("No reviews yet"), _("Drop a review file of any channel on this window, or choose it")
            self.states.show_hint(empty_state("star", *words, [button]))
        else:
            button = Button(_("Clear all filters"), icon="x")
            button.clicked.connect(self.filters.clear)
            words = _("No review matches"), _("Other filters may find what you look for")
            self.states.show_hint(empty_state("filter", *words, [button]))

    def _try_again(self) -> None:
        self._broken = False
        self.model.reload()

    def _failed(self, error: Exception) -> None:
        self._broken = True
        again = Button(_("Try again"), icon="refresh")
        again.clicked.connect(self._try_again)
        words = _("The reviews could not be read"), _("Nothing was changed.")
        self.states.show_hint(error_state(*words, [again]))

    def _current_changed(self, row: ReviewRow | None) -> None:
        if row is not None and row.id != self.inspector.review_id:
            self.keep_draft()
            self._ask_detail(row.id)

    def _ask_detail(self, review_id: int | None = None) -> None:
        number = review_id or self.inspector.review_id
        if number is not None:
            self.page.ask_db(lambda conn: queries.review_detail(conn, number), self._show_detail, "reviews:detail")

    def _show_detail(self, detail: ReviewDetail | None) -> None:
        if detail is None:
            self.inspector.show_gone()
            return
        self._saving.discard(detail.row.id)
        self.inspector.show_detail(detail, self._moment)

    def _opened(self, _row: ReviewRow) -> None:
        self.answer()

    def _step(self, step: int) -> None:
        self.table.go_to(max(0, min(self.table.currentIndex().row() + step, self.model.total() - 1)))

    def _menu(self, row: ReviewRow | None, place: QPoint) -> None:
        if row is not None:
            names = ["reputation.reply", "reputation.copy", "reputation.mark", "reputation.unmark"]
            self.desk.actions.menu(names, self).popup(place)

    def _copied(self, rows: int) -> None:
        self.desk.notices.say(plural("{count} row copied", "{count} rows copied", rows))

    def _find(self, wanted: Wanted) -> None:
        goal = self._goal
        if goal is not None:
            self.page.ask_db(
                lambda conn: (wanted, queries.review_position(conn, wanted, goal)), self._found, "reviews:find"
            )

    def _found(self, answer: tuple[Wanted, int | None]) -> None:
        wanted, place = answer
        if place is None:
            if wanted != Wanted():
                self._find(Wanted())
            elif self._goal is not None:
                self._ask_detail(self._goal)
                self._goal = None
            return
        if wanted != self.wanted:
            self.show_wanted(wanted)
        self._ask_detail(self._goal)
        self._place = place
        self._rows_came()

    def _rows_came(self, *_args: object) -> None:
        place = self._place
        if self._goal is not None and place is not None and place < self.model.total():
            self._goal, self._place = None, None
            self.table.go_to(place)

    def _marked(self, outcome: Outcome[bool]) -> None:
        self._saving.clear()
        self.desk.notices.say(_("Marked as replied"), undo=outcome.action_id is not None)

    def _unmarked(self, outcome: Outcome[bool]) -> None:
        self.desk.notices.say(_("The review waits again"), undo=outcome.action_id is not None)

    def _kept(self, number: int, _outcome: Outcome[bool]) -> None:
        self._saving.discard(number)

    def _mark_at(self, text: str, typed: str) -> None:
        try:
            at = datetime.strptime(typed.strip(), TIME_FORMAT).astimezone()
        except ValueError:
            example = self.desk.clock.now().astimezone().strftime(TIME_FORMAT)
            self.desk.notices.problem(
                _("Write day and time like {example}. Nothing was marked.").format(example=example)
            )
            return
        self.mark(text, at)

    def _ask_languages(self) -> None:
        self.page.ask_db(queries.languages, self._show_languages, "reviews:languages")

    def _show_languages(self, found: list[tuple[str, int]]) -> None:
        self.filters.know_languages([code for code, _count in found])

    def _ask_title(self) -> None:
        product = self.wanted.product
        if product:
            self.page.ask_db(
                lambda conn: (product, queries.product_title(conn, product)), self._show_title, "reviews:title"
            )

    def _show_title(self, found: tuple[int, str]) -> None:
        self.filters.know_title(*found)


def _mark(desk: Desk, number: int, text: str, at: datetime, _progress: object) -> Outcome[bool]:
    return service.mark_replied(desk.db, number, text, at)


def _unmark(desk: Desk, number: int, _progress: object) -> Outcome[bool]:
    return service.unmark_replied(desk.db, number)


def _keep(desk: Desk, number: int, text: str, _progress: object) -> Outcome[bool]:
    return service.keep_draft(desk.db, number, text)
