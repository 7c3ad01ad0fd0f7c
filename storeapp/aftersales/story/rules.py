"""What a case's story is made of, and what is asked before money that looks wrong is recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from storeapp.kernel.clock import utc_text
from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _

LONGEST_WORDS = 100_000
SHORTEST_REASON = 3
MOST_MINUTES = 60 * 24


@dataclass(frozen=True, slots=True)
class EntryKind:
    """One kind of line in a story. `money`: it has an amount; `private`: no copy and no export carries it."""

    title: str
    icon: str
    tone: str
    money: bool = False
    private: bool = False


KINDS: Mapping[str, EntryKind] = {
    "in": EntryKind(N_("The buyer wrote"), "message", "muted"),
    "out": EntryKind(N_("You replied"), "reply", "accent"),
    "note": EntryKind(N_("Private note"), "lock", "warning", private=True),
    "refund": EntryKind(N_("Refund"), "coin", "positive", money=True),
    "replacement": EntryKind(N_("Replacement sent"), "box", "positive", money=True),
    "label": EntryKind(N_("Return label sent"), "tag", "positive", money=True),
    "postage": EntryKind(N_("Postage"), "truck", "muted", money=True),
    "discount": EntryKind(N_("Discount given"), "coin", "positive", money=True),
    "time": EntryKind(N_("Time spent"), "clock", "muted"),
    "return": EntryKind(N_("Return arrived"), "return", "muted"),
    "call": EntryKind(N_("Spoken on the phone"), "phone", "muted"),
    "state": EntryKind(N_("Status"), "check", "muted"),
}
COSTS = tuple(kind for kind, said in KINDS.items() if said.money)
WRITTEN = ("in", "out", "note")  # what is typed or pasted
RECORDED = (*COSTS, "time", "return", "call")  # what the owner did, as a menu offers it
NEEDS_AMOUNT = ("refund", "discount", "postage")
ONCE_A_LINE = ("refund", "replacement")  # twice for one line is asked about
GIVEN = ("refund", "discount", "replacement")  # what a buyer gets back


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a story as it is given.

    `at` is UTC text, None for now. `who` is a name, "" for the buyer in what came in, for the owner elsewhere. `ref`
    is an id from outside, or `ref_of` a pasted message: the same never comes in twice. `promise_id`: what it keeps.
    """

    kind: str
    words: str = ""
    at: str | None = None
    who: str = ""
    through: str = ""
    amount: Money | None = None
    minutes: int | None = None
    order_id: int | None = None
    order_line_id: int | None = None
    promise_id: int | None = None
    template: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """What an order says of money: its number, currency, total in minor units (None: not known), the day it was placed.

    `lines`: the price of each line, by its id. `refunded`: what files say was paid back, in minor units.
    """

    id: int
    number: str
    currency: str
    total: int | None
    placed_on: str | None
    lines: Mapping[int, int | None]
    refunded: int = 0


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was recorded for an order before: the kind, the line, the amount in minor units, its currency, the day."""

    kind: str
    order_line_id: int | None
    amount: int | None
    currency: str
    day: str


@dataclass(frozen=True, slots=True)
class EntryDoubt:
    """What looks wrong: `kind`: currency, above, before, twice or goodwill; the sentence says both values."""

    kind: str
    sentence: str


class EntryInDoubt(UserError):  # noqa: N818 - what the owner is asked, like ChangedMeanwhile
    """Nothing was recorded: the owner is asked first. Recording it with a reason (`knowing`) goes through."""

    def __init__(self, doubts: Sequence[EntryDoubt]) -> None:
        self.doubts = tuple(doubts)
        said = " ".join(one.sentence for one in doubts)
        super().__init__(_("{doubts} Nothing was recorded yet.").format(doubts=said))


def checked_entry(entry: Entry, now: str) -> Entry:
    """The entry tidied up, with its instant; UserError says what is missing."""
    if entry.kind not in KINDS:
        raise ValueError(entry.kind)
    said = KINDS[entry.kind]
    words = entry.words.strip()
    if len(words) > LONGEST_WORDS:
        raise UserError(_("This is too long. Use at most {count} characters.").format(count=f"{LONGEST_WORDS:,}"))
    if entry.kind in WRITTEN and not words:
        raise UserError(_("There is nothing written yet. Nothing was changed."))
    if entry.amount is not None and (not said.money or entry.amount.minor <= 0):
        raise UserError(_("An amount must be more than 0. Leave it empty if there is none."))
    if entry.kind in NEEDS_AMOUNT and entry.amount is None:
        raise UserError(_("Say how much it was."))
    if entry.kind == "time" and not 0 < (entry.minutes or 0) <= MOST_MINUTES:
        raise UserError(_("Say how many minutes it took, at most {count}.").format(count=f"{MOST_MINUTES:,}"))
    at = entry.at or now
    if at > now:
        raise UserError(_("This can't have happened in the future. Nothing was changed."))
    return Entry(
        entry.kind, words, at, " ".join(entry.who.split()), entry.through, entry.amount, entry.minutes, entry.order_id,
        entry.order_line_id, entry.promise_id, entry.template, entry.ref,
    )  # fmt: skip


def doubts(entry: Entry, day: str, order: OrderMoney | None, earlier: Sequence[Earlier]) -> list[EntryDoubt]:
    """What looks wrong about money or goods for an order; `day` is that of the entry in the shop."""
    if order is None or entry.kind not in (*COSTS, "return"):
        return []
    found = []
    amount, same = entry.amount, [one for one in earlier if one.kind == entry.kind]
    if amount is not None and order.currency and amount.currency != order.currency:
        sentence = _("Order {number} was paid in {currency}, this amount is in {other}.")
        found.append(
            EntryDoubt("currency", sentence.format(number=order.number, currency=order.currency, other=amount.currency))
        )
    elif entry.kind == "refund" and amount is not None:
        found += _above(amount, entry.order_line_id, order, same)
    if order.placed_on and day < order.placed_on[:10]:
        sentence = _("Order {number} was placed on {day}, this is dated before.")
        found.append(EntryDoubt("before", sentence.format(number=order.number, day=order.placed_on[:10])))
    if entry.kind in ONCE_A_LINE:
        found += _twice(entry, order, same)
    return found


def goodwill_doubts(entry: Entry, before: Money | None, limit: Money | None) -> list[EntryDoubt]:
    """Asks where a buyer gets more back within a year than the owner's limit; `before` is what they got already."""
    amount = entry.amount
    if limit is None or amount is None or entry.kind not in GIVEN or amount.currency != limit.currency:
        return []
    whole = amount if before is None else amount + before
    if whole.minor <= limit.minor:
        return []
    sentence = _("With this, the buyer got back {whole} within a year. You want to be asked above {limit}.")
    return [EntryDoubt("goodwill", sentence.format(whole=whole, limit=limit))]


def _above(amount: Money, line: int | None, order: OrderMoney, same: Sequence[Earlier]) -> list[EntryDoubt]:
    before = sum(one.amount or 0 for one in same if one.currency == order.currency)
    price = order.lines.get(line) if line is not None else None
    of_line = sum(one.amount or 0 for one in same if one.currency == order.currency and one.order_line_id == line)
    if order.total is not None and amount.minor + before > order.total:
        total = Money(order.total, order.currency)
        if before:
            sentence = _("{amount} and {before} before are more than the {total} of order {number}.")
        else:
            sentence = _("{amount} is more than the {total} of order {number}.")
        words = {"amount": amount, "before": Money(before, order.currency), "total": total, "number": order.number}
        return [EntryDoubt("above", sentence.format(**words))]
    if price is not None and amount.minor + of_line > price:
        sentence = _("{amount} is more than the {price} of this item.")
        return [EntryDoubt("above", sentence.format(amount=amount, price=Money(price, order.currency)))]
    return []


def _twice(entry: Entry, order: OrderMoney, same: Sequence[Earlier]) -> list[EntryDoubt]:
    minor = entry.amount.minor if entry.amount is not None else None
    for one in same:
        for_line = entry.order_line_id is not None and one.order_line_id == entry.order_line_id
        alike = entry.order_line_id is None and minor is not None and one.amount == minor
        if for_line or alike:
            sentence = _("The same was recorded for order {number} on {day} already.")
            return [EntryDoubt("twice", sentence.format(number=order.number, day=one.day))]
    return []


def checked_knowing(reason: str) -> str:
    """Why the owner records it all the same, tidied up; "" where nothing is asked."""
    plain = " ".join(reason.split())
    if reason and len(plain) < SHORTEST_REASON:
        raise UserError(_("Give a reason in a few words. It is kept with the entry."))
    return plain


def ref_of(kind: str, at: str | datetime, words: str) -> str:
    """What tells a pasted message from others: the same pasted again has the same."""
    instant = at if isinstance(at, str) else utc_text(at)
    plain = " ".join(words.split())
    return hashlib.sha256(f"{kind}\n{instant}\n{plain}".encode()).hexdigest()[:24]
