"""What the page changes: each verb runs beside the window, says what it did with Undo, or why it can't."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from storeapp.kernel.errors import UserError
from storeapp.kernel.meanwhile import Shown
from storeapp.kernel.outcome import Outcome
from storeapp.kernel.text import _
from storeapp.orders import buyers, rules, service
from storeapp.orders.ui.buyer_panel import BuyerPanel
from storeapp.orders.ui.facts import EditFact
from storeapp.orders.ui.merge_pane import MergePane
from storeapp.orders.ui.order_panel import OrderPanel
from storeapp.orders.ui.panels import Panel, ProductPanel
from storeapp.qtkit.desk import Desk


class OrderActions(QObject):
    """What can be done with customers and orders. `refused`: nothing was changed, what is shown must be read again."""

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
            panel.status_chosen.connect(partial(self._set_status, panel))
            panel.noted.connect(partial(self._note_order, panel))
            panel.heard_edited.connect(partial(self._note_heard, panel))
        elif isinstance(panel, ProductPanel):
            panel.cost_edited.connect(partial(self._edit_cost, panel))
            panel.label_edited.connect(partial(self._edit_label, panel))

    def _edit_label(self, panel: ProductPanel, product: int, text: str) -> None:
        shown, said = Shown({"label": panel.label.shown}), _("Short name saved")
        self._do(_("Changing a product"), service.set_label, product, text, shown, said=said, fact=panel.label)

    def _edit_cost(self, panel: ProductPanel, product: int, text: str) -> None:
        shown, said = Shown({"cost": panel.cost.shown}), _("Cost saved")
        self._do(_("Changing a product"), service.type_cost, product, text, shown, said=said, fact=panel.cost)

    def serve_pairs(self, pane: MergePane) -> None:
        """Merge what a comparison shows, or keep it apart."""
        pane.merge_asked.connect(self.merge)
        pane.apart_asked.connect(self.keep_apart)

    def merge(self, kept: int, lost: int, sides: Mapping[str, str]) -> None:
        """Put one customer into another."""
        said = _("Customer {lost} is now part of customer {kept}").format(lost=lost, kept=kept)
        self._do(_("Merging two customers"), buyers.merge, kept, lost, sides, said=said)

    def part(self, lost: int) -> None:
        """Make a merged customer one of their own again."""
        said = _("Customer {number} is separate again, with their own orders").format(number=lost)
        self._do(_("Splitting two customers"), buyers.part, lost, said=said)

    def keep_apart(self, one: int, other: int) -> None:
        """Two customers are different people."""
        said = _("Customers {one} and {other} stay two different people").format(one=one, other=other)
        self._do(_("Noting two different people"), buyers.keep_apart, one, other, said=said)

    def set_contact(self, customer: int, barred: bool) -> None:
        """Put a customer on the do-not-contact list or take them off it."""
        said = (
            _("Customer {number} is not to be contacted") if barred else _("Customer {number} may be contacted again")
        )
        self._do(
            _("Changing the do-not-contact list"),
            buyers.set_do_not_contact,
            customer,
            barred,
            said=said.format(number=customer),
        )

    def _edit_buyer(self, panel: BuyerPanel, customer: int, field: str, text: str) -> None:
        said = _("{field} saved").format(field=_(buyers.FIELDS[field]))
        fact = panel.fields.get(field)
        shown = Shown({field: panel.note.shown if fact is None else fact.shown})

        def edit(db: Any, number: int, shown: Shown) -> Outcome[bool]:
            return buyers.edit(db, number, shown, **{field: text})

        self._do(_("Changing a customer"), edit, customer, shown, said=said, fact=fact)

    def _set_consent(self, customer: int, consent: str) -> None:
        self._do(_("Noting consent"), buyers.set_consent, customer, consent, said=_("Consent noted"))

    def _edit_day(self, panel: OrderPanel, order: int, name: str, text: str) -> None:
        said = _("“{day}” corrected").format(day=_(rules.DAYS[name]))
        fact = panel.days[name]
        shown = Shown({name: fact.shown})
        self._do(_("Correcting an order"), service.correct_days, order, {name: text}, shown, said=said, fact=fact)

    def _note_heard(self, panel: OrderPanel, order: int, text: str) -> None:
        self._do(
            _("Changing an order"),
            service.set_heard_from,
            order,
            text,
            Shown({"heard_from": panel.heard.shown}),
            said=_("Saved how the buyer found you"),
            fact=panel.heard,
        )

    def _set_status(self, panel: OrderPanel, order: int, status: str) -> None:
        said = _("Status set to {status}").format(status=rules.status_title(status).lower())
        self._do(
            _("Correcting an order"),
            service.correct_status,
            order,
            status,
            Shown({"status": panel.shown_status}),
            said=said,
        )

    def _note_order(self, panel: OrderPanel, order: int, text: str) -> None:
        shown = Shown({"note": panel.note.shown})
        self._do(_("Saving a note"), service.set_note, order, text, shown, said=_("Note saved"))

    def _do(
        self, title: str, verb: Callable[..., Outcome[Any]], *args: object, said: str, fact: EditFact | None = None
    ) -> None:
        def done(_outcome: object) -> None:
            if fact is not None:
                fact.done()

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                if fact is not None:
                    fact.refuse(error.sentence)
                else:
                    self._desk.notices.problem(error.sentence)
            self.refused.emit()

        self._desk.do(title, verb, *args, said=said, done=done, failed=failed)
