"""The pane of one customer: what they bought, how to reach them, their consent, and their whole story."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.beside import Said
from storeapp.kernel.places import country_name
from storeapp.kernel.sales import SALES_HINT
from storeapp.kernel.text import _, plural
from storeapp.orders import buyers
from storeapp.orders.buyers import CustomerRecord, PartRow
from storeapp.orders.records import BuyerRow, Event
from storeapp.orders.ui.facts import EditFact, LinkFact, NamedFact, NoteField
from storeapp.orders.ui.panels import Panel
from storeapp.orders.ui.sentences import OrderMoment, long_day, totals
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Button, ChannelTile, Choice, IconButton, Label, Tag, TickBox, section

PERSONAL = ("name", "email", "phone")


class BuyerPanel(Panel):
    """One customer."""

    edited = Signal(int, str, str)  # customer, field, text
    consent_chosen = Signal(int, str)
    contact_chosen = Signal(int, bool)  # do not contact
    orders_asked = Signal(int)
    case_asked = Signal()
    part_asked = Signal(int)  # a customer who was merged into the one shown

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Customer"), _("Story"), parent)
        self._record: CustomerRecord | None = None
        self._shown: int | None = None  # whose personal data the owner uncovered
        self._moment: OrderMoment | None = None
        self.total = self.add(NamedFact(_("Bought for")))
        set_tip(self.total, _(SALES_HINT))
        self.place = self.add(NamedFact(_("Lives in")))
        self.known = self.add(NamedFact(_("Known as")))
        self.asked = LinkFact(_("Review requests"))
        self.add(self.asked)
        self.rule()
        self._personal_head()
        self.fields: dict[str, EditFact] = {}
        close = self.group()
        for field in (*PERSONAL, "language", "heard_from"):
            suggestions = [_(words) for words in buyers.HEARD] if field == "heard_from" else ()
            fact = EditFact(_(buyers.FIELDS[field]), suggestions)
            fact.saved.connect(partial(self._save, field))
            self.fields[field] = fact
            close.addWidget(fact)
        self._contact(close)
        self.note = NoteField(_("Note"))
        self.note.saved.connect(self._save_note)
        self.parts = QVBoxLayout()
        self.parts.setSpacing(4)
        self.facts.addWidget(self.note)
        self.facts.addLayout(self.parts)
        self.end()
        self.orders_button = Button(_("Show orders"), icon="bag")
        self.orders_button.clicked.connect(self._ask_orders)
        self.case = Button(_("Open a case"), icon="lifebuoy")
        self.case.clicked.connect(self.case_asked)
        self.add_to_footer(self.case)
        self.footer.addStretch(1)
        self.add_to_footer(self.orders_button)

    def _personal_head(self) -> None:
        row = QHBoxLayout()
        row.addWidget(section(_("Contact")), 1)
        self.eye = IconButton("eye", _("Show this customer's personal data"), size="mini")
        self.eye.clicked.connect(self._uncover)
        row.addWidget(self.eye)
        self.facts.addLayout(row)

    def _contact(self, group: QVBoxLayout) -> None:
        self.consent = Choice(_("Consent"), [(key, _(words)) for key, words in buyers.CONSENTS.items()])
        self.consent.picked.connect(self._choose_consent)
        self.barred = TickBox(_("Do not contact"))
        self.barred.clicked.connect(self._choose_contact)
        asked = NamedFact(_("Consent"), 28)
        asked.value.hide()
        asked.column.insertWidget(0, self.consent, 0, Qt.AlignmentFlag.AlignLeft)
        group.addWidget(asked)
        self.facts.addWidget(self.barred)

    @property
    def record_id(self) -> int | None:
        """The customer shown."""
        return self._record.id if self._record is not None else None

    @property
    def record_parts(self) -> list[int]:
        """The customers merged into the one shown, those merged last first."""
        return [one.id for one in self._record.parts] if self._record is not None else []

    def show_record(
        self,
        record: CustomerRecord,
        row: BuyerRow,
        events: Sequence[Event],
        older: int,
        beside: Said | None,
        moment: OrderMoment,
    ) -> None:
        """Show a customer with their story, and what is said `beside` of review requests to them."""
        if self._record is not None and self._record.id != record.id:
            self._shown = None
            for fact in self.fields.values():
                fact.done()
        self._record, self._moment = record, moment
        self.title.setText(buyers.title(record.id, record.name, moment.show_names))
        ordered = any(event.kind == "ordered" for event in events)
        self.under.setText(self._summary(record, moment, ordered))
        marks: list[QWidget] = [ChannelTile(platform, name) for platform, name in row.channels[:4]]
        if record.do_not_contact:
            marks.append(Tag(_("Do not contact"), "bad", "ban"))
        self.show_marks(marks)
        said = plural("{count} review", "{count} reviews", row.reviews) if row.reviews else _("No review yet")
        if row.stars is not None:
            said = _("{reviews}, {stars} stars on average").format(reviews=said, stars=f"{row.stars:.1f}")
        self.total.say(totals(row.totals), said)
        self.asked.tell(beside)
        self.place.say(_(", ").join(filter(None, (record.city, country_name(record.country)))))
        self._cover()
        self.fields["language"].put(record.language)
        self.fields["heard_from"].put(record.heard_from)
        self._show_parts(record)
        self.consent.choose(record.consent)
        self.barred.setChecked(record.do_not_contact)
        self.note.put(record.id, record.note)
        self.orders_button.setEnabled(ordered)
        self.timeline.show_events(events, moment, frozenset({"ordered", "reviewed", "edited"}), older)

    def _show_parts(self, record: CustomerRecord) -> None:
        """The customers merged into this one, each with the way back."""
        while (item := self.parts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not record.parts:
            return
        inside = self.scroller.widget()
        words = plural("Merged from {count} customer", "Merged from {count} customers", len(record.parts) + 1)
        self.parts.addWidget(Label(words, "section", parent=inside))
        opened = self._moment is not None and (self._moment.show_names or self._shown == record.id)
        for one in record.parts:
            self.parts.addWidget(self._part(one, opened, inside))

    def _part(self, one: PartRow, opened: bool, parent: QWidget | None) -> QWidget:
        holder = QWidget(parent)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        orders = plural("{count} order", "{count} orders", one.orders)
        name = buyers.title(one.id, one.name, opened)
        said = _("{customer}, {orders}").format(customer=name, orders=orders)
        row.addWidget(Label(said, "body", wrap=True, parent=holder), 1)
        again = Button(_("Split again"), icon="undo", size="small", parent=holder)
        again.setAccessibleName(_("Split customer {number} again").format(number=one.id))
        again.clicked.connect(partial(self.part_asked.emit, one.id))
        row.addWidget(again)
        return holder

    def _summary(self, record: CustomerRecord, moment: OrderMoment, ordered: bool) -> str:
        if not record.order_count:
            return _("Only orders that were canceled or not paid for") if ordered else _("No order yet")
        orders = plural("{count} order", "{count} orders", record.order_count)
        if record.order_count == 1 or not record.first_order_on:
            return _("{orders}, {day}").format(orders=orders, day=long_day(record.last_order_on, moment.today))
        since = long_day(record.first_order_on, moment.today)
        return _("{orders} since {day}").format(orders=orders, day=since)

    def _cover(self) -> None:
        """Personal data stand open only where names are turned on, or for the one customer the owner uncovered."""
        record, moment = self._record, self._moment
        if record is None or moment is None:
            return
        opened = moment.show_names or self._shown == record.id
        for field in PERSONAL:
            value = str(getattr(record, field))
            self.fields[field].put(value, None if opened or not value else "•••••••")
            self.fields[field].pencil.setEnabled(opened or not value)
        names = [f"{one.value} ({one.channel})" for one in record.identities]
        self.known.say(_(", ").join(names if opened else sorted({one.channel for one in record.identities})))
        self.eye.setVisible(not moment.show_names)
        self.eye.set_icon("eye-off" if opened else "eye")

    def _uncover(self) -> None:
        record = self._record
        self._shown = None if record is None or self._shown == record.id else record.id
        self._cover()

    def _save(self, field: str, text: str) -> None:
        if self._record is not None:
            self.edited.emit(self._record.id, field, text)

    def _save_note(self, record: int, text: str) -> None:
        self.edited.emit(record, "note", text)

    def _choose_consent(self, consent: str) -> None:
        if self._record is not None:
            self.consent_chosen.emit(self._record.id, consent)

    def _choose_contact(self) -> None:
        if self._record is not None:
            self.contact_chosen.emit(self._record.id, self.barred.isChecked())

    def _ask_orders(self) -> None:
        if self._record is not None:
            self.orders_asked.emit(self._record.id)
