"""The owner's templates of a kind of message, and the signature: with a live preview, and variables to press."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.messages.queries import own_templates, signature
from storeapp.messages.service import delete_template, save_template, set_signature
from storeapp.messages.templates import LANGUAGES, LONGEST_NAME, MessageKind, TemplateRow, filled, sample_values
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.forms import LabelledField
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Area, Button, Chip, Choice, Label, Note, Rule, TextLine, message, section, small

PREVIEW_AFTER = 200  # ms
CHIPS_A_ROW = 5


class TemplateForm(QDialog):
    """Keeps nothing until Save; every save and delete can be taken back in History."""

    def __init__(self, desk: Desk, kind: MessageKind, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk, self.kind = desk, kind
        self._own: list[TemplateRow] = []
        self._shown: TemplateRow | None = None  # the template as the fields were filled with it
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Templates"))
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(section(_("Templates")))
        self._signed: dict[str, str] = {}  # the signature as it stood when the owner began to change it
        self.which = Choice(_("Template"), [(None, _("New template"))], small=False)
        self.which.picked.connect(self._show)
        column.addWidget(self.which)
        column.addLayout(self._fields(language))
        column.addLayout(self._chips())
        self.body = Area(_("Text"), _("Thank you, {{ first_name }}. …"))
        self.body.setFixedHeight(theme().px(120))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PREVIEW_AFTER)
        self._timer.timeout.connect(self.preview_now)
        self.body.textChanged.connect(self._timer.start)
        column.addWidget(self.body)
        column.addWidget(Label(_("Preview"), "small-strong"))
        self.preview = message("", "text-2")
        column.addWidget(self.preview)
        self.problem = Note("", "bad")
        self.problem.hide()
        column.addWidget(self.problem)
        column.addLayout(self._buttons())
        column.addWidget(Rule("border"))
        column.addWidget(Label(_("Your signature"), "small-strong"))
        column.addLayout(self._signature())
        self._read()

    def _fields(self, language: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.name = TextLine(_("Name"))
        self.name.setMaxLength(LONGEST_NAME)
        self.language = Choice(_("Language"), list(LANGUAGES.items()), small=False)
        self.language.choose(language)
        self.language.picked.connect(lambda _code: self.preview_now())
        offered = [("", _("Any situation")), *((key, _(words)) for key, words in self.kind.situations().items())]
        self.situation = Choice(_("Situation"), offered, small=False)
        row.addWidget(LabelledField(_("Name"), self.name), 1)
        row.addWidget(LabelledField(_("Language"), self.language))
        row.addWidget(LabelledField(_("Situation"), self.situation))
        return row

    def _chips(self) -> QVBoxLayout:
        lines = QVBoxLayout()
        lines.setSpacing(6)
        for number, (name, variable) in enumerate(self.kind.variables.items()):
            if number % CHIPS_A_ROW == 0:
                row = QHBoxLayout()
                row.setSpacing(6)
                row.addStretch(1)
                lines.addLayout(row)
            chip = Chip(_(variable.title), icon="plus")
            chip.clicked.connect(partial(self.insert, name))
            row.insertWidget(number % CHIPS_A_ROW, chip)
        return lines

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.drop = Button(_("Delete template"), "danger")
        self.drop.clicked.connect(self._delete)
        self.save = Button(_("Save template"), "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._save)
        row.addWidget(self.drop)
        row.addStretch(1)
        row.addWidget(self.save)
        return row

    def _signature(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.who = TextLine(_("Your name"))
        self.role = TextLine(_("Your role"))
        self.contact = TextLine(_("Public contact"))
        for words, line in ((_("Your name"), self.who), (_("Your role"), self.role)):
            row.addWidget(LabelledField(words, line))
        row.addWidget(LabelledField(_("Public contact"), self.contact), 1)
        column.addLayout(row)
        foot = QHBoxLayout()
        foot.addWidget(small(_("Etsy, eBay and Amazon allow no address or number in public."), wrap=True), 1)
        self.sign = Button(_("Save signature"))
        self.sign.clicked.connect(self._sign)
        self.back = Button(_("Close"), "quiet")
        self.back.clicked.connect(self.accept)
        foot.addWidget(self.sign)
        foot.addWidget(self.back)
        column.addLayout(foot)
        return column

    def insert(self, name: str) -> None:
        """Put a variable in at the cursor."""
        self.body.insertPlainText(f"{{{{ {name} }}}}")
        self.body.setFocus()

    def preview_now(self) -> None:
        """Fill the text with sample values, or say what is wrong with it."""
        self._timer.stop()
        body, values = self.body.toPlainText(), sample_values(self.kind, self.language.value())
        if not body.strip():
            self._previewed("")
            return
        self.desk.jobs.read(lambda _progress: filled(body, values), self._previewed, self._refused)

    def _previewed(self, words: str) -> None:
        self.problem.hide()
        self.preview.setText(words or _("What you write above is shown here with sample values"))

    def _refused(self, why: Exception) -> None:
        if isinstance(why, UserError):
            self.problem.set(why.sentence, "bad")
            self.problem.show()

    def _read(self) -> None:
        def work(_progress: Any) -> tuple[list[TemplateRow], tuple[str, str, str]]:
            with self.desk.db.read() as conn:
                return own_templates(conn, self.kind.id), signature(conn)

        self.desk.jobs.read(work, self._filled)

    def _filled(self, found: tuple[list[TemplateRow], tuple[str, str, str]]) -> None:
        self._own, signed = found
        self.which.set_options([(None, _("New template")), *((one.id, one.name) for one in self._own)])
        parts = ("name", "role", "contact")
        for part, line, words in zip(parts, (self.who, self.role, self.contact), signed, strict=True):
            if not line.isModified():
                line.setText(words)
                self._signed[part] = words
        if not (self.body.document().isModified() or self.name.isModified()):
            self._show(self.which.value())

    def _show(self, number: int | None) -> None:
        one = next((one for one in self._own if one.id == number), None)
        self.drop.setVisible(one is not None)
        self._shown = one
        if one is not None:
            self.name.setText(one.name)
            self.language.choose(one.language)
            self.situation.choose(one.situation)
            self.body.setPlainText(one.body)
        else:
            self.name.clear()
            self.body.clear()
        self.preview_now()

    def _save(self) -> None:
        values = (
            self.which.value(),
            self.language.value(),
            self.situation.value(),
            self.name.text(),
            self.body.toPlainText(),
        )
        one, said = self._shown, _("Template saved")
        shown = None
        if one is not None and one.id == values[0]:
            shown = Shown({name: getattr(one, name) for name in ("language", "situation", "name", "body")})
        asked = (self.kind, *values, shown)
        title, failed = _("Saving a template"), self._refused
        self.desk.do(title, save_template, *asked, said=said, done=self._saved, failed=failed)

    def _saved(self, outcome: Outcome[int]) -> None:
        self.problem.hide()
        self.body.document().setModified(False)
        self.name.setModified(False)
        self._read()
        self.which.choose(outcome.value)

    def _delete(self) -> None:
        number = self.which.value()
        self.which.choose(None)
        self.body.document().setModified(False)
        self.name.setModified(False)
        said = _("Template removed")
        self.desk.do(
            _("Removing a template"), delete_template, number, said=said, done=self._deleted, failed=self._refused
        )

    def _deleted(self, _outcome: Outcome[bool]) -> None:
        self._read()

    def _sign(self) -> None:
        words = (self.who.text(), self.role.text(), self.contact.text())
        self.desk.do(
            _("Saving the signature"), set_signature, *words, Shown(dict(self._signed)), said=_("Signature saved")
        )
