"""What the owner does with causes: each is one write, said with its way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from storeapp.aftersales.causes import service
from storeapp.aftersales.causes.costs import OwnRate
from storeapp.aftersales.causes.queries.buyers import goodwill_limit
from storeapp.aftersales.causes.queries.costs import hour_rate, into_currency, rates
from storeapp.aftersales.causes.queries.effects import CauseDetail
from storeapp.aftersales.causes.queries.patterns import ProductPattern
from storeapp.aftersales.causes.rules import CauseFields, Fix
from storeapp.aftersales.causes.ui.forms import CauseForm, CostsForm, FixForm, NoteForm
from storeapp.aftersales.reasons.queries import ReasonBook
from storeapp.kernel.days import spoken_day
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.money import Money
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _, plural
from storeapp.qtkit.page import Page


class CauseActions(QObject):
    """Asks over `page`. `added` carries the cause to show."""

    added = Signal(int)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page, self.desk = page, page.desk
        self._products: list[tuple[int, str]] = []
        self._book = ReasonBook({})
        self._currencies: list[str] = []

    def know(self, products: Sequence[tuple[int, str]], currencies: Sequence[str], book: ReasonBook) -> None:
        """What the forms offer to choose from."""
        self._products, self._currencies, self._book = list(products), list(currencies), book

    def new(self, fields: CauseFields | None = None, cases: Sequence[int] = ()) -> QDialog:
        """Ask for a cause and add it, with these cases linked."""

        def add(found: CauseFields) -> None:
            said = _("Cause added")
            self.desk.do(_("Adding a cause"), service.add_cause, found, cases, said=said, done=self._added)

        return self._open(CauseForm(fields, self._products, self._reasons(fields), add, self._page))

    def of_pattern(self, pattern: ProductPattern, words: str) -> QDialog:
        """Ask for the cause of cases that repeat."""
        return self.new(CauseFields(words, pattern.reason, pattern.product), pattern.cases)

    def change(self, detail: CauseDetail) -> QDialog:
        """Ask what a cause is."""
        facts = detail.facts
        held = CauseFields(facts.title, facts.reason, facts.product_id, facts.supplier, facts.batch, facts.note)
        shown = Shown(
            {
                "title": facts.title,
                "reason": facts.reason,
                "product_id": facts.product_id,
                "supplier": facts.supplier,
                "batch": facts.batch,
                "note": facts.note,
            }
        )

        def change(found: CauseFields) -> None:
            self.desk.do(_("Changing a cause"), service.change_cause, facts.id, found, shown, said=_("Cause changed"))

        return self._open(CauseForm(held, self._products, self._reasons(held), change, self._page, new=False))

    def fix(self, detail: CauseDetail) -> QDialog:
        """Ask what was changed."""
        currency = detail.costs[0].currency if detail.costs else (self._currencies[0] if self._currencies else "")

        def record(found: Fix) -> None:
            self.desk.do(_("Recording a fix"), service.record_fix, detail.facts.id, found, said=_("Fix recorded"))

        return self._open(FixForm(detail, currency, self.desk.clock.today(), record, self._page))

    def note(self, detail: CauseDetail) -> QDialog:
        """Ask what happened."""

        def add(words: str, day: str, who: str) -> None:
            self.desk.do(
                _("Noting what happened"), service.add_note, detail.facts.id, words, day, who, said=_("Note added")
            )

        return self._open(NoteForm(self.desk.clock.today(), add, self._page))

    def drop_note(self, note: int) -> None:
        """Take a note away."""
        self.desk.do(_("Removing a note"), service.remove_note, note, said=_("Note removed"))

    def link(self, cause: int, kind: str, record: int) -> None:
        """Link a case or review."""
        self.desk.do(_("Linking to a cause"), service.link, cause, kind, [record], said=_linked)

    def link_case(self, cause: int) -> None:
        """Ask for the number of a case and link it."""

        def chosen(typed: str) -> None:
            number = typed.strip().lstrip("#")
            if number.isascii() and number.isdigit():
                self.link(cause, "case", int(number))
            else:
                self.desk.notices.problem(_("“{value}” is not the number of a case.").format(value=typed.strip()))

        words = _("Link a case"), _("Number of the case")
        self.desk.ask.text(self._page, *words, chosen, verb=_("Link the case"))

    def unlink(self, cause: int, kind: str, record: int) -> None:
        """Take a case or review from a cause."""
        self.desk.do(_("Taking a link away"), service.unlink, cause, kind, record, said=_("Taken from this cause"))

    def decline(self, cause: int, kind: str, record: int) -> None:
        """Say that it does not belong there."""
        said = _("Declined, it is not offered again")
        self.desk.do(_("Declining a link"), service.decline, cause, kind, record, said=said)

    def go_on(self, detail: CauseDetail) -> None:
        """The next step of a cause: record its fix, close it, or open it again."""
        state, number = detail.facts.state, detail.facts.id
        if state == "fixed":
            self.desk.do(_("Closing a cause"), service.set_state, number, "closed", said=_("Cause closed"))
        elif state in ("closed", "cannot"):
            self.desk.do(_("Opening a cause"), service.set_state, number, "open", said=_("Cause opened again"))
        else:
            self.fix(detail)

    def watch(self, detail: CauseDetail) -> None:
        """Look at the fix again in 60 days."""
        self.desk.do(_("Changing a cause"), service.watch_longer, detail.facts.id, said=self._watched)

    def _watched(self, day: str) -> str:
        shown = spoken_day(date.fromisoformat(day), self.desk.clock.today())
        return _("This fix comes back on Today on {day}").format(day=shown)

    def ask_state(self, detail: CauseDetail, state: str) -> None:
        """Ask what is to be noted, and say that somebody was asked, or that it can't be fixed."""
        asked = state == "asked"
        question = _("Who was asked to fix it?") if asked else _("Why can't it be fixed?")
        label, verb = (_("Who, and what for"), _("Asked")) if asked else (_("Why"), _("Cannot be fixed"))

        def say(words: str) -> None:
            plain = _("Asked: {words}") if asked else _("Cannot be fixed: {words}")
            noted = plain.format(words=words)
            self.desk.do(
                _("Changing a cause"), service.set_state, detail.facts.id, state, noted, said=_("Cause changed")
            )

        self.desk.ask.text(self._page, question, label, say, verb=verb)

    def ask_remove(self, detail: CauseDetail) -> None:
        """Ask, and take a cause away."""
        question = _("Remove the cause “{title}”?").format(title=detail.facts.title)
        words = _("Its cases and reviews stay, without a cause. Its fix and notes go. You can undo it.")
        verb = _("Remove the cause")
        self.desk.ask.confirm(self._page, question, words, verb, lambda: self.remove(detail), danger=True)

    def came_back(self, detail: CauseDetail) -> None:
        """The fix did not hold."""
        self.desk.do(_("Changing a cause"), service.came_back, detail.facts.id, said=_("Cause opened again"))

    def remove(self, detail: CauseDetail) -> None:
        """Take a cause away."""
        self.desk.do(_("Removing a cause"), service.remove_cause, detail.facts.id, said=_("Cause removed"))

    def costs(self) -> None:
        """Ask what costs are told with."""
        self._page.ask_db(
            lambda conn: (hour_rate(conn), into_currency(conn), goodwill_limit(conn), rates(conn)),
            self._ask_costs,
            "causes:costs",
        )

    def _ask_costs(self, found: tuple[Money | None, str, Money | None, list[Any]]) -> None:
        hour, into, limit, known = found

        def save(price: Money | None, code: str, goodwill: Money | None, rate: tuple[str, str, str] | None) -> None:
            title, said = _("Changing how costs are counted"), _("Saved")
            self.desk.do(title, service.set_hour_rate, price, said=said)
            self.desk.do(title, service.set_into, code, said=said)
            self.desk.do(title, service.set_goodwill, goodwill, said=said)
            if rate is not None:
                currency, day, typed = rate
                self.desk.do(title, service.set_rate, currency, code, day, typed, said=said)

        today = self.desk.clock.today()
        form = CostsForm(hour, into, limit, known, self._currencies, today, save, self._page)
        if known:
            form.offer(_("Remove the last rate"), partial(self._drop_rate, known[-1]))
        self._open(form)

    def _drop_rate(self, rate: OwnRate) -> None:
        said = _("Rate removed; the one before it counts again")
        self.desk.do(_("Removing a rate"), service.remove_rate, rate.currency, rate.into, rate.day, said=said)

    def _reasons(self, fields: CauseFields | None) -> list[tuple[str, str]]:
        """Those the owner offers, and the one the cause has."""
        kept = fields.reason if fields is not None else ""
        return [one for one in self._book.all_titles() if one[0] == kept or one[0] not in self._book.hidden]

    def _open(self, dialog: QDialog) -> QDialog:
        dialog.open()
        return dialog

    def _added(self, outcome: Outcome[int]) -> None:
        self.added.emit(outcome.value)


def _linked(count: int) -> str:
    return plural("{count} record linked", "{count} records linked", count)
