"""Asks what a buyer agreed to: what may be used, for what, where, and until when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.evidence.rules import ALLOWED, USES, Consented, checked
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.qtkit.chip_flow import ChipFlow
from storeapp.qtkit.forms import LabelledField
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, DayField, Label, Note, TextLine, TickBox, section, small

LONGEST = 200
A_YEAR = timedelta(days=365)


class ConsentForm(QDialog):
    """`then` gets the consent when it is whole; what lacks is said beside what was typed.

    `about` names the record and the buyer; without a buyer the person is asked for.
    """

    def __init__(self, about: Consented, today: date, then: Callable[[Consented], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._about, self._then = about, then
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("What did the buyer agree to?"))
        self.setMinimumWidth(theme().px(520))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(section(_("What did the buyer agree to?")))
        column.addWidget(small(_("Only what they said yes to may be used. Keep their message as proof."), wrap=True))
        self.person = TextLine(_("Whose consent it is"))
        self.person.setMaxLength(LONGEST)
        person = LabelledField(_("Whose consent it is"), self.person)
        person.setVisible(about.customer_id is None)
        column.addWidget(person)
        self.allowed = {key: TickBox(_(words)) for key, words in ALLOWED.items()}
        self.uses = {key: TickBox(_(words)) for key, words in USES.items()}
        for ticks, chosen in ((self.allowed, about.allowed), (self.uses, about.uses)):
            for key in chosen:
                ticks[key].setChecked(True)
        for words, ticks in ((_("May be used"), self.allowed), (_("For"), self.uses)):
            column.addWidget(Label(words, "small", "muted"))
            flow = ChipFlow()
            flow.show_chips(list(ticks.values()))
            column.addWidget(flow)
        self.channels = TextLine(_("Only there"), placeholder=_("Everywhere, or names with commas between"))
        column.addWidget(LabelledField(_("Only there"), self.channels))
        days = QHBoxLayout()
        days.setSpacing(8)
        self.given = DayField(_("Given on"), today)
        self.ends = TickBox(_("It ends"))
        self.until = DayField(_("Ends on"), today + A_YEAR)
        self.until.setEnabled(False)
        self.ends.toggled.connect(self.until.setEnabled)
        days.addWidget(LabelledField(_("Given on"), self.given))
        days.addWidget(self.ends, 0, Qt.AlignmentFlag.AlignBottom)
        days.addWidget(LabelledField(_("Ends on"), self.until))
        days.addStretch(1)
        column.addLayout(days)
        self.how = TextLine(_("How it was given"), placeholder=_("Such as: message of 3 May"))
        self.how.setMaxLength(LONGEST)
        column.addWidget(LabelledField(_("How it was given"), self.how))
        self.problem = Note("", "bad")
        self.problem.hide()
        column.addWidget(self.problem)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.back = Button(_("Cancel"), "quiet")
        self.back.clicked.connect(self.reject)
        self.save = Button(_("Note the consent"), "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._save)
        foot.addWidget(self.back)
        foot.addWidget(self.save)
        column.addLayout(foot)

    def consent(self) -> Consented:
        """What stands in the fields."""
        names = self.channels.text().replace("，", ",").replace("、", ",").split(",")
        return replace(
            self._about,
            person=self.person.text(),
            allowed=frozenset(key for key, tick in self.allowed.items() if tick.isChecked()),
            uses=frozenset(key for key, tick in self.uses.items() if tick.isChecked()),
            channels=frozenset(filter(None, (" ".join(one.split()) for one in names))),
            given_on=self.given.day(),
            until_on=self.until.day() if self.ends.isChecked() else None,
            how=self.how.text(),
        )

    def _save(self) -> None:
        try:
            found = checked(self.consent())
        except UserError as why:
            self.problem.set(why.sentence, "bad")
            self.problem.show()
            return
        self._then(found)
        self.accept()
