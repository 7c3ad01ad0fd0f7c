"""What the merge page shows of a returned workbook, and what the owner decided so far; no widgets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from storeapp.exchange.helper_workbooks.queries.task import RecordName
from storeapp.exchange.helper_workbooks.records import (
    BOTH,
    EDITED,
    HELPERS,
    MINE,
    CellChange,
    Decision,
    NewRow,
    ReturnComparison,
    State,
    TaskColumn,
)
from storeapp.kernel.days import long_day
from storeapp.kernel.targets import OpenPage
from storeapp.kernel.text import N_, _

FILTERS: dict[str, tuple[str, tuple[State, ...]]] = {
    "all": (N_("All"), ()),
    "conflicts": (N_("To decide"), ("conflict", "doubtful")),
    "apply": (N_("To apply"), ("apply",)),
    "keep": (N_("Kept as mine"), ("keep",)),
    "locked": (N_("Not taken over"), ("locked", "damaged")),
    "rejected": (N_("Stopped by a rule"), ("rejected",)),
    "new": (N_("Without a code"), ("new",)),
}
OPEN: tuple[State, ...] = ("conflict", "doubtful")
TAKEN: tuple[State, ...] = ("apply", *OPEN)  # states in which the helper's value may be taken


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One line of the list: a changed cell, its record's name, its column, and what becomes of it ("" open)."""

    change: CellChange
    record: RecordName
    column: TaskColumn
    first: bool
    decision: str

    def words(self, value: str) -> str:
        """A value as the owner reads it."""
        if self.column.kind == "date" and value:
            try:
                return long_day(date.fromisoformat(value))
            except ValueError:
                return value
        if self.column.kind == "tick":
            return "✓" if value else ""
        return next((title for key, title in self.column.choices if key == value), " ".join(value.split()))


@dataclass
class MergeState:
    """One returned workbook under the owner's hands."""

    found: ReturnComparison
    names: Mapping[int, RecordName]
    decisions: dict[str, Decision] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)  # own texts by the cell's key, not decided for yet
    shown: str = "all"
    search: str = ""

    def rows(self) -> list[MergeRow]:
        """The lines in sight, conflicts where their records are, rows without a code below."""
        wanted, words = FILTERS[self.shown][1], self.search.casefold()
        rows, last = [], -1
        for row in self.every_row():
            change = row.change
            if wanted and change.state not in wanted:
                continue
            sides = f"{change.mine} {change.theirs} {row.words(change.mine)} {row.words(change.theirs)}"
            if words and words not in f"{row.record.name} {row.column.title} {sides}".casefold():
                continue
            rows.append(replace(row, first=change.number != last or change.state == "new"))
            last = change.number
        return rows

    def every_row(self) -> Iterator[MergeRow]:
        """All lines, whatever is in sight."""
        columns = {one.key: one for one in self.found.columns}
        for change in self.lines:
            if change.state == "new":
                name = _("Row {number}").format(number=change.row)
                record, column = RecordName("", name, OpenPage("import")), TaskColumn("", _("Without a code"), "long")
            else:
                record, column = self.names[change.record], columns[change.column]
            yield MergeRow(change, record, column, True, self.decision(change))

    @cached_property
    def lines(self) -> list[CellChange]:
        """Every changed cell, and below them every row without a code as one line."""
        why = _("This row has no code of the workbook. Say whose it is, or leave it out.")
        rows = [
            CellChange(0, 0, one.key, "", "", _("; ").join(_("{title}: {value}").format(title=title, value=value)
                       for title, value in one.said.items()), "new", why, sheet=one.sheet, row=one.row)
            for one in self.found.new
        ]  # fmt: skip
        return [*self.found.changes, *rows]

    def new_row(self, change: CellChange) -> NewRow | None:
        """The row without a code that a line is about."""
        found = (one for one in self.found.new if one.key == change.column)
        return next(found, None) if change.state == "new" else None

    def decision(self, change: CellChange) -> str:
        """What becomes of a cell as things are: mine, helper, both, edited, or "" while that is open."""
        if change.key in self.decisions:
            return self.decisions[change.key].what
        if change.state == "apply":
            return HELPERS
        return "" if change.state in (*OPEN, "new") else MINE

    def count(self, name: str) -> int:
        """How many cells a filter shows."""
        wanted = FILTERS[name][1]
        return sum(one.state in wanted for one in self.lines) if wanted else len(self.lines)

    def may(self, change: CellChange, what: str) -> bool:
        """Whether this can be decided of a cell."""
        if what == BOTH:
            return change.state == "conflict" and bool(change.both)
        if what == EDITED:
            return change.state in (*TAKEN, "rejected")
        return change.state in TAKEN

    def decide(self, change: CellChange, what: str, text: str = "") -> bool:
        """Note what the owner wants; False where that can't be."""
        if not self.may(change, what):
            return False
        self.decisions[change.key] = Decision(what, text)
        if what == EDITED:
            self.typed.pop(change.key, None)
        return True

    def own_text(self, change: CellChange) -> str:
        """What the owner wrote into a cell: typed last, else decided for, else the helper's as a start."""
        known = self.decisions.get(change.key)
        decided = known.text if known is not None and known.what == EDITED else change.theirs
        return self.typed.get(change.key, decided)

    def type_text(self, change: CellChange, text: str) -> None:
        """Note what is being typed into a cell."""
        self.typed.pop(change.key, None)
        if text != self.own_text(change):
            self.typed[change.key] = text

    def take_all(self) -> None:
        """The helper's value for all that only they changed, whatever was said of it before."""
        for change in self.found.of("apply"):
            self.decisions.pop(change.key, None)

    def to_apply(self) -> int:
        """How many cells will change."""
        return sum(self.decision(one) not in ("", MINE) for one in self.found.changes)

    def open(self) -> list[CellChange]:
        """What is still to be decided, in order."""
        return [one for one in self.found.of(*OPEN) if not self.decision(one)]

    def differences(self) -> Iterator[list[str]]:
        """The list of differences as rows of a table, its head first; values as the owner reads them."""
        yield [_("Row"), _("Field"), _("When it was given"), _("Mine now"), _("Helper’s"), _("Decision"), _("Why")]
        for row in self.every_row():
            one = row.change
            sides = [row.words(text) if row.column.choices else text for text in (one.base, one.mine, one.theirs)]
            yield [
                str(row.record.name),
                row.column.title,
                *sides,
                decision_words(row.decision, one.state),
                str(one.why),
            ]
        for number, words in self.found.notes:
            yield [_("Note in row {number}").format(number=number), "", "", "", words, "", ""]


def decision_words(decision: str, state: State) -> str:
    """What becomes of a cell, in a word."""
    if state == "new":
        return _("Whose row?")
    if state in ("locked", "damaged"):
        return _("Locked field") if state == "locked" else _("Spoilt")
    if state == "rejected" and decision == MINE:
        return _("Stopped by a rule")
    words = {
        MINE: N_("Mine"),
        HELPERS: N_("Helper’s"),
        BOTH: N_("Both"),
        EDITED: N_("Your text"),
        "": N_("To decide"),
    }
    return _(words[decision])
