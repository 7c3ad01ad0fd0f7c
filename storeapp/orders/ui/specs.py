"""The three lists as the page shows them: what each says, filters by, reads beside itself and shows there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from storeapp.kernel.text import _, plural
from storeapp.orders.records import OrderFilters
from storeapp.orders.ui import reading
from storeapp.orders.ui.buyer_panel import BuyerPanel
from storeapp.orders.ui.filters import OrderFilterBook
from storeapp.orders.ui.lists import KINDS, Now, OrderListSource
from storeapp.orders.ui.order_panel import OrderPanel
from storeapp.orders.ui.panels import Panel, ProductPanel
from storeapp.qtkit.widgets import Button, Hint, empty_state
from storeapp.qtkit.workbench.declaration import ListSpec, Sentences

PANELS: dict[str, type[Panel]] = {"customers": BuyerPanel, "orders": OrderPanel, "products": ProductPanel}
ICONS = {"customers": "users", "orders": "bag", "products": "tag"}


@dataclass(frozen=True, slots=True)
class _Said:
    """What one list says: its search, its states, and the inspector's place."""

    find: str
    nothing: str
    no_match: str
    failed: str
    none_chosen: str
    choose: str


def spec_of(
    key: str, now: Now, book: OrderFilterBook, bring_in: Callable[[], None], beside: reading.Beside
) -> ListSpec:
    """The list "customers", "orders" or "products"; `bring_in` leads an empty shop to the import."""
    kind, said = KINDS[key], _said(key)
    hints = [("J K", _("move")), ("Space", _("select")), ("Ctrl+C", _("copy"))]
    return ListSpec(
        id=f"customers.{key}",
        title=_(kind.title),
        columns=kind.columns(now),
        source=OrderListSource(kind.windows(), OrderFilters),
        filters=OrderFilters(sort=kind.sort),
        sentences=Sentences(
            icon=ICONS[key],
            find=said.find,
            counted=partial(_counted, key),
            reading=_("Reading {what}").format(what=_(kind.title).lower()),
            failed=said.failed,
            nothing=partial(_nothing, ICONS[key], said.nothing, bring_in),
            no_match=said.no_match,
            none_chosen=said.none_chosen,
            choose=said.choose,
        ),
        book=book,
        inspector=PANELS[key],
        read=partial(_read, key, beside),
        show=partial(_show, now),
        hints=[*hints, ("F2", _("short name"))] if key == "products" else hints,
        width=372,
    )


def _read(key: str, beside: reading.Beside, conn: Any, record: int) -> tuple[Any, ...] | None:
    return reading.RECORDS[key](conn, record, beside)


def _show(now: Now, panel: Any, found: tuple[Any, ...]) -> None:
    panel.show_record(*found, now())  # each kind of record has a pane that takes its own facts
    panel.measure()


def _counted(key: str, count: int) -> str:
    if key == "customers":
        return plural("{count} customer", "{count} customers", count)
    if key == "orders":
        return plural("{count} order", "{count} orders", count)
    return plural("{count} product", "{count} products", count)


def _nothing(icon: str, words: str, bring_in: Callable[[], None]) -> Hint:
    bring = Button(_("Import orders"), icon="import")
    bring.clicked.connect(bring_in)
    hint = _("Drop an order file anywhere in the window, most formats are recognised.")
    return empty_state(icon, words, hint, [bring])


def _said(key: str) -> _Said:
    return {
        "customers": _Said(
            _("Find a customer"),
            _("No customers yet"),
            _("No customer matches"),
            _("These customers could not be read"),
            _("No customer selected"),
            _("Choose one from the list to see the whole story"),
        ),
        "orders": _Said(
            _("Find an order"),
            _("No orders yet"),
            _("No order matches"),
            _("These orders could not be read"),
            _("No order selected"),
            _("Choose one from the list to see what happened"),
        ),
        "products": _Said(
            _("Find a product"),
            _("No products yet"),
            _("No product matches"),
            _("These products could not be read"),
            _("No product selected"),
            _("Choose one from the list to see its reviews"),
        ),
    }[key]
