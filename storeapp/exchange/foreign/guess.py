"""What the columns of an unknown file probably are: from their names, their values and their neighbours."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache

from storeapp.exchange.fields import FIELDS
from storeapp.exchange.foreign.dates import Dates
from storeapp.exchange.foreign.formats import fold
from storeapp.exchange.foreign.numbers import RATED, numeral
from storeapp.exchange.foreign.plan import FileColumn
from storeapp.exchange.foreign.tables import Row
from storeapp.exchange.foreign.texts import email, flag, personal_value, word_key
from storeapp.exchange.staged import GUESSED
from storeapp.kernel import money
from storeapp.kernel.numbers import plain_digits
from storeapp.kernel.paths import resource
from storeapp.kernel.text import N_, _

BY_NAME, BY_PART, BY_VALUES = 0.95, GUESSED, 0.6
LOOKED_AT = 300
LONGEST = 2_000  # letters of a cell that are looked at
_FAR = date(2100, 1, 1)
_NO_WORD = re.compile(r"\W+")


def words_of(header: str) -> str:
    """A header as plain words: ProductId, product_id and "Product ID:" are the same."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", header)
    return word_key(fold(re.sub(r"[_\-./]+", " ", spaced).replace("(", " (")).strip(" #."))


class Guesser:
    """Knows header words in many languages."""

    def __init__(self) -> None:
        with resource("wordlists", "headers.toml").open("rb") as file:
            table = tomllib.load(file)
        self._fields: dict[str, list[str]] = {}
        for record in ("orders", "lines", "products", "customers", "reviews"):
            for target, names in table[record].items():
                for name in names:
                    self._fields.setdefault(words_of(name), []).append(target)
        self._shared: dict[str, Mapping[str, str]] = {
            words_of(word): meaning for meaning in table["shared"].values() for word in meaning["words"]
        }
        self._personal = {words_of(word) for word in table["personal"]["words"]}
        self._nothing = {words_of(word) for word in table["nothing"]["words"]}
        self._values = {target: re.compile("|".join(shapes)) for target, shapes in table["values"].items()}

    def columns(
        self, header: Sequence[str], sample: Sequence[Row], chosen: Sequence[str] = (), kind: str = ""
    ) -> list[FileColumn]:
        """A column each, with a field, a confidence from 0 to 1 and a reason where one could be guessed.

        `chosen` are the fields that the owner has already set, `kind` what he says the rows are: they tell what the
        rest is about.
        """
        names = [words_of(name) for name in header]
        values = [
            [row[i].strip()[:LONGEST] for row in sample[:LOOKED_AT] if row[i].strip()] for i in range(len(header))
        ]
        context = kind or _chosen_context(chosen) or self._context(names, values)
        columns = [FileColumn(index, name) for index, name in enumerate(header)]
        for column, name, cells in zip(columns, names, values, strict=True):
            self._by_name(column, name, cells, context)
        self._only_best(columns)
        taken = {column.field for column in columns if column.field}
        for column, cells in zip(columns, values, strict=True):
            if not column.field and column.state == "unused" and words_of(column.header) not in self._nothing:
                self._by_values(column, cells, context, taken)
                taken.add(column.field)
        if context in {"products", "customers"}:
            self._note_reviews(columns)
        return columns

    def _note_reviews(self, columns: Sequence[FileColumn]) -> None:
        """Mark columns that are called like a rating or a review in a table that was not taken for reviews."""
        for column in columns:
            meant = [t for t in self._fields.get(words_of(column.header), ()) if t in _REVIEWING]
            if meant and not column.field and column.state == "unused":
                column.state = "warn"
                column.reason = _("named like “{field}”, but its values do not fit").format(
                    field=_(FIELDS[meant[0]].title)
                )

    def _context(self, names: Sequence[str], values: Sequence[Sequence[str]]) -> str:
        """What a row is about: a review, an order, a customer or a product."""
        named: Counter[str] = Counter()
        for name, cells in zip(names, values, strict=True):
            targets = self._fields.get(name, [])
            fitting = [t for t in targets if not cells or fits(FIELDS[t].kind, cells) >= 0.7]
            for target in fitting:
                named[target] += 1
            if name in self._shared and not fitting:
                named["shared"] += 1
        rating, text = named["reviews.rating"], named["reviews.text"] or named["reviews.pros"]
        longest = max((_length(cells) for cells in values), default=0)
        rated = any(len(cells) > 1 and len(set(cells)) <= 10 and fits("rating", cells) == 1 for cells in values)
        if (rating and (text or longest > 20)) or named["reviews.key"] or (text and longest > 40):
            return "reviews"
        bought = any(name.startswith("customers.") for name in named)
        if named["orders.number"] or named["orders.placed"] or (named["lines.quantity"] and bought):
            return "orders"
        if rated and longest > 25 and not named["lines.quantity"]:
            return "reviews"
        if any(name.startswith("customers.") for name in named):
            return "customers"
        if text and not named["products.title"]:
            return "reviews"
        if any(name.startswith("products.") for name in named):
            return "products"
        return "reviews" if longest > 40 else "orders"

    def _by_name(self, column: FileColumn, name: str, cells: Sequence[str], context: str) -> None:
        if name in self._personal and not (context == "reviews" and name in {"address"}):
            column.state, column.reason = "locked", _("personal, not needed")
            return
        if name in self._nothing:
            column.reason = _("not used")
            return
        if name and cells and sum(map(personal_value, cells)) > 0.6 * len(cells):
            column.state, column.reason = "locked", _("its values look like card numbers or computer addresses")
            return
        target, confidence, reason = self._field_by_name(name, context, cells)
        if not target:
            return
        share = fits(FIELDS[target].kind, cells) if cells else 0.8
        if share < 0.5:
            column.reason = _("named like “{field}”, but its values do not fit").format(field=_(FIELDS[target].title))
            return
        column.field, column.state, column.reason = target, "ok" if share > 0.9 else "warn", reason
        column.confidence = round(confidence * (0.5 + share / 2), 2)

    def _field_by_name(self, name: str, context: str, cells: Sequence[str]) -> tuple[str, float, str]:
        """The field that a name means in this context, exactly or by a part of it."""
        shared = self._shared.get(name)
        if shared is not None:
            meant = shared.get(context, "")
            if meant or name not in self._fields:
                return meant, BY_NAME if meant else 0, _("its name, and the columns beside it")
        exact = self._suited(self._fields.get(name, []), context, cells)
        if exact:
            return exact, BY_NAME, _("its name")
        bare = re.sub(r"\s*[(（\[].*", "", name).strip()
        exact = self._suited(self._fields.get(bare, []), context, cells) if bare and bare != name else ""
        if exact:
            return exact, BY_NAME - 0.05, _("its name")
        best, length = "", 2
        for known, targets in self._fields.items():
            if length < len(known) <= len(name) and _part_of(known, name):
                target = self._suited(targets, context, cells)
                if target:
                    best, length = target, len(known)
        return best, BY_PART if best else 0, _("a part of its name")

    @staticmethod
    def _suited(targets: Sequence[str], context: str, cells: Sequence[str]) -> str:
        """Of several meanings the one that suits the context and the values; none of another kind of file."""
        barred = {
            "reviews": {"orders", "lines"} - {"orders.number"},
            "orders": {"reviews"},
            "customers": {"reviews", "lines"},
            "products": {"reviews", "customers", "orders", "lines"},
        }[context]
        suited = [t for t in targets if t.partition(".")[0] not in barred or t == "orders.number"]
        own = [t for t in suited if t.partition(".")[0] in {context, "lines" if context == "orders" else context}]
        return max(own or suited or [""], key=lambda t: fits(FIELDS[t].kind, cells) >= 0.5 if t else False)

    def _only_best(self, columns: Sequence[FileColumn]) -> None:
        """One column a field: the surest, the first among equals."""
        best: dict[str, FileColumn] = {}
        for column in columns:
            if column.field and FIELDS[column.field].kind != "list":
                before = best.get(column.field)
                if before is None or column.confidence > before.confidence:
                    best[column.field] = column
        for column in columns:
            winner = best.get(column.field)
            if column.field and winner is not None and winner is not column:
                column.reason = _("goes to the same field as “{column}”").format(column=winner.header)
                column.field, column.state, column.confidence = "", "unused", 0.0

    def _by_values(self, column: FileColumn, cells: Sequence[str], context: str, taken: set[str]) -> None:
        if not cells:
            return
        found = next((target for target, shape in self._values.items() if _share(shape, cells) > 0.8), "")
        if not found:
            found = self._kind_of_values(cells, context)
        if found and found not in taken:
            column.field, column.state, column.confidence = found, "warn", BY_VALUES
            column.reason = _(_REASONS[FIELDS[found].kind])

    @staticmethod
    def _kind_of_values(cells: Sequence[str], context: str) -> str:
        found = ""
        if fits("email", cells) > 0.8:
            found = "customers.email"
        elif context in _DATED and fits("date", cells) > 0.9 and not all(cell.isdigit() for cell in cells):
            found = _DATED[context]
        elif context == "reviews" and _length(cells) > 25:
            found = "reviews.text"
        elif context == "reviews" and fits("rating", cells) > 0.95 and len(set(cells)) <= 10:
            found = "reviews.rating"
        elif fits("currency", cells) > 0.95:
            found = "products.currency" if context == "products" else "orders.currency"
        return found


def _chosen_context(chosen: Sequence[str]) -> str:
    """What the owner's own choices say a row is about, "" if they leave it open."""
    if any(name in {"reviews.text", "reviews.rating", "reviews.pros"} for name in chosen):
        return "reviews"
    if any(name.partition(".")[0] in {"orders", "lines"} for name in chosen):
        return "orders"
    return ""


_REVIEWING = frozenset({"reviews.rating", "reviews.text"})
_DATED = {"reviews": "reviews.posted", "orders": "orders.placed"}
_REASONS = {
    "email": N_("its values are e-mail addresses"),
    "id": N_("its values are order numbers of a platform"),
    "date": N_("its values are dates"),
    "long": N_("its values are sentences"),
    "rating": N_("its values look like ratings"),
    "currency": N_("its values are currencies"),
}


def _share(shape: re.Pattern[str], cells: Sequence[str]) -> float:
    return sum(shape.fullmatch(cell) is not None for cell in cells) / len(cells)


def _part_of(known: str, name: str) -> bool:
    """Whether known words stand in a name as whole words; scripts without blanks need no word ends."""
    if not known.isascii() and not any("\u0400" <= c <= "\u04ff" or "\u00c0" <= c <= "\u024f" for c in known):
        return known in name
    return f" {known} " in f" {_NO_WORD.sub(' ', name)} "


def _length(cells: Sequence[str]) -> float:
    """The middle length of cells that are texts rather than ids, dates, addresses; signs of Chinese count double."""
    texts = sorted(
        len(cell) * (1 if cell.isascii() else 2)
        for cell in cells
        if not cell.startswith(("http", "[")) and not (" " not in cell and cell.isascii())
    )
    return texts[len(texts) // 2] if len(texts) * 2 > len(cells) else 0


def fits(kind: str, cells: Sequence[str]) -> float:
    """The share of cells that can be read as a kind."""
    looks = _LOOKS.get(kind)
    some = cells[:100]
    return sum(map(looks, some)) / len(some) if looks and some else 1.0


def _is_date(cell: str) -> bool:
    for reader in _READERS:
        try:
            reader.one(cell)
        except ValueError:
            continue
        return True
    return False


def _is_money(cell: str) -> bool:
    return numeral(cell) is not None and any(map(str.isdigit, cell)) and len(cell) < 30


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,9}([.,]0+)?", plain_digits(cell)) is not None


def _is_rating(cell: str) -> bool:
    found = RATED.fullmatch(plain_digits(cell))
    return (found is not None and float(found["rating"].replace(",", ".")) <= 100) or set(cell) <= set("★☆⭐½\ufe0f ")


@cache
def _codes() -> frozenset[str]:
    return frozenset(money.codes())


def _is_id(cell: str) -> bool:
    return len(cell) <= 80 and "\n" not in cell and cell.count(" ") <= 2


_READERS = [Dates(order, "", _FAR, _FAR) for order in ("mdy", "dmy", "ymd")]
_LOOKS: dict[str, Callable[[str], bool]] = {
    "date": _is_date,
    "long": lambda cell: not re.fullmatch(r"[0-9.,/★☆⭐ ]{1,6}", cell),
    "money": _is_money,
    "number": _is_number,
    "rating": _is_rating,
    "id": _is_id,
    "email": lambda cell: email(cell) is not None or "@" in cell or "*" in cell,
    "phone": lambda cell: sum(map(str.isdigit, cell)) >= 6 or "*" in cell,
    "currency": lambda cell: cell.upper() in _codes() or cell in "€$£¥₽₹₩",
    "flag": lambda cell: flag(cell) is not None,
    "status": lambda cell: len(cell) < 60 and not cell.isdigit(),
    "language": lambda cell: len(cell) < 20,
}
