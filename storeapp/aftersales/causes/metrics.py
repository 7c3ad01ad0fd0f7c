"""How well the shop serves its buyers: waits, promises, repeats and returns, each with one formula. Pure.

Formulas: first answer, resolution, return, refund and repeat rate as in the literature of help desks (Gorgias, eDesk);
quantiles by nearest rank, so that the value told is one that really happened.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import ceil

from storeapp.kernel.likely import Range, wilson
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _

REPEAT_DAYS = 90  # two cases of one reason within so many days are a repeat
REPEAT_PATTERN = 3  # so many of one product and reason within REPEAT_DAYS are a pattern


@dataclass(frozen=True, slots=True)
class Waits:
    """How long something took, in hours: the middle value and what nine of ten stayed within; `count` of cases."""

    count: int
    median: float | None
    ninth: float | None


@dataclass(frozen=True, slots=True)
class Portion:
    """`part` of `whole`, as a share with its likely range (Wilson, 95 %)."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """None where there is no whole, or where the part is larger: two counts that do not belong together."""
        return self.part / self.whole if 0 <= self.part <= self.whole and self.whole else None

    @property
    def likely(self) -> Range | None:
        """None where there is no share."""
        return wilson(self.part, self.whole) if self.share is not None else None


@dataclass(frozen=True, slots=True)
class CaseFact:
    """What counts of one case: its ISO day, reason, product and buyer (None unknown)."""

    id: int
    day: str
    reason: str
    product: int | None
    customer: int | None


@dataclass(frozen=True, slots=True)
class Repeat:
    """Cases of one reason with one product or one buyer that came within `REPEAT_DAYS`: their ids, oldest first."""

    kind: str  # product | customer
    record: int
    reason: str
    cases: tuple[int, ...]


def nearest_rank(values: Iterable[float], share: float) -> float | None:
    """The smallest value with at least `share` of all values at or below it; None of nothing.

    Worked: of 7, 14, 21, 29, 30, 31, 31, 47, 60, 90 the 40th is 29 and the 80th 47.
    """
    ordered = sorted(values)
    if not ordered:
        return None
    return ordered[max(0, ceil(share * len(ordered) - 1e-9) - 1)]


def median(values: Iterable[float]) -> float | None:
    """The middle value, the mean of the two middle ones of an even number. Worked: 10, 20 and 300 give 20."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if not ordered:
        return None
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def waits(hours: Sequence[float]) -> Waits:
    """Median and 90th of waits; those below 0 (a wrong clock or a corrected day) are left out."""
    known = [one for one in hours if one >= 0]
    return Waits(len(known), median(known), nearest_rank(known, 0.9))


def repeat_rate(cases: Iterable[CaseFact], by: str = "product", days: int = REPEAT_DAYS) -> Portion:
    """Products (or buyers, `by` "customer") with two or more cases of one reason within `days`, of those with any.

    Cases without a product or buyer, and without a reason, do not count.
    """
    known, again = set(), set()
    for (record, _reason), found in _grouped(cases, by).items():
        known.add(record)
        if _closest(found, 2, days):
            again.add(record)
    return Portion(len(again), len(known))


def repeats(cases: Iterable[CaseFact], by: str, least: int, days: int = REPEAT_DAYS) -> list[Repeat]:
    """Records with `least` or more cases of one reason within `days`, the most cases first."""
    found = []
    for (record, reason), mine in _grouped(cases, by).items():
        close = _closest(mine, least, days)
        if close:
            found.append(Repeat(by, record, reason, tuple(one.id for one in close)))
    return sorted(found, key=lambda one: (-len(one.cases), one.record, one.reason))


def _grouped(cases: Iterable[CaseFact], by: str) -> dict[tuple[int, str], list[CaseFact]]:
    found: defaultdict[tuple[int, str], list[CaseFact]] = defaultdict(list)
    for one in cases:
        record = one.product if by == "product" else one.customer
        if record is not None and one.reason:
            found[record, one.reason].append(one)
    for mine in found.values():
        mine.sort(key=lambda one: (one.day, one.id))
    return dict(found)


def _closest(cases: Sequence[CaseFact], least: int, days: int) -> list[CaseFact]:
    """The longest run of cases within `days`, the latest of equal ones; nothing where it is shorter than `least`."""
    if len(cases) < least:
        return []
    best: tuple[int, int] = (0, 0)
    begin = 0
    on = [date.fromisoformat(one.day) for one in cases]
    for end in range(len(cases)):
        while on[end] - on[begin] > timedelta(days=days):
            begin += 1
        if end - begin + 1 >= best[1] - best[0]:
            best = (begin, end + 1)
    return list(cases[best[0] : best[1]]) if best[1] - best[0] >= least else []


def by_share(counts: Mapping[str, int], whole: int) -> list[tuple[str, Portion]]:
    """Each key's part of one whole, largest first."""
    return [(key, Portion(count, whole)) for key, count in Counter(counts).most_common()]


def wait_words(hours: float) -> str:
    """`20 min`, `3.5 h`, `3.2 days`."""
    if hours < 1:
        return _("{minutes} min").format(minutes=round(hours * 60))
    if hours < 48:
        return _("{hours} h").format(hours=f"{hours:.1f}".removesuffix(".0"))
    days = f"{hours / 24:.1f}".removesuffix(".0")
    return _("{days} days").format(days=days)
