"""What the owner does with requests: each is one write, said with its way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from storeapp.kernel.outcome import Outcome
from storeapp.kernel.targets import OpenCaseOfOrder
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.actions import ActionSpec
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.table import TableView
from storeapp.solicitation import service
from storeapp.solicitation.mail import mailto
from storeapp.solicitation.mail_files import file_name, save_mail
from storeapp.solicitation.messages.letters import Letter
from storeapp.solicitation.messages.queries import in_own_words
from storeapp.solicitation.messages.service import keep_draft, overrule
from storeapp.solicitation.order_pages import chat_page, chats_on, international
from storeapp.solicitation.records import RequestRow, Sending, Words
from storeapp.solicitation.ui.panel import RequestPanel

ACTIONS = (
    ActionSpec("requests.sent", N_("Mark as sent"), "send", "S", scope="list", waits=True),
    ActionSpec("requests.copy", N_("Copy the message"), "copy", "C", scope="list", waits=True),
    ActionSpec("requests.mail", N_("Open the message in the mail program"), "mail", "M", scope="list", waits=True),
    ActionSpec("requests.chat", N_("Open the message in WhatsApp"), "message", "W", scope="list", waits=True),
    ActionSpec("requests.telegram", N_("Open the message in Telegram"), "message", "G", scope="list", waits=True),
    ActionSpec("requests.open", N_("Open the order on the channel"), "external", "E", scope="list", waits=True),
    ActionSpec("requests.save", N_("Save the message as a mail file"), "save", scope="list", waits=True),
    ActionSpec("requests.late", N_("Not arrived yet: ask a week later"), "truck", "N", scope="list", waits=True),
    ActionSpec("requests.hold", N_("Keep the request back"), "lock", "H", scope="list", waits=True),
    ActionSpec("requests.release", N_("Release the request"), "unlock", "U", scope="list", waits=True),
    ActionSpec("requests.optout", N_("The buyer wants no more messages"), "ban", "O", scope="list", waits=True),
)


class RequestActions:
    """Works on the rows the keyboard stands on, with the message beside them."""

    def __init__(self, desk: Desk, table: TableView, panel: Callable[[], RequestPanel]) -> None:
        self.desk, self.table, self._panel = desk, table, panel
        self._handed: tuple[int, str, str] | None = None  # the draft on its way into the shop

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What each of ACTIONS does."""
        return {
            "requests.sent": self.mark,
            "requests.copy": self.copy,
            "requests.mail": self.mail,
            "requests.chat": partial(self.chat, "whatsapp"),
            "requests.telegram": partial(self.chat, "telegram"),
            "requests.open": self.open_order,
            "requests.save": self.save,
            "requests.late": partial(self._one, self._late),
            "requests.hold": partial(self._one, self._hold),
            "requests.release": partial(self._one, self._release),
            "requests.optout": partial(self._one, self._opt_out),
        }

    def serve(self, panel: RequestPanel) -> None:
        """Do what is asked for in the pane of an order."""
        panel.pane.copy_asked.connect(lambda _text: self.copy())
        panel.pane.mark_asked.connect(lambda _text: self.mark())
        panel.pane.sent.connect(self._copy_and_mark)
        panel.pane.overruled.connect(self._overrule)
        panel.mail_asked.connect(self.mail)
        panel.save_asked.connect(self.save)
        panel.chat_asked.connect(self.chat)
        panel.page_asked.connect(self.open_order)
        panel.rested.connect(self.keep_draft)
        panel.released.connect(self._release)

    def keep_draft(self) -> None:
        """Keep the owner's own words, before something else is shown."""
        draft = self._panel().draft()
        if draft is None:
            return
        order, step, subject, text, plain = draft
        if self._handed == (order, subject, text):
            return
        self._handed = (order, subject, text)

        def ended(_result: object) -> None:
            if self._handed == (order, subject, text):
                self._handed = None

        self.desk.do(_("Saving a draft"), keep_draft, order, step, subject, text, plain, done=ended, failed=ended)

    def copy(self) -> None:
        """Put the message on the clipboard."""
        panel = self._in_hand()
        if panel is not None and not panel.pane.refused():
            panel.pane.put_on_clipboard(panel.pane.text())

    def mail(self) -> None:
        """Open the message in the mail program, ready to be sent."""
        panel = self._mailed()
        if panel is None or panel.shown is None:
            return
        address = mailto(panel.shown.detail.row.email, panel.subject.text(), panel.pane.text())
        if address is None:
            self.desk.notices.refuse(_("This message is too long for that way. Copy it instead."))
        elif not QDesktopServices.openUrl(QUrl(address)):
            self.desk.notices.refuse(_("No mail program answered. Copy the message instead."))

    def chat(self, chat: str) -> None:
        """Open a chat with the buyer, the message written in it."""
        panel = self._in_hand()
        if panel is None or panel.shown is None:
            return
        row = panel.shown.detail.row
        offered = {one.id for one in chats_on(row.platform)} if panel.shown.plan.through == "chat" else set()
        if chat not in offered:
            self.desk.notices.refuse(_("This request doesn't go through such a chat. Copy the message instead."))
            return
        if panel.pane.refused():
            return
        digits = international(row.phone, row.country)
        address = chat_page(chat, row.platform, digits, panel.pane.text())
        if address is None:
            self.desk.notices.refuse(_("This message is too long for that way. Copy it instead."))
        elif not address:
            words = _("No phone number that is in use is known here. Add it to the buyer with its country (+44 …).")
            self.desk.notices.refuse(words)
        else:
            self._browse(address)

    def open_order(self) -> None:
        """Open the order's page on its channel in the browser."""
        panel = self._in_hand()
        if panel is None or panel.shown is None:
            return
        if panel.shown.page:
            self._browse(panel.shown.page)
        else:
            words = _("The address of this order on {channel} isn't known. Open it there by its number.")
            self.desk.notices.refuse(words.format(channel=panel.shown.detail.row.channel))

    def _browse(self, address: str) -> None:
        if not QDesktopServices.openUrl(QUrl.fromEncoded(address.encode("ascii"))):
            self.desk.notices.refuse(_("No browser answered."))

    def save(self) -> None:
        """Ask where the message goes as a mail file (.eml), as it is written there."""
        panel = self._mailed()
        if panel is None or panel.shown is None:
            return
        row = panel.shown.detail.row
        goes = in_own_words(panel.shown.plain, (panel.subject.text(), panel.pane.text()))
        self.desk.ask.save_file(
            self.table,
            _("Save the message as a mail file"),
            file_name(row.number, row.id),
            partial(self.save_to, replace(goes, to=row.email)),
            [_("Mail (*.eml)")],
        )

    def save_to(self, letter: Letter, path: Path) -> None:
        """Write a message to `path`."""
        work = partial(save_mail, path, letter, self.desk.clock.now())
        self.desk.jobs.files(_("Saving a mail"), lambda _progress: work(), lambda _none: self._saved(path))

    def _saved(self, path: Path) -> None:
        words = _("Saved {file}. Open it in your mail program and send it, then mark it as sent.")
        self.desk.notices.say(words.format(file=path.name))

    def mark(self) -> None:
        """Note that the requests of the selected orders were sent."""
        if self.table.selected_count() > 1:
            self.table.selected_rows(self._mark_rows)
            return
        row = self.table.current_row()
        panel = self._in_hand()
        if row is None:
            return
        if panel is not None and panel.pane.refused():
            return
        self._mark([row.id], panel.words() if panel is not None else Words())

    def _copy_and_mark(self) -> None:
        self.copy()
        self.mark()
        self.table.setFocus()

    def _mark_rows(self, rows: list[RequestRow]) -> None:
        self._mark([row.id for row in rows if row is not None], None)

    def _mark(self, orders: list[int], words: Words | None) -> None:
        self.keep_draft()
        arguments = (orders,) if words is None else (orders, words)
        self.desk.do(_("Marking requests as sent"), service.mark_sent, *arguments, said=_sent, done=self._left)

    def _left(self, outcome: object) -> None:
        sending: Sending = outcome.value  # type: ignore[attr-defined]
        if sending.left:
            count = len(sending.left)
            words = plural("{count} was not marked. {{why}}", "{count} were not marked. {{why}}", count)
            self.desk.notices.refuse(words.format(why=sending.left[0][1]))

    def _late(self, order: int) -> None:
        row = self.table.current_row()
        last = row.last_on if row is not None and row.id == order else None
        case = (_("Open a case"), partial(self.desk.navigate, OpenCaseOfOrder(order)))

        def put_off(outcome: Outcome[str]) -> None:
            words = _("The request waits a week for the parcel")
            if last is not None and last < outcome.value:
                words = _("In a week the time to ask on this platform is over: this order is not asked")
            self.desk.notices.say(words, undo=True, action=case)

        self.desk.do(_("Putting a request off"), service.not_arrived, order, done=put_off)

    def _hold(self, order: int) -> None:
        self.desk.ask.text(
            self.table,
            _("Keep this request back"),
            _("Why"),
            partial(self._hold_for, order),
            verb=_("Keep back"),
            text=_("It stays back until you release it. The proof that everybody was asked shows why."),
        )

    def _hold_for(self, order: int, reason: str) -> None:
        self.desk.do(_("Keeping a request back"), service.hold, order, reason, said=_("Held back"))

    def _release(self, order: int) -> None:
        def ended(outcome: Outcome[bool]) -> None:
            if not outcome.value:
                self.desk.notices.say(_("You don't keep this request back"))

        self.desk.do(_("Releasing a request"), service.release, order, said=_("Released"), done=ended)

    def _opt_out(self, order: int) -> None:
        self.desk.ask.confirm(
            self.table,
            _("The buyer wants no more messages"),
            _("Nobody here writes to this person any more, about no order and on no channel. You can take it back."),
            _("Write no more"),
            partial(self._opt_out_now, order),
        )

    def _opt_out_now(self, order: int) -> None:
        self.desk.do(_("Noting an opt-out"), service.opt_out, order, said=_("Noted. Nobody writes to this buyer."))

    def _overrule(self, order: int, rules: list[str], text: str, reason: str) -> None:
        said = _("Warning ignored. The reason is kept.")
        self.desk.do(_("Ignoring a warning"), overrule, order, rules, text, reason, said=said)

    def _one(self, then: Callable[[int], None]) -> None:
        row = self.table.current_row()
        if row is not None:
            then(row.id)

    def _mailed(self) -> RequestPanel | None:
        """The pane, where its message goes by mail and may go; else that is said."""
        panel = self._in_hand()
        if panel is None or panel.shown is None or panel.pane.refused():
            return None
        if panel.shown.plan.through != "email" or not panel.shown.detail.row.email:
            self.desk.notices.refuse(_("No e-mail address is known here. Copy the message instead."))
            return None
        return panel

    def _in_hand(self) -> RequestPanel | None:
        """The pane, where it shows the row the keyboard stands on."""
        row, panel = self.table.current_row(), self._panel()
        return panel if row is not None and panel.order_id == row.id else None


def _sent(sending: Sending) -> str:
    count = len(sending.sent)
    return plural("{count} request marked as sent", "{count} requests marked as sent", count) if count else ""
