"""The dialogs of a case: what was done, what the buyer wrote, why to record what looks wrong, a day to come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from storeapp.aftersales.merging.service import SplitPart
from storeapp.aftersales.records import CaseDetail
from storeapp.aftersales.rules import amount_of, checked_title, promise_words
from storeapp.aftersales.story.queries import CaseLine, CaseStory
from storeapp.aftersales.story.rules import KINDS, RECORDED, WRITTEN, Entry
from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _, plural
from storeapp.qtkit.form_sheet import FormSheet
from storeapp.qtkit.theme import theme
from storeapp.qtkit.widgets import Area, Choice, DayField, Option, TextLine, TickBox, scrolling, small

WORDS_HIGH, PARTS_HIGH = 160, 320  # px


class EntryForm(FormSheet):
    """What was done in a case; `then` gets the Entry. Begins with the promise that is due, where there is one."""

    def __init__(self, detail: CaseDetail, kind: str, then: Callable[[Entry], None], parent: QWidget) -> None:
        self._detail, self._then = detail, then
        titles = [(key, _(KINDS[key].title)) for key in RECORDED]
        self.kind = Choice(_("What was done"), titles, small=False)
        self.kind.choose(kind)
        due = [one for one in detail.promises if one.is_open]
        self._promise = next((one for one in due if one.kind == kind), None)
        amount = self._promise.amount if self._promise is not None else None
        self.amount = TextLine(_("Amount"), amount.plain() if amount is not None else "")
        self.amount.setPlaceholderText(_("In {currency}").format(currency=detail.currency) if detail.currency else "")
        self.minutes = TextLine(_("Minutes"))
        orders = [Option(None, _("Not for a single order")), *(Option(one.id, one.number) for one in detail.orders_of)]
        self.order = Choice(_("Order"), orders, small=False)
        if len(detail.orders_of) == 1:
            self.order.choose(detail.orders_of[0].id)
        items = [Option(None, _("Whole order")), *(Option(*line) for one in detail.orders_of for line in one.lines)]
        self.item = Choice(_("Item"), items, small=False)
        self.words = TextLine(_("In words"))
        rows: list[tuple[str, QWidget]] = [
            (_("What was done"), self.kind),
            (_("Amount"), self.amount),
            (_("Minutes"), self.minutes),
            (_("Order"), self.order),
            (_("Item"), self.item),
            (_("In words"), self.words),
        ]
        hint = _("Only recorded: you pay and send on the channel itself.")
        super().__init__(_("Record what was done"), rows, _("Record"), self._take_it, hint, parent)

    def _take_it(self) -> None:
        kind = str(self.kind.value())
        amount = amount_of(self.amount.text(), self._detail.currency) if KINDS[kind].money else None
        typed = self.minutes.text().strip()
        if typed and not typed.isdecimal():
            raise UserError(_("“{value}” is not a number of minutes.").format(value=typed))
        promise = next((one.id for one in self._detail.promises if one.is_open and one.kind == kind), None)
        entry = Entry(
            kind,
            self.words.text(),
            amount=amount,
            minutes=int(typed) if typed and kind == "time" else None,
            order_id=self.order.value() if KINDS[kind].money else None,
            order_line_id=self.item.value() if KINDS[kind].money else None,
            promise_id=promise,
        )
        self._then(entry)


class BuyersForm(FormSheet):
    """What the buyer wrote; `then` gets the Entry."""

    def __init__(self, then: Callable[[Entry], None], parent: QWidget) -> None:
        self._then = then
        self.words = Area(_("What the buyer wrote"))
        rows: list[tuple[str, QWidget]] = [(_("Words"), self.words)]
        super().__init__(_("A message from the buyer"), rows, _("Add to the story"), self._take_it, "", parent)

    def _take_it(self) -> None:
        words = self.words.toPlainText().strip()
        if not words:
            raise UserError(_("There is nothing written yet. Nothing was changed."))
        self._then(Entry("in", words))


class WordsForm(FormSheet):
    """The words of a line of the story, to be corrected; `then` gets them."""

    def __init__(self, line: CaseLine, then: Callable[[str], None], parent: QWidget) -> None:
        self._then, self._must = then, line.kind in WRITTEN
        self.words = Area(_("Words"))
        self.words.setPlainText(line.words)
        self.words.setMinimumHeight(theme().px(WORDS_HIGH))
        hint = ""
        if line.kind == "out":
            hint = _("Only what is noted here changes. What the buyer got stays as it was sent.")
        rows: list[tuple[str, QWidget]] = [(_("Words"), self.words)]
        super().__init__(_("Correct an entry"), rows, _("Save"), self._take_it, hint, parent)

    def _take_it(self) -> None:
        words = self.words.toPlainText().strip()
        if self._must and not words:
            raise UserError(_("There is nothing written yet. Nothing was changed."))
        self._then(words)


class SplitForm(FormSheet):
    """What of a case becomes a case of its own; `then` gets the part and the new title."""

    def __init__(
        self, detail: CaseDetail, told: CaseStory, then: Callable[[SplitPart, str], None], parent: QWidget
    ) -> None:
        self._then = then
        self.title = TextLine(_("Title"), detail.row.title)
        self.entries, self.promises, self.orders = {}, {}, {}
        links = [(number, one.number) for one in detail.orders_of for number in one.links]
        rows: list[tuple[str, QWidget]] = [(_("Title"), self.title)]
        parts: list[tuple[str, TickBox]] = []
        for line in told.lines:
            if line.kind in KINDS and line.kind != "state":
                words = " ".join(line.words.split())[:60] or str(line.amount or "")
                self.entries[line.id] = TickBox(words or _(KINDS[line.kind].title))
                parts.append((_(KINDS[line.kind].title), self.entries[line.id]))
        for one in detail.promises:
            self.promises[one.id] = TickBox(promise_words(one.kind, one.words, one.amount)[:60])
            parts.append((_("Promise"), self.promises[one.id]))
        for number, name in links:
            self.orders[number] = TickBox(name)
            parts.append((_("Order"), self.orders[number]))
        if parts:
            self.parts = _ticks(parts)
            rows.append((_("Goes along"), self.parts))
        hint = _("It can be taken back at any later time.")
        if told.left_out:
            older = plural("{count} older line stays here.", "{count} older lines stay here.", told.left_out)
            hint = _("{first} {second}").format(first=hint, second=older)
        super().__init__(_("Split the case"), rows, _("Split off"), self._take_it, hint, parent)

    def _take_it(self) -> None:
        entries, promises, orders = (
            tuple(number for number, box in boxes.items() if box.isChecked())
            for boxes in (self.entries, self.promises, self.orders)
        )
        if not entries and not promises and not orders:
            raise UserError(_("Choose what goes into the new case. Nothing was changed."))
        self._then(SplitPart(entries, promises, orders), checked_title(self.title.text()))


def _ticks(parts: Sequence[tuple[str, TickBox]]) -> QScrollArea:
    """All that can go along, oldest first; a long story is scrolled."""
    inside = QWidget()
    grid = QGridLayout(inside)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setColumnStretch(1, 1)
    for number, (kind, box) in enumerate(parts):
        grid.addWidget(small(kind, "text-2"), number, 0)
        grid.addWidget(box, number, 1)
    area = scrolling(inside, _("Goes along"))
    area.setMinimumHeight(theme().px(min(PARTS_HIGH, 32 * len(parts))))
    return area


class KnowingForm(FormSheet):
    """Something looks wrong: it is recorded with a reason, or not at all."""

    def __init__(self, doubts: str, then: Callable[[str], None], parent: QWidget) -> None:
        self._then = then
        self.why = TextLine(_("Why it is right"))
        title = _("Record it all the same?")
        super().__init__(title, [(_("Why it is right"), self.why)], _("Record"), self._take_it, doubts, parent)

    def _take_it(self) -> None:
        if len(self.why.text().strip()) < 3:
            raise UserError(_("Give a reason in a few words. It is kept with the entry."))
        self._then(self.why.text())


class DayForm(FormSheet):
    """A day to come: for a promise that is moved, or a case that is put off."""

    def __init__(self, title: str, verb: str, today: date, then: Callable[[str], None], parent: QWidget) -> None:
        self._then = then
        self.day = DayField(_("Day"))
        self.day.set_day(today + timedelta(days=1))
        super().__init__(title, [(_("Day"), self.day)], verb, self._take_it, "", parent)

    def _take_it(self) -> None:
        self._then(self.day.day().isoformat())
