"""The list of checks under a message: what stops, what warns, what is well, each with its way out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.text import _, plural
from storeapp.messages.drafts import CheckedLine, stopping
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Button, Icon, Label, Link, small

MARKS = {
    "BLOCK": ("ban", "negative"),
    "WARN": ("triangle-alert", "warning"),
    "INFO": ("info", "info"),
    "FINE": ("check-circle", "positive"),
}


class FindingLine(QWidget):
    """One line: an icon, what was found, and a button that mends it."""

    way_asked = Signal(object)  # Finding

    def __init__(self) -> None:
        super().__init__()
        self.line: CheckedLine | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        self.icon = Icon("info", "info", 16)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self.words = Label("", "body", wrap=True)
        row.addWidget(self.words, 1)
        self.button = Button("", size="mini")
        self.button.clicked.connect(self._pressed)
        row.addWidget(self.button)
        self.setMinimumHeight(theme().px(28))

    def show_line(self, line: CheckedLine, way: str, sources: Sequence[str]) -> None:
        """Show a finding with the words of its button, "" for none, and where its rules come from."""
        self.line = line
        one = line.finding
        self.icon.set_icon(*(("check-circle", "muted") if line.overruled else MARKS[one.severity]))
        words = one.sentence
        if line.overruled:
            words = _("{finding}, warning ignored").format(finding=words)
        self.words.setText(words)
        tips = [one.more, *sources]
        self.words.set_tip("\n".join(filter(None, tips)))
        offered = bool(way) and not line.overruled
        self.button.setVisible(offered)
        if offered:
            self.button.setText(way)
            self.button.setAccessibleName(_("{way}: {finding}").format(way=way, finding=one.sentence))

    def _pressed(self) -> None:
        if self.line is not None:
            self.way_asked.emit(self.line.finding)


class ChecksList(QWidget):
    """All lines under a head that says whether the message may go."""

    way_asked = Signal(object)  # Finding
    overrule_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[CheckedLine] = []
        self._shown: list[FindingLine] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(_("Checks"), "small-strong"))
        head.addStretch(1)
        self.verdict = small("", "negative")
        head.addWidget(self.verdict)
        self.overrule = Link(_("Ignore this warning"))
        set_tip(self.overrule, _("Send it all the same, with a reason that is kept"))
        self.overrule.clicked.connect(self.overrule_asked)
        head.addWidget(self.overrule)
        column.addLayout(head)
        self.column = QVBoxLayout()
        self.column.setSpacing(0)
        column.addLayout(self.column)
        self.overrule.hide()

    def lines(self) -> list[FindingLine]:
        """The lines shown, from the top."""
        return self._shown[: len(self._lines)]

    def told(self) -> list[CheckedLine]:
        """What is shown."""
        return list(self._lines)

    def say(self, words: str) -> None:
        """Say beside the head what was looked at, where nothing stops the message; "" for nothing."""
        if not stopping(self._lines):
            self.verdict.setText(words)
            self.verdict.set_tone("positive" if words else "negative")

    def show_lines(self, lines: Sequence[CheckedLine], case: int | None, source: Callable[[str], str]) -> None:
        """Show what was found; `case` is the number of the case it belongs to, `source` tells of a rule."""
        stops = stopping(lines)
        self.overrule.setVisible(bool(stops))
        self.verdict.set_tone("negative")
        self.verdict.setText(
            plural("Fix {count} problem to copy", "Fix {count} problems to copy", len(stops)) if stops else ""
        )
        while len(self._shown) < len(lines):
            made = FindingLine()
            made.way_asked.connect(self.way_asked)
            self._shown.append(made)
            self.column.addWidget(made)
        for number, widget in enumerate(self._shown):
            if number < len(lines):
                line = lines[number]
                widget.show_line(line, _way(line, case), [source(rule) for rule in line.rules])
            widget.setVisible(number < len(lines))
        self._lines = list(lines)


def _way(line: CheckedLine, case: int | None) -> str:
    one = line.finding
    if one.way == "remove":
        return _("Remove it")
    if one.way == "record":
        refund = one.promise is not None and one.promise.kind == "refund"
        if case is None:
            return _("Open a case")
        return _("Record refund") if refund else _("Record promise")
    return _("Open a case") if one.way == "case" else ""
