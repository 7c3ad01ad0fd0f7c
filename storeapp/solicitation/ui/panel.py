"""The pane of one order: who is asked about what, the message with its checks, and what was sent so far."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from storeapp.kernel.clock import local_day
from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _, plural
from storeapp.messages.ui.pane import MessagePane, PaneWords
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import (
    Button,
    ChannelTile,
    IconButton,
    Inspector,
    Label,
    Link,
    Note,
    Rule,
    Tag,
    TextLine,
    small,
)
from storeapp.solicitation import rules
from storeapp.solicitation.messages.letters import REQUEST, RequestChecks, filled_spans
from storeapp.solicitation.messages.queries import RequestDesk
from storeapp.solicitation.order_pages import chats_on, international, spoken_number
from storeapp.solicitation.records import RequestDetail, SentRow, Words
from storeapp.solicitation.ui.request_list import STATES, product
from storeapp.solicitation.wording import buyer_title, delivery_words, reason_words, state_title, step_title

KINDS = {"positive": "good", "warning": "warn", "muted": "plain"}
ASKS_PLAN = ("checkout", "no_plan", "plan_off")  # reasons that a plan decides


class RequestPanel(Inspector):
    """Shows a RequestDesk; tells what the owner wants. `pane.text()` is the message as it stands."""

    step_asked = Signal(int)
    order_asked = Signal(int)
    buyer_asked = Signal(int)
    review_asked = Signal(int)
    photos_asked = Signal(int)
    mail_asked = Signal()
    save_asked = Signal()
    chat_asked = Signal(str)
    page_asked = Signal()
    rested = Signal()
    held = Signal(int)
    released = Signal(int)
    plans_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Review request"))
        self._desk = desk
        self.shown: RequestDesk | None = None
        self._used: tuple[Words, str] | None = None  # whose words were put in here, and these words
        self._build_head()
        self.column.setContentsMargins(0, 0, 0, 12)
        self.column.setSpacing(0)
        self.notes = QWidget()  # takes no room while it has nothing to say, the drawer of a small window being low
        notes = QVBoxLayout(self.notes)
        notes.setContentsMargins(16, 10, 16, 0)
        notes.setSpacing(6)
        self.guess, self.lack, self.hold = Note("", "info"), Note("", "warn"), Note("", "warn")
        self.release = Button(_("Release"), size="mini")
        self.release.clicked.connect(lambda: self._tell(self.released))
        self.hold.add(self.release)
        for note in (self.hold, self.guess, self.lack):
            note.hide()
            notes.addWidget(note)
        self.column.addWidget(self.notes)
        self.column.addWidget(self._subject_line())
        self.pane = MessagePane(desk, REQUEST, _words(), whole=True)
        self.pane.mark_at.hide()
        self.pane.rested.connect(self.rested)
        self.pane.filled_in.connect(self._filled_in)
        self.pane.checked.connect(self._show_verdict)
        self.pane.editor.setMinimumHeight(theme().px(248))
        self.pane.mark.set_kind("primary")
        self.column.addWidget(self.pane)
        self.column.addWidget(Rule("border"))
        self.column.addLayout(self._history())
        self.column.addStretch(1)
        self.mail = IconButton("mail", _("Open in mail"))
        self.mail.clicked.connect(self.mail_asked)
        self.add_to_footer(self.pane.copy)
        self.save = IconButton("save", _("Save as a mail file"))
        self.save.clicked.connect(self.save_asked)
        self.chat = Button(_("Chat"), icon="message")
        self.chats = QMenu(self.chat)
        self.chat.set_menu(self.chats)
        self.add_to_footer(self.chat)
        self.add_to_footer(self.mail)
        self.add_to_footer(self.save)
        self.footer.addStretch(1)
        self.add_to_footer(self.pane.mark)

    @property
    def order_id(self) -> int | None:
        """The order shown."""
        return self.shown.detail.row.id if self.shown is not None else None

    def words(self) -> Words:
        """In which words the message stands there: a template's, or free ones."""
        shown, text = self.shown, self.pane.text()
        if shown is None:
            return Words()
        plain = shown.plain
        if text == plain.body.strip():
            return Words(plain.template, plain.language, plain.variant)
        if self._used is not None and text == self._used[1].strip():
            return self._used[0]
        return Words(language=plain.language)

    def draft(self) -> tuple[int, str, str, str, tuple[str, str]] | None:
        """Order, step, subject, text and the template's (subject, text), where the owner changed what is kept."""
        shown = self.shown
        if shown is None:
            return None
        now = self.subject.text().strip(), self.pane.text()
        if now == (shown.subject.strip(), shown.text.strip()):
            return None
        return shown.detail.row.id, shown.step, *now, (shown.plain.subject, shown.plain.body)

    def show_request(self, found: RequestDesk, today: date, names: bool) -> None:
        """Show an order; a message that is being written to the same one stays."""
        before, row = self.order_id, found.detail.row
        writing = before == row.id and self.draft() is not None
        self.shown = found
        self.who.setText(buyer_title(row, names) or _("Buyer unknown"))
        self.tile.set_channel(row.platform, row.channel)
        icon, tone = STATES[row.state]
        self.tag.set(state_title(row.state), KINDS[tone], icon)
        about = [_("Order {number}").format(number=row.number), product(row)]
        if row.coupon:
            about.append(_("coupon {code}").format(code=row.coupon))
        self.about.setText(
            _(", ").join(filter(None, (*about, delivery_words(row.basis, row.low_on, row.high_on, today))))
        )
        self.why.setText(reason_words(row.reason, row.detail, today, resume=found.plan.resume))
        self.why.setVisible(row.state != rules.READY)  # the tag says that
        self.review.setVisible(row.review_id is not None)
        self.plans.setVisible(row.reason in ASKS_PLAN)
        self.to_buyer.setVisible(row.customer_id is not None)
        self._show_notes(found, today)
        mails = found.plan.through == "email"
        for widget in (self.subject_line, self.mail, self.save):
            widget.setVisible(mails and bool(row.step))
        self._show_chats(found)
        self.page.setVisible(bool(found.page))
        for button in (self.mail, self.save):
            button.setEnabled(bool(row.email))
        self.pane.shades = partial(_shades, found)
        if not writing:
            self._used = None
            self.subject.setText(found.subject)
            self.subject.setCursorPosition(0)
        to = row.email if mails and names else ""
        where = to or _("on {channel}").format(channel=row.channel)
        self.pane.show_context(
            found.context, found.text, where, row.state not in (rules.READY, rules.HELD, rules.TOO_EARLY)
        )
        self.pane.setVisible(bool(row.step))
        self.pane.mark.lock("" if row.state == rules.READY else self.why.text())
        self._show_sent(found.detail, today)

    def _show_chats(self, found: RequestDesk) -> None:
        row = found.detail.row
        offered = chats_on(row.platform) if found.plan.through == "chat" else ()
        self.chats.clear()
        for one in offered:
            self.chats.addAction(one.name, partial(self.chat_asked.emit, one.id))
        self.chat.setVisible(bool(offered))
        if offered:
            digits = international(row.phone, row.country)
            number = spoken_number(digits) if digits and self._desk.settings.show_names else ""
            set_tip(self.chat, _("Opens a chat with {number}").format(number=number) if number else "")

    def _show_notes(self, found: RequestDesk, today: date) -> None:
        detail = found.detail
        held = ""
        if detail.hold_reason is not None:
            until = detail.hold_until
            held = _("You keep it back: {reason}").format(reason=detail.hold_reason)
            if until:
                day = spoken_day(date.fromisoformat(until), today)
                held = _("You keep it back until {day}: {reason}").format(day=day, reason=detail.hold_reason)
        if detail.row.reason == rules.UNSURE:
            held = _("It goes again only if you release it. If it is in your sent mail, mark it as sent.")
        elif detail.row.reason in rules.MAIL:
            held = _("Release it to try again")
        self.hold.set(held)
        self.hold.setVisible(bool(held))
        self.guess.set(_("Nobody knows this buyer's language: it is guessed from the country"))
        self.guess.setVisible(found.guessed and bool(detail.row.step))
        missing = found.problem
        if found.plain.missing:
            missing = _("Not known, and left empty: {names}").format(
                names=_(", ").join(_(one) for one in found.plain.missing)
            )
        self.lack.set(missing)
        self.lack.setVisible(bool(missing))
        self.notes.setVisible(any(not note.isHidden() for note in (self.hold, self.guess, self.lack)))

    def _show_verdict(self) -> None:
        """What the checks looked at, and that they found nothing where they didn't."""
        shown = self.shown
        if shown is None or not isinstance(shown.context.checks, RequestChecks):
            return
        count = shown.context.checks.looked_at()
        clean = not any(line.finding.severity in ("BLOCK", "WARN") for line in self.pane.checks.told())
        words = plural("{count} rule looked at, nothing found", "{count} rules looked at, nothing found", count)
        self.pane.checks.say(words if clean else "")

    def _show_sent(self, detail: RequestDetail, today: date) -> None:
        lines = [_sent_words(one, today) for one in detail.sent]
        self.sent.setText("\n".join(lines) or _("Nothing was sent about this order yet"))

    def _filled_in(self, template: str, language: str, words: str) -> None:
        self._used = (Words(template, language), words)
        self.rested.emit()

    def _build_head(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.who = Label("", "section", elide=True)
        self.tile = ChannelTile("", "")
        self.tag = Tag()
        self.before = IconButton("chevron-left", _("Previous order"), size="mini")
        self.after = IconButton("chevron-right", _("Next order"), size="mini")
        self.before.clicked.connect(lambda: self.step_asked.emit(-1))
        self.after.clicked.connect(lambda: self.step_asked.emit(1))
        row.addWidget(self.who)
        row.addWidget(self.tile)
        row.addStretch(1)
        for widget in (self.tag, self.before, self.after):
            row.addWidget(widget)
        self.head.addLayout(row)
        self.about = small("", wrap=True)
        self.why = small("", "text-2", wrap=True)
        links = QHBoxLayout()
        links.setSpacing(12)
        self.plans = Link(_("Plans"))
        self.plans.clicked.connect(self.plans_asked)
        self.to_order, self.to_buyer, self.review = Link(_("Order")), Link(_("Buyer")), Link(_("Review"))
        self.page = Link(_("Open on the channel"))
        self.page.clicked.connect(self.page_asked)
        self.to_order.clicked.connect(lambda: self._tell(self.order_asked))
        self.to_buyer.clicked.connect(self._open_buyer)
        self.review.clicked.connect(self._open_review)
        self.photos = Link(_("Photos"))
        self.photos.clicked.connect(lambda: self._tell(self.photos_asked))
        for link in (self.to_order, self.to_buyer, self.review, self.photos, self.page, self.plans):
            links.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        links.addStretch(1)
        self.lines = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self.lines.setSpacing(8)
        self.lines.addWidget(self.about, 1)
        self.lines.addLayout(links)
        self.head.addLayout(self.lines)
        self.head.addWidget(self.why)
        self.head.addWidget(Rule("border"))

    def _subject_line(self) -> QWidget:
        self.subject_line = QWidget()
        column = QVBoxLayout(self.subject_line)
        column.setContentsMargins(16, 10, 16, 0)
        column.setSpacing(4)
        self.subject = TextLine(_("Subject"))
        self.subject.setProperty("keepsItself", True)
        self.subject.setMaxLength(200)
        self.subject.textEdited.connect(lambda _text: self.rested.emit())
        column.addWidget(small(_("Subject")))
        column.addWidget(self.subject)
        return self.subject_line

    def _history(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(16, 12, 16, 0)
        column.setSpacing(4)
        column.addWidget(Label(_("Sent so far"), "small-strong"))
        self.sent = small("", "text-2", wrap=True)
        self.sent.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        column.addWidget(self.sent)
        return column

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A drawer is wide and low: links stand beside what the order is, in a narrow pane under it."""
        wide = self.width() >= theme().px(640)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if way != self.lines.direction():
            self.lines.setDirection(way)
        super().resizeEvent(event)

    def _tell(self, signal: object) -> None:
        if self.order_id is not None:
            signal.emit(self.order_id)  # type: ignore[attr-defined]

    def _open_buyer(self) -> None:
        if self.shown is not None and self.shown.detail.row.customer_id is not None:
            self.buyer_asked.emit(self.shown.detail.row.customer_id)

    def _open_review(self) -> None:
        if self.shown is not None and self.shown.detail.row.review_id is not None:
            self.review_asked.emit(self.shown.detail.row.review_id)


def _shades(found: RequestDesk, text: str) -> list[tuple[int, int]]:
    return filled_spans(text, found.context.values)


def _sent_words(one: SentRow, today: date) -> str:
    day = spoken_day(local_day(one.sent_at), today)
    words = _("{what}, {day}").format(what=step_title(one.kind), day=day)
    return _("{what}, template “{name}”").format(what=words, name=one.template) if one.template else words


def _words() -> PaneWords:
    return PaneWords(
        title=_("Message"),
        placeholder=_("What you write to the buyer. It stays on this PC until you copy or send it."),
        copy=_("Copy"),
        copied=_("Message copied. Paste it where you write to the buyer, then mark it as sent."),
        mark=_("Mark as sent"),
        again=_("Mark as sent"),
        unmark=_("Mark as not sent"),
        earlier="",
        earlier_tip="",
    )
