"""What counts as a sale and what it came to: the one definition behind every figure of sales, units and buyers.

All is SQL over one row of `orders`, so that kept sums, pages, command line and reports add up the same thing. An order
counts unless it was cancelled, voided or never paid. One paid on delivery counts once it is on its way: its status then
says so, as the import knows the payment method; any other that was sent without being paid is no sale yet. It comes to
the price of its items, or to its total where the file states no items, less its discount and what was paid back. Some
platforms state items before the discount, others after it: the order's own total tells which.
"""

from __future__ import annotations

NEVER_SOLD = ("canceled", "unavailable")  # voided orders read as canceled
UNPAID = ("created", "approved")  # a sale only once money came
SENT_BACK = ("refunded", "returned")
KINDS = ("shipping", "discount", "gift card", "tip", "fee")  # of order lines that are no goods
CALLED_OFF = "called off"  # the kind of a line that was, while the rest of its order was sold


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def sold(orders: str = "orders") -> str:
    """Whether an order of the table (or its alias) `orders` counts as a sale: 1 or 0."""
    return (
        f"({orders}.status NOT IN ({_listed(NEVER_SOLD)}) AND ({orders}.status NOT IN ({_listed(UNPAID)}) "
        f"OR {orders}.paid_on IS NOT NULL OR coalesce({orders}.paid_minor, 0) > 0))"
    )


def worth(orders: str = "orders") -> str:
    """What an order's items came to, its total where its file states no items; minor units, never NULL.

    The discount is taken off where items, discount, shipping and perhaps tax add up to the total only with it.
    """
    items, off = f"{orders}.items_minor", f"abs({orders}.discount_minor)"
    rest = f"coalesce({orders}.shipping_minor, 0) - {orders}.total_minor"
    tax = f"coalesce({orders}.tax_minor, 0)"

    def adds_up(amount: str) -> str:
        return f"(abs({amount} + {rest}) <= 1 OR abs({amount} + {rest} + {tax}) <= 1)"

    return (
        f"CASE WHEN {orders}.discount_minor <> 0 AND {adds_up(f'{items} - {off}')} AND NOT {adds_up(items)} "
        f"THEN {items} - {off} ELSE coalesce({items}, {orders}.total_minor, 0) END"
    )


def paid_back(orders: str = "orders") -> str:
    """What was paid back of an order, whatever sign its file gives it; all of an order sent back without an amount."""
    return (
        f"CASE WHEN {orders}.status IN ({_listed(SENT_BACK)}) AND coalesce({orders}.refunded_minor, 0) = 0 "
        f"THEN ({worth(orders)}) ELSE abs(coalesce({orders}.refunded_minor, 0)) END"
    )


def kept(orders: str = "orders") -> str:
    """What the shop kept of a sale: its worth less the refund, which never takes more than the items were worth."""
    refund, whole = paid_back(orders), f"({worth(orders)})"
    return f"({whole} - CASE WHEN ({refund}) > {whole} AND {whole} > 0 THEN {whole} ELSE ({refund}) END)"


def net(orders: str = "orders") -> str:
    """The sales of one order: what was kept of it if it counts, else 0; minor units."""
    return f"CASE WHEN {sold(orders)} THEN {kept(orders)} ELSE 0 END"


def last_sale(where: str = "1 = 1") -> str:
    """A query of the day of the newest order that counts, of those that fulfil `where` (its own index's columns)."""
    return (
        f"SELECT placed_on FROM orders WHERE {where} AND placed_on IS NOT NULL AND {sold()} "
        "ORDER BY placed_on DESC LIMIT 1"
    )


def goods(lines: str = "order_lines") -> str:
    """Whether a line is something the shop sells: 1 or 0."""
    return f"({lines}.kind = '')"


def refunds(orders: str = "orders") -> str:
    """What was paid back of an order that counts, else 0; minor units."""
    return f"CASE WHEN {sold(orders)} THEN {paid_back(orders)} ELSE 0 END"
