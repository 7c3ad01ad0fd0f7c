"""What stands in the way of some rows, put together by kind: one choice mends all rows of a kind, with live effect."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.exchange.fields import FIELDS
from storeapp.exchange.places import STATUSES, status_title
from storeapp.exchange.reading import StagedFile
from storeapp.exchange.staged import CellProblem
from storeapp.exchange.ui import sentences
from storeapp.exchange.ui.flow import ImportFlow
from storeapp.kernel.money import codes
from storeapp.kernel.text import _, plural
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Card, Choice, Filled, Icon, Label, Option, Tag, scrolling

OTHER_VALUE = "other"  # the entry that asks for a value
AT_ONCE = 3  # problems seen without scrolling
DATE_ORDERS = ("mdy", "dmy", "ymd")


class ProblemRow(Filled):
    """One kind of problem: which column, what is wrong, how many rows, examples; and what is done with all of them."""

    picked = Signal(object, str, str)  # problem, action, value

    def __init__(self, problem: CellProblem, date_order: str, parent: QWidget | None = None) -> None:
        super().__init__("surface", "b", "hair", parent)
        self.problem = problem
        self.setFixedHeight(theme().px(48))
        row = QHBoxLayout(self)
        row.setContentsMargins(15, 0, 15, 1)
        row.setSpacing(12)
        open_one = problem.action in ("out", "keep")
        row.addWidget(Icon("triangle-alert" if open_one else "check-circle", "warning" if open_one else "positive", 16))
        column = QVBoxLayout()
        column.setSpacing(0)
        self.title = Label(_title(problem), "medium", elide=True, parent=self)
        self.examples = Label(_examples(problem), "small", "muted", elide=True, parent=self)
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.examples)
        column.addStretch(1)
        row.addLayout(column, 1)
        self.choice: Choice | None = None
        if problem.kind == "key":
            row.addWidget(Label(_("Left out: there is no value to use instead"), "small", "text-2"))
            return
        self.choice = Choice(_("What to do: {problem}").format(problem=_title(problem)), parent=self)
        self.choice.set_options(options_of(problem, date_order))
        self.choice.choose(_chosen(problem))
        self.choice.setFixedWidth(theme().px(232))
        self.choice.picked.connect(self._picked)
        row.addWidget(self.choice)

    def _picked(self, value: object) -> None:
        action, _colon, what = str(value).partition(":")
        self.picked.emit(self.problem, action, what)
        if action == OTHER_VALUE and self.choice is not None:
            self.choice.choose(_chosen(self.problem))


def _chosen(problem: CellProblem) -> str:
    return f"{problem.action}:{problem.value}"


def _title(problem: CellProblem) -> str:
    where = problem.column or _("Whole row")
    return _("{column}: {sentence}").format(column=where, sentence=problem.reason)


def _examples(problem: CellProblem) -> str:
    said = sentences.rows_text(problem.count)
    if problem.first:
        message = plural("{count} row, row {{first}}", "{count} rows, the first is row {{first}}", problem.count)
        said = message.format(first=f"{problem.first:,}")
    shown = [text for text in problem.examples if text.strip()]
    if problem.kind != "cell" or not shown:
        return said
    return _("{rows}: {examples}").format(rows=said, examples=_(", ").join(f"“{text}”" for text in shown))


def options_of(problem: CellProblem, date_order: str) -> list[Option]:
    """What can be done with all cells of one kind."""
    if problem.kind == "status":
        known = [Option(f"use:{status}", _("Means: {status}").format(status=status_title(status))) for status in
                 STATUSES if status != "unknown"]  # fmt: skip
        return [Option("keep:", _("Keep it as the file says")), *known]
    if problem.kind == "currency":
        return [Option("keep:", _("The channel's currency")), *(Option(f"use:{code}", code) for code in codes())]
    found = [
        Option("out:", plural("Leave out this row", "Leave out these {count} rows", problem.count)),
        Option("empty:", _("Import, this cell stays empty")),
    ]
    kind = FIELDS[problem.field].kind if problem.field in FIELDS else ""
    if kind == "email":
        return found
    if kind == "date":
        titles = {"mdy": _("Read as month first"), "dmy": _("Read as day first"), "ymd": _("Read as year first")}
        found += [Option(f"order:{order}", titles[order]) for order in DATE_ORDERS if order != date_order]
    if problem.action == "use":
        found.append(Option(f"use:{problem.value}", _("Use “{value}”").format(value=problem.value)))
    return [*found, Option(f"{OTHER_VALUE}:", _("Use another value"))]


class ProblemsCard(Card):
    """The kinds of problems of one file. `picked` carries the problem, the action and its value."""

    picked = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Fix all of a kind"), " ", padded=False, parent=parent)
        self.rows: list[ProblemRow] = []
        self.open_ones = Tag("", "warn", "triangle-alert", parent=self)
        self.add_to_head(self.open_ones)
        self._holder = QWidget(self)
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.area = scrolling(self._holder, _("Problems"))
        self.add(self.area)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._shown: tuple[CellProblem, ...] = ()

    def show_file(self, flow: ImportFlow, file: StagedFile) -> None:
        """Show the problems of a file; nothing where there are none."""
        self.setVisible(bool(file.problems))
        self.hint.setText(_("one choice counts for every row of the kind"))
        if file.problems == self._shown:
            return
        self._shown = file.problems
        self._fill(file.problems, file.date_order)
        waiting = sum(problem.count for problem in file.problems if problem.action == "out")
        waiting = min(waiting, file.rejected or waiting)  # a row with several problems is left out once
        self.open_ones.set(plural("{count} row left out", "{count} rows left out", waiting), "warn", "triangle-alert")
        self.open_ones.setVisible(waiting > 0)

    def _fill(self, problems: Sequence[CellProblem], date_order: str) -> None:
        focused = next((row.problem.code for row in self.rows if row.choice and row.choice.hasFocus()), None)
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self.rows = [ProblemRow(problem, date_order, self._holder) for problem in problems]
        for row in self.rows:
            row.picked.connect(self.picked)
            self._column.addWidget(row)
            if row.problem.code == focused and row.choice is not None:
                row.choice.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.setFixedHeight(theme().px(48) * min(AT_ONCE, max(1, len(self.rows))))


def mended(
    mends: Sequence[tuple[str, str, str, str]], problem: CellProblem, action: str, value: str
) -> tuple[tuple[str, str, str, str], ...]:
    """The owner's choices with one more for a kind of problem."""
    others = [mend for mend in mends if mend[:2] != (problem.field, problem.code)]
    return (*others, (problem.field, problem.code, action, value))
