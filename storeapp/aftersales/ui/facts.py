"""The facts of one case, right of its story: what is due, orders, reason, cost, review, buyer, and a note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.aftersales import rules
from storeapp.aftersales.clocks.ui.box import ClockBox
from storeapp.aftersales.linking.queries import CareGuide
from storeapp.aftersales.linking.ui.sheet import ORDER, REVIEW
from storeapp.aftersales.messages.queries import CaseDesk
from storeapp.aftersales.reasons.queries import ReasonBook
from storeapp.aftersales.records import CaseDetail, OrderFacts, PromiseRow
from storeapp.aftersales.rules import Reason
from storeapp.aftersales.ui.promises import Promises
from storeapp.evidence.ui.pane import ProofPane
from storeapp.kernel.days import spoken_day
from storeapp.kernel.rating_words import shown_stars
from storeapp.kernel.text import _, plural
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Area, Choice, Label, Link, Note, Option, Rule, Stars, TickBox, scrolling, small

LEAST = 280  # px


class NoteArea(Area):
    """The owner's note, kept when the cursor leaves it."""

    rested = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.rested.emit()


class CaseFactsPane(Filled):
    """Shows the facts of a CaseDesk; tells what the owner wants."""

    reasoned = Signal(int, str)
    noted = Signal(int, str)
    ticked = Signal(int, str, bool)  # a point of the checklist
    order_asked = Signal(int)
    review_asked = Signal(int)
    buyer_asked = Signal(int)
    files_shown = Signal(ProofPane, int, list)  # the pane for the files of a case and those under it, to be served
    guide_asked = Signal(int)  # a care guide is to be opened
    guide_given = Signal(str)  # words that name a care guide, for the message
    link_asked = Signal(str)  # an "order" or a "review" is to be linked
    cause_linked = Signal(int, int)  # a cause, and the case to link to it
    taken_out = Signal(int)  # a case that is merged into this one
    split_taken_back = Signal(int)

    def __init__(self, reasons: Mapping[str, Reason]) -> None:
        super().__init__("surface", "l")
        self._reasons, self._book = reasons, ReasonBook(reasons)
        self._points: list[TickBox] = []
        self._detail: CaseDetail | None = None
        self.shown_note = self.shown_reason = ""  # what the owner's own words were written upon
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(16, 14, 16, 16)
        self.column.setSpacing(8)
        self.scroller = scrolling(inside, _("Facts of the case"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(self.scroller)
        self.setMinimumWidth(theme().px(LEAST))
        self._build_due()
        self._build_reason(reasons)
        self._build_facts()
        self.files: ProofPane | None = None
        self._files_of: tuple[int, ...] = ()
        self.files_at = self.column.count()
        self.note = NoteArea(_("Note"), _("Write a note for yourself"))
        self.note.setFixedHeight(theme().px(72))
        self.note.rested.connect(self.commit)
        self.note.setProperty("keptOnLeaving", True)
        self.column.addWidget(self.note)
        self.column.addStretch(1)

    def show_facts(self, found: CaseDesk, today: date, show_names: bool) -> None:
        """Show a case; a note being written to the same case stays."""
        detail = found.detail
        same = self._detail is not None and self._detail.row.id == detail.row.id
        if not same:
            self.commit()
        written = same and self.note.toPlainText().strip() != self.shown_note
        self._detail = detail
        row = detail.row
        self._show_due(found, today)
        self.promises.show_promises(detail.promises, detail.currency, today, row.state != "closed")
        if not same:
            usual = self._reasons[row.reason].promise if row.reason in self._reasons else "answer"
            self.promises.begin(usual, today)
        if self._files_of != (row.id, *(number for number, _title in detail.under)):
            self._show_files(row.id, [number for number, _title in detail.under])
        self._show_reasons(found)
        self.reason.choose(row.reason)
        self.shown_reason = row.reason
        self._likely = found.likely.reason if found.likely.reason in self._reasons else ""
        self.likely.setVisible(bool(self._likely))
        if self._likely:
            self.likely.setText(_("Likely: {reason}. Use it").format(reason=_(self._reasons[self._likely].title)))
            set_tip(self.likely, "\n".join(found.likely.why))
        warning = self._reasons[row.reason].warning if row.reason in self._reasons else ""
        self.warning.set(_(warning) if warning else "")
        self.warning.setVisible(bool(warning))
        self.cause.setText(_("Root cause: {title}").format(title=found.cause[1]) if found.cause else "")
        self.cause.setVisible(found.cause is not None)
        self.offered.setVisible(found.offered is not None)
        if found.offered is not None:
            self._offered = found.offered[0]
            self.offered.setText(_("Link to the cause “{title}”").format(title=found.offered[1]))
        self._show_orders(detail, today)
        self._show_cost(found)
        self._show_review(detail, today)
        self._show_guides(found.guides)
        self._show_buyer(detail, show_names)
        self._show_joined(detail)
        if not written:
            self.note.setPlainText(detail.note)
            self.shown_note = detail.note

    def _show_reasons(self, found: CaseDesk) -> None:
        """The reasons as the owner has them, and the checklist of this one."""
        if found.book.reasons and found.book != self._book:
            self._book, self._reasons = found.book, found.book.reasons
            self.reason.set_options(
                [Option("", _("Reason not known")), *(Option(*one) for one in self._book.offered())]
            )
        for box in self._points:
            self.points.removeWidget(box)
            box.hide()
            box.deleteLater()
        case, known = found.detail.row.id, self._reasons.get(found.detail.row.reason)
        self._points = []
        for point in known.checklist if known is not None else ():
            box = TickBox(_(point))
            box.setChecked(point in found.done)
            box.clicked.connect(partial(self._tick, case, point, box))
            self.points.addWidget(box)
            self._points.append(box)

    def _tick(self, case: int, point: str, box: TickBox, _checked: bool = False) -> None:
        self.ticked.emit(case, point, box.isChecked())

    def commit(self) -> None:
        """Keep a note that was changed."""
        text = self.note.toPlainText().strip()
        if self._detail is not None and text != self.shown_note:
            self.noted.emit(self._detail.row.id, text)
            self.shown_note = text

    def open_review(self) -> bool:
        """Go to the review the case is about; False where it has none."""
        if self._detail is None or self._detail.review is None:
            return False
        self.review_asked.emit(self._detail.review.id)
        return True

    def _link(self) -> None:
        if self._detail is not None:
            self.cause_linked.emit(self._offered, self._detail.row.id)

    def _build_due(self) -> None:
        self.column.addWidget(Label(_("Promise"), "small-strong"))
        self.due = Label("", "section")
        self.promised_by = small("")
        for label in (self.due, self.promised_by):
            self.column.addWidget(label)
        self.promises = Promises()
        self.column.addWidget(self.promises)
        self.clocks = ClockBox()
        self.column.addWidget(self.clocks)
        self.column.addWidget(Rule("border"))

    def _build_reason(self, reasons: Mapping[str, Reason]) -> None:
        self.column.addWidget(Label(_("Reason"), "small-strong"))
        named = [("", _("Reason not known")), *((one.id, _(one.title)) for one in reasons.values())]
        self.reason = Choice(_("Reason"), named, small=False)
        self.reason.picked.connect(self._choose_reason)
        self.column.addWidget(self.reason)
        self.likely = Link("")
        self.likely.clicked.connect(lambda: self._choose_reason(self._likely))
        self._likely = ""  # what its review and order speak for
        self.column.addWidget(self.likely)
        self.warning = Note("", "warn")
        self.warning.hide()
        self.column.addWidget(self.warning)
        self.points = QVBoxLayout()
        self.points.setSpacing(4)
        self.column.addLayout(self.points)
        self.cause, self.offered = small("", wrap=True), Link("")
        self.offered.clicked.connect(self._link)
        self._offered = 0  # a cause that this case is offered to
        self.column.addWidget(self.cause)
        self.column.addWidget(self.offered)
        self.column.addWidget(Rule("border"))

    def _build_facts(self) -> None:
        self.order = Link("")
        self.order.clicked.connect(lambda: self._open_order(0))
        self.product = Label("", "medium", wrap=True)
        self.paid = small()
        self.more = QVBoxLayout()
        self.more.setSpacing(2)
        self.order_box = self._box(_("Order"), self.order, self.product, self.paid)
        self.order_box.layout().addLayout(self.more)  # type: ignore[union-attr]
        self.spent = Label("", "medium", wrap=True)
        self.spent_of = small("")
        self.cost_box = self._box(_("Cost"), None, self.spent, self.spent_of)
        self.review = Link(_("Open"))
        self.review.clicked.connect(self.open_review)
        self.stars = Stars(0, 14)
        self.said = Label("", "body", wrap=True)
        self.when = small()
        self.review_box = self._box(_("Linked review"), self.review, self.stars, self.said, self.when)
        self.guides = QVBoxLayout()
        self.guides.setSpacing(2)
        self.guide_box = self._box(_("Care guides"), None)
        self.guide_box.layout().addLayout(self.guides)  # type: ignore[union-attr]
        self.buyer = Link("")
        self.buyer.clicked.connect(self._open_buyer)
        self.known = small()
        self.buyer_box = self._box(_("Buyer"), self.buyer, self.known)
        self.add_order, self.add_review = Link(_("Add an order")), Link(_("Link a review"))
        self.add_order.clicked.connect(lambda: self.link_asked.emit(ORDER))
        self.add_review.clicked.connect(lambda: self.link_asked.emit(REVIEW))
        for link in (self.add_order, self.add_review):
            self.column.addWidget(link)
        self.joined = QWidget()
        self.joined_lines = QVBoxLayout(self.joined)
        self.joined_lines.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.joined)

    def _box(self, name: str, link: Link | None, *lines: QWidget) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.addWidget(Label(name, "small-strong"))
        row.addStretch(1)
        if link is not None:
            row.addWidget(link)
        column.addLayout(row)
        for line in lines:
            column.addWidget(line)
        self.column.addWidget(box)
        return box

    def _show_due(self, found: CaseDesk, today: date) -> None:
        row = found.detail.row
        due = next((one for one in soonest(found.detail)), None)
        closed = row.state == "closed"
        if due is not None and due.due_on:
            urgency = rules.urgency(due.due_on, today)
            self.due.set_tone(rules.TONES[urgency] if urgency in ("over", "today") else "text")
            self.due.setText(rules.due_words(due.due_on, today))
            day = spoken_day(date.fromisoformat(due.due_on), today)
            words = _("Promised by {day}").format(day=day)
            if due.first_due_on:
                first = spoken_day(date.fromisoformat(due.first_due_on), today)
                words = _("{promised}, first by {day}").format(promised=words, day=first)
            self.promised_by.setText(words)
        self.due.setVisible(due is not None and bool(due.due_on) and not closed)
        self.promised_by.setVisible(self.due.isVisibleTo(self))
        self.clocks.show_clocks(found.clocks, today)

    def _show_orders(self, detail: CaseDetail, today: date) -> None:
        order = detail.order
        self.order_box.setVisible(order is not None)
        self.add_order.setVisible(order is None)
        _empty(self.more)
        if order is None:
            return
        self.order.setText(order.number)
        self.product.setText(order.products or _("No known product"))
        self.product.set_tip(order.titles)
        self.paid.setText(_paid(order, today))
        for place, other in enumerate(detail.orders_of[1:], 1):
            link = Link(_("{number}, {product}").format(number=other.number, product=other.products))
            link.clicked.connect(partial(self._open_order, place))
            self.more.addWidget(link)

    def _show_guides(self, guides: Sequence[CareGuide]) -> None:
        """What the shop wrote that helps with this product; one that is published goes into the message."""
        _empty(self.guides)
        for one in guides:
            link = Link(one.title or _("Article without a title"))
            link.clicked.connect(partial(self.guide_asked.emit, one.id))
            self.guides.addWidget(link)
            if one.url:
                give = Link(_("Put its address into the message"))
                words = _("{title}: {address}").format(title=one.title, address=one.url)
                give.clicked.connect(partial(self.guide_given.emit, words))
                self.guides.addWidget(give)
        self.guide_box.setVisible(bool(guides))

    def _show_cost(self, found: CaseDesk) -> None:
        costs, minutes = found.story.costs, found.story.minutes
        self.cost_box.setVisible(bool(costs) or minutes > 0)
        self.spent.setText(_(" + ").join(str(one) for one in costs))
        self.spent.setVisible(bool(costs))
        parts = []
        total = found.detail.order.total if found.detail.order is not None else None
        if total is not None and total.minor and len(costs) == 1 and costs[0].currency == total.currency:
            parts.append(_("{share} of this order").format(share=f"{costs[0].minor / total.minor:.0%}"))
        if minutes:
            parts.append(plural("{count} minute of work", "{count} minutes of work", minutes))
        self.spent_of.setText(_(", ").join(parts))
        self.spent_of.setVisible(bool(parts))

    def _show_review(self, detail: CaseDetail, today: date) -> None:
        review = detail.review
        self.review_box.setVisible(review is not None)
        self.add_review.setVisible(review is None)
        if review is None:
            return
        self.stars.set_count(review.stars or 0)
        painted = shown_stars(review.stars, review.scale) is not None
        self.stars.setVisible(painted)
        self.said.setText(" ".join(f"{review.title} {review.text}".split()) or _("No words, only a rating"))
        parts = [review.rating] if review.rating and not painted else []
        if review.posted_on:
            parts.append(spoken_day(date.fromisoformat(review.posted_on), today))
        if review.replied_on:
            day = spoken_day(date.fromisoformat(review.replied_on), today)
            parts.append(_("replied {day}").format(day=day))
        self.when.setText(_(", ").join(parts))

    def _show_buyer(self, detail: CaseDetail, show_names: bool) -> None:
        row = detail.row
        self.buyer_box.setVisible(row.customer_id is not None)
        if row.customer_id is None:
            return
        named = row.customer if show_names and row.customer else _("Customer {number}").format(number=row.customer_id)
        self.buyer.setText(named)
        orders = plural("{count} order", "{count} orders", detail.orders)
        cases = plural("{count} other case", "{count} other cases", detail.earlier)
        self.known.setText(_("{orders}, {cases}").format(orders=orders, cases=cases))

    def _show_files(self, case: int, under: list[int]) -> None:
        """A pane of its own for each case: what is begun in one ends there, whatever is shown meanwhile."""
        self._files_of = (case, *under)
        if self.files is not None:
            self.column.removeWidget(self.files)
            self.files.hide()
            self.files.deleteLater()
        self.files = ProofPane()
        self.column.insertWidget(self.files_at, self.files)
        self.files_shown.emit(self.files, case, under)

    def _show_joined(self, detail: CaseDetail) -> None:
        _empty(self.joined_lines)
        for number, title in detail.under:
            link = Link(_("Take case {number} out: {title}").format(number=number, title=title))
            link.clicked.connect(partial(self.taken_out.emit, number))
            self.joined_lines.addWidget(link)
        if detail.split_from is not None:
            link = Link(_("Take the split from case {number} back").format(number=detail.split_from))
            link.clicked.connect(partial(self.split_taken_back.emit, detail.row.id))
            self.joined_lines.addWidget(link)
        self.joined.setVisible(self.joined_lines.count() > 0)

    def _choose_reason(self, reason: str) -> None:
        if self._detail is not None:
            self.reasoned.emit(self._detail.row.id, reason)

    def _open_order(self, place: int) -> None:
        if self._detail is not None and place < len(self._detail.orders_of):
            self.order_asked.emit(self._detail.orders_of[place].id)

    def _open_buyer(self) -> None:
        if self._detail is not None and self._detail.row.customer_id is not None:
            self.buyer_asked.emit(self._detail.row.customer_id)


def _empty(lines: QVBoxLayout) -> None:
    while (item := lines.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()


def soonest(detail: CaseDetail) -> list[PromiseRow]:
    """The open promises of a case, the one that is due first on top."""
    return sorted((one for one in detail.promises if one.is_open), key=lambda one: (one.due_on or "9999", one.id))


def _paid(order: OrderFacts, today: date) -> str:
    parts = [str(order.total) if order.total is not None else ""]
    if order.delivered_on:
        parts.append(_("Delivered {day}").format(day=spoken_day(date.fromisoformat(order.delivered_on), today)))
    return _(", ").join(filter(None, parts))
