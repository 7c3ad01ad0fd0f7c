"""What the page changes: each verb runs beside the window, says what it did with Undo, or why it can't."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from storeapp.kernel.errors import UserError
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.orders import buyers, rules, service
from storeapp.orders.queries import ViewRow
from storeapp.orders.records import Wanted
from storeapp.orders.ui.buyer_panel import BuyerPanel
from storeapp.orders.ui.facts import EditFact
from storeapp.orders.ui.merge_pane import MergePane
from storeapp.orders.ui.order_panel import OrderPanel
from storeapp.orders.ui.panels import Panel, ProductPanel
from storeapp.qtkit.desk import Desk


class Verbs(QObject):
    """The verbs of customers and orders. `refused`: nothing was changed, what is shown must be read again."""

    refused = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def serve(self, panel: Panel) -> None:
        """Do what a pane asks to have changed."""
        if isinstance(panel, BuyerPanel):
            panel.edited.connect(partial(self._edit_buyer, panel))
            panel.consent_chosen.connect(self._set_consent)
            panel.contact_chosen.connect(self.set_contact)
            panel.part_asked.connect(self.part)
        elif isinstance(panel, OrderPanel):
            panel.day_edited.connect(partial(self._edit_day, panel))
            panel.status_chosen.connect(self._set_status)
            panel.noted.connect(self._note_order)
            panel.heard_edited.connect(partial(self._note_heard, panel))
        elif isinstance(panel, ProductPanel):
            panel.cost_edited.connect(partial(self._edit_cost, panel))
            panel.label_edited.connect(partial(self._edit_label, panel))

    def _edit_label(self, panel: ProductPanel, product: int, text: str) -> None:
        verb = partial(service.set_label, self._desk.db, product, text)
        self._write(_("Changing a product"), verb, _("Short name saved"), panel.label)

    def _edit_cost(self, panel: ProductPanel, product: int, text: str) -> None:
        verb = partial(service.type_cost, self._desk.db, product, text)
        self._write(_("Changing a product"), verb, _("Cost saved"), panel.cost)

    def serve_pairs(self, pane: MergePane) -> None:
        """Merge what a comparison shows, or keep it apart."""
        pane.merge_asked.connect(self.merge)
        pane.apart_asked.connect(self.keep_apart)

    def merge(self, kept: int, lost: int, sides: Mapping[str, str]) -> None:
        """Put one customer into another."""
        verb = partial(buyers.merge, self._desk.db, kept, lost, sides)
        said = _("Customer {lost} is now part of customer {kept}").format(lost=lost, kept=kept)
        self._write(_("Merging two customers"), verb, said)

    def part(self, lost: int) -> None:
        """Make a merged customer one of their own again."""
        verb = partial(buyers.part, self._desk.db, lost)
        said = _("Customer {number} is separate again, with their own orders").format(number=lost)
        self._write(_("Splitting two customers"), verb, said)

    def keep_apart(self, one: int, other: int) -> None:
        """Two customers are different people."""
        verb = partial(buyers.keep_apart, self._desk.db, one, other)
        said = _("Customers {one} and {other} stay two different people").format(one=one, other=other)
        self._write(_("Noting two different people"), verb, said)

    def set_contact(self, customer: int, barred: bool) -> None:
        """Put a customer on the do-not-contact list or take them off it."""
        verb = partial(buyers.set_do_not_contact, self._desk.db, customer, barred)
        said = (
            _("Customer {number} is not to be contacted") if barred else _("Customer {number} may be contacted again")
        )
        self._write(_("Changing the do-not-contact list"), verb, said.format(number=customer))

    def save_view(self, tab: str, wanted: Wanted, name: str) -> None:
        """Keep filters under a name."""
        state = {"tab": tab, "wanted": wanted.to_json()}
        self._write(_("Saving the view"), partial(service.save_view, self._desk.db, name, state), _("View saved"))

    def drop_view(self, view: ViewRow) -> None:
        """Remove a saved view."""
        verb = partial(service.delete_view, self._desk.db, view.id, view.name)
        self._write(_("Removing the view"), verb, _("View removed"))

    def _edit_buyer(self, panel: BuyerPanel, customer: int, field: str, text: str) -> None:
        verb = partial(buyers.edit, self._desk.db, customer, **{field: text})
        said = _("{field} saved").format(field=_(buyers.FIELDS[field]))
        self._write(_("Changing a customer"), verb, said, panel.fields.get(field))

    def _set_consent(self, customer: int, consent: str) -> None:
        verb = partial(buyers.set_consent, self._desk.db, customer, consent)
        self._write(_("Noting consent"), verb, _("Consent noted"))

    def _edit_day(self, panel: OrderPanel, order: int, name: str, text: str) -> None:
        verb = partial(service.correct_days, self._desk.db, order, {name: text})
        said = _("“{day}” corrected").format(day=_(rules.DAYS[name]))
        self._write(_("Correcting an order"), verb, said, panel.days.get(name))

    def _note_heard(self, panel: OrderPanel, order: int, text: str) -> None:
        verb = partial(service.set_heard_from, self._desk.db, order, text)
        self._write(_("Changing an order"), verb, _("Saved how the buyer found you"), panel.heard)

    def _set_status(self, order: int, status: str) -> None:
        verb = partial(service.correct_status, self._desk.db, order, status)
        said = _("Status set to {status}").format(status=rules.status_title(status).lower())
        self._write(_("Correcting an order"), verb, said)

    def _note_order(self, order: int, text: str) -> None:
        self._write(_("Saving a note"), partial(service.set_note, self._desk.db, order, text), _("Note saved"))

    def _write(self, title: str, verb: Callable[[], Outcome[Any]], said: str, fact: EditFact | None = None) -> None:
        def done(outcome: Outcome[Any]) -> None:
            if fact is not None:
                fact.done()
            if outcome.action_id is not None:
                self._desk.notices.say(said, undo=True)

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                if fact is not None:
                    fact.refuse(error.sentence)
                else:
                    self._desk.notices.problem(error.sentence)
            self.refused.emit()

        self._desk.jobs.write(title, lambda _progress: verb(), done, failed)
