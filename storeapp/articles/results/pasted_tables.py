"""Figures of publications pasted from a sheet or a platform's page: which column is what, what was left out. Pure."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money, currency_beside, to_minor
from storeapp.kernel.paths import resource
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import _
from storeapp.reputation.trust.pasted import NUMBER, day_of, day_orders, looks_like_day, number_of

COUNTS = ("views", "reads", "saves", "clicks")
MOST_ROWS = 20_000
HIGHEST = 10_000_000_000
LONGEST_NUMBER = 40  # characters of a cell that is one
_NOTHING = ("", "-", "–", "—", "n/a", "N/A")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row: which publication it names (`title`, `url`), of which ISO day, and what it says; None: nothing.

    `cost` is in the currency that stands beside it, else in the shop's.
    """

    number: int
    title: str
    url: str
    day: str | None
    views: int | None
    reads: int | None
    saves: int | None
    clicks: int | None
    cost: Money | None


@dataclass(frozen=True, slots=True)
class FigureTable:
    """What a table says. `columns`: the heads that were understood; `ignored`: those that were not; `refused`: rows."""

    rows: tuple[FigureRow, ...]
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    refused: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A publication by what a table may call it."""

    id: int
    title: str
    url: str
    tracking_link: str
    place: str
    day: str


def read_figures_table(text: str, today: date, currency: str) -> FigureTable:
    """The figures of a pasted table or a text file with a line of heads.

    A row names its publication by title or address. Days to come, what is no number and rows of more cells than heads
    are refused row by row; a cell left empty says nothing; `currency` is the shop's. UserError where no line of heads
    is found, or none of them counts anything.
    """
    rows = _rows(text)
    if len(rows) > MOST_ROWS:
        raise UserError(_("These are too many rows. Bring at most {count} at once.").format(count=f"{MOST_ROWS:,}"))
    at, places = _heads(rows)
    names = rows[at]
    days = day_orders(row[places["day"]] for row in rows[at + 1 :] if "day" in places and places["day"] < len(row))
    found, refused = [], []
    for number, row in enumerate(rows[at + 1 :], at + 2):
        if _head_of(row) and len(_head_of(row)) == len(places):
            continue  # the heads again, as pages that are copied in parts have them
        cells = {key: row[place] if place < len(row) else "" for key, place in places.items()}
        # An amount such as 1,50 between commas would lose its cents, and move all that follows.
        wide = any(row[len(names) :])
        made = (
            _("It has more cells than the first line.") if wide else _figure_row(number, cells, days, today, currency)
        )
        if isinstance(made, str):
            refused.append((number, made))
        else:
            found.append(made)
    known = set(places.values())
    ignored = tuple(name for place, name in enumerate(names) if name and place not in known)
    return FigureTable(tuple(found), tuple(names[place] for place in sorted(known)), ignored, tuple(refused))


def matched(row: FigureRow, published: Sequence[Published]) -> Published | str:
    """The publication a row means, by its address first, then its title; else the sentence that says why there is none.

    Of several with one title the one whose day is the row's; where that leaves several too, none is guessed.
    """
    if row.url:
        wanted = plain_address(row.url)
        same = [one for one in published if wanted in (plain_address(one.url), plain_address(one.tracking_link))]
        if len(same) == 1:
            return same[0]
    wanted = plain_title(row.title)
    if not wanted:
        return _("Nothing published has this address.") if row.url else _("It names no article.")
    same = [one for one in published if plain_title(one.title) == wanted]
    if len(same) > 1 and row.url:
        placed = [one for one in same if one.url and _host(one.url) == _host(row.url)]
        same = placed or same
    if not same:
        return _("Nothing published is called “{title}”.").format(title=row.title)
    if len(same) > 1:
        places = _(", ").join(one.place for one in same)
        return _("“{title}” came out several times ({places}). Add a column with the address.").format(
            title=row.title, places=places
        )
    return same[0]


def _rows(text: str) -> list[list[str]]:
    lines = text.lstrip("\ufeff").strip("\r\n")
    first = lines.partition("\n")[0]
    sign = max(("\t", ";", ","), key=first.count)
    read = csv.reader(io.StringIO(lines, newline=None), delimiter=sign, strict=True)
    try:
        rows = [[unicodedata.normalize("NFKC", cell).strip() for cell in row] for row in read]
    except csv.Error:  # a quotation mark that is only one: no cell of figures goes over lines
        plain = re.split(r"\r\n|\r|\n", lines)
        rows = [[unicodedata.normalize("NFKC", cell).strip(' "') for cell in line.split(sign)] for line in plain]
    return [row for row in rows if any(row)]


def _heads(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    for at, row in enumerate(rows[:10]):
        places = _head_of(row)
        if {"title", "url"} & places.keys() and {*COUNTS, "cost"} & places.keys():
            return at, places
    raise UserError(_("The first line must name Title or Address, and Views, Reads, Saves, Clicks or Cost."))


def _head_of(row: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(row):
        key = _meaning(cell)
        if key and key not in places:
            places[key] = place
    return places


@cache
def _head_words() -> Mapping[str, tuple[str, ...]]:
    content = tomllib.loads(resource("articles", "figure_heads.toml").read_text("utf-8"))
    return {key: tuple(content[key].split()) for key in (*("title", "url", "day"), *COUNTS, "cost")}


def _meaning(head: str) -> str:
    plain = head.casefold()
    if not plain or NUMBER.fullmatch(plain) or looks_like_day(plain) or _ADDRESS.search(plain) or len(plain) > 40:
        return ""
    best, longest = "", 0
    for key, words in _head_words().items():
        for word in words:
            whole = word in re.findall(r"[^\W\d_]+", plain) or (not word.isascii() and word in plain)
            if whole and len(word) > longest:
                best, longest = key, len(word)
    return best


def _figure_row(number: int, cells: Mapping[str, str], days: set[str], today: date, currency: str) -> FigureRow | str:
    day = None
    if cells.get("day"):
        read = day_of(cells["day"], days)
        if read is None:
            return _("Write its day such as 2026-07-16.")
        if read > today:
            return _("Its day is still to come.")
        day = read.isoformat()
    counts: dict[str, int | None] = {}
    for key in COUNTS:
        value = _number(cells.get(key, ""))
        if value is not None and (value < 0 or value != int(value) or value > HIGHEST):
            return _("“{value}” is no count.").format(value=cells[key][:LONGEST_NUMBER])
        counts[key] = None if value is None else int(value)
        if cells.get(key) and value is None:
            return _("“{value}” is no count.").format(value=cells[key][:LONGEST_NUMBER])
    cost = _amount(cells.get("cost", ""), currency)
    if isinstance(cost, str):
        return cost
    if cost is None and all(value is None for value in counts.values()):
        return _("It counts nothing.")
    views, reads, saves, clicks = (counts[key] for key in COUNTS)
    return FigureRow(number, cells.get("title", ""), cells.get("url", ""), day, views, reads, saves, clicks, cost)


def _amount(text: str, usual: str) -> Money | str | None:
    """What a cell says something cost, or the sentence that says why it can't be read; None where it says nothing."""
    if text.strip() in _NOTHING:
        return None
    found = NUMBER.search(text[:LONGEST_NUMBER])
    beside = f"{text[: found.start()]} {text[found.end() :]}" if found else text
    if found is None or found["percent"] or re.search(r"[\d-]", beside):
        return _("“{value}” is no amount.").format(value=text[:LONGEST_NUMBER])
    currency = currency_beside(beside, usual)
    if not currency:
        return _("The currency of “{value}” isn't known. Write it such as 12.50 EUR.").format(
            value=text[:LONGEST_NUMBER]
        )
    value = number_of(found["digits"], found["times"] or "")
    if value > HIGHEST:
        return _("“{value}” is no amount.").format(value=text)
    return Money(to_minor(Decimal(str(value)), currency), currency)


def _number(text: str) -> float | None:
    plain = text.strip()
    if plain in _NOTHING or len(plain) > LONGEST_NUMBER:
        return None
    found = NUMBER.fullmatch(plain.lstrip("-"))
    if found is None or found["percent"]:
        return None
    value = number_of(found["digits"], found["times"] or "")
    return -value if plain.startswith("-") else value


def plain_address(text: str) -> str:
    """An address without what doesn't matter: its scheme, www, a last slash and what stands behind "#"."""
    plain = re.sub(r"^https?://(www\.)?", "", text.strip().casefold())
    return plain.partition("#")[0].rstrip("/?")


def _host(text: str) -> str:
    return plain_address(text).partition("/")[0]


def plain_title(text: str) -> str:
    """A title's words alone, in small letters."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))
