"""What a task of helper workbooks has to know; the rooms that own the rows do the writing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from storeapp.exchange.helper_workbooks.records import TaskColumn, TaskRow
from storeapp.kernel.targets import Target
from storeapp.kernel.text import N_
from storeapp.store.last_changes import LastChange
from storeapp.store.tables import Order

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storeapp.store.db import Database, Tx

Say = Callable[[str], str]
Wanted = Mapping[int, Mapping[str, str]]  # record -> column -> value
BUYER = N_("Buyer {number}")


@dataclass(frozen=True, slots=True)
class TaskLook:
    """What rows are written for: `say` speaks the helper's language, `named` puts buyers' names in."""

    say: Say
    now: datetime
    named: bool = False


@dataclass(frozen=True, slots=True)
class RecordName:
    """What a record is called in the window: the channel's platform ("" for none), its name, and where it is shown."""

    platform: str
    name: str
    target: Target


class Task:
    """One kind of work for a helper. `about` says what the helper does, in their language after `say`."""

    id = ""
    title = ""
    about = ""
    takes: tuple[str, ...] = ()  # the kinds of records of which rows can be chosen for it

    def titled(self, say: Say) -> str:
        """What the work is called, in the language that `say` speaks."""
        return say(self.title)

    def columns(self, conn: Connection, look: TaskLook) -> tuple[TaskColumn, ...]:
        """The columns it may have, what is for reading first."""
        raise NotImplementedError

    def waiting(self, conn: Connection, limit: int) -> list[int]:
        """The records that wait for this work, at most so many, the most urgent first."""
        raise NotImplementedError

    def count(self, conn: Connection, most: int) -> int:
        """How many rows wait (articles, of those to translate), at most so many."""
        return len(self.waiting(conn, most))

    def of_chosen(self, conn: Connection, chosen: Sequence[int]) -> list[int]:
        """The records behind rows that were chosen in a list, which are of `takes`."""
        del conn
        return list(chosen)

    def rows(self, conn: Connection, records: Sequence[int], look: TaskLook) -> list[TaskRow]:
        """These records with all columns; those that are gone, or can't be given away, left out."""
        raise NotImplementedError

    def now(self, conn: Connection, records: Sequence[int], since: str) -> dict[int, dict[str, str]]:
        """What the shop has in the columns that may be changed; `since`: when the workbook was made, UTC text."""
        raise NotImplementedError

    def changed(self, conn: Connection, records: Sequence[int], since: str) -> dict[tuple[int, str], LastChange]:
        """(record, column) -> when and by whom what the shop has there was written, as far as that is known."""
        del conn, records, since
        return {}

    def stops(self, conn: Connection, wanted: Wanted, now: datetime) -> dict[tuple[int, str], str]:
        """(record, column) of values that may not be kept, each with a sentence why."""
        raise NotImplementedError

    def keep(self, tx: Tx, wanted: Wanted) -> None:
        """Let the room that owns the records keep these values."""
        raise NotImplementedError

    def afterwards(self, db: Database) -> frozenset[str]:
        """What follows from values that were kept; gives the topics touched."""
        del db
        return frozenset()

    def find(self, conn: Connection, cells: Mapping[str, str]) -> list[int]:
        """Records that a row without a code may be about, by what it says in its columns."""
        del conn, cells
        return []

    def names(self, conn: Connection, records: Sequence[int]) -> dict[int, RecordName]:
        """What the records are called."""
        raise NotImplementedError


def orders_called(conn: Connection, number: str) -> list[int]:
    """Orders with this number, also where a spreadsheet made a number of it."""
    plain = number.strip().removesuffix(".0")
    wanted = select(Order.id).where(Order.number == plain).order_by(Order.id).limit(20)
    return list(conn.execute(wanted).scalars()) if plain else []


class Masks:
    """Stands a local code in for each buyer: "Buyer 3" is the same person within one workbook, and says no more."""

    def __init__(self, look: TaskLook) -> None:
        self._look = look
        self._numbers: dict[object, int] = {}

    def name(self, person: object, name: str) -> str:
        """The buyer's name, or the code; "" where nobody is known."""
        if self._look.named or not (person or name):
            return name
        number = self._numbers.setdefault(person or name.casefold(), len(self._numbers) + 1)
        return self._look.say(BUYER).format(number=number)
