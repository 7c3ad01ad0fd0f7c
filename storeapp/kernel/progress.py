"""How far a piece of work is, and the way to stop it; the window polls, the work never calls the window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from storeapp.kernel.errors import Cancelled

T = TypeVar("T")


@dataclass
class Progress:
    """`done` of `total` steps (total 0: unknown), with a `note` that names the present step.

    Written by the worker, read by the window; plain attributes are enough because each has one writer.
    """

    total: int = 0
    done: int = 0
    note: str = ""
    cancel_asked: bool = False

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self.cancel_asked = True

    def check(self) -> None:
        """Raise Cancelled if the owner asked to stop."""
        if self.cancel_asked:
            raise Cancelled

    def step(self, count: int = 1, note: str | None = None) -> None:
        """Count `count` finished steps, and stop here if asked to."""
        self.done += count
        if note is not None:
            self.note = note
        self.check()

    def begin(self, note: str, total: int = 0) -> None:
        """Start a new stretch of work with its own count."""
        self.note, self.total, self.done = note, total, 0
        self.check()

    def over(self, items: Iterable[T], total: int = 0) -> Iterator[T]:
        """Yield the items, counting each one and stopping between two if asked to."""
        self.total, self.done = total, 0
        for item in items:
            self.check()
            yield item
            self.done += 1
