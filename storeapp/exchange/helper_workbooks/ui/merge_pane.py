"""Beside the list: one changed cell as it left, as it is now, as it came back, and what can be made of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.exchange.helper_workbooks.records import BOTH, EDITED, HELPERS, MINE, CellChange, RowChoice
from storeapp.exchange.helper_workbooks.ui.merge_state import MergeRow, MergeState
from storeapp.kernel.clock import Clock
from storeapp.kernel.days import day_and_time
from storeapp.kernel.text import N_, _
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Area,
    Button,
    Card,
    Choice,
    Filled,
    IconButton,
    Inspector,
    KeyHints,
    Label,
    Link,
    Tag,
    section,
    small,
)

TITLES = {
    "conflict": N_("To decide"),
    "doubtful": N_("To decide"),
    "apply": N_("Changed by the helper"),
    "keep": N_("Kept as mine"),
    "locked": N_("Locked field"),
    "damaged": N_("Spoilt"),
    "rejected": N_("Stopped by a rule"),
    "new": N_("Without a code"),
}
TONES = {"conflict": "warn", "doubtful": "warn", "apply": "good", "rejected": "bad"}


def _widen(button: Button) -> None:
    """Let a button take the whole width it is given."""
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


class ReturnPane(Inspector):
    """`decided` carries mine, helper, both or edited, and the owner's text; `moved` one step on or back.

    `typed`: letters of an own text came into the state. `clock`: of the shop.
    """

    decided = Signal(str, str)
    moved = Signal(int)
    typed = Signal()
    linked = Signal(object)  # Target
    whose = Signal(int)  # the number of the row that one without a code is, 0 for none

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(_("Change"), parent)
        self._clock = clock
        self._row: MergeRow | None = None
        self._state: MergeState | None = None
        self._showing = False
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
        self.sides: dict[str, QWidget] = {}
        self.texts: dict[str, Label] = {}
        self.times: dict[str, Label] = {}
        for key, title in (("base", _("When it was given")), ("mine", _("Mine now")), ("theirs", _("Helper’s"))):
            self._add_side(key, title)
        pair = QHBoxLayout()
        self.mine, self.theirs = Button(_("Keep mine")), Button(_("Take helper’s"))
        for button in (self.mine, self.theirs):
            _widen(button)
        self.mine.clicked.connect(lambda: self.decided.emit(MINE, ""))
        self.theirs.clicked.connect(lambda: self.decided.emit(HELPERS, ""))
        pair.addWidget(self.mine, 1)
        pair.addWidget(self.theirs, 1)
        self.column.addLayout(pair)
        self._add_both()
        self._add_own_text()
        self._add_whose()
        self.place = small("", wrap=True)
        self.link = Link("")
        self.link.clicked.connect(self._go)
        self.column.addWidget(self.place)
        self.column.addWidget(self.link)
        self.column.addStretch(1)
        self.column.addWidget(
            KeyHints([("M", _("mine")), ("H", _("helper’s")), ("B", _("both")), ("W", _("whose row"))])
        )
        self.show_row(None, None)

    def _add_both(self) -> None:
        self.both_card = Card(_("Keep both"), parent=self)
        self.both_text = Label("", "body", wrap=True)
        self.both = Button(_("Keep both"), "primary")
        _widen(self.both)
        self.both.clicked.connect(lambda: self.decided.emit(BOTH, ""))
        self.both_card.add(self.both_text)
        self.both_card.inside.addSpacing(theme().px(8))
        self.both_card.add(self.both)
        self.column.addWidget(self.both_card)

    def _add_own_text(self) -> None:
        self.edit_card = Card(_("Your own text"), parent=self)
        self.edit = Area(_("Your own text"))
        self.edit.setProperty("keepsItself", True)
        self.edit.textChanged.connect(self._typed)
        self.edit.setFixedHeight(90)
        self.use = Button(_("Use this text"))
        _widen(self.use)
        self.use.clicked.connect(lambda: self.decided.emit(EDITED, self.edit.toPlainText()))
        self.edit_card.add(self.edit)
        self.edit_card.inside.addSpacing(theme().px(8))
        self.edit_card.add(self.use)
        self.column.addWidget(self.edit_card)

    def _add_whose(self) -> None:
        self.whose_card = Card(_("Whose row is it?"), parent=self)
        self.choices = Choice(_("Whose row is it?"), small=False)
        self.choices.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.match, self.leave = Button(_("It is this row"), "primary"), Button(_("Leave it out"))
        for button in (self.match, self.leave):
            _widen(button)
        self.match.clicked.connect(self._say_whose)
        self.leave.clicked.connect(lambda: self.whose.emit(0))
        self.whose_card.add(self.choices)
        both = QHBoxLayout()
        both.setSpacing(8)
        both.addWidget(self.match, 1)
        both.addWidget(self.leave, 1)
        self.whose_card.inside.addSpacing(theme().px(8))
        self.whose_card.inside.addLayout(both)
        self.column.addWidget(self.whose_card)

    def _add_side(self, key: str, title: str) -> None:
        """One of the three values, with the time it is of."""
        box = Filled("surface", "tblr", "border", self)
        inside = QVBoxLayout(box)
        inside.setContentsMargins(12, 8, 12, 9)
        inside.setSpacing(3)
        head = QHBoxLayout()
        self.times[key] = small("")
        head.addWidget(Label(title, "small", "text", parent=box), 1)
        head.addWidget(self.times[key])
        self.texts[key] = Label("", "body", wrap=True)
        inside.addLayout(head)
        inside.addWidget(self.texts[key])
        self.sides[key] = box
        self.column.addWidget(box)

    def _typed(self) -> None:
        if not self._showing and self._row is not None and self._state is not None:
            self._state.type_text(self._row.change, self.edit.toPlainText())
            self.typed.emit()

    def show_row(self, row: MergeRow | None, state: MergeState | None) -> None:
        """Show one line of the list; None for none."""
        known = self._row.change.key if self._row is not None and state is self._state else ""
        same = row is not None and row.change.key == known
        cursor = self.edit.textCursor().position() if same else 0
        self._row, self._state = row, state
        if row is None or state is None:
            self.title.setText(_("Choose a change from the list"))
            for label in (self.why, *self.texts.values(), *self.times.values(), self.place):
                label.setText("")
            for widget in (
                self.tag,
                self.mine,
                self.theirs,
                self.both_card,
                self.edit_card,
                self.whose_card,
                self.link,
                *self.sides.values(),
            ):
                widget.hide()
            return
        change = row.change
        self.tag.show()
        self.tag.set(self._tag_words(row, state), TONES.get(change.state, "plain"))
        self.title.setText(_("{record}, {field}").format(record=row.record.name, field=row.column.title))
        self.why.setText(change.why or _("Only the helper changed it."))
        new = change.state == "new"
        self.whose_card.setVisible(new)
        for key, box in self.sides.items():
            box.setVisible(key == "theirs" or not new)
        texts = {"base": change.base, "mine": change.mine, "theirs": change.theirs}
        for key, value in texts.items():
            long = row.column.kind == "long" or new
            self.texts[key].setText((value if long else row.words(value)) or _("empty"))
            self.texts[key].set_tone("text" if value else "muted")
        self._show_times(change, state)
        for what, button in ((MINE, self.mine), (HELPERS, self.theirs)):
            button.setVisible(state.may(change, what))
            button.set_kind("primary" if row.decision == what else "secondary")
        self.both_card.setVisible(state.may(change, BOTH))
        self.both_text.setText(change.both)
        editable = state.may(change, EDITED) and row.column.kind in ("long", "text")
        self.edit_card.setVisible(editable)
        self._show_text(state.own_text(change), cursor)
        place = _("Sheet {sheet}, row {row}") if change.sheet else _("Row {row}")
        helper = state.found.workbook.helper
        said = [place.format(sheet=change.sheet, row=change.row)]
        said += [_("Changed by {helper}").format(helper=helper)] if helper else []
        self.place.setText("\n".join(said))
        self.link.setText(str(row.record.name))
        self.link.setVisible(not new)
        self.to_top()

    def show_choices(self, key: str, choices: Sequence[RowChoice]) -> None:
        """Offer rows for the one that is shown, if it still is."""
        if self._row is None or self._row.change.column != key:
            return
        words = [(one.number, _("{row} (did not come back)").format(row=one.words) if one.missing else one.words)
                 for one in choices]  # fmt: skip
        self.choices.set_options(words)
        self.match.setEnabled(bool(words))

    def _say_whose(self) -> None:
        number = self.choices.value()
        if number is not None:
            self.whose.emit(int(number))

    def _show_text(self, text: str, cursor: int) -> None:
        if self.edit.toPlainText() == text:
            return
        self._showing = True
        self.edit.setPlainText(text)
        self._showing = False
        place = self.edit.textCursor()
        place.setPosition(min(cursor, len(text)))
        self.edit.setTextCursor(place)

    def _show_times(self, change: CellChange, state: MergeState) -> None:
        """When it was given out, when the owner wrote theirs, and when the file came back."""
        at = {"base": state.found.workbook.made_at, "mine": change.mine_at, "theirs": state.found.came_at}
        for key, moment in at.items():
            self.times[key].setText(day_and_time(moment, self._clock) if moment else "")
        if change.mine_by and change.mine_at:
            words = _("{who}, {time}").format(who=change.mine_by, time=self.times["mine"].text())
            self.times["mine"].setText(words)

    def _tag_words(self, row: MergeRow, state: MergeState) -> str:
        if row.change.state not in ("conflict", "doubtful"):
            return _(TITLES[row.change.state])
        every = state.found.of("conflict", "doubtful")
        number = 1 + every.index(row.change)
        return _("To decide, {number} of {count}").format(number=number, count=len(every))

    def _go(self) -> None:
        if self._row is not None:
            self.linked.emit(self._row.record.target)
