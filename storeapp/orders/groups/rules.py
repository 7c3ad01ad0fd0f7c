"""Which group a buyer is in: by how many orders, and how long ago the last was by the measure of the shop's own gaps.

Sources of the limits: resources/rulebook/buyer_groups.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from storeapp.kernel.likely import Range, wilson
from storeapp.kernel.paths import resource
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _, plural

# Each with its title, who is in it (by the days of GroupDays), and what to do.
GROUPS: Mapping[str, tuple[str, str, str]] = {
    "new": (
        N_("New"),
        N_("One order, in the last {cooling} days"),
        N_("Deliver as promised and ask for a review like everybody. No second offer before the parcel is there."),
    ),
    "active": (
        N_("Active"),
        N_("Two orders, the last in the last {cooling} days"),
        N_("Answer fast and thank them. No discount is needed: they come back as it is."),
    ),
    "regular": (
        N_("Regular"),
        N_("Three orders or more, the last in the last {cooling} days"),
        N_("Show them what is new first and ask what they miss. Don't train them to wait for discounts."),
    ),
    "cooling": (
        N_("Cooling"),
        N_("No order for more than {cooling} days"),
        N_("Look whether something went wrong with the last order, and settle that first."),
    ),
    "silent": (
        N_("Silent"),
        N_("No order for more than {silent} days"),
        N_("One personal message with something useful, and only to who agreed to be written to."),
    ),
    "lost": (
        N_("Lost"),
        N_("No order for more than {lost} days"),
        N_("At most one try, then leave them in peace. They stay in your records and can come back any time."),
    ),
}
RECENT = ("new", "active", "regular")
ASK_EVERYBODY = N_("No group is left out of review requests: everybody who bought is asked, also the unhappy.")


@dataclass(frozen=True, slots=True)
class GroupDays:
    """Days without an order after which a buyer is cooling, silent and lost. `gaps` they rest on; `own`: the shop's."""

    cooling: int
    silent: int
    lost: int
    gaps: int
    own: bool


@dataclass(frozen=True, slots=True)
class Move:
    """So many buyers were in `before` ("" for not yet a buyer) and are in `now`."""

    before: str
    now: str
    buyers: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group: its buyers now and before, who came into it and who left it, by where from and where to."""

    group: str
    buyers: int
    before: int
    came: Mapping[str, int]
    left: Mapping[str, int]

    @property
    def change(self) -> int:
        """Buyers more than before."""
        return self.buyers - self.before


@dataclass(frozen=True, slots=True)
class Cohort:
    """Buyers by the month of their first order; `again` holds who ordered in the k-th month after it, 0 being all.

    `whole` of those months are over; the one after them, if `again` holds it, still runs.
    """

    month: str
    again: tuple[int, ...]
    whole: int

    @property
    def size(self) -> int:
        """Buyers whose first order fell into the month."""
        return self.again[0] if self.again else 0

    def share(self, after: int) -> float | None:
        """The share who ordered in that month after the first, None where it hasn't come. Worked: 50 of 200 is 0.25."""
        return self.again[after] / self.size if self.size and after < len(self.again) else None


@cache
def known_limits() -> Mapping[str, Mapping[str, Any]]:
    """The sourced numbers."""
    return tomllib.loads(resource("rulebook", "buyer_groups.toml").read_text("utf-8"))


def fewest_buyers() -> int:
    """So many buyers a shop needs before groups say anything."""
    return int(known_limits()["fewest"]["buyers"])


def limits(gaps: Sequence[tuple[int, int]]) -> GroupDays:
    """The days of a shop. `gaps`: (days between two orders of one buyer, how often), the shortest first.

    Worked: gaps of 10, 20, 30, 40 and 50 days, each ten times, make cooling 20, silent 40 and lost 80.
    """
    known = known_limits()
    number = sum(count for _days, count in gaps)
    if number < known["fewest"]["gaps"]:
        plain = known["fallback"]
        return GroupDays(plain["cooling"], plain["silent"], plain["lost"], number, own=False)
    least = known["gaps"]["least"]
    cooling = max(least, _no_longer(gaps, number * known["gaps"]["cooling"] / 100))
    silent = max(cooling + least, _no_longer(gaps, number * known["gaps"]["silent"] / 100))
    return GroupDays(cooling, silent, silent * known["gaps"]["lost_times"], number, own=True)


def _no_longer(gaps: Sequence[tuple[int, int]], wanted: float) -> int:
    """The gap than which so many are no longer."""
    counted = 0
    for days, count in gaps:
        counted += count
        if counted >= wanted:
            return days
    return gaps[-1][0]


def group_of(orders: int, last_on: str, as_of: date, held: GroupDays) -> str:
    """The group of a buyer with so many orders up to a day, the last of them on an ISO day."""
    cooling, silent, lost = cuts(as_of, held)
    if last_on < lost:
        return "lost"
    if last_on < silent:
        return "silent"
    if last_on < cooling:
        return "cooling"
    return RECENT[min(orders, 3) - 1]


def cuts(as_of: date, held: GroupDays) -> tuple[str, str, str]:
    """The ISO days before which the last order makes a buyer cooling, silent, lost; latest first."""
    days = (held.cooling, held.silent, held.lost)
    first, second, third = ((as_of - timedelta(days=min(each, as_of.toordinal() - 1))).isoformat() for each in days)
    return first, second, third


def lines(moves: Iterable[Move]) -> list[GroupLine]:
    """One line for each group, also an empty one, in the order of GROUPS."""
    held = list(moves)
    found = []
    for group in GROUPS:
        came = {move.before: move.buyers for move in held if move.now == group and move.before != group}
        left = {move.now: move.buyers for move in held if move.before == group and move.now != group}
        stayed = sum(move.buyers for move in held if move.before == move.now == group)
        found.append(GroupLine(group, stayed + sum(came.values()), stayed + sum(left.values()), came, left))
    return found


def who(group: str, held: GroupDays) -> str:
    """Who is in a group: "No order for more than 44 days"."""
    return _(GROUPS[group][1]).format(cooling=held.cooling, silent=held.silent, lost=held.lost)


def limits_words(held: GroupDays) -> str:
    """What the days of the groups rest on."""
    if not held.own:
        return plural(
            "The shop has {count} break between two orders of one buyer, too few for days of its own.",
            "The shop has {count} breaks between two orders of one buyer, too few for days of its own.",
            held.gaps,
        )
    return plural(
        "The days come from {count} break between two orders of one buyer: four of ten are no "
        "longer than {{cooling}} days, eight of ten no longer than {{silent}}.",
        "The days come from {count} breaks between two orders of one buyer: four of ten are no "
        "longer than {{cooling}} days, eight of ten no longer than {{silent}}.",
        held.gaps,
    ).format(cooling=held.cooling, silent=held.silent)


def repeat_share(buyers: int, again: int) -> tuple[float, Range] | None:
    """The share of buyers with two orders or more and its likely range. Worked: 120 of 500 is 0.24."""
    return (again / buyers, wilson(again, buyers)) if buyers else None


def cohorts(counted: Mapping[tuple[str, str], int], last_month: str, whole: bool) -> list[Cohort]:
    """Cohorts of (month of the first order, month of an order): buyers; the earliest first.

    `last_month` is the newest that is told, `whole` whether it is over.
    """
    found = []
    for first in sorted({first for first, _month in counted}):
        length = _months_from(first, last_month) + 1
        again = [0] * length
        for (start, month), buyers in counted.items():
            if start == first and (place := _months_from(first, month)) < length:
                again[place] = buyers
        found.append(Cohort(first, tuple(again), length if whole else length - 1))
    return found


def _months_from(first: str, month: str) -> int:
    return 12 * (int(month[:4]) - int(first[:4])) + int(month[5:7]) - int(first[5:7])
