"""Time limits and working hours: every limit with its source and the owner's own length, and when the owner works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from storeapp.aftersales.clocks import service
from storeapp.aftersales.clocks.queries import clock_book, platform_name, working_hours
from storeapp.aftersales.clocks.rules import (
    ANY_PLATFORM,
    STARTS,
    ClockRule,
    WorkingHours,
    checked_day,
    checked_holidays,
    checked_length,
    day_words,
    length_words,
)
from storeapp.kernel.days import WEEKDAYS, spoken_day
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _
from storeapp.qtkit.page import Page
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import (
    Area,
    Button,
    Label,
    Note,
    NumberField,
    Rule,
    TextLine,
    scrolling,
    section,
    small,
)


class ClockForm(QDialog):
    """Keeps nothing until Save; each change can be undone."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page, self.desk = page, page.desk
        self._book: Sequence[ClockRule] = ()
        self.lengths: dict[str, TextLine] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Time limits and working hours"))
        self.resize(theme().px(680), theme().px(620))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 16)
        outer.setSpacing(12)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(24, 20, 24, 0)
        self._column.setSpacing(8)
        self._build_hours()
        self._column.addWidget(Rule("border"))
        self._column.addWidget(section(_("Time limits of platforms and laws")))
        hint = _("As published, with their source. Look at your own dashboard, and put your number where it differs.")
        self._column.addWidget(small(hint, wrap=True))
        self._limits = QVBoxLayout()
        self._limits.setSpacing(8)
        self._column.addLayout(self._limits)
        self._column.addStretch(1)
        outer.addWidget(scrolling(body, _("Time limits and working hours")), 1)
        self.problem = Note("", "bad")
        self.problem.hide()
        below = QVBoxLayout()
        below.setContentsMargins(24, 0, 24, 0)
        below.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addStretch(1)
        back, self.go = Button(_("Cancel"), "quiet"), Button(_("Save"), "primary")
        self.go.setDefault(True)
        back.clicked.connect(self.reject)
        self.go.clicked.connect(self._save)
        foot.addWidget(back)
        foot.addWidget(self.go)
        below.addLayout(foot)
        outer.addLayout(below)
        page.ask_db(lambda conn: (clock_book(conn), working_hours(conn)), self._show, "clocks:form")

    def _build_hours(self) -> None:
        self._column.addWidget(section(_("When you work")))
        hint = _("Your own clock runs in these hours only. Write 9:00-12:30, 14:00-18:00, or leave a day empty.")
        self._column.addWidget(small(hint, wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        self.week = [TextLine(_(day)) for day in WEEKDAYS]
        for number, (day, field) in enumerate(zip(WEEKDAYS, self.week, strict=True)):
            grid.addWidget(small(_(day), "text-2"), number % 4, 2 * (number // 4))
            grid.addWidget(field, number % 4, 2 * (number // 4) + 1)
        self.answer = NumberField(_("First answer within"), 1, 200)
        grid.addWidget(small(_("First answer within, working hours"), "text-2", wrap=True), 3, 2)
        grid.addWidget(self.answer, 3, 3)
        self._column.addLayout(grid)
        self.holidays = Area(_("Days off"), _("2026-12-25, one day a line"))
        self.holidays.setFixedHeight(theme().px(64))
        self._column.addWidget(small(_("Days off"), "text-2"))
        self._column.addWidget(self.holidays)

    def _show(self, found: tuple[Sequence[ClockRule], WorkingHours]) -> None:
        self._book, work = found
        for field, day in zip(self.week, work.week, strict=True):
            field.setText(day_words(day))
        self.answer.setValue(work.answer)
        self.holidays.setPlainText("\n".join(day.isoformat() for day in sorted(work.holidays)))
        today = self.desk.clock.today()
        for one in self._book:
            self._limits.addWidget(self._limit(one, today))
        self.week[0].setFocus()

    def _limit(self, one: ClockRule, today: date) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Label(_("{place}: {title}").format(place=_place(one), title=_(one.title)), elide=True))
        column.addWidget(small(_details(one, today), wrap=True))
        line.addLayout(column, 1)
        field = TextLine(_("Length of “{title}”").format(title=_(one.title)), str(one.length))
        field.setFixedWidth(theme().px(56))
        self.lengths[one.id] = field
        line.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        words = small(length_words(2, one.unit).partition(" ")[2], "text-2")
        words.setFixedWidth(theme().px(96))
        line.addWidget(words, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _save(self) -> None:
        try:
            week = tuple(checked_day(field.text()) for field in self.week)
            work = WorkingHours(week, checked_holidays(self.holidays.toPlainText()), "", self.answer.value())
            service.checked_hours(work)
            changed = {
                one.id: field.text()
                for one in self._book
                if checked_length((field := self.lengths[one.id]).text()) != one.length
            }
        except UserError as why:
            self.problem.set(why.sentence, "bad")
            self.problem.show()
            return
        said = _("Saved")
        self.desk.do(_("Saving working hours"), service.set_hours, work, said=said)
        for rule, typed in changed.items():
            self.desk.do(_("Changing a time limit"), service.set_length, rule, typed, _("your own"), said=said)
        self.accept()


def _place(one: ClockRule) -> str:
    """Whom it is about: a platform with its regions, or countries."""
    if one.kind == "house":
        return _("Our own default")
    if one.platform == ANY_PLATFORM:
        shown = ", ".join(one.countries[:3])
        return (
            _("Law, {countries} and more").format(countries=shown)
            if len(one.countries) > 3
            else _("Law, {countries}").format(countries=shown)
        )
    name = platform_name(one.platform)
    return f"{name} ({', '.join(one.regions)})" if one.regions else name


def _details(one: ClockRule, today: date) -> str:
    """What starts it, where it was read, and what was printed where the owner changed it."""
    parts = [_(STARTS[one.starts]), _("source: {source}").format(source=one.source)]
    parts.append(_("looked at {day}").format(day=spoken_day(one.checked_on, today)))
    if not one.sure:
        parts.append(_("not verified"))
    if one.own:
        parts.append(_("printed: {length}").format(length=length_words(one.printed, one.unit)))
    return _("{parts}.").format(parts=_(", ").join(parts))
