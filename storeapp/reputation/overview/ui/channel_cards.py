"""The cards along the top of the overview: one a channel, and figures that fill the row of a shop with few channels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from storeapp.kernel.days import ago, month_and_year, spoken_day, stretch
from storeapp.kernel.review_kinds import PRODUCT, SELLER, UNSAID
from storeapp.kernel.text import _, plural
from storeapp.qtkit.charts.spark import Sparkline
from storeapp.qtkit.theme import theme
from storeapp.qtkit.tips import set_tip
from storeapp.qtkit.widgets import Bar, Card, ChannelTile, Icon, IconButton, Label, Rule, Stars, small
from storeapp.reputation.overview.records import ChannelStanding, Overview
from storeapp.reputation.overview.ui.products_tab import change_mark, change_words
from storeapp.reputation.ratings.records import ChannelSnapshot, KindCount
from storeapp.reputation.ratings.rules import BAD, Trend, trend
from storeapp.reputation.standing.next_steps import NextStep, headline, reached_line, standing_line

NARROWEST, GAP, MOST = 208, 16, 5
MOST_MARKS = 3
STEP_MARKS = {True: ("check", "positive"), False: ("x", "negative"), None: ("question", "muted")}
SHOWN_METRICS = {"positive_percent": "{value:g}%", "rating": "{value:.2f}", "score": "{value:g}"}


class ChangeMark(QWidget):
    """A change with its arrow; grey where chance alone may explain it."""

    def __init__(self, found: Trend | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        if found is None:
            return
        icon, tone = change_mark(found)
        row.addWidget(Icon(icon, tone, 14))
        row.addWidget(Label(change_words(found), "small-medium", tone))
        tip = _("Against the period before")
        if not found.clear:
            tip = _("Against the period before; chance alone may explain it")
        set_tip(self, tip)
        self.setAccessibleName(f"{change_words(found)} {tip}")


class ChannelCard(Card):
    """One channel: its rating, count and change, how many bad reviews were answered, and when the last one came."""

    opened = Signal(int)
    note_asked = Signal(int)

    standing_asked = Signal(int)

    def __init__(
        self, standing: ChannelStanding, today: date, parent: QWidget | None = None, step: NextStep | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.standing, self.step = standing, step
        self.setAccessibleName(standing.channel.name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.inside.setContentsMargins(15, 11, 15, 11)
        self.inside.addLayout(self._head())
        self.inside.addSpacing(6)
        self.inside.addLayout(self._figure())
        self.add(small(self._count(), wrap=True))
        if standing.kinds:
            self.add(small(kinds_words(standing.kinds), wrap=True))
        self.inside.addSpacing(8)
        self.add(Rule("hair"))
        self.inside.addSpacing(7)
        if step is not None:
            self.inside.addWidget(StepLines(step))
        else:
            self.add(Label(self._replies(), "small-medium", elide=True))
        self.inside.addSpacing(2)
        self.inside.addLayout(self._foot(today))
        self.inside.addStretch(1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            (self.standing_asked if self.step is not None else self.opened).emit(self.standing.channel.id)

    def _head(self) -> QHBoxLayout:
        one = self.standing
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(ChannelTile(one.channel.platform, one.channel.name))
        row.addWidget(Label(one.channel.name, "strong", elide=True), 1)
        if one.channel.star_scale and not one.quiet:  # the figure of all time has no year before
            row.addWidget(ChangeMark(trend(one.now, one.before)))
        return row

    def _foot(self, today: date) -> QHBoxLayout:
        one = self.standing
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(small(self._last(today), elide=True), 1)
        note = IconButton("pencil", _("Note what {channel} shows").format(channel=one.channel.name), size="mini")
        note.setFixedHeight(theme().px(18))
        note.clicked.connect(lambda: self.note_asked.emit(one.channel.id))
        row.addWidget(note)
        return row

    def _figure(self) -> QHBoxLayout:
        one = self.standing
        row = QHBoxLayout()
        row.setSpacing(6)
        lead = one.all_stars if one.quiet else one.now
        if one.other is not None and one.other.positive is not None:
            row.addWidget(Label(f"{100 * one.other.positive:.1f}", "rating"))
            row.addWidget(small(_("% positive")))
        elif one.other is None and lead.mean is not None:
            row.addWidget(Label(f"{lead.mean:.2f}", "rating"))
            star = Stars(1, 17, of=1)
            row.addWidget(star)
        elif one.other is not None:
            row.addWidget(Label(f"{one.other.mean:.2f}", "rating"))
            row.addWidget(small(_("of {scale}").format(scale=f"{one.other.scale:g}")))
        else:
            row.addWidget(Label("–", "rating", "muted"))
        row.addStretch(1)
        values = [point.rating for point in one.points]
        if sum(value is not None for value in values) > 1:
            tone = f"channel-{one.channel.platform}"
            row.addWidget(Sparkline(values, tone if tone in theme().tokens() else "chart-line-2"))
        return row

    def _count(self) -> str:
        one = self.standing
        if not one.ever:
            return _("No reviews yet")
        counted = plural("{count} review", "{count} reviews", one.reviews)
        if one.quiet:
            whole = plural("{count} rating in all", "{count} ratings in all", one.all_stars.total)
            if one.now.mean is None:
                return _("{ratings}, none in this period").format(ratings=whole)
            return _("{ratings}, {rating} of {count} in this period").format(
                ratings=whole, rating=f"{one.now.mean:.2f}", count=f"{one.now.total:,}"
            )
        if one.span.past:
            return _("{reviews} to {month}").format(reviews=counted, month=month_and_year(one.span.last))
        if one.other is not None and one.other.positive is None:
            return _("{reviews}, its own scale").format(reviews=counted)
        return counted

    def _replies(self) -> str:
        one = self.standing
        if one.bad:
            asked = _("{answered} of {bad} bad ones replied to")
            return asked.format(answered=f"{one.answered:,}", bad=f"{one.bad:,}")
        if one.snapshot is not None:
            return shown_words(one.snapshot)
        if not one.channel.star_scale:
            return _("Not counted in the stars")
        return _("No bad review in this period") if one.reviews else _("Import reviews of this channel")

    def _last(self, today: date) -> str:
        one = self.standing
        if self.step is not None and one.snapshot is None:
            return self._replies()
        if one.last_posted is None:
            return ""
        newest = _("Newest {when}").format(when=ago(date.fromisoformat(one.last_posted), today))
        if one.snapshot is None:
            return newest
        if one.bad:
            return shown_words(one.snapshot)
        day = spoken_day(date.fromisoformat(one.snapshot.taken_on), today)
        return _("Noted {day}").format(day=day)


def kinds_words(kinds: Sequence[KindCount]) -> str:
    """`Seller feedback. Product reviews apart: 4.21 of 31. 12 not said`: what the rating of a channel is made of."""
    by_kind = {one.kind: one for one in kinds if one.reviews}
    products, unsaid = by_kind.pop(PRODUCT, None), by_kind.pop(UNSAID, None)
    told = [_("Seller feedback.")] if SELLER in by_kind else []
    if products is not None and (told or unsaid is not None) and products.stars.mean is not None:
        apart = _("Product reviews apart: {rating} of {count}.")
        told.append(apart.format(rating=f"{products.stars.mean:.2f}", count=f"{products.reviews:,}"))
    elif products is not None:
        told.append(_("Product reviews only."))
    if unsaid is not None:
        told.append(
            plural(
                "{count} is counted in, though nobody said what it is about.",
                "{count} are counted in, though nobody said what they are about.",
                unsaid.reviews,
            )
        )
    return " ".join(told)


def shown_words(snapshot: ChannelSnapshot) -> str:
    """`Shows 4.48 from 242`: what the channel itself says, never a figure of ours."""
    value = SHOWN_METRICS.get(snapshot.metric, "{value:g}").format(value=snapshot.value)
    if snapshot.count is not None:
        return _("Shows {value} from {count}").format(value=value, count=f"{snapshot.count:,}")
    return _("Shows {value} there").format(value=value)


class StepLines(QWidget):
    """Where a channel stands on its ladder and what comes next, in two lines."""

    def __init__(self, step: NextStep, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(Label(standing_line(step), "small-medium", elide=True), 1)
        if step.kind == "gate" and len(step.row.criteria) <= MOST_MARKS:
            for one in step.row.criteria:
                icon, tone = STEP_MARKS[one.met]
                mark = Icon(icon, tone, 13)
                mark.setAccessibleName(_(one.metric.title))
                set_tip(mark, _(one.metric.title))
                head.addWidget(mark)
        elif step.kind == "points":
            bar = Bar(step.share)
            bar.setFixedWidth(theme().px(44))
            head.addWidget(bar)
        column.addLayout(head)
        column.addWidget(small(self._next(step), elide=True))

    @staticmethod
    def _next(step: NextStep) -> str:
        if step.criterion is None:
            return headline(step)
        name = _(step.criterion.metric.title)
        return _("{criterion} {reached}").format(criterion=name, reached=reached_line(step))


class FillerCard(Card):
    """A figure with its name and a line of words, as high as the channel cards beside it."""

    def __init__(self, icon: str, name: str, shown: str, words: str, more: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(f"{name} {shown}")
        self.inside.setContentsMargins(15, 11, 15, 11)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon(icon, "faint", 18))
        head.addWidget(Label(name, "strong", elide=True), 1)
        self.inside.addLayout(head)
        self.inside.addSpacing(6)
        self.add(Label(shown, "rating"))
        self.add(small(words, elide=True))
        self.inside.addSpacing(8)
        self.add(Rule("hair"))
        self.inside.addSpacing(7)
        self.add(Label(more, "small-medium", wrap=True))
        self.inside.addStretch(1)


def figures(found: Overview) -> list[FillerCard]:
    """What a shop with few channels sees beside them, most useful first."""
    bad, answered = found.bad, found.answered
    made = []
    if bad:
        more = (
            _("Typically {time} to a reply").format(time=stretch(round(found.speed.hours))) if found.speed.hours else ""
        )
        asked = plural("of {count} bad review replied to", "of {count} bad reviews replied to", bad)
        made.append(
            FillerCard("reply", _("Reply rate"), f"{answered / bad:.0%}", asked, more or _("No reply time known"))
        )
    total = found.now.total
    if total:
        best, low = found.now[5], sum(found.now[star] for star in BAD)
        words = _("{best} of {all} reviews").format(best=f"{best:,}", all=f"{total:,}")
        lowest = plural("{count} with 1 to 3 stars", "{count} with 1 to 3 stars", low)
        made.append(FillerCard("star", _("Five stars"), f"{best / total:.0%}", words, lowest))
    waiting = plural("bad review without a reply", "bad reviews without a reply", found.waiting)
    open_now = _("Reply to the newest ones first") if found.waiting else _("Nothing waits for a reply")
    made.append(FillerCard("clock", _("Waiting"), f"{found.waiting:,}", waiting, open_now))
    months = found.points[-1].reviews if found.points else 0
    name = _("In {month}").format(month=month_and_year(found.span.last))
    before = found.points[-2].reviews if len(found.points) > 1 else 0
    words = plural("rating in the month", "ratings in the month", months)
    made.append(
        FillerCard("calendar", name, f"{months:,}", words, _("{count} in the month before").format(count=f"{before:,}"))
    )
    return made


class CardRow(QWidget):
    """Cards of one width, at most five a row; figures fill what the last row has left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._cards: list[QWidget] = []
        self._fillers: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_cards(self, cards: Sequence[QWidget], fillers: Sequence[QWidget]) -> None:
        """Show `cards`, then as many fillers as complete the first row."""
        for card in (*self._cards, *self._fillers):
            card.hide()
            card.deleteLater()
        self._cards, self._fillers = list(cards), list(fillers)
        for card in (*self._cards, *self._fillers):
            card.setParent(self)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._lay_out()

    def columns(self) -> int:
        """How many stand side by side: as many as fit, or a few less where that leaves fewer holes."""
        fitting = max(1, min(MOST, (self.width() + GAP) // (theme().px(NARROWEST) + GAP)))
        count = len(self._cards)
        if count <= fitting:
            return max(1, min(fitting, count + len(self._fillers)))
        return min(range(max(1, fitting - 2), fitting + 1), key=lambda wide: (-(-count // wide), -count % wide))

    def _lay_out(self) -> None:
        wide = self.columns()
        shown = [*self._cards, *self._fillers[: -len(self._cards) % wide]]
        while self._grid.takeAt(0) is not None:
            pass
        for column in range(MOST):
            self._grid.setColumnStretch(column, 1 if column < wide else 0)
        for number, card in enumerate(shown):
            self._grid.addWidget(card, number // wide, number % wide)
        for card in (*self._cards, *self._fillers):
            card.setVisible(card in shown)
