"""A returned workbook: what differs, line by line, decided with M, H and B, and applied as one step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QCursor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.exchange.helper_workbooks.records import HELPERS, MINE, CellChange
from storeapp.exchange.helper_workbooks.ui.merge_pane import ReturnPane
from storeapp.exchange.helper_workbooks.ui.merge_state import FILTERS, OPEN, TAKEN, MergeRow, MergeState, decision_words
from storeapp.kernel.clock import Clock
from storeapp.kernel.days import day_and_time
from storeapp.kernel.text import _, plural
from storeapp.qtkit.chip_flow import ChipFlow
from storeapp.qtkit.desk import Desk
from storeapp.qtkit.table import Column, RowsModel, TableView
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Chip, Filled, Icon, Label, Note, SearchField, Split, big, small

FIGURES = ("compared", "differ", "apply", "keep", "conflicts", "locked")
ICONS = {"apply": ("check", "positive"), "keep": ("check", "faint"), "conflict": ("triangle-alert", "warning"),
         "doubtful": ("triangle-alert", "warning"), "locked": ("lock", "faint"), "damaged": ("triangle-alert", "faint"),
         "rejected": ("ban", "negative"), "new": ("triangle-alert", "warning")}  # fmt: skip


class MergeView(QWidget):
    """The whole page. `applied`, `aside` and `list_asked` tell what was pressed; `linked` leads to a record."""

    applied = Signal()
    aside = Signal()
    list_asked = Signal()
    linked = Signal(object)
    worked = Signal()  # something was decided or typed
    asked = Signal(object)  # NewRow: which rows it may be
    whose = Signal(object, int)  # NewRow, and whose it is

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.state: MergeState | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._built_head())
        self.note = Note("", "info")
        self.note.hide()
        column.addWidget(self.note)
        column.addWidget(self._built_bar())
        self.table = TableView(_("Changes of the workbook"), "helpers.merge", desk.settings)
        self.model = RowsModel(_columns(desk.clock), row_state=_drawn, parent=self)
        self.table.show_model(self.model)
        self.table.current_changed.connect(self._look_at)
        self.table.clicked.connect(self._pressed)
        self.pane = ReturnPane(desk.clock, self)
        self.pane.decided.connect(self.decide)
        self.pane.moved.connect(self.move_on)
        self.pane.linked.connect(self.linked)
        self.pane.typed.connect(self.worked)
        self.pane.whose.connect(self.say_whose)
        column.addWidget(Split("helpers", desk.settings, self.table, self.pane, 340), 1)
        column.addWidget(self._built_foot())

    def show_state(self, state: MergeState) -> None:
        """Show a returned workbook from its first open conflict on."""
        self.state = state
        found = state.found
        self.file.setText(found.file_name)
        self.when.setText(_told(state, self._desk))
        said = [str(one) for one in found.notices]
        if found.left:
            said.append(plural("{count} row was left out by you.", "{count} rows were left out by you.", found.left))
        if found.notes:
            said.append(
                plural(
                    "{count} row has a note by the helper.", "{count} rows have a note by the helper.", len(found.notes)
                )
            )
        self.note.setVisible(bool(said))
        self.note.set("\n".join(said), "info")
        self.refresh_rows(0)
        self._go_to(next(iter(state.open()), None))

    def refresh_rows(self, current: int) -> None:
        """Show the lines anew and stay on a line."""
        state = self.state
        if state is None:
            return
        self.model.set_rows(state.rows())
        figures = {"compared": state.found.rows, "differ": len(state.lines)}
        for name in FIGURES:
            self.figures[name].setText(f"{figures.get(name, state.count(name) if name in FILTERS else 0):,}")
        for name, chip in self.chips.items():
            chip.set_count(state.count(name))
            chip.setChecked(name == state.shown)
            chip.setVisible(name in ("all", "conflicts", "apply") or state.count(name) > 0)
        self._show_foot(state)
        if self.model.rowCount():
            self.table.go_to(min(current, self.model.rowCount() - 1))
        self._look_at(self.table.current_row())

    def decide(self, what: str, text: str = "") -> None:
        """Decide of the line under the cursor and go on to the next that is open."""
        row = self.table.current_row()
        if self.state is None or not isinstance(row, MergeRow):
            return
        if not self.state.decide(row.change, what, text):
            self._desk.notices.refuse(row.change.why or _("There is nothing to decide here."))
            return
        self.worked.emit()
        at = self.table.currentIndex().row()
        was_open = row.change.state in OPEN
        self.refresh_rows(at)
        if was_open:
            self.move_on(1)

    def move_on(self, step: int) -> None:
        """Go to the next or the previous line that is to be decided."""
        rows, at = self.model.rows(), self.table.currentIndex().row()
        after, before = range(at + 1, len(rows)), range(at)
        order = [*after, *before] if step > 0 else [*reversed(before), *reversed(after)]
        found = next((n for n in order if rows[n].change.state in OPEN and not rows[n].decision), None)
        if found is not None:
            self.table.go_to(found)

    def say_whose(self, number: int) -> None:
        """Say whose the row without a code under the cursor is, 0 for nobody's."""
        row = self.table.current_row()
        new = self.state.new_row(row.change) if self.state is not None and isinstance(row, MergeRow) else None
        if new is not None:
            self.whose.emit(new, number)

    def ask_whose(self) -> None:
        """Go to the choice of rows, from the line without a code under the cursor, or from the first there is."""
        rows = self.model.rows()
        at = next((n for n, row in enumerate(rows) if row.change.state == "new"), None)
        row = self.table.current_row()
        if isinstance(row, MergeRow) and row.change.state == "new":
            self.pane.choices.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif at is not None:
            self.table.go_to(at)
            self.pane.choices.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._desk.notices.say(_("Every row of this workbook has its code."))

    def take_all(self) -> None:
        """The helper's for everything but conflicts."""
        if self.state is not None:
            self.state.take_all()
            self.worked.emit()
            self.refresh_rows(self.table.currentIndex().row())

    def _go_to(self, change: CellChange | None) -> None:
        for number, row in enumerate(self.model.rows()):
            if change is None or row.change is change:
                self.table.go_to(number)
                break

    def _filter(self, name: str) -> None:
        if self.state is not None:
            self.state.shown = name
            self.refresh_rows(0)

    def _search(self, words: str) -> None:
        if self.state is not None:
            self.state.search = words.strip()
            self.refresh_rows(0)

    def _look_at(self, row: object) -> None:
        line = row if isinstance(row, MergeRow) else None
        self.pane.show_row(line, self.state)
        new = self.state.new_row(line.change) if self.state is not None and line is not None else None
        if new is not None:
            self.pane.show_choices(new.key, [])
            self.asked.emit(new)

    def _pressed(self, index: QModelIndex) -> None:
        """A press on one half of the decision takes that side."""
        if self.model.columns[index.column()].id != "decision":
            return
        area = self.table.visualRect(index)
        at = self.table.viewport().mapFromGlobal(QCursor.pos()).x()
        self.table.go_to(index.row())
        row = self.table.current_row()
        if isinstance(row, MergeRow) and row.change.state in TAKEN:
            self.decide(MINE if at < area.center().x() else HELPERS)

    def _built_head(self) -> QWidget:
        head = Filled("surface", "b")
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 10, 24, 10)
        row.setSpacing(16)
        row.addWidget(Icon("table", "accent", 24))
        words = QVBoxLayout()
        words.setSpacing(0)
        self.file = Label("", "strong", elide=True)
        self.when = small("")
        words.addWidget(self.file)
        words.addWidget(self.when)
        row.addLayout(words, 1)
        titles = {
            "compared": _("rows compared"), "differ": _("cells differ"), "apply": _("to apply"),
            "keep": _("kept as mine"), "conflicts": _("to decide"), "locked": _("not taken over"),
        }  # fmt: skip
        tones = {"apply": "positive", "conflicts": "warning"}
        self.figures: dict[str, Label] = {}
        for name in FIGURES:
            one = QVBoxLayout()
            one.setSpacing(0)
            self.figures[name] = big("0", tones.get(name, "text"))
            one.addWidget(self.figures[name])
            one.addWidget(small(titles[name]))
            row.addLayout(one)
        return head

    def _built_bar(self) -> QWidget:
        bar = Filled("surface", "b")
        row = QHBoxLayout(bar)
        row.setContentsMargins(24, 7, 24, 7)
        row.setSpacing(8)
        self.chips = {name: Chip(_(title)) for name, (title, _states) in FILTERS.items()}
        for name, chip in self.chips.items():
            chip.clicked.connect(partial(self._filter, name))
        flow = ChipFlow()
        flow.show_chips(list(self.chips.values()))
        row.addWidget(flow, 1)
        self.finder = SearchField(_("Find a row or value"))
        self.finder.setFixedWidth(theme().px(180))
        self.finder.searched.connect(self._search)
        self.finder.down.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.all = Button(_("Take helper’s for all but conflicts"), size="small")
        self.all.clicked.connect(self.take_all)
        row.addWidget(self.finder)
        row.addWidget(self.all)
        return bar

    def _built_foot(self) -> QWidget:
        foot = Filled("surface", "t")
        foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 10, 24, 10)
        row.setSpacing(12)
        row.addWidget(Icon("undo", "accent", 20))
        words = QVBoxLayout()
        words.setSpacing(0)
        self.promise = Label("", "strong", elide=True)
        self.detail = Label("", "small", "muted", elide=True)
        words.addWidget(self.promise)
        words.addWidget(self.detail)
        row.addLayout(words, 1)
        self.put_aside = Button(_("Put workbook aside"), "quiet")
        self.save = Button(_("Save list of differences"), icon="save")
        self.go = Button("", "primary", "check", size="large")
        for button, signal in ((self.put_aside, self.aside), (self.save, self.list_asked), (self.go, self.applied)):
            button.clicked.connect(signal)
            row.addWidget(button)
        return foot

    def _show_foot(self, state: MergeState) -> None:
        count, left = state.to_apply(), len(state.open())
        will = plural("{count} change will be applied", "{count} changes will be applied", count)
        stays = plural("{count} stays open", "{count} stay open", left)
        self.promise.setText(_("{will}, {stays}").format(will=will, stays=stays) if left else will)
        self.detail.setText(_("Undo takes all of them back in one step. Nothing is sent to the helper."))
        self.go.setText(plural("Apply {count} change", "Apply {count} changes", count))
        waits = left or state.found.new
        if not count and not waits:
            self.go.setText(_("Finished"))
        ready = count > 0 or bool(state.decisions) or not waits
        self.go.setEnabled(ready)


def _told(state: MergeState, desk: Desk) -> str:
    book = state.found.workbook
    if not book.made_at:
        return _("Not in this shop’s list of workbooks")
    day = day_and_time(book.made_at, desk.clock)
    if book.helper:
        return _("Given to {helper}, {day}").format(helper=book.helper, day=day)
    return _("Given to a helper, {day}").format(day=day)


def _drawn(row: MergeRow) -> str:
    if row.change.state in (*OPEN, "new") and not row.decision:
        return "conflict"
    return "held" if row.change.state in ("keep", "locked", "damaged") else ""


def _columns(clock: Clock) -> list[Column]:
    def value(read: Callable[[MergeRow], str]) -> Callable[[MergeRow], str]:
        return lambda row: row.words(read(row)) or ("" if row.change.state == "new" else _("empty"))

    return [
        Column("state", _("State"), "state", 32, sortable=False, text=lambda row: "",
               value=lambda row: ICONS[row.change.state], head="", tip=lambda row: str(row.change.why)),
        Column("channel", _("Channel"), "channel", 40, sortable=False, text=lambda row: "",
               value=lambda row: (row.record.platform, ""), head=""),
        Column("record", _("Row"), width=136, sortable=False,
               text=lambda row: str(row.record.name) if row.first else "", font="medium"),
        Column("field", _("Field"), width=112, sortable=False, text=lambda row: row.column.title, tone="text-2"),
        Column("mine", _("Mine now"), width=120, sortable=False, text=value(lambda row: row.change.mine), tone="muted"),
        Column("theirs", _("Helper’s"), width=130, sortable=False, stretch=True,
               text=value(lambda row: row.change.theirs),
               tone=lambda row: "positive" if row.change.state in TAKEN else "faint"),
        Column("since", _("Since then"), width=150, sortable=False, text=partial(_since, clock),
               tone=lambda row: "warning" if row.change.mine != row.change.base else "muted"),
        Column("decision", _("Decision"), "custom", 142, sortable=False,
               text=lambda row: decision_words(row.decision, row.change.state), paint=_paint_decision),
    ]  # fmt: skip


def _since(clock: Clock, row: MergeRow) -> str:
    change = row.change
    if change.state == "new":
        return ""
    if change.mine == change.base:
        return _("not touched")
    if not change.mine_at:
        return _("you changed it")
    time = day_and_time(change.mine_at, clock)
    return _("{who}, {time}").format(who=change.mine_by or _("you"), time=time)


def _paint_decision(painter: QPainter, area: QRectF, row: MergeRow) -> None:
    """Two halves, the one that holds filled; only words where nothing can be decided."""
    look = theme()
    painter.save()
    painter.setFont(look.font("small"))
    if row.change.state not in TAKEN or row.decision not in ("", MINE, HELPERS):
        painter.setPen(look.color("muted"))
        words = decision_words(row.decision, row.change.state)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()
        return
    high = min(area.height() - 6, look.px(22))
    box = QRectF(area.left(), area.center().y() - high / 2, min(area.width() - 8, look.px(132)), high)
    for number, (what, words) in enumerate(((MINE, _("Mine")), (HELPERS, _("Helper’s")))):
        half = QRectF(box.left() + number * box.width() / 2, box.top(), box.width() / 2, box.height())
        on = row.decision == what
        painter.setPen(look.color("border"))
        painter.setBrush(look.color("accent-soft" if on else "surface"))
        painter.drawRect(half)
        painter.setPen(look.color("accent" if on else "text-2"))
        painter.drawText(half, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()
