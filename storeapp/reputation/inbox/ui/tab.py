"""The tab Reviews: the list with its filters, the inspector beside it, and what the owner does with a review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QVBoxLayout, QWidget

from storeapp.evidence.ui.photo_sheet import PhotoDrop, PhotoSheet
from storeapp.kernel.beside import Said
from storeapp.kernel.review_kinds import UNSAID
from storeapp.kernel.targets import LinkReview, OpenCustomer, OpenOrder, OpenPage
from storeapp.kernel.text import _, plural
from storeapp.qtkit.page import Page
from storeapp.qtkit.tabs import TabView
from storeapp.qtkit.widgets import Button, Choice, Hint, empty_state, small
from storeapp.qtkit.workbench.bench import Workbench
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences
from storeapp.qtkit.workbench.filter_bar import FilterBar
from storeapp.reputation.inbox.ui.actions import KindActions, ReplyActions
from storeapp.reputation.inbox.ui.answering import Answering
from storeapp.reputation.inbox.ui.filters import FilterFacts, ReviewFilterBook
from storeapp.reputation.inbox.ui.inspector import ReviewInspector
from storeapp.reputation.inbox.ui.kinds_bar import KindsBar
from storeapp.reputation.ratings.queries import channels, unsaid
from storeapp.reputation.ratings.records import ChannelName
from storeapp.reputation.removal.ui.actions import RemovalActions
from storeapp.reputation.replies.queries import reply_desk
from storeapp.reputation.replies.records import ReplyDesk
from storeapp.reputation.reviews.queries.listing import review_count
from storeapp.reputation.reviews.queries.one_review import review_detail
from storeapp.reputation.reviews.records import ReviewDetail, ReviewFilters, ReviewRow
from storeapp.reputation.reviews.ui.listing import SORTS, ReviewSource, columns
from storeapp.reputation.reviews.ui.sentences import Moment
from storeapp.reputation.themes.ui.tags import ThemeTags

LIST_ID = "reputation.reviews"
MENU = (
    *("reputation.reply", "reputation.copy", "reputation.mark", "reputation.unmark", "reputation.case"),
    *("-", "reputation.label", "reputation.about", "reputation.photos", "reputation.against"),
    *("reputation.removals", "-", "reputation.give"),
)


class ReviewsView(TabView):
    """List and inspector."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(page, parent)
        desk = self.desk
        self.moment = self._new_moment()
        self._all: int | None = None  # how many reviews the shop has, whatever the list shows
        self.book = ReviewFilterBook(lambda: self.moment.today)
        self.source = ReviewSource()
        self.bench = Workbench(page, self._spec(), self)
        self.table, self.model, self.states = self.bench.table, self.bench.model, self.bench.states
        self.facts = FilterFacts(page, self.book, self.filters)
        self.order = Choice(_("Order"), [(key, _(text)) for key, text in SORTS.items()])
        self.filters.add(self.order)
        self.count, self.average = self.bench.list.count, small("", "muted")
        self.bench.list.add_to_foot(self.average)
        self.reply_actions = ReplyActions(desk, self.bench)
        self.kinds = KindActions(desk, self.table)
        self.kinds_bar = KindsBar(self.kinds, lambda: self.wanted)
        self.bench.list.add_strip(self.kinds_bar)
        self.answering = Answering(self)
        self.removal = RemovalActions(page, desk, lambda: self.reply_actions.in_hand()[0], self.answer)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.bench)
        self._wire()
        desk.actions.add_list(page, self.table)

    @property
    def filters(self) -> FilterBar:
        """The bar of filters."""
        bar: FilterBar | None = self.bench.bar
        assert bar is not None  # its sentences name a search
        return bar

    @property
    def inspector(self) -> ReviewInspector:
        """The pane of the review, built when it is first needed."""
        found: ReviewInspector = self.bench.inspector
        return found

    @property
    def wanted(self) -> ReviewFilters:
        """The filters and the order in force."""
        found: ReviewFilters = self.bench.filters
        return found

    def _spec(self) -> ListSpec:
        return ListSpec(
            id=LIST_ID,
            title=_("Reviews"),
            columns=columns(lambda: self.moment),
            source=self.source,
            filters=ReviewFilters(),
            book=self.book,
            sentences=Sentences(
                icon="star",
                find=_("Find in these reviews"),
                counted=self._counted_words,
                reading=_("Reading the reviews"),
                failed=_("The reviews could not be read"),
                nothing=self._nothing,
                no_match=_("No review matches"),
                none_chosen=_("No review selected"),
                choose=_("Choose one from the list to reply to it"),
                gone=(_("This review is gone"), _("Perhaps its import was undone")),
            ),
            inspector=lambda: ReviewInspector(self.desk),
            read=self._read,
            show=self._show,
            enter=ReviewInspector.write,
            writing=lambda inspector: inspector.writing,
            everywhere=lambda _conn, _review, _filters: ReviewFilters(),
            hints=[
                ("J K", _("move")),
                ("E", _("reply")),
                ("S", _("mark as replied")),
                ("C", _("case")),
                ("Space", _("select")),
            ],
        )

    def _wire(self) -> None:
        bench, table = self.bench, self.table
        bench.chosen.connect(self._chosen)
        bench.filters_changed.connect(self._filters_changed)
        bench.list.counted.connect(self._counted)
        bench.beside.built.connect(self._serve)
        table.menu_asked.connect(self._menu)
        self.order.picked.connect(lambda sort: self.filters.change(sort=sort, descending=sort != "stars"))
        self.filters.changed.connect(lambda _wanted: self.answering.forget())
        self.kinds_bar.shown.connect(lambda: self.show_wanted(ReviewFilters(kind=UNSAID)))

    def _serve(self, inspector: ReviewInspector) -> None:
        self.tags = ThemeTags(self.desk)
        self.tags.theme_asked.connect(lambda number: self.show_wanted(ReviewFilters(theme=number)))
        inspector.marks.insertWidget(2, self.tags, 1)
        inspector.step_asked.connect(self.bench.step)
        PhotoDrop(inspector).given.connect(self.ask_photos)
        inspector.order_asked.connect(lambda number: self.desk.navigate(OpenOrder(number)))
        inspector.band.asked.opened.connect(self.desk.navigate)
        inspector.order_sought.connect(lambda number: self.desk.navigate(LinkReview(number)))
        inspector.buyer_asked.connect(lambda number: self.desk.navigate(OpenCustomer(number)))
        inspector.story.opened.connect(self.bench.go_to)
        inspector.more_asked.connect(self._menu_under)
        inspector.left.connect(self.bench.list.to_list)
        inspector.sent.connect(self.answering.send)

    def refresh(self) -> None:
        """Read what is in sight again; the first time, start reading."""
        self.moment = self._new_moment()
        self.facts.ask_themes()
        self.page.ask_db(_facts, self._show_facts, "reviews:facts")
        self.bench.refresh()

    def close_tab(self) -> None:
        self.reply_actions.keep_draft()

    def show_wanted(self, wanted: ReviewFilters) -> None:
        """Filter and order the list."""
        self.answering.forget()
        self.bench.show_filters(wanted)

    def answer(self) -> None:
        """Put the cursor into the reply of the current review."""
        if not self.table.currentIndex().isValid():
            self.table.go_to(0)
        self.table.reporter.flush()
        self.expect(self.bench.record)

    def expect(self, review_id: int | None) -> None:
        """Put the cursor into the reply of this review: what is typed before it is read belongs to it.

        None: of the review that the list begins with, once it has come.
        """
        self.inspector.expect(review_id)
        self.bench.beside.show_content()
        self.inspector.write()

    def focus_search(self) -> None:
        """Put the cursor into the search."""
        self.bench.list.focus_search()

    def ask_photos(self, dropped: Sequence[Any] = ()) -> None:
        """Keep photos that the buyer sent with the current review, these at once."""
        row = self.table.current_row()
        if row is not None:
            about = _(", ").join(filter(None, (row.product, row.channel)))
            sheet = PhotoSheet(self.page, "review", row.id, row.customer_id, about)
            sheet.open()
            sheet.give(list(dropped))

    def _new_moment(self) -> Moment:
        return Moment.of(self.desk.clock, self.desk.settings.show_names)

    def _read(self, conn: Any, number: int) -> tuple[ReviewDetail, ReplyDesk, Said | None] | None:
        moment = self.moment
        detail = review_detail(conn, number)
        desk = reply_desk(conn, number, moment.now, moment.today, moment.show_names)
        said = self.desk.beside("review", conn, number, moment.today)
        return None if detail is None or desk is None else (detail, desk, said)

    def _show(self, inspector: ReviewInspector, found: tuple[ReviewDetail, ReplyDesk, Said | None]) -> None:
        detail, desk, said = found
        on_its_way = self.reply_actions.on_its_way(detail.row.id)
        if on_its_way is not None:
            desk = replace(desk, draft=on_its_way)  # read before it was written
        self.tags.show_themes(detail.row.id, detail.row.themes)
        inspector.show_detail(detail, desk, self.moment)
        inspector.band.asked.tell(said)
        self.answering.look_on()

    def _chosen(self, review_id: int | None) -> None:
        self.reply_actions.keep_draft()
        if review_id is None and self.bench.beside.has_inspector:
            self.inspector.forget()

    def _filters_changed(self, wanted: ReviewFilters) -> None:
        self.reply_actions.keep_draft()
        self.order.choose(wanted.sort)
        self.facts.ask_title(wanted.product)

    def _show_facts(self, found: tuple[list[ChannelName], int, int]) -> None:
        known, self._all, unsaid_kinds = found
        self.facts.know_channels(known)
        self.kinds_bar.know(unsaid_kinds)
        if self.model.sure:
            self.bench.list.say_count()
            self._show_totals()

    def _counted(self, count: int) -> None:
        if self._all is not None:
            self._all = max(self._all, count)
        self._show_totals()

    def _counted_words(self, count: int) -> str:
        everything = count if self._all is None else max(self._all, count)
        words = plural("{count} review", "{count} reviews", everything)
        if count == everything:
            return words
        return _("{shown} of {reviews}").format(shown=f"{count:,}", reviews=words)

    def _show_totals(self) -> None:
        totals = self.source.totals
        self.average.setText("")
        if totals.mean is not None and self.book.in_stars(self.wanted):
            self.average.setText(_("Average {stars} stars").format(stars=f"{totals.mean:.2f}"))
        self.bench.list.foot.fit()
        self.kinds_bar.show_count(totals.reviews)
        if not totals.reviews and self._all == 0:
            self.states.show_hint(self._nothing())  # no filter is to blame

    def _nothing(self) -> Hint:
        button = Button(_("Import reviews"), icon="import")
        button.clicked.connect(lambda: self.desk.navigate(OpenPage("import")))
        words = _("Drop a review file of any channel on this window, or choose it")
        return empty_state("star", _("No reviews yet"), words, [button])

    def _menu(self, row: ReviewRow | None, place: QPoint) -> None:
        if row is not None:
            self.desk.actions.menu(MENU, self).popup(place)

    def _menu_under(self, button: QWidget) -> None:
        self.desk.actions.menu(MENU, self).popup(button.mapToGlobal(QPoint(0, button.height())))


def _facts(conn: Any) -> tuple[list[ChannelName], int, int]:
    """The channels, how many reviews there are, and of how many nobody said what they are about."""
    known = channels(conn)
    return known, review_count(conn, ReviewFilters()), unsaid(conn, known)
