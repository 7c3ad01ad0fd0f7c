"""The dialogs of causes: what one is, its fix, a note, and what costs are told with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from storeapp.aftersales.causes.costs import OwnRate
from storeapp.aftersales.causes.queries.effects import CauseDetail
from storeapp.aftersales.causes.rules import CauseFields, Fix, checked_cause, checked_fix, checked_note
from storeapp.aftersales.rules import amount_of
from storeapp.kernel.money import Money
from storeapp.kernel.text import _
from storeapp.qtkit.form_sheet import Field, FormSheet
from storeapp.qtkit.widgets import Area, Choice, DayField, Option, TextLine


class CauseForm(FormSheet):
    """Adds or changes a cause; `then` gets the checked fields. `products` and `reasons` offer (id, name)."""

    def __init__(
        self,
        fields: CauseFields | None,
        products: Sequence[tuple[int, str]],
        reasons: Sequence[tuple[str, str]],
        then: Callable[[CauseFields], None],
        parent: QWidget,
        new: bool = True,
    ) -> None:
        held = fields or CauseFields("")
        self._then = then
        self.title = TextLine(_("Cause"), held.title, _("Box 2: the corner gives way"))
        named = [("", _("Any reason")), *reasons]
        self.reason = Choice(_("Reason"), named, small=False)
        self.reason.choose(held.reason)
        offered = [Option(None, _("Any product")), *(Option(*one) for one in products)]
        self.product = Choice(_("Product"), offered, small=False)
        self.product.choose(held.product_id)
        self.supplier = TextLine(_("Supplier"), held.supplier)
        self.batch = TextLine(_("Batch"), held.batch)
        self.note = Area(_("Note"))
        self.note.setPlainText(held.note)
        rows: list[Field] = [
            (_("Cause"), self.title),
            (_("Reason"), self.reason),
            (_("Product"), self.product),
            (_("Supplier"), self.supplier),
            (_("Batch"), self.batch),
            (_("Note"), self.note),
        ]
        hint = _("Cases of this reason and product are offered to link. Nothing is linked by itself.")
        title, verb = (_("New cause"), _("Add the cause")) if new else (_("Change the cause"), _("Save the cause"))
        super().__init__(title, rows, verb, self._checked, hint, parent)

    def _checked(self) -> None:
        fields = CauseFields(
            self.title.text(),
            str(self.reason.value() or ""),
            self.product.value(),
            self.supplier.text(),
            self.batch.text(),
            self.note.toPlainText(),
        )
        self._then(checked_cause(fields))


class FixForm(FormSheet):
    """Records what was changed; amounts are of `currency`."""

    def __init__(
        self, detail: CauseDetail, currency: str, today: date, then: Callable[[Fix], None], parent: QWidget
    ) -> None:
        self._then, self._currency = then, currency
        fix = detail.facts.fix
        for amount in (fix.once, fix.each) if fix is not None else ():
            if amount is not None:
                self._currency = amount.currency
        self.what = TextLine(_("What was changed"), fix.what if fix else "", _("Stronger corners in box 2"))
        self.who = TextLine(_("Who"), fix.who if fix else "", _("You, with the box maker"))
        self.once = TextLine(_("Cost once"), fix.once.plain() if fix and fix.once else "")
        self.each = TextLine(_("Cost with each order"), fix.each.plain() if fix and fix.each else "")
        done = date.fromisoformat(fix.done) if fix and fix.done else today
        began = date.fromisoformat(fix.began) if fix and fix.began else done
        self.began = DayField(_("Change began"), began)
        self.in_place = DayField(_("In place since"), done)
        rows: list[Field] = [
            (_("What was changed"), self.what),
            (_("Who"), self.who),
            (_("Cost once, {currency}").format(currency=self._currency or "–"), self.once),
            (_("With each order, {currency}").format(currency=self._currency or "–"), self.each),
            (_("Change began"), self.began),
            (_("In place since"), self.in_place),
        ]
        hint = _("Orders from the first day to the day before the last belong to neither side of the comparison.")
        super().__init__(_("Record a fix"), rows, _("Record the fix"), self._checked, hint, parent)

    def _checked(self) -> None:
        once, each = (amount_of(field.text(), self._currency) for field in (self.once, self.each))
        began, done = self.began.day().isoformat(), self.in_place.day().isoformat()
        self._then(checked_fix(Fix(self.what.text(), self.who.text(), once, each, began, done)))


class NoteForm(FormSheet):
    """Writes down what happened; `then` gets words, ISO day and who."""

    def __init__(self, today: date, then: Callable[[str, str, str], None], parent: QWidget) -> None:
        self._then, self._today = then, today
        self.words = TextLine(_("What happened"), "", _("Drop test of 20 parcels: 1 dent"))
        self.day = DayField(_("Day"), today)
        self.who = TextLine(_("Who"), "", _("Empty for you"))
        rows: list[Field] = [(_("What happened"), self.words), (_("Day"), self.day), (_("Who"), self.who)]
        super().__init__(_("Add a note"), rows, _("Add the note"), self._checked, "", parent)

    def _checked(self) -> None:
        words, day = checked_note(self.words.text(), self.day.day().isoformat(), self._today)
        self._then(words, day, self.who.text())


class CostsForm(FormSheet):
    """What an hour costs, the currency that costs are told in, a rate into it, and how much goodwill a buyer gets.

    `then` gets the hour's price, that currency, the goodwill, and (currency, ISO day, typed rate) or None.
    """

    def __init__(
        self,
        hour: Money | None,
        into: str,
        goodwill: Money | None,
        rates: Sequence[OwnRate],
        currencies: Sequence[str],
        today: date,
        then: Callable[[Money | None, str, Money | None, tuple[str, str, str] | None], None],
        parent: QWidget,
    ) -> None:
        self._then = then
        told = (into, *(one.currency for one in (hour, goodwill) if one is not None))
        known = list(dict.fromkeys([*currencies, *(code for code in told if code)]))
        self.hour = TextLine(_("An hour of your time"), hour.plain() if hour else "")
        codes = [(code, code) for code in known]
        self.hour_currency = Choice(_("Currency"), codes, small=False)
        self.hour_currency.choose(hour.currency if hour else (known[0] if known else ""))
        self.goodwill = TextLine(_("Goodwill for one buyer in a year"), goodwill.plain() if goodwill else "")
        self.goodwill_currency = Choice(_("Currency of the goodwill"), codes, small=False)
        self.goodwill_currency.choose(goodwill.currency if goodwill else (known[0] if known else ""))
        self.into = Choice(_("Show all costs in"), [("", _("Each in its own currency")), *codes], small=False)
        self.into.choose(into)
        self.currency = Choice(_("Rate of"), [("", _("No new rate")), *codes], small=False)
        self.rate = TextLine(_("Is worth"), "", "0.92")
        self.day = DayField(_("From this day on"), today)
        rows: list[Field] = [
            (_("An hour of your time"), self.hour),
            (_("Currency"), self.hour_currency),
            (_("Goodwill for one buyer in a year"), self.goodwill),
            (_("Currency"), self.goodwill_currency),
            (_("Show all costs in"), self.into),
            (_("Rate of"), self.currency),
            (_("Is worth"), self.rate),
            (_("From this day on"), self.day),
        ]
        hint = _(
            "A rate counts from its day until you give the next one. Costs of earlier days stay in their own currency."
        )
        if rates:
            last = rates[-1]
            words = _("Last rate: 1 {currency} is {rate} {into}, from {day} on.")
            hint += " " + words.format(currency=last.currency, rate=f"{last.rate:f}", into=last.into, day=last.day)
        super().__init__(_("How costs are counted"), rows, _("Save"), self._checked, hint, parent)

    def _checked(self) -> None:
        hour = amount_of(self.hour.text(), str(self.hour_currency.value() or ""))
        code = str(self.currency.value() or "")
        rate = (code, self.day.day().isoformat(), self.rate.text()) if code else None
        goodwill = amount_of(self.goodwill.text(), str(self.goodwill_currency.value() or ""))
        self._then(hour, str(self.into.value() or ""), goodwill, rate)
