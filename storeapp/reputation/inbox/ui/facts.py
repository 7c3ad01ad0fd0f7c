"""The band of facts in the inspector, and the buyer's story under the reply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.beside import Said
from storeapp.kernel.days import short_day, spoken_day
from storeapp.kernel.targets import Target
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Filled, Icon, Label, Link, Rule, Stars, small
from storeapp.reputation.replies.records import CaseFacts, ReplyDesk, StoryLine
from storeapp.reputation.replies.templates import PROMISED
from storeapp.reputation.reviews.records import ReviewDetail, ReviewOrder
from storeapp.reputation.reviews.ui.sentences import Moment

STATUSES = {
    "created": N_("Created"),
    "approved": N_("Approved"),
    "invoiced": N_("Invoiced"),
    "processing": N_("In progress"),
    "paid": N_("Paid"),
    "shipped": N_("Shipped"),
    "delivered": N_("Delivered"),
    "canceled": N_("Canceled"),
    "unavailable": N_("Unavailable"),
    "refunded": N_("Refunded"),
    "returned": N_("Returned"),
    "unknown": N_("Status unknown"),
}
STORY = {
    "ordered": ("bag", N_("Ordered")),
    "shipped": ("truck", N_("Shipped")),
    "delivered": ("check", N_("Delivered")),
    "late": ("clock", N_("Delivered late")),
    "canceled": ("x", N_("Canceled")),
    "refunded": ("coin", N_("Refunded")),
    "reviewed": ("star", N_("Reviewed")),
    "edited": ("pencil", N_("Changed a review")),
    "replied": ("reply", N_("You replied")),
}
LONGEST_LINK = 22  # characters of an order number; longer ones are machine-made and cut in the middle


class LinkedFact(QWidget):
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
        set_tip(self.link, link if len(link) > LONGEST_LINK else "")
        self.link.setVisible(bool(link))
        self.main.setText(main)
        self.more.setText(more)


class AskedLine(QWidget):
    """Whether the buyer was asked for the review, on one line under order and case."""

    opened = Signal(object)  # a Target

    def __init__(self) -> None:
        super().__init__()
        self._target: Target | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 9)
        row.setSpacing(6)
        row.addWidget(Icon("send", "faint", 14))
        row.addWidget(small(_("Review request")))
        self.link = Link("")
        self.link.clicked.connect(lambda: self.opened.emit(self._target))
        row.addWidget(self.link)
        row.addStretch(1)

    def tell(self, said: Said | None) -> None:
        """Show what is said; nothing takes no room."""
        self._target = said.target if said is not None else None
        self.link.setText(said.words if said is not None else "")
        self.setVisible(said is not None)


class FactsBand(Filled):
    """Order and case side by side."""

    def __init__(self) -> None:
        super().__init__("surface", "tb")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 1, 0, 1)
        grid.setSpacing(0)
        self.order = LinkedFact("bag", _("Order"), first=True)
        self.case = LinkedFact("lifebuoy", _("Case"), first=False)
        grid.addWidget(self.order, 0, 0)
        grid.addWidget(Rule("border", upright=True), 0, 1)
        grid.addWidget(self.case, 0, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        self.asked = AskedLine()
        self.asked.hide()
        grid.addWidget(self.asked, 1, 0, 1, 3)

    def show_facts(self, detail: ReviewDetail, case: CaseFacts | None, moment: Moment) -> None:
        """Show what is known."""
        order = detail.order
        if order is not None:
            items = plural("{count} item", "{count} items", order.items)
            main = _("{total}, {items}").format(total=order.total, items=items) if order.total is not None else items
            self.order.say(order.number, main, _order_words(order, moment.today))
        elif detail.namesakes:
            main = plural("{count} order {{number}}", "{count} orders {{number}}", detail.namesakes)
            hint = _("Say which of them it is about")
            self.order.say(_("Find its order"), main.format(number=detail.row.order_number), hint)
        elif detail.row.order_number:
            hint = _("It is linked automatically once its order is imported")
            self.order.say("", _("{number}, not imported").format(number=detail.row.order_number), hint)
        else:
            self.order.say(_("Find its order"), _("Not known"), _("The file named no order"))
        if case is None:
            self.case.say(_("Open a case"), _("None"), _("A case keeps track of what you promise"))
        else:
            words = _("Case {number}").format(number=case.id)
            self.case.say(words, _case_words(case), _case_more(case, moment.today))


class Story(QWidget):
    """The buyer, what happened with them before, and what the shop answered them earlier."""

    opened = Signal(int)  # a review

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(Rule("border"))
        self.buyer = LinkedFact("user", _("Buyer"), first=True)
        column.addWidget(self.buyer)
        inside = QWidget()
        self.lines = QVBoxLayout(inside)
        self.lines.setContentsMargins(16, 0, 16, 4)
        self.lines.setSpacing(4)
        column.addWidget(inside)

    def show_story(self, detail: ReviewDetail, desk: ReplyDesk, moment: Moment) -> None:
        """Show the buyer of a review."""
        self._show_buyer(detail, moment)
        while (item := self.lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        lines: Sequence[StoryLine] = sorted((*desk.story, *desk.said), key=lambda one: one.on or "", reverse=True)
        for line in lines:
            self.lines.addWidget(self._line(line, moment.today))
        if desk.story_more:
            words = plural("{count} older event", "{count} older events", desk.story_more)
            self.lines.addWidget(small(words))

    def _show_buyer(self, detail: ReviewDetail, moment: Moment) -> None:
        who = detail.buyer
        if who is None:
            self.buyer.say("", _("Not known"), _("The file named no buyer"))
            return
        orders = plural("{count} order", "{count} orders", who.orders)
        reviews = plural("{count} review", "{count} reviews", who.reviews)
        since = ""
        if who.first_order_on:
            since = _("First order {day}").format(day=spoken_day(date.fromisoformat(who.first_order_on), moment.today))
        if who.do_not_contact:
            since = _("Wants no messages")
        named = who.name if moment.show_names and who.name else _("Customer {number}").format(number=who.id)
        self.buyer.say(named, _("{orders}, {reviews}").format(orders=orders, reviews=reviews), since)

    def _line(self, line: StoryLine, today: date) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        icon, words = STORY.get(line.kind, ("history", N_("Something happened")))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(Icon(icon, "faint", 14), 0, top)
        if line.review_id is not None and line.kind == "reviewed":
            link = Link(_(words))
            link.clicked.connect(partial(self.opened.emit, line.review_id))
            row.addWidget(link, 0, top)
        else:
            row.addWidget(small(_(words)), 0, top)
        if line.stars:
            row.addWidget(Stars(line.stars, 12), 0, top)
        elif line.rating:
            row.addWidget(small(line.rating), 0, top)
        about = Label(" ".join(line.about.split()), "small", "text-2", elide=True)
        row.addWidget(about, 1, top)
        if line.on:
            row.addWidget(small(short_day(date.fromisoformat(line.on), today)), 0, top)
        return holder


def _short(number: str) -> str:
    return number if len(number) <= LONGEST_LINK else f"{number[:9]}…{number[-9:]}"


def _case_words(case: CaseFacts) -> str:
    if case.state == "closed":
        return _("Closed")
    if not case.kind:
        return _("Open, nothing promised")
    return _(PROMISED.get(case.kind, PROMISED["other"]))


def _case_more(case: CaseFacts, today: date) -> str:
    parts = []
    if case.due_on:
        parts.append(_("By {day}").format(day=spoken_day(date.fromisoformat(case.due_on), today)))
    if case.amount is not None:
        parts.append(str(case.amount))
    return _(", ").join(parts) or case.words or case.title


def _order_words(order: ReviewOrder, today: date) -> str:
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
