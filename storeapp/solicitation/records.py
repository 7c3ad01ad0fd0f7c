"""What a look at the requests gives: rows of the list, one order whole, and what the list shows."""

from __future__ import annotations

from dataclasses import dataclass

from storeapp.solicitation import rules

QUEUE = (rules.READY,)
WAITING = (rules.TOO_EARLY, rules.ASKED, rules.REMINDED)
HELD_BACK = (rules.HELD,)
DONE = (
    rules.REVIEWED,
    rules.PHOTO_ASKED,
    rules.NO_ANSWER,
    rules.OPTED_OUT,
    rules.WINDOW_CLOSED,
    rules.NOT_ASKED,
)


@dataclass(frozen=True, slots=True)
class RequestWanted:
    """What the list shows: states (none: all), channels (ids), plan (its key), step, reason, words of the order.

    `sort`: "" by the day it may be sent, "number" by the order's number.
    """

    states: tuple[str, ...] = ()
    channels: tuple[int, ...] = ()
    plan: str = ""
    step: str = ""
    reason: str = ""
    search: str = ""
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One order in the list; `id` is the order's. Days are ISO days, `ready_from` UTC text, `last_on` the channel's
    last day. `wording.reason_words(row.reason, row.detail, today)` is the reason as a sentence.

    `product`: what to show of it, `products` how many items are of how many products. `language`: the buyer's, "" where
    unknown. `url`: the shop's page on the channel. `coupon`: the code that goes with its request, "" for none.
    """

    id: int
    number: str
    channel_id: int
    channel: str
    platform: str
    url: str
    customer_id: int | None
    buyer: str
    email: str
    phone: str
    country: str
    language: str
    product: str
    products: int
    placed_on: str | None
    basis: str
    low_on: str | None
    high_on: str | None
    state: str
    reason: str
    detail: str
    step: str
    ready_from: str | None
    last_on: str | None
    plan: str
    review_id: int | None
    sure: float | None
    coupon: str = ""


@dataclass(frozen=True, slots=True)
class SentRow:
    """One message about an order: kind (first, reminder, photo), when (UTC text), through what, in which words."""

    id: int
    kind: str
    sent_at: str
    through: str
    plan: str
    template: str
    language: str
    variant: str
    days: int | None


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """One order with all that was sent, and what holds it: the owner's words and day, the day "not arrived" puts it off
    to."""

    row: RequestRow
    sent: tuple[SentRow, ...]
    hold_reason: str | None
    hold_until: str | None
    not_arrived_until: str | None


@dataclass(frozen=True, slots=True)
class Sending:
    """What became of marking as sent: the orders (ids) that are noted, and (order, why not) of the others."""

    sent: tuple[int, ...]
    left: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mailing:
    """What becomes of the requests that are ready: orders (ids) whose mail is or would be written, and (order, why not)
    of the others.
    """

    written: tuple[int, ...]
    left: tuple[tuple[int, str], ...]
    folder: str


@dataclass(frozen=True, slots=True)
class Words:
    """In which words a message went out: the template's name, its language and variant; "" where free or unknown.

    `through`: platform, email, phone, chat or letter; "" as the plan has it.
    """

    template: str = ""
    language: str = ""
    variant: str = ""
    through: str = ""
