"""One finding beside the text: what and why, and the ways out of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.articles.checks.records import ArticleFinding
from storeapp.articles.checks.ui.finding_menu import ways_of
from storeapp.kernel.text import _
from storeapp.qtkit.chip_flow import ChipFlow
from storeapp.qtkit.widgets import Button, Filled, Icon, Label, small

MARKS = {"BLOCK": ("ban", "negative"), "WARN": ("triangle-alert", "warning"), "INFO": ("info", "info")}


class FindingRow(Filled):
    """Tells which way out was asked for, with the finding: place, mend, evidence, opinion, accept or again."""

    asked = Signal(str, object)

    def __init__(self, one: ArticleFinding) -> None:
        super().__init__("surface", "b")
        self.finding = one
        self._place: Button | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(8)
        name, tone = ("check-circle", "muted") if one.accepted is not None else MARKS[one.severity]
        row.addWidget(Icon(name, tone, 16), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        row.addLayout(column, 1)
        words = one.sentence
        if one.place_text and one.place_text not in words:
            words = _("“{words}”: {finding}").format(words=one.place_text, finding=words)
        told = Label(words, "small-strong", wrap=True)
        told.set_tip("\n".join(filter(None, (one.why, one.source))))
        column.addWidget(told)
        for words in self._words():
            column.addWidget(small(words, "text-2", wrap=True))
        column.addSpacing(4)
        column.addWidget(self._ways())

    def button(self, words: str) -> Button | None:
        """The button that says this."""
        return next((one for one in self.findChildren(Button) if one.text() == words), None)

    def _words(self) -> list[str]:
        one = self.finding
        if one.accepted is not None:
            return [_("You let it stand: {reason}").format(reason=one.accepted)]
        found = [one.why if one.severity == "BLOCK" else one.instead]
        if one.places:
            found.append(_("Only at {places}").format(places=_(", ").join(one.places)))
        return [words for words in found if words]

    @property
    def look(self) -> tuple[object, ...]:
        """What it shows but for its place."""
        return look_of(self.finding)

    def show_place(self, one: ArticleFinding) -> None:
        """The same finding at another place."""
        self.finding = one
        if self._place is not None and one.line is not None:
            words = _("Go to line {number}").format(number=one.line)
            if self._place.text() != words:
                self._place.setText(words)
                self._place.setAccessibleName(_("{way}: {finding}").format(way=words, finding=one.sentence))

    def _ways(self) -> QWidget:
        one = self.finding
        made = [self._way(words, way) for words, way in ways_of(one)]
        if one.line is not None:
            self._place = self._way(_("Go to line {number}").format(number=one.line), "place")
            made.insert(0, self._place)
        flow = ChipFlow()
        flow.show_chips(made)
        return flow

    def _way(self, words: str, way: str) -> Button:
        made = Button(words, size="mini")
        made.setAccessibleName(_("{way}: {finding}").format(way=words, finding=self.finding.sentence))
        made.clicked.connect(lambda: self.asked.emit(way, self.finding))
        return made


def look_of(one: ArticleFinding) -> tuple[object, ...]:
    """All that a line shows but its place."""
    mend = one.mend.words if one.mend is not None else ""
    return (
        one.rule,
        one.severity,
        one.code,
        one.sentence,
        one.place_text,
        one.accepted,
        one.places,
        mend,
        one.line is None,
    )
