"""One channel's card on the tab Standing: each ladder with its level, its criteria, and what the next level takes."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.kernel.days import month_and_year, spoken_day
from storeapp.kernel.review_kinds import PRODUCT
from storeapp.kernel.text import N_, _, plural
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Bar, Card, ChannelTile, Choice, Icon, Label, Link, Rule, Stars, Tag, small
from storeapp.reputation.standing.records import ChannelLadders, Criterion, LadderRow, LevelHistory, ScorePart
from storeapp.reputation.standing.rule_fields import region_title
from storeapp.reputation.standing.ui.level_history import HistoryStrip
from storeapp.reputation.standing.ui.sentences import (
    CERTAINTY,
    CERTAINTY_KINDS,
    afford_words,
    amount,
    basis,
    criterion_name,
    limit_words,
    margin_words,
    rolls_out_words,
    source_words,
    typed_words,
)

PARTS = {"item": N_("Item as described"), "service": N_("Service"), "logistics": N_("Logistics")}
NO_RULE = ("own-rating",)  # no platform judges there, so there is no source to name
LONG = 24  # a limit of more characters breaks into lines
MARKS = {True: ("check", "positive"), False: ("x", "negative"), None: ("question", "muted")}


class LadderCard(Card):
    """`type_asked` names a metric that only the platform knows; `import_asked` a kind of file that is missing."""

    type_asked = Signal(int, str, str)  # channel id, metric id, metric title
    import_asked = Signal()
    region_asked = Signal(int, str)  # channel id, region
    rules_asked = Signal(object)  # LadderRow
    history_asked = Signal(int, str)  # channel id, ladder id
    plan_asked = Signal(int)  # channel id

    def __init__(self, found: ChannelLadders, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.channel = found.channel
        self.setAccessibleName(found.channel.name)
        self._today = today
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(ChannelTile(found.channel.platform, found.channel.name))
        head.addWidget(Label(found.channel.name, "section", elide=True), 1)
        self.region = self._regions(found)
        if self.region is not None:
            head.addWidget(small(_("Rules for"), "text-2"))
            head.addWidget(self.region)
        plan = Link(_("Plan the next level"))
        plan.setAccessibleName(_("Plan the next level on {channel}").format(channel=found.channel.name))
        plan.clicked.connect(lambda: self.plan_asked.emit(self.channel.id))
        head.addWidget(plan)
        self.inside.addLayout(head)
        self._strips: dict[str, QVBoxLayout] = {}
        for number, row in enumerate(found.ladders):
            self.inside.addSpacing(10)
            if number:
                self.add(Rule("hair"))
                self.inside.addSpacing(10)
            self.inside.addLayout(self._ladder(row))

    def show_history(self, found: LevelHistory) -> None:
        """The past of one ladder, under it; pressed again it goes."""
        place = self._strips.get(found.ladder)
        if place is None:
            return
        if (item := place.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
            return
        place.addWidget(HistoryStrip(found))

    def _regions(self, found: ChannelLadders) -> Choice | None:
        """A choice of region where the platform's rules differ by it."""
        if not found.regions:
            return None
        known = _(region_title(found.region)) if found.region and not found.region_typed else ""
        own = _("{region}, by its currency").format(region=known) if known else _("Not chosen")
        options = [("", own), *((one, _(region_title(one))) for one in found.regions)]
        if found.region_typed and found.region not in found.regions:
            options.append((found.region, _(region_title(found.region))))
        made = Choice(_("Region whose rules apply to {channel}").format(channel=found.channel.name), options)
        made.choose(found.region if found.region_typed else "")
        made.picked.connect(lambda: self.region_asked.emit(self.channel.id, str(made.value())))
        return made

    def _ladder(self, row: LadderRow) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(self._title(row))
        if row.unit == "level":
            column.addWidget(small(self._tally(row), "text-2", wrap=True))
            column.addLayout(self._criteria(row))
        else:
            self._single(row, column)
        if row.rolls_out is not None:
            column.addWidget(small(rolls_out_words(row.rolls_out, self._today), wrap=True))
        if row.counts:
            column.addWidget(small(_counts_words(row), wrap=True))
        if row.plain:
            column.addWidget(small(_("A plain average: what the platform shows may differ."), wrap=True))
        elif row.estimate:
            column.addWidget(small(_("An estimate: the platform does not publish its whole formula."), wrap=True))
        column.addWidget(self._source(row))
        self._strips[row.id] = QVBoxLayout()
        column.addLayout(self._strips[row.id])
        return column

    def _title(self, row: LadderRow) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        name = _(row.title)
        if row.region:
            name = _("{name} ({region})").format(name=name, region=row.region)
        line.addWidget(Label(name, "strong", elide=True))
        if row.level:
            good = (row.unit != "level" or not row.following) and not (row.worse_up and row.missing != row.following_at)
            line.addWidget(Tag(_(row.level), "good" if good else "plain"))
        elif row.too_few:
            line.addWidget(Tag(_("Not judged yet"), "plain", "question"))
        elif row.unit == "level":
            line.addWidget(Tag(_("Not known yet"), "plain", "question"))
        if row.changes:
            line.addWidget(Tag(_("Changed by you"), "info", "pencil"))
        line.addStretch(1)
        if row.figure.value is not None:
            line.addWidget(Label(self._value(row), "figure"))
            if row.unit == "stars":
                line.addWidget(Stars(1, 16, of=1))
        return line

    def _single(self, row: LadderRow, column: QVBoxLayout) -> None:
        for part in row.parts:
            column.addLayout(self._part(part))
        if row.parts and row.figure.origin == "missing":
            return
        if row.figure.origin == "missing":
            line = QHBoxLayout()
            line.setSpacing(12)
            line.addWidget(small(self._missing_words(row), wrap=True), 1)
            line.addWidget(self._type_link(row.id, _(row.title)))
            column.addLayout(line)
            return
        column.addWidget(small(basis(row, self._today), wrap=True))
        if row.expected is not None and row.rolls_out is not None:
            column.addWidget(small(self._later(row), "text-2", wrap=True))
        if row.following and row.unit == "points" and not row.worse_up:
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

    def _later(self, row: LadderRow) -> str:
        """What will be left of a figure if nothing happens."""
        day = spoken_day(row.rolls_out.on if row.rolls_out else self._today, self._today)
        if row.expected is None or row.expected.value is None:
            return _("If nothing happens: nothing left to count on {day}.").format(day=day)
        value = amount(row.expected.value, row.unit, row.decimals)
        if row.expected_level:
            value = _("{value}, {level}").format(value=value, level=_(row.expected_level))
        return _("If nothing happens: {value} on {day}.").format(value=value, day=day)

    def _part(self, part: ScorePart) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(small(_(PARTS.get(part.title, part.title)), "text"), 1)
        if part.figure.value is None:
            line.addWidget(self._type_link(part.id, _(PARTS.get(part.title, part.title))))
            return line
        value = Label(_("{value}, typed in").format(value=f"{part.figure.value:.2f}"), "small-strong")
        value.set_tip(typed_words(part.figure, self._today))
        line.addWidget(value)
        if part.against is None:
            others = self._type_link(f"{part.id}-others", _("the average of other shops"))
            others.setText(_("Type the average of other shops"))
            line.addWidget(others)
        else:
            sign = "+" if part.against >= 0 else "\u2212"
            words = _("{change}% against other shops").format(change=f"{sign}{abs(part.against):.1f}")
            line.addWidget(small(words, "positive" if part.against >= 0 else "negative"))
        return line

    def _missing_words(self, row: LadderRow) -> str:
        if row.figure.origin == "missing" and row.id == "taobao-dsr":
            return _("Only the platform knows this figure.")
        if self.channel.newest_month:
            words = _("No ratings in the time that counts here, the newest is of {month}. Type in what it shows.")
            return words.format(month=month_and_year(self.channel.newest_month))
        return _("No ratings of this channel yet: import its reviews, or type in what it shows.")

    def _value(self, row: LadderRow) -> str:
        value = row.figure.value or 0.0
        if row.unit == "points":
            return plural("{count} point", "{count} points", round(value))
        return amount(value, row.unit, row.decimals)

    def _tally(self, row: LadderRow) -> str:
        met = sum(one.met is True for one in row.criteria)
        if row.too_few:
            return plural("Judged from {count} order on.", "Judged from {count} orders on.", row.too_few)
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
        heads = [_("Criterion"), _("Yours"), _("Limit"), _("Room left"), _("Still allowed")]
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
        name = Label(criterion_name(one), "small", "text", wrap=True)
        grid.addWidget(name, place, 1)
        grid.addWidget(self._yours(one), place, 2, right)
        limit = small(
            limit_words(one.gate, one.metric.unit, one.currency or "USD"), "info" if one.changed else "text-2"
        )
        if one.changed:
            limit.setText(_("{limit}, changed by you").format(limit=limit.text()))
        elif one.gate.certainty == "K":
            limit.setText(_("{limit}, to verify").format(limit=limit.text()))
        limit.setWordWrap(len(limit.text()) > LONG)
        grid.addWidget(limit, place, 3)
        margin_tone = "muted" if one.margin is None else "positive" if one.met else "negative"
        grid.addWidget(Label(margin_words(one), "small-medium", margin_tone), place, 4, right)
        grid.addWidget(small(afford_words(one), "text-2"), place, 5, right)
        if row.next_look is not None and one.expected is not None and one.expected.value is not None:
            later = amount(one.expected.value, one.metric.unit, 1, one.currency or "USD")
            grid.addWidget(small(later, "text-2"), place, 6, right)

    def _yours(self, one: Criterion) -> QWidget:
        if one.figure.value is None:
            if one.metric.own == "orders" and one.metric.id != "sales_usd":
                link = Link(_("Import orders"))
                link.clicked.connect(self.import_asked)
                return link
            if one.metric.own == "dispatch":
                return self._type_link("handling_days", _("your handling time in days"), _("Type handling time"))
            if one.metric.own == "reviews" and self.channel.newest_month:
                none = small(_("None in this time"))
                none.set_tip(_("The newest is of {month}").format(month=month_and_year(self.channel.newest_month)))
                return none
            if one.metric.own == "reviews":
                link = Link(_("Import reviews"))
                link.clicked.connect(self.import_asked)
                return link
            return self._type_link(one.metric.id, _(one.metric.title))
        value = Label(amount(one.figure.value, one.metric.unit, 1, one.currency or "USD"), "small-strong")
        if one.figure.origin == "computed" and one.metric.note:
            value.setText(_("{value}, counted here").format(value=value.text()))
            value.set_tip(_(one.metric.note))
        if one.figure.origin == "typed":
            value.setText(_("{value}, typed in").format(value=value.text()))
            value.set_tip(typed_words(one.figure, self._today))
        return value

    def _type_link(self, metric: str, title: str, words: str = "") -> Link:
        link = Link(words or _("Type it in"))
        link.setAccessibleName(_("Type in {name}").format(name=title))
        link.clicked.connect(lambda: self.type_asked.emit(self.channel.id, metric, title))
        return link

    def _source(self, row: LadderRow) -> QWidget:
        line = QWidget()
        inner = QHBoxLayout(line)
        inner.setContentsMargins(0, 2, 0, 0)
        inner.setSpacing(6)
        source = row.source
        words = Label("", "axis", "muted", wrap=True)
        if row.id not in NO_RULE:
            certainty = Tag(_(CERTAINTY[source.certainty]), CERTAINTY_KINDS[source.certainty], line=True)
            inner.addWidget(certainty, 0, Qt.AlignmentFlag.AlignTop)
            words.setText(source_words(source))
        inner.addWidget(words, 1)
        if source.note:
            words.set_tip(f"{source_words(source)}\n{source.note}")
        history, rules = Link(_("History")), Link(_("Rules"))
        history.setAccessibleName(_("History of {ladder}").format(ladder=_(row.title)))
        history.clicked.connect(lambda: self.history_asked.emit(self.channel.id, row.id))
        inner.addWidget(history, 0, Qt.AlignmentFlag.AlignTop)
        if row.id not in NO_RULE:
            rules.setAccessibleName(_("Rules of {ladder}").format(ladder=_(row.title)))
            rules.clicked.connect(lambda: self.rules_asked.emit(row))
            inner.addWidget(rules, 0, Qt.AlignmentFlag.AlignTop)
        return line


def _counts_words(row: LadderRow) -> str:
    """Which reviews a ladder counts, and those it can't."""
    only = _("Only product reviews count here.") if row.counts == PRODUCT else _("Only seller feedback counts here.")
    if not row.unsaid:
        return only
    left = plural(
        "{count} review is left out: nobody said what it is about. Say it in the list of reviews.",
        "{count} reviews are left out: nobody said what they are about. Say it in the list of reviews.",
        row.unsaid,
    )
    return f"{only} {left}"
