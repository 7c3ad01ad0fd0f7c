"""The filters of the three lists: what their chips say, and what their menus offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from storeapp.kernel.days import since_choices
from storeapp.kernel.text import N_, _
from storeapp.orders.records import OrderFilters
from storeapp.orders.rules import STATUSES, status_title
from storeapp.orders.ui.sentences import FLAGS, OrderMoment, filter_chips
from storeapp.qtkit.workbench.filter_bar import Choices, FilterMenu

# Which filters each list understands, with the names of their menus.
MENUS: dict[str, tuple[tuple[str, str], ...]] = {
    "customers": (
        ("channels", N_("Channel")),
        ("repeat", N_("Orders")),
        ("since", N_("Last order")),
        ("reviewed", N_("Review")),
        ("do_not_contact", N_("Contact")),
        ("noted", N_("Note")),
    ),
    "orders": (
        ("channels", N_("Channel")),
        ("statuses", N_("Status")),
        ("since", N_("Time")),
        ("reviewed", N_("Review")),
        ("late", N_("Delivery")),
        ("repeat", N_("Customer")),
        ("do_not_contact", N_("Contact")),
        ("noted", N_("Note")),
    ),
    "products": (("channels", N_("Channel")), ("reviewed", N_("Review"))),
}


class OrderFilterBook:
    """The filters of one list. `channels` are (id, name) of those it can be filtered by, `titles` names of products."""

    def __init__(self, kind: str, now: Callable[[], OrderMoment]) -> None:
        self._kind, self._now = kind, now
        self.channels: Sequence[tuple[int, str]] = ()
        self.titles: dict[int, str] = {}

    def chips(self, filters: OrderFilters) -> list[tuple[str, str]]:
        """(field, words) of each filter that is on."""
        return filter_chips(filters, dict(self.channels), lambda product: self.titles.get(product, "…"), self._now())

    def menus(self, _filters: OrderFilters) -> list[FilterMenu]:
        """The filters this list understands."""
        return [FilterMenu(field, _(title), self._choices(field)) for field, title in MENUS[self._kind]]

    def _choices(self, field: str) -> Choices:
        if field == "channels":
            return [((number,), name) for number, name in self.channels]
        if field == "statuses":
            return [((status,), status_title(status)) for status in STATUSES]
        if field == "since":
            found: list[tuple[Any, str]] = since_choices(self._now().today)
            return found
        yes, no = FLAGS[field]
        return [(True, _(yes)), (False, _(no))]
