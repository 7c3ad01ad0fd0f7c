"""The card "What would it take?": a target, the good ratings it needs, by when, and what one more bad one costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSizePolicy, QWidget

from storeapp.kernel.text import _, plural
from storeapp.qtkit import icons, painting
from storeapp.qtkit.fields import as_printed
from storeapp.qtkit.forms import quiet
from storeapp.qtkit.marks import Painted
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Card, Choice, Icon, Label, Option, Rule, figure, small
from storeapp.reputation.standing.records import Aim, ChannelLadders
from storeapp.reputation.standing.targets import STEPS, Take, take
from storeapp.reputation.standing.ui.sentences import full_day, weeks_words, window_words

HIGHEST = {"rating": 5.0, "percent": 100.0, "points": 99_999_999.0}


class AimBox(QDoubleSpinBox):
    """The figure aimed at: stars and percent in tenths, points whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Target"))
        self.setProperty("small", True)
        as_printed(self)
        self.lineEdit().setTextMargins(6, 0, 0, 0)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(96), theme().px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), theme().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme().px(14)
        left, top = self.width() - side - 7, (self.height() - side) / 2
        icons.paint(QPainter(self), "chevrons-up-down", left, top, side, theme().color("text-2"))


class Way(Painted):
    """Where the figure is now and where it must come to, on one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._now, self._goal, self._words = 0.0, 1.0, ("", "")

    def show_way(self, now: float, goal: float, now_words: str, goal_words: str) -> None:
        """Both as numbers and as words."""
        self._now, self._goal, self._words = now, goal, (now_words, goal_words)
        self.setAccessibleName(_("{now}, {goal}").format(now=now_words, goal=goal_words))
        self.changed()

    def sizeHint(self) -> QSize:
        return QSize(160, theme().px(44))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        reach = max(abs(self._goal - self._now), 1e-6)
        low, span = min(self._now, self._goal) - reach, 3.2 * reach
        middle, wide = self.height() / 2, float(self.width())
        now, goal = (wide * (value - low) / span for value in (self._now, self._goal))
        painting.rounded(painter, QRectF(0, middle - 2, wide, 4), 2, look.color("border"))
        painting.rounded(painter, QRectF(0, middle - 2, now, 4), 2, look.color("accent"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accent"))
        painter.drawEllipse(QRectF(now - 5, middle - 5, 10, 10))
        painter.fillRect(QRectF(round(goal) - 1, middle - 7, 2, 14), look.color("text"))
        for words, x, top, role, tone in (
            (self._words[0], now, 0.0, "axis-strong", "accent"),
            (self._words[1], goal, middle + 8, "axis", "text-2"),
        ):
            need = look.metrics(role).horizontalAdvance(words)
            left = max(0.0, min(wide - need, x - need / 2))
            area = QRectF(left, top, need + 2, middle - 8)
            painting.text_in(painter, area, words, look.font(role), look.color(tone))


class WhatItTakes(Card):
    """Choose a channel's figure and a target."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What would it take?"), parent=parent)
        self._aims: list[tuple[str, Aim]] = []
        self.choice = Choice(_("Figure"), [])
        self.target = AimBox()
        row = QHBoxLayout()
        row.setSpacing(8)
        self.add(self.choice)
        self.inside.addSpacing(8)
        row.addWidget(small(_("Target"), "text-2"), 1)
        row.addWidget(self.target)
        self.inside.addLayout(row)
        self.level = Choice(_("Level"), [])
        self.inside.addSpacing(6)
        self.add(self.level)
        self.inside.addSpacing(10)
        self.lead = small("", "text-2", wrap=True)
        self.add(self.lead)
        numbers = QHBoxLayout()
        numbers.setSpacing(8)
        self.number = figure("", "accent")
        self.unit = Label("", "strong", wrap=True)
        numbers.addWidget(self.number)
        numbers.addWidget(self.unit, 1)
        self.inside.addLayout(numbers)
        pace = QHBoxLayout()
        pace.setSpacing(6)
        self.clock = Icon("clock", "faint", 14)
        self.pace = small("", "text-2", wrap=True)
        pace.addWidget(self.clock, 0, Qt.AlignmentFlag.AlignTop)
        pace.addWidget(self.pace, 1)
        self.inside.addLayout(pace)
        self.inside.addSpacing(8)
        self.way = Way()
        self.add(self.way)
        self.inside.addSpacing(8)
        self.add(Rule("hair"))
        self.inside.addSpacing(8)
        self.bad_name, self.bad = small("", "text-2", wrap=True), Label("", "small-strong", "negative")
        self.turned_name, self.turned = small("", "text-2", wrap=True), Label("", "small-strong", "positive")
        for name, value in ((self.bad_name, self.bad), (self.turned_name, self.turned)):
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(name, 1)
            line.addWidget(value)
            self.inside.addLayout(line)
            self.inside.addSpacing(3)
        self.inside.addSpacing(6)
        self.note = small("", wrap=True)
        self.add(self.note)
        self.inside.addStretch(1)
        self.choice.picked.connect(self._picked)
        self.target.valueChanged.connect(self._show)
        self.level.picked.connect(lambda: self.target.setValue(float(self.level.value() or self.target.value())))

    def show_aims(self, found: Sequence[ChannelLadders]) -> None:
        """What can be aimed at; the choice and its target stay where they are still there."""
        before = self.choice.value()
        found = [replace(one, aims=tuple(sorted(one.aims, key=_last))) for one in sorted(found, key=_most_to_do)]
        self._aims = [(_key(one, aim), aim) for one in found for aim in one.aims]
        options = []
        for one in found:
            for aim in one.aims:
                name = one.channel.name
                if len(one.aims) > 1:
                    name = _("{channel}: {figure}").format(channel=name, figure=_(aim.title))
                if aim.metric:
                    name = _("{figure}, {criterion}").format(figure=name, criterion=_(aim.metric))
                options.append(Option(_key(one, aim), name, platform=one.channel.platform))
        self.choice.set_options(options)
        self.setVisible(bool(options))
        if options and self.choice.value() != before:
            self._picked()
        elif options:
            self._show()

    def choose_channel(self, channel: int) -> None:
        """Aim at a channel's first figure."""
        key = next((key for key, _aim in self._aims if key.startswith(f"{channel} ")), None)
        if key is not None:
            self.choice.choose(key)
            self._picked()

    def aim(self) -> Aim | None:
        """The figure chosen."""
        return next((aim for key, aim in self._aims if key == self.choice.value()), None)

    def _picked(self) -> None:
        aim = self.aim()
        if aim is None:
            return
        goal = aim.tally.goal
        with quiet(self.target):
            step = aim.tally.step or STEPS[goal]
            self.target.setDecimals(0 if step >= 1 else 1)
            self.target.setSingleStep(step)
            self.target.setRange(1.0, HIGHEST[goal])
            self.target.setSuffix("%" if goal == "percent" else "")
            self.target.setValue(aim.target)
        steps = [
            Option(start, _("{level}, from {figure}").format(level=_(title), figure=f"{start:,.0f}"))
            for title, start in aim.steps
        ]
        self.level.set_options([Option(0.0, _("Another figure")), *steps])
        self.level.setVisible(bool(steps))
        self._show()

    def _show(self) -> None:
        aim = self.aim()
        if aim is None:
            return
        at = next((start for _title, start in aim.steps if start == self.target.value()), 0.0)
        if aim.steps and self.level.value() != at:
            self.level.choose(at)
        found = take(aim.tally, round(self.target.value(), 1), aim.pace)
        self._show_need(aim, found)
        self._show_what_if(aim, found)
        goal = aim.tally.goal
        digits, end = (0 if goal == "points" else 3 if goal == "rating" else 2), "%" if goal == "percent" else ""
        now, edge = f"{found.now or 0:,.{digits}f}{end}", f"{found.threshold:,.{digits}f}{end}"
        shown = self.target.text()
        plain = goal == "points" or aim.tally.exact
        words = edge if plain else _("{edge} shows as {target}").format(edge=edge, target=shown)
        self.way.show_way(found.now or 0.0, found.threshold, _("{value} now").format(value=now), words)

    def _show_need(self, aim: Aim, found: Take) -> None:
        shown, reached = self.target.text(), found.why == "reached"
        lead = _("To reach {target} points you need")
        if aim.tally.goal != "points":
            lead = _("To reach {target} you need") if aim.tally.exact else _("To show {target} you need")
        self.lead.setText(lead.format(target=shown))
        self.number.setVisible(found.needed is not None)
        self.number.setText(f"{found.needed or 0:,}")
        if found.needed is None:
            self.unit.setText(why_not(aim, found))
        elif aim.orders:
            self.unit.setText(plural("order on time", "orders on time", found.needed))
        elif aim.tally.goal == "rating":
            self.unit.setText(plural("five-star review", "five-star reviews", found.needed))
        else:
            self.unit.setText(plural("positive rating", "positive ratings", found.needed))
        self.clock.setVisible(not reached and found.needed is not None)
        if reached:
            self.pace.setText(
                plural(
                    "It is reached; {count} more bad one is fine",
                    "It is reached; {count} more bad ones are fine",
                    found.afford,
                )
            )
        elif found.weeks is not None and aim.pace and not aim.in_time(found.weeks):
            words = _("not at {pace} a week: by then the first of them are too old to count ({window})")
            self.pace.setText(words.format(pace=f"{aim.pace:.1f}", window=window_words(aim.window)))
        elif found.weeks is not None and aim.pace:
            words = _("about {time} at {pace} a week")
            self.pace.setText(words.format(time=weeks_words(found.weeks), pace=f"{aim.pace:.1f}"))
        else:
            self.pace.setText(
                _("No good rating in the last year, so there is no pace to count with") if found.needed else ""
            )

    def _show_what_if(self, aim: Aim, found: Take) -> None:
        stars = aim.tally.goal == "rating"
        self.bad_name.setText(_("One more 1-star") if stars else _("One more bad one"))
        self.bad.setText(_change(found.needed, found.after_bad))
        low = aim.tally.lowest
        turned = low is not None and found.after_turned is not None and bool(found.needed)
        self.turned.setVisible(turned)
        self.turned_name.setVisible(turned)
        words = (
            _("One {stars}-star raised to 5").format(stars=f"{low or 0:.0f}") if stars else _("One bad one turned good")
        )
        self.turned_name.setText(words)
        self.turned.setText(_change(found.needed, found.after_turned))
        words = _("Assumes that only the best ratings arrive meanwhile and that none grows too old to count.")
        if aim.typed_on:
            day = full_day(date.fromisoformat(aim.typed_on))
            words = _("From the figure you typed on {day}, not counted here. {assumed}").format(day=day, assumed=words)
        self.note.setText(words)


def _last(aim: Aim) -> tuple[bool, bool]:
    """Criteria after the figures themselves, and what is reached at the end."""
    return take(aim.tally, aim.target, None).why == "reached", bool(aim.metric)


def _most_to_do(one: ChannelLadders) -> tuple[bool, int]:
    """Channels with a figure still to be reached first, those whose rating stands by itself before all."""
    own = [aim for aim in one.aims if not _last(aim)[0] and not aim.metric]
    return not own, -len(own)


def why_not(aim: Aim, found: Take) -> str:
    """Why a target can't be reached."""
    if aim.tally.goal == "rating" and found.target < HIGHEST["rating"] + 1e-9 and (found.now or 0) < found.threshold:
        words = _("Cannot be reached: every rating below {best} stars stays in the average, so it only comes near.")
        return words.format(best=f"{aim.tally.best:g}")
    return _("Cannot be reached: even the best rating is below it.")


def _key(one: ChannelLadders, aim: Aim) -> str:
    return f"{one.channel.id} {aim.ladder} {aim.metric}"


def _change(now: int | None, then: int | None) -> str:
    """`+15, so 38`."""
    if then is None or now is None:
        return _("cannot be reached")
    step = then - now
    sign = "+" if step >= 0 else "\u2212"
    return _("{change}, so {count}").format(change=f"{sign}{abs(step):,}", count=f"{then:,}")
