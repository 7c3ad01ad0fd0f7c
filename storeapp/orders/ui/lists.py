"""The three lists for the table: their columns, their order, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from storeapp.kernel.places import country_name
from storeapp.kernel.rating_words import shown_stars
from storeapp.kernel.sales import SALES_HINT, UNITS_HINT
from storeapp.kernel.text import N_, _
from storeapp.kernel.titles import short_name
from storeapp.orders import queries
from storeapp.orders.records import BuyerRow, OrderFilters, OrderRow, ProductRow
from storeapp.orders.rules import status_title
from storeapp.orders.ui import sentences
from storeapp.orders.ui.sentences import OrderMoment
from storeapp.qtkit import painting
from storeapp.qtkit.table import Column, Query
from storeapp.qtkit.table.widths import day_width
from storeapp.qtkit.theme import theme
from storeapp.qtkit.workbench.asking import ListingSource

Now = Callable[[], OrderMoment]
Rows = queries.BuyerList | queries.OrderList | queries.ProductList


class OrderListSource(ListingSource[OrderFilters]):
    """Reads one list for its table."""

    def values(self, conn: Any, _query: Query, column: str, limit: int) -> list[tuple[Any, str, int]]:
        """What the filter menu of a column offers, most frequent first."""
        found: list[tuple[Any, str, int]]
        if column == "channels":
            found = queries.channel_counts(conn)
        elif column == "statuses":
            found = [(status, status_title(status), count) for status, count in queries.status_counts(conn)]
        else:
            found = [(country, country_name(country), count) for country, count in queries.countries(conn)]
        return found[:limit]


@dataclass(frozen=True, slots=True)
class ListKind:
    """One list: its title, its order at first, how it is read, and its columns."""

    title: str
    sort: str
    windows: Callable[[], Rows]
    columns: Callable[[Now], list[Column]]


def order_columns(now: Now) -> list[Column]:
    """The columns of the list of orders."""
    return [
        Column("number", _("Order"), "text", 162, text=lambda row: row.number, font="medium"),
        Column(
            "placed",
            _("Date"),
            "date",
            day_width("body"),
            text=lambda row: sentences.day(row.placed_on, now().today),
            value=lambda row: row.placed_on,
            tone="text-2",
        ),
        _channel("channels"),
        Column("buyer", _("Customer"), width=116, sortable=False, text=lambda row: sentences.buyer_of(row, now())),
        Column("item", _("Items"), width=90, sortable=False, stretch=True, text=_items, tip=lambda row: row.item),
        Column(
            "statuses",
            _("Status"),
            "tags",
            90,
            text=lambda row: ", ".join(tag[0] for tag in sentences.status_tags(row)),
            value=sentences.status_tags,
            filterable=True,
            sortable=False,
        ),
        Column("total", _("Total"), "money", 128, text=_total, value=lambda row: row.total),
        Column(
            "stars",
            _("Review"),
            "stars",
            90,
            sortable=False,
            text=sentences.reviewed_words,
            value=lambda row: shown_stars(row.stars, row.scale),
        ),
        Column("countries", _("Country"), width=78, sortable=False, hidden=True, filterable=True, text=_country),
        Column("units", _("Pieces"), "number", 72, sortable=False, hidden=True, text=_units, value=lambda r: r.units),
        Column("noted", _("Note"), width=60, sortable=False, hidden=True, text=_noted),
    ]


def buyer_columns(now: Now) -> list[Column]:
    """The columns of the list of customers."""
    return [
        Column("name", _("Customer"), width=124, text=lambda row: sentences.name_of(row, now()), font="medium"),
        Column(
            "orders",
            _("Orders"),
            "number",
            64,
            text=_orders,
            value=lambda row: row.orders,
            hint=_(SALES_HINT),
        ),
        Column(
            "last",
            _("Last order"),
            "date",
            day_width("body"),
            text=lambda row: sentences.day(row.last_order_on, now().today),
            value=lambda row: row.last_order_on,
            tone="text-2",
        ),
        Column(
            "sums",
            _("Bought for"),
            "text",
            124,
            align="right",
            sortable=False,
            text=lambda row: sentences.totals(row.totals),
            hint=_(SALES_HINT),
        ),
        _tiles(92),
        Column(
            "reviews", _("Reviews"), "number", 66, sortable=False, text=_reviews, value=lambda row: row.reviews or None
        ),
        _stars(sortable=False),
        Column("marks", _("Remarks"), "tags", 112, sortable=False, stretch=True, text=_marks_text, value=_marks),
        Column("countries", _("Country"), width=78, sortable=False, hidden=True, filterable=True, text=_country),
        Column(
            "first",
            _("First order"),
            "date",
            day_width("body"),
            hidden=True,
            text=lambda row: sentences.day(row.first_order_on, now().today),
            value=lambda row: row.first_order_on,
        ),
        Column(
            "number", _("Number"), "number", 84, hidden=True, text=lambda row: str(row.id), value=lambda row: row.id
        ),
    ]


def product_columns(_now: Now) -> list[Column]:
    """The columns of the list of products."""
    return [
        Column("title", _("Product"), width=180, stretch=True, text=_name, font="medium", tip=lambda row: row.title),
        Column("sku", _("SKU"), width=96, text=lambda row: row.sku, tone="text-2"),
        Column("category", _("Category"), width=96, hidden=True, text=lambda row: row.category, tone="text-2"),
        _tiles(142),
        Column("price", _("Price"), "money", 82, sortable=False, text=_price, value=lambda row: row.price),
        Column("units", _("Sold"), "number", 62, text=_units, value=lambda row: row.units, hint=_(UNITS_HINT)),
        Column(
            "orders",
            _("Orders"),
            "number",
            76,
            sortable=False,
            text=_orders,
            value=lambda row: row.orders,
            hint=_(UNITS_HINT),
        ),
        Column("reviews", _("Reviews"), "number", 72, text=_reviews, value=lambda row: row.reviews or None),
        _stars(sortable=True),
    ]


def _channel(column_id: str) -> Column:
    return Column(
        column_id,
        _("Channel"),
        "channel",
        36,
        sortable=False,
        text=lambda row: row.channel,
        value=lambda row: (row.platform, ""),
        filterable=True,
        head="",
    )


def _items(row: OrderRow) -> str:
    others, item = row.units - 1, short_name(row.item, row.item_label)
    return _("{item} and {count} more").format(item=item, count=others) if others > 0 and item else item


def _name(row: ProductRow) -> str:
    return row.name


def _total(row: OrderRow) -> str:
    return str(row.total) if row.total is not None else ""


def _price(row: ProductRow) -> str:
    return str(row.price) if row.price is not None else ""


def _country(row: OrderRow | BuyerRow) -> str:
    return country_name(row.country)


def _units(row: OrderRow | ProductRow) -> str:
    return f"{row.units:,}"


def _orders(row: BuyerRow | ProductRow) -> str:
    return f"{row.orders:,}"


def _reviews(row: BuyerRow | ProductRow) -> str:
    return f"{row.reviews:,}" if row.reviews else ""


def _mean(row: BuyerRow | ProductRow) -> str:
    return f"{row.stars:.2f}" if row.stars is not None else ""


def _noted(row: OrderRow) -> str:
    return _("yes") if row.noted else ""


def _names(row: BuyerRow | ProductRow) -> str:
    return _(", ").join(name for _platform, name in row.channels)


def _tiles(width: int) -> Column:
    return Column(
        "channels",
        _("Channels"),
        "custom",
        width,
        sortable=False,
        text=_names,
        filterable=True,
        paint=_paint_tiles,
        tip=_names,
    )


def _stars(sortable: bool) -> Column:
    return Column("stars", _("Stars"), "custom", 126, sortable=sortable, text=_mean, paint=_paint_stars, tip=_mean)


def _paint_stars(painter: QPainter, area: QRectF, row: BuyerRow | ProductRow) -> None:
    if row.stars is None:
        return
    look = theme()
    left = area.left() + painting.stars(painter, area.left(), area.center().y() + 0.5, row.stars) + 8
    words = QRectF(left, area.top(), area.right() - left, area.height())
    painting.text_in(painter, words, f"{row.stars:.2f}", look.font("small"), look.color("text-2"))


def _paint_tiles(painter: QPainter, area: QRectF, row: BuyerRow | ProductRow) -> None:
    left = area.left()
    for platform, name in row.channels:
        left += painting.tile(painter, left, area.center().y() + 0.5, platform, name) + 4


def _marks(row: BuyerRow) -> list[tuple[str, str, str]]:
    found = []
    if row.do_not_contact:
        found.append((_("Do not contact"), "bad", "ban"))
    if row.consent == "yes":
        found.append((_("Agreed"), "good", "check"))
    if row.noted:
        found.append((_("Note"), "plain", "file-text"))
    return found


def _marks_text(row: BuyerRow) -> str:
    return _(", ").join(mark[0] for mark in _marks(row))


KINDS: dict[str, ListKind] = {
    "customers": ListKind(N_("Customers"), "last", queries.BuyerList, buyer_columns),
    "orders": ListKind(N_("Orders"), "placed", queries.OrderList, order_columns),
    "products": ListKind(N_("Products"), "units", queries.ProductList, product_columns),
}
