"""The right column of a cause: the fix, the linked and offered records, whether it showed in stars, what is next."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from storeapp.aftersales.causes.queries.causes import CauseLine, LinkedRecord
from storeapp.aftersales.causes.queries.effects import CauseDetail
from storeapp.aftersales.causes.ui import sentences
from storeapp.kernel.text import _, in_context, plural
from storeapp.qtkit.filled import Filled
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Bar,
    Button,
    ChannelTile,
    Icon,
    IconButton,
    Label,
    Link,
    Rule,
    scrolling,
    section,
    small,
)

SHOWN = 4  # records that are shown at first


class FixFact(QWidget):
    """A word, what it is, and a line under that."""

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(8)
        label = small(word, parent=self)
        label.setFixedWidth(theme().px(64))
        line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.words, self.under = Label("", wrap=True, parent=self), small("", wrap=True, parent=self)
        column.addWidget(self.words)
        column.addWidget(self.under)
        line.addLayout(column, 1)

    def show_fact(self, words: str, under: str = "") -> None:
        """Show it; without words it goes."""
        self.words.setText(words)
        self.under.setText(under)
        self.under.setVisible(bool(under))
        self.setVisible(bool(words))


class RecordLine(QWidget):
    """A case or review: its channel, its words as a way to it, and its day or what can be done with it."""

    opened = Signal(str, int)
    linked = Signal(str, int)
    declined = Signal(str, int)
    unlinked = Signal(str, int)

    def __init__(self, record: LinkedRecord, today: date, offered: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.record = record
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(8)
        line.addWidget(ChannelTile(record.platform, record.channel, self))
        words = _("Case {number}, {words}").format(number=record.id, words=record.words)
        if record.kind == "review":
            words = _("Review, “{words}”").format(words=record.words or _("without words"))
        self.way = Link(words, self)
        self.way.clicked.connect(lambda: self.opened.emit(record.kind, record.id))
        line.addWidget(self.way, 1)
        if offered:
            self.link = Button(
                in_context("verb", "Link"), size="mini", parent=self, name=_("Link {words}").format(words=words)
            )
            self.link.clicked.connect(lambda: self.linked.emit(record.kind, record.id))
            self.drop = IconButton("x", _("Does not belong here: {words}").format(words=words), parent=self)
            self.drop.clicked.connect(lambda: self.declined.emit(record.kind, record.id))
            line.addWidget(self.link)
        else:
            line.addWidget(small(sentences.day_words(record.day, today), parent=self))
            self.drop = IconButton("x", _("Take from this cause: {words}").format(words=words), parent=self)
            self.drop.clicked.connect(lambda: self.unlinked.emit(record.kind, record.id))
        line.addWidget(self.drop)


class CauseRecords(QWidget):
    """A titled list of records, the first few until all are asked for."""

    opened = Signal(str, int)
    linked = Signal(str, int)
    declined = Signal(str, int)
    unlinked = Signal(str, int)

    def __init__(self, offered: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered, self._all = offered, False
        self._found: list[LinkedRecord] = []
        self._today = date.min
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        head = QHBoxLayout()
        self.title = section("")
        self.more = Link(_("All"))
        self.more.clicked.connect(self._show_all)
        head.addWidget(self.title, 1)
        head.addWidget(self.more)
        self._column.addLayout(head)
        self.rows: list[RecordLine] = []
        self.below = small("", wrap=True)
        self._column.addWidget(self.below)

    def show_records(self, title: str, records: list[LinkedRecord], below: str, today: date, same: bool) -> None:
        """Show these; all of them only where that was asked for of the `same` cause."""
        self._all = self._all and same
        self._found, self._today = records, today
        self.title.setText(title)
        self.below.setText(below)
        self.below.setVisible(bool(below))
        self._lay()

    def _show_all(self) -> None:
        self._all = True
        self._lay()

    def _lay(self) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        shown = self._found if self._all else self._found[:SHOWN]
        self.rows = [RecordLine(one, self._today, self._offered, self) for one in shown]
        for number, row in enumerate(self.rows):
            for name in ("opened", "linked", "declined", "unlinked"):
                getattr(row, name).connect(getattr(self, name))
            self._column.insertWidget(1 + number, row)
            row.show()
        self.more.setVisible(len(shown) < len(self._found))


class StarBars(QWidget):
    """How often a theme stands in low ratings, before and after."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(section(_("Did it show in stars?")))
        self.theme = small("", "text-2", wrap=True)
        column.addWidget(self.theme)
        self.before, self.after = (self._row(word, tone) for word, tone in self._words())
        for row, _bar, _share in (self.before, self.after):
            column.addWidget(row)
        self.says = small("", wrap=True)
        column.addWidget(self.says)

    @staticmethod
    def _words() -> tuple[tuple[str, str], tuple[str, str]]:
        return (_("Before"), "chart-grey"), (_("After"), "accent")

    def _row(self, word: str, tone: str) -> tuple[QWidget, Bar, Label]:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        label = small(word, parent=row)
        label.setFixedWidth(theme().px(48))
        bar, share = Bar(0, tone, 10, row), Label("", "small-strong", parent=row)
        line.addWidget(label)
        line.addWidget(bar, 1)
        line.addWidget(share)
        return row, bar, share

    def show_stars(self, detail: CauseDetail) -> None:
        """Show it, or go where nothing is compared."""
        stars = detail.stars
        self.setVisible(stars is not None)
        if stars is None:
            return
        self.theme.setText(_("“{theme}” in reviews of 1 and 2 stars").format(theme=_(stars.theme)))
        for (_row, bar, share), side in ((self.before, stars.judged.before), (self.after, stars.judged.after)):
            bar.set_share(side.share or 0)
            share.setText("–" if side.share is None else f"{side.share:.0%}")
        self.says.setText(sentences.star_words(stars))


class FixSide(QWidget):
    """The column; what is asked goes out as signals."""

    edit_asked = Signal()
    opened = Signal(str, int)
    linked = Signal(str, int)
    declined = Signal(str, int)
    unlinked = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = 0
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self._scroller = scrolling(inside, _("The fix"))
        outer.addWidget(self._scroller, 1)
        head = QHBoxLayout()
        head.addWidget(section(_("The fix")), 1)
        self.edit = Link(_("Edit"))
        self.edit.clicked.connect(self.edit_asked)
        head.addWidget(self.edit)
        column.addLayout(head)
        self.none = small(_("None yet. Press F to record what was changed, and when."), wrap=True)
        column.addWidget(self.none)
        self.what, self.who, self.cost, self.saves, self.so_far = (
            FixFact(word) for word in (_("What"), _("Who"), _("Cost"), _("Saves"), _("Cases cost"))
        )
        for line in (self.what, self.who, self.cost, self.saves, self.so_far):
            column.addWidget(line)
        column.addWidget(Rule("border"))
        self.records, self.offers = CauseRecords(False), CauseRecords(True)
        self.offers_rule, self.stars_rule = Rule("border"), Rule("border")
        column.addWidget(self.records)
        column.addWidget(self.offers_rule)
        column.addWidget(self.offers)
        column.addWidget(self.stars_rule)
        self.stars = StarBars()
        column.addWidget(self.stars)
        column.addStretch(1)
        for part in (self.records, self.offers):
            for name in ("opened", "linked", "declined", "unlinked"):
                getattr(part, name).connect(getattr(self, name))
        self._build_next(outer)

    def to_top(self) -> None:
        """Begin at the beginning."""
        self._scroller.to_top()

    def show_cause(self, detail: CauseDetail, today: date) -> None:
        """Show a cause."""
        same, self._shown = detail.facts.id == self._shown, detail.facts.id
        fix = detail.facts.fix
        self.none.setVisible(fix is None)
        self.edit.setVisible(fix is not None)
        self.what.show_fact(
            fix.what if fix else "", _("Done {day}").format(day=self._done(detail, today)) if fix else ""
        )
        self.who.show_fact(fix.who if fix else "")
        self.cost.show_fact(*sentences.fix_cost_words(detail))
        saved = detail.effect.saved if detail.effect is not None else None
        words, under = sentences.saved_words(saved)
        if saved is not None and saved.net is not None and saved.spent is not None:
            left = _("{amount} after the cost of the fix").format(amount=saved.net)
            under = _("{first}. {second}").format(first=under, second=left)
        self.saves.show_fact(words, under)
        self.so_far.show_fact(sentences.money_words(detail.costs))
        count = detail.cases + detail.reviews
        title = plural("{count} linked record", "{count} linked records", count)
        self.records.show_records(title, list(detail.linked), sentences.split_words(detail), today, same)
        offered = list(detail.offered)
        self.offers.show_records(_("Offered to link"), offered, "", today, same)
        for part in (self.offers, self.offers_rule):
            part.setVisible(bool(offered))
        self.stars.show_stars(detail)
        self.stars_rule.setVisible(detail.stars is not None)

    def show_next(self, line: CauseLine | None, costs: str, days: str) -> None:
        """Say which cause is next worth it."""
        self.next.setVisible(line is not None)
        if line is not None:
            words = _("Next worth it: {title}, {cost} in {days}.")
            self.next_words.setText(words.format(title=line.title, cost=costs, days=days))

    @staticmethod
    def _done(detail: CauseDetail, today: date) -> str:
        fix = detail.facts.fix
        return sentences.day_words(fix.done, today) if fix is not None else ""

    def _build_next(self, outer: QVBoxLayout) -> None:
        self.next = Filled("raised", "t")
        line = QHBoxLayout(self.next)
        line.setContentsMargins(16, 10, 16, 10)
        line.setSpacing(8)
        self.next_words = small("", "text", wrap=True)
        line.addWidget(Icon("target", "warning"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.next_words, 1)
        outer.addWidget(self.next)
