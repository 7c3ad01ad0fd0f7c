"""One channel's card on the tab Standing: each ladder with its level, its criteria, and what the next level takes."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.days import spoken_day
from storeapp.kernel.text import _, plural
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Bar, Card, ChannelTile, Icon, Label, Link, Rule, Stars, Tag, small
from storeapp.reputation.ladder_rows import ChannelLadders, Criterion, LadderRow
from storeapp.reputation.ui.standing_words import (
    CERTAINTY,
    CERTAINTY_KINDS,
    afford_words,
    amount,
    basis,
    criterion_name,
    limit_words,
    margin_words,
    source_words,
    typed_words,
)

NO_RULE = ("own-rating",)  # no platform judges there, so there is no source to name
MARKS = {True: ("check", "positive"), False: ("x", "negative"), None: ("question", "muted")}


class LadderCard(Card):
    """`type_asked` names a metric that only the platform knows; `import_asked` a kind of file that is missing."""

    type_asked = Signal(int, str, str)  # channel id, metric id, metric title
    import_asked = Signal()

    def __init__(self, found: ChannelLadders, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.channel = found.channel
        self.setAccessibleName(found.channel.name)
        self._today = today
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(ChannelTile(found.channel.platform, found.channel.name))
        head.addWidget(Label(found.channel.name, "section", elide=True), 1)
        self.inside.addLayout(head)
        for number, row in enumerate(found.ladders):
            self.inside.addSpacing(10)
            if number:
                self.add(Rule("hair"))
                self.inside.addSpacing(10)
            self.inside.addLayout(self._ladder(row))

    def _ladder(self, row: LadderRow) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(self._title(row))
        if row.unit == "level":
            column.addWidget(small(self._tally(row), "text-2", wrap=True))
            column.addLayout(self._criteria(row))
        else:
            self._single(row, column)
        if row.plain:
            column.addWidget(small(_("A plain mean: what the platform shows may differ."), wrap=True))
        elif row.estimate:
            column.addWidget(small(_("An estimate: the platform does not publish its whole formula."), wrap=True))
        if row.id not in NO_RULE:
            column.addWidget(self._source(row))
        return column

    def _title(self, row: LadderRow) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        name = _(row.title)
        if row.region:
            name = _("{name} ({region})").format(name=name, region=row.region)
        line.addWidget(Label(name, "strong", elide=True))
        if row.level:
            good = row.unit != "level" or not row.following
            line.addWidget(Tag(_(row.level), "good" if good else "plain"))
        elif row.unit == "level":
            line.addWidget(Tag(_("Not known yet"), "plain", "question"))
        line.addStretch(1)
        if row.figure.value is not None:
            line.addWidget(Label(self._value(row), "figure"))
            if row.unit == "stars":
                line.addWidget(Stars(1, 16, of=1))
        return line

    def _single(self, row: LadderRow, column: QVBoxLayout) -> None:
        if row.figure.origin == "missing":
            line = QHBoxLayout()
            line.setSpacing(12)
            line.addWidget(small(self._missing_words(row), wrap=True), 1)
            line.addWidget(self._type_link(row.id, _(row.title)))
            column.addLayout(line)
            return
        column.addWidget(small(basis(row, self._today), wrap=True))
        if row.following and row.unit == "points":
            column.addSpacing(2)
            column.addWidget(Bar(row.share, "accent"))
            line = QHBoxLayout()
            points = plural("{count} point", "{count} points", round(row.missing))
            words = _("{points} to {level}").format(points=points, level=_(row.following))
            line.addWidget(small(words, "text-2", elide=True), 1)
            reached = _("{points} of {target}").format(
                points=f"{row.figure.value or 0:,.0f}", target=f"{row.following_at:,.0f}"
            )
            line.addWidget(small(reached))
            column.addLayout(line)

    def _missing_words(self, row: LadderRow) -> str:
        if row.figure.origin == "missing" and row.id == "taobao-dsr":
            return _("Only the platform knows this figure.")
        return _("No ratings of this channel yet: import its reviews, or type in what it shows.")

    def _value(self, row: LadderRow) -> str:
        value = row.figure.value or 0.0
        if row.unit == "points":
            return plural("{count} point", "{count} points", round(value))
        return amount(value, row.unit, row.decimals)

    def _tally(self, row: LadderRow) -> str:
        met = sum(one.met is True for one in row.criteria)
        words = _("{met} of {all} criteria met").format(met=met, all=len(row.criteria))
        unknown = sum(one.met is None for one in row.criteria)
        if unknown:
            missing = plural("{count} not known", "{count} not known", unknown)
            words = _("{met}, {unknown}").format(met=words, unknown=missing)
        window = basis(row, self._today)
        words = _("{words}. Counted over: {window}").format(words=words, window=window)
        if row.next_look is None:
            return words
        day = spoken_day(row.next_look, self._today)
        if row.expected_level and row.expected_level != row.level:
            expected = _("If nothing happens, {level} on {day}.").format(level=_(row.expected_level), day=day)
        else:
            expected = _("The platform looks again on {day}.").format(day=day)
        return _("{first}. {second}").format(first=words, second=expected)

    def _criteria(self, row: LadderRow) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 4, 0, 2)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        heads = [_("Criterion"), _("Yours"), _("Limit"), _("Margin"), _("Can afford")]
        if row.next_look is not None:
            heads.append(_("On {day}").format(day=spoken_day(row.next_look, self._today)))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for number, words in enumerate(heads):
            align = right if number in (1, 3, 4, 5) else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(Label(words, "axis-medium", "muted"), 0, number + 1, align)
        for place, one in enumerate(row.criteria, 1):
            self._criterion(grid, place, one, row)
            grid.setRowMinimumHeight(place, theme().px(22))
        return grid

    def _criterion(self, grid: QGridLayout, place: int, one: Criterion, row: LadderRow) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        icon, tone = MARKS[one.met]
        mark = Icon(icon, tone, 14)
        mark.setAccessibleName({True: _("Met"), False: _("Missed"), None: _("Not known")}[one.met])
        grid.addWidget(mark, place, 0)
        name = Label(criterion_name(one), "small", "text", elide=True)
        grid.addWidget(name, place, 1)
        grid.addWidget(self._yours(one), place, 2, right)
        grid.addWidget(small(limit_words(one.gate, one.metric.unit), "text-2"), place, 3)
        margin_tone = "muted" if one.margin is None else "positive" if one.met else "negative"
        grid.addWidget(Label(margin_words(one), "small-medium", margin_tone), place, 4, right)
        grid.addWidget(small(afford_words(one), "text-2"), place, 5, right)
        if row.next_look is not None and one.expected is not None and one.expected.value is not None:
            grid.addWidget(small(amount(one.expected.value, one.metric.unit), "text-2"), place, 6, right)

    def _yours(self, one: Criterion) -> QWidget:
        if one.figure.value is None:
            if one.metric.own == "orders" and one.metric.id != "sales_usd":
                link = Link(_("Import orders"))
                link.clicked.connect(self.import_asked)
                return link
            if one.metric.own == "reviews":
                link = Link(_("Import reviews"))
                link.clicked.connect(self.import_asked)
                return link
            return self._type_link(one.metric.id, _(one.metric.title))
        value = Label(amount(one.figure.value, one.metric.unit), "small-strong")
        if one.figure.origin == "typed":
            value.setText(_("{value}, typed").format(value=value.text()))
            value.set_tip(typed_words(one.figure, self._today))
        return value

    def _type_link(self, metric: str, title: str) -> Link:
        link = Link(_("Type it in"))
        link.setAccessibleName(_("Type in {name}").format(name=title))
        link.clicked.connect(lambda: self.type_asked.emit(self.channel.id, metric, title))
        return link

    def _source(self, row: LadderRow) -> QWidget:
        line = QWidget()
        inner = QHBoxLayout(line)
        inner.setContentsMargins(0, 2, 0, 0)
        inner.setSpacing(6)
        source = row.source
        inner.addWidget(Tag(_(CERTAINTY[source.certainty]), CERTAINTY_KINDS[source.certainty], line=True))
        words = Label(source_words(source), "axis", "muted", elide=True)
        inner.addWidget(words, 1)
        if source.note:
            words.set_tip(f"{source_words(source)}\n{source.note}")
        return line
