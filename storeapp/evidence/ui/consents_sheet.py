"""The list of all that buyers agreed to: who, what, for what, until when, with its proof; and the way to withdraw."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.evidence.queries import consent_rows
from storeapp.evidence.records import ConsentRow
from storeapp.evidence.rules import consent_words, in_force
from storeapp.evidence.service import withdraw_consent
from storeapp.evidence.ui.actions import ProofActions
from storeapp.evidence.ui.pane import ProofPane
from storeapp.kernel.days import short_day
from storeapp.kernel.text import _, plural
from storeapp.qtkit.page import Page
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Label, States, empty_state, section, small

LIST_ID = "evidence.consents"


class ConsentsSheet(QDialog):
    """One row a consent; the files that prove the chosen one stand below."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent or page)
        self.page, self.desk = page, page.desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Consents"))
        self.resize(theme().px(900), theme().px(560))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(section(_("Consents")))
        self.sums = small("", "text-2", wrap=True)
        column.addWidget(self.sums)
        self.table = TableView(_("Consents"), LIST_ID, self.desk.settings, first_pad=16)
        names = self.desk.settings.show_names
        self.model = RowsModel(_columns(self.desk.clock.today(), names), parent=self)
        self.table.show_model(self.model)
        self.table.current_changed.connect(self._chosen)
        self.states = States(self.table)
        column.addWidget(self.states, 1)
        self.proof = QVBoxLayout()
        self.proof.setSpacing(4)
        column.addLayout(self.proof)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.withdraw = Button(_("They withdrew it"))
        self.withdraw.clicked.connect(self._withdraw)
        foot.addWidget(self.withdraw)
        foot.addStretch(1)
        self.back = Button(_("Close"), "quiet")
        self.back.clicked.connect(self.accept)
        foot.addWidget(self.back)
        column.addLayout(foot)
        self.look()

    def look(self) -> None:
        """Read the consents and show them."""
        self.page.ask_db(consent_rows, self._show, "consents")

    def _show(self, rows: list[ConsentRow]) -> None:
        place = max(0, self.table.currentIndex().row())
        self.model.set_rows(rows)
        today = self.desk.clock.today()
        count = sum(in_force(row.consent, today) for row in rows)
        self.sums.setText(plural("{count} consent is in force", "{count} consents are in force", count))
        if rows:
            self.states.show_content()
            self.table.go_to(min(place, len(rows) - 1))
        else:
            hint = _("Keep a buyer's photo with its order, then note what they agreed to")
            self.states.show_hint(empty_state("shield-check", _("Nobody agreed to anything yet"), hint))
        self._chosen(self.table.current_row())

    def _chosen(self, row: ConsentRow | None) -> None:
        today = self.desk.clock.today()
        self.withdraw.setEnabled(row is not None and in_force(row.consent, today))
        while (item := self.proof.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if row is None:
            return
        self.proof.addWidget(Label(_("What proves it"), "small-strong"))
        pane = ProofPane()
        ProofActions(self.page, pane, "consent", row.id).look()
        self.proof.addWidget(pane)

    def _withdraw(self) -> None:
        row = self.table.current_row()
        if row is not None:
            day = self.desk.clock.today()
            said = _("Withdrawn. Take down what was shown of it.")
            self.desk.do(
                _("Noting a withdrawal"), withdraw_consent, row.id, day, said=said, done=lambda _done: self.look()
            )


def _columns(today: date, names: bool) -> list[Column]:
    return [
        Column("who", _("Buyer"), width=150, sortable=False, text=partial(_who, names), font="medium"),
        Column("about", _("Photo or review"), width=160, sortable=False, text=_about),
        Column(
            "words", _("Agreed to"), width=300, sortable=False, stretch=True,
            text=lambda row: consent_words(row.consent, today),
        ),
        Column("given", _("Given"), width=76, sortable=False, text=lambda row: short_day(row.consent.given_on, today)),
        Column("how", _("How"), width=140, sortable=False, text=lambda row: row.consent.how, tone="text-2"),
        Column("proofs", _("Proof"), width=64, sortable=False, align="right", text=lambda row: f"{row.proofs:,}"),
    ]  # fmt: skip


def _about(row: ConsentRow) -> str:
    return row.about or _("The review's words")


def _who(names: bool, row: ConsentRow) -> str:
    """The person, by number where names are not to be shown; who is no customer was typed in by the owner."""
    buyer = row.consent.customer_id
    if buyer is None or (names and row.who.strip()):
        return row.who
    return _("Customer {number}").format(number=buyer)
