"""What no row of a file decides about its days and what its rows are; the guess that stands meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from storeapp.exchange.fields import FIELDS
from storeapp.exchange.foreign.plan import FileColumn, PlanChoice, TablePlan
from storeapp.exchange.foreign.texts import word_key
from storeapp.exchange.foreign.troubles import Trouble
from storeapp.kernel.text import N_, _

MOST_WORDS = 20  # words for an order's state that are asked about
SURE = 0.85  # a column below it was found by its values or by a part of its name
KINDS = (
    ("orders", N_("Orders")),
    ("reviews", N_("Reviews")),
    ("products", N_("Products")),
    ("customers", N_("Buyers")),
)
# The columns that make a row what it is: one of each group.
_MAKING = {
    "orders": (("orders.number",),),
    "reviews": (("reviews.rating", "reviews.key"), ("reviews.text", "reviews.title", "reviews.pros")),
    "products": (("products.title", "products.sku", "products.external_id"),),
    "customers": (("customers.email", "customers.account", "customers.handle", "customers.buyer", "customers.name",
                   "customers.first_name", "customers.last_name", "customers.phone"),),
}  # fmt: skip


def kind_of(records: Sequence[str]) -> str:
    """What the rows of a file are above all."""
    return next((kind for kind, _title in KINDS if kind in records), "")


def kind_question(plan: TablePlan, columns: Sequence[FileColumn], choice: PlanChoice) -> list[dict[str, Any]]:
    """Asked where columns were guessed and those that make the record were not found by their names."""
    kind = kind_of(plan.records)
    if not kind or not plan.format.hand_made or plan.format.title or choice.kind or choice.mapping:
        return []
    sure = {column.field for column in columns if column.confidence >= SURE}
    odd = any(column.state == "warn" and not column.field for column in columns)
    if not odd and all(sure.intersection(group) for group in _MAKING[kind]):
        return []
    names = [name for group in _MAKING[kind] for name in group]
    asked = next((column.index for column in columns if column.field in names), 0)
    title = dict(KINDS)[kind]
    return [{
        "kind": "kind", "column": asked, "chosen": kind,
        "sentence": _("The columns don't say what the rows are. They were read as: {kind}.").format(kind=_(title)),
        "options": [[one, _(name)] for one, name in KINDS],
    }]  # fmt: skip


def year_question(
    plan: TablePlan, columns: Sequence[FileColumn], yearless: bool, choice: PlanChoice
) -> list[dict[str, Any]]:
    """Asked where days stand without a year: the last such day before the file was made is the guess."""
    if not yearless or choice.year:
        return []
    asked = next((c.index for c in columns if c.field and FIELDS[c.field].kind == "date"), 0)
    last = plan.written.year
    return [{
        "kind": "year", "column": asked, "chosen": "",
        "sentence": _("Some days in this column have no year. They were read as the last such days before this file."),
        "options": [["", _("The last such days")], *([str(year), str(year)] for year in range(last, last - 3, -1))],
    }]  # fmt: skip


def of_words(plan: TablePlan, columns: Sequence[FileColumn], words: Mapping[str, int]) -> list[Trouble]:
    """Words for an order's state that nobody knows, or that the owner told the meaning of, with their counts."""
    header = next((column.header for column in columns if column.field == "orders.status"), "")
    found = []
    for word, count in sorted(words.items(), key=lambda pair: -pair[1])[:MOST_WORDS]:
        ours, said = plan.statuses.get(word_key(word), ""), _("The status “{word}” is not known").format(word=word)
        action = "use" if ours else "keep"
        found.append(Trouble("status", "orders.status", header, word, said, action, ours, count, 0, [word]))
    return found


def of_currency(plan: TablePlan, columns: Sequence[FileColumn], missing: int, choice: PlanChoice) -> list[Trouble]:
    """Rows of orders without a currency, where the file has one for the others. `missing`: how many."""
    code = next((column for column in columns if column.field == "orders.currency"), None)
    bought = {"orders", "lines"} & set(plan.records)
    if code is None or not bought or missing <= 0 or (plan.currency and not choice.currency):
        return []
    mine, said = choice.currency, _("The currency is missing")
    return [Trouble("currency", code.field, code.header, "", said, "use" if mine else "keep", mine, missing)]
