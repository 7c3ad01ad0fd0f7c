"""What goes into the ledger of contacts, and when a customer has heard enough."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from storeapp.customers.matching import email_key, phone_key
from storeapp.kernel.rows import dataclass

PURPOSES = ("request", "case", "campaign", "personal")
MEANS = ("platform", "email", "phone", "chat", "letter")


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that went out: to whom, when (aware), why, through what, about what.

    `counts`: to the frequency cap; an answer to the buyer's own question doesn't.
    """

    customer_id: int
    sent_at: datetime
    purpose: str
    through: str
    counts: bool = True
    order_id: int | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most` messages that count in any `days` days."""

    most: int
    days: int


def free_from(counted: Sequence[datetime], cap: Cap, now: datetime) -> datetime | None:
    """When a customer may next be written to; None where that is now. `counted`: when messages that count went out."""
    if cap.most < 1:
        raise ValueError("a cap lets at least one message through")
    recent = sorted(one for one in counted if one > now - timedelta(days=cap.days))
    return recent[-cap.most] + timedelta(days=cap.days) if len(recent) >= cap.most else None


def address_hash(kind: str, value: str, channel_id: int | None = None) -> str:
    """What is kept of an address that opted out; "" where it is none (blank, masked). The same on every PC.

    `kind`: email, phone, or how one channel (`channel_id`) knows them, as identities have it.
    """
    if kind == "email":
        key = email_key(value)
    elif kind == "phone":
        key = phone_key(value)
    else:
        key = value.strip().casefold()
        kind = f"{kind} {channel_id}"
    return sha256(f"opted out\x1f{kind}\x1f{key}".encode()).hexdigest() if key else ""
