"""Settings of the mail account that review requests may go through: the only network the program has, off at first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.qtkit.fields import NumberField, SecretLine
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Choice, Note, TextLine, TickBox, small
from storeapp.shell.session.controls import ShopDesk
from storeapp.shell.settings.settings_part import SettingsPart, field_row
from storeapp.solicitation.smtp.account import (
    MOST_A_DAY,
    MOST_A_MINUTE,
    PASSWORDS,
    PORTS,
    SECURITY,
    MailAccount,
    checked,
    filled_in,
    provider_of,
)
from storeapp.solicitation.smtp.queries import account
from storeapp.solicitation.smtp.service.accounts import check_line, forget_password, keep_password, set_account

if TYPE_CHECKING:
    from sqlalchemy import Connection

WIDE = 280


class MailPart(SettingsPart):
    """The account is kept in the shop's file, its password in this PC's key ring or nowhere."""

    def __init__(self, desk: ShopDesk, ask_db: Callable[..., Any]) -> None:
        super().__init__(desk)
        self._ask_db = ask_db
        self._kept = MailAccount()
        self._shown = False
        self._build_account()
        self._build_password()

    def refresh(self) -> None:
        def read(conn: Connection) -> MailAccount:
            return account(conn)

        self._ask_db(read, self._show)

    def typed(self) -> MailAccount:
        """The account as the form has it."""
        return replace(
            self._kept,
            on=self.on.isChecked(),
            address=self.address.text(),
            name=self.name.text(),
            host=self.host.text(),
            port=self.port.value(),
            security=str(self.security.value()),
            user=self.user.text(),
            a_minute=self.a_minute.value(),
            a_day=self.a_day.value(),
        )

    def _build_account(self) -> None:
        card = self.add_card(_("Sending review requests by mail"), _("off until you switch it on"))
        card.add(
            small(
                _(
                    "This is the only thing in the program that uses the internet. Once it is on, and only when you "
                    "press Send, the requests that are ready go to the one mail server below, encrypted. Nothing else "
                    "goes out, and nothing is fetched."
                ),
                "text-2",
                wrap=True,
            )
        )
        self.on = TickBox(_("Send review requests through my mail account"))
        card.add(self.on)
        self.address, self.name = TextLine(_("Your address")), TextLine(_("Name of the sender"))
        self.host, self.user = TextLine(_("Mail server")), TextLine(_("User name"))
        self.address.setPlaceholderText("shop@example.com")
        self.host.setPlaceholderText("smtp.example.com")
        for line in (self.address, self.name, self.host, self.user):
            line.setMinimumWidth(theme().px(WIDE))
        self.address.editingFinished.connect(self._fill_in)
        self.port = NumberField(_("Port"), 1, 65_535, PORTS["tls"], small=True)
        self.security = Choice(_("Encryption"), [(key, _(words)) for key, words in SECURITY.items()])
        self.security.picked.connect(self._take_port)
        self.port.setGroupSeparatorShown(False)
        self.a_minute = NumberField(_("Mails a minute"), 1, MOST_A_MINUTE, 10, small=True)
        self.a_day = NumberField(_("Mails a day"), 1, MOST_A_DAY, 200, small=True)
        field_row(card, _("Your address"), self.address)
        self.hint = Note("", "info")
        self.hint.hide()
        card.add(self.hint)
        field_row(card, _("Name of the sender"), self.name)
        field_row(card, _("Mail server"), self.host)
        field_row(card, _("Encryption"), _beside(self.security, self.port))
        field_row(card, _("User name"), self.user)
        field_row(
            card,
            _("At most a minute, a day"),
            _beside(self.a_minute, self.a_day),
            _("Providers close accounts that send too fast. Most allow a few hundred mails a day."),
        )
        self.problem = Note("", "bad")
        self.problem.hide()
        card.add(self.problem)
        self.save = Button(_("Save the mail account"), "primary")
        self.save.clicked.connect(self._save)
        card.add(_beside(self.save))

    def _build_password(self) -> None:
        card = self.add_card(_("Password"), _("in this PC's key ring"))
        self.password = SecretLine(_("Password of the mail account"))
        self.password.setMinimumWidth(theme().px(WIDE))
        hint = _(
            "It goes into the system's key ring and never into the shop's file. Where no key ring works, you are asked "
            "for it each time you send."
        )
        field_row(card, _("Password"), self.password, hint)
        self.keep = Button(_("Keep in the key ring"), icon="lock", size="small")
        self.check = Button(_("Check the line"), icon="check", size="small")
        self.forget = Button(_("Take out of the key ring"), icon="trash", size="small")
        self.keep.clicked.connect(self._keep)
        self.check.clicked.connect(self._check)
        self.forget.clicked.connect(self._forget)
        card.add(_beside(self.keep, self.check, self.forget))

    def _show(self, kept: MailAccount) -> None:
        if self._shown and self.typed() != self._kept and kept == self._kept:
            return  # what the owner is typing stays
        self._kept, self._shown = kept, True
        self.on.setChecked(kept.on)
        for line, text in (
            (self.address, kept.address),
            (self.name, kept.name),
            (self.host, kept.host),
            (self.user, kept.user),
        ):
            line.setText(text)
        self.security.choose(kept.security)
        self.port.setValue(kept.port)
        self.a_minute.setValue(kept.a_minute)
        self.a_day.setValue(kept.a_day)
        self._show_hint()

    def _take_port(self, security: str) -> None:
        self.port.setValue(PORTS[security])

    def _fill_in(self) -> None:
        """Put the provider's server in where the owner left it open."""
        full = filled_in(self.typed())
        if not self.host.text() and full.host:
            self.host.setText(full.host)
            self.security.choose(full.security)
            self.port.setValue(full.port)
        if not self.user.text():
            self.user.setText(full.user)
        self._show_hint()

    def _show_hint(self) -> None:
        known = provider_of(self.address.text())
        self.hint.setVisible(known is not None)
        if known is not None:
            self.hint.set(_(PASSWORDS[known.password]).format(name=known.name), "info")

    def _save(self) -> None:
        self.problem.hide()
        self.desk.do(
            _("Saving the mail account"), set_account, self.typed(), said=_saved, done=self._saved, failed=self._refused
        )

    def _saved(self, outcome: Outcome[MailAccount]) -> None:
        self._kept = self.typed()  # what stands there is what was kept: show it tidied
        self._show(outcome.value)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.problem.set(error.sentence, "bad")
            self.problem.show()

    def _keep(self) -> None:
        made = self._ready()
        if made is None:
            return
        if not self.password.text():
            self.desk.notices.refuse(_("Type the password first."))
            return
        password = self.password.text()

        def told(kept: bool) -> None:
            if kept:
                self.password.clear()
                self.desk.notices.say(_("The password is in this PC's key ring."))
            else:
                self.desk.notices.problem(_("No key ring works on this PC. You are asked for it each time you send."))

        self.desk.jobs.files(_("Keeping the password"), lambda _progress: keep_password(made, password), told)

    def _check(self) -> None:
        made, password = self._ready(), self.password.text()
        if made is None:
            return
        self.desk.jobs.files(
            _("Checking the line"),
            lambda progress: check_line(made, password, progress),
            lambda _none: self.desk.notices.say(_("The mail server lets you in. Nothing was sent.")),
        )

    def _forget(self) -> None:
        made = self._ready()
        if made is not None:
            self.desk.jobs.files(
                _("Forgetting the password"),
                lambda _progress: forget_password(made),
                lambda _none: self.desk.notices.say(_("The password is no longer in the key ring.")),
            )

    def _ready(self) -> MailAccount | None:
        """The account as it stands there; what it lacks is said."""
        self.problem.hide()
        try:
            return checked(replace(self.typed(), on=True))
        except UserError as why:
            self._refused(why)
            return None


def _saved(kept: MailAccount) -> str:
    return _("Saved. Requests may go by mail.") if kept.on else _("Saved. Nothing goes by mail.")


def _beside(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return holder
