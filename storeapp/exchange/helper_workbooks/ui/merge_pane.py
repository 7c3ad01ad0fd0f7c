"""Beside the list: one changed cell as it left, as it is now, as it came back, and what can be made of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from storeapp.exchange.helper_workbooks.records import BOTH, EDITED, HELPERS, MINE
from storeapp.exchange.helper_workbooks.ui.merge_state import MergeRow, MergeState
from storeapp.kernel.text import N_, _
from storeapp.qtkit.widgets import Area, Button, Card, IconButton, Inspector, KeyHints, Label, Link, Tag, section, small

TITLES = {
    "conflict": N_("To decide"),
    "doubtful": N_("To decide"),
    "apply": N_("Changed by the helper"),
    "keep": N_("Kept as mine"),
    "locked": N_("Locked field"),
    "damaged": N_("Spoilt"),
    "rejected": N_("Stopped by a rule"),
}
TONES = {"conflict": "warn", "doubtful": "warn", "apply": "good", "rejected": "bad"}


class ReturnPane(Inspector):
    """`decided` carries mine, helper, both or edited, and the owner's text; `moved` one step on or back."""

    decided = Signal(str, str)
    moved = Signal(int)
    linked = Signal(object)  # Target

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Change"), parent)
        self._row: MergeRow | None = None
        top = QHBoxLayout()
        self.tag = Tag("")
        top.addWidget(self.tag)
        top.addStretch(1)
        self.back = IconButton("chevron-left", _("The one before to decide"))
        self.on = IconButton("chevron-right", _("The next one to decide"))
        self.back.clicked.connect(lambda: self.moved.emit(-1))
        self.on.clicked.connect(lambda: self.moved.emit(1))
        top.addWidget(self.back)
        top.addWidget(self.on)
        self.head.addLayout(top)
        self.title = section("", wrap=True)
        self.why = small("", wrap=True)
        self.head.addWidget(self.title)
        self.head.addWidget(self.why)
        self.texts: dict[str, Label] = {}
        for key, title in (("base", _("When it was given")), ("mine", _("Mine now")), ("theirs", _("Helper’s"))):
            self.column.addWidget(small(title))
            self.texts[key] = Label("", "body", wrap=True)
            self.column.addWidget(self.texts[key])
        pair = QHBoxLayout()
        self.mine, self.theirs = Button(_("Keep mine")), Button(_("Take helper’s"))
        self.mine.clicked.connect(lambda: self.decided.emit(MINE, ""))
        self.theirs.clicked.connect(lambda: self.decided.emit(HELPERS, ""))
        pair.addWidget(self.mine, 1)
        pair.addWidget(self.theirs, 1)
        self.column.addLayout(pair)
        self.both_card = Card(_("Keep both"), parent=self)
        self.both_text = Label("", "body", wrap=True)
        self.both = Button(_("Keep both"), "primary")
        self.both.clicked.connect(lambda: self.decided.emit(BOTH, ""))
        self.both_card.add(self.both_text)
        self.both_card.add(self.both)
        self.column.addWidget(self.both_card)
        self.edit_card = Card(_("Your own text"), parent=self)
        self.edit = Area(_("Your own text"))
        self.edit.setFixedHeight(90)
        self.use = Button(_("Use this text"))
        self.use.clicked.connect(lambda: self.decided.emit(EDITED, self.edit.toPlainText()))
        self.edit_card.add(self.edit)
        self.edit_card.add(self.use)
        self.column.addWidget(self.edit_card)
        self.place = small("", wrap=True)
        self.link = Link("")
        self.link.clicked.connect(self._go)
        self.column.addWidget(self.place)
        self.column.addWidget(self.link)
        self.column.addStretch(1)
        self.column.addWidget(KeyHints([("M", _("mine")), ("H", _("helper’s")), ("B", _("both"))]))
        self.show_row(None, None)

    def show_row(self, row: MergeRow | None, state: MergeState | None) -> None:
        """Show one line of the list; None for none."""
        self._row = row
        if row is None or state is None:
            self.title.setText(_("Choose a change from the list"))
            for label in (self.why, *self.texts.values(), self.place):
                label.setText("")
            for widget in (self.tag, self.mine, self.theirs, self.both_card, self.edit_card, self.link):
                widget.hide()
            return
        change = row.change
        self.tag.show()
        self.tag.set(self._tag_words(row, state), TONES.get(change.state, "plain"))
        self.title.setText(_("{record}, {field}").format(record=row.record.name, field=row.column.title))
        self.why.setText(change.why or _("Only the helper changed it."))
        texts = {"base": change.base, "mine": change.mine, "theirs": change.theirs}
        for key, value in texts.items():
            long = row.column.kind == "long"
            self.texts[key].setText((value if long else row.words(value)) or _("empty"))
            self.texts[key].set_tone("text" if value else "muted")
        for what, button in ((MINE, self.mine), (HELPERS, self.theirs)):
            button.setVisible(state.may(change, what))
            button.set_kind("primary" if row.decision == what else "secondary")
        self.both_card.setVisible(state.may(change, BOTH))
        self.both_text.setText(change.both)
        editable = state.may(change, EDITED) and row.column.kind in ("long", "text")
        self.edit_card.setVisible(editable)
        known = state.decisions.get(change.key)
        self.edit.setPlainText(known.text if known is not None and known.what == EDITED else change.theirs)
        place = _("Sheet {sheet}, row {row}") if change.sheet else _("Row {row}")
        helper = state.found.workbook.helper
        said = [place.format(sheet=change.sheet, row=change.row)]
        said += [_("Changed by {helper}").format(helper=helper)] if helper else []
        self.place.setText("\n".join(said))
        self.link.setText(str(row.record.name))
        self.link.show()
        self.to_top()

    def _tag_words(self, row: MergeRow, state: MergeState) -> str:
        if row.change.state not in ("conflict", "doubtful"):
            return _(TITLES[row.change.state])
        every = state.found.of("conflict", "doubtful")
        number = 1 + every.index(row.change)
        return _("To decide, {number} of {count}").format(number=number, count=len(every))

    def _go(self) -> None:
        if self._row is not None:
            self.linked.emit(self._row.record.target)
