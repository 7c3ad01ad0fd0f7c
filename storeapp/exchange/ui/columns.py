"""Where each column of the file goes, with a sample and what the check says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.exchange.fields import FIELDS
from storeapp.exchange.reading import StagedFile
from storeapp.exchange.records import Unsettled
from storeapp.exchange.staged import ColumnPlan, FileQuestion
from storeapp.exchange.ui import sentences
from storeapp.exchange.ui.flow import ImportFlow
from storeapp.kernel import text
from storeapp.kernel.money import codes
from storeapp.kernel.text import _, plural
from storeapp.qtkit.gradually import Gradually
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Button,
    Card,
    Choice,
    Filled,
    Icon,
    Label,
    Link,
    Note,
    Option,
    Segment,
    Tag,
    scrolling,
    small,
)

WIDTHS = (128, 20, 160)  # header, arrow, goes to
SHARES = (168, 248)  # sample and check share the rest
MOST_BUTTONS = 4  # answers of a question before they become a list
AT_ONCE = 40  # columns with a choice of their own that one press of "Show all" or "Show more" adds
CHECKS = {"ok": ("check", "positive", "muted"), "warn": ("triangle-alert", "warning", "warning"),
          "locked": ("lock", "faint", "muted"), "unused": ("minus", "faint", "muted")}  # fmt: skip


@cache
def _targets(language: str) -> tuple[Option, ...]:
    """The fields a column can go to, in the language of the window."""
    found = [Option("", _("Do not store"), muted=True)]
    found += [Option(name, _(field.title)) for name, field in FIELDS.items()]
    return tuple(found)


class FieldChoice(Choice):
    """A choice among all fields that holds only its own until it is opened or focused: files can be very wide."""

    def __init__(self, name: str, field: str, parent: QWidget | None = None) -> None:
        known = FIELDS.get(field)
        mine = Option(field, _(known.title)) if known is not None else _targets(text.language())[0]
        super().__init__(name, [mine], parent=parent)

    def showPopup(self) -> None:
        self.fill()
        super().showPopup()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.fill()
        super().focusInEvent(event)

    def fill(self) -> None:
        """Offer every field."""
        if self.count() == 1:
            self.set_options(_targets(text.language()))


class ColumnRow(Filled):
    """One column: its header, where it goes, a sample, the check."""

    picked = Signal(int, str)

    def __init__(self, column: ColumnPlan, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__("surface", "b", "hair", parent)
        self.column = column
        look = theme()
        self.setFixedHeight(look.px(32))
        row = QHBoxLayout(self)
        row.setContentsMargins(15, 0, 15, 1)
        row.setSpacing(12)
        name = Label(title or column.header or _("Column {number}").format(number=column.index + 1), elide=True)
        self.choice = FieldChoice(_("Where {column} goes").format(column=column.header), column.field)
        self.choice.setFixedHeight(look.px(24))
        self.choice.picked.connect(partial(self._picked, column.index))
        locked = column.state == "locked"
        sample = Label(
            _("hidden") if locked else " ".join(column.sample.split()),
            "body",
            "muted" if locked else "text-2",
            elide=True,
        )
        for widget, width in zip((name, Icon("arrow-right", "faint", 14), self.choice), WIDTHS, strict=True):
            row.addWidget(fixed(widget, width))
        row.addWidget(shrinking(sample), SHARES[0])
        icon, tone, ink = CHECKS[column.state]
        check = QHBoxLayout()
        check.setSpacing(6)
        check.addWidget(Icon(icon, tone, 14))
        words = Label(column.check, "small", ink, elide=True)
        words.set_tip(column.reason or column.check)
        check.addWidget(shrinking(words), 1)
        row.addLayout(check, SHARES[1])

    def _picked(self, index: int, field: str) -> None:
        self.picked.emit(index, field)


def fixed(widget: QWidget, width: int) -> QWidget:
    """Give a widget one width, growing with the text."""
    widget.setFixedWidth(theme().px(width))
    return widget


def shrinking(label: Label) -> Label:
    """Let a label take what is left, however little."""
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return label


class ColumnsCard(Card):
    """The columns of one file. `picked` tells a column's index and the field it is to go to."""

    picked = Signal(int, str)
    answered = Signal(str, str)
    settled = Signal(bool)  # whether the file is newer than the shop

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Columns"), " ", padded=False, parent=parent)
        self._every = False
        self._most = AT_ONCE
        self._cut = False
        self._file: StagedFile | None = None
        self.rows: list[ColumnRow] = []
        self.notes: list[QuestionNote] = []
        self.said: list[Note] = []
        self.newer: NewerNote | None = None
        self.warn = Tag("", "warn", "triangle-alert")
        self.show_all = Link(_("Show all"))
        self.show_all.clicked.connect(self._toggle)
        self.add_to_head(self.warn)
        self.add_to_head(self.show_all)
        self.add(self._head())
        self.questions = QVBoxLayout()
        self.questions.setContentsMargins(15, 0, 15, 0)
        self.questions.setSpacing(8)
        self.inside.addLayout(self.questions)
        self._holder = QWidget()
        self._building = Gradually(self)
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.area = scrolling(self._holder, _("Columns"))
        self.add(self.area, 1)
        self.unused = small("", wrap=True)
        self.unused.setContentsMargins(15, 10, 15, 11)

    def _head(self) -> QWidget:
        head = Filled("raised", "tb")
        head.setFixedHeight(theme().px(28))
        row = QHBoxLayout(head)
        row.setContentsMargins(15, 1, 15, 1)
        row.setSpacing(12)
        for name, width in zip((_("Column in the file"), "", _("Goes to")), WIDTHS, strict=True):
            row.addWidget(fixed(Label(name, "small-medium", "text-2", elide=True), width))
        for name, share in zip((_("Sample value"), _("Check")), SHARES, strict=True):
            row.addWidget(shrinking(Label(name, "small-medium", "text-2", elide=True)), share)
        return head

    def show_file(self, flow: ImportFlow, file: StagedFile) -> None:
        """Show the columns of a file."""
        self._ask(flow, file)
        if file == self._file:
            return
        if self._file is None or file.header != self._file.header:
            self._every, self._most = False, AT_ONCE
        self._file = file
        self._fill(file)

    def _ask(self, flow: ImportFlow, file: StagedFile) -> None:
        while (item := self.questions.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        mine = [question for owner, question in flow.open_questions() if owner is file]
        self.notes = [QuestionNote(question, file, self.answered.emit) for question in mine]
        for note in self.notes:
            self.questions.addWidget(note)
        doubt = flow.unsettled(file)
        self.newer = NewerNote(doubt, flow, file, self.settled.emit) if doubt is not None else None
        if self.newer is not None:
            self.questions.addWidget(self.newer)
        said = [(file.refused, "bad")] if file.refused is not None else [(text, "warn") for text in file.warnings]
        self.said = [Note(text, kind) for text, kind in said]
        for line in self.said:
            line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.questions.addWidget(line)
        above = 8 if mine or self.said or doubt is not None else 0
        self.questions.setContentsMargins(15, above, 15, above)

    def _fill(self, file: StagedFile) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.unused:
                widget.deleteLater()
        used = [column for column in file.columns if column.state != "unused"]
        locked = [column for column in used if column.state == "locked"]
        unused = [column for column in file.columns if column.state == "unused"]
        open_ones = [column for column in (used if file.format else file.columns) if column.state != "locked"]
        every: Sequence[ColumnPlan] = file.columns if self._every else open_ones or file.columns
        shown = every[: self._most]
        folded = [] if self._every else locked
        rest = [] if self._every else [c for c in unused if c not in shown]
        names = _(", ").join(column.header for column in rest[:12])
        self.unused.setText(
            plural("{count} more column in the file is not used: {{names}}.",
                   "{count} more columns in the file are not used: {{names}}.", len(rest)).format(names=names)
            if rest else ""
        )  # fmt: skip
        self.unused.setVisible(bool(rest))
        self.hint.setText(
            _("{used} of {all} used or deliberately not stored").format(used=len(used), all=len(file.columns))
        )
        odd = sum(column.state == "warn" for column in file.columns)
        self.warn.set(plural("{count} to look at", "{count} to look at", odd), "warn", "triangle-alert")
        self.warn.setVisible(odd > 0)
        self._cut = len(every) > self._most
        self.show_all.setText(_("Show more") if self._cut else _("Show less") if self._every else _("Show all"))
        self.show_all.setVisible(self._every or self._cut or len(shown) + bool(folded) < len(file.columns))
        self.rows = []
        self._building.begin(self._built(shown, folded))

    def _built(self, shown: Sequence[ColumnPlan], folded: Sequence[ColumnPlan]) -> Iterator[None]:
        """Row after row; those that are recognised for sure stand in one."""
        for column in shown:
            self._add_row(ColumnRow(column))
            yield
        if folded:
            first, more = folded[0], len(folded) - 1
            title = plural("{{column}}, {count} more", "{{column}}, {count} more", more).format(column=first.header)
            self._add_row(ColumnRow(first, title if more else ""))
        self._column.addWidget(self.unused)
        self._column.addStretch(1)

    def _add_row(self, row: ColumnRow) -> None:
        row.picked.connect(self.picked)
        self.rows.append(row)
        self._column.addWidget(row)

    def _toggle(self) -> None:
        if self._file is None:
            return
        if self._cut:
            self._most += AT_ONCE
        else:
            self._every = not self._every
            self._most = AT_ONCE
        self._fill(self._file)


class QuestionNote(Note):
    """A question that no row of the file decides, with a button for each answer."""

    def __init__(
        self, question: FileQuestion, file: StagedFile, answered: Callable[..., None], parent: QWidget | None = None
    ) -> None:
        header = next((column.header for column in file.columns if column.index == question.column), "")
        said = _("{column}: {sentence}").format(column=header, sentence=question.sentence)
        said = said if header else question.sentence
        super().__init__(said, "warn", parent=parent)
        self.question = question
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.buttons: list[Button] = []
        options = question.options or tuple((code, code) for code in codes() if question.kind == "currency")
        self.choice: Choice | None = None
        if len(options) > MOST_BUTTONS:
            self.choice = Choice(question.sentence, [Option("", _("Choose"), muted=True), *options])
            self.choice.picked.connect(partial(answered, question.kind))
            self.add(self.choice)
            return
        for value, label in options:
            button = Button(label, size="small")
            button.clicked.connect(partial(answered, question.kind, value))
            self.buttons.append(button)
            self.add(button)


class NewerNote(Note):
    """No date tells whether the file or the shop is newer: examples and an answer; the shop stays unless told."""

    def __init__(
        self,
        doubt: Unsettled,
        flow: ImportFlow,
        file: StagedFile,
        settled: Callable[[bool], None],
        parent: QWidget | None = None,
    ) -> None:
        said = plural(
            "{count} record of this file differs from the shop, and no date shows which is newer. {{examples}}",
            "{count} records of this file differ from the shop, and no date shows which are newer. {{examples}}",
            doubt.count,
        ).format(examples=_examples(doubt, file.currency))
        super().__init__(said, "warn", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.choice = Segment(
            [("shop", _("The shop is newer")), ("file", _("This file is newer"))], _("Which is newer?")
        )
        self.choice.choose("file" if flow.newer.get(file.file_no) else "shop")
        self.choice.chosen.connect(lambda key: settled(key == "file"))
        self.add(self.choice)


def _examples(doubt: Unsettled, currency: str) -> str:
    shown = []
    for record, key, changes in doubt.examples[:2]:
        name, before, after = changes[0]
        message = _("{key}, {field}: {before} in the shop, {after} in the file.")
        shown.append(
            message.format(
                key=key,
                field=sentences.field_title(record, name),
                before=sentences.value_text(name, before, currency),
                after=sentences.value_text(name, after, currency),
            )
        )
    return _(" ").join(shown)
