"""The pane of one case: its title and reason, what was promised, order, review and buyer, and a note."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.aftersales import rules
from storeapp.aftersales.records import CaseDetail
from storeapp.aftersales.rules import Reason
from storeapp.aftersales.ui.promises import Promises
from storeapp.kernel.days import spoken_day
from storeapp.kernel.rating_words import shown_stars
from storeapp.kernel.text import _, in_context, plural
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Area,
    Button,
    ChannelTile,
    Choice,
    IconButton,
    Inspector,
    Label,
    Link,
    Note,
    Rule,
    Stars,
    Tag,
    TextLine,
    small,
)

KINDS = {"over": "bad", "today": "warn", "week": "plain", "later": "plain", "none": "plain"}


class NoteArea(Area):
    """The owner's note, kept when the cursor leaves it."""

    rested = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.rested.emit()


class CasePanel(Inspector):
    """Shows a CaseDetail; tells what the owner wants."""

    step_asked = Signal(int)
    renamed = Signal(int, str)
    reasoned = Signal(int, str)
    noted = Signal(int, str)
    closed = Signal(int)
    reopened = Signal(int)
    order_asked = Signal(int)
    review_asked = Signal(int)
    buyer_asked = Signal(int)
    refused = Signal(str)  # why a key did nothing

    def __init__(self, reasons: Mapping[str, Reason]) -> None:
        super().__init__(_("Case"))
        self._reasons = reasons
        self._detail: CaseDetail | None = None
        self.shown_title = self.shown_note = self.shown_reason = ""  # what the owner's own words were written upon
        self._build_head()
        self.title = TextLine(_("Title"))
        self.title.setMaxLength(rules.LONGEST_TITLE)
        self.title.editingFinished.connect(self._rename)
        self.title.setProperty("keptOnLeaving", True)
        self.column.addWidget(self.title)
        named = [("", _("Reason not known")), *((one.id, _(one.title)) for one in reasons.values())]
        self.reason = Choice(_("Reason"), named, small=False)
        self.reason.picked.connect(self._choose_reason)
        self.column.addWidget(self.reason)
        self.warning = Note("", "warn")
        self.warning.hide()
        self.column.addWidget(self.warning)
        self.column.addSpacing(4)
        self.column.addWidget(Label(_("Promises"), "small-strong"))
        self.promises = Promises()
        self.column.addWidget(self.promises)
        self.column.addWidget(Rule("border"))
        self._build_facts()
        self.column.addWidget(Rule("border"))
        self.note = NoteArea(_("Note"), _("Write a note for yourself"))
        self.note.setFixedHeight(theme().px(72))
        self.note.rested.connect(self.commit)
        self.note.setProperty("keptOnLeaving", True)
        self.column.addWidget(self.note)
        self.column.addStretch(1)
        self.end = Button(_("Close case"), icon="check")
        self.end.clicked.connect(self._end)
        self.footer.addStretch(1)
        self.add_to_footer(self.end)

    @property
    def case_id(self) -> int | None:
        """The case shown."""
        return self._detail.row.id if self._detail is not None else None

    def show_case(self, detail: CaseDetail, today: date, show_names: bool) -> None:
        """Show a case; a note being written to the same case stays."""
        same = self._detail is not None and self._detail.row.id == detail.row.id
        if not same:
            self.commit()
        written = same and self.note.toPlainText().strip() != self.shown_note
        self._detail = detail
        row = detail.row
        self.number.setText(_("Case {number}").format(number=row.id))
        self.tile.set_channel(row.platform, row.channel)
        self.tile.setVisible(bool(row.platform))
        self._show_tag(detail, today)
        if not (same and self.title.hasFocus()):
            self.title.setText(row.title)
            self.shown_title = row.title
            self.title.setCursorPosition(0)
        self.reason.choose(row.reason)
        self.shown_reason = row.reason
        warning = self._reasons[row.reason].warning if row.reason in self._reasons else ""
        self.warning.set(_(warning) if warning else "")
        self.warning.setVisible(bool(warning))
        self.promises.show_promises(detail.promises, detail.currency, today, row.state == "open")
        if not same:
            usual = self._reasons[row.reason].promise if row.reason in self._reasons else "answer"
            self.promises.begin(usual, today)
        self._show_order(detail, today)
        self._show_review(detail, today)
        self._show_buyer(detail, show_names)
        if not written:
            self.note.setPlainText(detail.note)
            self.shown_note = detail.note
        is_open = row.state == "open"
        self.end.setText(_("Close case") if is_open else _("Open again"))
        self.end.lock("")
        if is_open and any(one.kept_on is None for one in detail.promises):
            self.end.lock(_("Mark the promise as kept or remove it, then close"))

    def commit(self) -> None:
        """Keep a note that was changed."""
        text = self.note.toPlainText().strip()
        if self._detail is not None and text != self.shown_note:
            self.noted.emit(self._detail.row.id, text)
            self.shown_note = text

    def _show_tag(self, detail: CaseDetail, today: date) -> None:
        row = detail.row
        if row.state == "closed":
            self.tag.set(_("Closed"), "good", "check")
        elif row.open_promises:
            urgency = rules.urgency(row.due_on, today)
            self.tag.set(rules.due_words(row.due_on, today), KINDS[urgency], "clock")
        else:
            self.tag.set(in_context("case", "Open"), "info")

    def _show_order(self, detail: CaseDetail, today: date) -> None:
        order = detail.order
        self.order_box.setVisible(order is not None)
        if order is None:
            return
        self.order.setText(order.number)
        self.product.setText(order.products or _("No known product"))
        self.product.set_tip(order.titles)
        parts = [str(order.total) if order.total is not None else ""]
        if order.delivered_on:
            parts.append(_("Delivered {day}").format(day=spoken_day(date.fromisoformat(order.delivered_on), today)))
        self.paid.setText(_(", ").join(filter(None, parts)))

    def _show_review(self, detail: CaseDetail, today: date) -> None:
        review = detail.review
        self.review_box.setVisible(review is not None)
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

    def _build_head(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.number = Label("", "medium", "text-2")
        self.tile = ChannelTile()
        self.tag = Tag()
        for widget in (self.number, self.tile, self.tag):
            row.addWidget(widget)
        row.addStretch(1)
        self.before = IconButton("chevron-left", _("Previous case"), size="mini")
        self.after = IconButton("chevron-right", _("Next case"), size="mini")
        self.before.clicked.connect(lambda: self.step_asked.emit(-1))
        self.after.clicked.connect(lambda: self.step_asked.emit(1))
        row.addWidget(self.before)
        row.addWidget(self.after)
        self.head.addLayout(row)

    def _build_facts(self) -> None:
        self.order = Link("")
        self.order.clicked.connect(self._open_order)
        self.product = Label("", "medium", wrap=True)
        self.paid = small()
        self.order_box = self._box(_("Order"), self.order, self.product, self.paid)
        self.review = Link(_("Open"))
        self.review.clicked.connect(self.open_review)
        self.stars = Stars(0, 14)
        self.said = Label("", "body", wrap=True)
        self.when = small()
        self.review_box = self._box(_("Review"), self.review, self.stars, self.said, self.when)
        self.buyer = Link("")
        self.buyer.clicked.connect(self._open_buyer)
        self.known = small()
        self.buyer_box = self._box(_("Buyer"), self.buyer, self.known)

    def _box(self, name: str, link: Link, *lines: QWidget) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.addWidget(Label(name, "small-strong"))
        row.addStretch(1)
        row.addWidget(link)
        column.addLayout(row)
        for line in lines:
            column.addWidget(line)
        self.column.addWidget(box)
        return box

    def _rename(self) -> None:
        if self._detail is None:
            return
        words = " ".join(self.title.text().split())
        if not words:
            self.title.setText(self._detail.row.title)
        elif words != self._detail.row.title:
            self.renamed.emit(self._detail.row.id, words)

    def _choose_reason(self, reason: str) -> None:
        if self._detail is not None:
            self.reasoned.emit(self._detail.row.id, reason)

    def _end(self) -> None:
        if self._detail is not None:
            signal = self.closed if self._detail.row.state == "open" else self.reopened
            signal.emit(self._detail.row.id)

    def _open_order(self) -> None:
        if self._detail is not None and self._detail.order is not None:
            self.order_asked.emit(self._detail.order.id)

    def open_review(self) -> None:
        """Go to the review the case is about."""
        if self._detail is not None and self._detail.review is not None:
            self.review_asked.emit(self._detail.review.id)
        else:
            self.refused.emit(_("No review belongs to this case"))

    def write(self) -> None:
        """Enter in the list: the keys go to a new promise, of a closed case to its note."""
        field = self.promises.words if self.promises.form.isVisible() else self.note
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.scroller.ensureWidgetVisible(field, 0, theme().px(48))

    def keep_first(self) -> None:
        """Mark the open promise that is due first as kept."""
        detail = self._detail
        due = [one for one in detail.promises if one.kept_on is None] if detail is not None else []
        if due:
            self.promises.kept.emit(min(due, key=lambda one: (one.due_on or "9999", one.id)).id)
        else:
            self.refused.emit(_("No promise of this case is open"))

    def finish(self) -> None:
        """Close the case, or say what is still open."""
        if self._detail is None or self._detail.row.state != "open":
            self.refused.emit(_("This case is closed already"))
        elif any(one.kept_on is None for one in self._detail.promises):
            self.refused.emit(_("Mark the promise as kept or remove it, then close"))
        else:
            self.closed.emit(self._detail.row.id)

    def _open_buyer(self) -> None:
        if self._detail is not None and self._detail.row.customer_id is not None:
            self.buyer_asked.emit(self._detail.row.customer_id)
