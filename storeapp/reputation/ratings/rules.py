"""What ratings add up to: means with their likely range, rankings, trends, and how long a reply has been due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from math import sqrt
from typing import Literal, TypeVar

from storeapp.kernel.clock import from_utc_text
from storeapp.kernel.days import last_day, last_months
from storeapp.kernel.likely import Z95, Range, wilson
from storeapp.kernel.rows import dataclass

T = TypeVar("T")

STARS = (1, 2, 3, 4, 5)
BAD = (1, 2, 3)  # reviews that want an answer
SPAN = 12  # months of a rolling rating
DOUBT = 40.0  # ratings' worth of doubt about how far ratings spread: keeps a range right 93 times in 100 or more
REPLY_DUE_HOURS = 12  # from here the mark is amber
REPLY_OVERDUE_HOURS = 24  # the house target for a first answer to 1 to 3 stars
QUIET = 20  # ratings: with fewer of them a period says less about a shop than all of its ratings do
FLAT = 0.005  # a change that would be shown as 0.00

Tone = Literal["calm", "due", "overdue"]


@dataclass(frozen=True, slots=True)
class StarCounts:
    """How many reviews gave 1, 2, 3, 4 and 5 stars, in this order; a rating between two counts as the nearer one.

    `apart`: the hundredths of a star by which the ratings lie above those stars, all together.
    """

    by_star: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    apart: int = 0

    @classmethod
    def of(cls, counts: Mapping[int, int], apart: int = 0) -> StarCounts:
        """From {stars: reviews}; anything but 1 to 5 is left out."""
        one, two, three, four, five = (counts.get(star, 0) for star in STARS)
        return cls((one, two, three, four, five), apart)

    def __add__(self, other: StarCounts) -> StarCounts:
        one, two, three, four, five = (a + b for a, b in zip(self.by_star, other.by_star, strict=True))
        return StarCounts((one, two, three, four, five), self.apart + other.apart)

    def __getitem__(self, stars: int) -> int:
        return self.by_star[stars - 1]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_star)

    @property
    def mean(self) -> float | None:
        """The average of the ratings as they were given, None without any."""
        return (sum(star * self[star] for star in STARS) + self.apart / 100) / self.total if self.total else None

    def share(self, stars: int) -> float:
        """The part that gave `stars`, 0 to 1."""
        return self[stars] / self.total if self.total else 0.0


NO_STARS = StarCounts()


@dataclass(frozen=True, slots=True)
class MonthRating:
    """The rating of the 12 months that end with `month` ("2026-07"); `reviews` counts that month alone."""

    month: str
    rating: float | None
    likely: Range | None
    reviews: int
    in_span: int


@dataclass(frozen=True, slots=True)
class Trend:
    """How a rating moved against the period before. `clear`: more than chance explains (95 %)."""

    change: float
    clear: bool

    @property
    def direction(self) -> int:
        """1 up, -1 down, 0 where the change would be shown as 0.00."""
        return 0 if abs(self.change) < FLAT else (1 if self.change > 0 else -1)


@dataclass(frozen=True, slots=True)
class Span:
    """Whole months, `first` to `last` ("2025-08" to "2026-07"). `past`: not up to now, because nothing is newer."""

    first: str
    last: str
    past: bool = False

    @property
    def months(self) -> list[str]:
        """Every month of it, oldest first."""
        return [month_plus(self.first, step) for step in range(months_between(self.first, self.last) + 1)]

    @property
    def before(self) -> Span:
        """The same number of months just before."""
        length = months_between(self.first, self.last) + 1
        return Span(month_plus(self.first, -length), month_plus(self.first, -1), self.past)


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a review has been without a reply. `exact`: the hour is known, not only the day."""

    hours: int
    exact: bool
    tone: Tone


def mean_range(counts: StarCounts, z: float = Z95) -> Range | None:
    """The likely range of a mean of stars, None without reviews.

    The Wilson range of (mean - 1) / 4, where the spread of the ratings takes the place of a yes-no answer's. A few
    ratings say little about their spread, so it starts at the widest there can be, with the weight of DOUBT
    ratings: ten fives begin at 4.06, not at 5.
    """
    total, mean = counts.total, counts.mean
    if mean is None:
        return None
    share = (mean - 1) / 4
    spread = sum(counts[star] * (star - mean) ** 2 for star in STARS) / 16 / total
    centre = (total * share + z * z / 2) / (total + z * z)
    widest = centre * (1 - centre)
    ratio = min(1.0, (total * spread + DOUBT * widest) / ((total + DOUBT) * widest))
    found = wilson(share * total / ratio, total / ratio, z)
    return Range(1 + 4 * found.low, 1 + 4 * found.high)


def by_low_end(items: Iterable[tuple[T, StarCounts]]) -> list[tuple[T, StarCounts, Range]]:
    """Rated items, best first by the low end of their likely range, then by the number of reviews."""
    rated = [(item, counts, likely) for item, counts in items if (likely := mean_range(counts)) is not None]
    return sorted(rated, key=lambda found: (-found[2].low, -found[1].total))


def leads_with_all(now: StarCounts, ever: StarCounts) -> bool:
    """Whether a rating is told of all time first: the period has few ratings (`now`), and there are more (`ever`)."""
    return now.total < QUIET and ever.total > now.total


def trend(now: StarCounts, before: StarCounts) -> Trend | None:
    """The change of the mean between two periods, None where one of them has no reviews."""
    if now.mean is None or before.mean is None:
        return None
    change = now.mean - before.mean
    noise = sqrt(_mean_variance(now) + _mean_variance(before))
    return Trend(change, abs(change) > Z95 * noise)


def _mean_variance(counts: StarCounts) -> float:
    """The variance of the mean; one more review of each kind keeps a handful of fives from looking certain."""
    padded = counts + StarCounts((1, 1, 1, 1, 1))
    mean = padded.mean or 0.0
    spread = sum(padded[star] * (star - mean) ** 2 for star in STARS) / padded.total
    return spread / padded.total


def rolling(by_month: Mapping[str, StarCounts], months: Sequence[str], span: int = SPAN) -> list[MonthRating]:
    """For each month the rating of the `span` months that end with it."""
    found = []
    for month in months:
        together = StarCounts()
        for back in range(span):
            together += by_month.get(month_plus(month, -back), StarCounts())
        own = by_month.get(month, StarCounts())
        found.append(MonthRating(month, together.mean, mean_range(together), own.total, together.total))
    return found


def span_of(months: int, today: date, newest: str | None) -> Span:
    """The last `months` months up to today, or up to the `newest` month with reviews if the shop has none in them."""
    first, this_month = f"{last_months(months, today):%Y-%m}", f"{today:%Y-%m}"
    if newest and newest < first:
        return Span(month_plus(newest, 1 - months), newest, past=True)
    return Span(first, this_month)


def month_plus(month: str, steps: int) -> str:
    """ "2026-01" and -1 give "2025-12"."""
    count = int(month[:4]) * 12 + int(month[5:7]) - 1 + steps
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def whole_months(since: str | None, until: str | None) -> tuple[str | None, str | None, list[tuple[str, str]]]:
    """First and last month that lie wholly between two days, and the stretches of days at the edges."""
    edges: list[tuple[str, str]] = []
    first = since[:7] if since else None
    last = until[:7] if until else None
    if first and last and first == last and since and until:
        return "9999-12", "0001-01", [(since, until)]
    if since and first and not since.endswith("-01"):
        edges.append((since, last_day(first)))
        first = month_plus(first, 1)
    if until and last and until != last_day(last):
        edges.append((f"{last}-01", until))
        last = month_plus(last, -1)
    return first, last, edges


def months_between(first: str, last: str) -> int:
    """Steps from one month to another."""
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])


def waited(posted_on: str | None, posted_at: str | None, now: datetime, today: date) -> Wait | None:
    """How long a review without a reply waits at `now` (aware); None where it has no date.

    With only a day known, whole days are counted, as hours, up to the shop's own `today`.
    """
    if posted_at:
        hours = int((now - from_utc_text(posted_at)).total_seconds() // 3600)
    elif posted_on:
        days = (today - date.fromisoformat(posted_on)).days
        hours = days * 24
    else:
        return None
    hours = max(0, hours)
    tone: Tone = "overdue" if hours >= REPLY_OVERDUE_HOURS else "due" if hours >= REPLY_DUE_HOURS else "calm"
    return Wait(hours, bool(posted_at), tone)


def median(values: Sequence[float]) -> float | None:
    """The middle value, None of nothing."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if not ordered:
        return None
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def one_line(title: str, text: str) -> str:
    """A review on one line; a title without a full stop of its own gets one."""
    title, text = " ".join(title.split()), " ".join(text.split())
    if not title or not text:
        return title or text
    if not title[-1].isalnum():
        return f"{title} {text}"
    return f"{title}\u3002{text}" if title[-1] >= "\u3000" else f"{title}. {text}"
