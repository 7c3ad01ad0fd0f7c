"""Days and numbers as owners copy them from pages and sheets, in the shapes of many languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

_GAP = " \u00a0\u202f\u2009'’"
NUMBER = re.compile(
    rf"(?<![\d.,])(?P<digits>\d{{1,3}}(?:[{_GAP}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
    r"(?:\s*(?P<times>万|萬|千|тыс\.?|млн|rb|ribu|jt|juta|mil(?!l|\w)|k(?!\w)|m(?!\w)))?\s*(?P<percent>[%％])?",
    re.IGNORECASE,
)
_TIMES = {"万": 10_000, "萬": 10_000, "千": 1000, "k": 1000, "тыс": 1000, "тыс.": 1000, "rb": 1000, "ribu": 1000}
_TIMES |= {"mil": 1000, "m": 1_000_000, "млн": 1_000_000, "jt": 1_000_000, "juta": 1_000_000}
_DAY = re.compile(r"(\d{1,4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,4})\s*日?\.?")


def number_of(digits: str, times: str = "") -> float:
    """A number written with groups or decimals: 1,234 and 1 234 and 1.234 are whole, 4.8 and 4,8 are not.

    `times` is a word such as 万, k or тыс. that multiplies it.
    """
    factor = _TIMES.get(times.casefold(), 1)
    plain = re.sub(rf"[{_GAP}]", "", digits)
    marks = [mark for mark in plain if mark in ".,"]
    if not marks:
        return float(plain) * factor
    last = max(plain.rfind("."), plain.rfind(","))
    tail = plain[last + 1 :]
    grouped = len(set(marks)) == 1 and (len(marks) > 1 or (len(tail) == 3 and factor == 1))
    if grouped and plain[0] != "0":
        return float(re.sub(r"[.,]", "", plain)) * factor
    return float(re.sub(r"[.,]", "", plain[:last]) + "." + tail) * factor


def day_orders(texts: Iterable[str]) -> set[str]:
    """The orders ("dmy", "mdy") that every day of a column can be read in; only days such as 5/12/2026 are asked."""
    orders = {"dmy", "mdy"}
    for text in texts:
        found = _DAY.fullmatch(text.strip())
        if found is None or len(found[1]) == 4:
            continue
        first, second = int(found[1]), int(found[2])
        if first > 12 or "." in text:
            orders.discard("mdy")
        if second > 12:
            orders.discard("dmy")
    return orders


def day_of(text: str, orders: set[str]) -> date | None:
    """A day, None if the text is none or `orders` leave more than one reading that differ."""
    found = _DAY.fullmatch(text.strip().removesuffix(" 00:00:00"))
    if found is None:
        return None
    one, two, three = (int(part) for part in found.groups())
    if len(found[1]) == 4:
        tries = [(one, two, three)]
    else:
        year = three + 2000 if three < 100 else three
        tries = [(year, two, one)] if "dmy" in orders else []
        tries += [(year, one, two)] if "mdy" in orders and "." not in text else []
    days = {day for day in (_day(*part) for part in tries) if day is not None}
    return days.pop() if len(days) == 1 else None


def looks_like_day(text: str) -> bool:
    """Whether a cell is written as a day is, readable or not."""
    return _DAY.fullmatch(text.strip().removesuffix(" 00:00:00")) is not None


def cells(text: str) -> list[list[str]]:
    """The cells of pasted rows; empty rows are left out."""
    rows = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]
    return [row for row in rows if any(row)]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def headed(row: Sequence[str]) -> bool:
    """Whether a row holds titles: no cell of it is a day, a number or an address."""
    return not any(looks_like_day(cell) or NUMBER.fullmatch(cell) or "://" in cell for cell in row if cell)
