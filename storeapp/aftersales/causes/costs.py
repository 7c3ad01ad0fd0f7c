"""What cases cost: sums that stay apart by currency, their share of sales, and the few reasons behind most of it. Pure.

A cost is what an entry of a case says: money paid back, a replacement at what the product costs the shop, postage, a
discount, and time at the owner's hourly rate. Sales are those of orders/sales.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from storeapp.kernel.errors import UserError
from storeapp.kernel.money import Money, exponent
from storeapp.kernel.numbers import NotANumberError, number
from storeapp.kernel.rows import dataclass
from storeapp.kernel.text import N_, _

KINDS: Mapping[str, str] = {
    "refund": N_("Refunds"),
    "replacement": N_("Replacements"),
    "postage": N_("Postage"),
    "discount": N_("Discounts"),
    "time": N_("Time"),
}
Part = Literal["reason", "product", "supplier", "batch", "channel", "month", "cause", "kind", "case"]
PARTS: Mapping[Part, str] = {
    "reason": N_("Reason"),
    "product": N_("Product"),
    "supplier": N_("Supplier"),
    "batch": N_("Batch"),
    "channel": N_("Channel"),
    "month": N_("Month"),
    "cause": N_("Cause"),
    "kind": N_("What it went on"),
    "case": N_("Case"),
}


@dataclass(frozen=True, slots=True)
class CostLine:
    """What one part (a reason, a product, ...) cost in one currency: `key` and its words, `cases` it came from."""

    key: str
    words: str
    money: Money
    cases: int


@dataclass(frozen=True, slots=True)
class CostShare:
    """A line of a Pareto list: its share of the currency's sum, and the running share with all lines above it."""

    line: CostLine
    share: float
    running: float


@dataclass(frozen=True, slots=True)
class Costs:
    """All costs of a time in one currency, its sales, and what is not in it.

    `unpriced`: replacements of products whose cost nobody typed; `untimed`: minutes, where no hourly rate is set.
    """

    money: Money
    sales: Money | None
    unpriced: int = 0
    untimed: int = 0

    @property
    def share(self) -> float | None:
        """The share of sales, None where nothing was sold in this currency."""
        return self.money.minor / self.sales.minor if self.sales is not None and self.sales.minor > 0 else None


@dataclass(frozen=True, slots=True)
class OwnRate:
    """What one unit of `currency` is worth in `into`, from `day` (ISO) on until the owner gives another."""

    currency: str
    into: str
    day: str
    rate: Decimal


def converted(amount: Money, day: str, into: str, rates: Sequence[OwnRate]) -> Money | None:
    """An amount of a day in another currency by the owner's rate of that day; None where the owner gave none yet.

    Worked: 10.00 USD at 0.9 are 9.00 EUR, 1,000 JPY at 0.0061 are 6.10 EUR.
    """
    if amount.currency == into:
        return amount
    known = [one for one in rates if (one.currency, one.into) == (amount.currency, into) and one.day <= day]
    if not known:
        return None
    rate = max(known, key=lambda one: one.day).rate
    value = Decimal(amount.minor).scaleb(exponent(into) - exponent(amount.currency)) * rate
    return Money(int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP)), into)


def pareto(lines: Iterable[CostLine]) -> dict[str, list[CostShare]]:
    """Per currency the lines by what they cost, dearest first, each with its share and the running share.

    Worked: 40, 30, 20 and 10 run to 40, 70, 90 and 100 %. A currency whose sum is not above 0 has no shares.
    """
    by_currency: dict[str, list[CostLine]] = {}
    for line in lines:
        by_currency.setdefault(line.money.currency, []).append(line)
    found: dict[str, list[CostShare]] = {}
    for currency, mine in sorted(by_currency.items()):
        mine.sort(key=lambda line: (-line.money.minor, line.words, line.key))
        whole, running = sum(line.money.minor for line in mine), 0
        shares = []
        for line in mine:
            running += line.money.minor
            parts = (line.money.minor / whole, running / whole) if whole > 0 else (0.0, 0.0)
            shares.append(CostShare(line, *parts))
        found[currency] = shares
    return found


def leading(by_currency: Mapping[str, Sequence[CostShare]], preferred: str = "") -> str:
    """The currency a list begins with: the preferred one if it has costs, else the one of most cases; "" of none."""
    if preferred in by_currency:
        return preferred
    cases = {currency: sum(one.line.cases for one in shares) for currency, shares in by_currency.items()}
    return min(cases, key=lambda currency: (-cases[currency], currency), default="")


def time_cost(minutes: int, hour: Money | None) -> Money | None:
    """What minutes cost at an hourly rate, rounded half up; None without a rate. Worked: 20 min at 30.00 is 10.00."""
    if hour is None:
        return None
    value = Decimal(hour.minor) * minutes / 60
    return Money(int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP)), hour.currency)


def checked_rate(typed: str) -> Decimal:
    """A rate as it is typed ("0.9", "7,25"); UserError where it is no number above 0."""
    try:
        found = number(typed, 8)
    except NotANumberError:
        found = Decimal(0)
    if not 0 < found < 10**9:
        raise UserError(
            _("“{value}” is not a rate. Write it like 0.92. Nothing was changed.").format(value=typed.strip())
        )
    return found
