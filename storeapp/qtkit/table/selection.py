"""What the selection adds up to: number of rows, sum and average, for the status bar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QItemSelection

from storeapp.kernel.money import Money, totals
from storeapp.kernel.text import _, plural
from storeapp.qtkit.table.columns import Column


@dataclass(frozen=True, slots=True)
class SelectionStats:
    """`rows` selected; of one column the sum (empty for stars) and the average as words, both "" while unknown."""

    rows: int
    column: str = ""
    sum: str = ""
    average: str = ""
    reading: bool = False

    def sentence(self) -> str:
        """For the status bar."""
        parts = [plural("{count} row selected", "{count} rows selected", self.rows)]
        if self.sum:
            parts.append(_("{column}: sum {sum}").format(column=self.column, sum=self.sum))
        if self.average:
            words = _("average {average}") if self.sum else _("{column}: average {average}")
            parts.append(words.format(column=self.column, average=self.average))
        return ", ".join(parts) if self.rows else ""


def ranges(selection: QItemSelection) -> list[tuple[int, int]]:
    """Runs of selected rows (first, last), in order and without overlap."""
    parts = (selection.at(number) for number in range(selection.count()))
    found = sorted((part.top(), part.bottom()) for part in parts)
    merged: list[tuple[int, int]] = []
    for top, bottom in found:
        if merged and top <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], bottom))
        else:
            merged.append((top, bottom))
    return merged


def size(runs: Sequence[tuple[int, int]]) -> int:
    """How many rows the runs hold."""
    return sum(bottom - top + 1 for top, bottom in runs)


def add_up(column: Column | None, rows: int, values: Iterable[Any]) -> SelectionStats:
    """Sum and average of a column's values."""
    if column is None or column.value is None:
        return SelectionStats(rows)
    held = [value for value in values if value is not None]
    if column.kind == "money":
        return from_sums(column, rows, len(held), list(totals(held).values()))
    if column.kind == "stars":
        total = sum(float(value) for value in held)
        return from_sums(column, rows, len(held), total)
    return from_sums(column, rows, len(held), sum(Decimal(str(value)) for value in held))


def from_sums(column: Column, rows: int, count: int, total: Any) -> SelectionStats:
    """The same from sums read elsewhere: a number, or one Money per currency."""
    if not count:
        return SelectionStats(rows, column.title)
    if isinstance(total, list):
        average = str(Money(round(total[0].minor / count), total[0].currency)) if len(total) == 1 else ""
        return SelectionStats(rows, column.title, " + ".join(str(money) for money in total), average)
    mean = float(total) / count
    if column.kind == "stars":
        return SelectionStats(rows, column.title, "", f"{mean:.2f}")
    return SelectionStats(rows, column.title, _number(float(total)), _number(mean))


def _number(value: float) -> str:
    whole = abs(value - round(value)) < 1e-9
    return (f"{value:,.0f}" if whole else f"{value:,.2f}").replace("-", "\u2212")
