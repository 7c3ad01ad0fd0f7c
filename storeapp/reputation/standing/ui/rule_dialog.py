"""The dialog that shows a ladder's rows with source, certainty and date, and lets the owner correct a value."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.text import N_, _
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Label, Link, Note, Tag, TextLine, scrolling, section, small
from storeapp.reputation.standing.records import LadderRow
from storeapp.reputation.standing.rule_fields import RuleField, metric_title
from storeapp.reputation.standing.ui.sentences import CERTAINTY, CERTAINTY_KINDS, source_words

SIGNS = {">=": "≥", "<=": "≤"}
WHAT = {
    "limit": N_("Limit"),
    "op": N_("Comparison"),
    "or_count": N_("Or at most this many bad ones"),
    "or_count_up_to": N_("In a sample of up to"),
    "from": N_("Begins at"),
    "most": N_("At most"),
    "months": N_("Months that count"),
    "days": N_("Days that count"),
    "orders": N_("Orders from which the short period counts"),
    "day_of_month": N_("Evaluation day of the month"),
    "weekday": N_("Evaluation weekday, Monday is 0"),
    "positive": N_("Points for a good rating"),
    "neutral": N_("Points for a neutral rating"),
    "negative": N_("Points for a bad rating"),
    "prior": N_("Rating at the start"),
    "weight": N_("Weight of the rating at the start"),
    "base": N_("Share of its weight that is left after each step"),
    "span_days": N_("Days of one step"),
    "full_days": N_("Days in which ratings count in full"),
    "newest_full": N_("Newest ratings that count in full"),
    "least": N_("Fewest ratings of a product"),
    "lifetime_up_to": N_("All-time ratings that count at most"),
    "least_orders": N_("Judged from this many orders"),
    "decimals": N_("Decimals shown"),
    "retired": N_("No longer in force"),
}


class RuleDialog(QDialog):
    """`corrected` tells (rule, path, value as typed, source, note), `restored` (rule, path)."""

    corrected = Signal(str, str, str, str, str)
    restored = Signal(str, str)

    def __init__(self, row: LadderRow, fields: Sequence[RuleField], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        title = _("Rules of “{ladder}”").format(ladder=_(row.title))
        self.setWindowTitle(title)
        self.setMinimumSize(theme().px(620), theme().px(420))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(section(title))
        source = QHBoxLayout()
        source.addWidget(Tag(_(CERTAINTY[row.source.certainty]), CERTAINTY_KINDS[row.source.certainty], line=True))
        source.addWidget(small(source_words(row.source), wrap=True), 1)
        column.addLayout(source)
        if row.source.note:
            column.addWidget(small(row.source.note, "text-2", wrap=True))
        self.inside = QWidget()
        self.grid = QGridLayout(self.inside)
        self.grid.setContentsMargins(0, 0, 8, 0)
        self.grid.setHorizontalSpacing(14)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(0, 1)
        column.addWidget(scrolling(self.inside, title), 1)
        self.editor = QWidget()
        self.value, self.source = TextLine(_("New value"), ""), TextLine(_("Where you read it"), "")
        self.note = TextLine(_("Note"), "")
        self._edited = ""
        column.addWidget(self._editor())
        self.problem = Note("", "bad")
        self.problem.hide()
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addWidget(small(_("A change applies to this shop only and can be undone."), wrap=True), 1)
        self.back = Button(_("Close"), "quiet")
        self.back.clicked.connect(self.reject)
        foot.addWidget(self.back)
        column.addLayout(foot)
        self.show_fields(fields)

    def show_fields(self, fields: Sequence[RuleField]) -> None:
        """The rows as they are now; what was being typed is done with."""
        while (item := self.grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        heads = (_("What"), _("Value"), _("From"))
        for place, words in enumerate(heads):
            self.grid.addWidget(Label(words, "axis-medium", "muted"), 0, place)
        for number, one in enumerate(fields, 1):
            self._line(number, one)
        self.grid.setRowStretch(len(fields) + 1, 1)
        self.editor.hide()
        self.problem.hide()

    def edit(self, field: RuleField) -> None:
        """Open a value for typing."""
        self._edited, self.shown = field.path, field.value
        self.asked.setText(field_words(field))
        self.value.setText(value_words(field.value))
        self.source.setText(field.change.source if field.change else "")
        self.note.setText(field.change.note if field.change else "")
        self.problem.hide()
        self.editor.show()
        self.value.setFocus()
        self.value.selectAll()

    def refuse(self, sentence: str) -> None:
        """Show why it could not be kept."""
        self.problem.set(sentence, "bad")
        self.problem.show()

    def _line(self, number: int, one: RuleField) -> None:
        self.grid.addWidget(small(field_words(one), "text", wrap=True), number, 0)
        self.grid.addWidget(Label(value_words(one.value), "small-strong"), number, 1)
        if one.change is None:
            self.grid.addWidget(small(_("the rule book")), number, 2)
        else:
            words = _("changed by you")
            if one.change.source:
                words = _("changed by you: {source}").format(source=one.change.source)
            told = Label(words, "small-medium", "info", elide=True)
            told.set_tip("\n".join(part for part in (words, one.change.note, one.change.changed_at[:10]) if part))
            self.grid.addWidget(told, number, 2)
        change = Link(_("Change"))
        change.setAccessibleName(_("Change {name}").format(name=field_words(one)))
        change.clicked.connect(partial(self.edit, one))
        self.grid.addWidget(change, number, 3)
        if one.change is not None:
            back = Link(_("Use the default"))
            back.setAccessibleName(_("Use the rule book's value for {name}").format(name=field_words(one)))
            back.clicked.connect(partial(self.restored.emit, self.row.id, one.path))
            self.grid.addWidget(back, number, 4)

    def _editor(self) -> QWidget:
        column = QVBoxLayout(self.editor)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        self.asked = Label("", "strong", wrap=True)
        column.addWidget(self.asked)
        row = QHBoxLayout()
        for words, line, share in (
            (_("New value"), self.value, 1),
            (_("Where you read it"), self.source, 2),
            (_("Note"), self.note, 2),
        ):
            part = QVBoxLayout()
            part.setSpacing(2)
            part.addWidget(small(words, "text-2"))
            part.addWidget(line)
            row.addLayout(part, share)
        self.go = Button(_("Keep my value"), "primary", size="small")
        self.go.clicked.connect(self._save)
        self.value.returnPressed.connect(self._save)
        row.addWidget(self.go, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        return self.editor

    def _save(self) -> None:
        typed, source, note = (line.text() for line in (self.value, self.source, self.note))
        self.corrected.emit(self.row.id, self._edited, typed, source, note)


def field_words(field: RuleField) -> str:
    """`Star Seller: Average review, limit`."""
    what = _(WHAT[field.name]) if field.name in WHAT else field.name
    if field.metric:
        what = _("{metric}: {what}").format(metric=_(metric_title(field.metric)), what=what)
    return _("{level}, {what}").format(level=_(field.level), what=what) if field.level else what


def value_words(value: float | bool | str) -> str:
    """A value as it is typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return SIGNS.get(value, value) if isinstance(value, str) else f"{value:g}"
