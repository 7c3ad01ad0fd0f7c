"""Reads when a message was sent, as mail and chat programs of any language write it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal

from storeapp.kernel.numbers import plain_digits
from storeapp.kernel.paths import resource

Order = Literal["", "day", "month"]  # which of the first two numbers is the day's; "" where it doesn't matter
_YEAR_FIRST = r"\d{4}\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}日?"
_NUMBERS = r"\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})(?!\d)"
_HAN = r"\d{1,2}月\d{1,2}[日号號]"
TIME = (
    r"(?:(?:上午|下午|凌晨|早上|中午|晚上|오전|오후|午前|午後)\s?)?\d{1,2}(?:[:.h：]\d{2})(?:[:.：]\d{2})?(?:[.,]\d{3})?"
    r"(?:\s?[AaPp]\.?\s?[Mm]\b\.?)?(?:\s?(?:Uhr|UTC|GMT|BST|WES?T|ME?S?Z|CES?T|EES?T|MSK|[ECMP][SD]T|JST|KST|WITA|WIB|WIT|IST|AE[SD]T)\b(?:[+-]\d{1,2}(?::?\d{2})?)?)?"
    r"(?:\s?\(?(?:UTC|GMT)?[+-]\d{2}:?\d{2}\)?)?"
)
_SPLIT = re.compile(r"\d+")
_LATER = re.compile(r"(?:[Pp]\.?\s?[Mm])|下午|晚上|오후|午後")
_EARLY = re.compile(r"(?:[Aa]\.?\s?[Mm])|上午|凌晨|早上|오전|午前")


@dataclass(frozen=True, slots=True)
class Day:
    """A day as written: numbers of a numeric date in their order, or a date that can only be one."""

    certain: date | None = None
    first: int = 0
    second: int = 0
    year: int = 0

    def on(self, order: Order) -> date | None:
        """The day, None where there is none such."""
        if self.certain is not None or not self.first:
            return self.certain
        day, month = (self.second, self.first) if order == "month" else (self.first, self.second)
        try:
            return date(self.year, month, day)
        except ValueError:
            return None


@cache
def _months() -> Mapping[str, int]:
    rows = tomllib.loads(resource("wordlists", "dates.toml").read_text("utf-8"))["months"]
    return {form: place + 1 for months in rows.values() for place, forms in enumerate(months) for form in forms.split()}


@cache
def _relative() -> Mapping[str, int]:
    rows = tomllib.loads(resource("wordlists", "dates.toml").read_text("utf-8"))["relative"]
    return {form: int(days) for days, forms in rows.items() for form in forms}


@cache
def date_pattern() -> str:
    """A pattern, without groups, of a date in any way it is written."""
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    said = "|".join(sorted(map(re.escape, _relative()), key=len, reverse=True))
    after = r"(?:\.|er|st|nd|rd|th|º)?\s?(?:de\s|[-./])?"
    day_first = rf"\d{{1,2}}{after}(?:{names})\.?,?(?:\s?(?:de\s|[-./])?\d{{4}})?(?:\s?г\.?)?"
    month_first = (
        rf"(?:{names})\.?[\s-]\d{{1,2}}(?:st|nd|rd|th)?,?[\s-]\d{{2,4}}|(?:{names})\.?\s\d{{1,2}}(?:st|nd|rd|th)?"
    )
    return rf"(?:{_YEAR_FIRST}|{_NUMBERS}|{_HAN}|(?:{day_first})(?!\w)|(?:{month_first})(?!\w)|(?:{said})(?!\w))"


def read_day(written: str, today: date) -> Day | None:
    """The day of a match of `date_pattern`; a year that isn't written is the last one in which the day is past."""
    text = plain_digits(written).strip().casefold()
    if text in _relative():
        return Day(today - timedelta(days=_relative()[text]))
    numbers = [int(one) for one in _SPLIT.findall(text)]
    word = re.search(r"[^\W\d_]{3,}", text.replace("de ", " "))
    month = _months().get(word[0]) if word is not None else None
    if month is not None and numbers:
        day, year = numbers[0], numbers[1] if len(numbers) > 1 else 0
        return _certain(year, month, day, today)
    if len(numbers) == 2:
        return _certain(0, numbers[0], numbers[1], today)
    if len(numbers) != 3:
        return None
    if numbers[0] > 31 or "年" in text:
        return _certain(numbers[0], numbers[1], numbers[2], today)
    first, second, year = numbers
    year += 2000 if year < 100 else 0
    if "." in text:  # numbers with points between them are written day first everywhere
        return _certain(year, second, first, today)
    return Day(None, first, second, year)


def _certain(year: int, month: int, day: int, today: date) -> Day | None:
    try:
        if not year:
            found = date(today.year, month, day)
            return Day(found if found <= today else found.replace(year=today.year - 1))
        return Day(date(year + 2000 if year < 100 else year, month, day))
    except ValueError:
        return None


def read_time(written: str) -> time | None:
    """The time of day of a match of `TIME`; its zone is left alone, as programs show their reader's own."""
    text = plain_digits(written)
    numbers = [int(one) for one in _SPLIT.findall(text)[:3]]
    if len(numbers) < 2:
        return None
    hour, minute = numbers[0], numbers[1]
    if _LATER.search(text) and hour < 12:
        hour += 12
    elif _EARLY.search(text) and hour == 12:
        hour = 0
    try:
        return time(hour, minute)
    except ValueError:
        return None


def order_of(days: Iterable[Day | None], today: date, hint: Order) -> tuple[Order, bool]:
    """In which order numeric dates are written, and whether that is sure.

    Sure where only one order makes days that all exist, are not to come and never go back and forth; else `hint`, the
    owner's own order. ("", True) where no date has two readings.
    """
    some = [one for one in days if one is not None]
    if all(one.certain is not None for one in some):
        return "", True
    orders: tuple[Order, ...] = ("day", "month")
    fits = [order for order in orders if _steady([one.on(order) for one in some], today)]
    same = all(one.on("day") == one.on("month") for one in some)
    if len(fits) == 1 or same:
        return fits[0] if fits else "day", True
    # Days that were written by several programs go back and forth in any order.
    exist = [order for order in orders if all(one.on(order) for one in some)]
    return (exist[0], True) if len(exist) == 1 else (hint or "day", False)


def _steady(days: Sequence[date | None], today: date) -> bool:
    known = [one for one in days if one is not None and one <= today + timedelta(days=1)]
    return len(known) == len(days) and known in (sorted(known), sorted(known, reverse=True))


def moment(day: date | None, at: time | None) -> datetime | None:
    """Both together, without a zone; None without a day."""
    return None if day is None else datetime.combine(day, at or time(0))
