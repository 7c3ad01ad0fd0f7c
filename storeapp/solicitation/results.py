"""What the requests brought, as shares with their likely range, and when two templates may be compared. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, sqrt

LIKELY = 0.95
CLOSE = 0.10  # a rate is known well enough when its likely range reaches this far to either side
# Two templates are judged once, at a look fixed beforehand: after so many requests of each. Enough to see a difference
# of 10 points where one of five answers, eight times of ten (two-sided, 5%): 2 * (1.96 + 0.84)^2 * 0.2 * 0.8 / 0.1^2.
LOOK = 251
Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of requests that were answered. `waiting`: requests whose answer may still come, not counted in it.

    `low`, `high`: the likely range (95%, Jeffreys). `more`: requests that it takes until the rate can be called, 0 for
    enough.
    """

    key: str
    asked: int
    answered: int
    waiting: int
    low: float
    high: float
    more: int

    @property
    def share(self) -> float | None:
        """None where nothing can be said yet."""
        return self.answered / self.asked if self.asked else None

    @property
    def early(self) -> bool:
        """Whether it is too early to call."""
        return self.more > 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two variants at the fixed look. `more`: requests of each that are still missing to it (then `better` is "").

    `better`: the variant that did better beyond chance, "" where none did.
    """

    one: Rate
    other: Rate
    more: int
    better: str


def rate(key: str, asked: int, answered: int, waiting: int = 0) -> Rate:
    """The rate of `answered` out of `asked` requests whose time for an answer is over."""
    low, high = likely_range(answered, asked)
    middle = (answered + 0.5) / (asked + 1)
    enough = middle * (1 - middle) * (Z95 / CLOSE) ** 2
    wide = high - low > 2 * CLOSE
    return Rate(key, asked, answered, waiting, low, high, max(1, round(enough) - asked) if wide else 0)


def compare(one: tuple[str, Sequence[bool]], other: tuple[str, Sequence[bool]], look: int = LOOK) -> Comparison:
    """Two variants by (name, whether each request was answered, in the order in which they went out).

    Only the first `look` of each count, for ever: whoever looks every day sees one verdict, not the luckiest of many.
    """
    first, second = list(one[1])[:look], list(other[1])[:look]
    rates = rate(one[0], len(first), sum(first)), rate(other[0], len(second), sum(second))
    more = look - min(len(first), len(second))
    better = ""
    if more <= 0:
        both = (sum(first) + sum(second)) / (2 * look)
        noise = sqrt(2 * both * (1 - both) / look)
        apart = (sum(first) - sum(second)) / look
        if noise and abs(apart) > Z95 * noise:
            better = one[0] if apart > 0 else other[0]
    return Comparison(*rates, max(0, more), better)


def likely_range(good: int, total: int, likely: float = LIKELY) -> tuple[float, float]:
    """The credible interval of a share under Jeffreys' prior Beta(1/2, 1/2).

    Source: Brown, Cai, DasGupta, "Interval Estimation for a Binomial Proportion", 2001: the ends are 0 and 1 where none
    or all are good. Nothing counted gives 0 to 1. Worked: 23 of 100 is 0.156 to 0.319.
    """
    if total <= 0:
        return 0.0, 1.0
    tail = (1 - likely) / 2
    a, b = good + 0.5, total - good + 0.5
    return (
        0.0 if good == 0 else _quantile(tail, a, b),
        1.0 if good == total else _quantile(1 - tail, a, b),
    )


def _quantile(share: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    for _step in range(50):
        middle = (low + high) / 2
        if _below(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _below(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz)."""
    if x <= 0.0 or x >= 1.0:
        return float(x >= 1.0)
    if x > (a + 1) / (a + b + 2):
        return 1 - _below(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    tiny = 1e-30
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1), tiny)
    found = d
    for m in range(1, 300):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _away(1 + step * d, tiny)
            c = _away(1 + step / c, tiny)
            found *= c * d
        if abs(c * d - 1) < 1e-12:
            break
    return front * found


def _away(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny
