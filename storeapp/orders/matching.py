"""Which of two states of an order is the later one, and what both know together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storeapp.customers.matching import later, told
from storeapp.orders import listed_amounts, return_reasons
from storeapp.orders.sales import CALLED_OFF

FIELDS = (
    "external_id", "buyer_name", "status", "status_raw", "placed_on", "placed_at", "paid_on", "paid_at", "shipped_on",
    "shipped_at", "delivered_on", "delivered_at", "due_on", "due_at", "canceled_on", "cancel_reason", "currency",
    "items_minor", "shipping_minor", "discount_minor", "tax_minor", "total_minor", "paid_minor", "refunded_minor",
    "ship_country", "ship_city", "note", "heard_from", "parts", "discount_code",
    "return_reason",
)  # fmt: skip
TEXTS = frozenset((
    "external_id", "buyer_name", "status_raw", "cancel_reason", "currency", "ship_country", "ship_city", "note",
    "heard_from", "discount_code", "return_reason",
))  # fmt: skip
STATUS_RANK = {
    "unknown": 0, "created": 1, "approved": 2, "paid": 3, "invoiced": 4, "processing": 5, "unavailable": 6,
    "shipped": 7, "delivered": 8, "canceled": 9, "returned": 10, "refunded": 11,
}  # fmt: skip
_HAPPENED = tuple(FIELDS.index(n) for n in ("placed_on", "paid_on", "shipped_on", "delivered_on", "canceled_on"))
_STATUS, _SHIPPED, _PARTS, _REFUNDED = (
    FIELDS.index(n) for n in ("status", "shipped_on", "parts", listed_amounts.REFUNDED)
)
_REASONS = FIELDS.index("return_reason")
_REPEATED = frozenset(FIELDS.index(n) for n in ("shipping_minor", "discount_minor", "tax_minor"))

Facts = tuple[Any, ...]  # values in the order of FIELDS; None: not said


def fact_sql(table: str, name: str) -> str:
    """SQL of one fact of `table`, NULL where it is blank or the status is "unknown": not said."""
    if name == "status":
        return f"nullif({table}.status, 'unknown')"
    return f"nullif({table}.{name}, '')" if name in TEXTS else f"{table}.{name}"


def is_later(incoming: Facts, stored: Facts, incoming_newest: str, stored_newest: str) -> bool:
    """Whether the incoming state is the later one; where nothing decides, what comes in last is believed."""
    return is_told_later(incoming, stored, incoming_newest, stored_newest) is not False


def is_told_later(incoming: Facts, stored: Facts, incoming_newest: str, stored_newest: str) -> bool | None:
    """The same by the orders' own dates, then their status, then the files they came in; None if nothing decides."""
    by_date = later(_last_day(incoming), _last_day(stored))
    if by_date:
        return by_date > 0
    ranks = _rank(incoming), _rank(stored)
    if all(ranks) and ranks[0] != ranks[1]:
        return ranks[0] > ranks[1]
    return told(incoming_newest, stored_newest)


def merged(stored: Facts, incoming: Facts, incoming_is_later: bool) -> Facts:
    """Both states in one: what only one says is kept, elsewhere the later one holds.

    A zero of an amount that files repeat on each line of an order never beats an amount of another line. Amounts that
    files list entry by entry are those of all entries, and so are the reasons of an order that came back.
    """
    entries = None
    if stored[_PARTS] != incoming[_PARTS]:
        stored, incoming = _added_up(stored, incoming, incoming_is_later)
        entries = incoming[_PARTS]
    out = list(stored)
    for place, value in enumerate(incoming):
        known = out[place]
        if value is None or value == known:
            continue
        if known is None:
            out[place] = value
        elif place == _REASONS:
            out[place] = return_reasons.joined((known, value))
        elif place in _REPEATED and (not value or not known):
            out[place] = value or known
        elif incoming_is_later:
            out[place] = value
    out[_PARTS] = entries or out[_PARTS]
    return tuple(out)


def _added_up(stored: Facts, incoming: Facts, incoming_is_later: bool) -> tuple[Facts, Facts]:
    """Both states with what the entries of both come to."""
    old, new = listed_amounts.read(stored[_PARTS]), listed_amounts.read(incoming[_PARTS])
    before, now = list(stored), list(incoming)
    if listed_amounts.REFUNDED in listed_amounts.columns((*old, *new)):
        whole = (listed_amounts.REFUNDED, listed_amounts.STATED, "")
        for facts, entries in ((stored, old), (incoming, new)):
            if facts[_REFUNDED] and listed_amounts.REFUNDED not in listed_amounts.columns(entries):
                entries[whole] = abs(facts[_REFUNDED])
        if whole in old and not incoming_is_later:
            new.pop(whole, None)
    both = listed_amounts.together(old, new)
    for name, sources in listed_amounts.columns(both).items():
        place = FIELDS.index(name)
        if name == listed_amounts.REFUNDED:  # two reports that list the same refunds each list a part of them
            before[place] = now[place] = max(listed_amounts.sum_of(both, name, source) for source in sources)
            continue
        for source in sources & listed_amounts.columns(new).get(name, set()):
            now[place] = listed_amounts.sum_of(both, name, source)
            if before[place] == listed_amounts.sum_of(old, name, source):
                before[place] = now[place]
    now[_PARTS] = listed_amounts.written(both)
    return tuple(before), tuple(now)


def _rank(facts: Facts) -> int:
    """How far an order is; one that was sent is that far, even if the file calls it unpaid."""
    rank = STATUS_RANK.get(facts[_STATUS], 0)
    return max(rank, STATUS_RANK["shipped"]) if rank and facts[_SHIPPED] else rank


def _last_day(facts: Facts) -> str:
    return max((facts[p] or "" for p in _HAPPENED), default="")


_UNSAID = tuple("unknown" if name == "status" else "" if name in TEXTS else None for name in FIELDS)


def plain(facts: Facts) -> list[Any]:
    """Facts as the table keeps them: "" for a text that is not said, "unknown" for the status."""
    if facts[_PARTS] and "\n" in facts[_PARTS]:
        facts = (*facts[:_PARTS], listed_amounts.written(listed_amounts.read(facts[_PARTS])), *facts[_PARTS + 1 :])
    return [blank if value is None else value for value, blank in zip(facts, _UNSAID, strict=True)]


def plain_sql(name: str, said: str) -> str:
    """SQL of one fact as the table keeps it, from SQL that is NULL where it is not said."""
    blank = _UNSAID[FIELDS.index(name)]
    return said if blank is None else f"coalesce({said}, '{blank}')"


def line_merged(
    stored: Mapping[str, Any], incoming: Mapping[str, Any], incoming_is_later: bool
) -> dict[str, tuple[Any, Any]]:
    """What an incoming line changes of a stored one: column -> (before, after)."""
    found = {}
    for name, value in incoming.items():
        known = stored[name]
        blank = known is None or known == ""
        stands_again = name == "kind" and known == CALLED_OFF and value == ""
        nothing = value is None or (value == "" and not stands_again)
        if nothing or value == known or not (blank or incoming_is_later):
            continue
        found[name] = (known, value)
    return found
