"""The files that platforms would hand the owner of the sample shop on a day, in the layouts of their real exports."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from storeapp.kernel.paths import resource
from storeapp.kernel.review_kinds import counted_apart
from storeapp.sample.imports import Pull, Stretch
from storeapp.sample.outside import answers
from storeapp.sample.rules import Sale, SampleBuyer, SampleItem, Traders
from storeapp.sample.script import SamplePlace, Script, Ware
from storeapp.sample.voices import SampleReview

# The files of each channel in the order in which they are read; see resources/sample/layouts.toml.
FILES = {
    "own": ("shopify_products", "shopify_orders", "order_book", "yotpo_reviews"),
    "etsy": ("etsy_order_items", "order_book", "review_list"),
    "ebay": ("ebay_orders", "order_book", "review_list"),
    "amazon": ("amazon_all_orders", "order_book", "review_list"),
    "taobao": ("taobao_orders", "taobao_items", "order_book", "review_list"),
}
ONCE = "shopify_products"  # the list of products comes with the first orders
REVIEWS = frozenset(("yotpo_reviews", "review_list"))

OFFSET = "%Y-%m-%d %H:%M:%S %z"

Cells = dict[str, str]


@cache
def layouts() -> Mapping[str, Mapping[str, Any]]:
    """Layout -> file name, header line and, of the owner's own lists, where its columns go."""
    with resource("sample", "layouts.toml").open("rb") as file:
        return tomllib.load(file)


def header_of(layout: str, channel: str = "") -> tuple[str, ...]:
    """The header line of a layout; the owner's own lists name the channel."""
    found = layouts()[layout]
    return tuple(found["header"] if "header" in found else (name.format(channel=channel) for name in found["columns"]))


def encoding_of(layout: str) -> str:
    """The encoding of a layout's letters."""
    return str(layouts()[layout].get("encoding", "utf-8"))


def setup_of(layout: str, place: SamplePlace) -> dict[str, Any] | None:
    """How one of the owner's own lists is read, in the shape of resources/formats; None for a platform's file."""
    found = layouts()[layout]
    if "columns" not in found:
        return None
    columns = dict(zip(header_of(layout, place.name), found["columns"].values(), strict=True))
    setup = {"title": found["title"].format(channel=place.name), "platform": place.platform, "columns": columns}
    setup |= {"currency": place.currency, "time_zone": place.time_zone, "scale": place.scale}
    if layout == "review_list" and counted_apart(place.platform):
        setup["review_kind"] = "product"
    return setup


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A written file, its layout and the index of its channel."""

    path: Path
    layout: str
    place: int


class Exports:
    """Writes what one channel's exports hold at an instant."""

    def __init__(self, script: Script, traders: Traders, voices: Sequence[SampleReview]) -> None:
        self.script, self.trade, self.voices = script, traders.trade, voices
        self.heard = answers(script, traders)
        self.zones = [ZoneInfo(place.time_zone) for place in script.places]
        self._cells: dict[str, Callable[[int, Sale, SampleItem, int], Cells]] = {
            "shopify_orders": self._shopify,
            "etsy_order_items": self._etsy,
            "ebay_orders": self._ebay,
            "amazon_all_orders": self._amazon,
            "taobao_items": self._taobao_item,
        }

    def export(self, folder: Path, pull: Pull) -> list[SampleFile]:
        """The files that a channel gives on one day; a stretch without rows gives none."""
        place = self.script.places[pull.place]
        found = []
        for layout in FILES[place.key]:
            if layout == ONCE and not pull.first:
                continue
            for stretch in pull.reviews if layout in REVIEWS else pull.orders:
                rows = list(self._rows(layout, pull.place, stretch))
                if rows:
                    name = str(layouts()[layout]["file"]).format(channel=place.key)
                    path = folder / f"{stretch.until:%Y-%m-%d}-{name}"
                    _write(path, layout, header_of(layout, place.name), rows)
                    found.append(SampleFile(path, layout, pull.place))
        return found

    def _rows(self, layout: str, place: int, stretch: Stretch) -> Iterator[Cells]:
        start, until = stretch.start, stretch.until
        if layout == ONCE:
            yield from self._products(place)
        elif layout in REVIEWS:
            row = self._yotpo if layout == "yotpo_reviews" else self._reviewed
            for number, voice in enumerate(self.voices):
                if voice.place == place and (start is None or voice.posted >= start) and voice.posted < until:
                    yield row(number, voice_at(voice, until))
        else:
            for number, sale in enumerate(self.trade.sales):
                if sale.place == place and (start is None or sale.placed >= start) and sale.placed < until:
                    yield from self._order_rows(layout, number, sale_at(sale, until))

    def _order_rows(self, layout: str, number: int, sale: Sale) -> Iterator[Cells]:
        if layout == "order_book":
            yield self._booked(number, sale)
        elif layout == "taobao_orders":
            yield self._taobao(sale)
        else:
            if layout == "ebay_orders" and len(sale.items) > 1:
                yield self._ebay_summary(sale)
            for nth, item in enumerate(sale.items):
                yield self._cells[layout](number, sale, item, nth)

    def _of(self, sale: Sale) -> tuple[SamplePlace, SampleBuyer]:
        return self.script.places[sale.place], self.trade.buyers[sale.buyer]

    def _local(self, place: int, moment: datetime | None, form: str = "%Y-%m-%d %H:%M:%S") -> str:
        return moment.astimezone(self.zones[place]).strftime(form) if moment else ""

    def _title(self, place: SamplePlace, ware: Ware) -> str:
        return ware.zh if place.platform == "taobao" else ware.title

    def _products(self, place: int) -> Iterator[Cells]:
        for ware in self.script.wares:
            yield {
                "Handle": ware.title.casefold().replace(" ", "-"),
                "Title": ware.title,
                "Vendor": self.script.name,
                "Type": ware.category,
                "Published": "true",
                "Option1 Name": "Title",
                "Option1 Value": "Default Title",
                "Variant SKU": ware.sku,
                "Variant Price": f"{ware.price / 100:.2f}",
                "Variant Inventory Policy": "deny",
                "Variant Fulfillment Service": "manual",
                "Variant Requires Shipping": "true",
                "Gift Card": "false",
                "Status": "active",
            }

    def _shopify(self, number: int, sale: Sale, item: SampleItem, nth: int) -> Cells:
        place, buyer = self._of(sale)
        ware, amount = self.script.wares[item.ware], Amount(place)
        row = {
            "Name": sale.number,
            "Email": buyer.email,
            "Lineitem quantity": str(item.quantity),
            "Lineitem name": ware.title,
            "Lineitem price": amount(item.price),
            "Lineitem sku": ware.sku,
            "Lineitem requires shipping": "true",
            "Lineitem taxable": "true",
            "Lineitem fulfillment status": "fulfilled" if sale.shipped else "pending",
            "Lineitem discount": "0.00",
            "Created at": self._local(sale.place, sale.placed, OFFSET),
            "Vendor": self.script.name,
        }
        if nth:
            return row
        return row | {
            "Financial Status": "voided" if sale.canceled else "refunded" if sale.status == "refunded" else "paid",
            "Paid at": self._local(sale.place, sale.paid, OFFSET),
            "Fulfillment Status": "fulfilled" if sale.shipped else "unfulfilled",
            "Fulfilled at": self._local(sale.place, sale.shipped, OFFSET),
            "Accepts Marketing": {"yes": "yes", "no": "no"}.get(buyer.consent, ""),
            "Currency": place.currency,
            "Subtotal": amount(sale.worth() - sale.discount),
            "Shipping": amount(sale.shipping),
            "Taxes": "0.00",
            "Total": amount(sale.total()),
            "Discount Amount": amount(sale.discount),
            "Shipping Method": "Standard",
            "Billing Name": buyer.name,
            "Billing Country": buyer.country,
            "Billing Phone": buyer.phone,
            "Shipping Name": buyer.name,
            "Shipping City": buyer.town,
            "Shipping Country": buyer.country,
            "Cancelled at": self._local(sale.place, sale.canceled, OFFSET),
            "Refunded Amount": amount(sale.refunded),
            "Id": str(5_400_000_000_000 + number * 8191),
            "Source": "web",
        }

    def _etsy(self, number: int, sale: Sale, item: SampleItem, nth: int) -> Cells:
        place, buyer = self._of(sale)
        ware, amount = self.script.wares[item.ware], Amount(place)
        handle = buyer.known[sale.place][1]
        return {
            "Sale Date": self._local(sale.place, sale.placed, "%m/%d/%y"),
            "Item Name": ware.title,
            "Buyer": f"{buyer.name} ({handle})",
            "Quantity": str(item.quantity),
            "Price": amount(item.price),
            "Discount Amount": amount(sale.discount if nth == 0 else 0),
            "Shipping Discount": "0.00",
            "Order Shipping": amount(sale.shipping),
            "Order Sales Tax": "0",
            "Item Total": amount(item.price * item.quantity),
            "Currency": place.currency,
            "Transaction ID": str(3_100_000_000 + number * 4 + nth),
            "Listing ID": listing_id(sale.place, item.ware),
            "Date Paid": self._local(sale.place, sale.paid, "%m/%d/%Y"),
            "Date Shipped": self._local(sale.place, sale.shipped, "%m/%d/%Y"),
            "Ship Name": buyer.name,
            "Ship City": buyer.town,
            "Ship Country": buyer.country,
            "Order ID": sale.number,
            "Variations": item.options,
            "Order Type": "online",
            "Listings Type": "listing",
            "Payment Type": "online_cc",
            "SKU": ware.sku,
        }

    def _ebay_summary(self, sale: Sale) -> Cells:
        place, buyer = self._of(sale)
        amount = Amount(place)
        return {
            "Sales Record Number": sale.number[3:8],
            "Order Number": sale.number,
            "Buyer Username": buyer.known[sale.place][1],
            "Buyer Name": buyer.name,
            "Ship To Name": buyer.name,
            "Ship To City": buyer.town,
            "Ship To Country": buyer.country,
            "Quantity": str(sum(item.quantity for item in sale.items)),
            "Shipping And Handling": place.currency + " " + amount(sale.shipping),
            "Total Price": place.currency + " " + amount(sale.total()),
            "Sale Date": self._local(sale.place, sale.placed, "%b-%d-%y"),
            "Paid On Date": self._local(sale.place, sale.paid, "%b-%d-%y"),
            "Maximum Estimated Delivery Date": f"{sale.due:%b-%d-%y}",
            "Shipped On Date": self._local(sale.place, sale.shipped, "%b-%d-%y"),
            "Payment Method": "eBay",
        }

    def _ebay(self, number: int, sale: Sale, item: SampleItem, nth: int) -> Cells:
        place, _buyer = self._of(sale)
        ware, amount = self.script.wares[item.ware], Amount(place)
        row = self._ebay_summary(sale)
        if len(sale.items) > 1:
            row |= {"Shipping And Handling": "", "Total Price": ""}
        return row | {
            "Item Number": listing_id(sale.place, item.ware),
            "Item Title": ware.title,
            "Custom Label": ware.sku,
            "Quantity": str(item.quantity),
            "Sold For": place.currency + " " + amount(item.price),
            "Transaction ID": str(10_020_000_000_000 + number * 4 + nth),
            "Variation Details": item.options,
        }

    def _amazon(self, number: int, sale: Sale, item: SampleItem, nth: int) -> Cells:
        place, buyer = self._of(sale)
        ware, amount = self.script.wares[item.ware], Amount(place)
        state = "Unshipped"
        if sale.shipped:
            state = "Shipped - Delivered to Buyer" if sale.delivered else "Shipped"
        return {
            "amazon-order-id": sale.number,
            "purchase-date": f"{sale.placed:%Y-%m-%dT%H:%M:%S}+00:00",
            "last-updated-date": f"{sale.placed:%Y-%m-%dT%H:%M:%S}+00:00",
            "order-status": "Cancelled" if sale.canceled else state,
            "fulfillment-channel": "Merchant",
            "sales-channel": "Amazon.de",
            "ship-service-level": "Standard",
            "product-name": ware.title,
            "sku": ware.sku,
            "asin": f"B0{listing_id(sale.place, item.ware)}",
            "item-status": "Cancelled" if sale.canceled else "Shipped" if sale.shipped else "Unshipped",
            "quantity": str(item.quantity),
            "currency": place.currency,
            "item-price": amount(item.price * item.quantity),
            "item-tax": "0.00",
            "shipping-price": amount(sale.shipping if nth == 0 else 0),
            "item-promotion-discount": amount(sale.discount if nth == 0 else 0),
            "ship-city": buyer.town,
            "ship-country": buyer.country,
        }

    def _taobao(self, sale: Sale) -> Cells:
        place, buyer = self._of(sale)
        amount = Amount(place)
        state = "买家已付款，等待卖家发货"
        if sale.shipped:
            state = "交易成功" if sale.delivered else "卖家已发货，等待买家确认"
        closed = sale.canceled or sale.status in ("refunded", "returned")
        return {
            "订单编号": f'="{sale.number}"',
            "买家会员名": buyer.known[sale.place][1],
            "买家应付货款": amount(sale.worth() - sale.discount),
            "买家应付邮费": amount(sale.shipping),
            "总金额": amount(sale.total()),
            "买家实际支付金额": amount(0 if sale.canceled else sale.total()),
            "订单状态": "交易关闭" if closed else state,
            "收货人姓名": buyer.name[:1] + "**",
            "订单创建时间": self._local(sale.place, sale.placed),
            "订单付款时间": self._local(sale.place, sale.paid),
            "宝贝种类": str(len(sale.items)),
            "宝贝总数量": str(sum(item.quantity for item in sale.items)),
            "店铺名称": self.script.name,
            "订单关闭原因": "退款" if closed else "订单未关闭",
        }

    def _taobao_item(self, number: int, sale: Sale, item: SampleItem, nth: int) -> Cells:
        ware = self.script.wares[item.ware]
        return {
            "订单编号": sale.number,
            "标题": ware.zh,
            "价格": Amount(self.script.places[sale.place])(item.price),
            "购买数量": str(item.quantity),
            "商家编码": ware.sku,
            "宝贝编号": listing_id(sale.place, item.ware),
            "商品属性": item.options,
        }

    def _booked(self, number: int, sale: Sale) -> Cells:
        place, buyer = self._of(sale)
        amount = Amount(place)
        kind, value = buyer.known[sale.place]
        return {
            f"{place.name} order": sale.number,
            "Customer number": value if kind == "account" else "",
            "User name": value if kind == "handle" else "",
            "E-mail": buyer.email,
            "Phone": buyer.phone,
            "Customer": buyer.name,
            "Language": buyer.language,
            "Country": buyer.country,
            "Town": buyer.town,
            "State": sale.status,
            "Ordered": self._local(sale.place, sale.placed),
            "Paid": self._local(sale.place, sale.paid),
            "Shipped": self._local(sale.place, sale.shipped),
            "Promised": sale.due.isoformat(),
            "Delivered": self._local(sale.place, sale.delivered),
            "Canceled": self._local(sale.place, sale.canceled, "%Y-%m-%d"),
            "Why canceled": sale.reason,
            "Shipping": amount(sale.shipping),
            "Discount": amount(sale.discount),
            "Total": amount(sale.total()),
            "Amount paid": amount(0 if sale.canceled else sale.total()),
            "Refunded": amount(sale.refunded) if sale.refunded else "",
            "Heard of us": self.heard[number],
        }

    def _yotpo(self, number: int, voice: SampleReview) -> Cells:
        place, buyer = self.script.places[voice.place], self.trade.buyers[voice.buyer]
        ware = self.script.wares[voice.ware]
        return {
            "Review ID": review_key(place, number),
            "Review Creation Date": self._local(voice.place, voice.posted, OFFSET),
            "Review Type": "Product Review",
            "Review Status": "Published",
            "Review Score": str(voice.felt),
            "Review Title": voice.title,
            "Review Content": voice.text,
            "Published Image Url": "\n".join(f"https://pictures.example/{number}-{n}.jpg" for n in range(voice.photos)),
            "Comment Date": self._local(voice.place, voice.replied, OFFSET),
            "Comment Content": voice.reply,
            "Comment Public": "1" if voice.reply else "",
            "Order ID": self._number(voice),
            "Reviewer Display Name": self.signed(voice),
            "Reviewer Email": buyer.email,
            "Product Title": ware.title,
            "Product SKU": ware.sku,
        }

    def _reviewed(self, number: int, voice: SampleReview) -> Cells:
        place, ware = self.script.places[voice.place], self.script.wares[voice.ware]
        return {
            f"{place.name} review": review_key(place, number),
            "Order number": self._number(voice),
            "Product code": ware.sku,
            "Listing": self._listing(voice.place, voice.ware),
            "Product": self._title(place, ware),
            "Signed": self.signed(voice),
            "Stars": f"{place.rating(voice.felt):g}",
            "Headline": voice.title,
            "Text": voice.text,
            "Language": voice.language,
            "Posted": self._local(voice.place, voice.posted),
            "Changed": self._local(voice.place, voice.edited, "%Y-%m-%d"),
            "Our answer": voice.reply,
            "Answered": self._local(voice.place, voice.replied),
            "Photos": str(voice.photos),
        }

    def _listing(self, place: int, ware: int) -> str:
        return ("B0" if self.script.places[place].platform == "amazon" else "") + listing_id(place, ware)

    def _number(self, voice: SampleReview) -> str:
        return self.trade.sales[voice.sale].number if voice.sale is not None else ""

    def signed(self, voice: SampleReview) -> str:
        """How a review is signed: shortened, unless the script says otherwise."""
        given, _blank, family = self.trade.buyers[voice.buyer].name.partition(" ")
        return voice.sender or (f"{given} {family[:1]}." if family else given[:1] + "**")


class Amount:
    """Minor units of a channel's currency as its files write them: 12.50."""

    def __init__(self, place: SamplePlace) -> None:
        self.currency = place.currency

    def __call__(self, minor: int) -> str:
        return f"{minor / 100:.2f}"


def listing_id(place: int, ware: int) -> str:
    """A channel's number of a product."""
    return f"{(place + 3) * 10_000_000 + ware * 7919 + 41}"


def review_key(place: SamplePlace, voice: int) -> str:
    """The number that a channel gives a review."""
    return f"{place.key}-{voice + 1}"


def sale_at(sale: Sale, until: datetime) -> Sale:
    """What was known of an order at an instant."""
    happened = (sale.canceled, sale.delivered, sale.shipped, sale.paid)
    back = sale.delivered + timedelta(days=9) if sale.delivered and sale.refunded else None
    if all(moment is None or moment < until for moment in (*happened, back)):
        return sale
    canceled, delivered, shipped, paid = (at if at is not None and at < until else None for at in happened)
    status = "canceled" if canceled else "delivered" if delivered else "shipped" if shipped else "paid"
    return replace(
        sale, canceled=canceled, delivered=delivered, shipped=shipped, paid=paid, status=status,
        reason=sale.reason if canceled else "", refunded=0,
    )  # fmt: skip


def voice_at(voice: SampleReview, until: datetime) -> SampleReview:
    """A review as it stood at an instant: before its change, before its answer."""
    if voice.edited is not None and voice.edited >= until:
        voice = replace(voice, text=voice.earlier, felt=voice.earlier_felt, title=voice.earlier_title, edited=None)
    if voice.replied is not None and voice.replied >= until:
        voice = replace(voice, reply="", replied=None)
    return voice


def _write(path: Path, layout: str, header: Sequence[str], rows: Sequence[Cells]) -> None:
    about = layouts()[layout]
    places, blank = {name: number for number, name in enumerate(header)}, [""] * len(header)
    with path.open("w", newline="", encoding=encoding_of(layout)) as file:
        out = csv.writer(file, delimiter=about.get("delimiter", ","))
        out.writerow(header)
        for cells in rows:
            line = blank.copy()
            for name, cell in cells.items():
                line[places[name]] = cell
            out.writerow(line)
