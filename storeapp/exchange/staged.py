"""What the reader found out about the columns of a file: where they go, what it asks, and what can't be read."""

from __future__ import annotations

from dataclasses import dataclass

GUESSED = 0.7  # how sure a column is at most that was found by its values or by a part of its name


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What becomes of one column. `state` is ok, warn, locked or unused; `confidence` runs from 0 to 1."""

    index: int
    header: str
    field: str
    sample: str
    check: str
    state: str
    confidence: float
    reason: str
    empty: int


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """What no row decides: `kind` is date_order, decimal, currency, year, scale, kind or review_kind.

    `options`: (value, label).
    """

    kind: str
    column: int | None
    sentence: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class CellProblem:
    """All cells of one column with one reason, and what is done with them.

    `kind`: cell (a value that can't be read), key (the row is no record without it), status (a word that isn't known)
    or currency. `action`: out (the rows are left out), empty, use (`value` in their place), order (days read in the
    order `value`), keep (stored as the file says it).
    """

    kind: str
    field: str
    column: str
    code: str
    reason: str
    action: str
    value: str
    count: int
    first: int
    examples: tuple[str, ...]
