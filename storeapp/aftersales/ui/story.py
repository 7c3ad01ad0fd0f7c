"""The story of a case: a line for each thing said and done, the buyer's and the shop's words in boxes of their own."""

from __future__ import annotations

import base64
from datetime import date
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.aftersales import rules
from storeapp.aftersales.story.queries import CaseLine, CaseStory
from storeapp.aftersales.story.rules import KINDS
from storeapp.kernel.clock import Clock
from storeapp.kernel.days import day_and_time, spoken_day
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit import icons, painting
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import IconButton, Label, Stars, small

# Title, icon and tone of the lines that are no entries.
OTHERS: dict[str, tuple[str, str, str]] = {
    "promised": (N_("Promised"), "calendar", "text-2"),
    "kept": (N_("Promise kept"), "check-circle", "positive"),
    "broken": (N_("Promise not kept"), "x", "negative"),
    "missed": (N_("The day of a promise has passed"), "clock", "negative"),
    "review": (N_("Review received"), "star", "star"),
    "review_changed": (N_("Review changed"), "star", "star"),
    "files": (N_("Files added"), "image", "muted"),
}
STATES = {"open": N_("Opened again"), "waiting": N_("Waiting for the buyer"), "closed": N_("Closed")}
BOXES = {"in": ("raised", "border"), "out": ("accent-soft", "accent-line"), "note": ("warning-soft", "warning-line")}
PICTURE = 64  # px of a small picture


class CaseDot(QWidget):
    """The sign of a line, on the thread that leads to the next one."""

    def __init__(self, icon: str, tone: str, last: bool) -> None:
        super().__init__()
        self._icon, self._tone, self._last = icon, tone, last
        self.setFixedWidth(theme().px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        side = look.px(22)
        if not self._last:
            painter.fillRect(QRectF(side / 2, side, 1, self.height() - side), look.color("border"))
        painting.rounded(painter, QRectF(0, 0, side, side), side / 2, look.color("surface"), look.color("border"))
        inner = look.px(12)
        icons.paint(painter, self._icon, (side - inner) / 2, (side - inner) / 2, inner, look.color(self._tone))


class SaidBox(QWidget):
    """Words in a box: grey from the buyer, green from the shop, amber for what is private."""

    def __init__(self, words: str, kind: str) -> None:
        super().__init__()
        self._fill, self._line = BOXES[kind]
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        self.words = Label(words, "body", wrap=True)
        self.words.setAccessibleName(_(KINDS[kind].title))
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column.addWidget(self.words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        area = QRectF(self.rect())
        painting.rounded(QPainter(self), area, 6, look.color(self._fill), look.color(self._line))


class CaseStoryLine(QWidget):
    """One line. `removed` carries the entry's id, `mended` the line whose words are wrong."""

    removed = Signal(int)
    mended = Signal(CaseLine)

    def __init__(self, line: CaseLine, who: str, last: bool, clock: Clock) -> None:
        super().__init__()
        self.line = line
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        title, icon, tone = _looks(line)
        row.addWidget(CaseDot(icon, tone, last))
        column = QVBoxLayout()
        column.setContentsMargins(0, 1, 0, 14)
        column.setSpacing(5)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.title = Label(_title(line, title, who), "strong")
        head.addWidget(self.title)
        self.when = small(_(", ").join(filter(None, (_when(line, clock), _through(line)))), elide=True)
        head.addWidget(self.when, 1)
        if line.kind in KINDS and line.kind != "state":
            self.mend = IconButton("pencil", _("Correct the words: {what}").format(what=_(title)), size="mini")
            self.mend.clicked.connect(partial(self.mended.emit, line))
            head.addWidget(self.mend)
            drop = IconButton("trash", _("Remove: {what}").format(what=_(title)), size="mini")
            drop.clicked.connect(partial(self.removed.emit, line.id))
            head.addWidget(drop)
        column.addLayout(head)
        self._tell(line, column, clock.today())
        row.addLayout(column, 1)

    def _tell(self, line: CaseLine, column: QVBoxLayout, today: date) -> None:
        if line.kind in BOXES:
            column.addWidget(SaidBox(line.words, line.kind))
        elif line.files:
            column.addLayout(_pictures(line))
        elif line.stars is not None:
            column.addLayout(_stars(line))
        elif line.kind in ("promised", "kept", "broken", "missed"):
            words = rules.promise_words(line.template, line.words, line.amount)
            if line.kind == "promised" and line.who:
                day = spoken_day(date.fromisoformat(line.who), today)
                words = _("{promise}, by {day}").format(promise=words, day=day)
            column.addWidget(small(words, wrap=True))
        elif line.kind != "state" and line.words:
            column.addWidget(Label(line.words, "body", wrap=True))
        if line.knowing:
            column.addWidget(small(_("Recorded all the same: {why}").format(why=line.knowing), "warning"))
        if line.case is not None:
            column.addWidget(small(_("In case {number}").format(number=line.case)))


class StoryView(Filled):
    """All lines, oldest first; those of a long story that are older are counted."""

    removed = Signal(int)
    mended = Signal(CaseLine)

    def __init__(self) -> None:
        super().__init__("surface")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 8)
        self.column.setSpacing(0)
        self.none = small(_("Nothing written yet. Paste what the buyer wrote, or write to them."))
        self.column.addWidget(self.none)
        self.older = small("")
        self.column.addWidget(self.older)
        self.column.addStretch(1)
        self._lines: list[CaseStoryLine] = []
        self._shown: tuple[CaseStory, str] | None = None

    def lines(self) -> list[CaseStoryLine]:
        """The lines as shown."""
        return list(self._lines)

    def show_story(self, told: CaseStory, who: str, clock: Clock) -> None:
        """Show the story of a case whose buyer is called `who`."""
        if self._shown == (told, who):
            return
        self._shown = (told, who)
        for old in self._lines:
            self.column.removeWidget(old)
            old.hide()
            old.deleteLater()
        last = len(told.lines) - 1
        self._lines = [CaseStoryLine(line, who, place == last, clock) for place, line in enumerate(told.lines)]
        for place, line in enumerate(self._lines):
            line.removed.connect(self.removed)
            line.mended.connect(self.mended)
            self.column.insertWidget(2 + place, line)
        self.none.setVisible(not told.lines)
        self.older.setText(
            plural("{count} older line is not shown", "{count} older lines are not shown", told.left_out)
        )
        self.older.setVisible(told.left_out > 0)


def _looks(line: CaseLine) -> tuple[str, str, str]:
    if line.kind in OTHERS:
        return OTHERS[line.kind]
    known = KINDS[line.kind]
    if line.kind == "state":
        return STATES.get(line.words, "Status"), known.icon, known.tone
    return known.title, known.icon, known.tone


def _title(line: CaseLine, title: str, who: str) -> str:
    if line.kind == "in":
        return _("{who} wrote").format(who=line.who or who)
    if line.amount is not None and line.kind in KINDS:
        return _("{what}, {amount}").format(what=_(title), amount=line.amount)
    if line.minutes:
        return _("{what}, {minutes} min").format(what=_(title), minutes=line.minutes)
    return _(title)


def _when(line: CaseLine, clock: Clock) -> str:
    if not line.at:
        return ""
    if len(line.at) == 10:
        return spoken_day(date.fromisoformat(line.at), clock.today())
    return day_and_time(line.at, clock)


def _through(line: CaseLine) -> str:
    return _("template “{name}”").format(name=line.template) if line.kind == "out" and line.template else ""


def _stars(line: CaseLine) -> QVBoxLayout:
    column = QVBoxLayout()
    row = QHBoxLayout()
    row.setSpacing(8)
    if line.before is not None:
        row.addWidget(Stars(line.before, 14))
        row.addWidget(small("→"))
    row.addWidget(Stars(line.stars or 0, 14))
    row.addStretch(1)
    column.addLayout(row)
    if line.words:
        column.addWidget(Label(line.words, "body", wrap=True))
    return column


def _pictures(line: CaseLine) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for _number, name, thumbnail in line.files[:6]:
        if not thumbnail:
            row.addWidget(small(name))
            continue
        picture = QPixmap()
        picture.loadFromData(base64.b64decode(thumbnail), "PNG")
        shown = Label("", "body")
        side = theme().px(PICTURE)
        shown.setPixmap(picture.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
        shown.setAccessibleName(name)
        set_tip(shown, name)
        row.addWidget(shown)
    words = plural("{count} file, saved in this shop", "{count} files, saved in this shop", len(line.files))
    row.addWidget(small(words), 1)
    return row
