"""Sums kept beside the rows they count, so that opening a page never counts a whole history."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from storeapp.kernel.progress import Progress
from storeapp.kernel.rows import dataclass
from storeapp.store.bulk import plain_number, run
from storeapp.store.derived import Derived, Recount


@dataclass(frozen=True, slots=True)
class KeptSum:
    """One kept table: the rows it sums, its key and its figures, as SQL over one of those rows.

    The first figure counts the rows: a sum of none is dropped.
    """

    source: str
    name: str
    key: Mapping[str, str]
    figures: Mapping[str, str]

    def grouped(self, sign: str, rows: str) -> str:
        """SELECT of the parts of some rows, summed, in the columns of the kept table."""
        sums = ", ".join(f"{sign}sum({part})" for part in self.figures.values())
        groups = ", ".join(str(place + 1) for place in range(len(self.key)))
        return f"SELECT {', '.join(self.key.values())}, {sums} FROM {self.source} WHERE {rows} GROUP BY {groups}"

    def merge(self, sign: str, rows: str) -> str:
        """The statement that adds ("") or subtracts ("-") the parts of some rows."""
        names = ", ".join((*self.key, *self.figures))
        adds = ", ".join(f"{name} = {name} + excluded.{name}" for name in self.figures)
        return (
            f"INSERT INTO {self.name} ({names}) {self.grouped(sign, rows)} "
            f"ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET {adds}"
        )

    def compare(self, conn: Connection) -> Recount:
        """Compare with a full count of the rows."""
        full, names = self.grouped("", "1"), ", ".join((*self.key, *self.figures))
        stored = f"SELECT {names} FROM {self.name}"
        return Recount(plain_number(conn, f"SELECT count(*) FROM {self.name}"), differing(conn, full, stored))


def differing(conn: Connection, full: str, stored: str) -> int:
    """How many rows only one of two queries gives."""
    return plain_number(
        conn,
        f"SELECT count(*) FROM (SELECT * FROM ({full} EXCEPT {stored}) UNION ALL "
        f"SELECT * FROM ({stored} EXCEPT {full}))",
    )


class KeptSums(Derived):
    """Keeps some tables of sums in step with their rows."""

    sums: tuple[KeptSum, ...] = ()

    def take_out(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Subtract the rows' parts."""
        for kept in self.sums:
            if kept.source == table:
                run(conn, kept.merge("-", rows), value)

    def put_in(self, conn: Connection, table: str, rows: str, value: str) -> None:
        """Add the rows' parts."""
        for kept in self.sums:
            if kept.source == table:
                run(conn, kept.merge("", rows), value)

    def done(self, conn: Connection) -> None:
        """Drop sums that became empty."""
        for kept in self.sums:
            run(conn, f"DELETE FROM {kept.name} WHERE {next(iter(kept.figures))} = 0")

    def rebuild(self, conn: Connection) -> None:
        """Count everything anew."""
        for kept in self.sums:
            run(conn, f"DELETE FROM {kept.name}")
            run(conn, kept.merge("", "1"))

    def recount(self, conn: Connection, progress: Progress) -> Recount:
        """Compare every sum with a full count of the rows."""
        found = Recount(0, 0)
        for kept in self.sums:
            progress.check()
            found += kept.compare(conn)
        return found
