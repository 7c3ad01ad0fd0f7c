"""How the page of customers and orders says things: the same words in list, inspector, timeline and chips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from storeapp.kernel.clock import Clock
from storeapp.kernel.days import clock_time, short_day, spoken_day
from storeapp.kernel.money import Money
from storeapp.kernel.places import country_name
from storeapp.kernel.rating_words import rating_words
from storeapp.kernel.text import N_, _, plural
from storeapp.kernel.titles import short_name
from storeapp.orders import buyers
from storeapp.orders.groups.rules import GROUPS
from storeapp.orders.records import BuyerRow, Event, OrderFilters, OrderRow
from storeapp.orders.rules import status_title

TAG_KINDS = {"good": "good", "warning": "warn", "bad": "bad", "info": "info", "": "plain"}
# Icon, tone of the icon, and the title of each kind of event; titles may use {number}, {product} and {days}.
EVENTS: dict[str, tuple[str, str, str]] = {
    "ordered": ("bag", "text-2", N_("Order {number}")),
    "shipped": ("truck", "text-2", N_("Shipped")),
    "delivered": ("box", "positive", N_("Delivered")),
    "late": ("clock", "warning", N_("Delivered late")),
    "canceled": ("x", "text-2", N_("Canceled")),
    "refunded": ("return", "warning", N_("Refunded {money}")),
    "reviewed": ("star", "star", N_("Review of {product}")),
    "edited": ("pencil", "info", N_("Changed the review of {product}")),
    "replied": ("reply", "accent", N_("You replied")),
}


@dataclass(frozen=True, slots=True)
class OrderMoment:
    """Today as the page counts, and whether buyers are named."""

    today: date
    show_names: bool

    @classmethod
    def of(cls, clock: Clock, show_names: bool) -> OrderMoment:
        """The present one."""
        return cls(clock.today(), show_names)


def buyer_of(row: OrderRow, moment: OrderMoment) -> str:
    """The buyer by number, or by name if names are on."""
    if row.customer_id is None:
        return row.buyer if moment.show_names else ""
    return buyers.title(row.customer_id, row.buyer, moment.show_names)


def name_of(row: BuyerRow, moment: OrderMoment) -> str:
    """A customer by number, or by name if names are on."""
    return buyers.title(row.id, row.name, moment.show_names)


def day(iso: str | None, today: date) -> str:
    """ "16 Jul", "" for no day."""
    return short_day(date.fromisoformat(iso), today) if iso else ""


def long_day(iso: str | None, today: date) -> str:
    """ "16 July", "" for no day."""
    return spoken_day(date.fromisoformat(iso), today) if iso else ""


def when(event: Event, today: date) -> str:
    """ "16 July 09:12, Etsy"; only what is known."""
    moment = " ".join(filter(None, (long_day(event.on, today), clock_time(event.at, event.time_zone))))
    return _("{when}, {channel}").format(when=moment, channel=event.channel) if moment else event.channel


def event_title(event: Event) -> str:
    """What happened, in a few words."""
    if event.kind in ("reviewed", "edited") and not event.product:
        if event.kind == "edited":
            return _("Changed the review")
        return _("Review of order {number}").format(number=event.number) if event.number else _("Review")
    words = _(EVENTS[event.kind][2])
    name = short_name(event.product, event.label)
    return words.format(number=event.number, product=name, money=event.money or "")


def event_detail(event: Event) -> str:
    """The line under an event's title, "" for none."""
    if event.kind == "ordered":
        parts = [str(event.money) if event.money else "", event.label or event.product]
        if event.days > 1:
            parts.append(plural("{count} piece", "{count} pieces", event.days))
        return _(", ").join(filter(None, parts))
    if event.kind == "late" and event.days:
        return plural("{count} day after the promised one", "{count} days after the promised one", event.days)
    if event.kind == "canceled":
        return event.text
    return ""


def totals(amounts: tuple[Money, ...]) -> str:
    """ "€412.60 + $18.00": currencies side by side, never added."""
    return " + ".join(str(amount) for amount in amounts)


def status_tags(row: OrderRow) -> list[tuple[str, str, str]]:
    """The tags of an order in the list: its status, and that it was late."""
    if row.late:
        return [(_("Late"), "warn", "clock")]
    tone = {"delivered": "good", "refunded": "warn", "returned": "warn", "unavailable": "bad"}.get(row.status)
    tone = tone or ("info" if row.status in ("paid", "processing", "shipped") else "plain")
    return [(status_title(row.status), tone, "")]


def reviewed_words(row: OrderRow) -> str:
    """The stars in words, for copies and screen readers."""
    if not row.reviews:
        return ""
    return rating_words(row.platform, row.rating, row.scale) or _("Review")


def filter_chips(
    wanted: OrderFilters, channels: Mapping[int, str], product: Callable[[int], str], moment: OrderMoment
) -> list[tuple[str, str]]:
    """(field of OrderFilters, words) for every filter that is on; the search has its own box."""
    found: list[tuple[str, str]] = []
    if wanted.channels:
        found.append(("channels", _(", ").join(channels.get(one, "?") for one in wanted.channels)))
    if wanted.statuses:
        found.append(("statuses", _(", ").join(status_title(one) for one in wanted.statuses)))
    if wanted.countries:
        found.append(("countries", _(", ").join(map(country_name, wanted.countries))))
    if wanted.customer is not None:
        found.append(("customer", _("Customer {number}").format(number=wanted.customer)))
    if wanted.product is not None:
        found.append(("product", product(wanted.product)))
    if wanted.group:
        found.append(("group", _("Group: {name}").format(name=_(GROUPS[wanted.group][0]))))
    for name, (yes, no) in FLAGS.items():
        value = getattr(wanted, name)
        if value is not None:
            found.append((name, _(yes) if value else _(no)))
    if wanted.since:
        found.append(("since", _("Since {day}").format(day=long_day(wanted.since, moment.today))))
    if wanted.until:
        found.append(("until", _("Up to {day}").format(day=long_day(wanted.until, moment.today))))
    return found


FLAGS: dict[str, tuple[str, str]] = {
    "reviewed": (N_("With a review"), N_("Without a review")),
    "late": (N_("Delivered late"), N_("Not late")),
    "repeat": (N_("Repeat buyers"), N_("Bought once")),
    "do_not_contact": (N_("Do not contact"), N_("May be contacted")),
    "noted": (N_("With a note"), N_("Without a note")),
}
