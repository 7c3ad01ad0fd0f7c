"""What a verb gives back: its value and the topics that other pages may have to read again."""

from __future__ import annotations

from typing import Generic, TypeVar

from storeapp.kernel.rows import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """The result of one committed write.

    `touched` holds topics ("orders", "reviews", ...); `action_id` is the journal's row, None if nothing was written.
    """

    value: T
    touched: frozenset[str] = frozenset()
    action_id: int | None = None
