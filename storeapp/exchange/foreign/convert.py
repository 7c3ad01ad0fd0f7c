"""From cells to typed values, a block of rows at a time; unreadable rows are set aside with a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from storeapp.exchange.fields import FIELDS
from storeapp.exchange.foreign import texts
from storeapp.exchange.foreign.dates import Dates
from storeapp.exchange.foreign.heads import HEADLESS, Heads
from storeapp.exchange.foreign.markup import plain_cells
from storeapp.exchange.foreign.numbers import Amounts, CountReader, Problems, RatingReader, currency_of
from storeapp.exchange.foreign.plan import TablePlan
from storeapp.exchange.foreign.review_kinds import ReviewKinds
from storeapp.exchange.foreign.row_kinds import RowKinds
from storeapp.exchange.foreign.tables import Block, Row
from storeapp.exchange.foreign.troubles import EMPTY, NOT_AN_EMAIL, ORDER, OUT, Troubles, malformed
from storeapp.kernel.money import exponent
from storeapp.kernel.places import country_code, language_code
from storeapp.kernel.text import N_, _, plural

KEY_MISSING = N_("Required value missing")
NOTHING_SAID = N_("Neither a rating nor a text")

_KEYS = frozenset(
    {"orders.number", "orders.external_id", "lines.key", "reviews.key", "products.external_id", "products.parent_id"}
)

_WRITTEN = frozenset({"text", "long", "note", "buyer", "status"})  # kinds that carry words

Values = list[Any]
Rejection = tuple[int, str, str, str, Row]  # row number, column, value, reason, cells


@dataclass
class Typed:
    """Readable rows of a block: their numbers and, for each field, one value a row."""

    rows: list[int]
    got: dict[str, Values]
    rejected: list[Rejection] = field(default_factory=list)


class Converter:
    """Reads the blocks of one table by its plan."""

    def __init__(self, plan: TablePlan, header: Row, *, marked_up: bool = True) -> None:
        """`marked_up`: texts may carry entities and tags, as nothing on the way here has undone them."""
        self.plan, self.header, self.marked_up = plan, header, marked_up
        self.indexes = plan.indexes
        self.empty: dict[int, int] = {}
        self.troubles = Troubles(plan.mends)
        self.cleaned: Counter[str] = Counter()  # field -> notes out of which personal data were left
        self.counted: Counter[str] = Counter()  # days that count back from the file's day, as written
        self.yearless: Counter[str] = Counter()  # days without a year, as written
        self._currencies: dict[str, str | None] = {"": None}
        self._currency_of: dict[str, str] = {}  # the order of the last row -> its currency
        self._filled: dict[str, Values] | None = None  # the block whose currencies are whole
        self.no_currency = 0  # rows of orders that say no currency in any row before
        self._dates = {
            name: Dates(
                plan.date_orders.get(name, plan.date_order), plan.time_zone, plan.newest(name), plan.written, plan.year
            )
            for name in self.indexes
            if FIELDS[name].kind == "date"
        }
        self._amounts = Amounts(plan.decimal)
        self._counts = CountReader(plan.decimal)
        self._ratings = RatingReader(plan.decimal, plan.scale, dict(plan.format.rating))
        self._heads = Heads(plan.records, self.indexes)
        self.review_kinds = ReviewKinds()
        self.kinds = RowKinds(plan.format, header, self.indexes)

    def block(self, block: Block) -> Typed:
        """The block's readable rows as typed columns, and its rejected ones."""
        numbers, cells = self._chosen(block)
        bad: dict[int, tuple[int, str]] = {}
        got: dict[str, Values] = {}
        for name in sorted(self.indexes, key=lambda n: FIELDS[n].kind == "money"):  # currencies before amounts
            indexes = self.indexes[name]
            values = [row[indexes[0]] for row in cells] if len(indexes) == 1 else self._joined(name, cells)
            for index in indexes:
                self.empty[index] = self.empty.get(index, 0) + (
                    values.count("") if len(indexes) == 1 else sum(not row[index] for row in cells)
                )
            if self.marked_up and (FIELDS[name].kind in _WRITTEN or name == "products.sku"):
                values = list(plain_cells(values, lines=FIELDS[name].kind in {"long", "note"}))
            problems: Problems = []
            self._read(name, values, got, problems)
            for row, reason in self._mend(name, values, got, problems, numbers):
                bad.setdefault(row, (indexes[0], reason))
        self._whole_amounts(cells, got, numbers, bad)
        lacking: dict[int, tuple[int, str]] = {}
        self._require(got, len(cells), lacking)
        for row, (column, reason) in lacking.items():
            if row not in bad:
                self._note_lack(numbers[row], column, reason)
                bad[row] = column, reason
        for row in self._heads.headless(cells, bad):
            self._note_lack(numbers[row], self._heads.number, HEADLESS)
            bad[row] = self._heads.number, HEADLESS
        typed = Typed(list(numbers), got)
        if bad:
            wanted = [index not in bad for index in range(len(cells))]
            for row, (column, reason) in sorted(bad.items()):
                value = cells[row][column] if column >= 0 else ""
                typed.rejected.append(
                    (numbers[row], self.header[column] if column >= 0 else "", value, _(reason), cells[row])
                )
            typed.rows = list(compress(numbers, wanted))
            typed.got = {name: list(compress(values, wanted)) for name, values in got.items()}
        for number, row_cells, reason in block.broken:
            self._note_lack(number, -1, reason)
            typed.rejected.append((number, "", "", _(reason), row_cells))
        return typed

    def _chosen(self, block: Block) -> tuple[Sequence[int], list[Row]]:
        """Rows that the format neither skips nor leaves out."""
        numbers, cells = block.numbers, block.cells
        if (wanted := self.kinds.chosen(cells)) is not None:
            numbers, cells = list(compress(numbers, wanted)), list(compress(cells, wanted))
        if self.plan.format.empty:
            empty = self.plan.format.empty
            cells = [["" if cell in empty else cell for cell in row] for row in cells]
        return numbers, cells

    def _whole_amounts(
        self, cells: list[Row], got: dict[str, Values], numbers: Sequence[int], bad: dict[int, tuple[int, str]]
    ) -> None:
        """Amounts that stand in several columns, and rows that only give money back."""

        def read(name: str, values: list[str], index: int) -> Values:
            problems: Problems = []
            amounts = self._money(name, values, got, problems)
            for row, reason in problems:
                self.troubles.note(name, self.header[index], reason, numbers[row], values[row], "key")
                bad.setdefault(row, (index, reason))
            return amounts

        self.kinds.add_up(cells, got, read)
        self.kinds.give_back(cells, got)
        self.kinds.take_signs_off(got)
        self.kinds.hide_private(cells, got)

    def days_said(self) -> list[str]:
        """A sentence for days that were worked out from the file's own day."""
        said = []
        if self.counted:
            whole = plural(
                "{count} date was counted back from the day of this file.",
                "{count} dates were counted back from the day of this file.",
                self.counted.total(),
            )
            said.append(f"{whole} {self._of_file(self.counted)}")
        if self.yearless and not self.plan.year:
            whole = plural(
                "{count} date has no year: the last such day before this file was taken.",
                "{count} dates have no year: the last such day before this file was taken.",
                self.yearless.total(),
            )
            said.append(f"{whole} {self._of_file(self.yearless)}")
        return said

    def _of_file(self, cells: Counter[str]) -> str:
        return _("One of them is “{example}”, and the file is of {day}.").format(
            example=next(iter(cells)), day=self.plan.written.isoformat()
        )

    def _joined(self, name: str, cells: list[Row]) -> list[str]:
        """Several columns for one field: lists are put together, else the first filled cell counts."""
        indexes = self.indexes[name]
        if FIELDS[name].kind == "list":
            return ["\n".join(row[i] for i in indexes if row[i].strip()) for row in cells]
        return [next((row[i] for i in indexes if row[i].strip()), "") for row in cells]

    def _read(self, name: str, values: list[str], got: dict[str, Values], problems: Problems) -> None:
        kind = FIELDS[name].kind
        if kind == "date":
            dates = self._dates[name]
            got[name + "_on"], got[name + "_at"] = dates.read(values, problems)
            for said, cells in ((self.counted, dates.counted), (self.yearless, dates.yearless)):
                if cells:
                    said.update(value for value in values if _trimmed(value) in cells)
        elif kind == "money":
            got[name] = self._money(name, values, got, problems)
        elif kind == "id":
            got[name] = self._ids(name, values, problems)
        elif kind == "number":
            got[name] = self._counts.read(values, problems)
        elif kind == "rating":
            got[name], got["reviews.scale"] = self._ratings.read(values, problems)
        elif kind == "list":
            got[name] = [_parts(value) for value in values]
        elif kind == "currency":
            got[name] = self._codes(values)
        elif kind == "review_kind":
            got[name] = self.review_kinds.read(values)
        elif kind == "note":
            got[name] = self._notes(name, values)
        else:
            read = _TEXT_KINDS.get(kind)
            plain: Values = texts.plain(values) if kind != "long" else [value or None for value in values]
            got[name] = [read(text) for text in plain] if read else plain

    def _mend(
        self, name: str, values: Sequence[str], got: dict[str, Values], problems: Problems, numbers: Sequence[int]
    ) -> Problems:
        """Do with the cells that can't be read what the owner chose for all of their kind; the rest is left out."""
        if FIELDS[name].kind == "email" and (wrong := malformed(values)):
            problems += [(row, NOT_AN_EMAIL) for row, value in enumerate(values) if value in wrong]
        if not problems:
            return problems
        left: Problems = []
        groups: dict[str, list[int]] = {}
        for row, reason in problems:
            header = self.header[self.indexes[name][0]]
            self.troubles.note(name, header, reason, numbers[row], values[row], "key" if _is_key(name) else "cell")
            groups.setdefault(reason, []).append(row)
        for reason, rows in groups.items():
            action, value = self.troubles.action(name, reason)
            if action == OUT or _is_key(name):
                left += [(row, reason) for row in rows]
                continue
            targets = [key for key in (name, name + "_on", name + "_at") if key in got]
            for key in targets:
                got[key] = list(got[key])
                for row in rows:
                    got[key][row] = None
            if action != EMPTY:
                left += [(rows[at], reason) for at in self._again(name, values, got, rows, action, value, targets)]
        return left

    def _again(
        self, name: str, values: Sequence[str], got: dict[str, Values], rows: list[int], action: str, value: str,
        targets: Sequence[str],
    ) -> list[int]:  # fmt: skip
        """Read some rows of a column again, in another order of day and month or with another value; who fails."""
        cells = [values[row] for row in rows] if action == ORDER else [value] * len(rows)
        again: dict[str, Values] = {
            key: [got[key][row] for row in rows] for key in ("orders.currency", "products.currency") if key in got
        }
        problems: Problems = []
        if action == ORDER:
            plan = self.plan
            dates = Dates(value, plan.time_zone, plan.newest(name), plan.written, plan.year)
            again[name + "_on"], again[name + "_at"] = dates.read(cells, problems)
        else:
            self._read(name, cells, again, problems)
        failed = {at for at, _reason in problems}
        for key in targets:
            for at, row in enumerate(rows):
                if at not in failed:
                    got[key][row] = again[key][at]
        return sorted(failed)

    def _note_lack(self, number: int, column: int, reason: str) -> None:
        header = self.header[column] if column >= 0 else ""
        name = next((name for name, indexes in self.indexes.items() if column in indexes), "")
        self.troubles.note(name, header, reason, number, "", "key")

    def _notes(self, name: str, values: list[str]) -> Values:
        given = texts.plain(values)
        kept = [texts.note(text, self.plan.today.year) for text in given]
        self.cleaned[name] += sum(
            text is not None and "\n".join(text.splitlines()).strip() != (left or "")
            for text, left in zip(given, kept, strict=True)
        )
        return kept

    def _ids(self, name: str, values: list[str], problems: Problems) -> Values:
        found: Values = texts.ids(values, problems, name in self.plan.format.drop_point_zero)
        prefix = self.plan.format.prefix.get(name)
        if prefix:
            found = [prefix + text if text and text.isdigit() else text for text in found]
        return found

    def _fill_currencies(self, got: dict[str, Values]) -> None:
        """Give later rows of an order, which leave it blank, the currency of its first one."""
        self._filled = got
        codes, numbers = got.get("orders.currency"), got.get("orders.number")
        if codes is None or numbers is None or not codes:
            return
        if None in codes:
            said = self._currency_of | {
                n: c for n, c in zip(reversed(numbers), reversed(codes), strict=True) if n and c
            }
            codes = got["orders.currency"] = [c or said.get(n) for n, c in zip(numbers, codes, strict=True)]
            self.no_currency += codes.count(None)
        self._currency_of = {numbers[-1]: codes[-1]} if numbers[-1] and codes[-1] else {}

    def _money(self, name: str, values: list[str], got: dict[str, Values], problems: Problems) -> Values:
        if self._filled is not got:
            self._fill_currencies(got)
        own = got.get("products.currency" if name == "products.price" else "orders.currency") or got.get(
            "orders.currency"
        )
        if own is None or not any(own):
            return list(self._amounts.read(values, self.plan.currency, problems))
        if self.plan.currency and any(code is None for code in own):
            own = [code or self.plan.currency for code in own]
        if len({exponent(code or "") for code in set(own)}) == 1:
            return list(self._amounts.read(values, own[0] or self.plan.currency, problems))
        return list(self._amounts.read_each(values, own, problems))

    def _codes(self, values: list[str]) -> Values:
        memo = self._currencies
        for value in set(values).difference(memo):
            text = value.strip()
            memo[value] = text.upper() if re.fullmatch(r"[A-Za-z]{3}", text) else currency_of([text]) or None
        return [memo[value] for value in values]

    def _require(self, got: dict[str, Values], count: int, bad: dict[int, tuple[int, str]]) -> None:
        """Rows without what makes them a record are rejected: an order's number, a review's rating or text."""
        records = self.plan.records
        if "orders" in records or "lines" in records:
            self._need(("orders.number",), got, count, bad, KEY_MISSING)
        elif "reviews" in records:
            said = ("reviews.rating", "reviews.text", "reviews.title", "reviews.pros", "reviews.cons")
            self._need(said, got, count, bad, NOTHING_SAID)
        elif "products" in records:
            names = ("products.external_id", "products.sku", "products.title", "products.parent_id")
            self._need(names, got, count, bad, KEY_MISSING)
        elif "customers" in records:
            words = ("account", "order_account", "handle", "buyer", "email", "phone", "name", "first_name", "last_name")
            self._need(tuple(f"customers.{word}" for word in words), got, count, bad, KEY_MISSING)

    def _need(
        self, names: Sequence[str], got: dict[str, Values], count: int, bad: dict[int, tuple[int, str]], reason: str
    ) -> None:
        present = [got[name] for name in names if name in got]
        column = next((self.indexes[name][0] for name in names if name in self.indexes), -1)
        if len(present) == 1 and all(present[0]):
            return
        for row in range(count):
            if not any(values[row] is not None and values[row] != "" for values in present):
                bad.setdefault(row, (column, reason))


def _trimmed(value: str) -> str:
    return value.replace("\u200e", "").replace("\u202f", " ").replace("\u00a0", " ").strip("'\" \t")


def _is_key(name: str) -> bool:
    """Records are known by it, so that nothing can stand in its place."""
    return name in _KEYS


def _parts(value: str) -> int | None:
    """How many pictures a cell names: one a line or comma, or as many as it has addresses."""
    text = value.strip()
    if not text or text in {"[]", "0", "false", "False"}:
        return 0 if text else None
    links = len(re.findall(r"https?://", text))
    if links:
        return links
    return (
        int(text)
        if text.isdigit() and len(text) < 3
        else len([part for part in re.split(r"[\n,;|]", text) if part.strip()])
    )


_TEXT_KINDS: dict[str, Callable[[str | None], str | None]] = {
    "flag": texts.flag,
    "country": country_code,
    "language": language_code,
}
