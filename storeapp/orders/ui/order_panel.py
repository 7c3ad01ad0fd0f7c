"""The pane of one order: its items and amounts, its days and status, and what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.beside import Said
from storeapp.kernel.days import clock_time
from storeapp.kernel.money import Money
from storeapp.kernel.places import country_name
from storeapp.kernel.text import N_, _
from storeapp.orders import buyers, rules
from storeapp.orders.records import Event, LineRow, OrderRecord
from storeapp.orders.ui.facts import EditFact, LinkFact, NamedFact, NoteField
from storeapp.orders.ui.panels import Panel
from storeapp.orders.ui.sentences import TAG_KINDS, OrderMoment, buyer_of, long_day
from storeapp.qtkit.gradually import Gradually
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, ChannelTile, Choice, Label, Link, Tag

AMOUNTS = {
    "items": N_("Items"),
    "shipping": N_("Shipping"),
    "discount": N_("Discount"),
    "tax": N_("Tax"),
    "paid": N_("Paid"),
    "refunded": N_("Refunded"),
}


class OrderPanel(Panel):
    """One order."""

    day_edited = Signal(int, str, str)  # order, name of the day, text
    status_chosen = Signal(int, str)
    noted = Signal(int, str)
    heard_edited = Signal(int, str)  # order, how the buyer found the shop
    buyer_asked = Signal(int)
    product_asked = Signal(int)
    case_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Order"), _("What happened"), parent)
        self._record: OrderRecord | None = None
        self.buyer = Link("")
        self.buyer.clicked.connect(self._ask_buyer)
        who = NamedFact(_("Customer"), 20)
        who.value.hide()
        who.column.insertWidget(0, self.buyer, 0, Qt.AlignmentFlag.AlignLeft)
        self.buyer_fact = self.add(who)
        self.to = self.add(NamedFact(_("Sent to")))
        self.asked = LinkFact(_("Review request"))
        self.add(self.asked)
        self.rule()
        self.lines = QVBoxLayout()
        self.lines.setSpacing(6)
        self._building = Gradually(self)
        self.facts.addLayout(self.lines)
        self.amounts = self.add(NamedFact(_("Amounts")))
        self.code = self.add(NamedFact(_("Discount code")))
        self.back = self.add(NamedFact(_("Sent back")))
        self.tracking = self.add(NamedFact(_(rules.TRACKING)))
        self.rule()
        self.status = Choice(_("Status"), [(key, _(words)) for key, (words, _tone) in rules.STATUSES.items()])
        self.status.picked.connect(self._choose_status)
        group = self.group()
        self.state = NamedFact(_("Status"), 28)
        self.state.value.hide()
        self.state.column.insertWidget(0, self.status, 0, Qt.AlignmentFlag.AlignLeft)
        group.addWidget(self.state)
        self.days: dict[str, EditFact] = {}
        for name, words in rules.DAYS.items():
            fact = EditFact(_(words))
            fact.saved.connect(partial(self._save_day, name))
            self.days[name] = fact
            group.addWidget(fact)
        self.heard = EditFact(_(rules.HEARD_FROM), [_(words) for words in buyers.HEARD])
        self.heard.saved.connect(self._save_heard)
        group.addWidget(self.heard)
        self.note = NoteField(_("Note"))
        self.note.saved.connect(self.noted)
        self.facts.addWidget(self.note)
        self.source = self.add(NamedFact(_("Comes from")))
        self.end()
        self.case = Button(_("Open its case"), icon="lifebuoy")
        self.case.clicked.connect(self.case_asked)
        self.add_to_footer(self.case)
        self.footer.addStretch(1)

    @property
    def buyer_id(self) -> int | None:
        """Who bought, None where nobody knows."""
        return self._record.row.customer_id if self._record is not None else None

    @property
    def record_id(self) -> int | None:
        """The order shown."""
        return self._record.row.id if self._record is not None else None

    def show_record(
        self, record: OrderRecord, events: Sequence[Event], beside: Said | None, moment: OrderMoment
    ) -> None:
        """Show an order with what happened to it, and what is said `beside` of its review request."""
        if self._record is not None and self._record.row.id != record.row.id:
            for fact in self.days.values():
                fact.done()
            self.heard.done()
        self._record = record
        row = record.row
        self.title.setText(_("Order {number}").format(number=row.number))
        time = clock_time(record.instants.get("placed_on"), record.time_zone)
        placed = " ".join(filter(None, (long_day(row.placed_on, moment.today), time)))
        self.under.setText(_("{when}, {channel}").format(when=placed, channel=row.channel) if placed else row.channel)
        tone = TAG_KINDS[rules.status_tone(row.status, row.late)]
        words = _("Late") if row.late else rules.status_title(row.status)
        self.show_marks([ChannelTile(row.platform, row.channel), Tag(words, tone, "clock" if row.late else "")])
        buyer = buyer_of(row, moment)
        self.buyer.setText(buyer)
        self.buyer_fact.setVisible(bool(buyer))
        self.buyer.setEnabled(row.customer_id is not None)
        self.asked.tell(beside)
        self.to.say(_(", ").join(filter(None, (record.city, country_name(row.country)))))
        self._show_lines(record.lines)
        self._show_amounts(record.amounts)
        self.status.choose(row.status)
        self.shown_status = row.status
        raw = record.status_raw if record.status_raw.casefold() not in ("", row.status) else ""
        self.state.more.setText(_("The channel says “{status}”").format(status=raw))
        self.state.more.setVisible(bool(raw))
        for name, fact in self.days.items():
            plain = record.days.get(name) or ""
            shown = " ".join(
                filter(None, (long_day(plain, moment.today), clock_time(record.instants.get(name), record.time_zone)))
            )
            more = record.cancel_reason if name == "canceled_on" else ""
            fact.put(plain, shown, more)
            fact.setVisible(bool(plain) or name != "canceled_on" or row.status == "canceled")
        self.heard.put(record.heard_from)
        self.code.say(record.discount_code)
        self.back.say(record.return_reason)
        self.tracking.say(record.tracking)
        self.note.put(row.id, record.note)
        file_row = record.source
        words = _("{file}, row {row}").format(file=file_row[0], row=f"{file_row[1]:,}") if file_row else ""
        self.source.say(words)
        self.source.setVisible(bool(words))
        self.timeline.show_events(events, moment, frozenset({"reviewed", "edited"}))

    def _show_lines(self, lines: Sequence[LineRow]) -> None:
        while (item := self.lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._building.begin(self._built(lines))

    def _built(self, lines: Sequence[LineRow]) -> Iterator[None]:
        """Line after line: an order of a wholesale shop may have hundreds."""
        for line in lines:
            self.lines.addWidget(self._item(line))
            yield

    def _item(self, line: LineRow) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        count = Label(f"{line.quantity:,} ×", "body", "muted")
        count.setMinimumWidth(theme().px(34))
        row.addWidget(count, 0, top)
        words = QVBoxLayout()
        words.setSpacing(1)
        name = Label(line.label or line.title or _("No title"), "medium", wrap=True)
        name.set_tip(line.title)
        words.addWidget(name)
        quiet = _(", ").join(filter(None, (line.sku, line.options)))
        if quiet:
            words.addWidget(Label(quiet, "small", "muted", wrap=True))
        row.addLayout(words, 1)
        row.addWidget(Label(str(line.total) if line.total is not None else "", "medium"), 0, top)
        return holder

    def _show_amounts(self, known: Mapping[str, Money]) -> None:
        total = self._record.row.total if self._record is not None else None
        quiet = [
            _("{name} {amount}").format(name=_(AMOUNTS[name]).lower(), amount=known[name])
            for name in AMOUNTS
            if name in known and known[name].minor
        ]
        self.amounts.say(str(total) if total is not None else "", _(", ").join(quiet))

    def _ask_buyer(self) -> None:
        if self._record is not None and self._record.row.customer_id is not None:
            self.buyer_asked.emit(self._record.row.customer_id)

    def _choose_status(self, status: str) -> None:
        if self._record is not None:
            self.status_chosen.emit(self._record.row.id, status)

    def _save_heard(self, text: str) -> None:
        if self._record is not None:
            self.heard_edited.emit(self._record.row.id, text)

    def _save_day(self, name: str, text: str) -> None:
        if self._record is not None:
            self.day_edited.emit(self._record.row.id, name, text)
