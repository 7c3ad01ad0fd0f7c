"""Shops that buyers compare this one with: what their pages showed, typed or pasted, and how old it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from storeapp.kernel.errors import UserError
from storeapp.kernel.text import _, plural
from storeapp.reputation.trust.pasted import NUMBER, cells, day_of, day_orders, headed, looks_like_day, number_of

MOST = 5
STALE_DAYS = 45  # a figure older than this is said to be old
LONGEST_NAME = 120

_RATING = r"rating(?!s)|average|avg|stars?(?!\w)|score|评分|評分|星级|星級|valoración media|puntuación|estrellas"
_RATING += r"|рейтинг|оценка(?!\w)|skor|bintang|isilinganiso|izinkanyezi"
_COUNT = (
    r"ratings|reviews?|votes|feedback|评价|評價|评论|評論|条|條|reseñas?|opini(?:ón|ones)|valoraciones|calificaciones"
)
_COUNT += r"|отзыв\w*|оцен(?:ок|ки)|голос\w*|ulasan|penilaian|i?zibuyekezo|ukubuyekezwa|bewertungen|avis|avaliações"
_SALES = r"sales|sold|orders|已售|销量|銷量|售出|已賣|成交|月销|ventas|vendidos?|продаж\w*|продано|куплено"
_SALES += r"|заказ\w*|terjual|penjualan|okuthengisiwe|kuthengisiwe|verkäufe|ventes|vendas"
_GOOD = r"positive|好评|好評|positivas?|положительн\w*|positif|okuhle"
_DAY = r"date|day|日期|时间|日|fecha|дата|tanggal|usuku"
_OF_FIVE = re.compile(
    r"(?:/|out of|von|sur|из|de un máximo de|de|dari|kwezingu|ka-)\s*5(?:[.,]0)?(?![\d.,])|满分\s*5|滿分\s*5", re.I
)


@dataclass(frozen=True, slots=True)
class RivalFigures:
    """What a page shows: `rating` in stars 1 to 5, number of `ratings`, percent positive, number of `sales`."""

    rating: float | None = None
    ratings: int | None = None
    positive_percent: float | None = None
    sales: int | None = None

    @property
    def empty(self) -> bool:
        """Nothing in it."""
        return self.rating is self.ratings is self.positive_percent is self.sales is None


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Figures of one day."""

    day: date
    figures: RivalFigures


def read_figures(text: str) -> RivalFigures:
    """Figures out of a line copied from a shop's page, such as "4.8 (1,234)" or "1 234 отзыва 4,9 99,1 %".

    A number's neighbours say what it is; of what is left, 1 to 5 with a decimal is the rating, then come the number
    of ratings and the sales. UserError where nothing is found.
    """
    plain = _OF_FIVE.sub(" ", text)
    held: dict[str, float] = {}
    loose: list[tuple[float, bool]] = []
    for found in NUMBER.finditer(plain):
        value = number_of(found["digits"], found["times"] or "")
        kind = "positive_percent" if found["percent"] else _kind_near(plain, found.start(), found.end())
        if kind == "rating" and not 1 <= value <= 5:
            kind = "ratings"
        if kind and kind not in held:
            held[kind] = value
        else:
            loose.append((value, bool(re.search(r"[.,]\d{1,2}$", found["digits"])) and not found["times"]))
    for value, decimal in list(loose):
        if "rating" not in held and decimal and 1 <= value <= 5:
            held["rating"] = value
            loose.remove((value, decimal))
    for value, _decimal in loose:
        small_first = "rating" not in held and value in (1, 2, 3, 4, 5) and (len(loose) > 1 or "ratings" in held)
        place = "rating" if small_first else next((key for key in ("ratings", "sales") if key not in held), "")
        if place:
            held[place] = value
    if not held:
        raise UserError(_("No figure was found in this. Write it such as 4.8 (1,234)."))
    return checked_figures(
        RivalFigures(
            held.get("rating"), _whole(held.get("ratings")), held.get("positive_percent"), _whole(held.get("sales"))
        )
    )


def checked_figures(figures: RivalFigures) -> RivalFigures:
    """The same; UserError for what can't be."""
    if figures.empty:
        raise UserError(_("Give at least one figure."))
    if figures.rating is not None and not 1 <= figures.rating <= 5:
        raise UserError(_("A rating is between 1 and 5 stars."))
    if figures.positive_percent is not None and not 0 <= figures.positive_percent <= 100:
        raise UserError(_("A share is between 0% and 100%."))
    if any(number is not None and not 0 <= number < 10**12 for number in (figures.ratings, figures.sales)):
        raise UserError(_("A number of ratings or sales can't be below 0."))
    return figures


def read_rows(text: str, today: date) -> list[DayFigures]:
    """Figures out of pasted rows; one line without tabs is today's. UserError names the first row that can't be read.

    Columns are taken by their titles where the first row has some, else as day, rating, ratings, sales.
    """
    rows = cells(text)
    if len(rows) == 1 and len(rows[0]) == 1:
        return [DayFigures(today, read_figures(text))]
    names: list[str] = []
    if rows and headed(rows[0]):
        names, rows = [_title_kind(cell) for cell in rows[0]], rows[1:]
    orders = day_orders(cell for row in rows for cell in row if looks_like_day(cell))
    found: dict[date, RivalFigures] = {}
    for number, row in enumerate(rows, 2 if names else 1):
        day = next((day for cell in row if (day := day_of(cell, orders)) is not None), None)
        if day is None and any(looks_like_day(cell) for cell in row):
            raise _refused(number, _("write its day such as 2026-07-16"))
        if day is not None and day > today:
            raise _refused(number, _("its day is still to come"))
        try:
            found[day or today] = _row_figures(row, names)
        except UserError as why:
            raise _refused(number, why.sentence) from None
    if not found:
        raise UserError(_("No figure was found in this. Write it such as 4.8 (1,234)."))
    return [DayFigures(day, found[day]) for day in sorted(found)]


def _row_figures(row: Sequence[str], names: Sequence[str]) -> RivalFigures:
    if not names:
        left = [cell for cell in row if not looks_like_day(cell)]
        filled = [cell for cell in left if cell]
        if len(filled) == 1 and not NUMBER.fullmatch(filled[0]):
            return read_figures(filled[0])
        keys = ["rating", "ratings", "sales", "positive_percent"]
        held: dict[str, float] = {}
        for cell in left:
            if "%" in cell:
                held["positive_percent"] = _number(cell)
                keys = [key for key in keys if key != "positive_percent"]
            else:
                key = keys.pop(0) if keys else ""
                if key and cell:
                    held[key] = _number(cell)
    else:
        held = {name: _number(cell) for name, cell in zip(names, row, strict=False) if name not in ("", "day") and cell}
    return checked_figures(
        RivalFigures(
            held.get("rating"), _whole(held.get("ratings")), held.get("positive_percent"), _whole(held.get("sales"))
        )
    )


def _number(cell: str) -> float:
    found = NUMBER.search(cell)
    if found is None:
        raise UserError(_("“{cell}” is not a number").format(cell=cell))
    return number_of(found["digits"], found["times"] or "")


def _refused(number: int, why: str) -> UserError:
    return UserError(_("Row {number}: {reason}. Nothing was saved.").format(number=number, reason=why.rstrip(".。")))


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _title_kind(cell: str) -> str:
    plain = cell.casefold()
    for kind, words in (("day", _DAY), ("positive_percent", _GOOD + "|%"), ("sales", _SALES), ("ratings", _COUNT)):
        if re.search(words, plain):
            return kind
    return "rating" if re.search(_RATING, plain) else ""


def _kind_near(text: str, start: int, end: int) -> str:
    """What the words right after a number, else right before it, say it is."""
    after = re.split(r"\d", text[end : end + 24], maxsplit=1)[0].casefold()
    before = re.split(r"\d", text[max(0, start - 24) : start][::-1], maxsplit=1)[0][::-1].casefold()
    if re.match(r"\s*[)）]", after) and re.search(r"[(（]\s*$", before):
        return "ratings"
    ways = (("sales", _SALES), ("ratings", _COUNT), ("rating", _RATING))
    for kind, words in ways:
        if re.match(rf"\+?\s*(?:\w+\s+)?(?:{words})", after):
            return kind
    for kind, words in ways:
        if re.search(rf"(?:{words})\s*[:：·]?\s*$", before):
            return kind
    return ""


def age_words(taken_on: str, today: date) -> str:
    """How old a figure is: "today", "3 days old"."""
    days = (today - date.fromisoformat(taken_on)).days
    return _("today") if days <= 0 else plural("{count} day old", "{count} days old", days)


def stale(taken_on: str, today: date) -> bool:
    """Whether a figure is too old to be compared without saying so."""
    return (today - date.fromisoformat(taken_on)).days > STALE_DAYS


def checked_name(name: str, known: int) -> str:
    """The name of a rival made tidy; UserError for none, too long, or one too many (`known`: how many there are)."""
    plain = " ".join(name.split())
    if not plain:
        raise UserError(_("Give the shop's name."))
    if len(plain) > LONGEST_NAME:
        raise UserError(_("The name is too long. Use at most {count} characters.").format(count=LONGEST_NAME))
    if known >= MOST:
        raise UserError(too_many())
    return plain


def too_many() -> str:
    """Why there is no sixth one."""
    return _(
        "Five rivals are enough: figures of more shops than you look at each month only get old. Remove one first."
    )
