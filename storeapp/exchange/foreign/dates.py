"""Days and instants as people and platforms write them, read a whole column at a time, never guessed row by row."""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from storeapp.exchange.foreign.numbers import EMPTY, Problems
from storeapp.kernel.numbers import plain_digits
from storeapp.kernel.paths import resource
from storeapp.kernel.text import N_

NOT_A_DATE = N_("Not a date")
UNLIKELY_DATE = N_("Not a likely date for a shop")
ORDERS = ("mdy", "dmy", "ymd")
OLDEST = date(1995, 1, 1)

Pair = tuple[str | None, str | None]  # the day as the file writes it, and the instant in UTC if a time is given

_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:[.,][0-9]+)?)?"
    r" ?(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?"
)
_STAMPS = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-5][0-9]:[0-5][0-9](?:\n|\Z)|\n)*")
_DIGITS = re.compile(r"([0-9]{1,4})\s?[-/.]\s?([0-9]{1,2})\s?[-/.]\s?([0-9]{1,4})\.?(?:[T ,]+(.*))?")
_HAN = re.compile(r"([0-9]{4})\s?[年년]\s?([0-9]{1,2})\s?[月월]\s?([0-9]{1,2})\s?[日일]?\s*(.*)")
_TIME = re.compile(
    r"(\D*?)\s*([0-9]{1,2})[:.h时]([0-9]{2})(?:[:.分]([0-9]{2})(?:[.,][0-9]+)?)?秒?\s*(.*)", re.IGNORECASE
)
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])([0-9]{1,2}):?([0-9]{2})?")
_REMARK = re.compile(r"\s*[·•]\s*\D+\Z")  # "Вчера, 16:33 · Дополнен"
_WORDS = re.compile(r"[^\W\d_]+")
LONGEST = 120  # letters of a day; what is longer is a text, and would be searched for ever
_COMPACT = re.compile(r"(20[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])(?:T?([0-9]{2})([0-9]{2})([0-9]{2})?)?")


@cache
def _words() -> dict[str, dict[str, int]]:
    with resource("wordlists", "dates.toml").open("rb") as file:
        table = tomllib.load(file)
    months: dict[str, int] = {}
    for names in table["months"].values():
        for number, forms in enumerate(names, 1):
            for form in forms.split():
                months.setdefault(form, number)
    relative = {word: int(days) for days, words in table["relative"].items() for word in words}
    halves = {word: int(half == "pm") for half, words in table["halves"].items() for word in words}
    ago = {word: int(days) for days, words in table["ago"].items() for word in words}
    ago |= {f"# {word}": days for word, days in ago.items() if "#" not in word}  # "3 дня назад"
    unknown = dict.fromkeys(table["unknown"]["words"], 0)
    return {
        "unknown": unknown,
        "ago": ago,
        "months": months,
        "relative": relative,
        "zones": table["zones"],
        "halves": halves,
    }


def days_before(day: date, unit: int, count: int) -> date:
    """The day `count` units of 1, 7, 30 (a month of the calendar) or 365 (a year) days before another."""
    if unit < 30:
        return day - timedelta(days=unit * count)
    months = day.year * 12 + day.month - 1 - count * (12 if unit == 365 else 1)
    year, month = max(1, months // 12), months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else 2000 + int(text) if int(text) < 80 else 1900 + int(text)


def day_of(parts: tuple[str, str, str], order: str) -> date | None:
    """The day that three numbers mean in an order ("mdy", "dmy", "ymd"), None if there is no such day."""
    first, second, third = parts
    if len(first) > 2:
        order = "ymd"
    elif len(third) > 2 and order == "ymd":
        return None
    year, month, day = {"ymd": (first, second, third), "dmy": (third, second, first), "mdy": (third, first, second)}[
        order
    ]
    try:
        return date(_year(year), int(month), int(day))
    except ValueError:
        return None


def numbers_of(text: str) -> tuple[str, str, str] | None:
    """The three numbers of a date like 07/14/26, None for any other shape or a year that comes first in full."""
    found = _DIGITS.match(plain_digits(text.strip()[:LONGEST]))
    if not found or len(found.group(1)) > 2:
        return None
    return found.group(1), found.group(2), found.group(3)


@cache
def _day_facts(day: str, zone: tzinfo) -> tuple[str, str, str, int] | tuple[()]:
    """The day before, the day, the day after, and the zone's whole hours from UTC; () where the clock changes."""
    start = datetime.fromisoformat(day).replace(tzinfo=zone)
    first, last = start.utcoffset(), start.replace(hour=23, minute=59).utcoffset()
    seconds = int(first.total_seconds()) if first is not None else 0
    if first != last or seconds % 3600:
        return ()
    step = timedelta(days=1)
    return (start - step).date().isoformat(), day, (start + step).date().isoformat(), seconds // 3600


@cache
def _hours_of(zone: str, newest: date) -> dict[str, str]:
    """A local hour -> its UTC text up to the hour, "" where there is none; shared by the columns of a run."""
    return {}


@dataclass
class OrderEvidence:
    """What all values of a date column say about the order of day and month."""

    values: int = 0
    failures: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ORDERS, 0))
    dotted: int = 0
    days: dict[str, list[date]] = field(default_factory=lambda: {order: [] for order in ORDERS})

    def add(self, values: Iterable[str], newest: date) -> None:
        """Look at more values; empty cells and unambiguous shapes say nothing."""
        for value in values:
            parts = numbers_of(value)
            if parts is None:
                continue
            read = [(order, day_of(parts, order)) for order in ORDERS]
            if not any(day is not None and OLDEST <= day <= newest for _order, day in read):
                continue  # no likely day in any order: 31/02 asks nothing about the others
            self.values += 1
            self.dotted += value.count(".") >= 2
            for order, day in read:
                if day is None or not OLDEST <= day <= newest:
                    self.failures[order] += 1
                elif len(self.days[order]) < 5000:
                    self.days[order].append(day)

    def possible(self) -> list[str]:
        """The orders that fit; the least bad ones if none fits all."""
        least = min(self.failures.values())
        fits = [order for order in ORDERS if self.failures[order] == least]
        if len(fits) > 1 and self.dotted * 2 > self.values:
            fits = [order for order in fits if order != "mdy"] or fits
        if len(fits) > 1 and "ymd" in fits and len(self.days["ymd"]) < self.values:
            fits.remove("ymd")
        return fits

    def sorted_in(self) -> str:
        """The one possible order in which the rows run forwards or backwards in time, "" if none or several do."""
        running = []
        for order in self.possible():
            days = self.days[order]
            falls = sum(a > b for a, b in pairwise(days))
            rises = sum(a < b for a, b in pairwise(days))
            if min(falls, rises) == 0 and max(falls, rises) >= 2:
                running.append(order)
        return running[0] if len(running) == 1 else ""


class Dates:
    """Reads one column of dates in a settled order; local times without a zone are taken in `zone`."""

    def __init__(self, order: str, zone: str, newest: date, today: date, year: int = 0) -> None:
        """`newest` is the last day that makes sense; `today` is the day on which "yesterday" was written.

        `year` is that of days without one, 0 for the last such day before `today`.
        """
        self.year = year
        self.order, self.newest, self.today = order or "mdy", newest, today
        self.zone: tzinfo = ZoneInfo(zone) if zone else timezone.utc
        self.counted: set[str] = set()  # cells that count back from `today`
        self.yearless: set[str] = set()  # cells that say no year
        self._memo: dict[str, Pair] = {"": (None, None)}
        self._days: dict[str, tuple[str, str, str, int] | tuple[()]] = {}
        self._zoned: dict[str, tzinfo] = {}
        self._hours = _hours_of(zone, newest)
        self._whole_hours = (datetime(2020, 1, 1, tzinfo=self.zone).utcoffset() or timedelta()).seconds % 3600 == 0

    def read(self, values: Sequence[str], problems: Problems) -> tuple[list[str | None], list[str | None]]:
        """Days as YYYY-MM-DD, and instants as UTC text where the cell has a time."""
        if self._whole_hours and _STAMPS.fullmatch("\n".join(values)):
            return self._stamps(values, problems)
        memo = self._memo
        if len(memo) > 100_000:
            memo.clear()
            memo[""] = (None, None)
        found: list[Pair] = []
        for index, value in enumerate(values):
            pair = memo.get(value)
            if pair is None:
                try:
                    pair = memo[value] = self.one(value)
                except ValueError as why:
                    problems.append((index, str(why)))
                    pair = (None, None)
            found.append(pair)
        return [pair[0] for pair in found], [pair[1] for pair in found]

    def _stamps(self, values: Sequence[str], problems: Problems) -> tuple[list[str | None], list[str | None]]:
        """A block of "2026-07-14 09:30:00" and empty cells only, as most platforms write them: no parsing needed."""
        hours, at = self._hours, list[str | None]()
        for index, value in enumerate(values):
            if not value:
                at.append(None)
                continue
            start = hours.get(value[:13])
            if start is None:
                try:
                    start = hours[value[:13]] = (self.one(value[:13] + ":00:00")[1] or "")[:13]
                except ValueError as why:
                    problems.append((index, str(why)))
                    start = hours[value[:13]] = ""
            elif not start:
                problems.append((index, NOT_A_DATE))
            at.append(f"{start}{value[13:]}Z" if start else None)
        return [value[:10] or None for value in values], at

    def one(self, value: str) -> Pair:
        """One cell; ValueError with the reason."""
        text = plain_digits(value[: LONGEST + 9].strip())
        iso = _ISO.fullmatch(text)
        if len(text) > LONGEST:
            raise ValueError(NOT_A_DATE)
        if iso is None:
            return self._slow(text)
        day, clock, seconds, offset = iso.groups()
        facts = self._days.get(day)
        if facts is None:
            self._likely(day)
            facts = self._days[day] = _day_facts(day, self.zone)
        if clock is None:
            return day, None
        if offset is None and facts and clock < "24" and clock[3:] < "60" and (seconds or ":00") < ":60":
            hour = int(clock[:2]) - facts[3]
            there = facts[0] if hour < 0 else facts[2] if hour > 23 else facts[1]
            return day, f"{there}T{hour % 24:02d}{clock[2:]}{seconds or ':00'}Z"
        return day, self._instant(day, clock + (seconds or ":00"), offset)

    def _likely(self, day: str) -> bool:
        try:
            moment = date.fromisoformat(day)
        except ValueError:
            raise ValueError(NOT_A_DATE) from None
        if not OLDEST <= moment <= self.newest:
            raise ValueError(UNLIKELY_DATE)
        return True

    def _instant(self, day: str, clock: str, offset: str | None) -> str:
        try:
            local = datetime.fromisoformat(f"{day}T{clock}")
        except ValueError:
            raise ValueError(NOT_A_DATE) from None
        zone = self._offset(offset) if offset else self.zone
        return local.replace(tzinfo=zone).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _offset(self, text: str) -> tzinfo:
        if text not in self._zoned:
            found = _OFFSET.fullmatch(text.lower())
            if found:
                minutes = int(found.group(2)) * 60 + int(found.group(3) or 0)
                minutes = -minutes if found.group(1) == "-" else minutes
            else:
                named = _words()["zones"].get(text.lower())
                if named is None:
                    raise ValueError(NOT_A_DATE)
                minutes = named
            if abs(minutes) > 14 * 60:
                raise ValueError(NOT_A_DATE)
            self._zoned[text] = timezone(timedelta(minutes=minutes))
        return self._zoned[text]

    def _slow(self, text: str) -> Pair:
        text = text.replace("\u200e", "").replace("\u202f", " ").replace("\u00a0", " ").strip("'\" \t")
        if text.lower() in EMPTY:
            return None, None
        if text.replace(".", "", 1).isdigit() and (epoch := self._epoch(text)):
            return epoch
        for shape in (_HAN, _DIGITS):
            found = shape.fullmatch(text)
            if found:
                parts = (found.group(1), found.group(2), found.group(3))
                day = day_of(parts, self.order)
                if day is None:
                    raise ValueError(NOT_A_DATE)
                return self._timed(day, found.group(4) or "")
        return self._worded(text)

    def _epoch(self, text: str) -> Pair | None:
        """Seconds or milliseconds since 1970, a day in one piece (20240131), or a spreadsheet's day number."""
        if len(text) in {10, 13} and text.isdigit():
            moment = datetime.fromtimestamp(int(text[:10]), timezone.utc)
            day = moment.astimezone(self.zone).date().isoformat()
            self._likely(day)
            return day, moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        compact = _COMPACT.fullmatch(text)
        if compact:
            year, month, number, hours, minutes, seconds = compact.groups()
            day = f"{year}-{month}-{number}"
            self._likely(day)
            return day, self._instant(day, f"{hours}:{minutes}:{seconds or '00'}", None) if hours else None
        if re.fullmatch(r"[345][0-9]{4}(?:\.[0-9]+)?", text):
            start = datetime(1899, 12, 30, tzinfo=timezone.utc)  # only its calendar counts, the zone comes below
            local = start + timedelta(days=float(text))
            day = local.date().isoformat()
            self._likely(day)
            return day, self._instant(day, local.strftime("%H:%M:%S"), None) if "." in text else None
        return None

    def _timed(self, day: date, rest: str) -> Pair:
        on = day.isoformat()
        self._likely(on)
        rest = rest.strip(" ,").removeprefix("T")
        if not rest:
            return on, None
        found = _TIME.fullmatch(rest)
        if not found:
            raise ValueError(NOT_A_DATE)
        before, hour, minute, second, after = found.groups()
        hours, halves = int(hour), _words()["halves"]
        after_word, _, zone = after.partition(" ")
        half = halves.get(before.strip(" ,").lower(), halves.get(after_word.strip(" ,").lower()))
        if half is None:
            zone = after
        else:
            hours = hours % 12 + 12 * half
        zone = re.sub(r"\s*\(.*\)$", "", zone).strip()
        return on, self._instant(on, f"{hours:02d}:{minute}:{second or '00'}", zone or None)

    def _worded(self, text: str) -> Pair:
        words = _words()
        whole, text = text, _REMARK.sub("", text)
        lowered = text.casefold()
        if lowered in words["unknown"]:
            return None, None
        for word, back in words["relative"].items():
            if lowered.startswith(word):
                self.counted.add(whole)
                return self._timed(
                    self.today - timedelta(days=back), lowered[len(word) :].lstrip(" ,").removeprefix("в ")
                )
        number = re.search(r"[0-9]{1,3}", lowered)
        shape = " ".join((lowered[: number.start()] + "#" + lowered[number.end() :] if number else lowered).split())
        if (unit := words["ago"].get(shape, words["ago"].get(shape.replace(" ", "")))) is not None:
            self.counted.add(whole)
            return days_before(self.today, unit, int(number.group()) if number else 1).isoformat(), None
        name = next((w for w in _WORDS.findall(lowered) if w in words["months"]), None)
        if name is None:
            raise ValueError(NOT_A_DATE)
        month = words["months"][name]
        clock = re.search(r"[0-9]{1,2}:[0-9]{2}.*", text)
        numbers = re.findall(r"[0-9]+", text[: clock.start()] if clock else text)
        if len(numbers) == 1 and len(numbers[0]) < 3:  # pages leave out the year of the last twelve months
            self.yearless.add(whole)
            ahead = (month, int(numbers[0])) > (self.today.month, self.today.day)
            numbers.append(str(self.year or self.today.year - ahead))
        if len(numbers) != 2:
            raise ValueError(NOT_A_DATE)
        first, second = numbers
        parts = (first, str(month), second) if len(first) > 2 else (second, str(month), first)
        try:
            day = date(_year(parts[0]), month, int(parts[2]))
        except ValueError:
            raise ValueError(NOT_A_DATE) from None
        return self._timed(day, clock.group() if clock else "")
