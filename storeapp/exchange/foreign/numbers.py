"""Amounts, counts and ratings as people and platforms write them, read a whole column at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from storeapp.kernel.money import codes, exponent
from storeapp.kernel.numbers import plain_digits
from storeapp.kernel.text import N_

NOT_A_NUMBER = N_("Not a number")
NOT_WHOLE = N_("Not a whole number")
NOT_A_RATING = N_("Not a rating")
TOO_LARGE = N_("Too large to be right")
EMPTY = frozenset({"", "-", "--", "---", "–", "—", "n/a", "na", "null", "none", "nan", "#n/a", "\\n"})

Problems = list[tuple[int, str]]
_PLAIN = {".": re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?"), ",": re.compile(r"-?[0-9]{1,15}(?:,[0-9]{1,9})?")}
LONGEST = 120  # letters of an amount with its currency; what is longer is a text
_NUMERAL = re.compile(r"[0-9][0-9., \u00a0\u202f\u2009'’٬]*")
_BLANKS = re.compile("[ \u00a0\u202f\u2009'’٬]")
RATED = re.compile(
    r"(?P<rating>[0-9]{1,3}(?:[.,][0-9]{1,4})?)\s*(?:(?:/|out of|of|von|sur|из|de|di|su|van|z)\s*(?P<best>[0-9]{1,3})"
    r"(?:[.,]0+)?\s*)?(?P<percent>[%％])?(?:stars?|★|⭐|星|分|点|점|sterne?|étoiles?|estrellas?|estrelas?|stelle|stella|"
    r"звезды|звезда|звёзд|звезд|gwiazdki|gwiazdek|bintang|ดาว|yıldız|points?|punkte?)?",
    re.IGNORECASE,
)
_GROUPED = {
    ".": re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]*)?"),
    ",": re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?"),
}
_FOREIGN_POINT = {
    ".": re.compile(r"[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})"),
    ",": re.compile(r"[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})"),
}
_SIGNS = {
    "€": "EUR", "£": "GBP", "₽": "RUB", "₹": "INR", "₩": "KRW", "฿": "THB", "₫": "VND", "₴": "UAH", "₺": "TRY",
    "₸": "KZT", "₪": "ILS", "৳": "BDT", "₱": "PHP", "zł": "PLN", "zl": "PLN", "rp": "IDR", "r$": "BRL", "rm": "MYR",
    "руб": "RUB", "р": "RUB", "元": "CNY", "円": "JPY", "rmb": "CNY", "us$": "USD", "au$": "AUD", "c$": "CAD",
    "ca$": "CAD", "a$": "AUD", "nz$": "NZD", "hk$": "HKD", "s$": "SGD", "nt$": "TWD", "mx$": "MXN", "us": "USD",
    "au": "AUD", "kč": "CZK", "ft": "HUF", "лв": "BGN", "sfr": "CHF", "fr": "CHF", "$": "USD", "us $": "USD",
    "au $": "AUD", "c $": "CAD", "tl": "TRY", "lei": "RON", "رس": "SAR", "دإ": "AED", "جم": "EGP", "دك": "KWD",
}  # fmt: skip


def numeral(text: str) -> tuple[str, bool] | None:
    """The digits, points and commas of an amount without its sign and currency, and whether it is negative."""
    text = plain_digits(text) if len(text) <= LONGEST else ""
    found = _NUMERAL.search(text)
    if not found:
        return None
    core, before, after = found.group().rstrip(" .,'’\u00a0\u202f\u2009"), text[: found.start()], text[found.end() :]
    around = before + after
    if any(c.isdigit() or c in "%‰<>~±" for c in around):
        return None
    minus = "-" in around or "\u2212" in around or ("(" in before and ")" in after)
    if sum(c.isalpha() for c in around) > 6:
        return None
    if before.rstrip().endswith((".", ",")) and before.strip() in {".", ","}:
        core = "0" + before.strip() + core
    return _BLANKS.sub("", core), minus


def decimal_evidence(values: Iterable[str]) -> dict[str, int]:
    """How many values need "." or "," as the decimal sign, and how many leave it open ("?." and "?,")."""
    votes = {".": 0, ",": 0, "?.": 0, "?,": 0}
    for value in dict.fromkeys(values):
        found = numeral(value) if type(value) is str else None  # a workbook's own numbers say nothing
        if found is None:
            continue
        core = found[0]
        points, commas = core.count("."), core.count(",")
        if points and commas:
            votes["." if core.rfind(".") > core.rfind(",") else ","] += 1
        elif points + commas > 1:
            votes["," if points else "."] += 1
        elif points + commas == 1:
            sign = "." if points else ","
            whole, _, part = core.partition(sign)
            grouped = len(part) == 3 and 1 <= len(whole) <= 3 and whole != "0"
            spaced = _BLANKS.search(value.strip()[1:-1]) is not None and len(part) != 3
            votes["?" + sign if grouped and not spaced else sign] += 1
    return votes


def currency_of(values: Iterable[str]) -> str:
    """The currency whose sign or code stands at the amounts; "" if none, or not always the same."""
    seen: set[str] = set()
    for value in values:
        around = re.sub(r"[0-9.,'’()\-+\u2212]", "", value).replace("\u00a0", " ").strip().casefold().strip(".")
        if not around:
            continue
        code = around.upper()
        seen.add(_SIGNS.get(around) or (code if code in codes() else ""))
    return seen.pop() if len(seen) == 1 else ""


class Amounts:
    """Reads amounts into minor units; the same text is parsed once, shops' prices repeat."""

    def __init__(self, decimal: str) -> None:
        self.decimal = decimal or "."
        self._memo: dict[int, dict[str, int | None]] = {}

    def read(self, values: Sequence[str], currency: str, problems: Problems) -> list[int | None]:
        """Minor units of one currency, None for an empty cell."""
        return self._many(values, exponent(currency), problems)

    def read_each(
        self, values: Sequence[str], currencies: Sequence[str | None], problems: Problems
    ) -> list[int | None]:
        """Minor units where every row names its own currency."""
        if len(kinds := {exponent(c or "") for c in set(currencies)}) == 1:
            return self._many(values, kinds.pop(), problems)
        found: list[int | None] = []
        for index, (value, currency) in enumerate(zip(values, currencies, strict=True)):
            mine: Problems = []
            found += self._many([value], exponent(currency or ""), mine)
            problems += [(index, reason) for _, reason in mine]
        return found

    def _many(self, values: Sequence[str], places: int, problems: Problems) -> list[int | None]:
        memo = self._memo.setdefault(places, {"": None})
        if len(memo) > 200_000:
            memo.clear()
        try:
            return [memo[value] for value in values]
        except KeyError:
            pass
        for index, value in enumerate(values):
            if value not in memo:
                try:
                    memo[value] = self.minor(value, places)
                except ValueError as why:
                    problems.append((index, str(why)))
        return [memo.get(value) for value in values]

    def minor(self, text: str, places: int) -> int | None:
        """One amount in units of 10^-places, half a unit rounded away from zero; ValueError with the reason."""
        text = plain_digits(text[: LONGEST + 1].strip())
        if text.lower() in EMPTY:
            return None
        if _PLAIN[self.decimal].fullmatch(text):
            core, minus = text.lstrip("-"), text[0] == "-"
        else:
            core, minus = self._core(text)
        whole, _, part = core.partition(self.decimal)
        if len(whole) > 15:
            raise ValueError(TOO_LARGE)
        shifted = int(whole + part[:places].ljust(places, "0"))
        if part[places : places + 1] >= "5":
            shifted += 1
        return -shifted if minus else shifted

    def _core(self, text: str) -> tuple[str, bool]:
        if text.startswith(('="', "'")):
            text = text.lstrip("='").strip('"')
        if re.fullmatch(r"-?[0-9](?:\.[0-9]+)?[eE][+-]?[0-9]{1,2}", text):
            return format(abs(Decimal(text)), "f").replace(".", self.decimal), text[0] == "-"
        found = numeral(text)
        if found is None:
            raise ValueError(NOT_A_NUMBER)
        core, minus = found
        other = "," if self.decimal == "." else "."
        if other in core:
            if _GROUPED[self.decimal].fullmatch(core):
                core = core.replace(other, "")
            elif _FOREIGN_POINT[self.decimal].fullmatch(core):
                core = core.replace(other, self.decimal)
            else:
                raise ValueError(NOT_A_NUMBER)
        if core.count(self.decimal) > 1:
            raise ValueError(NOT_A_NUMBER)
        return core, minus


class CountReader:
    """Reads whole numbers: pieces, photos."""

    def __init__(self, decimal: str) -> None:
        self._amounts = Amounts(decimal)
        self._memo: dict[str, int | None] = {"": None}

    def read(self, values: Sequence[str], problems: Problems) -> list[int | None]:
        """Whole numbers, None for an empty cell."""
        memo = self._memo
        for value in set(values).difference(memo):
            try:
                thousandths = self._amounts.minor(value, 3)
            except ValueError as why:
                problems += [(i, str(why)) for i, v in enumerate(values) if v == value]
                continue
            if thousandths is None or (thousandths % 1000 == 0 and abs(thousandths) < 10**12):
                memo[value] = None if thousandths is None else thousandths // 1000
            else:
                reason = TOO_LARGE if thousandths % 1000 == 0 else NOT_WHOLE
                problems += [(i, reason) for i, v in enumerate(values) if v == value]
        return [memo.get(value) for value in values]


class RatingReader:
    """Reads ratings as digits, "4/5", "80%", stars or the platform's words, each on the scale it states itself."""

    def __init__(self, decimal: str, scale: float, words: dict[str, float]) -> None:
        """`scale` is that of ratings which state none."""
        self._amounts = Amounts(decimal)
        self.scale, self._words = scale, words
        self._memo: dict[str, tuple[float | None, float]] = {"": (None, scale)}

    def read(self, values: Sequence[str], problems: Problems) -> tuple[list[float | None], list[float]]:
        """Ratings, None for an empty cell, and the best rating there is on the scale of each."""
        memo = self._memo
        for value in set(values).difference(memo):
            try:
                memo[value] = self._one(value.strip())
            except ValueError as why:
                problems += [(i, str(why)) for i, v in enumerate(values) if v == value]
        found = [memo.get(value, (None, self.scale)) for value in values]
        return [rating for rating, _scale in found], [scale for _rating, scale in found]

    def _one(self, text: str) -> tuple[float | None, float]:
        if text.casefold() in self._words:
            return self._words[text.casefold()], self.scale
        if text and set(text) <= set("★☆⭐½\ufe0f "):
            drawn = text.count("★") + text.count("⭐") + text.count("½") / 2
            return drawn, 5.0 if drawn <= 5 else self.scale
        shape = RATED.fullmatch(plain_digits(text))
        scale = self.scale
        if shape and shape["best"]:
            scale = float(shape["best"])
        elif shape and shape["percent"]:
            scale = 100.0
        hundredths = self._amounts.minor(shape["rating"] if shape else text, 2)
        if hundredths is None:
            return None, scale
        if not 0 <= hundredths <= scale * 100 + 0.001:
            raise ValueError(NOT_A_RATING)
        return hundredths / 100, scale


def on_five(rating: float, scale: float) -> float:
    """A rating as stars from 1 to 5: 80 of 100 and 8 of 10 are 4 stars, 2 of 3 is the middle, a thumb down is 1 star.

    Scales of 10 and more begin at 0, shorter ones at 1; a thumb is 0 or 1.
    """
    if scale < 2:
        return 5.0 if rating > 0 else 1.0
    stars = rating * 5 / scale if scale >= 10 else rating if scale == 5 else 1 + (rating - 1) * 4 / (scale - 1)
    return max(1.0, min(5.0, stars))


def stars_of(rating: float | None, scale: float) -> int | None:
    """The nearest of 1 to 5 stars; None for no rating, and for 0 where that is none."""
    if rating is None or (rating <= 0 and scale >= 2):
        return None
    return int(on_five(rating, scale) + 0.5)


def apart_of(rating: float | None, scale: float) -> int:
    """By how many hundredths of a star a rating lies above its whole stars: -50 for 3.5, which counts as 4."""
    stars = stars_of(rating, scale)
    return 0 if stars is None or rating is None else round(100 * on_five(rating, scale)) - 100 * stars
