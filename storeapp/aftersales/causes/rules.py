"""Whether a fix worked: the rate of cases before and after it, what it saved, and which cause is next worth it. Pure.

Rates are cases per 100 orders. An order counts on the day it was placed, and a case on the day of its order, so that
both sides of a rate speak of the same orders. Orders of the change-over, and the latest ones, whose buyers may still
write, are on neither side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Literal

from storeapp.aftersales.causes.metrics import Portion, nearest_rank
from storeapp.kernel.errors import UserError
from storeapp.kernel.likely import Range, newcombe, wilson
from storeapp.kernel.money import Money
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _

STATES: Mapping[str, tuple[str, str]] = {
    "open": (N_("No fix yet"), "negative"),
    "asked": (N_("Asked somebody"), "warning"),
    "fixing": (N_("Started"), "info"),
    "fixed": (N_("Fixed"), "positive"),
    "cannot": (N_("Cannot fix"), "text-2"),
    "closed": (N_("Closed"), "text-2"),
}
UNSOLVED = ("open", "asked", "fixing")
BEFORE_DAYS = 90  # days before the change that a fix is held against
WATCH_DAYS = 60  # days after which the program says that a rate can be compared
HOPED = 0.5  # a fix is judged by whether it could have halved the rate
MOST_ORDERS = 1_000_000  # where the search for "how many more" ends
SETTLED = 0.9  # so many of the cases have come when an order counts as settled
LONGEST_SETTLING = 60  # days
FEWEST = 5  # cases whose waits say something
LONGEST_TITLE, LONGEST_WORDS = 120, 300

Verdict = Literal["real", "early", "none", "worse"]
VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    "real": (N_("Likely real"), "good"),
    "early": (N_("Too early to call"), "plain"),
    "none": (N_("No effect"), "plain"),
    "worse": (N_("It rose"), "bad"),
}


@dataclass(frozen=True, slots=True)
class CauseFields:
    """What the owner says of a cause: `reason` an id of the list of reasons or "", `supplier` and `batch` in words."""

    title: str
    reason: str = ""
    product_id: int | None = None
    supplier: str = ""
    batch: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """The days of both sides of a change, each with its first and last day.

    `after` ends before it begins if it is too early for a single settled order.
    """

    before: tuple[date, date]
    after: tuple[date, date]
    settling: int  # days of the latest orders that are left out


@dataclass(frozen=True, slots=True)
class Judged:
    """A fix held against the time before it: both rates, the likely range of the fall, and what that means.

    `fell`: by how much the share of orders with such a case fell, as a share of orders (0.029 is 2.9 per 100). `more`:
    orders that it still takes to call, 0 for enough, None where no number of them would do.
    """

    before: Portion
    after: Portion
    fell: float | None
    likely: Range | None
    verdict: Verdict
    more: int | None


@dataclass(frozen=True, slots=True)
class FixSaved:
    """What a fix saved: cases that did not come with their likely range, the money of a case, and the fix's own cost.

    `net`: saved less spent, None where both are not of one currency.
    """

    cases: float
    low: float
    high: float
    each: Money
    money: Money
    spent: Money | None
    net: Money | None


@dataclass(frozen=True, slots=True)
class Fix:
    """What was done: in words, by whom, at what cost once and for each order, and the days of the change-over.

    `began` and `done` are ISO days; orders placed from `began` to the day before `done` count on neither side.
    """

    what: str
    who: str = ""
    once: Money | None = None
    each: Money | None = None
    began: str = ""
    done: str = ""


def checked_cause(fields: CauseFields) -> CauseFields:
    """The fields tidied up. UserError says what is wrong."""
    words = [" ".join(one.split()) for one in (fields.title, fields.supplier, fields.batch)]
    title, supplier, batch = words
    if not title:
        raise UserError(_("Give the cause a title. Nothing was changed."))
    if len(title) > LONGEST_TITLE or max(len(supplier), len(batch)) > LONGEST_TITLE:
        raise UserError(_("The text is too long. Use at most {count} characters.").format(count=LONGEST_TITLE))
    return CauseFields(title, fields.reason, fields.product_id, supplier, batch, fields.note.strip())


def checked_note(words: str, day: str, today: date) -> tuple[str, str]:
    """A note and its day tidied up; a note can't be of a day to come."""
    plain = " ".join(words.split())
    if not plain:
        raise UserError(_("Write what happened. Nothing was recorded."))
    if len(plain) > LONGEST_WORDS:
        raise UserError(_("The text is too long. Use at most {count} characters.").format(count=LONGEST_WORDS))
    if _day(day) > today.isoformat():
        raise UserError(_("This day is still to come. Nothing was recorded."))
    return plain, _day(day)


def checked_fix(fix: Fix) -> Fix:
    """The fix tidied up; without a first day of the change-over it is the day it was done. UserError: what is wrong."""
    what, who = (" ".join(one.split()) for one in (fix.what, fix.who))
    if not what:
        raise UserError(_("Say in a few words what was changed. Nothing was recorded."))
    if max(len(what), len(who)) > LONGEST_WORDS:
        raise UserError(_("The text is too long. Use at most {count} characters.").format(count=LONGEST_WORDS))
    done = _day(fix.done)
    began = _day(fix.began) if fix.began.strip() else done
    if began > done:
        raise UserError(_("The change-over begins after the fix was done. Nothing was recorded."))
    for amount in (fix.once, fix.each):
        if amount is not None and amount.minor < 0:
            raise UserError(_("A cost can't be less than 0."))
    return Fix(what, who, fix.once, fix.each, began, done)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise UserError(_("“{value}” is not a day. Write it like 2026-07-18.").format(value=text)) from None


def settling_days(waits: Sequence[int]) -> int:
    """Days after an order by which nine of ten of the cases had been opened; 0 where fewer than five say it.

    `waits`: days from the order to the opening of its case, of the cases with an order.
    """
    known = [one for one in waits if one >= 0]
    if len(known) < FEWEST:
        return 0
    found = nearest_rank(known, SETTLED)
    return min(LONGEST_SETTLING, ceil(found or 0))


def sides(began: str, done: str, first: str | None, today: date, settling: int = 0) -> Sides:
    """The days that are compared. `began` to the day before `done` is the change-over, `first` the shop's first order.

    Worked: change-over 1 to 14 April, seen on 16 July: 1 January to 31 March against 15 April to 16 July. With `done`
    the same day as `began` there is no change-over.
    """
    start, end = date.fromisoformat(began), date.fromisoformat(done)
    earliest = start - timedelta(days=BEFORE_DAYS)
    if first:
        earliest = max(earliest, date.fromisoformat(first))
    return Sides((earliest, start - timedelta(days=1)), (end, today - timedelta(days=settling)), settling)


def judge(before: Portion, after: Portion, undecided: int = 0) -> Judged:
    """What the two rates mean. `undecided` cases after the change may belong here too: while it would be no fall with
    them, it is too early to call.

    Likely real: the whole likely range of the fall lies above 0 (Newcombe). It rose: all of it lies below 0. No
    effect: so many orders came after it that a halving would have shown, and none did. Else too early, with the orders
    still missing for a halving to show. Worked: 37 of 912 before and 12 of 1,004 after fell by 2.9 per 100, likely 1.5
    to 4.4.
    """
    if before.share is None or after.share is None:
        return Judged(before, after, None, None, "early", _more(before, after.whole))
    likely = newcombe(before.part, before.whole, after.part, after.whole)
    fell = before.share - after.share
    if likely.low > 0:
        worst = newcombe(before.part, before.whole, min(after.whole, after.part + undecided), after.whole)
        return Judged(before, after, fell, likely, "real" if worst.low > 0 else "early", 0)
    if likely.high < 0:
        return Judged(before, after, fell, likely, "worse", 0)
    more = _more(before, after.whole)
    return Judged(before, after, fell, likely, "none" if more == 0 else "early", more)


def _more(before: Portion, have: int) -> int | None:
    """Orders that must still come until a halving of the rate would show; None where no number of them would do."""
    if before.share is None or before.part == 0:
        return None

    def shows(orders: int) -> bool:
        expected = before.part / before.whole * HOPED * orders
        return newcombe(before.part, before.whole, expected, orders).low > 0

    if not shows(MOST_ORDERS):
        return None
    low, high = 0, MOST_ORDERS
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if shows(middle) else (middle, high)
    return max(0, high - have)


def saved(judged: Judged, each: Money, once: Money | None, each_order: Money | None, orders: int) -> FixSaved | None:
    """What the fall saved over the orders after it; None where nothing fell. `orders` since the fix bear `each_order`.

    Worked: a fall of 2.9 per 100 over 1,004 orders at 29.73 a case: 29 cases, likely 15 to 44, about 862.
    """
    if judged.fell is None or judged.likely is None or judged.fell <= 0:
        return None
    count = judged.after.whole
    cases, low, high = (one * count for one in (judged.fell, max(0.0, judged.likely.low), judged.likely.high))
    money = Money(round(cases * each.minor), each.currency)
    spent = spent_on(once, each_order, orders)
    net = None
    if spent is None:
        net = money
    elif spent.currency == money.currency:
        net = Money(money.minor - spent.minor, money.currency)
    return FixSaved(cases, low, high, each, money, spent, net)


def spent_on(once: Money | None, each: Money | None, orders: int) -> Money | None:
    """What a fix cost so far: once, and for each order since; None where it cost nothing or nobody said it."""
    if each is None:
        return once
    running = Money(each.minor * orders, each.currency)
    if once is None:
        return running
    return once + running if once.currency == running.currency else None


def monthly(cases: Mapping[str, int], orders: Mapping[str, int], months: Sequence[str]) -> list[Portion]:
    """Cases and orders of each month; a month without orders has no rate."""
    return [Portion(cases.get(month, 0), orders.get(month, 0)) for month in months]


def per_hundred(share: float) -> str:
    """`4.1` of 0.041; two decimals below 0.1, so that a small rate is not told as none."""
    value = share * 100
    return f"{value:.2f}" if 0 < abs(value) < 0.1 else f"{value:.1f}"


def likely_of(one: Portion) -> Range:
    """The likely range of a share, 0 to 1 where nothing was counted."""
    return one.likely or wilson(0, 0)
