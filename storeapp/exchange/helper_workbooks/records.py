"""What a helper workbook is made of, and what a comparison of a returned one finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "long", "id", "int", "date", "choice", "tick"]
# apply: only the helper changed it. keep: only the owner did. conflict: both did. locked: a grey cell was changed.
# damaged: a spreadsheet spoilt it. rejected: a rule stops it. doubtful: it is not sure which row it belongs to.
# new: a whole row that is none of the workbook's, so that the owner says whose it is.
State = Literal["apply", "keep", "conflict", "locked", "damaged", "rejected", "doubtful", "new"]
MINE, HELPERS, BOTH, EDITED = "mine", "helper", "both", "edited"
TICKED = "yes"


@dataclass(frozen=True, slots=True)
class TaskColumn:
    """One column of a task: `key` names it in the shop, `title` on the sheet, `width` is in characters.

    `choices`: (value, what the sheet calls it). `longest`: characters a text may have. `private`: holds what tells who
    a buyer is, and is left out or masked unless the owner wants it in. `needed`: can't be left out.
    """

    key: str
    title: str
    kind: Kind = "text"
    editable: bool = False
    width: int = 16
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = 0
    private: bool = False
    needed: bool = False


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One record for a helper: the id in its table and its values by column, as texts ("" for none)."""

    record: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BaseRow:
    """One row as it left the shop."""

    number: int
    record: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Workbook:
    """One workbook that was given out. Days are ISO days, instants UTC text; `decisions` as the owner took them."""

    id: int
    code: str
    task: str
    helper: str
    why: str
    language: str
    until_on: str | None
    columns: tuple[str, ...]
    named: bool
    file_name: str
    made_at: str
    rows: int
    back_at: str | None
    decisions: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def overdue(self, today: str) -> bool:
        """Whether it should have been back by now."""
        return self.back_at is None and self.until_on is not None and self.until_on < today


@dataclass(frozen=True, slots=True)
class Decision:
    """What the owner decided of a conflict: "mine", "helper", "both" or "edited" with their own `text`."""

    what: str
    text: str = ""


# {"d": ISO day or instant} a date, {"f": text} a formula's value, {"e": what it shows} an error, "" under a merged cell
Raw = str | float | bool | None | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One row that came back: where it stood, the row of the workbook it says to be, its cells by column.

    `number` None: it bears no code of the workbook. `check`: its fingerprint, "" where that is gone.
    """

    sheet: str
    row: int
    number: int | None
    check: str
    cells: Mapping[str, Raw]


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back: the workbook's code, its columns as found, its rows, and what was noticed of it.

    `free`: columns that the helper added. `missing`: keys of columns that are gone. `ancestor`: rows of the hidden
    sheet, for a shop that has lost its own note of them.
    """

    code: str
    columns: tuple[str, ...]
    missing: tuple[str, ...]
    free: tuple[str, ...]
    rows: Sequence[ReturnedRow]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that is not as it left: `base` as it left, `mine` as the shop has it now, `theirs` as it came back.

    `both`: the texts joined, "" where they can't be. `why`: a sentence. `decided`: what the owner said of this very
    value before, "" for nothing yet.
    """

    number: int
    record: int
    column: str
    base: str
    mine: str
    theirs: str
    state: State
    why: str = ""
    both: str = ""
    sheet: str = ""
    row: int = 0
    decided: str = ""
    mine_at: str = ""  # UTC text, where the shop's history knows when `mine` was written
    mine_by: str = ""  # by whom, "" for the owner at this PC

    @property
    def key(self) -> str:
        """The cell's place in the workbook, for what was decided of it."""
        return f"{self.number}/{self.column}"


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row that came back and is none of the workbook's: its place and what it says, by column title.

    `key` stands for what it says, wherever it is; `cells`: what it says by the key of a column.
    """

    sheet: str
    row: int
    said: Mapping[str, str]
    key: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowChoice:
    """A row that one without a code may be: its number in the workbook, or minus the id of another record."""

    number: int
    words: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class ReturnComparison:
    """What a returned workbook changes. `missing`: rows that did not come back, which changes nothing.

    `same`: cells that differ from what left but not from the shop. `notes`: (row number, words in free columns).
    `pending`: what was decided of cells before the file was put aside, and not applied yet: (what, the owner's text);
    `typed`: own texts that were typed into cells and not decided for. `came_at`: when the file came back, UTC text.
    """

    workbook: Workbook
    file_name: str
    rows: int
    changes: tuple[CellChange, ...]
    new: tuple[NewRow, ...] = ()
    missing: tuple[int, ...] = ()
    same: int = 0
    notes: tuple[tuple[int, str], ...] = ()
    notices: tuple[str, ...] = ()
    left: int = 0  # rows that the owner said belong to none
    returned: int | None = None  # helper_returns.id
    columns: tuple[TaskColumn, ...] = ()
    pending: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    came_at: str = ""

    def of(self, *states: State) -> list[CellChange]:
        """The changes of these states."""
        return [one for one in self.changes if one.state in states]
