"""What may be said of where an order came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _, plural

HOW = ("code", "link", "asked")
WHOLE = 10_000  # an order, in hundredths of a percent


@dataclass(frozen=True, slots=True)
class Source:
    """One source of an order: how it is known, what it was, and which part of the order it gets.

    `seen_on` is the ISO day the buyer met it, `window_days` how many days before the order that may lie.
    """

    how: str
    name: str
    share: int = WHOLE
    outlet_id: int | None = None
    seen_on: str | None = None
    window_days: int | None = None


def checked(source: Source, placed_on: str | None, others: Sequence[int]) -> Source:
    """The source if it may stand beside `others`, the shares of the order's other sources; else a UserError."""
    if source.how not in HOW or not 0 < source.share <= WHOLE:
        raise ValueError(f"{source.how}, {source.share}")
    if not source.name.strip():
        raise UserError(_("Say which code, link or answer it was. Nothing was changed."))
    if sum(others) + source.share > WHOLE:
        raise UserError(_("The sources of an order can't make more than 100%. Nothing was changed."))
    if source.seen_on and placed_on:
        days = (date.fromisoformat(placed_on) - date.fromisoformat(source.seen_on)).days
        if days < 0:
            raise UserError(_("The buyer can't have come from what they saw after the order. Nothing was changed."))
        if source.window_days is not None and days > source.window_days:
            words = plural(
                "This is more than {count} day before the order. Nothing was changed.",
                "This is more than {count} days before the order. Nothing was changed.",
                source.window_days,
            )
            raise UserError(words)
    return source
