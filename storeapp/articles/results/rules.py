"""What publications brought: orders counted for them, ranks by orders, shares with likely ranges, and lessons. Pure.

An order counts for a publication when it came within the window after it and its buyer used the publication's coupon or
tracking link, or named it when asked. An order that several publications can claim is shared out in equal parts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from storeapp.kernel.errors import UserError
from storeapp.kernel.likely import Range, wilson
from storeapp.kernel.money import Money
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _, plural

WINDOW_DAYS = 30  # house: an order counts when it came within so many days
SHORTEST, LONGEST = 1, 365
FEWEST_ORDERS = 10  # below this, nothing is said of which topic, kind or place does better
LONGEST_WORDS = 2000
NEARLY = 0.05  # of an order: parts that add up to whole ones
REVIEW_FROM, REVIEW_UNTIL = 3, 60  # days after an article came out in which the one-minute review is offered
CHECKPOINTS = (1, 7, 30)  # days after which an article is looked at again
WAYS: Mapping[str, str] = {"code": N_("coupon"), "link": N_("tracking link"), "asked": N_("the buyer said so")}
PATTERNS: Mapping[str, str] = {
    "question": N_("A question"),
    "number": N_("With a number"),
    "howto": N_("How to …"),
    "plain": N_("Anything else"),
}
_HOWTO = re.compile(
    r"^\s*(how to|how we|how i|cómo|как|cara|wie (man|sie|du)|como)\b|^\s*(如何|怎么|怎样)|(步骤|教程|攻略)",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[?？]|(吗|呢)$")
_NUMBER = re.compile(r"\d|[一二三四五六七八九十]\s*(个|种|步|招|条|大)")


@dataclass(frozen=True, slots=True)
class PublicationFigures:
    """What a place shows of a publication, in total up to a day; None where nobody said it."""

    views: int | None = None
    reads: int | None = None
    saves: int | None = None
    clicks: int | None = None
    cost: Money | None = None

    @property
    def empty(self) -> bool:
        """Nothing in it."""
        return all(one is None for one in (self.views, self.reads, self.saves, self.clicks, self.cost))


@dataclass(frozen=True, slots=True)
class CountedOrder:
    """An order that a publication may claim: by `how` (a key of WAYS); `share` 0 to 1 of it, None where nobody said."""

    order_id: int
    publication_id: int
    how: str
    placed_on: str
    worth: Money
    share: float | None = None


@dataclass(frozen=True, slots=True)
class PublicationResultRow:
    """One publication with what it brought. `orders` may be parts of orders; `revenue` by currency, the largest first.

    `days`: since it came out; `open`: days until its window ends, 0 where it is over.
    """

    publication_id: int
    article_id: int
    title: str
    topic: str
    kind: str
    goal: str
    place: str
    place_name: str
    platform: str
    day: str
    figures: PublicationFigures
    orders: float
    revenue: tuple[Money, ...]
    ways: tuple[str, ...]
    days: int
    open: int
    trackable: bool


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """Publications of one topic, kind, place or pattern of titles.

    `per_read`: orders for each read, with its likely range, None where reads are unknown or fewer than the orders.
    `sure`: whether there are orders enough to compare it.
    """

    key: str
    publications: int
    orders: float
    reads: int | None
    revenue: tuple[Money, ...]
    per_read: float | None
    likely: Range | None
    sure: bool


def checked_window(days: int) -> int:
    """The window in days; UserError where it is shorter than a day or longer than a year."""
    if not SHORTEST <= days <= LONGEST:
        message = _("An order can be counted for {shortest} to {longest} days after the article. Nothing was changed.")
        raise UserError(message.format(shortest=SHORTEST, longest=LONGEST))
    return days


def checked_figures(figures: PublicationFigures) -> PublicationFigures:
    """The figures if they can be true; UserError says what is wrong."""
    if figures.empty:
        raise UserError(_("Type at least one figure. Nothing was kept."))
    counts = (figures.views, figures.reads, figures.saves, figures.clicks)
    if any(one is not None and one < 0 for one in counts) or (figures.cost is not None and figures.cost.minor < 0):
        raise UserError(_("A figure can't be less than 0. Nothing was kept."))
    return figures


def checked_lesson(worked: str, next_try: str) -> tuple[str, str]:
    """What was learned, tidied up; UserError where both are empty or too long."""
    plain = (worked.strip(), next_try.strip())
    if not any(plain):
        raise UserError(_("Write what worked or what to try next. Nothing was kept."))
    if max(map(len, plain)) > LONGEST_WORDS:
        raise UserError(_("The text is too long. Use at most {count} characters.").format(count=LONGEST_WORDS))
    return plain


def latest_figures(rows: Iterable[tuple[str, PublicationFigures]]) -> PublicationFigures:
    """The newest word on each figure, of rows (ISO day, figures): places show totals, so the last day counts."""
    found: dict[str, object] = {}
    for _day, one in sorted(rows, key=lambda row: row[0]):
        for name in ("views", "reads", "saves", "clicks", "cost"):
            value = getattr(one, name)
            if value is not None:
                found[name] = value
    return PublicationFigures(**found)  # type: ignore[arg-type]


def shared_out(claims: Iterable[CountedOrder]) -> dict[int, list[tuple[CountedOrder, float]]]:
    """By publication the orders it gets and which part of each: an order is never counted for more than one whole.

    A share that the owner noted counts as noted; the rest of the order goes to the others in equal parts.
    """
    by_order: dict[int, dict[int, CountedOrder]] = defaultdict(dict)
    for one in claims:
        known = by_order[one.order_id].get(one.publication_id)
        if known is None or (known.share is None and one.share is not None):
            by_order[one.order_id][one.publication_id] = one
    found: dict[int, list[tuple[CountedOrder, float]]] = defaultdict(list)
    for ones in by_order.values():
        noted = [one for one in ones.values() if one.share is not None]
        told = sum(one.share or 0.0 for one in noted)
        others = [one for one in ones.values() if one.share is None]
        rest = max(0.0, 1.0 - told) / len(others) if others else 0.0
        over = max(1.0, told)
        for one in ones.values():
            part = rest if one.share is None else one.share / over
            if part > 0:
                found[one.publication_id].append((one, part))
    return found


def revenue_of(parts: Iterable[tuple[CountedOrder, float]]) -> tuple[Money, ...]:
    """What parts of orders came to, by currency, the largest first."""
    sums: dict[str, float] = defaultdict(float)
    for one, part in parts:
        sums[one.worth.currency] += one.worth.minor * part
    found = [Money(round(minor), currency) for currency, minor in sums.items()]
    return _largest_first(found)


def _largest_first(amounts: Iterable[Money]) -> tuple[Money, ...]:
    return tuple(sorted(amounts, key=lambda one: (-one.minor, one.currency)))


def in_window(published: str, placed: str, window: int) -> bool:
    """Whether an order of an ISO day counts for what came out on another: on that day or up to `window` days after."""
    return 0 <= (date.fromisoformat(placed) - date.fromisoformat(published)).days <= window


def ranked(rows: Iterable[PublicationResultRow]) -> list[PublicationResultRow]:
    """By orders, then by revenue, then the newest first. Reads count for nothing."""
    newest = sorted(rows, key=lambda one: (one.day, one.publication_id), reverse=True)
    return sorted(newest, key=lambda one: (-one.orders, -(one.revenue[0].minor if one.revenue else 0)))


def most_read_words(rows: Sequence[PublicationResultRow]) -> str:
    """The sentence that the most read publication isn't the one that sold most; "" where that isn't so, or unknown."""
    read = [one for one in rows if one.figures.reads]
    if len(read) < 2:
        return ""
    most = max(read, key=lambda one: one.figures.reads or 0)
    best = ranked(rows)[0]
    if best.article_id == most.article_id or best.orders <= most.orders:
        return ""
    return _("“{title}” was read {reads} times and brought {orders}. “{best}” brought {most}.").format(
        title=most.title,
        reads=f"{most.figures.reads:,}",
        orders=orders_words(most.orders),
        best=best.title,
        most=so_many(best.orders),
    )


def orders_words(orders: float) -> str:
    """`1 order`, `14 orders`, `3.5 orders`."""
    if abs(orders - round(orders)) < NEARLY:
        return plural("{count} order", "{count} orders", round(orders))
    return _("{count} orders").format(count=so_many(orders))


def so_many(orders: float) -> str:
    """`14`, or `3.5` where parts of orders were counted."""
    return f"{orders:,.0f}" if abs(orders - round(orders)) < NEARLY else f"{orders:,.1f}"


def grouped_by(rows: Iterable[PublicationResultRow], by: str) -> list[ResultGroup]:
    """The publications by `by`: topic | kind | place | pattern, most orders first; nameless topics are left out."""
    groups: dict[str, list[PublicationResultRow]] = defaultdict(list)
    for one in rows:
        key = title_pattern(one.title) if by == "pattern" else str(getattr(one, "place_name" if by == "place" else by))
        if key.strip():
            groups[" ".join(key.split())].append(one)
    found = [_group(key, ones) for key, ones in groups.items()]
    return sorted(found, key=lambda one: (-one.orders, one.key))


def _group(key: str, ones: Sequence[PublicationResultRow]) -> ResultGroup:
    orders = sum(one.orders for one in ones)
    known = [one for one in ones if one.figures.reads is not None]
    reads = sum(one.figures.reads or 0 for one in known) if known else None
    sums: dict[str, int] = defaultdict(int)
    for one in ones:
        for amount in one.revenue:
            sums[amount.currency] += amount.minor
    revenue = _largest_first(Money(minor, currency) for currency, minor in sums.items())
    of_read = sum(one.orders for one in known)
    fits = bool(reads) and of_read <= (reads or 0)
    share = of_read / reads if fits and reads else None
    likely = wilson(of_read, reads) if fits and reads else None
    return ResultGroup(key, len(ones), orders, reads, revenue, share, likely, orders >= FEWEST_ORDERS)


def clear_best(groups: Sequence[ResultGroup]) -> ResultGroup | None:
    """The group whose share of orders per read lies above all others' likely ranges; None where none can be told."""
    able = [one for one in groups if one.sure and one.likely is not None]
    for one in able:
        if len(able) > 1 and all(one is other or _low(one) > _high(other) for other in able):
            return one
    return None


def _low(one: ResultGroup) -> float:
    return one.likely.low if one.likely else 0.0


def _high(one: ResultGroup) -> float:
    return one.likely.high if one.likely else 1.0


def groups_words(groups: Sequence[ResultGroup], named: Callable[[str], str] = str) -> str:
    """What may be said of groups side by side, honestly: who sells best per read, or that it is too early.

    `named` gives the words for a group's key.
    """
    if not groups:
        return ""
    best = clear_best(groups)
    if best is not None and best.likely is not None:
        return _("“{name}” sells best for its reads, likely {low} to {high} orders per 1,000 reads").format(
            name=named(best.key), low=_per_thousand(best.likely.low), high=_per_thousand(best.likely.high)
        )
    most = max(one.orders for one in groups)
    if most < FEWEST_ORDERS:
        return _("Too early to compare: fewer than {count} orders each").format(count=FEWEST_ORDERS)
    able = [one for one in groups if one.sure and one.likely is not None]
    if len(able) < 2:
        return _("Not to be compared: of two at least, reads and {count} orders must be known").format(
            count=FEWEST_ORDERS
        )
    first = max(able, key=lambda one: one.per_read or 0.0)
    rival = max((one for one in able if one is not first), key=_high)
    return _("“{first}” and “{second}” are too close to call: their likely ranges overlap").format(
        first=named(first.key), second=named(rival.key)
    )


def _per_thousand(share: float) -> str:
    return f"{share * 1000:.1f}"


def likely_words(group: ResultGroup) -> str:
    """`likely 2.1–9.8 per 1,000 reads`; "" where nothing can be said."""
    if group.likely is None:
        return ""
    return _("likely {low}–{high} orders per 1,000 reads").format(
        low=_per_thousand(group.likely.low), high=_per_thousand(group.likely.high)
    )


def title_pattern(title: str) -> str:
    """The key of PATTERNS of a title, in any of the program's languages."""
    plain = unicodedata.normalize("NFKC", title).strip()
    if not plain:
        return ""
    if _HOWTO.search(plain):
        return "howto"
    if _QUESTION.search(plain) or title.strip().endswith("？"):
        return "question"
    return "number" if _NUMBER.search(plain) else "plain"


def due_checkpoint(published: str, today: date, looked: Iterable[str] = ()) -> int | None:
    """Which of days 1, 7 and 30 has come since nobody looked; None where none waits. `looked`: ISO days of figures.

    Only the latest one is told, and for a month past day 30.
    """
    out = date.fromisoformat(published)
    passed = [step for step in CHECKPOINTS if out + timedelta(days=step) <= today]
    if not passed or (today - out).days > 2 * CHECKPOINTS[-1]:
        return None
    step = passed[-1]
    since = (out + timedelta(days=step)).isoformat()
    return None if any(day >= since for day in looked) else step
