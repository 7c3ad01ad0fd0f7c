"""Finds the days a text names from a day on: a date, a weekday, "tomorrow", "within 3 working days"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from storeapp.kernel.workdays import Workdays
from storeapp.rulebook.messages.folding import Token, plain_word
from storeapp.rulebook.messages.signs import Lexicon, Tags, lexicon_of, tags
from storeapp.rulebook.messages.wordlists import Span, languages

UNITS = ("working", "hours", "days", "weeks", "months")
BEHIND = 180  # days a date without a year may lie behind; further back it means next year
NEAR = 3  # words between a day and a word that makes it another
_ISO = re.compile(r"(?<!\d)(20\d\d)[-./](\d\d?)[-./](\d\d?)(?!\d)")
_HAN = re.compile(r"(\d{1,2})月(\d{1,2})[日号號]")
_NUMBERS = re.compile(r"(?<![\d.,])(\d{1,2})([./])(\d{1,2})(?:\2(20\d\d|\d\d)|\.(?!\d)|(?![\d%]))")
_YEAR = re.compile(r",?\s(?:de\s)?(20\d\d)(?!\d)")
_HAN_DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | {"两": 2}


@dataclass(frozen=True, slots=True)
class Calendar:
    """How one language names days; patterns are for lowered text."""

    lexicon: Lexicon
    numbers: Mapping[str, int]
    day_first: bool
    weekdays: tuple[re.Pattern[str], ...]
    months: tuple[re.Pattern[str], ...]
    tomorrow: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day and where it stands in the folded text. `ahead`: its words can only mean a day to come ("tomorrow")."""

    span: Span
    day: date
    ahead: bool = False


@cache
def calendars() -> Mapping[str, tuple[Calendar, ...]]:
    """How days are named, by language; Chinese has both scripts."""
    found: dict[str, list[Calendar]] = {}
    for content in languages():
        found.setdefault(content["language"].partition("-")[0], []).append(_calendar(content))
    return {code: tuple(some) for code, some in found.items()}


def _calendar(content: Mapping[str, Any]) -> Calendar:
    due = content.get("due", {})
    numbers = (one.partition("=") for one in due.get("numbers", "").split(",") if one.strip())
    plain = {**content, "due": {name: value for name, value in due.items() if isinstance(value, str)}}
    plain["due"].pop("numbers", None)
    han = content["script"] == "han"
    edges = ("", "") if han else (r"(?<!\w)", r"(?!\w)")
    named = [re.compile(f"{edges[0]}(?:{one}){edges[1]}") for one in content["weekdays"]]
    tomorrow = "|".join(content["tomorrow"])
    return Calendar(
        lexicon_of(plain, "due", {}),
        {plain_word(word.strip()): int(value) for word, _mark, value in numbers},
        due.get("day_first", True),
        tuple(named) if len(named) == 7 else (),
        tuple(_month(one) for one in content["months"]) if len(content["months"]) == 12 else (),
        re.compile(f"{edges[0]}(?:{tomorrow}){edges[1]}") if tomorrow else None,
    )


def _month(name: str) -> re.Pattern[str]:
    day_first = rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s{{0,2}}(?:de |of )?(?:{name})(?!\w)"
    return re.compile(rf"{day_first}|(?<!\w)(?:{name}) (\d{{1,2}})(?:st|nd|rd|th)?(?!\d)")


@cache
def _ordinals() -> re.Pattern[str]:
    months = "|".join(name for one in languages() if len(one["months"]) == 12 for name in one["months"])
    return re.compile(rf"(?<=\d)\.(?=\s(?:{months})(?!\w))", re.IGNORECASE)


def without_ordinals(text: str) -> str:
    """The text, of the same length, without the point of "2. Dezember", which ends no sentence."""
    return _ordinals().sub(" ", text)


def days_in(
    low: str, tokens: Sequence[Token], within: Span, codes: Sequence[str], today: date, works: Workdays
) -> list[NamedDay]:
    """The days named in a part of a lowered text, in its order; `codes`: the languages it may be in.

    "By the end of the week" and "next week" are the last working day of it. What is past ("last Friday", "3 days ago")
    and what could be two days ("12/2" in English) is left out.
    """
    known = [one for code in codes for one in calendars().get(code, ())]
    here = [one for one in tokens if within[0] <= one.span[0] < within[1]]
    found = [*_dates(low, within, known, today)]
    for calendar in known:
        found += _of_calendar(low, here, within, calendar, today, works)
    kept: list[NamedDay] = []
    for one in sorted(found, key=lambda named: (named.span[0], -named.span[1])):
        if not kept or one.span[0] >= kept[-1].span[1]:
            kept.append(one)
        elif kept[-1].span[1] < one.span[1]:  # "the end of" and "next week"
            kept[-1] = NamedDay((kept[-1].span[0], one.span[1]), max(kept[-1].day, one.day))
    return kept


def dates_in(low: str, codes: Sequence[str], today: date) -> list[NamedDay]:
    """The dates a lowered text names by number or month, past ones too, in its order."""
    known = [one for code in codes for one in calendars().get(code, ())]
    within = (0, len(low))
    found = [*_dates(low, within, known, today)]
    for calendar in known:
        found += _of_months(low, within, calendar, today)
    return sorted({one.span: one for one in found}.values(), key=lambda one: one.span)


def _dates(low: str, within: Span, known: Sequence[Calendar], today: date) -> Iterator[NamedDay]:
    for one in _ISO.finditer(low, *within):
        made = _made(int(one[1]), int(one[2]), int(one[3]), today)
        if made is not None:
            yield NamedDay(one.span(), made)
    for one in _HAN.finditer(low, *within):
        made = _made(None, int(one[1]), int(one[2]), today)
        if made is not None:
            yield NamedDay(one.span(), made)
    for one in _NUMBERS.finditer(low, *within):
        first, second = int(one[1]), int(one[3])
        if one[2] == "." and one[4] is None and not one[0].endswith("."):
            continue  # "4.5" is no date
        day_first = all(calendar.day_first for calendar in known) or one[2] == "." or first > 12
        if not day_first and second <= 12 and first != second:
            continue
        year = None if one[4] is None else int(one[4]) + (2000 if len(one[4]) == 2 else 0)
        made = _made(year, second, first, today) if day_first else _made(year, first, second, today)
        if made is not None:
            yield NamedDay(one.span(), made)


def _of_calendar(
    low: str, here: Sequence[Token], within: Span, calendar: Calendar, today: date, works: Workdays
) -> Iterator[NamedDay]:
    said = tags(here, calendar.lexicon) if here else {}
    chars = {name: [(here[a].span[0], here[b - 1].span[1]) for a, b in places] for name, places in said.items()}
    yield from _of_months(low, within, calendar, today)
    if calendar.tomorrow is not None:
        yield from (
            NamedDay(one.span(), today + timedelta(days=1), ahead=True)
            for one in calendar.tomorrow.finditer(low, *within)
        )
    yield from _weekdays(low, within, calendar, chars, today)
    yield from _durations(here, said, calendar, today, works)
    for name, day in (
        ("today", today),
        ("after_tomorrow", today + timedelta(days=2)),
        ("week_end", works.last_of_week(today)),
        ("next_week", works.last_of_week(today + timedelta(days=7 - today.weekday()))),
        ("month_end", today.replace(day=monthrange(today.year, today.month)[1])),
    ):
        yield from (NamedDay(span, day, name != "today") for span in chars.get(name, ()))


def _of_months(low: str, within: Span, calendar: Calendar, today: date) -> Iterator[NamedDay]:
    for place, pattern in enumerate(calendar.months):
        for one in pattern.finditer(low, *within):
            year = _YEAR.match(low, one.end())
            made = _made(int(year[1]) if year is not None else None, place + 1, int(one[1] or one[2]), today)
            if made is not None:
                yield NamedDay((one.start(), year.end() if year is not None else one.end()), made)


def _weekdays(
    low: str, within: Span, calendar: Calendar, chars: Mapping[str, list[Span]], today: date
) -> Iterator[NamedDay]:
    for number, pattern in enumerate(calendar.weekdays):
        for one in pattern.finditer(low, *within):
            if _beside(one.span(), chars.get("last", ())):
                continue
            ahead = (number - today.weekday()) % 7 or 7  # "by Wednesday" is not said for today
            start, end = one.span()
            for span in (*chars.get("next_week", ()), *chars.get("next_day", ())):
                if _beside(span, [(start, end)]):
                    ahead = number - today.weekday() + 7
                    start, end = min(start, span[0]), max(end, span[1])
            yield NamedDay((start, end), today + timedelta(days=ahead))


def _beside(span: Span, others: Sequence[Span]) -> bool:
    return any(other[0] - 2 <= span[1] and span[0] <= other[1] + 2 for other in others)


def _durations(
    here: Sequence[Token], said: Tags, calendar: Calendar, today: date, works: Workdays
) -> Iterator[NamedDay]:
    taken: set[int] = set()
    past = said.get("ago", [])
    for unit in UNITS:
        for first, last in said.get(unit, ()):
            start, count = _count(here, first, calendar)
            if first in taken or count is None or any(b == start or a == last for a, b in past):
                continue
            taken.add(first)
            yield NamedDay((here[start].span[0], here[last - 1].span[1]), _later(unit, count, today, works))


def _count(here: Sequence[Token], unit: int, calendar: Calendar) -> tuple[int, int | None]:
    """Where the number before a unit starts, and the number: of "2-3 days" the larger one."""
    if not unit:
        return unit, None
    word = here[unit - 1].word
    if word in _HAN_DIGITS or word == "十":
        start = unit
        while start and (here[start - 1].word in _HAN_DIGITS or here[start - 1].word == "十"):
            start -= 1
        return start, _han_number("".join(one.word for one in here[start:unit]))
    number = int(word) if word.isdecimal() and len(word) <= 3 else calendar.numbers.get(word)
    return unit - 1, number


def _han_number(signs: str) -> int:
    tens, ten, ones = signs.rpartition("十")
    whole = (_HAN_DIGITS.get(tens, 1) if ten else 0) * 10
    return whole + _HAN_DIGITS.get(ones, 0)


def _later(unit: str, count: int, today: date, works: Workdays) -> date:
    if unit == "working":
        return works.after(today, count)
    if unit == "months":
        year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    days = {"hours": -(-count // 24), "days": count, "weeks": 7 * count}[unit]
    return today + timedelta(days=days)


def _made(year: int | None, month: int, day: int, today: date) -> date | None:
    try:
        made = date(year or today.year, month, day)
        if year is None and (today - made).days > BEHIND:
            return made.replace(year=today.year + 1)
    except ValueError:
        return None
    return made
