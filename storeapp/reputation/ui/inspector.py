"""The pane beside the list: one review whole, its order and buyer, its earlier wording, and the reply."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.kernel.days import spoken_day, stretch
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Area,
    Button,
    ChannelTile,
    Filled,
    Icon,
    IconButton,
    Label,
    Link,
    Rule,
    Stars,
    States,
    Tag,
    empty_state,
    message,
    scrolling,
    section,
    small,
)
from storeapp.reputation.records import Earlier, OrderFacts, ReviewDetail, ReviewRow
from storeapp.reputation.ui.words import KINDS, Moment, buyer, clock_time, posted

STATUSES = {
    "created": N_("Created"),
    "approved": N_("Approved"),
    "invoiced": N_("Invoiced"),
    "processing": N_("In work"),
    "paid": N_("Paid"),
    "shipped": N_("Shipped"),
    "delivered": N_("Delivered"),
    "canceled": N_("Canceled"),
    "unavailable": N_("Unavailable"),
    "refunded": N_("Refunded"),
    "returned": N_("Returned"),
    "unknown": N_("Status unknown"),
}


LONGEST_LINK = 22  # characters of an order number; longer ones are machine-made and cut in the middle


class Editor(Area):
    """The reply. Esc goes back to the list."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Fact(QWidget):
    """A cell of the band under the review: an icon and a name with a link, and two lines."""

    def __init__(self, icon: str, name: str, first: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16 if first else 12, 10, 12 if first else 16, 10)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(Icon(icon, "faint", 14))
        head.addWidget(small(name))
        head.addStretch(1)
        self.link = Link("")
        head.addWidget(self.link)
        column.addLayout(head)
        self.main = Label("", "medium", elide=True)
        self.more = small(elide=True)
        column.addSpacing(2)
        column.addWidget(self.main)
        column.addWidget(self.more)

    def say(self, link: str, main: str, more: str) -> None:
        """Show a fact; no link where there is nothing to open."""
        self.link.setText(_short(link))
        self.link.setAccessibleName(link)
        self.link.setToolTip(link if len(link) > LONGEST_LINK else "")
        self.link.setVisible(bool(link))
        self.main.setText(main)
        self.more.setText(more)


class ReviewInspector(Filled):
    """Shows a ReviewDetail; tells what the owner wants, and keeps the text being written."""

    step_asked = Signal(int)  # -1 previous, 1 next
    order_asked = Signal(int)
    buyer_asked = Signal(int)
    copy_asked = Signal(str)
    mark_asked = Signal(str)
    mark_at_asked = Signal(str)
    unmark_asked = Signal()
    left = Signal()  # Esc in the editor

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent=parent)
        self.setAccessibleName(_("Review"))
        self.setMinimumWidth(320)
        self._detail: ReviewDetail | None = None
        self._kept = ""  # the reply as the shop has it
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self._facts())
        column.addLayout(self._reply(), 1)
        whole = QWidget()
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scrolling(inside, _("Review")), 1)
        outer.addWidget(self._footer())
        self.states = States(whole)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.states)
        self.show_nothing()

    @property
    def review_id(self) -> int | None:
        """The review shown."""
        return self._detail.row.id if self._detail is not None else None

    def draft(self) -> tuple[int, str] | None:
        """The review and its text, where the owner changed it and it isn't kept yet."""
        if self._detail is None:
            return None
        text = self.editor.toPlainText().strip()
        return (self._detail.row.id, text) if text != self._kept.strip() else None

    def write(self) -> None:
        """Put the cursor into the reply."""
        self.editor.setFocus()
        self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)

    def show_nothing(self) -> None:
        """No review is selected."""
        self._detail = None
        self.states.show_hint(empty_state("star", _("No review selected"), _("Choose one from the list to answer it")))

    def show_gone(self) -> None:
        """The review was removed meanwhile."""
        self._detail = None
        self.states.show_hint(
            empty_state("star", _("This review is gone"), _("An undone import may have taken it back"))
        )

    def show_detail(self, detail: ReviewDetail, moment: Moment) -> None:
        """Show a review; a text that is being written to the same review stays."""
        written = self.draft()
        same = written is not None and written[0] == detail.row.id
        self._detail, self._kept = detail, detail.reply
        row = detail.row
        self.stars.set_count(row.stars or 0)
        self.stars.setVisible(row.stars is not None)
        self.rating.setVisible(row.stars is None and row.rating is not None)
        if row.rating is not None:
            self.rating.setText(_("{rating} of {scale}").format(rating=f"{row.rating:g}", scale=f"{row.scale:g}"))
        self.tile.set_channel(row.platform, row.channel)
        self.day.setText(posted(row, moment.today, detail.time_zone))
        self._show_state(row, detail, moment)
        who = buyer(row, moment.show_names)
        self.product.setText(row.product or _("No known product"))
        self.who.setText(_("by {buyer}").format(buyer=who) if who else "")
        self.title.setText(row.title)
        self.title.setVisible(bool(row.title))
        self.text.setText(detail.text or _("No words, only stars"))
        self.text.set_tone("text" if detail.text else "muted")
        self._show_earlier(detail.earlier, moment.today)
        self._show_facts(detail, moment)
        self.where.setText(_("public on {channel}").format(channel=row.channel))
        if not same:
            self.editor.setPlainText(detail.reply)
        self._typed()
        self.states.show_content()

    def _show_state(self, row: ReviewRow, detail: ReviewDetail, moment: Moment) -> None:
        wait = moment.wait(row)
        replied = row.replied_on is not None
        self.wait.setVisible(wait is not None or replied)
        self.unmark.setVisible(replied)
        if replied:
            words = spoken_day(date.fromisoformat(row.replied_on or ""), moment.today)
            if row.replied_at:
                time = clock_time(row.replied_at, detail.time_zone)
                words = _("{day} {time}").format(day=words, time=time)
            self.wait.set(_("Replied {when}").format(when=words), "good", "check")
        elif wait is not None:
            self.wait.set(_("Waiting {time}").format(time=stretch(wait.hours)), KINDS[wait.tone], "clock")

    def _show_earlier(self, earlier: tuple[Earlier, ...], today: date) -> None:
        self.earlier_box.setVisible(bool(earlier))
        if not earlier:
            return
        words = plural("Earlier wording, {count} version", "Earlier wording, {count} versions", len(earlier))
        written = earlier[0].posted_on
        if written:  # else only the day of the import is known, which says nothing of the buyer
            day = spoken_day(date.fromisoformat(written), today)
            words = _("{versions}, newest of {day}").format(versions=words, day=day)
        self.earlier_head.setText(words)
        parts = [
            " ".join(part for part in (one.title, one.text) if part) or _("No words, only stars") for one in earlier
        ]
        self.earlier.setText("\n\n".join(parts))

    def _show_facts(self, detail: ReviewDetail, moment: Moment) -> None:
        order, who = detail.order, detail.buyer
        if order is not None:
            items = plural("{count} item", "{count} items", order.items)
            main = _("{total}, {items}").format(total=order.total, items=items) if order.total is not None else items
            self.order.say(order.number, main, _order_words(order, moment.today))
        elif detail.row.order_number:
            hint = _("It joins by itself once its order is imported")
            self.order.say("", _("{number}, not imported").format(number=detail.row.order_number), hint)
        else:
            self.order.say("", _("Not known"), _("The file named no order"))
        if who is not None:
            orders = plural("{count} order", "{count} orders", who.orders)
            reviews = plural("{count} review", "{count} reviews", who.reviews)
            since = ""
            if who.first_order_on:
                since = _("First order {day}").format(
                    day=spoken_day(date.fromisoformat(who.first_order_on), moment.today)
                )
            if who.do_not_contact:
                since = _("Wants no messages")
            named = who.name if moment.show_names and who.name else _("Customer {number}").format(number=who.id)
            self.buyer.say(named, _("{orders}, {reviews}").format(orders=orders, reviews=reviews), since)
        else:
            self.buyer.say("", _("Not known"), _("The file named no buyer"))

    def _typed(self) -> None:
        text = self.editor.toPlainText().strip()
        replied = self._detail is not None and self._detail.row.replied_on is not None
        self.length.setText(plural("{count} character", "{count} characters", len(text)) if text else "")
        self.copy.setEnabled(bool(text))
        self.mark.setText(_("Mark again as replied") if replied else _("Mark as replied"))
        self.kept.setVisible(self.draft() is not None)

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
        self.before.clicked.connect(lambda: self.step_asked.emit(-1))
        self.after.clicked.connect(lambda: self.step_asked.emit(1))
        for widget in (self.stars, self.rating, self.tile):
            row.addWidget(widget)
        row.addWidget(self.day, 1)
        row.addWidget(self.wait)
        steps = QHBoxLayout()
        steps.setSpacing(0)
        steps.addWidget(self.before)
        steps.addWidget(self.after)
        row.addLayout(steps)
        column.addLayout(row)
        named = QHBoxLayout()
        named.setSpacing(6)
        self.product = Label("", "section", elide=True)
        self.product.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.who = Label("", "body", "muted")
        named.addWidget(self.product)
        named.addWidget(self.who)
        named.addStretch(1)
        column.addLayout(named)
        self.title = Label("", "strong", wrap=True)
        self.text = message()
        self.text.setContentsMargins(0, 0, 4, 0)
        column.addWidget(self.title)
        column.addWidget(self.text)
        self.earlier_box = QWidget()
        box = QVBoxLayout(self.earlier_box)
        box.setContentsMargins(0, 4, 4, 0)
        box.setSpacing(2)
        self.earlier_head = small()
        self.earlier = message("", "muted")
        box.addWidget(self.earlier_head)
        box.addWidget(self.earlier)
        column.addWidget(self.earlier_box)
        return column

    def _facts(self) -> QWidget:
        band = Filled("surface", "tb")
        grid = QGridLayout(band)
        grid.setContentsMargins(0, 1, 0, 1)
        grid.setSpacing(0)
        self.order = Fact("bag", _("Order"), first=True)
        self.buyer = Fact("user", _("Buyer"), first=False)
        self.order.link.clicked.connect(self._open_order)
        self.buyer.link.clicked.connect(self._open_buyer)
        grid.addWidget(self.order, 0, 0)
        grid.addWidget(Rule("border", upright=True), 0, 1)
        grid.addWidget(self.buyer, 0, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        return band

    def _reply(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.where = small(elide=True)
        self.length = small()
        self.unmark = Link(_("Take the mark back"))
        self.unmark.clicked.connect(self.unmark_asked)
        head.addWidget(section(_("Reply")))
        head.addWidget(self.where, 1)
        head.addWidget(self.length)
        head.addWidget(self.unmark)
        column.addLayout(head)
        self.editor = Editor(_("Reply"), _("What you answer in public. It stays on this PC until you copy it."))
        self.editor.setMinimumHeight(theme().px(96))
        self.editor.textChanged.connect(self._typed)
        self.editor.left.connect(self.left)
        column.addWidget(self.editor, 1)
        self.kept = small(_("Kept as a draft when you go on"))
        column.addWidget(self.kept)
        return column

    def _footer(self) -> QWidget:
        foot = Filled("raised", "t")
        foot.setMinimumHeight(theme().px(52))
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 1, 16, 0)
        row.setSpacing(8)
        self.copy = Button(_("Copy reply"), icon="copy")
        self.mark = Button(_("Mark as replied"), icon="check")
        self.mark_at = IconButton("clock", _("Mark as replied at another time"), kind="secondary", size="normal")
        self.copy.clicked.connect(lambda: self.copy_asked.emit(self.editor.toPlainText().strip()))
        self.mark.clicked.connect(lambda: self.mark_asked.emit(self.editor.toPlainText().strip()))
        self.mark_at.clicked.connect(lambda: self.mark_at_asked.emit(self.editor.toPlainText().strip()))
        row.addWidget(self.copy)
        row.addWidget(self.mark)
        row.addWidget(self.mark_at)
        row.addStretch(1)
        return foot

    def _open_order(self) -> None:
        if self._detail is not None and self._detail.order is not None:
            self.order_asked.emit(self._detail.order.id)

    def _open_buyer(self) -> None:
        if self._detail is not None and self._detail.buyer is not None:
            self.buyer_asked.emit(self._detail.buyer.id)


def _short(number: str) -> str:
    return number if len(number) <= LONGEST_LINK else f"{number[:9]}…{number[-9:]}"


def _order_words(order: OrderFacts, today: date) -> str:
    if order.refunded is not None:
        return _("{amount} refunded").format(amount=order.refunded)
    if order.delivered_on:
        return _("Delivered {day}").format(day=spoken_day(date.fromisoformat(order.delivered_on), today))
    if order.shipped_on:
        return _("Shipped {day}").format(day=spoken_day(date.fromisoformat(order.shipped_on), today))
    if order.placed_on:
        day = spoken_day(date.fromisoformat(order.placed_on), today)
        return _("{status}, ordered {day}").format(status=_(STATUSES.get(order.status, "Status unknown")), day=day)
    return _(STATUSES.get(order.status, "Status unknown"))
