"""One address under several customers' names, as channels know buyers apart until they are merged: it is written to as
one person is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from storeapp.customers.contacts.queries import addresses_heard, addresses_of
from storeapp.customers.contacts.rules import Cap, free_from
from storeapp.solicitation.plans import Plan
from storeapp.solicitation.rules import HELD, Verdict

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Goer:
    """An order of a known person that is ready; `last`: the ISO day after which it can't be asked."""

    order: int
    person: int
    last: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class AddressStop:
    """What holds an order back for its address: until when, and the ISO day on which another name of it was written to,
    "" where another one only goes first.
    """

    until: datetime
    detail: str = ""

    @property
    def heard(self) -> bool:
        """Whether the address was written to."""
        return bool(self.detail)

    @property
    def reason(self) -> str:
        """The reason of the verdict."""
        return "address_heard" if self.heard else "address_first"

    def of(self, verdict: Verdict) -> Verdict:
        """The verdict of an order that would be ready."""
        change = verdict.next_change
        if self.heard:
            change = min(self.until, change) if change is not None else self.until
        return replace(
            verdict, state=HELD, reason=self.reason, detail=self.detail, not_before=self.until, next_change=change
        )


def stops_by_address(conn: Connection, goers: Sequence[Goer], now: datetime) -> dict[int, AddressStop]:
    """By order (id): what holds it back. Of orders that share an address, the one whose time ends first goes."""
    own = addresses_of(conn, sorted({one.person for one in goers}))
    longest = max((days for one in goers for _most, days in one.plan.caps), default=0)
    heard = addresses_heard(conn, now, longest) if goers else {}
    taken: set[str] = set()
    found: dict[int, AddressStop] = {}
    for one in sorted(goers, key=lambda goer: (goer.last, goer.order)):
        keys = own.get(one.person, frozenset())
        messages = {message for key in keys for message in heard.get(key, ())}  # one may have two of the addresses
        others = [at for person, at in messages if person != one.person]
        times = sorted(at for _person, at in messages)
        free = max(filter(None, (free_from(times, Cap(*cap), now) for cap in one.plan.caps)), default=None)
        if others and free is not None:
            found[one.order] = AddressStop(free, max(others).date().isoformat())
        elif keys & taken:
            found[one.order] = AddressStop(now + timedelta(days=one.plan.gap))
        else:
            taken |= keys
    return found
