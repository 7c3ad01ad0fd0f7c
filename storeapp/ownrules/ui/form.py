"""The form of a house rule, and of an own copy of a rule."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.text import _
from storeapp.ownrules import wording
from storeapp.ownrules.records import RuleRow
from storeapp.ownrules.rules import JOBS, SEVERITIES, OwnCopy
from storeapp.qtkit.forms import LabelledField
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Area, Button, Choice, Note, TextLine, TickBox, section, small


class RuleForm(QDialog):
    """Asks for a rule's words; `kept` tells the id ("" for a new house rule) and what was typed."""

    kept = Signal(str, object)

    def __init__(self, row: RuleRow | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._row, self._house = row, row is None or row.house
        heading = _("House rule") if self._house else _("My copy of a rule")
        self.setWindowTitle(heading)
        self.setMinimumWidth(theme().px(520))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(section(heading))
        rule = row.rule if row is not None else None
        self.name = TextLine(_("Name of the rule"))
        self.name.setText(_(rule.title) if rule is not None else "")
        self.does = Choice(_("What it does"), [(one, _(wording.DOES[one])) for one in SEVERITIES[:3]], small=False)
        self.does.choose(rule.severity if rule is not None else "WARN")
        self.text = Area(_("Why"))
        self.text.setPlainText(_(rule.text) if rule is not None and rule.text else "")
        self.instead = TextLine(_("Allowed instead"))
        self.instead.setText(_(rule.instead) if rule is not None and rule.instead else "")
        self.phrases = Area(_("Words it looks for"))
        self.phrases.setPlainText("\n".join(rule.values.get("phrases", ())) if rule is not None else "")
        self.text.setFixedHeight(64)
        self.phrases.setFixedHeight(96)
        for label, control in (
            (_("Name of the rule"), self.name),
            (_("What it does"), self.does),
            (_("Why"), self.text),
            (_("Allowed instead"), self.instead),
        ):
            column.addWidget(LabelledField(label, control))
        self.jobs = {one: TickBox(_(wording.JOBS[one])) for one in JOBS}
        if self._house:
            hint = _("One word or short phrase a line. A star means any ending: bargain*")
            column.addWidget(LabelledField(_("Words it looks for"), self.phrases, hint))
            grid = QGridLayout()
            for number, (one, box) in enumerate(self.jobs.items()):
                box.setChecked(rule is None or one in rule.applies_to)
                grid.addWidget(box, *divmod(number, 3))
            column.addLayout(grid)
        self.problem = Note("", "bad")
        self.problem.hide()
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addWidget(small(_("It applies to this shop only and can be undone."), wrap=True), 1)
        back = Button(_("Cancel"), "quiet")
        back.clicked.connect(self.reject)
        self.go = Button(_("Save the rule"), "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._save)
        foot.addWidget(back)
        foot.addWidget(self.go)
        column.addLayout(foot)

    def refuse(self, error: Exception) -> None:
        """Say what is wrong; the form stays open."""
        self.problem.set(str(error), "bad")
        self.problem.show()

    def _save(self) -> None:
        jobs = tuple(one for one, box in self.jobs.items() if box.isChecked())
        phrases = tuple(self.phrases.toPlainText().splitlines()) if self._house else ()
        applies = jobs if self._house or self._row is None else self._row.rule.applies_to
        texts = (self.text.toPlainText(), self.instead.text())
        own = OwnCopy(self.name.text(), self.does.value(), *texts, applies, phrases)
        self.kept.emit(self._row.id if self._row is not None else "", own)
