"""Likely ranges: between which values a share, or the difference of two, lies in 95 of 100 such samples."""

from __future__ import annotations

from math import sqrt

from storeapp.kernel.rows import dataclass

Z95 = 1.96  # two-sided 95 %


@dataclass(frozen=True, slots=True)
class Range:
    """A likely range: the true value lies between `low` and `high` in 95 of 100 such samples."""

    low: float
    high: float


def wilson(good: float, total: float, z: float = Z95) -> Range:
    """The Wilson score range of a share. Worked: 95 of 100 begins at 0.8882; nothing counted gives 0 to 1.

    Source: E. B. Wilson 1927, as in Evan Miller, "How not to sort by average rating".
    """
    if total <= 0:
        return Range(0.0, 1.0)
    share = good / total
    middle = share + z * z / (2 * total)
    reach = z * sqrt((share * (1 - share) + z * z / (4 * total)) / total)
    width = 1 + z * z / total
    return Range(max(0.0, (middle - reach) / width), min(1.0, (middle + reach) / width))


def newcombe(first: float, of_first: float, second: float, of_second: float, z: float = Z95) -> Range:
    """The likely range of the first share less the second, from two samples that have nothing to do with each other.

    Worked: 56 of 70 less 48 of 80 lies between 0.0524 and 0.3339. Nothing counted on one side gives -1 to 1 at most.
    Source: R. G. Newcombe 1998, Statistics in Medicine 17:873-890, method 10 (from two Wilson ranges).
    """
    one, other = wilson(first, of_first, z), wilson(second, of_second, z)
    if of_first <= 0 or of_second <= 0:
        return Range(one.low - other.high, one.high - other.low)
    p, q = first / of_first, second / of_second
    low = p - q - sqrt((p - one.low) ** 2 + (other.high - q) ** 2)
    high = p - q + sqrt((one.high - p) ** 2 + (q - other.low) ** 2)
    return Range(max(-1.0, low), min(1.0, high))
