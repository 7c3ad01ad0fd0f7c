"""What the rooms share while staged records come in: the files, the verdict of every row, and what the owner edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection

from storeapp.kernel.progress import Progress
from storeapp.store import row_images
from storeapp.store.tx import CHUNK, Tx

T = TypeVar("T")

# The verdict of a row of a file; 0: no record came of it. The strongest one counts.
SAME, CHANGED, NEW, REFUSED = 1, 2, 3, 4

EXAMPLES = 5  # of the records of one doubt

Change = tuple[str, Any, Any]  # column, value before, value after


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One staged file. `newest_on`: the latest date a record of it carries, "" where it has none.

    `clears` holds columns as "orders.note": there an empty cell empties the stored value. `whole`: a platform's own
    export, which has all records of its days unless it was narrowed on purpose.
    """

    file_no: int
    name: str
    channel_id: int
    batch_id: int
    rows: int
    newest_on: str = ""
    clears: frozenset[str] = frozenset()
    whole: bool = False


@dataclass
class Tally:
    """What happened to one kind of record."""

    new: int = 0
    changed: int = 0
    same: int = 0


@dataclass
class Doubt:
    """What differs between a file and the shop where no date tells which of them is newer."""

    count: int = 0
    examples: list[tuple[str, str, tuple[Change, ...]]] = field(default_factory=list)  # record, key, changes


@dataclass
class Intake:
    """One import in progress: staged records are in the attached schema `staging`, scratch tables in `temp`.

    `note_change(file_no, row, record, key, changes)` is told of every stored record that a row changes.
    """

    tx: Tx
    files: Mapping[int, SourceFile]
    progress: Progress
    note_change: Callable[[int, int, str, str, Sequence[Change]], None]
    verdicts: dict[int, bytearray] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    cleared: Counter[str] = field(default_factory=Counter)
    believed: Mapping[int, bool] = field(default_factory=dict)  # file -> it is newer where no date tells
    believe_undated: bool = True  # the same for files that `believed` does not name
    doubts: dict[int, Doubt] = field(default_factory=dict)
    asked: Counter[int] = field(default_factory=Counter)  # file -> new reviews that may be known ones, edited
    gone: Counter[int] = field(default_factory=Counter)  # file -> stored reviews that it should have had and has not
    back: int = 0  # those that came again
    mended: int = 0  # stored records that were put right on the way
    said: dict[int, list[str]] = field(default_factory=dict)  # file -> sentences for the owner
    _scratch: list[str] = field(default_factory=list)
    _read: dict[Callable[[Connection], Any], Any] = field(default_factory=dict)
    _edited: dict[str, dict[int, set[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.verdicts = {number: bytearray(file.rows + 2) for number, file in self.files.items()}

    def mark(self, file_no: int, row: int | None, verdict: int) -> None:
        """Note what became of a row; the strongest verdict of its records stays."""
        if row is None:
            return
        seen = self.verdicts[file_no]
        if row >= len(seen):
            seen.extend(bytes(row + 1 - len(seen)))
        if seen[row] < verdict:
            seen[row] = verdict

    def mark_all(self, sql: str, verdict: int) -> None:
        """Note what became of rows: `sql` gives the file and the row of each."""
        for file_no, row in self.stream(sql):
            self.mark(file_no, row, verdict)

    def emptied(self, file_no: int, record: str, name: str, stored: Any, incoming: Any) -> bool:
        """Whether an empty cell empties a stored value, because the owner chose so for this column; counts it."""
        column = f"{record}.{name}"
        if column not in self.files[file_no].clears or incoming not in (None, "") or stored in (None, "", 0):
            return False
        self.cleared[column] += 1
        return True

    def settle(self, file_no: int, told: bool | None) -> bool:
        """Whether a file's state is the newer one: as the dates tell, else (None) as the owner said of this file."""
        return self.believed.get(file_no, self.believe_undated) if told is None else told

    def doubt(self, file_no: int, record: str, key: str, changes: Sequence[Change]) -> None:
        """Take down a record whose stored state differs from the file's while no date tells which is newer."""
        found = self.doubts.setdefault(file_no, Doubt())
        found.count += 1
        if len(found.examples) < EXAMPLES:
            found.examples.append((record, key, tuple(changes)))

    def say(self, file_no: int, sentence: str) -> None:
        """Tell the owner about a file what only the shop could show."""
        self.said.setdefault(file_no, []).append(sentence)

    def tally(self, record: str) -> Tally:
        """The counts of one kind of record."""
        return self.tallies.setdefault(record, Tally())

    def scratch(self, name: str, columns: str) -> None:
        """Make an empty scratch table `temp.<name>`."""
        self._run(f"DROP TABLE IF EXISTS temp.{name}")
        self._run(f"CREATE TABLE temp.{name} ({columns})")
        self._scratch.append(name)

    def drop_scratch(self) -> None:
        """Take all scratch tables away."""
        for name in self._scratch:
            self._run(f"DROP TABLE IF EXISTS temp.{name}")
        self._scratch.clear()

    def gather(
        self, name: str, columns: str, select: str, *, again: str = "DO NOTHING", values: Sequence[Any] = ()
    ) -> None:
        """Fill a scratch table from a SELECT; `again` says what a key that comes again does."""
        self._run(f"INSERT INTO temp.{name} ({columns}) {select} ON CONFLICT {again}", values)

    def gather_rows(self, name: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        """Fill a scratch table from values; a key that comes again is left as it is."""
        places = ", ".join("?" for _ in columns.split(","))
        self._run_many(f"INSERT INTO temp.{name} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING", rows)

    def amend(self, name: str, assignment: str, values: Sequence[Any] = ()) -> None:
        """Set columns of a scratch table; `assignment` is what follows SET."""
        self._run(f"UPDATE temp.{name} SET {assignment}", values)

    def amend_rows(self, name: str, assignment: str, rows: Iterable[Sequence[Any]]) -> None:
        """The same for many sets of values, given as ?1, ?2 ..."""
        self._run_many(f"UPDATE temp.{name} SET {assignment}", rows)

    def remove(self, name: str, where: str) -> None:
        """Delete rows of a scratch table."""
        self._run(f"DELETE FROM temp.{name} WHERE {where}")

    def index(self, name: str, columns: str) -> None:
        """Make an index on a scratch table."""
        self._run(f"CREATE INDEX temp.{name}_{columns.replace(', ', '_')} ON {name} ({columns})")

    def _run(self, sql: str, values: Sequence[Any] = ()) -> None:
        cursor = self.tx.connection.connection.cursor()
        cursor.execute(sql, tuple(values))
        cursor.close()
        self.progress.check()

    def _run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        cursor: Any = self.tx.connection.connection.cursor()
        cursor.executemany(sql, iter(rows))
        cursor.close()
        self.progress.check()

    def stream(self, sql: str, values: Sequence[Any] = (), *, counted: bool = False) -> Iterator[tuple[Any, ...]]:
        """Rows as plain tuples, fetched as they are needed; `counted` ones move the progress on."""
        cursor = self.tx.connection.connection.cursor()
        cursor.execute(sql, tuple(values))
        while chunk := cursor.fetchmany(CHUNK):
            yield from chunk
            if counted:
                self.progress.step(len(chunk))
            else:
                self.progress.check()
        cursor.close()

    def number(self, sql: str, values: Sequence[Any] = ()) -> int:
        """The first value of the first row, as a whole number; 0 where it is NULL."""
        for row in self.stream(sql, values):
            return int(row[0] or 0)
        return 0

    def remembered(self, read: Callable[[Connection], T]) -> T:
        """What `read` found in the shop; read once an import, until it is forgotten."""
        if read not in self._read:
            self._read[read] = read(self.tx.connection)
        found: T = self._read[read]
        return found

    def forget(self, read: Callable[[Connection], Any]) -> None:
        """What `read` found is no longer so."""
        self._read.pop(read, None)

    def edited(self, table: str, row_id: int) -> set[str]:
        """The columns of a stored row that the owner set by hand: an import leaves them as they are."""
        if table not in self._edited:
            self._edited[table] = self._read_edits(table)
        return self._edited[table].get(row_id, _NOTHING)

    def _read_edits(self, table: str) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        rows = self.stream(
            "SELECT c.image FROM main.actions a JOIN main.changes c ON c.action_id = a.id "
            "WHERE a.kind IN ('edit', 'work') AND a.state = 'done' AND c.op = 'update' AND c.table_name = ?",
            (table,),
        )
        for (image,) in rows:
            update = row_images.updated(image)
            for row_id, before, after in update.rows:
                names = (n for n, old, new in zip(update.columns, before, after, strict=True) if old != new)
                found.setdefault(row_id, set()).update(names)
        return found


_NOTHING: set[str] = set()
