"""What each column of one table is for, and in which order and with which signs its values are to be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from storeapp.exchange.fields import FIELDS, TargetField
from storeapp.exchange.foreign.dates import OrderEvidence
from storeapp.exchange.foreign.formats import Format, fold, records_of
from storeapp.exchange.foreign.numbers import currency_of, decimal_evidence
from storeapp.exchange.foreign.row_kinds import part_of
from storeapp.exchange.foreign.tables import Row, Table
from storeapp.exchange.foreign.texts import word_key
from storeapp.exchange.foreign.troubles import Mends
from storeapp.kernel.money import exponent
from storeapp.kernel.text import _

DISTINCT = 20_000
PAST_DATES = frozenset({"orders.placed", "orders.paid", "orders.shipped", "orders.delivered", "orders.canceled",
                        "lines.shipped", "reviews.posted", "reviews.edited", "reviews.replied"})  # fmt: skip
_AMOUNTS_IN = re.compile(r"(?i:amounts|beträge|importes|montants|importi|valores)\b[^A-Z]{0,20}\b([A-Z]{3})\b")
MANY = frozenset({"list"})  # kinds of which several columns may go to one field


@dataclass
class FileColumn:
    """One column of the file and what becomes of it."""

    index: int
    header: str
    field: str = ""
    state: str = "unused"  # ok | warn | locked | unused
    confidence: float = 0.0
    reason: str = ""
    sample: str = ""
    check: str = ""
    empty: int = 0

    def as_json(self) -> dict[str, Any]:
        """For the staging file."""
        return (
            {name: getattr(self, name) for name in self.__slots__} if hasattr(self, "__slots__") else dict(vars(self))
        )


@dataclass
class PlanChoice:
    """What the owner corrected; empty where the reader decides."""

    encoding: str = ""
    delimiter: str = ""
    date_order: str = ""
    decimal: str = ""
    sheet: str = ""
    format: str | None = None
    currency: str = ""
    time_zone: str = ""
    year: str = ""  # of days that say none
    scale: str = ""  # the top rating
    kind: str = ""  # what the rows are: orders, reviews, products or customers
    review_kind: str = ""  # what its reviews are about: product, seller or shop
    platform: str = ""  # of the channel, where the format says none
    mapping: Mapping[int, str] = field(default_factory=dict)
    clear: tuple[str, ...] = ()
    mends: tuple[tuple[str, str, str, str], ...] = ()  # field, reason, action, value
    statuses: Mapping[str, str] = field(default_factory=dict)  # the file's word -> ours

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> PlanChoice:
        """From the parent's request."""
        known = {name: value for name, value in raw.items() if name in cls.__dataclass_fields__}
        known["mapping"] = {int(index): target for index, target in (known.get("mapping") or {}).items()}
        known["clear"] = tuple(known.get("clear") or ())
        known["mends"] = tuple(map(tuple, known.get("mends") or ()))
        known["statuses"] = {word_key(str(word)): ours for word, ours in (known.get("statuses") or {}).items()}
        return cls(**known)


@dataclass
class TablePlan:
    """How one table is read."""

    format: Format
    columns: list[FileColumn]
    records: tuple[str, ...]
    today: date
    written: date  # when the file was made: what "yesterday" in it counts from
    date_order: str = ""
    date_orders: dict[str, str] = field(default_factory=dict)  # field -> order
    decimal: str = "."
    currency: str = ""
    time_zone: str = ""
    scale: float = 5.0
    year: int = 0  # of days that say none; 0: the last such day before the file was written
    questions: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    mends: Mends = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)  # words of the file that the owner told the meaning of
    review_kind: str = ""  # what its reviews are about, where no column tells

    @property
    def indexes(self) -> dict[str, list[int]]:
        """Column indexes of each field that is stored."""
        found: dict[str, list[int]] = {}
        for column in self.columns:
            if column.field and column.state != "locked":
                found.setdefault(column.field, []).append(column.index)
        return found

    def newest(self, target: str) -> date:
        """The last day that makes sense in a date column: things that happened lie in the past."""
        return self.today + timedelta(days=2 if target in PAST_DATES else 1100)


def columns_of(header: Sequence[str], form: Format, choice: PlanChoice) -> list[FileColumn]:
    """The columns as a known format and the owner's corrections see them."""
    columns, parts = [], part_of(form)
    for index, name in enumerate(header):
        column = FileColumn(index, name)
        folded = fold(name)
        if folded in form.columns:
            column.field, column.state, column.confidence = form.columns[folded], "ok", 1.0
            column.reason = (
                _("known column of {format}").format(format=form.title) if form.title else _("as you saved it")
            )
        elif folded in form.entry_key:
            column.reason = _("tells payments and refunds of one order apart")
        elif folded in form.personal:
            column.state, column.reason = "locked", _("personal, not needed")
        elif folded in parts:
            column.reason = _("part of “{field}”").format(field=_(FIELDS[parts[folded]].title))
        elif folded in form.unused:
            column.reason = _("not used")
        columns.append(column)
    correct(columns, choice)
    return columns


def correct(columns: list[FileColumn], choice: PlanChoice) -> None:
    """Apply the owner's corrections, and let only one column go to a field."""
    for index, target in choice.mapping.items():
        if not 0 <= index < len(columns):
            continue
        columns[index].field = target if target in FIELDS else ""
        columns[index].state = "ok" if columns[index].field else "unused"
        columns[index].confidence, columns[index].reason = 1.0, _("your choice")
    taken: dict[str, FileColumn] = {}
    chosen_first = sorted(columns, key=lambda c: (c.index not in choice.mapping, c.index))
    for column in chosen_first:
        if not column.field or FIELDS[column.field].kind in MANY:
            continue
        before = taken.setdefault(column.field, column)
        if before is not column:
            same = fold(before.header) == fold(column.header)
            if same or column.index not in choice.mapping:
                column.reason = _("goes to the same field as “{column}”").format(column=before.header)
                if same or before.index in choice.mapping:
                    column.field, column.state = "", "unused" if not same else "warn"


def make_plan(form: Format, columns: list[FileColumn], choice: PlanChoice, today: date) -> TablePlan:
    """The plan before any value was looked at."""
    stored = [column.field for column in columns if column.field and column.state != "locked"]
    corrected = bool(choice.mapping) or not form.records
    records = records_of(stored) if corrected else tuple(form.records)
    if corrected:
        records = tuple(dict.fromkeys((*(r for r in form.records if r in records), *records)))
    if choice.statuses:
        form = replace(form, status={**form.status, **choice.statuses})
    return TablePlan(
        form, columns, records, today, today, decimal=choice.decimal, currency=choice.currency,
        time_zone=choice.time_zone or form.time_zone, year=int(choice.year or 0), scale=form.scale or 5.0,
        mends={(name, reason): (action, value) for name, reason, action, value in choice.mends},
        statuses=choice.statuses, review_kind=choice.review_kind or form.review_kind,
    )  # fmt: skip


class Survey:
    """Values of some columns: the sample's, and on demand all different ones of the whole table."""

    def __init__(self, table: Table, sample: list[Row]) -> None:
        self.table, self.sample = table, sample

    def some(self, indexes: Iterable[int]) -> list[str]:
        """Values of the first rows, column after column."""
        return [row[index] for index in indexes for row in self.sample if row[index]]

    def all(self, indexes: Sequence[int]) -> dict[int, list[str]]:
        """Different values of each column over all rows, in the order of the file, at most `DISTINCT`."""
        found: dict[int, dict[str, None]] = {index: {} for index in indexes}
        for block in self.table.blocks():
            for index, values in found.items():
                if len(values) < DISTINCT:
                    values.update(dict.fromkeys(row[index] for row in block.cells))
        return {index: [value for value in values if value] for index, values in found.items()}


def settle(plan: TablePlan, survey: Survey, choice: PlanChoice) -> None:
    """Decide the order of dates, the decimal sign and the currency; ask what no row decides."""
    by_kind: dict[str, list[tuple[TargetField, int]]] = {}
    for target, indexes in plan.indexes.items():
        for index in indexes:
            by_kind.setdefault(FIELDS[target].kind, []).append((FIELDS[target], index))
    _settle_currency(plan, survey, [index for _field, index in by_kind.get("money", [])], choice)
    _settle_decimal(plan, survey, [index for _field, index in by_kind.get("money", [])], choice)
    _settle_dates(plan, survey, by_kind.get("date", []), choice)


def _settle_currency(plan: TablePlan, survey: Survey, money: list[int], choice: PlanChoice) -> None:
    if plan.currency or not money:
        plan.currency = plan.currency or plan.format.currency
        return
    stated = _AMOUNTS_IN.search(survey.table.notes)
    plan.currency = currency_of(survey.some(money)) or (stated[1] if stated else "") or plan.format.currency
    rows_say = any(name in plan.indexes for name in ("orders.currency", "products.currency"))
    bought = "orders" in plan.records or "lines" in plan.records
    if bought and survey.sample and not plan.currency and not rows_say and not choice.currency:
        plan.questions.append({
            "kind": "currency", "column": money[0], "options": [], "chosen": "",
            "sentence": _("The file does not say in which currency its amounts are."),
        })  # fmt: skip


def _settle_decimal(plan: TablePlan, survey: Survey, money: list[int], choice: PlanChoice) -> None:
    if plan.decimal or not money:
        plan.decimal = plan.decimal or plan.format.decimal or "."
        return
    votes = decimal_evidence(survey.some(money))
    if not votes["."] and not votes[","] and (votes["?."] or votes["?,"]):
        votes = decimal_evidence(value for values in survey.all(money).values() for value in values)
    if votes["."] or votes[","]:
        plan.decimal = "," if votes[","] > votes["."] else "."
        return
    if not votes["?."] and not votes["?,"]:
        plan.decimal = plan.format.decimal or "."
        return
    thousands = (
        "," if votes["?."] > votes["?,"] else "."
    )  # three digits after a sign are thousands in nearly all prices
    sure = plan.format.decimal or (thousands if plan.currency and exponent(plan.currency) == 0 else "")
    plan.decimal = sure or thousands
    if not sure and plan.currency not in {"IDR", "COP", "ARS", "HUF"}:
        plan.questions.append({
            "kind": "decimal", "column": money[0], "chosen": plan.decimal,
            "sentence": _("No amount shows whether the point or the comma is the decimal sign."),
            "options": [[".", _("Point, 1,234.56")], [",", _("Comma, 1.234,56")]],
        })  # fmt: skip


def _settle_dates(plan: TablePlan, survey: Survey, dates: list[tuple[TargetField, int]], choice: PlanChoice) -> None:
    if choice.date_order:
        plan.date_order = choice.date_order
        plan.date_orders = {target.name: choice.date_order for target, _index in dates}
        return
    evidence: dict[str, OrderEvidence] = {}
    open_columns = []
    for target, index in dates:
        found = evidence[target.name] = OrderEvidence()
        found.add(survey.some([index]), plan.newest(target.name))
        if found.values and (len(found.possible()) != 1 or min(found.failures.values())):
            open_columns.append((target, index))
    if open_columns:
        everything = survey.all([index for _target, index in open_columns])
        for target, index in open_columns:
            evidence[target.name] = OrderEvidence()
            evidence[target.name].add(everything[index], plan.newest(target.name))
    asked = {target.name: index for target, index in dates}
    decided = {
        name: found.possible()[0] for name, found in evidence.items() if found.values and len(found.possible()) == 1
    }
    for name, found in evidence.items():
        if not found.values:
            continue
        if name not in decided:
            _decide(plan, name, asked[name], found, decided)
        plan.date_orders[name] = decided[name]
    plan.date_order = next(iter(plan.date_orders.values()), "")


def _decide(plan: TablePlan, name: str, index: int, found: OrderEvidence, decided: dict[str, str]) -> None:
    """A column whose rows fit several orders: the format's own order, a neighbour's, else a question."""
    possible = found.possible()
    neighbours = [order for order in decided.values() if order in possible]
    running = found.sorted_in()
    if plan.format.date_order in possible and not neighbours:
        decided[name] = plan.format.date_order
    elif neighbours:
        decided[name] = neighbours[0]
    else:
        decided[name] = running or (
            "dmy" if "dmy" in possible and plan.format.locale[:2] not in {"", "en"} else possible[0]
        )
        plan.questions.append({
            "kind": "date_order", "column": index, "chosen": decided[name],
            "sentence": _("No row of this column shows whether the day or the month comes first."),
            "options": [[order, order_title(order)] for order in possible],
        })  # fmt: skip


def order_title(order: str) -> str:
    """An order of day and month in words."""
    return {
        "mdy": _("Month first, 07/14/26"),
        "dmy": _("Day first, 14/07/26"),
        "ymd": _("Year first, 26/07/14"),
    }.get(order, "")


def checks_of(plan: TablePlan) -> Callable[[FileColumn, int], str]:
    """The sentence under "Check" of a column once all rows were read."""

    def check(column: FileColumn, rows: int) -> str:
        if column.state == "locked":
            return _("personal, not needed")
        if not column.field:
            return column.reason
        if not plan.records:
            return _("a record needs more columns")
        kind = FIELDS[column.field].kind
        if column.empty == rows and rows:
            return _("all rows are empty")
        words = {
            "date": _("date, {order}"),
            "money": _("money"),
            "number": _("whole number"),
            "rating": _("rating up to {scale}").format(scale=f"{plan.scale:g}"),
        }
        order = {"mdy": "MM/DD/YY", "dmy": "DD/MM/YY", "ymd": "YY/MM/DD"}.get(plan.date_orders.get(column.field, ""))
        said = words.get(kind, "").format(order=order or "YYYY-MM-DD")
        if column.empty:
            count = _("{count} of {rows} rows are empty").format(count=f"{column.empty:,}", rows=f"{rows:,}")
            return f"{said}; {count}" if said else count
        return said or _("filled in every row")

    return check
