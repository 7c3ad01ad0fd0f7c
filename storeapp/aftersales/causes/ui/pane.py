"""One cause beside the list: its rate before and after, month by month, what happened, and to the right its fix."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from storeapp.aftersales.causes.queries.effects import CauseDetail, FixEffect, FixLine
from storeapp.aftersales.causes.rules import UNSOLVED, likely_of, per_hundred
from storeapp.aftersales.causes.ui import sentences
from storeapp.aftersales.causes.ui.fix_side import FixSide
from storeapp.kernel.days import short_month
from storeapp.kernel.text import _
from storeapp.qtkit.charts.change_rows import ChangeRow, ChangeRows
from storeapp.qtkit.charts.line import Flag, LineChart, Series
from storeapp.qtkit.chip_flow import ChipFlow
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Button, Icon, Label, Link, Rule, Tag, figure, scrolling, section, small

SIDE = 288  # width of the right column


class RateBox(QWidget):
    """One side of a change: when, the rate, and its likely range."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.when, self.likely = small(), small()
        self.rate, self.counted = figure(), small("", "text-2")
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.rate)
        line.addWidget(self.counted, 1, Qt.AlignmentFlag.AlignBottom)
        column.addWidget(self.when)
        column.addLayout(line)
        column.addWidget(self.likely)


class Happened(QWidget):
    """What happened: days, who and words, with a way to add to it."""

    asked = Signal()
    dropped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(section(_("What happened")), 1)
        self.add = Link(_("Add a note"))
        self.add.clicked.connect(self.asked)
        head.addWidget(self.add)
        self._column.addLayout(head)
        self._rows: list[QWidget] = []

    def show_notes(self, detail: CauseDetail, today: date) -> None:
        """Show the notes and what the program found, oldest first."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        notes: list[tuple[str, str, str, int]] = [
            (one.day, one.who or _("You"), one.words, one.id) for one in detail.notes
        ]
        notes += [(day, _("Program"), words, 0) for day, words in sentences.program_notes(detail, today)]
        self._rows = [self._row(*one, today) for one in sorted(notes, key=lambda one: one[0])]
        if not notes:
            self._rows = [small(_("Nothing noted yet."), parent=self)]
        for row in self._rows:
            self._column.addWidget(row)
            row.show()

    def _row(self, day: str, who: str, words: str, note: int, today: date) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(8)
        for text, wide in ((sentences.day_words(day, today), 76), (who, 72)):
            label = small(text, parent=row)
            label.setFixedWidth(theme().px(wide))
            line.addWidget(label)
        line.addWidget(Label(words, elide=True, parent=row), 1)
        if note:
            drop = Link(_("Remove"), parent=row)
            drop.setAccessibleName(_("Remove the note “{words}”").format(words=words))
            drop.clicked.connect(lambda: self.dropped.emit(note))
            line.addWidget(drop)
        return row


class CausePane(Filled):
    """The middle and the right column. Signals tell what is asked; the tab does it."""

    primary_asked = Signal()
    back_asked = Signal()
    note_asked = Signal()
    note_dropped = Signal(int)
    edit_asked = Signal()
    watch_asked = Signal()
    state_asked = Signal(str)
    remove_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent=parent)
        self.detail: CauseDetail | None = None
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        middle = QWidget()
        self.column = QVBoxLayout(middle)
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(6)
        self._scroller = scrolling(middle, _("Cause"))
        whole.addWidget(self._scroller, 1)
        self.side = FixSide()
        line = Filled("surface", "l")
        inner = QVBoxLayout(line)
        inner.setContentsMargins(1, 0, 0, 0)
        inner.addWidget(self.side)
        line.setFixedWidth(theme().px(SIDE))
        whole.addWidget(line)
        self._build_head()
        self._build_change()
        self._build_rest()

    def to_top(self) -> None:
        """Another cause is shown: begin at its beginning."""
        self._scroller.to_top()
        self.side.to_top()

    def show_cause(self, detail: CauseDetail, today: date) -> None:
        """Show a cause."""
        self.detail = detail
        facts, effect = detail.facts, detail.effect
        self.number.setText(_("Cause {number}").format(number=facts.id))
        self.found.setText(sentences.found_words(detail, today))
        self.title.setText(facts.title)
        self.about.setText(sentences.about_words(detail))
        self.tag.setVisible(effect is not None)
        if effect is not None:
            self.tag.set(*sentences.verdict(effect.judged))
        self._show_buttons(detail)
        self.change.setVisible(effect is not None)
        self.unfixed.setVisible(effect is None)
        if effect is not None:
            self._show_change(effect, today)
        self._show_months(detail)
        self.happened.show_notes(detail, today)
        self.side.show_cause(detail, today)

    def show_fixes(self, fixes: Sequence[FixLine]) -> None:
        """Show every fix that was done, the latest first."""
        rows = []
        for one in fixes:
            words, kind, icon = sentences.verdict(one.judged)
            before, after = (
                per_hundred(side.share) if side.share is not None else "–"
                for side in (one.judged.before, one.judged.after)
            )
            fell, likely = one.judged.fell, one.judged.likely
            change = None if fell is None else -100 * fell
            ends = (0.0, 0.0) if likely is None else (-100 * likely.high, -100 * likely.low)
            figures = _("{before} to {after}").format(before=before, after=after)
            rows.append(ChangeRow(one.title, figures, change, *ends, words, kind, icon, one.id))
        self.fixes.show_rows(rows)
        for part in (self.fixes, self.fixes_head, self.fixes_rule):
            part.setVisible(bool(rows))

    def _build_head(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.number, self.tag = small(), Tag()
        self.found = small("", elide=True)
        self.found.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.addWidget(self.number)
        line.addWidget(self.tag)
        line.addWidget(self.found, 1)
        self.column.addLayout(line)
        self.title = Label("", "title", wrap=True)
        self.column.addWidget(self.title)
        self.about = small("", wrap=True)
        self.column.addWidget(self.about)
        self.primary, self.watch = Button("", "primary"), Button(_("Watch 60 more days"))
        self.back, self.edit = Button(_("It came back")), Button(_("Change"), "quiet", "pencil")
        self.more = Button(_("More"), "quiet")
        self.primary.clicked.connect(self.primary_asked)
        self.watch.clicked.connect(self.watch_asked)
        self.back.clicked.connect(self.back_asked)
        self.edit.clicked.connect(self.edit_asked)
        menu = QMenu(self.more)
        self.asked = menu.addAction(_("Asked somebody…"))
        self.cannot = menu.addAction(_("Cannot be fixed…"))
        self.drop = menu.addAction(_("Remove the cause…"))
        self.asked.triggered.connect(lambda: self.state_asked.emit("asked"))
        self.cannot.triggered.connect(lambda: self.state_asked.emit("cannot"))
        self.drop.triggered.connect(self.remove_asked)
        self.more.set_menu(menu)
        buttons = ChipFlow(gap=8)
        buttons.show_chips([self.primary, self.watch, self.back, self.edit, self.more])
        self.column.addWidget(buttons)
        self.column.addWidget(Rule("border"))

    def _build_change(self) -> None:
        self.unfixed = small(_("Once a fix is recorded, the rate after it is held against the time before."), wrap=True)
        self.column.addWidget(self.unfixed)
        self.change = QWidget()
        inside = QVBoxLayout(self.change)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        both = QHBoxLayout()
        both.setSpacing(16)
        self.before, self.after = RateBox(), RateBox()
        both.addWidget(self.before)
        both.addWidget(Icon("arrow-right", "faint", 20))
        both.addWidget(self.after)
        both.addStretch(1)
        inside.addLayout(both)
        said = QHBoxLayout()
        said.setSpacing(8)
        self.arrow = Icon("trend-down", "positive")
        self.says = Label("", wrap=True)
        said.addWidget(self.arrow, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.says, 1)
        inside.addLayout(said)
        self.column.addWidget(self.change)
        self.column.addWidget(Rule("border"))

    def _build_rest(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.chart_title = Label("", "section", elide=True)
        self.chart_hint = small(_("by month, band is the likely range"))
        line.addWidget(self.chart_title, 1)
        line.addWidget(self.chart_hint)
        self.column.addLayout(line)
        self.chart = LineChart(_("Cases per 100 orders by month"))
        self.chart.setMinimumHeight(theme().px(176))
        self.column.addWidget(self.chart)
        self.below = small("", wrap=True)
        self.column.addWidget(self.below)
        self.column.addWidget(Rule("border"))
        self.happened = Happened()
        self.happened.asked.connect(self.note_asked)
        self.happened.dropped.connect(self.note_dropped)
        self.column.addWidget(self.happened)
        self.fixes_rule = Rule("border")
        self.column.addWidget(self.fixes_rule)
        self.fixes_head = QWidget()
        head = QHBoxLayout(self.fixes_head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(section(_("Fixes so far")))
        head.addWidget(small(_("change per 100 orders")), 1)
        self.column.addWidget(self.fixes_head)
        self.fixes = ChangeRows(_("Fixes so far"))
        self.column.addWidget(self.fixes)
        self.column.addStretch(1)

    def _show_buttons(self, detail: CauseDetail) -> None:
        state = detail.facts.state
        words = {
            "fixed": _("Close this cause"),
            "closed": _("Open again"),
            "cannot": _("Open again"),
            "fixing": _("Record the fix"),
        }
        self.primary.setText(words.get(state, _("Record a fix")))
        for button in (self.back, self.watch):
            button.setVisible(state == "fixed")
        for action in (self.asked, self.cannot):
            action.setVisible(state in UNSOLVED)

    def _show_change(self, effect: FixEffect, today: date) -> None:
        judged = effect.judged
        for box, portion, days, words in (
            (self.before, judged.before, effect.sides.before, _("Before, {days}")),
            (self.after, judged.after, effect.sides.after, _("After, {days}")),
        ):
            span = sentences.span_words(*days, today) if days[1] >= days[0] else _("no day yet")
            box.when.setText(words.format(days=span))
            box.rate.setText(per_hundred(portion.share) if portion.share is not None else "–")
            box.counted.setText(sentences.rate_words(portion))
            box.likely.setText(sentences.likely_words(portion))
        real = judged.verdict == "real"
        self.after.rate.set_tone("positive" if real else "negative" if judged.verdict == "worse" else "text")
        self.arrow.set_icon(
            "trend-down" if real else "trend-up" if judged.verdict == "worse" else "trend-flat",
            "positive" if real else "negative" if judged.verdict == "worse" else "faint",
        )
        self.says.setText(sentences.change_words(effect))

    def _show_months(self, detail: CauseDetail) -> None:
        months = detail.months
        values = [None if one.portion.share is None else 100 * one.portion.share for one in months]
        band = []
        for one in months:
            likely = likely_of(one.portion)
            band.append(None if one.portion.share is None else (100 * likely.low, 100 * likely.high))
        flags = []
        fix = detail.facts.fix
        if fix is not None and fix.done:
            at = next((number for number, one in enumerate(months) if one.month == fix.done[:7]), None)
            flags = [] if at is None else [Flag(at, _("Fixed: {what}").format(what=fix.what))]
        self.chart_title.setText(sentences.chart_words(detail))
        self.chart.show_lines(
            [short_month(one.month) for one in months],
            [Series(_("so far"), values, main=True)],
            band,
            flags,
            words=lambda value: f"{value:.1f}".removesuffix(".0"),
            from_zero=True,
        )
        last = months[-1].portion
        words = _("This month so far: {part} of {whole}.").format(part=f"{last.part:,}", whole=f"{last.whole:,}")
        self._below(words, detail)

    def _below(self, words: str, detail: CauseDetail) -> None:
        left = ""
        if detail.effect is not None:
            left = sentences.left_out_words(detail.effect, detail.effect.sides.after[1])
        self.below.setText(" ".join(part for part in (words, left) if part))
