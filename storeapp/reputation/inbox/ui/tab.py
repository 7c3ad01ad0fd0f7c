"""The tab Reviews: the list with its filters, the inspector beside it, and what the owner does with a review."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.kernel.review_kinds import UNSAID
from storeapp.kernel.targets import LinkReview, OpenCustomer, OpenOrder, OpenPage
from storeapp.kernel.text import _, plural
from storeapp.qtkit.foot import ListFoot
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import TableView, WindowModel
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.widgets import Filled, Split, small
from storeapp.reputation.inbox.ui.actions import KindActions, ReplyActions
from storeapp.reputation.inbox.ui.answering import Answering
from storeapp.reputation.inbox.ui.filters import FilterFacts, ReviewFilterBar, ReviewFilterBook
from storeapp.reputation.inbox.ui.finder import ReviewFinder
from storeapp.reputation.inbox.ui.inspector import ReviewInspector
from storeapp.reputation.inbox.ui.kinds_bar import KindsBar
from storeapp.reputation.inbox.ui.list_states import ListStates
from storeapp.reputation.ratings.queries import channels, unsaid
from storeapp.reputation.ratings.records import ChannelName
from storeapp.reputation.removal.ui.actions import RemovalActions
from storeapp.reputation.replies.queries import reply_desk
from storeapp.reputation.replies.records import ReplyDesk
from storeapp.reputation.reviews.queries.listing import review_count
from storeapp.reputation.reviews.queries.one_review import review_detail
from storeapp.reputation.reviews.records import ReviewDetail, ReviewFilters, ReviewRow, Totals
from storeapp.reputation.reviews.ui.listing import ReviewSource, columns, query_of, wanted_of
from storeapp.reputation.reviews.ui.sentences import Moment
from storeapp.reputation.themes.ui.tags import ThemeTags

LIST_ID = "reputation.reviews"
MENU = (
    *("reputation.reply", "reputation.copy", "reputation.mark", "reputation.unmark", "reputation.case"),
    *("-", "reputation.label", "reputation.about", "reputation.against", "reputation.removals"),
)


class ReviewsView(TabView):
    """List and inspector. `wanted_changed` tells the filters in force, so that the saved views can show which is on."""

    wanted_changed = Signal(object)

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        desk = self.desk
        self.moment = self._new_moment()
        self._all: int | None = None  # how many reviews the shop has, whatever the list shows
        self.book = ReviewFilterBook(lambda: self.moment.today)
        self.filters = ReviewFilterBar(self.book)
        self.filters.changed.connect(self.show_wanted)
        self.facts = FilterFacts(page, self.book, self.filters)
        self.table = TableView(_("Reviews"), LIST_ID, desk.settings, first_pad=24)
        self.source = ReviewSource()
        self.model = WindowModel(page._reader, self.source, columns(lambda: self.moment), query_of(ReviewFilters()))
        self.states = ListStates(self.table)
        self.inspector = ReviewInspector(desk)
        self.tags = ThemeTags(desk)
        self.tags.theme_asked.connect(lambda number: self.show_wanted(ReviewFilters(theme=number)))
        self.inspector.marks.insertWidget(2, self.tags, 1)
        self.reply_actions = ReplyActions(desk, self.table, self.inspector)
        self.kinds = KindActions(desk, self.table)
        self.kinds_bar = KindsBar(self.kinds, lambda: self.wanted)
        self.kinds_bar.shown.connect(lambda: self.show_wanted(ReviewFilters(kind=UNSAID)))
        self.finder = ReviewFinder(self)
        self.answering = Answering(self)
        self.removal = RemovalActions(page, desk, lambda: self.reply_actions.in_hand()[0], self.answer)
        self.bench = Split(LIST_ID, desk.settings, self._left(), self.inspector, 424)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.bench)
        self._started = False
        self._wire()
        desk.actions.add_list(page, self.table)

    @property
    def wanted(self) -> ReviewFilters:
        """The filters and the order in force."""
        return wanted_of(self.model.query)

    def refresh(self) -> None:
        """Read what is in sight again; the first time, start reading."""
        self.moment = self._new_moment()
        self.facts.ask_themes()
        self.page.ask_db(_facts, self._show_facts, "reviews:facts")
        if not self.start():
            self.states.mend()
            self.model.refresh()
        self.show_review()

    def show_wanted(self, wanted: ReviewFilters) -> None:
        """Filter and order the list."""
        self.start()
        self.answering.forget()
        self.reply_actions.keep_draft()
        self.model.set_query(query_of(wanted))

    def start(self) -> bool:
        """Begin to read, once; True if this was the first time."""
        first, self._started = not self._started, True
        if first:
            self.table.show_model(self.model)
        return first

    def open_review(self, review_id: int) -> None:
        """Show one review, selected in the list."""
        self.start()
        self.finder.find(review_id)

    def show_review(self, review_id: int | None = None) -> None:
        """Read a review into the inspector, by default the one it shows."""
        number = review_id or self.inspector.review_id
        if number is not None:
            now, today, names = self.moment.now, self.moment.today, self.moment.show_names

            def read(conn: Any) -> tuple[ReviewDetail | None, ReplyDesk | None]:
                return review_detail(conn, number), reply_desk(conn, number, now, today, names)

            self.page.ask_db(read, self._show_detail, "reviews:detail")

    def focus_search(self) -> None:
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

    def _new_moment(self) -> Moment:
        return Moment.of(self.desk.clock, self.desk.settings.show_names)

    def _left(self) -> QWidget:
        left = Filled("surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self.kinds_bar)
        column.addWidget(self.states, 1)
        self.count = small("", "muted")
        self.average = small("", "muted")
        hints = [
            ("J K", _("move")),
            ("E", _("reply")),
            ("S", _("mark as replied")),
            ("C", _("case")),
            ("Space", _("select")),
        ]
        self.foot = ListFoot([self.count, self.average], hints)
        column.addWidget(self.foot)
        return left

    def _wire(self) -> None:
        self.table.current_changed.connect(self._current_changed)
        self.table.opened.connect(self._opened)
        self.table.find_asked.connect(self.focus_search)
        self.table.menu_asked.connect(self._menu)
        self.table.copied.connect(self._copied)
        self.table.refused.connect(self.desk.notices.problem)
        self.filters.search.down.connect(self._to_list)
        self.filters.search.left.connect(self._to_list)
        self.model.counted.connect(self._counted)
        self.model.failed.connect(self.states.fail)
        self.states.again_asked.connect(self.model.reload)
        self.states.clear_asked.connect(self.filters.clear)
        self.states.import_asked.connect(lambda: self.desk.navigate(OpenPage("import")))
        self.model.query_changed.connect(self._query_changed)
        self.model.dataChanged.connect(self.finder.rows_came)
        look = self.inspector
        look.step_asked.connect(self._step)
        look.order_asked.connect(lambda number: self.desk.navigate(OpenOrder(number)))
        look.order_sought.connect(lambda number: self.desk.navigate(LinkReview(number)))
        look.buyer_asked.connect(lambda number: self.desk.navigate(OpenCustomer(number)))
        look.story.opened.connect(self.open_review)
        look.more_asked.connect(self._menu_under)
        look.left.connect(self._to_list)
        look.sent.connect(self.answering.send)

    def _to_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _query_changed(self, _query: object) -> None:
        self.states.mend()
        self.filters.show_filters(self.wanted)
        self.facts.ask_title(self.wanted.product)
        self.wanted_changed.emit(self.wanted)

    def close_tab(self) -> None:
        self.reply_actions.keep_draft()

    def _show_facts(self, found: tuple[list[ChannelName], int, int]) -> None:
        known, self._all, unsaid_kinds = found
        self.facts.know_channels(known)
        self.kinds_bar.know(unsaid_kinds)
        if self.model.known:
            self._show_totals(self.source.totals)

    def _show_totals(self, totals: Totals) -> None:
        everything = totals.reviews if self._all is None else self._all
        if totals.reviews == everything:
            self.count.setText(plural("{count} review", "{count} reviews", everything))
        else:
            words = plural("{count} review", "{count} reviews", everything)
            self.count.setText(_("{shown} of {reviews}").format(shown=f"{totals.reviews:,}", reviews=words))
        self.average.setText("")
        if totals.mean is not None and self.book.in_stars(self.wanted):
            self.average.setText(_("Average {stars} stars").format(stars=f"{totals.mean:.2f}"))
        self.foot.fit()
        self.kinds_bar.show_count(totals.reviews)
        if totals.reviews or self._all is not None:  # else it isn't known yet why there are none
            self.states.show_count(totals.reviews, everything)

    def _counted(self, count: int) -> None:
        if self._all is not None:
            self._all = max(self._all, count)
        self._show_totals(self.source.totals)
        if not count:
            self.inspector.show_nothing()
        elif not self.table.currentIndex().isValid() and not self.finder.busy:
            self.table.go_to(0)

    def _current_changed(self, row: ReviewRow | None) -> None:
        if row is None or row.id in (self.inspector.review_id, self.inspector.expected):
            return
        if self.inspector.writing:
            return  # the list moved by itself, as it does when a review drops out: what is being written stays
        self.reply_actions.keep_draft()
        self.show_review(row.id)

    def _show_detail(self, found: tuple[ReviewDetail | None, ReplyDesk | None]) -> None:
        detail, desk = found
        expected = self.inspector.expected
        if detail is not None and expected not in (None, detail.row.id) and self.inspector.writing:
            return
        if detail is None or desk is None:
            self.inspector.show_gone()
            return
        on_its_way = self.reply_actions.on_its_way(detail.row.id)
        if on_its_way is not None:
            desk = replace(desk, draft=on_its_way)  # read before it was written
        self.tags.show_themes(detail.row.id, detail.row.themes)
        self.inspector.show_detail(detail, desk, self.moment)
        self.answering.look_on()

    def _opened(self, _row: ReviewRow) -> None:
        self.answer()

    def _step(self, step: int) -> None:
        self.table.go_to(max(0, min(self.table.currentIndex().row() + step, self.model.total() - 1)))

    def _menu(self, row: ReviewRow | None, place: QPoint) -> None:
        if row is not None:
            self.desk.actions.menu(MENU, self).popup(place)

    def _menu_under(self, button: QWidget) -> None:
        self.desk.actions.menu(MENU, self).popup(button.mapToGlobal(QPoint(0, button.height())))

    def _copied(self, rows: int) -> None:
        self.desk.notices.say(plural("{count} row copied", "{count} rows copied", rows))


def _facts(conn: Any) -> tuple[list[ChannelName], int, int]:
    """The channels, how many reviews there are, and of how many nobody said what they are about."""
    known = channels(conn)
    return known, review_count(conn, ReviewFilters()), unsaid(conn, known)
