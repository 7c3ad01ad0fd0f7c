"""The content mix of what is shown, part by part against the rule aimed at, and what of the plan to look at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.articles.calendar.rules import ContentMix, MixPart, PlanWarning
from storeapp.articles.kinds import MIX, MixRule
from storeapp.kernel.text import _, plural
from storeapp.qtkit import painting
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.marks import Painted
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Label, Link, Note, small

BESIDE = 1000  # width from which the advice has room beside the bars
TONES = {"useful": "accent", "story": "chart-line-2", "promotion": "chart-complain"}


class AimBar(Painted):
    """A share as a bar with a tick where it is meant to be."""

    def __init__(self, tone: str = "accent") -> None:
        super().__init__()
        self._tone, self._share = tone, 0.0
        self._aim: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float, aim: float | None) -> None:
        """Show a share and its aim, 0 to 1."""
        self._share, self._aim = share, aim
        self.setAccessibleName(f"{share:.0%}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 14)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painting.bar(painter, QRectF(0, 4, self.width(), 6), self._share, look.color(self._tone))
        if self._aim is not None:
            at = round(min(self.width() - 2.0, self._aim * self.width()))
            painter.fillRect(QRectF(at, 0, 2, 14), look.color("text"))


class _PartOfMix(QWidget):
    """One part: its name and count, its share of what is aimed at, and the bar."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setMaximumWidth(theme().px(170))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self.name, self.share = Label("", "small-strong", elide=True), small("", elide=True)
        self.bar = AimBar(TONES[key])
        for part in (self.name, self.bar, self.share):  # one under another: in a narrow window neither has room beside
            column.addWidget(part)

    def show_part(self, part: MixPart) -> None:
        """Show it."""
        self.name.setText(_("{name} {count}").format(name=_(MIX[part.key]), count=part.count))
        words = f"{part.share:.0%}"
        if part.aim is not None:
            words = _("{share} of {aim}").format(share=words, aim=f"{part.aim:.0%}")
        self.share.setText(words)
        self.bar.show_share(part.share, part.aim)


class MixStrip(Filled):
    """The strip above the plan."""

    rule_asked = Signal()
    shown = Signal(int)  # a piece that a warning is about

    def __init__(self) -> None:
        super().__init__("surface", "b")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 16, 8)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(20)
        head = QVBoxLayout()
        head.setSpacing(2)
        self.title = Label(_("Content mix"), "strong")
        self.rule = Link("")
        self.rule.clicked.connect(self.rule_asked)
        head.addWidget(self.title)
        head.addWidget(self.rule)
        row.addLayout(head)
        self.parts = {key: _PartOfMix(key) for key in MIX}
        for part in self.parts.values():
            row.addWidget(part, 2)
        self.advice = Note("", "warn")
        self.top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.top.setSpacing(20)
        self.top.addLayout(row, 6)
        self.top.addWidget(self.advice, 5, Qt.AlignmentFlag.AlignVCenter)
        self.top.addStretch(1)
        column.addLayout(self.top)
        self.warnings = QHBoxLayout()
        self.first = Note("", "warn")
        self.look = Link(_("Show it"))
        self.look.clicked.connect(self._show_next)
        self.first.add(self.look)
        self.warnings.addWidget(self.first, 1)
        column.addLayout(self.warnings)
        self._told: Sequence[PlanWarning] = ()
        self._at = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the advice beside the bars where both have room, else below them."""
        super().resizeEvent(event)
        wide = event.size().width() >= theme().px(BESIDE)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self.top.direction() != way:
            self.top.setDirection(way)
            self.top.setSpacing(20 if wide else 6)
            self.top.setAlignment(self.advice, Qt.AlignmentFlag.AlignVCenter if wide else Qt.AlignmentFlag(0))

    def show_mix(self, mix: ContentMix, rule: MixRule) -> None:
        """Show a mix and the rule it is held against."""
        articles = plural("{count} article", "{count} articles", mix.total)
        self.rule.setText(_("{articles}, aim {rule}").format(articles=articles, rule=rule.title))
        set_tip(self.rule, _(rule.words))
        for part in mix.parts:
            self.parts[part.key].show_part(part)
        self.advice.set(mix.advice, "warn")
        self.advice.setVisible(bool(mix.advice))

    def show_warnings(self, told: Sequence[PlanWarning]) -> None:
        """Show the first warning with how many more there are."""
        self._told, self._at = told, 0
        self.first.setVisible(bool(told))
        self._tell()

    def _show_next(self) -> None:
        if self._told:
            self.shown.emit(self._told[self._at].pieces[-1])
            self._at = (self._at + 1) % len(self._told)
            self._tell()

    def _tell(self) -> None:
        if not self._told:
            return
        words = self._told[self._at].words
        if len(self._told) > 1:
            words = _("{words} ({number} of {count})").format(words=words, number=self._at + 1, count=len(self._told))
        self.first.set(words, "warn")
