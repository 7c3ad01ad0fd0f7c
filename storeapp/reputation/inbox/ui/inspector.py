"""The pane beside the list: one review whole, its order and case, the reply with its checks, and the buyer's story."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.kernel.days import clock_time, spoken_day, stretch
from storeapp.kernel.rating_words import rating_words, shown_stars
from storeapp.kernel.review_kinds import UNSAID, counted_apart, kind_title
from storeapp.kernel.text import _, plural
from storeapp.kernel.titles import short_name
from storeapp.messages.ui.pane import MessagePane, PaneWords
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Button,
    ChannelTile,
    Filled,
    IconButton,
    Label,
    Stars,
    Tag,
    message,
    scrolling,
    small,
)
from storeapp.reputation.inbox.ui.facts import FactsBand, Story
from storeapp.reputation.inbox.ui.history_box import HistoryBox
from storeapp.reputation.replies.records import ReplyDesk
from storeapp.reputation.replies.templates import REPLY
from storeapp.reputation.reviews.records import ReviewDetail, ReviewRow
from storeapp.reputation.reviews.ui.sentences import KINDS, Moment, buyer, posted

BESIDE = 720  # from this width on the reply stands beside the review


class ReviewInspector(Filled):
    """Shows a ReviewDetail and its ReplyDesk, and tells what the owner wants; the text is the pane's."""

    step_asked = Signal(int)  # -1 previous, 1 next
    order_asked = Signal(int)
    order_sought = Signal(int)  # a review whose order is not known
    buyer_asked = Signal(int)
    case_asked = Signal()
    more_asked = Signal(object)  # the button under which the menu opens
    left = Signal()  # Esc in the editor
    sent = Signal()  # Ctrl+Enter in it

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent=parent)
        self.setAccessibleName(_("Review"))
        self.setMinimumWidth(320)
        self._detail: ReviewDetail | None = None
        self._expected: int | None = None  # a review on its way, whose reply is being written already
        self._first = False  # whether the reply to whichever review comes first is being written already
        self._beside: bool | None = None
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        top = QWidget()
        top.setLayout(self._head())
        self.reply = MessagePane(desk, REPLY, _words())
        self.editor, self.kept, self.unmark = self.reply.editor, self.reply.kept, self.reply.unmark
        self.copy, self.mark, self.mark_at = self.reply.copy, self.reply.mark, self.reply.mark_at
        self.reply.left.connect(self.left)
        self.reply.sent.connect(self.sent)
        self.reply.case_asked.connect(self.case_asked)
        self.story = Story()
        self.buyer = self.story.buyer
        self.buyer.link.clicked.connect(self._open_buyer)
        self._parts = (top, self._facts(), self.reply, self.story)
        self._about = (top, self.band, self.story)
        for part in self._about:
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
        self._arrange()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.scroller = scrolling(inside, _("Review"))
        outer.addWidget(self.scroller, 1)
        outer.addWidget(self._footer())

    @property
    def review_id(self) -> int | None:
        """The review shown."""
        return self._detail.row.id if self._detail is not None else None

    @property
    def writing(self) -> bool:
        """Whether the cursor stands in a reply, be the window in front or not: the owner may be pasting elsewhere."""
        shown = self._detail is not None or self._expected is not None
        return shown and self.window().focusWidget() is self.editor

    @property
    def expected(self) -> int | None:
        """The review that is on its way, if its reply can be written already."""
        return self._expected

    @property
    def early(self) -> bool:
        """Whether what is written waits for its review."""
        return (self._expected is not None or self._first) and bool(self.reply.text())

    def expect(self, review_id: int | None) -> None:
        """Let the reply to this review be written before the review is read: letters must not go astray meanwhile.

        None: to the one that comes first, where the list is still being read.
        """
        if self.review_id is not None and review_id in (None, self.review_id):
            return
        self._expected, self._first, self._detail = review_id, review_id is None, None
        self.reply.forget()
        self.editor.clear()
        for part in self._about:
            part.setVisible(False)

    def forget(self) -> None:
        """No review is shown: nothing that is typed belongs to one."""
        self._detail = self._expected = None
        self._first = False
        self.reply.forget()

    def to_top(self) -> None:
        """Begin another review at its beginning, unless its reply is being written already."""
        if self.window().focusWidget() is not self.editor:
            self.scroller.to_top()

    def write(self) -> None:
        """Put the cursor into the reply."""
        self.editor.setFocus()
        self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)
        self.scroller.ensureWidgetVisible(self.editor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the pane is a drawer across the page, the reply stands beside the review."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= theme().px(BESIDE)
        if beside == self._beside:
            return
        self._beside = beside
        places = ((0, 0, 1), (1, 0, 1), (0, 1, 4), (2, 0, 1)) if beside else tuple((row, 0, 1) for row in range(4))
        for part, (row, column, rows) in zip(self._parts, places, strict=True):
            self._grid.removeWidget(part)
            self._grid.addWidget(part, row, column, rows, 1)
        for row in range(4):
            self._grid.setRowStretch(row, int(row == (3 if beside else 2)))
        for column in range(2):
            self._grid.setColumnStretch(column, int(beside or column == 0))

    def show_detail(self, detail: ReviewDetail, desk: ReplyDesk, moment: Moment) -> None:
        """Show a review; a text that is being written to the same review stays."""
        written = self.reply.draft()
        same = written is not None and written[0] == detail.row.id
        early = self.editor.toPlainText() if self._first or self._expected == detail.row.id else ""
        self._expected, self._first = None, False
        for part in self._about:
            part.setVisible(True)
        self._detail = detail
        kept = desk.draft if desk.draft is not None else detail.reply
        row = detail.row
        self.stars.set_count(row.exact or 0)
        painted = shown_stars(row.stars, row.scale) is not None
        self.stars.setVisible(painted)
        self.rating.setVisible(not painted and row.rating is not None)
        self.rating.setText(rating_words(row.platform, row.rating, row.scale))
        self.tile.set_channel(row.platform, row.channel)
        self.day.setText(posted(row, moment.today, detail.time_zone))
        self._show_state(row, detail, moment)
        who = buyer(row, moment.show_names)
        self.product.setText(short_name(row.product, row.label) or _("No known product"))
        self.product.set_tip(row.product)
        self.who.setText(_("by {buyer}").format(buyer=who) if who else "")
        self.title.setText(row.title)
        self.title.setVisible(bool(row.title))
        self.text.setText(detail.text or _("No words, only stars"))
        self.text.set_tone("text" if detail.text else "muted")
        self.photos.setVisible(row.photos > 0)
        self.photos.set(plural("{count} photo", "{count} photos", row.photos), "plain", "image")
        self.kind.setVisible(counted_apart(row.platform) or row.kind is not None)
        self.kind.set(kind_title(row.about), "warn" if row.about == UNSAID else "plain")
        self.history.show_detail(detail, moment.today)
        self.band.show_facts(detail, desk.case, moment)
        self.story.show_story(detail, desk, moment)
        number = _("Open case {number}").format(number=desk.case.id) if desk.case is not None else _("Open a case")
        self.case.setText(number)
        where = _("on {channel}").format(channel=row.channel)
        self.reply.show_context(desk.context, kept, where, row.replied_on is not None, early)
        if self.writing and not same:
            self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)
        if early:
            self.reply.rested.emit()  # these letters have waited for the review long enough

    def _show_state(self, row: ReviewRow, detail: ReviewDetail, moment: Moment) -> None:
        wait = moment.wait(row)
        replied = row.replied_on is not None
        self.wait.setVisible(wait is not None or replied)
        if replied:
            words = spoken_day(date.fromisoformat(row.replied_on or ""), moment.today)
            if row.replied_at:
                time = clock_time(row.replied_at, detail.time_zone)
                words = _("{day} {time}").format(day=words, time=time)
            self.wait.set(_("Replied {when}").format(when=words), "good", "check")
        elif wait is not None:
            self.wait.set(_("Waiting {time}").format(time=stretch(wait.hours)), KINDS[wait.tone], "clock")

    def _head(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(16, 10, 12, 12)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.stars = Stars(0, 16)
        self.rating = Label("", "strong")
        self.tile = ChannelTile("", "")
        self.day = small(elide=True)
        self.wait = Tag()
        self.before = IconButton("chevron-left", _("Previous review"), size="mini")
        self.after = IconButton("chevron-right", _("Next review"), size="mini")
        self.more = IconButton("more", _("More about this review"), size="mini")
        self.more.clicked.connect(lambda: self.more_asked.emit(self.more))
        self.before.clicked.connect(lambda: self.step_asked.emit(-1))
        self.after.clicked.connect(lambda: self.step_asked.emit(1))
        for widget in (self.stars, self.rating, self.tile):
            row.addWidget(widget)
        row.addWidget(self.day, 1)
        steps = QHBoxLayout()
        steps.setSpacing(0)
        steps.addWidget(self.before)
        steps.addWidget(self.after)
        steps.addWidget(self.more)
        row.addLayout(steps)
        column.addLayout(row)
        column.addWidget(self.wait, 0, Qt.AlignmentFlag.AlignLeft)  # beside them the day of the review had no room
        named = QHBoxLayout()
        named.setSpacing(6)
        self.product = Label("", "section", elide=True)
        self.product.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.who = Label("", "body", "muted", elide=True)
        self.who.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        named.addWidget(self.product)
        named.addWidget(self.who)
        named.addStretch(1)
        column.addLayout(named)
        self.title = Label("", "strong", wrap=True)
        self.text = message()
        self.text.setContentsMargins(0, 0, 4, 0)
        column.addWidget(self.title)
        column.addWidget(self.text)
        self.history = HistoryBox()
        self.earlier_head, self.earlier = self.history.head, self.history.earlier
        column.addWidget(self.history)
        self.marks = QHBoxLayout()  # photos, and the themes of the review
        self.marks.setContentsMargins(0, 2, 4, 0)
        self.marks.setSpacing(6)
        self.photos = Tag()
        self.marks.addWidget(self.photos, 0, Qt.AlignmentFlag.AlignTop)
        self.kind = Tag()
        self.marks.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignTop)
        self.marks.addStretch(0)
        column.addLayout(self.marks)
        return column

    def _facts(self) -> QWidget:
        self.band = FactsBand()
        self.order = self.band.order
        self.order.link.clicked.connect(self._open_order)
        self.band.case.link.clicked.connect(self.case_asked)
        return self.band

    def _footer(self) -> QWidget:
        foot = Filled("raised", "t")
        foot.setMinimumHeight(theme().px(52))
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 1, 16, 0)
        row.setSpacing(8)
        self.case = Button(_("Open a case"))
        self.case.clicked.connect(self.case_asked)
        row.addWidget(self.copy)
        row.addWidget(self.mark)
        row.addStretch(1)
        row.addWidget(self.case)
        return foot

    def _open_order(self) -> None:
        if self._detail is not None and self._detail.order is not None:
            self.order_asked.emit(self._detail.order.id)
        elif self._detail is not None:
            self.order_sought.emit(self._detail.row.id)

    def _open_buyer(self) -> None:
        if self._detail is not None and self._detail.buyer is not None:
            self.buyer_asked.emit(self._detail.buyer.id)


def _words() -> PaneWords:
    return PaneWords(
        title=_("Reply"),
        placeholder=_("What you reply in public. It stays on this PC until you copy it."),
        copy=_("Copy reply"),
        copied=_("Reply copied. Paste it on the channel, then mark it as replied."),
        mark=_("Mark as replied"),
        again=_("Mark again"),
        unmark=_("Mark as not replied"),
        earlier=_("Sent earlier"),
        earlier_tip=_("Mark as replied at another time"),
    )
