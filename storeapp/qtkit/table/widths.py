"""How wide a column must be for what it always holds, in the language and font of the moment."""

from __future__ import annotations

from datetime import date

from storeapp.kernel.days import short_day
from storeapp.qtkit.theme import theme


def day_width(role: str = "small") -> int:
    """What a list needs for a day of another year, in pixels at 100 %: more in Chinese than in English."""
    look = theme()
    longest = max(look.width(short_day(date(2000, month, 28), date(2001, 1, 1)), role) for month in range(1, 13))
    return round((longest + 16) * 100 / look.px(100))
