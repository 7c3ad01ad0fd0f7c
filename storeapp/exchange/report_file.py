"""The report of an import: what became of every row, and what each changed record said before and says now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storeapp.exchange import staging as staging_file

NONE, SAME, CHANGED, NEW, REJECTED = 0, 1, 2, 3, 4
VERDICTS = {"new": NEW, "changed": CHANGED, "same": SAME, "rejected": REJECTED}
_WAITING = 2000  # changes held before they are written
_SHOWN = ("lines", "reviews", "orders", "products", "customers")  # what a new row is shown as, the first that it made
_LABELS = {"lines": "order_number", "reviews": "order_number", "orders": "number", "products": "title",
           "customers": "value"}  # fmt: skip
_HIDDEN = {
    "seq",
    "file_no",
    "row",
    "nth",
    "order_nth",
    "key",
    "listing_key",
    "parent_key",
    "alias_kind",
    "alias_value",
    "alias_key",
    "email_key",
    "phone_key",
    "buyer_email_key",
    "buyer_phone_key",
    "fingerprint",
}
_HIDDEN |= {"kind", "customer_kind", "customer_key", "scale"}


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value of a record: what the shop has and what the file brings; None where there is none."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One record that a row made: `row` as a spreadsheet numbers it, `record` lines | reviews | orders | ..."""

    row: int
    record: str
    key: str
    fields: tuple[ValueChange, ...]


class ReportWriter:
    """Writes a report to `path`; what it is told survives although the import itself is rolled back."""

    def __init__(self, path: Path, staging: Path) -> None:
        path.unlink(missing_ok=True)
        self.path = path
        self._connection = staging_file.library().connect(str(path), isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("BEGIN")
        self._connection.execute("CREATE TABLE about (staging TEXT)")
        self._connection.execute("INSERT INTO about VALUES (?)", (str(staging),))
        self._connection.execute("CREATE TABLE verdicts (file_no INTEGER PRIMARY KEY, codes BLOB)")
        self._connection.execute(
            "CREATE TABLE diffs (file_no INTEGER, row INTEGER, record TEXT, key TEXT, fields TEXT)"
        )
        self._waiting: list[tuple[int, int, str, str, str]] = []

    def add(self, file_no: int, row: int, record: str, key: str, changes: Sequence[tuple[str, Any, Any]]) -> None:
        """Note what a row changes of one stored record."""
        self._waiting.append((file_no, row, record, key, json.dumps(changes, ensure_ascii=False)))
        if len(self._waiting) >= _WAITING:
            self._write()

    def finish(self, verdicts: Mapping[int, bytes | bytearray]) -> None:
        """Write the verdicts (one byte a row of each file) and close."""
        self._write()
        self._connection.executemany(
            "INSERT INTO verdicts VALUES (?, ?)", [(number, bytes(codes)) for number, codes in verdicts.items()]
        )
        self._connection.execute("CREATE INDEX diffs_row ON diffs (file_no, row)")
        self._connection.execute("COMMIT")
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _write(self) -> None:
        self._connection.executemany("INSERT INTO diffs VALUES (?, ?, ?, ?, ?)", self._waiting)
        self._waiting.clear()


def report_count(path: Path, file_no: int, verdict: str) -> int:
    """How many rows of a file have a verdict ("new", "changed", "same" or "rejected")."""
    return _codes(path, file_no).count(VERDICTS[verdict])


def report_rows(path: Path, file_no: int, verdict: str, first: int = 0, count: int = 200) -> list[ReportRow]:
    """The records of `count` rows with a verdict, from the `first` of them on.

    Changed ones carry both values, the others what the file says. UserError never; a report that is gone raises.
    """
    rows = _window(_codes(path, file_no), VERDICTS[verdict], first, count)
    if not rows:
        return []
    if verdict == "changed":
        found = _diffs(path, file_no, rows)
        missing = [row for row in rows if row not in found]
        found |= _values(path, file_no, missing) if missing else {}
    else:
        found = _values(path, file_no, rows)
    return [one for row in rows for one in found.get(row, [ReportRow(row, "", "", ())])]


def _codes(path: Path, file_no: int) -> bytes:
    with closing(staging_file.look(path)) as connection:
        found = connection.execute("SELECT codes FROM verdicts WHERE file_no = ?", (file_no,)).fetchone()
    return bytes(found[0]) if found else b""


def _window(codes: bytes, code: int, first: int, count: int) -> list[int]:
    found: list[int] = []
    place, seen, wanted = -1, 0, bytes((code,))
    while len(found) < count and (place := codes.find(wanted, place + 1)) >= 0:
        if seen >= first:
            found.append(place)
        seen += 1
    return found


def _diffs(path: Path, file_no: int, rows: Sequence[int]) -> dict[int, list[ReportRow]]:
    found: dict[int, list[ReportRow]] = {}
    with closing(staging_file.look(path)) as connection:
        cursor = connection.execute(
            "SELECT row, record, key, fields FROM diffs WHERE file_no = ? "
            "AND row IN (SELECT value FROM json_each(?)) ORDER BY row, rowid",
            (file_no, json.dumps(list(rows))),
        )
        for row, record, key, fields in cursor:
            values = tuple(ValueChange(name, before, after) for name, before, after in json.loads(fields))
            found.setdefault(row, []).append(ReportRow(row, record, key, values))
    return found


def _values(path: Path, file_no: int, rows: Sequence[int]) -> dict[int, list[ReportRow]]:
    with closing(staging_file.look(path)) as connection:
        place = Path(connection.execute("SELECT staging FROM about").fetchone()[0])
    found: dict[int, list[ReportRow]] = {}
    with closing(staging_file.look(place)) as connection:
        for record in _SHOWN:
            left = [row for row in rows if row not in found]
            if left:
                for one in _staged(connection, record, file_no, left):
                    found.setdefault(one.row, []).append(one)
    return found


def _staged(connection: Any, record: str, file_no: int, rows: Sequence[int]) -> Iterator[ReportRow]:
    names = staging_file.COLUMNS[record]
    cursor = connection.execute(
        f"SELECT {', '.join(names)} FROM {record} WHERE file_no = ? AND row BETWEEN ? AND ? ORDER BY seq",
        (file_no, min(rows), max(rows)),
    )
    wanted = set(rows)
    for values in cursor:
        one = dict(zip(names, values, strict=True))
        if one["row"] in wanted:
            fields = tuple(ValueChange(n, None, v) for n, v in one.items() if v not in (None, "") and n not in _HIDDEN)
            yield ReportRow(one["row"], record, str(one[_LABELS[record]] or ""), fields)
