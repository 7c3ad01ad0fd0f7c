"""The one definition in SQL of what an entry of a case cost: kind, amount, currency, and the rows it is read from."""

from __future__ import annotations

from storeapp.kernel.rows import dataclass

# A return label is postage that the shop pays; the rest are kinds of entries by their own names.
KIND = "CASE e.kind WHEN 'label' THEN 'postage' ELSE e.kind END"
PAID = "('refund', 'replacement', 'postage', 'label', 'discount', 'time')"
PRODUCT = "coalesce(ol.product_id, c.product_id, top.product_id)"
# A replacement costs what is noted at it, else what one costs the shop.
MINOR = "CASE e.kind WHEN 'replacement' THEN coalesce(e.amount_minor, p.cost_minor) ELSE e.amount_minor END"
CURRENCY = (
    "CASE WHEN e.kind = 'replacement' AND e.amount_minor IS NULL THEN coalesce(p.cost_currency, '') ELSE e.currency END"
)
FROM = (
    "FROM case_entries e JOIN cases c ON c.id = e.case_id JOIN cases top ON top.id = coalesce(c.root_id, c.id) "
    "LEFT JOIN order_lines ol ON ol.id = e.order_line_id "
    f"LEFT JOIN products p ON p.id = {PRODUCT} "
    "LEFT JOIN cause_links l ON l.record_kind = 'case' AND l.record_id = top.id "
    "LEFT JOIN causes cause ON cause.id = l.cause_id"
)


@dataclass(frozen=True, slots=True)
class CostSum:
    """One group of entries as SQL adds it up; `key` of the part, `minor` None where nobody knows an amount.

    `unpriced`: how many of them have no amount.
    """

    key: str
    day: str
    kind: str
    currency: str
    minor: int | None
    minutes: int
    unpriced: int
